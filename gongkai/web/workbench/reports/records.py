"""What a list of counted records shows of each; names of applicants are no part of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import NoReverseMatch, reverse

from gongkai.annualreport.counting import APPLICATIONS, DISPUTES, REGISTERS


@dataclass(frozen=True, slots=True)
class Row:
    """A record by its number or title, where it opens, and its particulars."""

    name: str
    url: str
    facts: tuple[tuple[str, Any], ...]


def rows_of(register: str, records: Iterable[Any]) -> list[Row]:
    """The records of a register as rows."""
    if register == REGISTERS:
        return [_REGISTERS[each._meta.model_name](each) for each in records]
    if register == DISPUTES:
        return [_dispute(each) for each in records]
    return [_application(each) if register == APPLICATIONS else _document(each) for each in records]


class Joined(Sequence[Any]):
    """Sets of records of several registers one after the other, as a paginator takes them: each part is asked for by itself."""

    def __init__(self, sets: Sequence[QuerySet[Any]]) -> None:
        self.sets = sets
        self.lengths = [each.count() for each in sets]

    def __len__(self) -> int:
        return sum(self.lengths)

    def __getitem__(self, wanted: Any) -> Any:
        if not isinstance(wanted, slice):
            return self[wanted : wanted + 1][0]
        start, stop, _ = wanted.indices(len(self))
        found: list[Any] = []
        for rows, length in zip(self.sets, self.lengths, strict=True):
            if start < length and stop > 0:
                found += list(rows[max(start, 0) : min(stop, length)])
            start, stop = start - length, stop - length
        return found


def _application(case: Any) -> Row:
    facts = (
        ("申请人类别", case.kind_title),
        ("收到日期", case.received_on),
        ("办结日期", case.ended_on),
        ("办理结果", case.outcome_title),
    )
    return Row(case.number, _address("workbench:application", case.number), facts)


def _dispute(case: Any) -> Row:
    facts = (
        ("种类", case.kind_title),
        ("不服", case.act_title),
        ("收到副本", case.began_on),
        ("审结", case.concluded_on),
        ("结果", case.outcome_title),
    )
    return Row(case.number, _address("workbench:dispute", case.number), facts)


def _document(item: Any) -> Row:
    facts = (
        ("文号", item.document_number),
        ("公开日期", item.published_at),
        ("有效期至", item.expires_on),
        ("废止日期", item.repealed_on),
    )
    return Row(item.title, _address("workbench:item", item.pk), facts)


def _decision(each: Any) -> Row:
    facts = (
        ("种类", each.kind_title),
        ("决定日期", each.decided_on),
        ("相对人", each.subject_shown),
        ("状态", each.get_state_display()),
    )
    return Row(each.number, each.get_absolute_url(), facts)


def _listed(each: Any) -> Row:
    facts = (("列入日期", each.added_on), ("取消日期", each.removed_on))
    return Row(each.name, each.get_absolute_url(), facts)


def _collection(each: Any) -> Row:
    facts = (("起日", each.since), ("止日", each.until), ("金额（元）", each.amount), ("来源", each.source))
    return Row(each.fee.name, each.fee.get_absolute_url(), facts)


def _project(each: Any) -> Row:
    return Row(each.name, each.get_absolute_url(), (("日期", each.on), ("金额（元）", each.amount)))


def _tally(each: Any) -> Row:
    number = "" if each.count is None else str(each.count)
    facts = (("件数", number), ("金额（元）", "" if each.amount is None else str(each.amount)), ("来源", each.source))
    return Row(f"汇总数：{each}", each.get_absolute_url(), facts)


_REGISTERS: dict[str, Callable[[Any], Row]] = {
    "decision": _decision,
    "matter": _listed,
    "fee": _listed,
    "feecollection": _collection,
    "procurementproject": _project,
    "tally": _tally,
}


def _address(name: str, key: Any) -> str:
    try:
        return reverse(name, args=[key])
    except NoReverseMatch:
        return ""
