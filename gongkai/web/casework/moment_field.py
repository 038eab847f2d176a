"""A moment as people type it: day, hour and minute in Beijing, of a year that can be meant."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from gongkai.web.casework.day_field import FIRST, LAST


def moment_input() -> forms.DateTimeInput:
    """A field for a moment as browsers show it."""
    return forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class MomentField(forms.DateTimeField):
    """A moment within the years that ``DayField`` takes."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"widget": moment_input(), **kwargs})

    def to_python(self, value: Any) -> datetime | None:
        """The moment, or None. Raises ``ValidationError``."""
        wrong = ValidationError("请写明日期和时刻，例如 2026-05-06 09:30。", code="invalid")
        try:
            moment = super().to_python(value)
        except (ValidationError, OverflowError, ValueError) as problem:
            raise wrong from problem
        if isinstance(moment, datetime) and not FIRST <= moment.year <= LAST:
            raise ValidationError(f"年份应在{FIRST}年至{LAST}年之间，请核对是不是少输或者多输了数字。", code="invalid")
        return moment
