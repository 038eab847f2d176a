"""How long the file of a case is kept, and from which day its disposal may be asked (``retention.yaml``).

Sources: 《档案法实施条例》（2024年）第十九条 (each organ's own 归档范围和保管期限表, approved by the archives authority); the defaults are
those of 国家档案局令第8号, unconfirmed. A period is counted in whole years.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from gongkai.law.loader import LINE, DataError, Reader, grounded, load

FILE = Path(__file__).with_name("retention.yaml")
DISPUTED, ANSWERED, UNANSWERED = "disputed", "answered", "unanswered"


@dataclass(frozen=True, slots=True)
class Period:
    """How long one kind of file is kept: so many years, for ever when None."""

    kind: str
    years: int | None
    since: date
    basis: str
    checked: str = ""

    @property
    def length(self) -> str:
        """永久, or 定期10年."""
        return "永久" if self.years is None else f"定期{self.years}年"

    def ends(self, ended_on: date) -> date | None:
        """The first day on which disposal may be asked; None for what is kept for ever.

        >>> Period("answered", 10, date(2006, 12, 18), "").ends(date(2026, 6, 12))
        datetime.date(2037, 1, 1)
        """
        if self.years is None:
            return None
        if rules().counted_from == "next_year":
            return date(ended_on.year + 1 + self.years, 1, 1)
        try:
            return ended_on.replace(year=ended_on.year + self.years)
        except ValueError:  # 闰年的2月29日
            return date(ended_on.year + self.years, 3, 1)

    def ended_before(self, today: date) -> date | None:
        """Files that ended before this day are due on ``today``; None when none ever is. The inverse of ``ends``."""
        if self.years is None or today.year - self.years < 1:
            return None
        if rules().counted_from == "next_year":
            return date(today.year - self.years, 1, 1)
        try:
            return date.fromordinal(today.replace(year=today.year - self.years).toordinal() + 1)
        except ValueError:
            return date(today.year - self.years, 3, 1)


@dataclass(frozen=True, slots=True)
class Rules:
    """Kinds of files with their titles, the defaults, and how a period is counted."""

    kinds: Mapping[str, str]
    defaults: Mapping[str, Period]
    counted_from: str
    counted: str
    counted_basis: str
    counted_reason: str
    longest_years: int


def kind_of(outcome: str, *, disputed: bool) -> str:
    """Which kind of file a case is, by its row of table 3 and whether it was disputed."""
    if disputed:
        return DISPUTED
    return UNANSWERED if not outcome or outcome.startswith("other.") else ANSWERED


@cache
def rules() -> Rules:
    """The rules as they come with the program."""
    return read_rules(FILE)


def read_rules(path: Path) -> Rules:
    """Read a file of periods, strictly; raises ``DataError`` with file and line."""
    whole = Reader(load(path), path.name)
    kinds: dict[str, str] = {}
    for each in whole.take("kinds", list):
        data = Reader(each, path.name)
        kinds[data.take("key", str)] = data.take("title", str)
        data.done()
    if set(kinds) != {DISPUTED, ANSWERED, UNANSWERED}:
        raise DataError(f"{path.name}：kinds 应恰好有 {DISPUTED}、{ANSWERED}、{UNANSWERED}")
    longest = whole.take("longest_years", int)
    defaults = [_period(each, path.name, longest) for each in whole.take("defaults", list)]
    if sorted(each.kind for each in defaults) != sorted(kinds):
        raise DataError(f"{path.name}：defaults 应为每一种案卷各写一行")
    counted = Reader(whole.take("counted_from", dict), path.name)
    options = {key: text for key, text in counted.take("options", dict).items() if key != LINE}
    chosen = counted.take("chosen", str)
    if chosen not in options:
        raise DataError(f"{counted.where}：chosen 应是 {'、'.join(options)} 之一")
    for name in ("question", "decided_by"):
        counted.take(name, str)
    made = Rules(
        kinds,
        {each.kind: each for each in defaults},
        chosen,
        options[chosen],
        counted.take("basis", str),
        counted.take("reason", str),
        longest,
    )
    counted.done()
    whole.done()
    return made


def _period(each: Any, where: str, longest: int) -> Period:
    data = Reader(each, where)
    made = Period(
        data.take("kind", str),
        data.take("years", int, None),
        data.take("since", date),
        data.take("basis", str),
        data.take("checked", str),
    )
    data.done()
    grounded(data, made.basis, made.checked)
    if made.years is not None and not 1 <= made.years <= longest:
        raise DataError(f"{data.where}：years 应在1至{longest}之间")
    return made
