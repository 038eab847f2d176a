"""Messages from the public to the county's bureau: in every state, by every channel, answered, published, led elsewhere."""

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
from gongkai.web.log.actors import Actor
from gongkai.web.messages import publishing, services, settings
from gongkai.web.messages.models import Category, LimitVersion, Message
from gongkai.workdays import national_calendar

ORGAN, SECTION = "nongye", "种植业科"
OFFICE, WRITER, CHIEF, HEAD, SECRECY = "gongkai", "xinxi", "kezhang", "juzhang", "baomi"


def enter_year(cast: Cast, diary: Diary) -> None:
    """Enter the settings and every message's life into the diary."""
    data, calendar = load("messages.yaml"), national_calendar()
    diary.at(diary.today - timedelta(days=300), partial(_set_up, cast, data["categories"]), 9)
    known: dict[str, Message] = {}
    for each in data["messages"]:
        _Life(cast, each, known).enter(diary, calendar)


def _set_up(cast: Cast, categories: list[str]) -> None:
    organ, by = cast.organs[ORGAN], cast.acting(OFFICE)
    today = timezone.localdate()
    for order, name in enumerate(categories, start=1):
        settings.add_category(Category(organ=organ, name=name, since=today, order=order), by=by)
    county = cast.organs["qingshi"]
    version = LimitVersion(
        organ=county, channel="hotline", since=today, amount=3, longest=7, basis="《青石县12345热线办理办法》（演示用）"
    )
    settings.set_limit(version, by=cast.acting("xiangong", "qingshi"))


@dataclass
class _Life:
    """One message from its arrival to where it stands."""

    cast: Cast
    data: dict[str, Any]
    known: dict[str, Message]
    message: Message | None = field(default=None)

    def enter(self, diary: Diary, calendar: Any) -> None:
        day = _workday(diary.today - timedelta(days=self.data["day"]), calendar, back=True)
        diary.at(day, partial(self._begin, day), 8)
        hour = 9
        for days, name, given in self.data.get("steps", ()):
            following = _workday(day + timedelta(days=days), calendar)
            hour = hour + 1 if following == day else 10
            day = following
            diary.at(day, partial(self._step, name, dict(given)), hour)
        if "publish" in self.data:
            diary.at(day + timedelta(days=1), partial(self._publish, self.data["publish"] == "frequent"), 10)

    def _begin(self, day: date) -> None:
        organ, given = self.cast.organs[ORGAN], self.data
        names = ("title", "content", "name", "phone", "kind", "may_publish")
        letter = services.Letter(**{name: given[name] for name in names if name in given})
        channel = given.get("channel", "website")
        category = Category.objects.filter(organ=organ, name=given.get("category", "")).first()
        if channel in ("website", "mailbox"):
            self.message = services.submit(organ, letter, channel)
            if category is not None:
                services.edit(self.message, {"category": category}, by=self.cast.acting(OFFICE))
        else:
            self.message = services.register(
                organ, letter, channel, by=self.cast.acting(OFFICE), received_on=day,
                source_number=given.get("number", ""), category=category,
            )  # fmt: skip
        self.known[given["title"]] = self.message

    def _step(self, name: str, given: dict[str, Any]) -> None:
        assert self.message is not None
        message, office = Message.objects.select_related("organ").get(pk=self.message.pk), self.cast.acting(OFFICE)
        match name:
            case "assign":
                services.assign(message, self.cast.sections[ORGAN, SECTION], by=office)
            case "draft":
                services.draft(message, given["body"], by=self.cast.acting(WRITER))
            case "approve":
                services.make_move(message, name, by=self.cast.acting(CHIEF))
            case "answer":
                services.make_move(message, name, by=office, facts={"way": "online"})
            case "extend":
                services.make_move(message, name, by=self.cast.acting(HEAD), facts=given)
            case "record_answer":
                services.record_answer(message, answered_on=timezone.localdate(), by=office, **given)
            case "rate":
                services.rate(message, given["score"], given["text"])
            case "reopen":
                services.reopen(message, given["text"])
            case "call_back":
                services.call_back(message, given["score"], given.get("text", ""), by=office)
            case "become_application":
                services.become_application(message, services.details_of(message), by=office)
            case "transfer":
                to = self.cast.organs[given.pop("to")] if "to" in given else None
                services.transfer(message, given.pop("where", "organ"), given.pop("reason"), by=office, to=to, **given)
            case "merge":
                services.merge(message, self.known[given["into"]], by=office)
            case _:
                services.make_move(message, name, by=office, facts=given)

    def _publish(self, frequent: bool) -> None:
        assert self.message is not None
        message = Message.objects.select_related("organ", "category").get(pk=self.message.pk)
        made = publishing.from_message(message)
        made.frequent = frequent
        publishing.prepare(made, by=self._by(OFFICE))
        publishing.review(made, passed=True, opinion="不涉及国家秘密和个人信息。", by=self._by(SECRECY))

    def _by(self, username: str) -> Actor:
        return self.cast.acting(username)
