"""Complaints about disclosure work in the county, and what its government made organs set right: running, done, overdue."""

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
from gongkai.web.accountability import services
from gongkai.web.accountability.models import Account, Complaint, Rectification
from gongkai.workdays import national_calendar

ORGAN, OFFICE, HEAD = "qingshi", "xiangong", "fuxianzhang"
RESPONDENTS = {"nongye": "gongkai", "jiaoyu": "jiaogongkai", "qingshanzhen": "zhengongkai"}
"""Who answers for an organ."""


def enter_year(cast: Cast, diary: Diary) -> None:
    """Enter every complaint's and rectification's life into the diary."""
    data, calendar = load("accountability.yaml"), national_calendar()
    for each in data["complaints"]:
        _Life(cast, each).enter(diary, calendar)
    for each in data["orders"]:
        day = _workday(diary.today - timedelta(days=each["day"]), calendar, back=True)
        diary.at(day, partial(_order, cast, each, diary.today + timedelta(days=each["due"])), 15)


def _order(cast: Cast, given: dict[str, Any], due_on: date) -> None:
    names = ("measure", "source", "source_note", "title", "problem", "requirements")
    services.order(
        cast.organs[ORGAN], cast.organs[given["organ"]], by=cast.acting(OFFICE), due_on=due_on,
        **{name: given[name] for name in names},
    )  # fmt: skip


@dataclass
class _Life:
    """One complaint from its arrival to where it stands."""

    cast: Cast
    data: dict[str, Any]
    complaint: Complaint | None = field(default=None)

    def enter(self, diary: Diary, calendar: Any) -> None:
        day = _workday(diary.today - timedelta(days=self.data["day"]), calendar, back=True)
        diary.at(day, self._begin, 8, 20)
        hour = 10
        for days, name, given in self.data["steps"]:
            following = _workday(day + timedelta(days=days), calendar)
            hour = hour + 1 if following == day else 10
            day = following
            diary.at(day, partial(self._step, name, dict(given)), hour, 20)

    def _begin(self) -> None:
        names = ("title", "content", "name", "phone", "kind")
        letter = services.Letter(**{name: self.data[name] for name in names if name in self.data})
        self.complaint = services.submit(self.cast.organs[self.data["about"]], letter)

    def _step(self, name: str, given: dict[str, Any]) -> None:
        assert self.complaint is not None
        complaint = Complaint.objects.select_related("organ", "about").get(pk=self.complaint.pk)
        office, about = self.cast.acting(OFFICE), self.cast.organs[self.data["about"]]
        own = self.cast.acting(RESPONDENTS[about.code])
        order = Rectification.objects.select_related("organ", "orderer").filter(complaint=complaint).first()
        match name:
            case "ask_account":
                services.ask_account(complaint, given["question"], by=office)
            case "give_account":
                services.give_account(Account.objects.get(complaint=complaint), given["text"], by=own)
            case "propose":
                services.propose(complaint, given["outcome"], given["body"], by=office)
            case "decide":
                services.decide(complaint, by=self.cast.acting(HEAD), **given)
            case "order":
                due_on = timezone.localdate() + timedelta(days=given.pop("days"))
                services.order(
                    complaint.organ, about, by=office, measure="order", source="complaint", due_on=due_on,
                    complaint=complaint, **given,
                )  # fmt: skip
            case "receive" | "report":
                assert order is not None
                services.move_rectification(order, name, by=own, facts=given)
            case "accept_report":
                assert order is not None
                by = self.cast.acting(OFFICE, about.code)
                services.move_rectification(order, "accept", by=by, facts=given)
            case _:
                services.make_move(complaint, name, by=office, facts=given)
