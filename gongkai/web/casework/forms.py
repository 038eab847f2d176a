"""Forms made from the fields that a move needs or takes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import QuerySet
from django.utils import timezone

from gongkai.casework import Field, FieldKind, Move, NotAllowed
from gongkai.web.casework.day_field import DayField
from gongkai.web.casework.moment_field import MomentField

Choices = Sequence[Any]
DAY, NOTE = "on", "note"
"""The fields for the day that counts in law and for a remark; the names are kept free by tables of moves."""


def date_input() -> forms.DateInput:
    """A field for a day as browsers show it."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def place(form: forms.BaseForm, problem: ValidationError) -> None:
    """Set each sentence of a refusal beside its field, the rest above the form."""
    if not hasattr(problem, "error_dict"):
        form.add_error(None, problem)
        return
    for name, errors in problem.message_dict.items():
        for error in errors:
            form.add_error(name if name in form.fields and name != NON_FIELD_ERRORS else None, error)


class MoveForm(forms.Form):
    """What is asked for a move. ``facts`` is what the service takes; ``refused`` shows a refusal beside the right fields.

    ``given`` are the facts with the day and the remark, as services take them; ``refusal`` is why the move was not made.

    ``known`` are fields that are not asked for; ``choices`` turns a field into a choice; with ``dated`` the day is asked for
    first and a remark last (``on``, ``note``). ``one_line`` are texts as short as a number or a name.
    """

    refusal: NotAllowed | None = None

    def __init__(
        self,
        move: Move,
        *args: Any,
        known: dict[str, Any] | None = None,
        choices: Mapping[str, Choices] | None = None,
        dated: bool = False,
        one_line: Collection[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.move = move
        if dated:
            self.fields[DAY] = DayField(
                label="日期",
                initial=timezone.localdate,
                widget=date_input(),
                help_text="这一步在法律上算哪一天。补登以前的事，请填写实际发生的日期。",
            )
        for each in (*move.needs, *move.takes):
            if each.name not in (known or {}):
                self.fields[each.name] = _field(
                    each,
                    required=each in move.needs,
                    choices=(choices or {}).get(each.name),
                    one_line=each.name in one_line,
                )
        if dated:
            self.fields[NOTE] = forms.CharField(
                label="说明",
                required=False,
                max_length=1000,
                widget=forms.Textarea(attrs={"rows": 2}),
                help_text="记入办理记录，不能删改。请不要写申请人、第三方的姓名等个人信息。",
            )

    @property
    def facts(self) -> dict[str, Any]:
        """The answers as plain values, without those left blank."""
        given = {}
        for name, value in self.cleaned_data.items():
            if value in (None, "", []) or name not in self.move.fields:
                continue
            given[name] = value.isoformat() if hasattr(value, "isoformat") else value
        return given

    @property
    def given(self) -> dict[str, Any]:
        """Facts, day and remark of a form that is ``dated``."""
        return {"facts": self.facts, "on": self.cleaned_data[DAY], "note": self.cleaned_data[NOTE]}

    def refused(self, refusal: NotAllowed | ValidationError) -> None:
        """Put each reason beside its field, the rest above the form."""
        if isinstance(refusal, ValidationError):
            place(self, refusal)
            return
        self.refusal = refusal
        placed = False
        for reason in refusal.reasons:
            if reason.field in self.fields:
                self.add_error(reason.field, str(reason))
                placed = True
        if not placed:
            self.add_error(None, str(refusal))


def _field(each: Field, *, required: bool, choices: Choices | None = None, one_line: bool = False) -> forms.Field:
    given: dict[str, Any] = {
        "label": each.title,
        "required": required,
        "help_text": f"例如 {each.example}" if each.example else "",
    }
    if choices is not None:
        return forms.ChoiceField(choices=[("", "请选择"), *choices], **(given | {"help_text": ""}))
    match each.kind:
        case FieldKind.NUMBER:
            return forms.IntegerField(min_value=1, **given)
        case FieldKind.FLAG:
            return forms.BooleanField(**(given | {"required": False}))
        case FieldKind.DATE:
            return DayField(widget=date_input(), **given)
        case FieldKind.MOMENT:
            return MomentField(**given)
        case FieldKind.LIMIT:
            return forms.IntegerField(min_value=1, **given)
        case FieldKind.LIST:
            return _Lines(widget=forms.Textarea(attrs={"rows": 4}), **given)
        case _:
            widget = forms.TextInput() if one_line else forms.Textarea(attrs={"rows": 3})
            return forms.CharField(max_length=2000, widget=widget, **given)


class _Lines(forms.CharField):
    """A list written one item a line."""

    def clean(self, value: Any) -> list[str]:  # type: ignore[override]
        return [line.strip() for line in super().clean(value).splitlines() if line.strip()]


def offer(form: forms.BaseForm, name: str, choices: Choices | QuerySet[Any]) -> None:
    """Set what can be chosen in a field: pairs of key and title, or records. Raises ``TypeError`` for a field of another kind."""
    field = form.fields[name]
    if isinstance(field, forms.ModelChoiceField) and isinstance(choices, QuerySet):
        field.queryset = choices
    elif isinstance(field, forms.ChoiceField) and not isinstance(choices, QuerySet):
        field.choices = choices
    else:
        raise TypeError(f"{name} does not offer this")
