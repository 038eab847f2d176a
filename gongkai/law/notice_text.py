"""Take a holiday notice out of its text, as an officer pastes it from the government's web page.

Nothing is guessed: what the text says twice is compared (weekday and date, “共8天” and the range), and what was not
understood is named. The officer sees the days and the doubts, and confirms. Forms of text: those of 2006 to 2026.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from gongkai.law.festivals import first_year, last_year, statutory_days
from gongkai.law.notice_items import DIGITS, HEAD, items_of, read_item
from gongkai.law.notices import Notice, NoticeError, NoticeKind, Off, Shifted

_NATIONAL = re.compile(r"(国务院(?:办公厅)?关于[^。，：]{2,50}?通知)")
_TITLE = re.compile(r"^\s*([一-鿿]{2,24}关于[^。，：]{2,60}?通知)", re.MULTILINE)
_NUMBER = re.compile(r"(?:通知|[（(，。：]|^)([一-鿿]{2,10}〔\d{4}〕\d{1,4}号)")
_YEAR = re.compile(r"(\d{4})年")
_DATE = r"(\d{4})年(\d{1,2})月(\d{1,2})日"


@dataclass(frozen=True)
class ReadNotice:
    """A notice as read, and what a person has to look at before it is entered."""

    notice: Notice
    doubts: tuple[str, ...]


def read_notice(text: str, *, kind: NoticeKind = NoticeKind.ANNUAL) -> ReadNotice:
    """Read the text of a notice. Raises ``NoticeError`` when it has no year or no day that could be read."""
    pasted = text
    text = re.sub(rf"\n\s*(?=[{DIGITS}]{{1,3}}、)", "。", text)
    text = re.sub(r"\s", "", text).replace("(", "（").replace(")", "）").replace(",", "，").replace(":", "：")
    found = _NATIONAL.search(text) or _TITLE.search(pasted)
    title = re.sub(r"\s", "", found[1]) if found else ""
    number = _NUMBER.search(text)
    named = _YEAR.search(title) or _YEAR.search(text)
    if named is None:
        raise NoticeError("这段文字里没有找到年份，请粘贴放假通知的全文（含标题）。")
    year, doubts = int(named[1]), list[str]()
    off: list[Off] = []
    on: list[Shifted] = []
    for item in items_of(text, title):
        read_item(item, year, off, on, doubts)
    if not off and not on:
        raise NoticeError("这段文字里没有读出放假或者上班的日期，请粘贴放假通知的全文，或者逐日填写。")
    if not title:
        doubts.append("没有读出通知的标题，请填写。")
    if number is None:
        doubts.append("没有读出发文字号，请填写；确实没有的留空。")
    numerals = [head[1] for head in HEAD.finditer(text)]
    if numerals != [*DIGITS, *(f"十{each}" for each in DIGITS)][: len(numerals)]:
        doubts.append(f"项目编号不连续（读到{'、'.join(numerals)}），可能有漏读的，请对照原文。")
    if kind is NoticeKind.ANNUAL:
        doubts += _lacking(year, off)
    issuer = title.split("关于")[0] if title else "国务院办公厅"
    notice = Notice(
        year=year,
        kind=kind,
        title=title or f"{year}年的放假通知",
        issuer=issuer,
        number=number[1] if number else None,
        number_sure=number is not None,
        issued_on=_signed_on(text, issuer),
        checked="通知全文",
        holidays=tuple(off),
        workdays=tuple(on),
    )
    return ReadNotice(notice, tuple(doubts))


def _lacking(year: int, off: list[Off]) -> list[str]:
    """The festivals of the law that the notice does not seem to give off."""
    if not first_year() <= year <= last_year():
        return [f"{year}年不在日历的范围里（{first_year()}年至{last_year()}年），请核对年份。"]
    lacking = {
        each.festival: day
        for day, each in sorted(statutory_days(year).items(), reverse=True)
        if not any(first <= day <= last for _, first, last in off)
    }
    return [
        f"没有读到{festival}（{day.month}月{day.day}日）放假，请对照原文。"
        for festival, day in reversed(lacking.items())
    ]


def _signed_on(text: str, issuer: str) -> date | None:
    """The date under the issuer's name at the end, or at the very end of the text."""
    signed = [*re.finditer(re.escape(issuer) + _DATE, text), *re.finditer(_DATE + r"(?=（?此件|$)", text)]
    for match in signed:
        try:
            return date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            continue
    return None
