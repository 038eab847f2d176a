"""The statement of fees for section 六 of the annual report (收费通知的件数、总金额等), each figure with the records it counts.

Counted by the days that count in law, so it can be asked as of any day: what was noticed, received or waived after that day is not
in it. What was notified in one year and paid in the next is counted as notified in the one and as received in the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from gongkai.web.fees.models import FeeStatement
from gongkai.web.organs.models import Organ

FIGURES = {
    "notices": "发出收费通知",
    "received": "收到缴费",
    "waived": "减免",
    "lapsed": "逾期未缴，视为放弃",
    "closed": "申请撤回或者并案，不再收取",
    "pending": "尚未缴费",
}


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the statement: how many notices (or payments) and how many yuan."""

    key: str
    title: str
    number: int
    amount: int


@dataclass(frozen=True, slots=True)
class Annual:
    """The statement of a year as of a day."""

    organ: Organ
    year: int
    as_of: date
    figures: tuple[Figure, ...]

    def figure(self, key: str) -> Figure:
        """One of its figures."""
        return next(each for each in self.figures if each.key == key)

    @property
    def sentence(self) -> str:
        """What section 六 says."""
        notices, received, waived = self.figure("notices"), self.figure("received"), self.figure("waived")
        if not notices.number and not received.number and not waived.number:
            return f"{self.year}年，本机关没有收取信息处理费。"
        told = f"{self.year}年，本机关依据《政府信息公开信息处理费管理办法》发出收费通知{notices.number}件，总金额{notices.amount}元；实际收取{received.amount}元"
        return f"{told}，减免{waived.amount}元。" if waived.number else f"{told}。"


def records(organ: Organ, year: int, key: str, as_of: date | None = None) -> QuerySet[FeeStatement]:
    """The statements that one figure counts."""
    first, last = date(year, 1, 1), _last(year, as_of)
    within = {
        "notices": "notified_on",
        "received": "paid_on",
        "waived": "ended_on",
        "lapsed": "ended_on",
        "closed": "ended_on",
    }
    found = FeeStatement.objects.filter(organ=organ).exclude(state="cancelled")
    if key == "pending":
        # 截至那一天已经告知，那一天以前没有缴、没有减免、没有视为放弃
        over = Q(paid_on__lte=last) | Q(ended_on__lte=last)
        return found.filter(notified_on__lte=last).exclude(over).order_by("notified_on", "id")
    field = within[key]
    found = found.filter(**{f"{field}__gte": first, f"{field}__lte": last})
    if key in ("waived", "lapsed", "closed"):
        found = found.filter(state=key)
    if key == "closed":
        found = found.filter(notified_on__isnull=False)
    return found.order_by(field, "id")


def statement(organ: Organ, year: int, as_of: date | None = None) -> Annual:
    """The figures of a year as of a day (its last one unless given)."""
    figures = []
    for key, title in FIGURES.items():
        amounts = list(records(organ, year, key, as_of).values_list("amount", flat=True))
        figures.append(Figure(key, title, len(amounts), sum(amounts)))
    return Annual(organ, year, _last(year, as_of), tuple(figures))


def _last(year: int, as_of: date | None) -> date:
    last = date(year, 12, 31)
    return min(as_of, last) if as_of else last
