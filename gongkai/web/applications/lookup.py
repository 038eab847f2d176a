"""The applicant's own look-up: number and code together, never telling which of the two was wrong, and slow to guess.

A code has 59 bits and is compared in constant time. After ``TRIES`` wrong look-ups of a number from one place, ``TRIES_OF_PLACE`` from one
place whatever the number, or ``TRIES_OF_NUMBER`` of one number from anywhere, within ``WINDOW``, nothing is looked up there any more
until the window has passed, whether the code is right or not. A number that does not exist is treated alike.
"""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta

from django.utils import timezone

from gongkai.applications.numbers import LENGTH, tidy_code, tidy_number
from gongkai.web.applications.models import Application, LookUpFailure
from gongkai.web.privacy.cipher import blind_index

WINDOW = timedelta(minutes=15)
TRIES = 5
TRIES_OF_PLACE = 20
TRIES_OF_NUMBER = 30
_NOBODYS = "·" * LENGTH


class NotFound(Exception):
    """No application has this number and this code."""

    def __init__(self) -> None:
        super().__init__(
            "申请编号和查询码对不上，请照回执核对后再试。回执丢失的，请携带身份证明到受理申请的机关查询，或者拨打它的公开电话。"
        )


class TooManyTries(Exception):
    """Looking up is closed for a while."""

    def __init__(self) -> None:
        minutes = int(WINDOW.total_seconds() // 60)
        super().__init__(
            f"连续多次输错。为了保护申请人的信息，请{minutes}分钟以后再试；急需了解办理情况的，请拨打受理机关的公开电话。"
        )


def look_up(number: str, code: str, *, place: str, at: datetime | None = None) -> Application:
    """The application of which both number and code were given. ``place`` is the network address. Raises ``NotFound``, ``TooManyTries``."""
    now = at or timezone.now()
    number, code = tidy_number(number)[:80], tidy_code(code)[:80]
    number_key, address_key = blind_index(f"number:{number}"), blind_index(f"place:{place}")
    recent = LookUpFailure.objects.filter(at__gt=now - WINDOW)
    if (
        recent.filter(number_key=number_key, address_key=address_key).count() >= TRIES
        or recent.filter(address_key=address_key).count() >= TRIES_OF_PLACE
        or recent.filter(number_key=number_key).count() >= TRIES_OF_NUMBER
    ):
        raise TooManyTries
    found = Application.objects.select_related("organ").filter(number=number).first()
    expected = found.query_code if found else _NOBODYS
    right = hmac.compare_digest(expected.encode(), code.encode())
    if found is not None and right:
        return found
    LookUpFailure.objects.filter(at__lte=now - WINDOW).delete()
    LookUpFailure.objects.create(number_key=number_key, address_key=address_key, at=now)
    raise NotFound
