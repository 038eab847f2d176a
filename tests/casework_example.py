"""A made-up kind of case, small but with every effect on clocks, modelled on 《条例》第二十九条至第四十条; and a plain calendar.

The real table of applications is in ``gongkai.applications.moves``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from hypothesis import HealthCheck, settings

from gongkai.casework import (
    BEGIN,
    EXTENDS,
    RESTARTS,
    RUNS,
    STANDS,
    STARTS,
    STAYS,
    STOPS,
    Act,
    Amendments,
    Clock,
    Counting,
    Field,
    FieldKind,
    History,
    Length,
    Move,
    Reckoned,
    Span,
    Table,
    Unit,
    advance,
)
from gongkai.casework.conditions import at_most, in_time, once, time_over
from gongkai.casework.events import BEIJING


class State(StrEnum):
    RECEIVED = "received"
    UNDER_REVIEW = "under_review"
    IN_CORRECTION = "in_correction"
    CONSULTING = "consulting_third_party"
    DRAFTED = "decision_drafted"
    REPLIED = "replied"
    CLOSED = "closed"
    ABANDONED = "deemed_abandoned"
    WITHDRAWN = "withdrawn"


OFFICER, HEAD = ("officer",), ("head",)
CHANNEL = Field("channel", "收到申请的渠道")
ITEMS = Field("items", "需要补正的事项", FieldKind.LIST)
PERIOD = Field("workdays", "补正的期限（工作日）", FieldKind.NUMBER, "15")
PARTY = Field("third_party", "第三方", example="甲公司")
MORE = Field("workdays", "延长的工作日数", FieldKind.NUMBER, "20")
REASON = Field("reason", "理由")
OUTCOME = Field("outcome", "办理结果")
ORDER = Field("limit", "重新答复的期限", FieldKind.LIMIT, "20")

R30, R32, R33 = "《条例》第三十条", "《条例》第三十二条", "《条例》第三十三条第二款"
ONCE = (once("ask_correction", R30), in_time("ask", R30))
EXTENSION = (once("extend", R33), in_time("reply", R33), at_most("workdays", "extend_reply", R33))
OPEN = (State.RECEIVED, State.UNDER_REVIEW, State.IN_CORRECTION, State.CONSULTING, State.DRAFTED)
CORRECTING = {"reply": STANDS, "ask": STOPS, "correction": STARTS.within("workdays")}
ENDING = {"reply": STOPS, "ask": STOPS, "correction": STOPS, "opinion": STOPS}

# fmt: off
MOVES = (
    Move("receive", "收到申请", BEGIN, State.RECEIVED, {"reply": STARTS, "ask": STARTS}, "《条例》第三十一条", who=OFFICER, needs=(CHANNEL,)),
    Move("accept", "转入办理", State.RECEIVED, State.UNDER_REVIEW, {}, "《条例》第二十九条", who=OFFICER),
    Move("ask_correction", "要求补正", State.UNDER_REVIEW, State.IN_CORRECTION, CORRECTING, R30, who=OFFICER, needs=(ITEMS, PERIOD), guards=ONCE),
    Move("receive_correction", "收到补正", State.IN_CORRECTION, State.UNDER_REVIEW, {"reply": RESTARTS, "correction": STOPS}, R30, who=OFFICER),
    Move("abandon", "认定放弃", State.IN_CORRECTION, State.ABANDONED, ENDING, R30, who=HEAD, guards=(time_over("correction", R30),)),
    Move("consult", "征求第三方意见", State.UNDER_REVIEW, State.CONSULTING, {"reply": STANDS.at_most("opinion")}, R32, who=OFFICER, needs=(PARTY,)),
    Move("record_delivery", "登记第三方签收", State.CONSULTING, STAYS, {"opinion": STARTS}, R32, who=OFFICER, needs=(PARTY,)),
    Move("hear_back", "收到第三方意见", State.CONSULTING, State.UNDER_REVIEW, {"reply": RUNS, "opinion": STOPS}, "《条例》第三十二条、第三十三条第三款", who=OFFICER, needs=(PARTY,)),
    Move("extend", "延期答复", (State.UNDER_REVIEW, State.CONSULTING), STAYS, {"reply": EXTENDS.by("workdays")}, R33, who=HEAD, needs=(MORE, REASON), guards=EXTENSION),
    Move("draft", "拟定答复", State.UNDER_REVIEW, State.DRAFTED, {"reply": RUNS}, "《条例》第三十六条", who=OFFICER + HEAD, needs=(OUTCOME,)),
    Move("send_back", "退回修改", State.DRAFTED, State.UNDER_REVIEW, {}, "《条例》第四十五条", who=HEAD, needs=(REASON,)),
    Move("reply", "答复", State.DRAFTED, State.REPLIED, {**ENDING, "remedy": STARTS}, R33 + "、第三十六条", who=HEAD, distinct_from=("draft",)),
    Move("order_again", "责令重新答复", (State.REPLIED, State.CLOSED), State.UNDER_REVIEW, {"reply": STARTS.within("limit"), "remedy": STOPS}, "《行政复议法》第六十四条", who=HEAD, takes=(ORDER,)),
    Move("close", "归档", State.REPLIED, State.CLOSED, {}, "《条例》第四十五条", who=OFFICER),
    Move("withdraw", "撤回申请", OPEN, State.WITHDRAWN, ENDING, "本机关办理规程", who=OFFICER),
)
# fmt: on

TABLE = Table(
    name="example",
    title="示例申请",
    noun="这件申请",
    states={
        State.RECEIVED: "已收到",
        State.UNDER_REVIEW: "审查办理",
        State.IN_CORRECTION: "等待补正",
        State.CONSULTING: "征求第三方意见中",
        State.DRAFTED: "等待审批",
        State.REPLIED: "已答复",
        State.CLOSED: "已归档",
        State.ABANDONED: "视为放弃",
        State.WITHDRAWN: "已撤回",
    },
    final=(State.REPLIED, State.CLOSED, State.ABANDONED, State.WITHDRAWN),
    moves=MOVES,
    clocks=(
        Clock("reply", "答复期限", "reply_to_application", Unit.WORKDAYS, R33),
        Clock("ask", "要求补正的期限", "ask_correction", Unit.WORKDAYS, R30),
        Clock("correction", "补正期限", "", Unit.WORKDAYS, R30),
        Clock("opinion", "第三方答复期限", "third_party_opinion", Unit.WORKDAYS, R32, per="third_party"),
        Clock(
            "remedy",
            "申请行政复议的期限",
            "apply_for_reconsideration",
            Unit.CALENDAR_DAYS,
            "《行政复议法》第二十条",
            outlives=True,
        ),
    ),
    roles={"officer": "经办人", "head": "政府信息公开工作机构负责人"},
    amendments=Amendments(HEAD, "本机关办理规程", {"receive": ("on", "channel")}, ("extend", "hear_back")),
)


LIMITS = {
    "reply_to_application": Length(20, Unit.WORKDAYS, R33),
    "ask_correction": Length(7, Unit.WORKDAYS, R30),
    "extend_reply": Length(20, Unit.WORKDAYS, R33),
    "third_party_opinion": Length(15, Unit.WORKDAYS, R32),
    "apply_for_reconsideration": Length(60, Unit.CALENDAR_DAYS, "《行政复议法》第二十条"),
}


@dataclass(frozen=True)
class Weekdays:
    """Monday to Friday are working days; walks from day to day. Years from ``unknown_from`` wait for a notice."""

    unknown_from: int = 9999

    def last_day(self, start: date, length: Length, stopped: Sequence[Span]) -> Reckoned:
        day, left = start, length.amount
        while left:
            day += timedelta(days=1)
            left -= self._counts(day, length.unit, stopped)
        missing = tuple(range(max(self.unknown_from, start.year), day.year + 1))
        return Reckoned(day, missing)

    def used(self, start: date, until: date, unit: Unit, stopped: Sequence[Span]) -> int:
        days = (start + timedelta(days=n) for n in range(1, (until - start).days + 1))
        return sum(self._counts(day, unit, stopped) for day in days)

    def _counts(self, day: date, unit: Unit, stopped: Sequence[Span]) -> bool:
        if unit not in (Unit.WORKDAYS, Unit.CALENDAR_DAYS):
            raise NotImplementedError(unit)
        off = unit is Unit.WORKDAYS and day.weekday() >= 5
        return not off and not any(span.since <= day <= span.until for span in stopped)


COUNTING = Counting(Weekdays(), lambda name, on: LIMITS[name])

FACTS: dict[str, dict[str, Any]] = {
    "receive": {"channel": "当面提交"},
    "ask_correction": {"items": ["请写明文件的年份"], "workdays": 15},
    "consult": {"third_party": "甲公司"},
    "record_delivery": {"third_party": "甲公司"},
    "hear_back": {"third_party": "甲公司"},
    "extend": {"workdays": 10, "reason": "检索范围大"},
    "draft": {"outcome": "granted"},
    "send_back": {"reason": "理由不充分"},
}
WHO = {"abandon": "head", "extend": "head", "send_back": "head", "reply": "head", "order_again": "head"}


untimed = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""For property tests: how long an example takes depends on the machine."""


def act(on: date, role: str = "officer", by: str = "", recorded: date | None = None) -> Act:
    """An act at nine in the morning of the day itself, or of the day on which it was recorded."""
    at = datetime.combine(recorded or on, time(9), BEIJING)
    return Act(by or f"{role}-1", at, on, (role,))


def take(history: History, name: str, on: date, facts: Mapping[str, Any] | None = None, **who: Any) -> History:
    """The history after a move, made by whoever may."""
    who.setdefault("role", WHO.get(name, "officer"))
    return advance(history, name, act(on, **who), FACTS.get(name, {}) if facts is None else facts, COUNTING)


def case(*steps: tuple[str, date]) -> History:
    """A case of the example table after these moves."""
    history = History(TABLE)
    for name, on in steps:
        history = take(history, name, on)
    return history


if __name__ == "__main__":
    from pathlib import Path

    from gongkai.casework.diagram import written
    from gongkai.casework.svg import svg

    docs = Path(__file__).parents[1] / "docs"
    page = docs / "reference" / "casework.md"
    page.write_text(written(page.read_text(encoding="utf-8"), {TABLE.name: TABLE}), encoding="utf-8")
    (docs / "images" / "casework-example.svg").write_text(svg(TABLE), encoding="utf-8")
