"""The applicant's own look-up: number and code together, never telling which of the two was wrong, and slow to guess.

A code has 59 bits and is compared in constant time. After too many wrong look-ups of a number from one place, from one place whatever
the number, or of one number from anywhere (``guessing``), nothing is looked up there any more until the window has passed, whether
the code is right or not. A number that does not exist is treated alike, down to the work that is done: a code is deciphered for it too.
"""

from __future__ import annotations

import hmac
from datetime import datetime
from functools import cache

from django.conf import settings
from django.utils import timezone

from gongkai.applications.numbers import LENGTH, tidy_code, tidy_number
from gongkai.web.applications.guessing import TRIES, TRIES_OF_NUMBER, TRIES_OF_PLACE, WINDOW, Guesses, TooManyTries
from gongkai.web.applications.models import Application
from gongkai.web.privacy.cipher import decrypt, encrypt

__all__ = ["TRIES", "TRIES_OF_NUMBER", "TRIES_OF_PLACE", "WINDOW", "NotFound", "TooManyTries", "look_up"]
_NOBODYS = "·" * LENGTH


class NotFound(Exception):
    """No application has this number and this code."""

    def __init__(self) -> None:
        super().__init__(
            "申请编号和查询码对不上，请照回执核对后再试。回执丢失的，请携带身份证明到受理申请的机关查询，或者拨打它的公开电话。"
        )


@cache
def _nobodys_code(keys: tuple[str, ...]) -> str:
    return encrypt(_NOBODYS)


def look_up(number: str, code: str, *, place: str, at: datetime | None = None) -> Application:
    """The application of which both number and code were given. ``place`` is the network address. Raises ``NotFound``, ``TooManyTries``."""
    number, code = tidy_number(number)[:80], tidy_code(code)[:80]
    guesses = Guesses(number, place, at or timezone.now())
    guesses.check()
    # 只解查询码这一栏，没有这个编号的也解一次：有没有这个编号，花的时间一样
    row = Application.objects.filter(number=number).values_list("pk", "query_code").first()
    key, expected = row if row is not None else (None, decrypt(_nobodys_code(tuple(settings.PRIVACY_KEYS))))
    right = hmac.compare_digest(expected.encode(), code.encode())
    if key is None or not right:
        guesses.note()
        raise NotFound
    return Application.objects.select_related("organ").get(pk=key)
