"""Filters of the page on which a source is marked."""

from __future__ import annotations

from collections.abc import Mapping

from django import template

register = template.Library()


@register.filter
def ground(titles: Mapping[str, str], key: str) -> str:
    """What a ground is called."""
    return titles.get(key, key)


@register.filter
def percent(fraction: float) -> str:
    """A fraction of the page as people read it."""
    return f"{fraction * 100:.1f}%"
