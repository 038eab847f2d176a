"""信息报送 of a bureau: pieces of its section by the quarter, and the circulars that it issued about them."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

from django.utils import timezone

from gongkai.assessment.submissions.periods import Period
from gongkai.demo.site.bureaus.plan import Bureau
from gongkai.demo.site.clock import Diary
from gongkai.demo.site.files import load
from gongkai.web.submissions import circulars
from gongkai.web.submissions.models import Submission
from gongkai.web.submissions.services import adopt, decline, submit

ISSUED_AFTER = timedelta(days=8)
DAYS = (16, 37, 58, 72)
"""On which days of a quarter pieces come."""


def enter(bureau: Bureau, diary: Diary) -> None:
    """Enter what the plan has: each quarter its pieces, after its end the circular."""
    # 在九点以前：一天的公开从九点起，一小时一环，一直记到下午，日志要按先后
    words = load("bureaus/words.yaml")["submissions"]
    for year, number in bureau.plan.get("circulars", ()):
        quarter = Period("quarter", year, number)
        # 各季度篇数不同，通报才有可比的
        for place, day in enumerate(DAYS[: 2 + number % 3]):
            kept: list[Submission] = []
            title, on = words[(number * 2 + place) % len(words)], quarter.since + timedelta(days=day)
            diary.at(on, partial(_submit, bureau, title, kept), 8, 40)
            diary.at(on + timedelta(days=3), partial(_handle, bureau, kept, place), 8, 45)
        diary.at(quarter.until + ISSUED_AFTER, partial(_circular, bureau, quarter), 8, 50)


def _submit(bureau: Bureau, title: str, kept: list[Submission]) -> None:
    writer = bureau.acting(".writer")
    body = f"{title}。有关数字已经核对，问题和打算一并报告。"
    kept.append(
        submit(
            bureau.organ, source=bureau.organ, section=bureau.section, by=writer, title=title, kind="news", body=body
        )
    )


def _handle(bureau: Bureau, kept: list[Submission], place: int) -> None:
    if place == 1:
        decline(kept[0], by=bureau.acting(), reason="与以前报送的内容相同。")
        return
    on: date = timezone.localdate()
    channel = "市级刊物" if place else "本机关网站"
    adopt(kept[0], by=bureau.acting(), channel=channel, on=on, evidence=f"{on.year}年第{on.month}期")


def _circular(bureau: Bureau, quarter: Period) -> None:
    made = circulars.draw(bureau.organ, by=bureau.acting(), period=quarter)
    circulars.issue(circulars.approve(made, by=bureau.acting(".head")), by=bureau.acting())
