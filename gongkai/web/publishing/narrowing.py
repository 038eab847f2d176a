"""Narrowing lists of public items: by year, theme and validity, as pages and the open interface understand them."""

from __future__ import annotations

from datetime import date, datetime, time

from django.db.models import Q
from django.utils import timezone

from gongkai.publishing.genres import DOCUMENTS
from gongkai.publishing.themes import themes
from gongkai.publishing.validity import Validity

FIRST_YEAR = 2008
"""The 条例 is in force since 2008-05-01; what is older is found under “更早”, which the address calls ``before``."""
EARLIER = "before"
VALIDITIES = {
    "valid": "现行有效",
    Validity.NOT_YET.value: "尚未施行",
    Validity.REPEALED.value: "已废止",
    Validity.EXPIRED.value: "已失效",
}


def of_theme(key: str) -> Q:
    """Items of a theme of the top level or of one within it."""
    return Q(theme__in=[key, *(each.key for each in themes().values() if each.top == key)])


def of_year(year: str) -> Q:
    """Items of a year: the year in which they were signed, or else became public."""
    if year == EARLIER:
        return Q(signed_on__lt=date(FIRST_YEAR, 1, 1)) | Q(signed_on=None, published_at__lt=_start(FIRST_YEAR))
    first, after = int(year), int(year) + 1
    signed = Q(signed_on__gte=date(first, 1, 1), signed_on__lt=date(after, 1, 1))
    return signed | Q(signed_on=None, published_at__gte=_start(first), published_at__lt=_start(after))


def of_validity(key: str, day: date) -> Q:
    """Documents of a validity on a day; ``valid`` are those that bind then, amended ones too. Nothing else has any."""
    return Q(genre__in=DOCUMENTS) & _validity(key, day)


def _validity(key: str, day: date) -> Q:
    standing = Q(repealed_on=None) | Q(repealed_on__gt=day)
    lasting = Q(expires_on=None) | Q(expires_on__gte=day)
    if key == Validity.REPEALED:
        return Q(repealed_on__lte=day)
    if key == Validity.EXPIRED:
        return standing & Q(expires_on__lt=day)
    if key == Validity.NOT_YET:
        return standing & lasting & Q(effective_on__gt=day)
    return standing & lasting & (Q(effective_on=None) | Q(effective_on__lte=day))


def _start(year: int) -> datetime:
    return timezone.make_aware(datetime.combine(date(year, 1, 1), time()))
