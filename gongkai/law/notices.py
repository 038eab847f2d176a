"""Holiday notices: which days a government gave off, and on which weekend days work is done instead (调休).

The notices of 国务院办公厅 since 2004 are data (``holidays/<year>.yaml``). One that an office enters later, for a
new year or by a local government (《全国年节及纪念日放假办法》第四条), is the same structure from another source:
``notice_from`` reads it, ``Notice.as_data`` writes it for a database, ``read_notice`` takes it from the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import MAXYEAR, MINYEAR, date, timedelta
from enum import StrEnum
from functools import cache, cached_property
from pathlib import Path
from typing import Any, NamedTuple

from gongkai.law.loader import DataError, Reader, load

FOLDER = Path(__file__).with_name("holidays")
WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")


class NoticeError(DataError):
    """A notice contradicts itself or the calendar: the text says where, in Chinese."""


class NoticeKind(StrEnum):
    """What a notice does. A later kind goes before an earlier one where they name the same day."""

    ANNUAL = "annual"
    """The arrangement of a whole year: with it, the year's days are settled."""
    AMENDING = "amending"
    """Changes single days of an arrangement (2015年9月3日, 2019年劳动节, 2020年春节)."""
    LOCAL = "local"
    """Days that a local government gives off to all in its area."""


class Off(NamedTuple):
    """Days off for a festival, both ends included."""

    festival: str
    first: date
    last: date


class Shifted(NamedTuple):
    """A weekend day on which work is done."""

    festival: str
    day: date


@dataclass(frozen=True)
class Notice:
    """One notice. ``number`` is shown only when ``number_sure``; ``checked`` says against what the days were read."""

    year: int
    title: str
    holidays: tuple[Off, ...]
    workdays: tuple[Shifted, ...] = ()
    kind: NoticeKind = NoticeKind.ANNUAL
    issuer: str = "国务院办公厅"
    number: str | None = None
    number_sure: bool = False
    issued_on: date | None = None
    checked: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        if not MINYEAR < self.year <= MAXYEAR:
            raise NoticeError(f"没有{self.year}年这一年，请核对年份。")
        for festival, first, last in self.holidays:
            if last < first:
                raise NoticeError(f"{self._name}：{festival}的放假起止日期颠倒了，请核对。")
        days = [day for day, _ in self._all_off()] + [shifted.day for shifted in self.workdays]
        if not days:
            raise NoticeError(f"{self._name}：没有写明哪一天放假、哪一天上班。")
        twice = sorted({day for day in days if days.count(day) > 1})
        if twice:
            raise NoticeError(f"{self._name}：{_chinese(twice[0])}写了两次，或者既放假又上班，请核对。")
        for day in days:
            # 元旦的调休会落到上一年的十二月
            if not date(self.year - 1, 12, 1) <= day <= date(self.year, 12, 31):
                raise NoticeError(f"{self._name}：{_chinese(day)}不在{self.year}年，请核对年份。")
        for shifted in self.workdays:
            if self.kind is NoticeKind.ANNUAL and shifted.day.weekday() < 5:
                weekday = WEEKDAYS[shifted.day.weekday()]
                raise NoticeError(f"{self._name}：{_chinese(shifted.day)}是{weekday}，本来就上班，请核对日期。")

    @property
    def _name(self) -> str:
        return self.title or f"{self.year}年的放假通知"

    @property
    def citation(self) -> str:
        """How a letter names the notice; a document number that is not sure is left out."""
        number = f"（{self.number}）" if self.number and self.number_sure else ""
        return f"《{self.title}》{number}"

    def _all_off(self) -> Iterator[tuple[date, str]]:
        for festival, first, last in self.holidays:
            for number in range((last - first).days + 1):
                yield first + timedelta(days=number), festival

    @cached_property
    def days_off(self) -> Mapping[date, str]:
        """Every day off with its festival."""
        return dict(self._all_off())

    @cached_property
    def days_on(self) -> Mapping[date, str]:
        """Every shifted working day with the festival that it makes up for."""
        return {shifted.day: shifted.festival for shifted in self.workdays}

    def same_days(self, other: Notice) -> bool:
        """Whether both give the same days off and on, however they word it."""
        return self.days_off.keys() == other.days_off.keys() and self.days_on.keys() == other.days_on.keys()

    def as_data(self) -> dict[str, Any]:
        """The notice as plain values for JSON; ``notice_from`` reads them back."""
        return {
            "year": self.year,
            "kind": self.kind.value,
            "title": self.title,
            "issuer": self.issuer,
            "number": self.number,
            "number_sure": self.number_sure,
            "issued_on": self.issued_on and self.issued_on.isoformat(),
            "checked": self.checked,
            "holidays": [[each.festival, each.first.isoformat(), each.last.isoformat()] for each in self.holidays],
            "workdays": [[each.festival, each.day.isoformat()] for each in self.workdays],
        }


def notice_from(data: Any, where: str = "放假通知") -> Notice:
    """Read a notice from YAML or JSON values, strictly; raises ``DataError`` with the place."""
    reader = Reader(data, where)
    kind = reader.take("kind", str, NoticeKind.ANNUAL.value)
    if kind not in {each.value for each in NoticeKind}:
        raise DataError(f"{reader.where}：“kind”应是 {'、'.join(NoticeKind)} 之一：{kind!r}")
    notice = Notice(
        year=reader.take("year", int),
        kind=NoticeKind(kind),
        title=reader.take("title", str),
        issuer=reader.take("issuer", str, "国务院办公厅"),
        number=reader.take("number", (str, type(None)), None),
        number_sure=reader.take("number_sure", bool, False),
        issued_on=_day(reader.take("issued_on", (date, str, type(None)), None), reader.where),
        checked=reader.take("checked", str, ""),
        holidays=tuple(Off(name, *days) for name, *days in _rows(reader, "holidays", 3)),
        workdays=tuple(Shifted(name, *days) for name, *days in _rows(reader, "workdays", 2)),
    )
    reader.done()
    return notice


@cache
def national_notices() -> tuple[Notice, ...]:
    """The notices that come with the program, oldest year first."""
    return tuple(_read(sorted(FOLDER.glob("*.yaml"))))


def _read(paths: Iterable[Path]) -> Iterator[Notice]:
    for path in paths:
        for each in load(path):
            notice = notice_from(each, path.name)
            if path.stem != str(notice.year):
                raise DataError(f"{path.name}：文件名和年份{notice.year}对不上")
            yield notice


def _rows(reader: Reader, key: str, width: int) -> Iterator[list[Any]]:
    for row in reader.take(key, list, []):
        if not isinstance(row, list) or len(row) != width or not isinstance(row[0], str):
            raise DataError(f"{reader.where}：“{key}”的每一行应是节日和 {width - 1} 个日期：{row!r}")
        days = [_day(value, reader.where) for value in row[1:]]
        if None in days:
            raise DataError(f"{reader.where}：“{key}”的这一行缺日期：{row!r}")
        yield [row[0], *days]


def _day(value: Any, where: str) -> date | None:
    if value is None or type(value) is date:
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise DataError(f"{where}：日期应写成 2027-01-01 的样子：{value!r}") from None


def _chinese(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
