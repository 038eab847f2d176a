"""What keeps a case waiting until the office itself records something: the day of receipt, a delivery, an opinion, a time that is over.

While the reply's clock stands, nothing grows late by itself; a delivery that nobody records would stop it for ever. From when on
somebody is reminded is a choice of the office (``gongkai/casework/reminding.yaml``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gongkai.applications.moves import CONSULTING, TABLE
from gongkai.casework import Counting, History, Leg
from gongkai.casework.clocks import Stand
from gongkai.casework.counting import Length, Uncountable, Unit
from gongkai.casework.effects import Kind
from gongkai.casework.events import BEIJING, told
from gongkai.casework.reckoning import due
from gongkai.casework.reminding import waits

UNCONFIRMED, UNDELIVERED, UNANSWERED, LAPSED = "unconfirmed", "undelivered", "unanswered", "lapsed"
STALLED = (UNDELIVERED, UNANSWERED, LAPSED)
"""The kinds in which the reply's clock stands."""
_BOUND = {"ask_correction": "correction", "ask_fee": "payment"}
"""The clock that bounds a stand of which the table does not say so: at its end the clock does not go on by itself."""


@dataclass(frozen=True, slots=True)
class Wait:
    """One thing waited for. ``since`` is the day from which its working days are counted, ``begun`` the day on which the wait began.

    ``cause`` is the move by which it began, ``party`` whom it concerns, ``clock`` the limit that bounds it.
    """

    kind: str
    since: date
    begun: date
    cause: str
    party: str = ""
    clock: str = ""

    def days(self, counting: Counting, on: date) -> int:
        """How many working days it has waited on a day; not below 0. Raises ``Uncountable``."""
        return counting.calendar.used(self.since, on, Unit.WORKDAYS, ())

    def stood(self, counting: Counting, on: date) -> int:
        """The same from the day on which it began, no longer than the clock stands by law."""
        until = min(on, self.since) if self.kind == LAPSED and self.cause not in _BOUND else on
        return counting.calendar.used(self.begun, until, Unit.WORKDAYS, ())


def waits_of(history: History, counting: Counting, as_of: date) -> tuple[Wait, ...]:
    """All that a case waits for on a day and that only a record of the office ends."""
    submitted = history.last("submit")
    if history.state == "submitted" and submitted is not None:
        on = submitted.at.astimezone(BEIJING).date()
        return (Wait(UNCONFIRMED, min(on, submitted.on), min(on, submitted.on), "submit"),)
    legs = history.clock("reply")
    if not legs or not legs[-1].going:
        return ()
    return tuple(_of(history, stand, counting, as_of) for stand in legs[-1].stands if stand.until is None)


def longest(found: tuple[Wait, ...], counting: Counting) -> Wait | None:
    """The wait of which somebody is reminded first: the one that columns repeat."""
    after = {rule.key: rule.after for rule in waits()}
    told_of = [each for each in found if each.kind in after]
    return min(told_of, key=lambda each: (_reached(each, after[each.kind], counting), each.kind), default=None)


def sentence(wait: Wait, counting: Counting, on: date) -> str:
    """Since when and for what it stands still, how many working days, and what ends it."""
    titles = TABLE.move_of
    if wait.kind == UNCONFIRMED:
        return (
            f"{told(wait.begun)}提交，等待确认收到已经{wait.days(counting, on)}个工作日。办理“{titles['receive'].title}”以后，"
            f"答复期限才起算（{titles['receive'].basis}）。"
        )
    party = f"（{wait.party}）" if wait.party else ""
    said = f"因“{titles[wait.cause].title}”{party}，答复期限自{told(wait.begun)}停止计算，已经{wait.stood(counting, on)}个工作日"
    clock = TABLE.clock_of[wait.clock].title
    ends = "、".join(f"“{each}”" for each in ending(wait))
    if wait.kind == UNDELIVERED:
        return f"{said}，送达情况还没有登记。登记“{_starting(wait)}”以后，“{clock}”才起算；办理{ends}，停止计算才结束。"
    if wait.kind == UNANSWERED:
        return f"{said}。这项意见没有法定期限，不会自行结束，请及时催办；办理{ends}，停止计算才结束。"
    over = wait.days(counting, on)
    if not over:
        return f"{said}。“{clock}”的最后一日是{told(wait.since)}；办理{ends}，停止计算才结束。"
    resumed = "" if wait.cause in _BOUND else "，答复期限已经依法恢复计算"
    return f"{said}。“{clock}”到{told(wait.since)}已经届满{resumed}，结果还没有登记，请办理{ends}。"


def brief(wait: Wait, counting: Counting, on: date) -> str:
    """The same in the few words that a list has room for."""
    if wait.kind == UNCONFIRMED:
        return f"已等{wait.days(counting, on)}个工作日"
    party = f"（{wait.party}）" if wait.party else ""
    what = {UNDELIVERED: "，送达未登记", UNANSWERED: "", LAPSED: "，期满未登记" if wait.days(counting, on) else ""}
    return (
        f"自{wait.begun.month}月{wait.begun.day}日“{TABLE.move_of[wait.cause].title}”{party}，"
        f"已{wait.stood(counting, on)}个工作日{what[wait.kind]}"
    )


def ending(wait: Wait) -> tuple[str, ...]:
    """The titles of the steps by which the stand ends, without those of withdrawing and the like."""
    found = (
        each.title.split("（")[0]
        for each in TABLE.moves
        if each.sources == (_state_of(wait),)
        and wait.clock in each.clocks
        and each.clocks[wait.clock].kind is Kind.STOPS
        and "reply" in each.clocks
    )
    return tuple(dict.fromkeys(found))


def pressing(wait: Wait, counting: Counting, on: date) -> bool:
    """Whether it has waited as long as the office lets it."""
    return any(rule.key == wait.kind and wait.days(counting, on) >= rule.after for rule in waits())


def title(wait: Wait, counting: Counting, on: date) -> str:
    """What the waiting is called; a time that is not over yet is only a stand."""
    if wait.kind == LAPSED and not wait.days(counting, on):
        return "停止计算"
    return next((rule.title for rule in waits() if rule.key == wait.kind), "停止计算")


def _of(history: History, stand: Stand, counting: Counting, as_of: date) -> Wait:
    cause, begun = stand.since.move, stand.since.on
    clock = stand.no_longer_than or _BOUND[cause]
    leg = _leg(history, clock, stand)
    if leg is None:
        return Wait(UNDELIVERED, begun, begun, cause, stand.key, clock)
    last = due(history, leg, counting, as_of).day
    if last is None:
        return Wait(UNANSWERED, begun, begun, cause, stand.key, clock)
    return Wait(LAPSED, last, begun, cause, stand.key, clock)


def _leg(history: History, clock: str, stand: Stand) -> Leg | None:
    legs = history.clock(clock, stand.key)
    return next((leg for leg in reversed(legs) if leg.since.event >= stand.since.event), None)


def _reached(wait: Wait, after: int, counting: Counting) -> date:
    """The day on which it will have waited so long."""
    try:
        return counting.calendar.last_day(wait.since, Length(after, Unit.WORKDAYS), ()).day
    except Uncountable:
        return date.max


def _state_of(wait: Wait) -> str:
    return CONSULTING if wait.cause not in _BOUND else str(TABLE.move_of[wait.cause].target)


def _starting(wait: Wait) -> str:
    return next(
        each.title for each in TABLE.moves if wait.clock in each.clocks and each.clocks[wait.clock].kind is Kind.STARTS
    )
