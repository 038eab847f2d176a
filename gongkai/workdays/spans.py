"""Spans of days that a limit leaves out, such as the time for asking a third party (《条例》第三十三条第三款)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from gongkai.workdays.errors import CannotCount, a_day, chinese_date


class Span(NamedTuple):
    """Days from ``first`` to ``last``, both included. ``last`` is None while the limit still stands."""

    first: date
    last: date | None
    why: str = "停止计算"
    basis: str = ""


Spans = Sequence[Span | tuple[date, date]]


class StillStopped(CannotCount):
    """The limit stands and has no last day until it runs again."""

    def __init__(self, span: Span) -> None:
        super().__init__(
            f"自{chinese_date(span.first)}起停止计算（{span.why}），恢复计算以前还不能确定最后一日。"
            "请先登记停止计算的截止日。"
        )
        self.span = span


def as_spans(stopped: Spans) -> tuple[Span, ...]:
    """The spans in order of their first day; refuses one that ends before it begins."""
    if not stopped:
        return ()
    spans = []
    for each in stopped:
        span = each if isinstance(each, Span) else Span(*each)
        a_day(span.first, "停止计算的起始日")
        if span.last is not None and a_day(span.last, "停止计算的截止日") < span.first:
            raise CannotCount(
                f"停止计算的截止日{chinese_date(span.last)}早于起始日{chinese_date(span.first)}，请核对两个日期。"
            )
        spans.append(span)
    return tuple(sorted(spans, key=lambda span: (span.first, span.last or date.max)))


def disjoint(spans: Sequence[Span], after: date) -> list[tuple[date, date | None]]:
    """The same days once each, in order, only those after ``after``. At most the last one is open."""
    merged: list[tuple[date, date | None]] = []
    for span in spans:
        first, last = max(span.first, after + timedelta(days=1)), span.last
        if last is not None and last < first:
            continue
        if merged and (merged[-1][1] is None or first <= merged[-1][1]):
            begin, end = merged[-1]
            merged[-1] = (begin, None if last is None or end is None else max(last, end))
        else:
            merged.append((first, last))
    return merged
