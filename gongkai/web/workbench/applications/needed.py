"""Fields that must be filled in, of which it is the letter's own rule that says so, in its words, when the letter is made.

The pages send what was written so far with every button, so a browser must not hold them back for a field that is still empty.
"""

from __future__ import annotations

from typing import Any

from django import forms


class NeededText(forms.CharField):
    """A text that is needed; that it is missing is told later."""

    def validate(self, value: Any) -> None:
        """Nothing here."""


class NeededChoice(forms.ChoiceField):
    """A choice that is needed; only a wrong one is told here."""

    def validate(self, value: Any) -> None:
        """A value must be among the choices."""
        if value:
            super().validate(value)
