"""Kinds of consultations and surveys (``kinds.yaml``): what is asked for, how long at least, and whether it may be shorter.

Sources: 《规章制定程序条例》第十五条、第十六条；《重大行政决策程序暂行条例》（国务院令第713号）第十五条. The numbers themselves stand in
``limits.yaml`` here and, for what is said of documents, in ``gongkai/publishing/normative_limits.yaml``; this file only names them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from gongkai.law.limits import Limit, read_limits
from gongkai.law.loader import DataError, Reader, keyed, load

FILE = Path(__file__).with_name("kinds.yaml")
_LIMITS = Path(__file__).with_name("limits.yaml")
OPINIONS, QUESTIONS = "opinions", "questions"
FORMS = {OPINIONS: "征求意见", QUESTIONS: "问卷"}
CLOSING, HEARING = "closing", "hearing"
NEVER, REASON = "never", "reason"
RESULT = "publish_result"
LOCAL = ("advised_opinions", "advised_survey", RESULT)
"""Periods that an organ may set otherwise; what the law sets, none can."""


@dataclass(frozen=True, slots=True)
class Kind:
    """``least`` and ``advised`` are names of limits, empty for none; ``shorter`` is empty where there is no least."""

    key: str
    title: str
    form: str
    least: str
    shorter: str
    advised: str
    counts_to: str

    @property
    def is_survey(self) -> bool:
        """Whether questions are asked instead of opinions on a draft."""
        return self.form == QUESTIONS

    @property
    def report_title(self) -> str:
        """What its outcome is called."""
        return "调查结果" if self.is_survey else "采纳情况报告"


@cache
def kinds() -> Mapping[str, Kind]:
    """Every kind by key. Raises ``DataError`` for a file that breaks its rules."""
    return read_kinds(FILE)


def read_kinds(path: Path) -> Mapping[str, Kind]:
    """Read such a file, strictly."""
    whole = Reader(load(path), path.name)
    found = keyed((_kind(each, path.name) for each in whole.take("kinds", list)), path.name)
    whole.done()
    return found


def _kind(each: Any, where: str) -> Kind:
    given = Reader(each, where)
    key, title, form, counts_to = (given.take(name, str) for name in ("key", "title", "form", "counts_to"))
    least, shorter, advised = (given.take(name, str, "") for name in ("least", "shorter", "advised"))
    given.done()
    if form not in FORMS or counts_to not in (CLOSING, HEARING):
        raise DataError(f"{given.where}：form 应是 opinions 或者 questions，counts_to 应是 closing 或者 hearing")
    if bool(least) is not (shorter in (NEVER, REASON)):
        raise DataError(f"{given.where}：写了 least 的，shorter 应是 never 或者 reason；没有写的，不写 shorter")
    return Kind(key, title, form, least, shorter, advised, counts_to)


@cache
def own_limits() -> Mapping[str, tuple[Limit, ...]]:
    """The periods of this subject with their versions, oldest first."""
    return read_limits(_LIMITS)


def own_limit(name: str, on: date) -> Limit:
    """The period for what begins on a day; before the first rule, the first. ``KeyError`` for a name that is not there.

    >>> own_limit("hearing_notice", date(2024, 5, 6)).length
    '30日'
    """
    versions = own_limits()[name]
    return next((each for each in reversed(versions) if each.since <= on), versions[0])


def title_of(key: str) -> str:
    """What a kind is called.

    >>> title_of("major_decision")
    '重大行政决策草案'
    """
    return kinds()[key].title if key in kinds() else key
