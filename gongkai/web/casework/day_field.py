"""A day as people type it: one of a year that can be meant, so that the day before and the day after exist as well."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

FIRST, LAST = 1900, 2199
"""The years taken; those beyond are slips of the keyboard (0025, 20260)."""


class DayField(forms.DateField):
    """A day within the years ``FIRST`` to ``LAST``."""

    def clean(self, value: Any) -> Any:
        """The day, or None. Raises ``ValidationError``."""
        day = super().clean(value)
        if isinstance(day, date) and not FIRST <= day.year <= LAST:
            raise ValidationError(f"年份应在{FIRST}年至{LAST}年之间，请核对是不是少输或者多输了数字。", code="invalid")
        return day
