"""An event: what was done in a case, by whom, when it was recorded and from which day it counts in law."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from typing import Any

from gongkai.casework.canonical import frozen, text, thawed

BEIJING = timezone(timedelta(hours=8), "北京时间")
"""The law's day is Beijing's; there has been no summer time since 1991."""


@dataclass(frozen=True, slots=True)
class Event:
    """One record of a case, never changed afterwards.

    ``number`` counts the events of the case from 1; ``at`` is the moment of recording, with its time zone; ``on`` the date
    that counts in law; ``by`` the key of a person or of the system, ``role`` the role in which it acted; ``facts`` plain JSON.
    ``amends`` is the number of the event that this one amends. Neither facts nor note should hold an applicant's personal
    data: they are hashed and cannot be erased (see ``chain.commitment``).
    """

    number: int
    move: str
    at: datetime
    on: date
    by: str
    role: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""
    amends: int | None = None

    def __post_init__(self) -> None:
        problem = _problem(self)
        if problem:
            raise ValueError(problem)
        object.__setattr__(self, "at", self.at.astimezone(BEIJING))
        object.__setattr__(self, "facts", frozen(self.facts))

    @property
    def recorded_on(self) -> date:
        """The day in Beijing on which it was recorded."""
        return self.at.date()

    def as_json(self) -> dict[str, Any]:
        """The event as plain JSON, always the same for the same event: what is stored, exchanged and hashed."""
        return {
            "number": self.number,
            "move": str(self.move),
            "at": self.at.isoformat(timespec="microseconds"),
            "on": self.on.isoformat(),
            "by": self.by,
            "role": str(self.role),
            "facts": thawed(self.facts),
            "note": self.note,
            "amends": self.amends,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Event:
        """The event that ``as_json`` wrote. Raises ``ValueError`` in Chinese for any other mapping."""
        names = ("number", "move", "at", "on", "by", "role", "facts", "note", "amends")
        if set(data) != set(names):
            raise ValueError(f"一条办理记录应当恰好有这些名目：{'、'.join(names)}。")
        try:
            at, on = datetime.fromisoformat(data["at"]), date.fromisoformat(data["on"])
        except (TypeError, ValueError) as problem:
            raise ValueError(f"办理记录的时刻或者日期认不出：{data['at']!r}、{data['on']!r}。") from problem
        return cls(**{**data, "at": at, "on": on})


def _problem(event: Any) -> str | None:
    if isinstance(event.number, bool) or not isinstance(event.number, int) or event.number < 1:
        return f"办理记录应当从1起编号，不能是{event.number!r}。"
    for what, words in (("步骤", event.move), ("办理人", event.by), ("角色", event.role), ("说明", event.note)):
        if not isinstance(words, str):
            return f"第{event.number}条记录的{what}应当是文字。"
        text(words)
    if not event.move.strip() or not event.by.strip():
        return f"第{event.number}条记录没有写步骤或者办理人。"
    if not isinstance(event.at, datetime) or event.at.tzinfo is None:
        return f"第{event.number}条记录的时刻没有写时区。"
    if not isinstance(event.on, date) or isinstance(event.on, datetime):
        return f"第{event.number}条记录的日期应当只是日期。"
    if not isinstance(event.facts, Mapping):
        return f"第{event.number}条记录的内容应当是一组名目。"
    amends = event.amends
    if amends is not None and (
        isinstance(amends, bool) or not isinstance(amends, int) or not 0 < amends < event.number
    ):
        return f"第{event.number}条记录要更正的应当是它前面的一条。"
    return None


def told(day: date) -> str:
    """A date as sentences write it.

    >>> told(date(2024, 9, 25))
    '2024年9月25日'
    """
    return f"{day.year}年{day.month}月{day.day}日"
