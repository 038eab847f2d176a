"""The same thing is never counted twice: which tallies, single records and collections would count one day's work twice.

Each function gives sentences: what overlaps, and how to solve it. Nothing means that all can stand together.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from gongkai.publishing.registers import Span, TallyKind, decisions_in, matters_in, rules
from gongkai.web.organs.models import Organ
from gongkai.web.registers.models import Decision, Fee, FeeCollection, Matter, ProcurementProject, Registered, Tally

EITHER = "请二选一：用汇总数的，不再单件登记，已经登记的先作废；单件登记的，先作废这笔汇总数。"
VOIDED = Registered.State.VOIDED


@dataclass(frozen=True, slots=True)
class Conflict:
    """A tally (or a collection) that counts something a second time, with what is the matter."""

    kind: str
    span: Span
    text: str
    url: str = ""


def standing_tallies(organ: Organ, kind: str, span: Span) -> QuerySet[Tally]:
    """The tallies of a kind that have a day in common with ``span``, confirmed or not."""
    rows = Tally.objects.filter(organ=organ, kind=kind, since__lte=span.until, until__gte=span.since)
    return rows.exclude(state=Tally.State.VOIDED)


def against_tally(tally: Tally) -> list[str]:
    """What a tally would count a second time."""
    kind = rules().tallies[tally.kind]
    found = [
        f"{other.span}的“{other.kind_title}”已经登记过汇总数（{said_of(other)}），和{tally.span}有重叠的日子，会数两次。"
        "请把起止日期错开；原来那笔登记错的，先作废。"
        for other in standing_tallies(tally.organ, tally.kind, tally.span).exclude(pk=tally.pk)[:3]
    ]
    single = _singles(tally.organ, kind, tally.span)
    number = single.count()
    if number:
        first = single.first()
        found.append(
            f"{tally.span}已经单件登记了{number}条{_called(kind)}（例如“{first}”），再登记汇总数“{kind.title}”会数两次。{EITHER}"
        )
    return found


def against_single(organ: Organ, tallies: Iterable[str], spans: Iterable[Span], called: str) -> list[str]:
    """Which tallies count a single record already; ``spans`` are the days by which it counts."""
    found = []
    for span in spans:
        for kind in tallies:
            for each in standing_tallies(organ, kind, span)[:1]:
                found.append(
                    f"{each.span}的“{each.kind_title}”已经登记了汇总数（{said_of(each)}），再登记{called}会数两次。{EITHER}"
                )
    return found


def against_record(record: Registered) -> list[str]:
    """Which tallies count a record of a register already."""
    organ = record.organ
    match record:
        case Decision():
            kinds = _tallies_for(rules().decisions[record.kind].row, "decisions")
            return against_single(organ, kinds, [Span(record.decided_on, record.decided_on)], "这件决定")
        case ProcurementProject():
            kinds = _tallies_for("central_procurement", "procurement")
            return against_single(organ, kinds, [Span(record.on, record.on)], "这个项目")
        case Matter():
            kinds = _tallies_for(rules().matters[record.kind].row, "matters")
            return _against_stock(organ, kinds, record.added_on, record.removed_on, "这个事项")
        case Fee():
            kinds = _tallies_for("admin_fees", "fees")
            return _against_stock(organ, kinds, record.added_on, record.removed_on, "这个收费项目")
    raise TypeError(type(record))


def against_collection(collection: FeeCollection) -> list[str]:
    """What a sum collected would count a second time."""
    rows = FeeCollection.objects.filter(
        fee=collection.fee, voided_at=None, since__lte=collection.until, until__gte=collection.since
    )
    found = [
        f"“{each.fee}”{each.span}的收费金额已经登记过（{each.amount}元），和{collection.span}有重叠的日子，会数两次。"
        "请把起止日期错开；原来那笔登记错的，先作废。"
        for each in rows.exclude(pk=collection.pk).select_related("fee")[:3]
    ]
    kinds = _tallies_for("admin_fees", "collections")
    return found + against_single(collection.organ, kinds, [collection.span], "这笔收费")


def conflicts(organ: Organ, since: date, until: date, kinds: Iterable[str] = ()) -> list[Conflict]:
    """All that is counted twice in a period, whatever way it came in; asks as often as there are tallies and collections."""
    rows = Tally.objects.filter(organ=organ, since__lte=until, until__gte=since).exclude(state=Tally.State.VOIDED)
    wanted = tuple(kinds)
    if wanted:
        rows = rows.filter(kind__in=wanted)
    found = [
        Conflict(tally.kind, tally.span, text, tally.get_absolute_url())
        for tally in rows.select_related("organ")
        for text in against_tally(tally)
    ]
    return found + [
        Conflict("admin_fees", span, text, url)
        for span, text, url in _collected_twice(organ, since, until)
        if not wanted or "admin_fees" in wanted
    ]


def said_of(tally: Tally) -> str:
    """What a tally says, with its source."""
    parts = [
        f"{tally.count}件" if tally.count is not None else "",
        f"{tally.amount}元" if tally.amount is not None else "",
    ]
    return "，".join([*filter(None, parts), f"来源：{tally.source}"])


def _collected_twice(organ: Organ, since: date, until: date) -> list[tuple[Span, str, str]]:
    rows = list(
        FeeCollection.objects.filter(organ=organ, voided_at=None, since__lte=until, until__gte=since)
        .select_related("fee")
        .order_by("fee", "since", "until")
    )
    found = []
    last: dict[int, FeeCollection] = {}
    for each in rows:
        before = last.get(each.fee_id)
        if before is not None and before.span.meets(each.span):
            text = f"“{each.fee}”的收费金额，{before.span}和{each.span}两笔有重叠的日子，会数两次。请作废其中一笔，重新登记。"
            found.append((each.span, text, each.fee.get_absolute_url()))
        if before is None or each.until > before.until:
            last[each.fee_id] = each
    return found


def _singles(organ: Organ, kind: TallyKind, span: Span) -> QuerySet:
    """The single records that a tally would count again."""
    days = (span.since, span.until)
    match kind.same:
        case "decisions":
            rows = Decision.objects.filter(organ=organ, kind__in=decisions_in(kind.row), decided_on__range=days)
            return rows.exclude(state=VOIDED)
        case "procurement":
            return ProcurementProject.objects.filter(organ=organ, on__range=days).exclude(state=VOIDED)
        case "collections":
            return FeeCollection.objects.filter(
                organ=organ, voided_at=None, since__lte=span.until, until__gte=span.since
            ).select_related("fee")
        case "matters":
            return in_force(Matter.objects.filter(organ=organ, kind__in=matters_in(kind.row)), span.until)
        case _:
            return in_force(Fee.objects.filter(organ=organ), span.until)


def in_force(rows: QuerySet, day: date) -> QuerySet:
    """The matters or fees of a set that stand in the list at the end of a day."""
    return rows.filter(Q(removed_on=None) | Q(removed_on__gt=day), added_on__lte=day).exclude(state=VOIDED)


def _against_stock(organ: Organ, kinds: Iterable[str], added: date, removed: date | None, called: str) -> list[str]:
    """Tallies of stock on a day on which the item stands in the list."""
    rows = Tally.objects.filter(organ=organ, kind__in=tuple(kinds), until__gte=added).exclude(state=Tally.State.VOIDED)
    if removed is not None:
        rows = rows.filter(until__lt=removed)
    return [
        f"{each.span}的“{each.kind_title}”已经登记了汇总数（{said_of(each)}），再登记{called}会数两次。{EITHER}"
        for each in rows.order_by("until")[:1]
    ]


def _tallies_for(row: str, same: str) -> list[str]:
    return [key for key, kind in rules().tallies.items() if row and kind.row == row and kind.same == same]


def _called(kind: TallyKind) -> str:
    return {
        "decisions": "处理决定", "procurement": "采购项目", "collections": "收费金额", "matters": "事项", "fees": "收费项目",
    }[kind.same]  # fmt: skip
