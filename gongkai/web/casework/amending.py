"""The form by which the record of a step is amended, for every kind of case: what may be amended is read off its table of moves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from gongkai.casework import Field, FieldKind, Table
from gongkai.casework.amendments import DAY, ON
from gongkai.web.casework.day_field import DayField
from gongkai.web.casework.forms import Choices, date_input
from gongkai.web.casework.moment_field import MomentField
from gongkai.web.log.models import Event

REASON, STRIKE = "reason", "strike"


class AmendForm(forms.Form):
    """What was recorded wrongly, and what is right; without any of it the record is struck out where that may be.

    ``event`` is the step as the log has it; ``choices`` turns a field into a choice; ``example`` is a reason as people write it.
    """

    def __init__(
        self,
        table: Table,
        event: Event,
        *args: Any,
        choices: Mapping[str, Choices] | None = None,
        example: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        rules = table.amendments
        self.can_strike = bool(rules and event.move in rules.strikes)
        for name in rules.fields.get(event.move, ()) if rules else ():
            field = DAY if name == ON else table.move_of[event.move].fields[name]
            current = event.on.isoformat() if name == ON else event.facts.get(name, "")
            self.fields[name] = _amended(field, current, (choices or {}).get(name))
        if self.can_strike:
            self.fields[STRIKE] = forms.BooleanField(label="这一步没有发生，撤销整条记录", required=False)
        self.fields[REASON] = forms.CharField(
            label="理由",
            max_length=500,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=f"例如 {example}原来的记录保留，更正由另一人办理。",
        )

    def changes(self) -> dict[str, Any] | None:
        """What differs from what was recorded; None strikes the record out."""
        if self.cleaned_data.get(STRIKE):
            return None
        found = {}
        for name, value in self.cleaned_data.items():
            if name in (REASON, STRIKE) or value in (None, ""):
                continue
            plain = value.isoformat() if hasattr(value, "isoformat") else value
            initial = self.fields[name].initial
            # 时刻填到分，原登记的秒数不算改动
            same = isinstance(initial, datetime) and value == initial.replace(second=0, microsecond=0)
            if plain != initial and not same:
                found[name] = plain
        return found

    def clean(self) -> dict[str, Any]:
        """Nothing amended is nothing to record."""
        cleaned = super().clean() or {}
        if not self.errors and self.changes() == {}:
            raise ValidationError(
                "没有改动任何一项。请改成正确的内容" + ("，或者勾选撤销。" if self.can_strike else "。")
            )
        return cleaned


def _amended(field: Field, current: Any, choices: Choices | None) -> forms.Field:
    given: dict[str, Any] = {"label": field.title, "required": False, "initial": current}
    if choices is not None:
        return forms.ChoiceField(choices=choices, **given)
    given["help_text"] = f"原登记：{current or '没有填'}"
    if field.kind is FieldKind.DATE:
        return DayField(widget=date_input(), **given)
    if field.kind is FieldKind.MOMENT and current:
        at = datetime.fromisoformat(current)
        return MomentField(**given | {"initial": at, "help_text": f"原登记：{timezone.localtime(at):%Y-%m-%d %H:%M}"})
    if field.kind is FieldKind.NUMBER:
        return forms.IntegerField(min_value=1, **given)
    return forms.CharField(max_length=200, **given)
