"""Deputies' and CPPCC proposals to the county's bureau: in every state, with co-handlers, extended, taken up again, published."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.utils import timezone

from gongkai.demo.site.applications import _workday
from gongkai.demo.site.clock import Diary
from gongkai.demo.site.files import load
from gongkai.demo.site.organisation import Cast
from gongkai.web.proposals import publishing, services
from gongkai.web.proposals.models import Proposal
from gongkai.workdays import national_calendar

ORGAN, SECTION = "nongye", "种植业科"
OFFICE, WRITER, CHIEF, HEAD, SECRECY = "gongkai", "xinxi", "kezhang", "juzhang", "baomi"
SESSIONS = {"deputy_proposal": "县十七届人大五次会议", "cppcc_proposal": "县政协十届五次会议"}
_BY = {"draft": WRITER, "contact": WRITER, "approve": CHIEF, "sign": HEAD, "extend": HEAD}


def enter_year(cast: Cast, diary: Diary) -> None:
    """Enter every proposal's life into the diary."""
    calendar = national_calendar()
    for each in load("proposals.yaml")["proposals"]:
        _Life(cast, each).enter(diary, calendar)


@dataclass
class _Life:
    """One proposal from its hand-over to where it stands."""

    cast: Cast
    data: dict[str, Any]
    proposal: Proposal | None = field(default=None)

    def enter(self, diary: Diary, calendar: Any) -> None:
        day = _workday(diary.today - timedelta(days=self.data["day"]), calendar, back=True)
        diary.at(day, partial(self._begin, day), 8, 40)
        hour = 9
        for days, name, given in self.data.get("steps", ()):
            following = _workday(day + timedelta(days=days), calendar)
            hour = hour + 1 if following == day else 10
            day = following
            diary.at(day, partial(self._step, name, dict(given)), hour, 40)
        if "publish" in self.data:
            diary.at(_workday(day + timedelta(days=1), calendar), partial(self._publish, self.data["publish"]), 10, 40)

    def _begin(self, day: date) -> None:
        given, office = self.data, self.cast.acting(OFFICE)
        names = ("kind", "title", "proposers", "role", "group", "contact", "content")
        handing = services.Handing(
            session=SESSIONS[given["kind"]],
            register_number=str(given["number"]),
            handed_on=day,
            body="县政府办公室",
            **{name: given[name] for name in names if name in given},
        )
        self.proposal = services.hand_over(self.cast.organs[ORGAN], handing, by=office)
        for name in given.get("co", ()):
            services.ask_co_handler(self.proposal, name, by=office)
        if "co_site" in given:
            services.ask_co_handler(self.proposal, to=self.cast.organs[given["co_site"]], by=office)

    def _step(self, name: str, given: dict[str, Any]) -> None:
        proposal, by = self._fresh(), self.cast.acting(_BY.get(name, OFFICE))
        today = timezone.localdate()
        match name:
            case "assign":
                services.assign(proposal, self.cast.sections[ORGAN, SECTION], by=by)
            case "contact":
                services.contact(proposal, by=by, **given)
            case "draft":
                services.draft(proposal, by=by, **given)
            case "extend":
                services.extend(proposal, given["reason"], today, by=by)
            case "redo":
                services.redo(proposal, today, given["reason"], by=by)
            case "rate":
                facts = given | {"returned_on": today.isoformat()}
                services.make_move(proposal, name, by=by, facts=facts)
            case _:
                services.make_move(proposal, name, by=by, facts=given)

    def _publish(self, given: dict[str, str]) -> None:
        made = publishing.from_proposal(self._fresh())
        made.summary = given["summary"]
        publishing.prepare(made, by=self.cast.acting(OFFICE))
        publishing.review(made, passed=True, opinion="公开属性适当，不涉及国家秘密。", by=self.cast.acting(SECRECY))

    def _fresh(self) -> Proposal:
        assert self.proposal is not None
        return Proposal.objects.select_related("organ").get(pk=self.proposal.pk)
