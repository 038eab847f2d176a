"""Normative documents: those from before, taken over with their days; the year's own; those repealed; interpretations of them."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any

from django.utils import timezone

from gongkai.demo.site.bureaus.items import day_of, draft
from gongkai.demo.site.bureaus.plan import Bureau
from gongkai.demo.site.clock import Diary
from gongkai.web.publishing.bulk import Draft
from gongkai.web.publishing.models import Item
from gongkai.web.publishing.relating import relate
from gongkai.web.publishing.services import repeal

GENRE, COLUMN = "normative_documents", "documents"
TAKEN_OVER = date(2019, 12, 26)


def enter(bureau: Bureau, diary: Diary) -> None:
    """Enter the documents of the plan, if it has any."""
    plan = bureau.plan.get("documents")
    if plan is None:
        return
    year, stock, here, moved = plan["year"], plan["stock"], plan["here"], plan["moved"]
    if stock:
        diary.at(TAKEN_OVER, partial(_take_over, bureau, [(2010 + n % 9, n) for n in range(stock)]), 10)
    days: dict[date, list[int]] = {}
    for place in range(here):
        days.setdefault(day_of(year, place, here), []).append(place)
    for day, places in days.items():
        diary.at(day, partial(_issue, bureau, day, [stock + place for place in places]), 14)
    if moved:
        first = stock + here
        diary.at(date(year + 1, 2, 16), partial(_take_over, bureau, [(year, first + n) for n in range(moved)]), 10)
    for place in range(plan["repealed"]):
        diary.at(day_of(year, place, plan["repealed"]), partial(_repeal, bureau, year), 19)
    diary.at(date(year, 12, 28), partial(_interpret, bureau, year), 17)


def _wanted(bureau: Bureau) -> dict[str, Any]:
    classes = bureau.plan["documents"].get("classes", [])
    return {"words": "documents", "genre": GENRE, "column": COLUMN, "classes": classes}


def _numbered(bureau: Bureau, year: int, number: int) -> str:
    return f"{bureau.plan['word']}〔{year}〕{number + 1}号"


def _take_over(bureau: Bureau, planned: list[tuple[int, int]]) -> None:
    """Documents published on an earlier platform come here with the days on which they were published there."""
    drafts: list[Draft] = []
    for year, number in planned:
        signed = date(year, 1 + number % 11, 3 + number % 20)
        fields = {
            "document_number": _numbered(bureau, year, number), "signed_on": signed, "effective_on": signed,
            "earlier_published_on": signed + timedelta(days=5), "content_source": "原平台",
        }  # fmt: skip
        drafts.append(draft(bureau, _wanted(bureau), year, number, **fields))
    bureau.publish(drafts)


def _issue(bureau: Bureau, day: date, numbers: list[int]) -> None:
    signed = day - timedelta(days=3)
    drafts = [
        draft(
            bureau, _wanted(bureau), day.year, number,
            document_number=_numbered(bureau, day.year, number), signed_on=signed, effective_on=day,
        )
        for number in numbers
    ]  # fmt: skip
    bureau.publish(drafts)


def _documents(bureau: Bureau) -> Any:
    return Item.objects.filter(organ=bureau.organ, genre=GENRE, repealed_on=None).order_by("signed_on", "pk")


def _repeal(bureau: Bureau, year: int) -> None:
    """The oldest that still stands gives way."""
    oldest = _documents(bureau).first()
    if oldest is not None:
        ground = f"清理规范性文件的决定（{bureau.plan['word'].removesuffix('规')}发〔{year}〕{3 + oldest.pk % 40}号）"
        repeal(oldest, by=bureau.acting(), on=timezone.localdate(), ground=ground)


def _interpret(bureau: Bureau, year: int) -> None:
    """The interpretations of the year are led to documents of the year, both pages showing the other."""
    found = Item.objects.filter(organ=bureau.organ, genre="interpretations", published_at__year=year).order_by("pk")
    documents = list(_documents(bureau).filter(signed_on__year=year))
    for interpretation, document in zip(found, documents, strict=False):
        relate(interpretation, "interprets", by=bureau.acting(), target=document)
