"""Looking a complaint up by number and code together, never telling which of the two was wrong, and slow to guess."""

from __future__ import annotations

import hmac
from datetime import datetime
from functools import cache

from django.conf import settings
from django.utils import timezone

from gongkai.applications.numbers import LENGTH, tidy_code, tidy_number
from gongkai.web.accountability.models import Complaint
from gongkai.web.applications.guessing import Guesses, TooManyTries
from gongkai.web.privacy.cipher import decrypt, encrypt

__all__ = ["NotFound", "TooManyTries", "look_up"]


class NotFound(Exception):
    """No complaint has this number and this code."""

    def __init__(self) -> None:
        super().__init__("投诉编号和查询码对不上，请照回执核对后再试。回执丢失的，请拨打受理机关的公开电话。")


@cache
def _nobodys_code(keys: tuple[str, ...]) -> str:
    return encrypt("·" * LENGTH)


def look_up(number: str, code: str, *, place: str, at: datetime | None = None) -> Complaint:
    """The complaint of which both number and code were given. ``place`` is the network address. Raises ``NotFound``, ``TooManyTries``."""
    number, code = tidy_number(number)[:80], tidy_code(code)[:80]
    guesses = Guesses(number, place, at or timezone.now())
    guesses.check()
    # 没有这个编号的也解一次码：有没有这个编号，花的时间一样
    row = Complaint.objects.filter(number=number).values_list("pk", "query_code").first()
    key, expected = row if row is not None else (None, decrypt(_nobodys_code(tuple(settings.PRIVACY_KEYS))))
    if not hmac.compare_digest(expected.encode(), code.encode()) or key is None:
        guesses.note()
        raise NotFound
    return Complaint.objects.select_related("organ").get(pk=key)
