"""What a wording says of itself, for templates."""

from __future__ import annotations

from typing import Any

from django import template

from gongkai.web.publishing.describing import particulars as described

register = template.Library()


@register.simple_tag
def particulars(wording: Any) -> list[tuple[str, str]]:
    """Labels and values, empty ones left out."""
    return described(wording)
