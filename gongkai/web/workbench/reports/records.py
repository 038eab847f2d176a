"""What a list of counted records shows of each; names of applicants are no part of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse

from gongkai.annualreport.counting import APPLICATIONS


@dataclass(frozen=True, slots=True)
class Row:
    """A record by its number or title, where it opens, and its particulars."""

    name: str
    url: str
    facts: tuple[tuple[str, Any], ...]


def rows_of(register: str, records: Iterable[Any]) -> list[Row]:
    """The records of a register as rows."""
    return [_application(each) if register == APPLICATIONS else _document(each) for each in records]


def _application(case: Any) -> Row:
    facts = (
        ("申请人类别", case.kind_title),
        ("收到日期", case.received_on),
        ("办结日期", case.ended_on),
        ("办理结果", case.outcome_title),
    )
    return Row(case.number, _address("workbench:application", case.number), facts)


def _document(item: Any) -> Row:
    facts = (
        ("文号", item.document_number),
        ("公开日期", item.published_at),
        ("有效期至", item.expires_on),
        ("废止日期", item.repealed_on),
    )
    return Row(item.title, _address("workbench:item", item.pk), facts)


def _address(name: str, key: Any) -> str:
    try:
        return reverse(name, args=[key])
    except NoReverseMatch:
        return ""
