"""Registers: matters and the batches in which they went online, procurement, and tallies that say that there was nothing."""

from __future__ import annotations

import csv
from datetime import date
from functools import partial
from io import StringIO
from typing import Any

from gongkai.demo.site.bureaus.plan import Bureau
from gongkai.demo.site.clock import Diary
from gongkai.publishing.registers import rules
from gongkai.web.registers import services
from gongkai.web.registers.models import Matter, ProcurementProject
from gongkai.web.registers.services import confirm_tally, enter_batch, import_records, release, tally

SOURCE = "局办公室年末核对的台账"


def enter(bureau: Bureau, diary: Diary) -> None:
    """Enter what the plan has of registers."""
    plan = bureau.plan
    for each in plan.get("matters", ()):
        diary.at(max(each["added"], date(2019, 12, 26)), partial(_enter_matter, bureau, each), 10)
        diary.at(each["online"], partial(_open_online, bureau, each), 10)
    batches = plan.get("batches", {"days": ()})
    for number, day in enumerate(batches["days"], start=1):
        diary.at(day, partial(_enter_batch, bureau, f"{batches['title']}（第{number}批）", day), 16)
    if plan.get("procurement"):
        diary.at(date(2020, 12, 18), partial(_enter_procurement, bureau, plan["procurement"]), 10)
    tallies = plan.get("tallies")
    if tallies:
        year = tallies["year"]
        diary.at(date(year + 1, 1, 8), partial(_count_up, bureau, tallies), 10)
        diary.at(date(year + 1, 1, 8), partial(_sign, bureau), 15)


def _enter_matter(bureau: Bureau, each: dict[str, Any]) -> None:
    given = {"kind": each["kind"], "code": each["code"], "name": each["name"], "basis": each["basis"]}
    services.enter(Matter, bureau.organ, by=bureau.acting(".writer"), added_on=each["added"], **given)


def _open_online(bureau: Bureau, each: dict[str, Any]) -> None:
    matter = Matter.objects.get(organ=bureau.organ, code=each["code"])
    services.edit(matter, by=bureau.acting(".writer"), online_on=each["online"])
    release(matter, by=bureau.acting())


def _enter_batch(bureau: Bureau, title: str, day: date) -> None:
    online = Matter.objects.filter(organ=bureau.organ, online_on=day)
    enter_batch(bureau.organ, by=bureau.acting(), title=title, on=day, matters=online)


def _enter_procurement(bureau: Bureau, projects: list[dict[str, Any]]) -> None:
    file = StringIO()
    writer = csv.writer(file)
    writer.writerow(("项目名称", "项目编号", "日期", "金额（元）", "供应商"))
    for number, each in enumerate(projects, start=1):
        row = (
            f"{each['name']}采购",
            f"CG{each['day'].year}-{number:02}",
            each["day"].isoformat(),
            f"{each['yuan']:.2f}",
            "",
        )
        writer.writerow(row)
    import_records("procurement", bureau.organ, file.getvalue().encode(), by=bureau.acting(".writer"))
    for project in ProcurementProject.objects.filter(organ=bureau.organ):
        release(project, by=bureau.acting())


def _count_up(bureau: Bureau, plan: dict[str, Any]) -> None:
    """Sums of the year; nothing is written as nought, and for lists the stock at the end of both years."""
    since, until, writer = date(plan["year"], 1, 1), date(plan["year"], 12, 31), bureau.acting(".writer")
    for kind, number in plan["flows"].items():
        what = "amount" if rules().tallies[kind].has_amount else "count"
        tally(bureau.organ, by=writer, kind=kind, since=since, until=until, source=SOURCE, **{what: number})
    for kind in plan.get("stocks", ()):
        for end in (date(since.year - 1, 12, 31), until):
            tally(bureau.organ, by=writer, kind=kind, since=end, until=end, source=SOURCE, count=0)


def _sign(bureau: Bureau) -> None:
    for each in bureau.organ.tallies.filter(state="entered"):
        confirm_tally(each, by=bureau.acting())
