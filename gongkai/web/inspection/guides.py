"""Service guides (办事指南) whose elements are missing, as they were public on a day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.urls import reverse

from gongkai.assessment.freshness.rules import Rules
from gongkai.web.publishing.counts import day_start
from gongkai.web.publishing.models import Publication

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
    public = _public(organs, on)
    whole = Counter(dict(public.order_by().values_list("version__item__organ").annotate(Count("pk"))))
    elements = [element for _, element in rules.guide if element != "title"]
    absent: Any = sum(
        (
            Case(When(**{f"{_DETAILS}__has_key": each}, then=Value(0)), default=Value(1), output_field=IntegerField())
            for each in elements
        ),
        Value(0),
    )
    wanted = rules.indicators["services"].numbers["kinds"]
    rows = public.annotate(absent=absent).filter(absent__gte=wanted).order_by("version__item__organ", "version__item")
    found = [
        Flawed(
            item,
            organ,
            title,
            number or "",
            section,
            name or "",
            tuple(said for said, key in rules.guide if key != "title" and key not in (details or {})),
        )
        for item, organ, title, number, section, name, details in rows.values_list(
            "version__item",
            "version__item__organ",
            "review__wording__title",
            "version__item__index_number",
            "version__item__section",
            "version__item__section__name",
            _DETAILS,
        )
    ]
    return whole, found


def _public(organs: Collection[int], on: date) -> QuerySet[Publication]:
    end = day_start(on, 1)
    there = Q(version__state="published") | Q(
        version__state__in=("superseded", "withdrawn"), version__entered_at__gte=end
    )
    return Publication.objects.filter(
        there, version__item__organ__in=organs, version__item__genre=GENRE, published_at__lt=end
    )
