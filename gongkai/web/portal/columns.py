"""The prescribed columns of an organ with the addresses of their pages."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from gongkai.law.platform_columns import platform_columns
from gongkai.web.organs.models import Organ


@dataclass(frozen=True, slots=True)
class ColumnLink:
    """A column as navigation shows it; ``url`` is empty where this installation has no page for it."""

    key: str
    title: str
    about: str
    url: str


def columns_of(organ: Organ) -> tuple[ColumnLink, ...]:
    """The columns of an organ in the prescribed order. Asks the database nothing."""
    return tuple(
        ColumnLink(column.key, column.title, column.about, _address(column.key, organ))
        for column in platform_columns(timezone.localdate())
    )


def _address(key: str, organ: Organ) -> str:
    try:
        return reverse(f"portal:{key}", kwargs={"code": organ.code})
    except NoReverseMatch:
        return ""
