"""Where concerns come from, how grave they are, where they are answered; kinds of meetings with the public (``choices.yaml``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from gongkai.law.limits import Limit, limit, limits
from gongkai.law.loader import LINE, DataError, Reader, grounded, keyed, load, titled

FILE = Path(__file__).with_name("choices.yaml")
LOCAL = Path(__file__).with_name("limits.yaml")
LISTS = ("sources", "ways")


@dataclass(frozen=True, slots=True)
class Severity:
    """How grave a concern is; ``limit`` and ``conference`` name limits of the law, an empty one asks for no press conference."""

    key: str
    title: str
    limit: str
    conference: str
    basis: str
    checked: str

    @property
    def major(self) -> bool:
        """Whether a press conference is asked for."""
        return bool(self.conference)


@dataclass(frozen=True, slots=True)
class MeetingKind:
    """``attended``: those of others are registered too; ``questions``: the public may ask online; ``form``: of an interpretation."""

    key: str
    title: str
    attended: bool
    questions: bool
    form: str
    basis: str
    checked: str


@dataclass(frozen=True, slots=True)
class LocalLimit:
    """Working days that a place gives itself, since a day."""

    since: date
    workdays: int
    basis: str
    checked: str


@dataclass(frozen=True, slots=True)
class Data:
    """The whole file."""

    severities: Mapping[str, Severity]
    meetings: Mapping[str, MeetingKind]
    lists: Mapping[str, Mapping[str, str]]


@cache
def data() -> Data:
    """What comes with the program."""
    return read_data(FILE)


def severities() -> Mapping[str, Severity]:
    """Every severity by key, the gravest first."""
    return data().severities


def meeting_kinds() -> Mapping[str, MeetingKind]:
    """Every kind of meeting by key."""
    return data().meetings


def titles(name: str) -> Mapping[str, str]:
    """Keys and what people call them: of one of ``LISTS``, or ``severities``, or ``meetings``."""
    if name == "severities":
        return {each.key: each.title for each in severities().values()}
    if name == "meetings":
        return {each.key: each.title for each in meeting_kinds().values()}
    return data().lists[name]


def title_of(name: str, key: str) -> str:
    """What people call it; the key itself for one that is not known (any more)."""
    return titles(name).get(key, key)


def limit_of(severity: str, on: date) -> Limit | None:
    """How long there is for an answer to what was found on that day; None before the first rule.

    >>> limit_of("major", date(2026, 5, 6)).length, limit_of("other", date(2026, 5, 6)).length
    ('5小时', '48小时')
    """
    return limit(severities()[severity].limit, on)


def question_limit(on: date) -> LocalLimit | None:
    """How long there is for questions that were not answered at a meeting of that day; None before the first rule."""
    return next((each for each in reversed(local_limits()) if each.since <= on), None)


@cache
def local_limits() -> tuple[LocalLimit, ...]:
    """The versions, oldest first."""
    return read_local(LOCAL)


def read_data(path: Path) -> Data:
    """Read such a file, strictly; raises ``DataError`` with file and line."""
    whole = Reader(load(path), path.name)
    found = Data(
        keyed((_severity(each, path.name) for each in whole.take("severities", list)), path.name),
        keyed((_kind(each, path.name) for each in whole.take("meetings", list)), path.name),
        {name: titled(whole.take(name, list), path.name) for name in LISTS},
    )
    whole.done()
    return found


def read_local(path: Path) -> tuple[LocalLimit, ...]:
    """Read a file of local limits, strictly; raises ``DataError`` with file and line."""
    whole = {name: each for name, each in load(path).items() if name != LINE}
    if set(whole) != {"question_after_meeting"}:
        raise DataError(f"{path.name}：只写 question_after_meeting 一项")
    found: list[LocalLimit] = []
    for each in whole["question_after_meeting"]:
        given = Reader(each, path.name)
        made = LocalLimit(
            given.take("since", date),
            given.take("workdays", int),
            given.take("basis", str),
            given.take("checked", str),
        )
        local = given.take("local", bool)
        given.done()
        grounded(given, made.basis, made.checked)
        if made.workdays < 1 or not local:
            raise DataError(f"{given.where}：workdays 不小于1，local 应是 true")
        if found and found[-1].since >= made.since:
            raise DataError(f"{given.where}：各版应按 since 先后排列，不能重叠")
        found.append(made)
    return tuple(found)


def _severity(each: Any, where: str) -> Severity:
    given = Reader(each, where)
    made = Severity(
        given.take("key", str),
        given.take("title", str),
        given.take("limit", str),
        given.take("conference", str, ""),
        given.take("basis", str),
        given.take("checked", str),
    )
    given.done()
    grounded(given, made.basis, made.checked)
    strange = [name for name in (made.limit, made.conference) if name and name not in limits()]
    if strange:
        raise DataError(f"{given.where}：limits.yaml 里没有这些期限：{'、'.join(strange)}")
    return made


def _kind(each: Any, where: str) -> MeetingKind:
    given = Reader(each, where)
    made = MeetingKind(
        given.take("key", str),
        given.take("title", str),
        given.take("attended", bool, False),
        given.take("questions", bool, False),
        given.take("form", str, ""),
        given.take("basis", str),
        given.take("checked", str),
    )
    given.done()
    grounded(given, made.basis, made.checked)
    return made
