"""The calendar in force: the notices that come with the program and those entered here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache

from gongkai.law.notices import NoticeKind
from gongkai.web.holidays.models import HolidayNotice
from gongkai.workdays import Calendar, calendar_with

_asked: ContextVar[list[Calendar] | None] = ContextVar("calendar_asked", default=None)
"""The calendar that a page which only reads has asked for; None outside such a page."""


def calendar_now() -> Calendar:
    """The calendar with every notice that is entered and not withdrawn; of two for a whole year, the later."""
    asked = _asked.get()
    if asked:
        return asked[0]
    found = HolidayNotice.objects.filter(withdrawn_at=None).order_by("id").values_list("pk", flat=True)
    calendar = _calendar(tuple(found))
    if asked is not None:
        asked.append(calendar)
    return calendar


@contextmanager
def asked_once() -> Iterator[None]:
    """Within it the notices are looked up once, however many clocks are read: for pages that change nothing."""
    token = _asked.set([])
    try:
        yield
    finally:
        _asked.reset(token)


def calendar_without(entered: HolidayNotice) -> Calendar:
    """The calendar as it would be without one of the entered notices."""
    kept = HolidayNotice.objects.filter(withdrawn_at=None).exclude(pk=entered.pk).order_by("id")
    return _calendar(tuple(kept.values_list("pk", flat=True)))


@lru_cache(maxsize=8)
def _calendar(keys: tuple[int, ...]) -> Calendar:
    taken: dict[tuple[int, str], HolidayNotice] = {}
    for each in HolidayNotice.objects.filter(pk__in=keys).order_by("id"):
        only = each.year if each.kind == NoticeKind.ANNUAL else -each.pk
        taken[only, each.kind] = each
    return calendar_with([each.notice for each in taken.values()])
