"""What handling an application costs (信息处理费): the two tariffs, each progressive by excess, and how an amount comes about.

Source: 《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）第三条至第五条, as data in ``fees.yaml``. One application is charged by one
tariff or by the other, never by both. Amounts are whole yuan.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from gongkai.law.loader import LINE, DataError, Reader, grounded, load

FILE = Path(__file__).with_name("fees.yaml")
PER_REQUEST, PER_PAGE = "per_request", "per_page"


class NoFee(ValueError):
    """Nothing can be asked; the text says why and on what ground."""


@dataclass(frozen=True, slots=True)
class Band:
    """One step of a tariff: up to ``up_to`` units (None: without end) at ``yuan`` each.

    With ``each`` it goes on in steps of so many units, every step ``more`` yuan dearer than the one before.
    """

    up_to: int | None
    yuan: int
    each: int | None = None
    more: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """What one band contributed: units ``first`` to ``last`` at ``yuan`` each."""

    first: int
    last: int
    yuan: int

    @property
    def units(self) -> int:
        """How many units lie in it."""
        return self.last - self.first + 1

    @property
    def amount(self) -> int:
        """Yuan."""
        return self.units * self.yuan


@dataclass(frozen=True, slots=True)
class Version:
    """The bands in force from a day on."""

    since: date
    bands: tuple[Band, ...]
    basis: str
    checked: str


@dataclass(frozen=True, slots=True)
class Tariff:
    """One of the two ways to charge. ``unit`` is 件 or 页."""

    key: str
    title: str
    unit: str
    cumulated: str
    versions: tuple[Version, ...]
    note: str = ""

    def version(self, on: date) -> Version | None:
        """What is in force on a day; None before the first."""
        found = [each for each in self.versions if each.since <= on]
        return found[-1] if found else None

    def free(self, on: date) -> int:
        """Up to how many units nothing is owed."""
        found = self.version(on)
        if found is None:
            return 0
        return max((band.up_to or 0 for band in found.bands if band.yuan == 0), default=0)

    def parts(self, units: int, on: date) -> tuple[Part, ...]:
        """How an amount for so many units comes about, band by band. Raises ``NoFee`` before the first version."""
        found = self.version(on)
        if found is None:
            raise NoFee(f"{told(on)}还没有“{self.title}”的收费标准，不能收费。")
        return tuple(_parts(found.bands, units))

    def amount(self, units: int, on: date) -> int:
        """Yuan for so many units.

        >>> day = date(2026, 6, 1)
        >>> tariffs()["per_request"].amount(45, day), tariffs()["per_page"].amount(250, day)
        (5500, 4700)
        """
        return sum(part.amount for part in self.parts(units, on))

    def rate(self, place: int, on: date) -> int:
        """Yuan for the unit at one place: what the 31st application of a month costs by itself."""
        return self.parts(place, on)[-1].yuan if place > 0 else 0


@dataclass(frozen=True, slots=True)
class Reading:
    """A point that the rules leave open, and how it is read here."""

    question: str
    options: Mapping[str, str]
    chosen: str
    decided_by: str
    basis: str
    reason: str

    @property
    def told(self) -> str:
        """The reading that holds, in words."""
        return self.options[self.chosen]


@dataclass(frozen=True, slots=True)
class Fee:
    """An amount with how it came about. ``units``: pages, or the place of the application in its month."""

    tariff: str
    units: int
    amount: int
    parts: tuple[Part, ...]
    basis: str

    @property
    def standard(self) -> str:
        """The standard in words: 按量计收：第31至100页每页10元……"""
        tariff = tariffs()[self.tariff]
        unit = tariff.unit
        told_parts = "；".join(
            f"第{part.first}至{part.last}{unit}{f'每{unit}{part.yuan}元' if part.yuan else '不收费'}"
            if part.last > part.first
            else f"第{part.first}{unit}{f'{part.yuan}元' if part.yuan else '不收费'}"
            for part in self.parts
        )
        return f"{tariff.title}：{told_parts}"


def per_request_fee(place: int, on: date) -> Fee:
    """What the application at ``place`` among those of one applicant in one month costs by itself. Raises ``NoFee`` for nothing owed.

    What the applications of a month cost one by one adds up to the amount that the tariff gives for all of them.
    """
    tariff = tariffs()[PER_REQUEST]
    part = _owed(tariff, place, on)[-1]
    if not part.yuan:
        raise NoFee(
            f"同一申请人当月累计{place}件，没有超过{tariff.free(on)}件，不收信息处理费。（{_basis(tariff, on)}）"
        )
    return Fee(PER_REQUEST, place, part.yuan, (Part(place, place, part.yuan),), _basis(tariff, on))


def per_page_fee(pages: int, on: date) -> Fee:
    """What so many pages cost. Raises ``NoFee`` for nothing owed and for a number of pages that cannot be meant."""
    tariff = tariffs()[PER_PAGE]
    if pages < 1:
        raise NoFee("页数应当是不小于1的整数，请核对。")
    if pages > most_pages():
        raise NoFee(f"页数超过{most_pages()}页，多半是多输了数字，请核对；确有这么多的，请分批提供。")
    parts = _owed(tariff, pages, on)
    amount = sum(part.amount for part in parts)
    if not amount:
        raise NoFee(f"这件申请提供{pages}页，没有超过{tariff.free(on)}页，不收信息处理费。（{_basis(tariff, on)}）")
    return Fee(PER_PAGE, pages, amount, parts, _basis(tariff, on))


def _owed(tariff: Tariff, units: int, on: date) -> tuple[Part, ...]:
    if units < 1:
        raise NoFee("没有可以计收的申请或者页数。")
    return tariff.parts(units, on)


def _basis(tariff: Tariff, on: date) -> str:
    found = tariff.version(on)
    return found.basis if found else ""


def _parts(bands: Sequence[Band], units: int) -> Sequence[Part]:
    made: list[Part] = []
    first = 1
    for band in bands:
        if first > units:
            break
        if band.each is None:
            last = units if band.up_to is None else min(units, band.up_to)
            made.append(Part(first, last, band.yuan))
            first = last + 1
            continue
        yuan = band.yuan
        while first <= units:
            last = min(units, first + band.each - 1)
            made.append(Part(first, last, yuan))
            first, yuan = last + 1, yuan + band.more
    return made


def told(day: date) -> str:
    """2026年6月1日"""
    return f"{day.year}年{day.month}月{day.day}日"


@cache
def tariffs() -> Mapping[str, Tariff]:
    """Both tariffs by key."""
    return read_fees(FILE)[0]


@cache
def readings() -> Mapping[str, Reading]:
    """The points that the rules leave open."""
    return read_fees(FILE)[1]


@cache
def most_pages() -> int:
    """More pages than this are taken for a slip of the keyboard."""
    return read_fees(FILE)[2]


def read_fees(path: Path) -> tuple[dict[str, Tariff], dict[str, Reading], int]:
    """Read a file of tariffs, strictly; raises ``DataError`` with file and line."""
    whole = Reader(load(path), path.name)
    found = {key: _tariff(key, each, path.name) for key, each in whole.take("tariffs", dict).items() if key != LINE}
    if set(found) != {PER_REQUEST, PER_PAGE}:
        raise DataError(f"{path.name}：tariffs 应恰好有 {PER_REQUEST} 和 {PER_PAGE}")
    open_points = {key: _reading(each, path.name) for key, each in whole.take("readings", dict).items() if key != LINE}
    pages = whole.take("most_pages", int)
    whole.done()
    return found, open_points, pages


def _tariff(key: str, each: Any, where: str) -> Tariff:
    data = Reader(each, where)
    title, unit, cumulated = (data.take(name, str) for name in ("title", "unit", "cumulated"))
    versions = tuple(_version(one, where) for one in data.take("versions", list))
    note = data.take("note", str, "")
    data.done()
    if not versions or any(a.since >= b.since for a, b in pairwise(versions)):
        raise DataError(f"{data.where}：versions 应按 since 先后排列，不能重叠")
    return Tariff(key, title, unit, cumulated, versions, note)


def _version(each: Any, where: str) -> Version:
    data = Reader(each, where)
    made = Version(
        data.take("since", date),
        tuple(_band(one, where) for one in data.take("bands", list)),
        data.take("basis", str),
        data.take("checked", str),
    )
    data.done()
    grounded(data, made.basis, made.checked)
    ends = [band.up_to for band in made.bands]
    bounded = [end for end in ends if end is not None]
    if not ends or ends[-1] is not None or len(bounded) != len(ends) - 1 or bounded != sorted(set(bounded)):
        raise DataError(f"{data.where}：bands 的 up_to 应逐档增大，只有最后一档不写")
    return made


def _band(each: Any, where: str) -> Band:
    data = Reader(each, where)
    made = Band(
        data.take("up_to", int, None),
        data.take("yuan", int),
        data.take("each", int, None),
        data.take("more", int, 0),
    )
    data.done()
    if made.yuan < 0 or made.more < 0 or (made.up_to is not None and made.up_to < 1) or made.each == 0:
        raise DataError(f"{data.where}：一档的数字应不小于零")
    return made


def _reading(each: Any, where: str) -> Reading:
    data = Reader(each, where)
    options = {key: text for key, text in data.take("options", dict).items() if key != LINE}
    made = Reading(
        data.take("question", str),
        options,
        data.take("chosen", str),
        data.take("decided_by", str),
        data.take("basis", str),
        data.take("reason", str),
    )
    data.done()
    if made.chosen not in options:
        raise DataError(f"{data.where}：chosen 应是 {'、'.join(options)} 之一")
    return made
