"""The proof as Markdown or as plain text for print, and what it comes to in one sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from unicodedata import east_asian_width

from gongkai.workdays.calendar import Calendar
from gongkai.workdays.counting import LastDay
from gongkai.workdays.course import Course, Period
from gongkai.workdays.errors import chinese_date
from gongkai.workdays.proof import ProofDay
from gongkai.workdays.spans import Span, StillStopped

COLUMNS = ("日期", "星期", "是否计入", "第几日", "说明", "依据")


def cells(row: ProofDay) -> tuple[str, ...]:
    """A row in words, one text for each of ``COLUMNS``."""
    remarks = [row.why]
    if row.extended:
        remarks.append("延长的期限")
    if row.provisional:
        remarks.append("放假通知尚未录入，暂计")
    if row.last:
        remarks.append("最后一日")
    counted = "计入" if row.counted else "不计入"
    number = "" if row.number is None else str(row.number)
    return (row.on.isoformat(), row.weekday, counted, number, "；".join(remarks), row.basis)


def as_markdown(rows: Iterable[ProofDay]) -> str:
    """A Markdown table."""
    table = [f"| {' | '.join(COLUMNS)} |", "|---|---|---|---:|---|---|"]
    table += [f"| {' | '.join(cell.replace('|', '｜') for cell in cells(row))} |" for row in rows]
    return "\n".join(table) + "\n"


def as_text(rows: Iterable[ProofDay]) -> str:
    """Columns in line when printed in a face of fixed width, a Chinese character as wide as two letters."""
    table: list[Sequence[str]] = [COLUMNS, *(cells(row) for row in rows)]
    widths = [max(_width(line[column]) for line in table) for column in range(len(COLUMNS))]
    return "\n".join(_line(line, widths) for line in table) + "\n"


def explanation(deadline: Course | Period, calendar: Calendar) -> str:
    """What was counted and what it comes to, as whole sentences for a page or a letter."""
    parts = [f"{deadline.title}自{chinese_date(deadline.start)}起算，当日不计入，{_length(deadline)}。"]
    try:
        last = deadline.last_day(calendar)
    except StillStopped:
        last = None
    if isinstance(deadline, Course):
        parts += [f"{chinese_date(each.on)}{each.why}，当日不计入。" for each in deadline.restarts]
        parts += [_pause(span) for span in deadline.stopped if _bears(span, deadline.runs_from, last)]
    if last:
        parts.append(last.sentence(calendar))
    return "".join(parts)


def _bears(span: Span, start: date, last: LastDay | None) -> bool:
    return (span.last is None or span.last > start) and (last is None or span.first <= last.on)


def _pause(span: Span) -> str:
    if span.last is None:
        return f"{chinese_date(span.first)}起{span.why}，停止计算，恢复以前还不能确定最后一日。"
    return f"{chinese_date(span.first)}至{chinese_date(span.last)}{span.why}，不计入。"


def _length(deadline: Course | Period) -> str:
    if isinstance(deadline, Period):
        return f"{deadline.days}日" if deadline.days else f"{deadline.months}个月"
    more = f"，延长{deadline.extended_by}个工作日" if deadline.extended_by else ""
    return f"{deadline.workdays}个工作日{more}"


def _line(line: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(line, widths, strict=True)).rstrip()


def _width(text: str) -> int:
    return sum(2 if east_asian_width(letter) in "WFA" else 1 for letter in text)
