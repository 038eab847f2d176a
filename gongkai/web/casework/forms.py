"""Forms made from the fields that a move needs or takes."""

from __future__ import annotations

from typing import Any

from django import forms

from gongkai.casework import Field, FieldKind, Move, NotAllowed


class MoveForm(forms.Form):
    """What is asked for a move. ``facts`` is what the service takes; ``refused`` shows a refusal beside the right fields."""

    def __init__(self, move: Move, *args: Any, known: dict[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.move = move
        for each in (*move.needs, *move.takes):
            if each.name not in (known or {}):
                self.fields[each.name] = _field(each, required=each in move.needs)

    @property
    def facts(self) -> dict[str, Any]:
        """The answers as plain values, without those left blank."""
        given = {}
        for name, value in self.cleaned_data.items():
            if value in (None, "", []):
                continue
            given[name] = value.isoformat() if hasattr(value, "isoformat") else value
        return given

    def refused(self, refusal: NotAllowed) -> None:
        """Put each reason beside its field, the rest above the form."""
        placed = False
        for reason in refusal.reasons:
            if reason.field in self.fields:
                self.add_error(reason.field, str(reason))
                placed = True
        if not placed:
            self.add_error(None, str(refusal))


def _field(each: Field, *, required: bool) -> forms.Field:
    given: dict[str, Any] = {
        "label": each.title,
        "required": required,
        "help_text": f"例如 {each.example}" if each.example else "",
    }
    match each.kind:
        case FieldKind.NUMBER:
            return forms.IntegerField(min_value=1, **given)
        case FieldKind.FLAG:
            return forms.BooleanField(**(given | {"required": False}))
        case FieldKind.DATE:
            return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}), **given)
        case FieldKind.MOMENT:
            return forms.DateTimeField(widget=forms.DateTimeInput(attrs={"type": "datetime-local"}), **given)
        case FieldKind.LIMIT:
            return forms.IntegerField(min_value=1, **given)
        case FieldKind.LIST:
            return _Lines(widget=forms.Textarea(attrs={"rows": 4}), **given)
        case _:
            return forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), **given)


class _Lines(forms.CharField):
    """A list written one item a line."""

    def clean(self, value: Any) -> list[str]:  # type: ignore[override]
        return [line.strip() for line in super().clean(value).splitlines() if line.strip()]
