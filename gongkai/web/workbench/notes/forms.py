"""Forms of notes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from gongkai.web.accounts.models import Person
from gongkai.web.casework.forms import offer
from gongkai.web.casework.models import Case
from gongkai.web.notes.models import LONGEST
from gongkai.web.notes.sight import colleagues


class TextForm(forms.Form):
    """A note for whoever may read the case."""

    text = forms.CharField(
        label="备注",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="只给能看这件案件的同事看，不入卷、不公开、不写进文书。写下以后不能修改，写错的可以划去。",
        error_messages={
            "required": "请写备注的内容，例如“已请档案室查找2019年的卷宗”。",
            "max_length": f"备注不超过{LONGEST}字。长的材料请存入卷内。",
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "note_%s", **kwargs})


class NoteForm(TextForm):
    """The same, with whom it is for."""

    to = forms.ChoiceField(
        label="请谁看",
        required=False,
        help_text="选了的，这位同事在首页看到。",
        error_messages={"invalid_choice": "请在名单里选。"},
    )

    def __init__(self, case: Case, author: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(each.pk): each for each in colleagues(case, but=author)}
        names = [each.name for each in self.people.values()]
        choices = [
            (key, each.name if names.count(each.name) == 1 else f"{each.name}（{each.username}）")
            for key, each in self.people.items()
        ]
        offer(self, "to", [("", "不指定"), *choices])

    @property
    def addressee(self) -> Person | None:
        """Who was chosen."""
        return self.people.get(self.cleaned_data["to"])

    def refused(self, refusal: ValidationError) -> None:
        """Put each reason beside its field."""
        if hasattr(refusal, "error_dict"):
            for name, errors in refusal.message_dict.items():
                for error in errors:
                    self.add_error(name if name in self.fields else None, error)
        else:
            self.add_error(None, refusal)


class StrikeForm(forms.Form):
    """Why a note is struck."""

    why = forms.CharField(
        label="划去的原因",
        max_length=200,
        help_text="例如“写错了案件”。原文还在，划着线，大家看得到原因。",
        error_messages={"required": "请写明划去的原因，例如“写错了案件”。"},
    )
