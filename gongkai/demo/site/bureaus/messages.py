"""Messages from the public to a bureau: those of other platforms come in lists by the quarter, those of the website are answered one by one."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from io import StringIO
from typing import Any

from gongkai.demo.site.bureaus.plan import Bureau
from gongkai.demo.site.clock import Diary
from gongkai.demo.site.files import load
from gongkai.engagement.messages.channels import channels, titles
from gongkai.engagement.messages.rows import HEADINGS
from gongkai.web.casework.services import act_many
from gongkai.web.messages import importing, settings
from gongkai.web.messages.models import Category, Message
from gongkai.web.messages.moving import draft

QUARTERS = ((1, 3), (4, 6), (7, 9), (10, 12))
_ANSWERED_AFTER = 2
"""How many days after it came a message of another platform is answered there."""


def enter(bureau: Bureau, diary: Diary) -> None:
    """Enter what the plan has of messages: the categories first, then each channel by the quarter."""
    # 在九点以前：一天的公开从九点起，一小时一环，一直记到下午，日志要按先后
    words = load("bureaus/words.yaml")["messages"]
    for order, each in enumerate(bureau.plan.get("messages", ())):
        if "category" in each:
            diary.at(date(each["year"], 1, 3), partial(_category, bureau, each["category"], each["year"], order), 8, 10)
    for each in bureau.plan.get("messages", ()):
        first = 0
        for quarter, (begin, end) in enumerate(QUARTERS):
            number = (quarter + 1) * each["number"] // 4 - quarter * each["number"] // 4
            if number:
                on = date(each["year"], end, 22)
                diary.at(on, partial(_quarter, bureau, each, words, begin, first, number), 8, 20)
                first += number


def _category(bureau: Bureau, name: str, year: int, order: int) -> None:
    made = Category(organ=bureau.organ, name=name, since=date(year, 1, 1), order=order + 1)
    settings.add_category(made, by=bureau.acting())


def _quarter(bureau: Bureau, each: dict[str, Any], words: Sequence[str], month: int, first: int, number: int) -> None:
    """What came by one channel in a quarter."""
    elsewhere = channels()[each["channel"]].elsewhere
    # 网站来的要在期限以内答复，所以都在季末的一周里；其他平台的在季度里分散
    start, span = (date(each["year"], month, 4), 70) if elsewhere else (date(each["year"], month + 2, 14), 7)
    file = StringIO()
    writer = csv.writer(file)
    writer.writerow(HEADINGS.values())
    numbers = []
    for row in range(number):
        place, on = first + row, start + timedelta(days=row * span // number)
        subject = each.get("category") or words[place % len(words)]
        kind = each.get("kind") or list(titles("kinds"))[place % 3]
        numbers.append(f"{each['channel'].upper()}-{each['year']}-{each.get('from', 1) + place:04d}")
        answered = (on + timedelta(days=_ANSWERED_AFTER)).isoformat() if elsewhere else ""
        told = "已经同来电、来信的人联系，事情已经处理。" if elsewhere else ""
        score = "满意" if elsewhere and place % 3 == 0 else ""
        section = "" if elsewhere else bureau.section.name
        writer.writerow(
            (numbers[-1], on.isoformat(), titles("kinds")[kind], each.get("category", ""), f"关于{subject}的来件",
             f"反映{subject}的有关情况，请予处理。", "", "", section, answered, told, score)
        )  # fmt: skip
    run = importing.check_import(
        bureau.organ, each["channel"], f"{each['channel']}.csv", file.getvalue().encode(), by=bureau.acting()
    )
    importing.go_on(run, by=bureau.acting(), seconds=600)
    if not elsewhere:
        _answer(bureau, each["channel"], numbers)


def _answer(bureau: Bureau, channel: str, numbers: list[str]) -> None:
    """Draft the answers one by one; another approves them, and they go out."""
    found = list(
        Message.objects.filter(organ=bureau.organ, channel=channel, source_number__in=numbers).select_related("organ")
    )
    for message in found:
        draft(
            message,
            "您反映的情况收到。有关政策见本局网站，具体办理可以同企业服务的科室联系。",
            by=bureau.acting(".writer"),
        )
    act_many(found, "approve", by=bureau.acting(".section"))
    given = {"way": "online", "window": {"amount": 15, "unit": "calendar_days"}}
    act_many(found, "answer", by=bureau.acting(), facts=[given] * len(found))
