"""Whose numbers, as of which day: asked for in the address, else the person's organ and today. And the addresses behind numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from gongkai.assessment.dashboards.comparing import Comparison, year_so_far
from gongkai.web.dashboards.access import POLICY
from gongkai.web.dashboards.measures import Scope
from gongkai.web.organs.models import Organ

EARLIEST = 2008
"""《条例》 has been in force since 2008-05-01; there is nothing to compare before."""
Crumb = tuple[str, str | None]


@dataclass(frozen=True)
class Asked:
    """What is asked for. ``may_below``: the person may see the numbers with the organs below; ``wrong`` says what was not taken."""

    scope: Scope
    on: date
    today: date
    may_below: bool
    wrong: str = ""

    @property
    def organ(self) -> Organ:
        """Whose numbers."""
        return self.scope.organ

    @property
    def days(self) -> Comparison:
        """This year so far and the same days of the year before."""
        return year_so_far(self.on)

    def address(self, name: str, *args: Any, **more: str) -> str:
        """The address of a page about the same organ and day."""
        query = {"organ": self.organ.code}
        if self.scope.below:
            query["below"] = "1"
        if self.on != self.today:
            query["on"] = self.on.isoformat()
        return f"{reverse(f'workbench:{name}', args=args)}?{urlencode(query | more)}"

    def behind(self, measure: str, *, before: bool = False, by: str = "", value: str = "") -> str:
        """The list of the records that a number counts."""
        more = {"measure": measure}
        if before:
            more["year"] = "before"
        if by:
            more |= {"by": by, "value": value}
        return self.address("dashboard_records", **more)

    @property
    def coverage_url(self) -> str:
        """The page of the categories that the law lists."""
        return self.address("dashboard_coverage")

    @property
    def files(self) -> list[tuple[str, str]]:
        """What can be taken away."""
        return [
            ("一览（PDF）", self.address("dashboard_paper", "pdf")),
            ("一览（DOCX）", self.address("dashboard_paper", "docx")),
            ("全部数字和口径（XLSX）", self.address("dashboard_export", "xlsx")),
            ("全部数字和口径（CSV）", self.address("dashboard_export", "csv")),
        ]

    @property
    def quick_days(self) -> list[tuple[str, str]]:
        """Days that are often asked for, with their addresses."""
        first = self.today.replace(day=1)
        ends = {
            "今天": self.today,
            "上月末": first - timedelta(days=1),
            f"{self.today.year - 1}年全年": date(self.today.year - 1, 12, 31),
            f"{self.today.year - 2}年全年": date(self.today.year - 2, 12, 31),
        }
        below = {"below": "1"} if self.scope.below else {}
        return [
            (title, "?" + urlencode({"organ": self.organ.code, **below, "on": day.isoformat()}))
            for title, day in ends.items()
        ]


def asked_for(request: Any) -> Asked:
    """Organ, reach and day. A day that is none, or to come, is told of and today shown. Raises ``Http404``, ``Denied``."""
    today = timezone.localdate()
    organ = _organ(request)
    may_below = POLICY.holds(request.user, "read_below", organ) and organ.has_below
    below = request.GET.get("below") == "1"
    on, wrong = _day(request.GET.get("on", ""), today)
    if below and not may_below:
        POLICY.check(request.user, "read_below", organ)
        below, wrong = False, "这个机关没有下级机关，这里显示的是它自己的数字。"
    return Asked(Scope(organ, below), on, today, may_below, wrong)


def trail(asked: Asked, *steps: Crumb) -> list[Crumb]:
    """Where a page stands."""
    return [
        ("工作台", reverse("workbench:home")),
        ("看板", asked.address("dashboard") if steps else None),
        *steps,
    ]


def _organ(request: Any) -> Organ:
    code = request.GET.get("organ", "")
    organ: Organ = request.organ
    if code and code != organ.code:
        found = Organ.objects.filter(code=code[:40]).first()
        if found is None or not POLICY.holds(request.user, "read", found):
            raise Http404
        organ = found
    POLICY.check(request.user, "read", organ)
    return organ


def _day(given: str, today: date) -> tuple[date, str]:
    given = given.strip()
    if not given:
        return today, ""
    try:
        on = date.fromisoformat(given) if len(given) == len("2024-09-25") else None
    except ValueError:
        on = None
    if on is None:
        return today, "请把日期写成 2024-09-25 的样子。这里显示的是今天。"
    if on > today:
        return today, "这一天还没有到。这里显示的是今天。"
    if on.year < EARLIEST:
        return today, f"请选{EARLIEST}年以后的日期，那以前还没有《条例》。这里显示的是今天。"
    return on, ""
