"""Slowing down who guesses codes. What is counted is known by blind keys only, and forgotten after ``WINDOW``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from gongkai.web.applications.models import LookUpFailure
from gongkai.web.privacy.cipher import blind_index

WINDOW = timedelta(minutes=15)
TRIES = 5
TRIES_OF_PLACE = 20
TRIES_OF_NUMBER = 30


class TooManyTries(Exception):
    """Looking up is closed for a while."""

    def __init__(self) -> None:
        minutes = int(WINDOW.total_seconds() // 60)
        super().__init__(
            f"连续多次输错。为了保护申请人的信息，请{minutes}分钟以后再试；急需了解办理情况的，请拨打受理机关的公开电话。"
        )


@dataclass(frozen=True, slots=True)
class Guesses:
    """Wrong tries for one thing (``what``: an application's number, or the resuming of drafts) from one network address."""

    what: str
    place: str
    now: datetime

    def check(self) -> None:
        """Raise ``TooManyTries`` when there were too many of late, whatever is tried now."""
        recent = LookUpFailure.objects.filter(at__gt=self.now - WINDOW)
        number, place = self._keys
        if (
            recent.filter(number_key=number, address_key=place).count() >= TRIES
            or recent.filter(address_key=place).count() >= TRIES_OF_PLACE
            # 续填码没有编号可以盯住一件猜，只按来处限制，免得别人的猜测挡住大家续填
            or (self.what != "resume" and recent.filter(number_key=number).count() >= TRIES_OF_NUMBER)
        ):
            raise TooManyTries

    def note(self) -> None:
        """One more."""
        LookUpFailure.objects.filter(at__lte=self.now - WINDOW).delete()
        number, place = self._keys
        LookUpFailure.objects.create(number_key=number, address_key=place, at=self.now)

    @property
    def _keys(self) -> tuple[str, str]:
        return blind_index(f"number:{self.what}"), blind_index(f"place:{self.place}")
