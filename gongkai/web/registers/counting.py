"""The figures of table 2 that the registers give, and for each the records that it counts.

A figure is the number (or sum) of single records and of confirmed tallies of the period; there is none where nothing was
recorded (blank is not zero), and none, but a sentence, where something would be counted twice or waits for its second name.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from gongkai.publishing.registers import Span, TallyKind, decisions_in, matters_in, rules, tally_for
from gongkai.web.organs.models import Organ
from gongkai.web.registers.conflicts import conflicts, in_force
from gongkai.web.registers.models import Decision, Fee, FeeCollection, Matter, ProcurementProject, Registered, Tally

VOIDED = Registered.State.VOIDED
Wanted = tuple[str, str]
"""A row of table 2 and what of it: decisions, amount (元), projects, prior_items, item_change."""
STOCKS = ("prior_items", "item_change")


@dataclass(frozen=True, slots=True)
class Figure:
    """``value``: None where nothing was recorded or where ``problem`` says why nothing is counted. Amounts are in 元."""

    value: int | Decimal | None = None
    problem: str = ""


def figures(organ: Organ, since: date, until: date, wanted: Collection[Wanted]) -> dict[Wanted, Figure]:
    """The figures of a period, from one or two statements for each register."""
    eve = date(since.year - 1, 12, 31)
    tallies = _tallies(organ, eve if any(what in STOCKS for _, what in wanted) else since, until)
    troubles = _troubles(organ, Span(since, until), eve, tallies)
    singles = _singles(organ, since, until, eve, wanted)
    found = {}
    for row, what in wanted:
        kind = tally_for(row, "items" if what in STOCKS else what)
        trouble = troubles.get(kind.key, "") if kind is not None else ""
        if trouble:
            found[row, what] = Figure(None, trouble)
        elif what in STOCKS:
            found[row, what] = Figure(_stock(what, singles.get((row, what)), tallies, kind, eve, until))
        else:
            found[row, what] = Figure(_flow(what, singles.get((row, what)), tallies, kind, since, until))
    return found


def records(organ: Organ, row: str, what: str, since: date, until: date) -> list[QuerySet[Any]]:
    """The records behind a figure, register by register, tallies last; empty sets are left out."""
    eve = date(since.year - 1, 12, 31)
    kind = tally_for(row, "items" if what in STOCKS else what)
    sets: list[QuerySet[Any]] = [_single_records(organ, row, what, since, until, eve)]
    if kind is not None:
        rows = Tally.objects.filter(organ=organ, kind=kind.key, state=Tally.State.CONFIRMED)
        if what == "prior_items":
            rows = rows.filter(until=eve)
        elif what == "item_change":
            rows = rows.filter(until__in=(eve, until))
        else:
            rows = rows.filter(since__gte=since, until__lte=until)
        sets.append(rows.order_by("since", "id"))
    return [each for each in sets if each.exists()]


def _tallies(organ: Organ, since: date, until: date) -> dict[str, list[Tally]]:
    found: dict[str, list[Tally]] = defaultdict(list)
    rows = Tally.objects.filter(organ=organ, since__lte=until, until__gte=since).exclude(state=Tally.State.VOIDED)
    for each in rows.select_related("organ").order_by("since", "id"):
        found[each.kind].append(each)
    return found


def _troubles(organ: Organ, during: Span, eve: date, tallies: dict[str, list[Tally]]) -> dict[str, str]:
    """By kind of tally, why its figures are not counted."""
    found = {}
    for key, rows in tallies.items():
        waiting = [
            each for each in rows if each.state == Tally.State.ENTERED and _concerns(key, each.span, during, eve)
        ]
        if waiting:
            found[key] = (
                f"{waiting[0].span}的汇总数“{waiting[0].kind_title}”还没有第二人核签，没有计数。请先核签或者作废。"
            )
    for each in conflicts(organ, eve, during.until):
        if _concerns(each.kind, each.span, during, eve):
            found[each.kind] = each.text
    return found


def _concerns(key: str, span: Span, during: Span, eve: date) -> bool:
    """Whether a tally of these days bears on the figures of the period: a stock on its eve or its last day, else any day of it."""
    if rules().tallies[key].stock:
        return span.until in (eve, during.until)
    return span.meets(during)


def _singles(
    organ: Organ, since: date, until: date, eve: date, wanted: Iterable[Wanted]
) -> dict[Wanted, int | Decimal | None]:
    """What the single records alone give; nothing for a register without a record."""
    asked = set(wanted)
    whats = {what for _, what in asked}
    found: dict[Wanted, int | Decimal | None] = {}
    if "decisions" in whats:
        decided = Decision.objects.filter(organ=organ, decided_on__range=(since, until)).exclude(state=VOIDED)
        by_row: Counter[str] = Counter()
        for key, number in decided.order_by().values_list("kind").annotate(number=Count("*")):
            by_row[rules().decisions[key].row] += number
        found |= {(row, "decisions"): number for row, number in by_row.items()}
    if ("admin_fees", "amount") in asked:
        rows = FeeCollection.objects.filter(organ=organ, voided_at=None, since__gte=since, until__lte=until)
        found["admin_fees", "amount"] = rows.aggregate(sum=Sum("amount"))["sum"]
    if ("central_procurement", "projects") in asked or ("central_procurement", "amount") in asked:
        bought = ProcurementProject.objects.filter(organ=organ, on__range=(since, until)).exclude(state=VOIDED)
        sums = bought.aggregate(number=Count("*"), sum=Sum("amount"))
        if sums["number"]:
            found["central_procurement", "projects"] = sums["number"]
            found["central_procurement", "amount"] = sums["sum"]
    if whats & set(STOCKS):
        found |= _lists(organ, eve, until, {row for row, what in asked if what in STOCKS})
    return found


def _lists(organ: Organ, eve: date, until: date, rows: set[str]) -> dict[Wanted, int | Decimal | None]:
    """How many matters and fees stood in the lists at the end of last year, and how many more there are now."""
    spans: dict[str, list[tuple[date, date | None]]] = defaultdict(list)
    matters = Matter.objects.filter(organ=organ, added_on__lte=until).exclude(state=VOIDED)
    for key, added, removed in matters.order_by().values_list("kind", "added_on", "removed_on"):
        spans[rules().matters[key].row].append((added, removed))
    if "admin_fees" in rows:
        fees = Fee.objects.filter(organ=organ, added_on__lte=until).exclude(state=VOIDED)
        spans["admin_fees"] = list(fees.order_by().values_list("added_on", "removed_on"))
    found: dict[Wanted, int | Decimal | None] = {}
    for row in rows:
        if not spans[row]:
            continue
        before, now = (
            sum(added <= day and (removed is None or removed > day) for added, removed in spans[row])
            for day in (eve, until)
        )
        found[row, "prior_items"], found[row, "item_change"] = before, now - before
    return found


def _flow(
    what: str,
    single: int | Decimal | None,
    tallies: dict[str, list[Tally]],
    kind: TallyKind | None,
    since: date,
    until: date,
) -> int | Decimal | None:
    rows = [each for each in tallies.get(kind.key, ()) if each.since >= since and each.until <= until] if kind else []
    parts = [each.amount if what == "amount" else each.count for each in rows]
    given = [each for each in (single, *parts) if each is not None]
    return sum(given[1:], given[0]) if given else None


def _stock(
    what: str,
    single: int | Decimal | None,
    tallies: dict[str, list[Tally]],
    kind: TallyKind | None,
    eve: date,
    until: date,
) -> int | Decimal | None:
    """Single records when there are any; else the tally of the day, and for the change those of both days."""
    if single is not None:
        return single
    on = {each.until: each.count for each in tallies.get(kind.key, ())} if kind else {}
    before, now = on.get(eve), on.get(until)
    if what == "prior_items":
        return before
    return None if before is None or now is None else now - before


def _single_records(organ: Organ, row: str, what: str, since: date, until: date, eve: date) -> QuerySet[Any]:
    rows: QuerySet[Any]
    match what:
        case "decisions":
            rows = Decision.objects.filter(organ=organ, kind__in=decisions_in(row), decided_on__range=(since, until))
            return rows.exclude(state=VOIDED).order_by("decided_on", "id")
        case "projects" | "amount" if row == "central_procurement":
            rows = ProcurementProject.objects.filter(organ=organ, on__range=(since, until))
            return rows.exclude(state=VOIDED).order_by("on", "id")
        case "amount":
            rows = FeeCollection.objects.filter(organ=organ, voided_at=None, since__gte=since, until__lte=until)
            return rows.select_related("fee").order_by("since", "id")
    listed: QuerySet[Any] = (
        Fee.objects.filter(organ=organ)
        if row == "admin_fees"
        else Matter.objects.filter(organ=organ, kind__in=matters_in(row))
    )
    if what == "prior_items":
        return in_force(listed, eve).order_by("added_on", "id")
    moved = Q(added_on__gt=eve, added_on__lte=until) | Q(removed_on__gt=eve, removed_on__lte=until)
    return listed.filter(moved).exclude(state=VOIDED).order_by("added_on", "id")
