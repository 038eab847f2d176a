"""Columns, classes, and the items of the years: a batch every month, each item reviewed and logged on its own."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any

from gongkai.demo.site.bureaus.plan import Bureau
from gongkai.demo.site.bureaus.words import Words
from gongkai.demo.site.clock import Diary
from gongkai.web.publishing.bulk import Draft
from gongkai.web.publishing.local_classes import add_local_class
from gongkai.web.publishing.services import add_column

BATCHES = 12
"""In a year."""


def open_columns(bureau: Bureau) -> None:
    """The columns that were there from the beginning, and the classes."""
    office = bureau.acting()
    for place, each in enumerate(bureau.plan["columns"], start=1):
        add_column(
            bureau.organ, by=office, section=bureau.section, owner=office.person, order=10 * place,
            introduction=each.get("introduction", ""), **{key: value for key, value in each.items() if key != "introduction"},
        )  # fmt: skip
    for place, each in enumerate(bureau.plan.get("classes", ()), start=1):
        add_local_class(bureau.organ, by=office, within=bureau.organ, order=10 * place, **each)


def enter(bureau: Bureau, diary: Diary) -> None:
    """Enter the topic columns and the batches of each year."""
    for place, each in enumerate(bureau.plan.get("topics", ()), start=1):
        diary.at(each["opened"], partial(_open_topic, bureau, each, 200 + 10 * place), 9, 5)
    used: dict[str, int] = {}
    batches: dict[date, list[tuple[dict[str, Any], int]]] = {}
    for each in bureau.plan.get("items", ()):
        for place in range(each["number"]):
            number = used.setdefault(each["words"], 0)
            used[each["words"]] += 1
            batches.setdefault(day_of(each["year"], place, each["number"]), []).append((each, number))
    for day, planned in batches.items():
        diary.at(day, partial(_publish, bureau, day.year, planned), 9, 20)


def day_of(year: int, place: int, number: int) -> date:
    """The working day of the batch into which the ``place``-th of ``number`` falls; few are spread over the year."""
    month = place * BATCHES // number if number >= BATCHES else (2 * place + 1) * BATCHES // (2 * number)
    day = date(year, month + 1, 18)
    return day if day.weekday() < 5 else day + timedelta(days=2)


def _open_topic(bureau: Bureau, each: dict[str, Any], order: int) -> None:
    add_column(
        bureau.organ, by=bureau.acting(), code=each["code"], title=each["title"], topic=True, kind="other",
        update_class="news", owner=bureau.acting().person, opened_on=each["opened"], order=order,
        introduction=f"这里汇集有关{each['title']}的信息。",
    )  # fmt: skip
    bureau.__dict__.pop("columns", None)


def _publish(bureau: Bureau, year: int, planned: list[tuple[dict[str, Any], int]]) -> None:
    bureau.publish([draft(bureau, each, year, number) for each, number in planned])


def draft(bureau: Bureau, each: dict[str, Any], year: int, number: int, **more: Any) -> Draft:
    """One item as the plan wants it; ``number`` chooses its words."""
    words = Words(each["words"])
    forms = each.get("forms")
    fields = {
        "title": words.title(number, year),
        "body_html": words.body(number, year),
        "genre": each["genre"],
        "disclosure_class": "proactive",
        "issuer": bureau.organ.name,
        "local_classes": each.get("classes", []),
        "details": {"form": forms[number % len(forms)]} if forms else {},
    }
    return Draft(bureau.columns[each["column"]], bureau.section, fields | more)
