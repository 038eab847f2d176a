"""What is filled in once for all cases of a batch."""

from __future__ import annotations

from typing import Any

from django import forms

from gongkai.applications.bulk import Work
from gongkai.web.accounts.models import Person
from gongkai.web.casework.forms import MoveForm, offer
from gongkai.web.organs.models import Organ, Section
from gongkai.web.workbench.applications.letter_forms import LETTER, asked_field


class BatchAssignForm(forms.Form):
    """To which section, and to whom."""

    use_required_attribute = False

    section = forms.ModelChoiceField(
        Section.objects.none(), label="承办科室", required=False, empty_label="（不交科室）"
    )
    officer = forms.ModelChoiceField(Person.objects.none(), label="承办人", required=False, empty_label="（不指定）")

    def __init__(self, organ: Organ, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "section", organ.sections.filter(closed_on=None))
        offer(
            self,
            "officer",
            Person.objects.filter(appointments__organ=organ, appointments__until=None, active=True).distinct(),
        )

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("section") and not cleaned.get("officer"):
            self.add_error("section", "请选择承办科室或者承办人。")
        return cleaned

    @property
    def facts(self) -> dict[str, Any]:
        """Their keys."""
        return {name: each.pk if each else None for name, each in self.cleaned_data.items()}


class BatchLetterForm(forms.Form):
    """What the letters say besides what each case gives."""

    use_required_attribute = False

    def __init__(self, work: Work, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        assert work.letter is not None
        for each in work.letter.asked:
            self.fields[each.key] = asked_field(each, work.letter, "")
            self.fields[each.key].required = each.name in work.letter.needs

    @property
    def facts(self) -> dict[str, Any]:
        """What was written."""
        return dict(self.cleaned_data)


def form_of(work: Work, organ: Organ, data: Any = None) -> Any:
    """The form of a kind of work; its ``facts`` are what the batch keeps."""
    if work.move is not None:
        form = MoveForm(work.move, data, known={LETTER: ""})
        form.use_required_attribute = False
        return form
    if work.letter is not None:
        return BatchLetterForm(work, data)
    return BatchAssignForm(organ, data)


def facts_told(work: Work, facts: dict[str, Any]) -> list[tuple[str, str]]:
    """What was filled in, as pages show it."""
    if work.move is not None:
        fields = work.move.fields
        return [(fields[name].title, str(value)) for name, value in facts.items() if name in fields]
    if work.letter is not None:
        return [(each.name, str(facts[each.key])) for each in work.letter.asked if facts.get(each.key)]
    section = Section.objects.filter(pk=facts.get("section") or 0).first()
    officer = Person.objects.filter(pk=facts.get("officer") or 0).first()
    return [
        ("承办科室", section.name if section else "（不交科室）"),
        ("承办人", officer.name if officer else "（不指定）"),
    ]
