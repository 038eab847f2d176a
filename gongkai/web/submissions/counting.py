"""Numbers of 信息报送 by period, section and lower organ, counted from the pieces each time; and the pieces behind a number."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from gongkai.assessment.submissions.periods import Period
from gongkai.assessment.submissions.ranking import Tally
from gongkai.assessment.submissions.report import Group, Line, Report, how_counted, ranked
from gongkai.assessment.submissions.rules import Rules, default_rules, levels
from gongkai.web.organs.models import Organ, Section
from gongkai.web.submissions.models import Adoption, Circular, RuleVersion, Submission

State = Submission.State
NO_SECTION = 0
"""The key of what the organ submitted itself, without a section."""
Tallies = dict[tuple[str, int], Tally]

WHICH: dict[str, Q] = {
    "submitted": Q(),
    "adopted": Q(state=State.ADOPTED),
    "declined": Q(state=State.DECLINED),
    "waiting": Q(state=State.SUBMITTED),
    "returned": Q(returned_times__gt=0),
    "late": Q(late=True),
}
"""The pieces behind each number of a tally."""
WHICH_TITLES = {
    "submitted": "报送",
    "adopted": "采用",
    "declined": "未采用",
    "waiting": "待处理",
    "returned": "被退回过",
    "late": "迟报",
}


def rules_of(organ: Organ, on: date) -> Rules:
    """The score rules of an organ on a day: its own, else those that come with the program."""
    found = RuleVersion.objects.filter(organ=organ, since__lte=on).order_by("-since").first()
    return found.rules if found else default_rules(on)


def submitted_in(organ: Organ, period: Period) -> QuerySet[Submission]:
    """The pieces that came to an organ's office within a period."""
    return Submission.objects.filter(organ=organ, submitted_on__range=(period.since, period.until))


def tallies(organ: Organ, period: Period | None) -> Tallies:
    """The numbers of each section and lower organ in a period; one query."""
    if period is None:
        return {}
    rows = (
        submitted_in(organ, period)
        .order_by()
        .values_list("source", "section")
        .annotate(
            submitted=Count("pk"),
            adopted=Count("pk", filter=WHICH["adopted"]),
            declined=Count("pk", filter=WHICH["declined"]),
            waiting=Count("pk", filter=WHICH["waiting"]),
            returned=Count("pk", filter=WHICH["returned"]),
            late=Count("pk", filter=WHICH["late"]),
            total=Sum("score"),
        )
    )
    found: Tallies = {}
    for source, section, submitted, adopted, declined, waiting, returned, late, total in rows:
        key = ("sections", section or NO_SECTION) if source == organ.pk else ("bureaus", source)
        tally = Tally(submitted, adopted, declined, waiting, returned, late, round(Decimal(total or 0), 1))
        found[key] = found.get(key, Tally()) + tally
    return found


def report(organ: Organ, period: Period, *, on: date | None = None) -> Report:
    """The report of a period as it stands now."""
    day = on or timezone.localdate()
    rules = rules_of(organ, min(day, period.until))
    now, before, last_year = (tallies(organ, each) for each in (period, period.before, period.last_year))
    groups: list[Group] = []
    for key, units in (("sections", _sections(organ, period, now)), ("bureaus", _bureaus(organ, period, now))):
        lines = [
            Line(
                unit,
                title,
                now.get((key, unit), Tally()),
                before.get((key, unit), Tally()),
                last_year.get((key, unit), Tally()),
            )
            for unit, title in units
        ]
        if lines:
            groups.append(ranked(key, lines, rules))
    return Report(period, day, rules.basis, how_counted(rules), tuple(groups), _channels(organ, period))


def _sections(organ: Organ, period: Period, now: Tallies) -> Iterable[tuple[int, str]]:
    known = [
        (each.pk, each.name)
        for each in Section.objects.filter(organ=organ)
        if each.closed_on is None or each.closed_on > period.since or ("sections", each.pk) in now
    ]
    if ("sections", NO_SECTION) in now:
        known.append((NO_SECTION, f"{organ.short_name}（没有写明科室）"))
    return known


def _bureaus(organ: Organ, period: Period, now: Tallies) -> Iterable[tuple[int, str]]:
    return [
        (each.pk, each.short_name)
        for each in Organ.objects.filter(parent=organ)
        if ("bureaus", each.pk) in now
        or (
            (each.established_on is None or each.established_on <= period.until)
            and (each.dissolved_on is None or each.dissolved_on > period.since)
        )
    ]


def _channels(organ: Organ, period: Period) -> tuple[tuple[str, str, int], ...]:
    rows = (
        Adoption.objects.filter(
            submission__organ=organ,
            submission__submitted_on__range=(period.since, period.until),
            struck_at=None,
        )
        .order_by()
        .values_list("channel", "level")
        .annotate(number=Count("pk"))
    )
    order = list(levels())
    placed = sorted(rows, key=lambda row: (order.index(row[1]), -row[2], row[0]))
    return tuple((channel, levels()[level], number) for channel, level, number in placed)


def behind(organ: Organ, period: Period, which: str, group: str = "", unit: int | None = None) -> QuerySet[Submission]:
    """The pieces behind one number of the report. Raises ``LookupError`` for a number that there is not."""
    rows = submitted_in(organ, period).filter(WHICH[which])
    if group == "sections":
        rows = rows.filter(source=organ)
        if unit is not None:
            rows = rows.filter(section=unit or None)
    elif group == "bureaus":
        rows = rows.exclude(source=organ)
        if unit is not None:
            rows = rows.filter(source=unit)
    elif group:
        raise LookupError(group)
    return rows


def circulars_issued(organ: Organ, since: date, until: date, kind: str | None = None) -> QuerySet[Circular]:
    """The circulars that an organ issued between two days; a version that was replaced by another does not count again."""
    rows: Any = Circular.objects.filter(organ=organ, issued_on__range=(since, until), state=Circular.State.ISSUED)
    return rows.filter(kind=kind) if kind else rows
