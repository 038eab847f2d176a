"""Releases on other channels, entered as lists at the end of each quarter; official accounts; what happened to the website."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from io import StringIO
from typing import Any

from django.utils import timezone

from gongkai.demo.site.bureaus.plan import Bureau
from gongkai.demo.site.bureaus.words import Words
from gongkai.demo.site.clock import Diary
from gongkai.publishing.channels import channels
from gongkai.web.publishing.models import Item
from gongkai.web.releases.models import Release
from gongkai.web.releases.services import add_account, import_releases, record_event

HEADINGS = ("渠道", "标题", "发布日期", "内容类型", "索引号", "账号", "地点或者链接")
QUARTERS = ((1, date(1, 3, 31)), (4, date(1, 6, 30)), (7, date(1, 9, 30)), (10, date(1, 12, 31)))


def enter(bureau: Bureau, diary: Diary) -> None:
    """Enter accounts on the day they were opened, lists of releases quarter by quarter, events on their days."""
    for each in bureau.plan.get("accounts", ()):
        diary.at(each["opened"], partial(_open_account, bureau, each), 9, 10)
    for each in bureau.plan.get("events", ()):
        diary.at(each["day"], partial(_happen, bureau, each), 18)
    used = 0
    for each in bureau.plan.get("releases", ()):
        done = 0
        for quarter, (month, end) in enumerate(QUARTERS, start=1):
            upto = each["number"] * quarter // len(QUARTERS)
            act = partial(_enter_list, bureau, each, month, used + done, upto - done)
            if upto > done:
                diary.at(end.replace(year=each["year"]), act, 20)
            done = upto
        used += done


def _open_account(bureau: Bureau, each: dict[str, Any]) -> None:
    add_account(
        bureau.organ, by=bureau.acting(), platform=each["platform"], name=each["name"], manager="办公室",
        opened_on=each["opened"],
    )  # fmt: skip


def _happen(bureau: Bureau, each: dict[str, Any]) -> None:
    given = {"kind": each["kind"], "title": each["title"], "note": each["note"]}
    record_event(bureau.organ, by=bureau.acting(), on=each["day"], **given)


def _enter_list(bureau: Bureau, each: dict[str, Any], month: int, first: int, number: int) -> None:
    """The releases of a quarter on one channel; with ``repeats`` those of its website's items come first."""
    file = StringIO()
    writer = csv.writer(file)
    writer.writerow(HEADINGS)
    channel, start = channels()[each["channel"]], date(each["year"], month, 5)
    account, place = each.get("account", ""), each.get("place", "")
    repeated = list(_repeated(bureau, each, date(each["year"], month, 1), number))
    for index_number, title, on in repeated:
        writer.writerow((channel.title, title, on.isoformat(), "政务动态", index_number, account, place))
    words = Words("media")
    for row in range(number - len(repeated)):
        on = start + timedelta(days=row * 80 // max(number, 1))
        title = words.title(first + len(repeated) + row, each["year"])
        writer.writerow((channel.title, title, on.isoformat(), "政务动态", "", account, place))
    import_releases(bureau.organ, file.getvalue().encode(), by=bureau.acting(".writer"))


def _repeated(bureau: Bureau, each: dict[str, Any], since: date, number: int) -> Iterator[tuple[str, str, date]]:
    """Items of a column released by the website in the quarter and not on this channel: number, title, day."""
    if "repeats" not in each:
        return
    column = bureau.columns[each["repeats"]]
    already = Release.objects.filter(organ=bureau.organ, channel=each["channel"], item__isnull=False)
    found = Item.objects.filter(column=column, state="published", published_at__date__gte=since)
    for item in found.exclude(pk__in=already.values("item")).order_by("published_at", "pk")[:number]:
        assert item.index_number is not None and item.published_at is not None
        yield item.index_number, item.title, timezone.localdate(item.published_at)
