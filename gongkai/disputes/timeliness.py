"""Whether a reconsideration or a suit came after its limit: pointed out, never refused, for the body or the court decides on it.

Sources: 《行政复议法》第二十条 (60 days); 《行政诉讼法》第四十五条 (15 days), 第四十六条 (6 months); the numbers are in ``law/limits.yaml``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gongkai.casework.counting import Counting
from gongkai.casework.events import told

RECONSIDERATION, DIRECT, AFTER = "apply_for_reconsideration", "sue_directly", "sue_after_reconsideration"
_TITLES = {
    RECONSIDERATION: ("申请行政复议的期限", "复议机关", "提出复议申请"),
    DIRECT: ("直接提起行政诉讼的期限", "人民法院", "起诉"),
    AFTER: ("不服复议决定提起行政诉讼的期限", "人民法院", "起诉"),
}


@dataclass(frozen=True, slots=True)
class Came:
    """The day by which timeliness is judged and what day it is: that of filing, else of acceptance, else of the copy's arrival."""

    on: date
    what: str
    known: bool = False


def came(on: date, *, filed: str = "", accepted: str = "", suit: bool = False) -> Came:
    """When it came, as exactly as it is known."""
    if filed:
        return Came(date.fromisoformat(filed), "起诉" if suit else "提出复议申请", known=True)
    if accepted:
        return Came(date.fromisoformat(accepted), "立案" if suit else "受理")
    return Came(on, "本机关收到副本")


def late(limit: str, begun: date, begun_by: str, when: Came, counting: Counting) -> str:
    """The sentence that points out that it came too late; empty when it did not, or when no limit was in force then."""
    length = counting.limits(limit, begun)
    if length is None:
        return ""
    found = counting.calendar.last_day(begun, length, ())
    if when.on <= found.day:
        return ""
    title, judge, files = _TITLES[limit]
    guess = "暂计为" if found.missing else ""
    unsure = "" if when.known else f"{files}的日期没有登记，可能更早，请核对。"
    return (
        f"超过{title}（最后一日{guess}{told(found.day)}）：{begun_by}{told(begun)}，期限{length}，{when.what}的日期是{told(when.on)}"
        f"（{length.basis}）。{unsure}是否因此不予受理、驳回，有没有正当理由，由{judge}决定；登记不受影响，本机关可以在答复、答辩里提出。"
    )
