"""The items of a holiday notice (“二、春节：2月5日至12日放假调休，共8天。2月14日（周日）上班。”) as days off and on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from gongkai.law.notices import WEEKDAYS, Off, Shifted

DIGITS = "一二三四五六七八九十"
HEAD = re.compile(rf"(?:(?<=[。：])|^)([{DIGITS}]{{1,3}})、([^：:\d，。]{{0,24}})[：:]?(?=[^，。]{{0,24}}\d)")
_TAIL = re.compile(r"节假日期间|放假期间|(?<=。)鼓励单位和个人|特此通知")
_DAY = re.compile(r"(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日(?:（([^）]*)）)?")
_TO = re.compile(r"[至—–\-~～]+")
_COUNT = re.compile(r"共(\d+)天|放假(\d+)天")
_WEEKDAY = re.compile(r"(?:星期|周)([一二三四五六日天])")
_NOT_ORDERED = re.compile(r"鼓励|法定|公休日|照常|其中|推迟|延长|起(正常|恢复)?上班")


class _Doubtful(Exception):
    """What the text says cannot be a date."""


class Item(NamedTuple):
    """One item: the festival and what is ordered for it."""

    festival: str
    body: str


class _Clock:
    """Fills in year and month that the text leaves out, and compares weekdays."""

    def __init__(self, year: int, festival: str, doubts: list[str]) -> None:
        self._notice_year, self._festival, self._doubts = year, festival, doubts
        self._month = 0

    def day(self, match: re.Match[str]) -> date:
        year, month, day, remark = match.groups()
        self._month = int(month) if month else self._month
        if not self._month:
            raise _Doubtful(f"“{match[0]}”没有写月份")
        before = not year and "元旦" in self._festival and self._month == 12
        number = int(year) if year else self._notice_year - before
        try:
            found = date(number, self._month, int(day))
        except ValueError:
            raise _Doubtful(f"没有“{match[0]}”这一天") from None
        said = _WEEKDAY.search(remark or "")
        if said and WEEKDAYS[found.weekday()] != f"星期{said[1].replace('天', '日')}":
            is_on = WEEKDAYS[found.weekday()]
            self._doubts.append(f"{self._festival}：“{match[0]}”写的星期和日历不符，{found.isoformat()}是{is_on}。")
        return found

    def pass_over(self, clause: str) -> None:
        """An explanation orders nothing, but the month it names holds for what follows."""
        for month in re.findall(r"(\d{1,2})月", clause):
            self._month = int(month)


def items_of(text: str, title: str) -> Iterator[Item]:
    """One part of the text for each festival; a text without “一、” is one part, named after its title."""
    heads = list(HEAD.finditer(text))
    own = re.sub(r".*关于(调整|延长)?(\d{4}年)?|(假期|放假|调休|节假日)?(安排|调休放假)?的通知$", "", title)
    if not heads:
        yield Item(own, _TAIL.split(text[text.find(title) + len(title) :])[0])
        return
    ends = [*(head.start() for head in heads[1:]), len(text)]
    for head, end in zip(heads, ends, strict=True):
        festival = re.sub(r"[“”\"]|国际", "", head[2]).replace("五一劳动节", "劳动节")
        named = {"五一": "劳动节", "十一": "国庆节"}.get(festival, festival)
        yield Item(named or own, _TAIL.split(text[head.end() : end])[0])


def read_item(item: Item, year: int, off: list[Off], on: list[Shifted], doubts: list[str]) -> None:
    festival = item.festival
    clock = _Clock(year, festival, doubts)
    found: list[Off] = []
    shifted: list[Shifted] = []
    counts: list[int] = []
    for clause in re.split(r"[，。；;]", item.body):
        counts += [int(match[1] or match[2]) for match in _COUNT.finditer(clause)]
        try:
            if clause.endswith("上班") and not _NOT_ORDERED.search(clause):
                shifted += [Shifted(festival, clock.day(match)) for match in _DAY.finditer(clause)]
            elif re.search(r"放假|补休", clause) and not _NOT_ORDERED.search(clause):
                found += [Off(festival, *days) for days in _ranges(clause, clock)]
            else:
                clock.pass_over(clause)
        except _Doubtful as problem:
            doubts.append(f"{festival}：{problem}，请核对原文。")
    found = [one for one in dict.fromkeys(found) if not any(_within(one, other) for other in found)]
    days = sum((each.last - each.first).days + 1 for each in found)
    if not found and not shifted:
        doubts.append(f"“{festival or item.body[:12]}”一项没有读出日期，请对照原文填写。")
    elif counts and days not in counts:
        doubts.append(f"{festival}：原文写共{counts[0]}天，读出{days}天，请核对。")
    off += [each for each in found if each not in off]
    on += [each for each in dict.fromkeys(shifted) if each not in on]


def _within(one: Off, other: Off) -> bool:
    return one != other and other.first <= one.first and one.last <= other.last


def _ranges(clause: str, clock: _Clock) -> Iterator[tuple[date, date]]:
    """The days of a clause, as ranges: “4月30日至5月2日”, “1月1日”."""
    matches = list(_DAY.finditer(clause))
    position = 0
    while position < len(matches):
        first = clock.day(matches[position])
        last = first
        if position + 1 < len(matches):
            between = clause[matches[position].end() : matches[position + 1].start()]
            if _TO.fullmatch(between):
                position += 1
                last = clock.day(matches[position])
        yield first, last
        position += 1
