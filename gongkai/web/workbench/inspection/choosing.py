"""Which organ and which day a page of the check is about: asked for in the address, else the person's organ and today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from gongkai.web.inspection.access import INSPECTION_POLICY
from gongkai.web.inspection.models import SelfInspection
from gongkai.web.inspection.sites import Site, Sites
from gongkai.web.inspection.survey import Survey
from gongkai.web.organs.models import Organ

OVERVIEW = "网站检查"


@dataclass
class Asked:
    """What is asked for. ``survey`` covers the organ's whole site and everything below the organ."""

    organ: Organ
    on: date
    today: date
    wrong_day: str

    def __post_init__(self) -> None:
        self.sites = Sites(self.on)
        self.site: Site = self.sites.of(self.organ)
        self.below = self.sites.below(self.organ)
        wanted = {each.pk: each for each in (self.organ, *self.site.organs, *self.below)}
        self.survey = Survey(tuple(wanted.values()), self.on)

    @property
    def is_host(self) -> bool:
        """Whether the organ answers for the whole site."""
        return self.site.host.pk == self.organ.pk

    @property
    def past(self) -> bool:
        """Whether it is about a past day."""
        return self.on != self.today

    def address(self, name: str, *args: Any, **more: str) -> str:
        """The address of a page of the check about the same organ and day."""
        query = dict(more)
        if self.organ.code:
            query["organ"] = self.organ.code
        if self.past:
            query["on"] = self.on.isoformat()
        return f"{reverse(f'workbench:{name}', args=args)}?{urlencode(query)}"


def organ_asked(request: Any) -> Organ:
    """The organ in the address, for whoever may read its check; the person's own without one. Raises ``Http404``, ``Denied``."""
    code = request.GET.get("organ", "")
    organ: Organ = request.organ
    if code and code != organ.code:
        found = Organ.objects.filter(code=code[:40]).first()
        if found is None or not INSPECTION_POLICY.holds(request.user, "read", SelfInspection(organ=found)):
            raise Http404
        organ = found
    INSPECTION_POLICY.check(request.user, "read", SelfInspection(organ=organ))
    return organ


def asked_for(request: Any) -> Asked:
    """Organ and day of a page; a day that is none, or to come, is told of and today shown."""
    organ, today = organ_asked(request), timezone.localdate()
    on, wrong = day_asked(request, "on", today)
    return Asked(organ, on, today, wrong)


def day_asked(request: Any, name: str, today: date) -> tuple[date, str]:
    """A day of the address, today without one; with what is wrong with it."""
    given = request.GET.get(name, "").strip()
    if not given:
        return today, ""
    try:
        on = date.fromisoformat(given[:10]) if len(given) == len("2024-09-25") else None
    except ValueError:
        on = None
    if on is None or on.year < 2000:
        return today, "请把日期写成 2024-09-25 的样子。这里显示的是今天。"
    if on > today:
        return today, "这一天还没有到，不能预先检查。这里显示的是今天。"
    return on, ""


def trail(*steps: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    """Where a page stands."""
    here = reverse("workbench:inspection") if steps else None
    return [("工作台", reverse("workbench:home")), (OVERVIEW, here), *steps]
