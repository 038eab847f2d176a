"""The year's tasks and trainings."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Sum, Value, When
from django.utils import timezone

from gongkai.web.organs.models import Organ, Training, WorkPoint


def work_points(points: QuerySet[WorkPoint], year: int | None = None) -> QuerySet[WorkPoint]:
    """Tasks (of a year) with their number of notes: overdue first, then open by their last day, then finished."""
    today = timezone.localdate()
    rank = Case(
        When(done_on=None, due_on__lt=today, then=Value(0)),
        When(done_on=None, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    if year is not None:
        points = points.filter(year=year)
    points = points.select_related("section", "owner", "organ").annotate(rank=rank, notes=Count("progress"))
    return points.order_by("rank", F("due_on").asc(nulls_last=True), "pk")


class TrainingsOfYear(NamedTuple):
    """A year's trainings with how many persons (counted each time) and hours they come to."""

    rows: QuerySet[Training]
    number: int
    persons: int
    hours: Decimal


def trainings_of_year(organ: Organ, year: int) -> TrainingsOfYear:
    """The trainings of an organ in a year. The sums are of the rows."""
    rows = organ.trainings.filter(on__year=year)
    sums = rows.aggregate(number=Count("pk"), persons=Sum("participants"), hours=Sum("hours"))
    return TrainingsOfYear(rows, sums["number"], sums["persons"] or 0, sums["hours"] or Decimal(0))


def years_of(organ: Organ) -> list[int]:
    """The years in which the organ has tasks or trainings, and this one; the newest first."""
    years = set(organ.work_points.values_list("year", flat=True).distinct())
    years |= {day.year for day in organ.trainings.filter(~Q(on=None)).dates("on", "year")}
    return sorted(years | {timezone.localdate().year}, reverse=True)
