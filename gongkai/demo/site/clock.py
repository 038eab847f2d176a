"""The demonstration lives through its year: its acts happen at their own moments, in order, and the log shows it.

Only while the demonstration is built does the clock of the site stand where the diary says. Whatever an act records
carries that moment, as it would have if people had done it then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from gongkai.casework.events import BEIJING


@contextmanager
def moment(at: datetime) -> Iterator[None]:
    """Within, the site takes ``at`` for now."""
    usual = vars(timezone)["datetime"]

    class Stopped(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> Any:
            return at.astimezone(tz) if tz else at.replace(tzinfo=None)

    # 换掉 timezone.now 本身不够：模型字段以它为默认值的，早已拿着原来的函数
    timezone.datetime = Stopped  # type: ignore[attr-defined]  # 它只是导入的名字，类型里没有
    try:
        yield
    finally:
        timezone.datetime = usual  # type: ignore[attr-defined]


@dataclass
class Diary:
    """Acts with their moments. ``run`` does them in order; what lies in the future is left out."""

    today: date
    acts: list[tuple[datetime, int, Callable[[], Any]]] = field(default_factory=list)

    def at(self, day: date, act: Callable[[], Any], hour: int = 9, minute: int = 30) -> None:
        """Enter an act. Acts at the same moment are done in the order of entry, a second apart."""
        self.acts.append((datetime.combine(day, time(hour, minute), BEIJING), len(self.acts), act))

    def run(self, until: datetime) -> int:
        """Do all acts up to ``until``; how many were done."""
        done = 0
        for when, order, act in sorted(self.acts, key=lambda each: each[:2]):
            if when > until:
                break
            with moment(when + timedelta(milliseconds=order % 1000)):
                act()
            done += 1
        self.acts.clear()
        return done
