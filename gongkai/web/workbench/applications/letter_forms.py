"""Forms of steps that send a letter: what the step needs and what the letter asks besides; the letter itself is never typed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from gongkai.applications.letters import letter_kinds
from gongkai.casework import Move
from gongkai.letters.kinds import LetterField, LetterKind
from gongkai.web.applications.letter_values import FACTS
from gongkai.web.applications.models import Application
from gongkai.web.applications.queries import CaseFile
from gongkai.web.applications.signals import composing
from gongkai.web.workbench.applications.forms import ApplicationMoveForm
from gongkai.web.workbench.applications.needed import NeededChoice, NeededText

LETTER = "letter"


class LetterMoveForm(ApplicationMoveForm):
    """A step; where it sends a letter, ``asked`` is what the letter says beyond the step's facts."""

    use_required_attribute = False

    def __init__(self, case: CaseFile, move: Move, *args: Any, **kwargs: Any) -> None:
        super().__init__(case, move, *args, **kwargs)
        self.kind = letter_kinds().of_move(move.name)
        self.extra: list[str] = []
        if self.kind is None:
            return
        self.fields.pop(LETTER, None)
        known = completed(case.case, self.kind)
        facts = {FACTS.get(name, name) for name in move.fields}
        for each in self.kind.asked:
            if each.key not in facts:
                self.fields[each.key] = asked_field(each, self.kind, known.get(each.key, ""))
                self.extra.append(each.key)
        names = [name for name in self.fields if name != "note"]
        self.order_fields([*names, "note"])

    @property
    def asked(self) -> dict[str, str]:
        """What was written for the letter."""
        return {name: self.cleaned_data.get(name, "") for name in self.extra}


class LetterForm(forms.Form):
    """What is asked for a letter that goes with no step."""

    use_required_attribute = False

    def __init__(self, application: Application, kind: LetterKind, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = completed(application, kind)
        for each in kind.asked:
            self.fields[each.key] = asked_field(each, kind, known.get(each.key, ""))
            if each.key == "third_party":
                parties = [(party.label, f"{party.label}（{party.name}）") for party in application.parties.all()]
                self.fields[each.key] = NeededChoice(label=each.name, choices=[("", "请选择"), *parties])


def asked_field(each: LetterField, kind: LetterKind, initial: str) -> forms.Field:
    """A field of a letter. What is needed is checked when the letter is made, so that every way is checked alike."""
    needed = each.name in kind.needs
    example = f"例如 {each.example}"
    given: dict[str, Any] = {
        "label": each.name,
        "max_length": 4000,
        "initial": initial,
        "widget": forms.Textarea(attrs={"rows": 4}) if each.long else forms.TextInput,
        "help_text": f"{each.help}{example}。" if each.help else f"{example}。",
    }
    return NeededText(**given) if needed else forms.CharField(required=False, **given)


def completed(application: Application, kind: LetterKind) -> dict[str, str]:
    """What other subjects know of the letter before anybody writes, such as a fee."""
    fields: dict[str, str] = {}
    composing.send(Application, application=application, kind=kind.key, fields=fields, on=timezone.localdate())
    return fields
