"""Service guides (办事指南) whose elements are missing, as they were public on a day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.urls import reverse

from gongkai.assessment.freshness.rules import Rules
from gongkai.web.publishing.counts import day_start
from gongkai.web.publishing.models import Item, Publication

GENRE = "services"
_DETAILS = "review__wording__details"


@dataclass(frozen=True, slots=True)
class Flawed:
    """A guide with the elements that are missing."""

    item: int
    organ_id: int
    title: str
    index_number: str
    section_id: int | None
    section: str
    missing: tuple[str, ...]

    @property
    def url(self) -> str:
        """Its page on the portal."""
        return reverse("portal:item", args=[self.index_number])

    @property
    def subject(self) -> tuple[str, str]:
        """Kind and key of what it is, as problems name it."""
        return "publishing.item", str(self.item)

    @property
    def officer_id(self) -> None:
        """A guide has a section, no person."""
        return

    @property
    def responsible(self) -> str:
        """The section that answers for it."""
        return self.section or "没有写明科室"

    @property
    def told(self) -> str:
        """What is missing."""
        return f"缺{len(self.missing)}种：{'、'.join(self.missing)}"


def guides_on(organs: Collection[int], on: date, rules: Rules) -> tuple[Counter[int], list[Flawed]]:
    """How many guides each organ had in public on a day, and those with too many elements missing."""
    wanted = rules.indicators["services"].numbers["kinds"]
    whole: Counter[int] = Counter()
    missing: dict[int, tuple[str, ...]] = {}
    rows = _public(organs, on).order_by("version__item__organ", "version__item")
    for item, organ, details in rows.values_list("version__item", "version__item__organ", _DETAILS):
        whole[organ] += 1
        lacking = tuple(said for said, key in rules.guide if key != "title" and not (details or {}).get(key))
        if len(lacking) >= wanted:
            missing[item] = lacking
    if not missing:
        return whole, []
    named = Item.objects.filter(pk__in=missing).order_by("organ__order", "organ", "id")
    about = named.values_list("pk", "organ", "title", "index_number", "section", "section__name")
    return whole, [
        Flawed(item, organ, title, number or "", section, name or "", missing[item])
        for item, organ, title, number, section, name in about
    ]


def _public(organs: Collection[int], on: date) -> QuerySet[Publication]:
    end = day_start(on, 1)
    there = Q(version__state="published") | Q(
        version__state__in=("superseded", "withdrawn"), version__entered_at__gte=end
    )
    return Publication.objects.filter(
        there, version__item__organ__in=organs, version__item__genre=GENRE, published_at__lt=end
    )
