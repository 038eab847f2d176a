"""What the public was concerned about and how a bureau answered; press conferences that it held or attended."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import partial

from django.utils import timezone

from gongkai.casework.events import BEIJING
from gongkai.demo.site.bureaus.plan import Bureau
from gongkai.demo.site.clock import Diary
from gongkai.demo.site.files import load
from gongkai.web.concerns import meetings, services
from gongkai.web.concerns.models import PublicMeeting

FIRST, APART = 40, 50
"""On which day of the year the first comes, and how many days lie between two."""


def enter(bureau: Bureau, diary: Diary) -> None:
    """Enter what the plan has, each on a day of its own."""
    # 在九点以前：一天的公开从九点起，一小时一环，一直记到下午，日志要按先后
    words = load("bureaus/words.yaml")["concerns"]
    plan = bureau.plan.get("concerns", {})
    for number in range(plan.get("answered", 0)):
        day = date(plan["year"], 1, 1) + timedelta(days=FIRST + APART * number)
        title, body = words["concerns"][number % len(words["concerns"])]
        diary.at(day, partial(_answer, bureau, title, body), 8, 5)
    conferences = [part for part in ("held", "attended") for _ in range(plan.get(part, 0))]
    for number, part in enumerate(conferences):
        day = date(plan["year"], 1, 1) + timedelta(days=FIRST + APART * number + 1)
        title = words["conferences"][number % len(words["conferences"])]
        diary.at(day, partial(_conference, bureau, title, part, day - timedelta(days=1)), 8, 5)


def _answer(bureau: Bureau, title: str, body: str) -> None:
    """Known the afternoon before, answered in the morning after review by another."""
    found = timezone.now() - timedelta(hours=15)
    office = bureau.acting()
    concern = services.register(bureau.organ, title, source="monitoring", severity="other", found_at=found, by=office)
    services.assess(concern, "说明情况和下一步安排。", bureau.section, by=office)
    services.draft(concern, f"关于{title}的说明", body, by=bureau.acting(".writer"))
    services.make_move(concern, "approve", by=bureau.acting(".section"))
    services.respond(concern, ways=["website"], by=office)
    services.make_move(concern, "close", by=office)


def _conference(bureau: Bureau, title: str, part: str, day: date) -> None:
    hosts = bureau.organ.name if part == "held" else "市政府新闻办公室"
    made = PublicMeeting(
        organ=bureau.organ, kind="press_conference", part=part, title=title, place="新闻发布厅", hosts=hosts,
        participants="局领导", starts_at=datetime.combine(day, time(10), BEIJING),
    )  # fmt: skip
    meetings.hold(meetings.prepare(made, by=bureau.acting()), by=bureau.acting())
