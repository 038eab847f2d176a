"""What else the made-up county does around publishing: other channels with evidence, accounts, registers, lists imported, packages."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from functools import partial
from io import StringIO
from typing import Any

from gongkai.demo.site.attachments import bars
from gongkai.demo.site.clock import Diary
from gongkai.demo.site.files import load
from gongkai.demo.site.items import SHARES
from gongkai.demo.site.organisation import Cast
from gongkai.web.exchange.importing import carry_out
from gongkai.web.exchange.packing import hand_over
from gongkai.web.exchange.planning import plan_batch
from gongkai.web.files.services import keep
from gongkai.web.publishing.models import Item
from gongkai.web.registers.models import Decision, Fee, Matter, ProcurementProject
from gongkai.web.registers.services import confirm_tally, enter, release, tally
from gongkai.web.releases.services import add_account, record_event, record_release

ORGAN = "nongye"
REGISTERS: dict[str, Any] = {
    "matters": Matter, "decisions": Decision, "fees": Fee, "procurement": ProcurementProject,
}  # fmt: skip
DAYS = {"added": "added_on", "online": "online_on", "decided": "decided_on", "bought": "on"}
"""Keys of the data that say how many days ago something was, with the fields that they fill."""


def enter_year(cast: Cast, diary: Diary) -> None:
    """Enter each act on its day."""
    data, today = load("work.yaml"), diary.today
    for each in data["accounts"]:
        on = today - timedelta(days=each["day"])
        diary.at(on, partial(_open_account, cast, each, on), 9, 45)
    for each in data["releases"]:
        on = today - timedelta(days=each["day"])
        diary.at(on, partial(_release, cast, each, on), 20)
    for key, rows in data["registers"].items():
        for each in rows:
            diary.at(today - timedelta(days=each["day"]), partial(_enter, cast, key, each, today), 10, 10)
    last = today.year - 1
    diary.at(min(date(today.year, 1, 12), today), partial(_count_up, cast, last), 11, 5)
    diary.at(today - timedelta(days=1), partial(_wait_for_name, cast, today), 11, 5)
    for each in data["imports"]:
        diary.at(today - timedelta(days=each["day"]), partial(_import, cast, each), 16, 5)
    diary.at(today - timedelta(days=10), partial(_hand_over, cast), 16, 30)


def _open_account(cast: Cast, each: dict[str, Any], on: date) -> None:
    organ, office = cast.organs[ORGAN], cast.acting("gongkai")
    given = {"platform": each["platform"], "name": each["name"], "manager": each["manager"]}
    account = add_account(organ, by=office, opened_on=on, **given)
    record_event(organ, by=office, kind="account_opened", on=on, title=each["name"], account=account)


def _release(cast: Cast, each: dict[str, Any], on: date) -> None:
    organ, writer = cast.organs[ORGAN], cast.acting("xinxi")
    item = Item.objects.filter(organ=organ, state="published", title=each["of"]).first() if each.get("of") else None
    account = organ.official_accounts.filter(name=each.get("account", "")).first()
    evidence = keep(organ, by=writer, name=each["evidence"], data=bars(SHARES)) if each.get("evidence") else None
    record_release(
        organ, by=writer, channel=each["channel"], title=each.get("title", ""), on=on, item=item, account=account,
        place=each.get("place", ""), evidence=evidence, kind=each.get("kind", "news"),
    )  # fmt: skip


def _enter(cast: Cast, key: str, each: dict[str, Any], today: date) -> None:
    fields = {name: value for name, value in each.items() if name not in (*DAYS, "day", "waiting")}
    for name, field in DAYS.items():
        if name in each:
            fields[field] = today - timedelta(days=each[name])
    fields = {name: str(value).format(year=today.year) if name == "number" else value for name, value in fields.items()}
    made = enter(REGISTERS[key], cast.organs[ORGAN], by=cast.acting("xinxi"), **fields)
    if not each.get("waiting"):
        release(made, by=cast.acting("gongkai"))


def _count_up(cast: Cast, year: int) -> None:
    """Last year's sums out of the licensing system, signed by a second person."""
    organ, since, until = cast.organs[ORGAN], date(year, 1, 1), date(year, 12, 31)
    source = "县政务服务平台的办件统计"
    for kind, count in (("licensing", 46), ("enforcement_measures", 0)):
        made = tally(organ, by=cast.acting("xinxi"), kind=kind, since=since, until=until, count=count, source=source)
        confirm_tally(made, by=cast.acting("gongkai"))


def _wait_for_name(cast: Cast, today: date) -> None:
    since = date(today.year, 1, 1)
    until = today - timedelta(days=1)
    if until > since:
        source = "县政务服务平台的办件统计"
        tally(
            cast.organs[ORGAN],
            by=cast.acting("xinxi"),
            kind="licensing",
            since=since,
            until=until,
            count=39,
            source=source,
        )


def _import(cast: Cast, each: dict[str, Any]) -> None:
    file = StringIO()
    writer = csv.writer(file)
    writer.writerows([each["head"], *each["rows"]])
    by = cast.acting(each["by"])
    batch = plan_batch(cast.organs[ORGAN], by=by, name=each["name"], data=file.getvalue().encode())
    if each["carried_out"]:
        carry_out(batch, by=by)


def _hand_over(cast: Cast) -> None:
    hand_over(cast.organs["jiaoyu"], by=cast.acting("jiaogongkai"))
