"""The three kinds of list: their headings, which are needed, how each cell is read, and the templates to fill in."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongkai.organs.codes import InvalidCode, check_region_code, check_site_code, check_uscc
from gongkai.organs.levels import KIND_TITLES, LEVEL_TITLES
from gongkai.organs.roles import TITLES

_DATE = re.compile(r"^(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))$")


class WrongCell(ValueError):
    """A cell that cannot be right; the text says why, in Chinese."""


def plain_text(cell: str) -> str:
    """As it stands."""
    return cell


def code(cell: str) -> str:
    """Codes and telephone numbers: full-width characters made narrow."""
    return unicodedata.normalize("NFKC", cell).strip()


def lower_code(cell: str) -> str:
    """Names for addresses and for signing in, in small letters."""
    return code(cell).lower()


def day(cell: str) -> date:
    """A day in one of the ways people write it.

    >>> day("2024年9月25日"), day("20240925") == day("2024/9/25")
    (datetime.date(2024, 9, 25), True)
    """
    found = _DATE.match(code(cell).removesuffix(" 00:00:00"))
    try:
        if found is None:
            raise ValueError
        year, *rest = (int(part) for part in found.groups() if part)
        return date(year, rest[0], rest[1])
    except ValueError:
        raise WrongCell(f"“{cell}”不是日期，请写成 2024-09-25 的样子。") from None


def number(cell: str) -> int:
    """A whole number that is not negative."""
    text = code(cell)
    if not text.isascii() or not text.isdigit() or len(text) > 6:
        raise WrongCell(f"“{cell}”不是数字，请写成 100 的样子。")
    return int(text)


def _one_of(titles: Mapping[Any, str]) -> Callable[[str], str]:
    def read(cell: str) -> str:
        for key, title in titles.items():
            if cell == title:
                return str(key.value)
        raise WrongCell(f"不认识“{cell}”，可以填：{'、'.join(titles.values())}。")

    return read


def roles(cell: str) -> tuple[str, ...]:
    """Roles by their titles, several with 、 between them.

    >>> roles("信息员、科室负责人")
    ('info_officer', 'section_head')
    """
    read = _one_of(TITLES)
    titles = [title for title in re.split(r"[、,，;；/\s]+", cell) if title]
    return tuple(dict.fromkeys(read(title) for title in titles))


def _checked(check: Callable[[str], str]) -> Callable[[str], str]:
    def read(cell: str) -> str:
        try:
            return check(code(cell))
        except InvalidCode as problem:
            raise WrongCell(str(problem)) from problem

    return read


@dataclass(frozen=True, slots=True)
class Column:
    """``field`` is the name of the value in code; ``example`` stands in the template."""

    heading: str
    field: str
    read: Callable[[str], Any] = plain_text
    needed: bool = False
    example: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of list."""

    key: str
    title: str
    columns: tuple[Column, ...]

    @property
    def headings(self) -> tuple[str, ...]:
        """All headings."""
        return tuple(column.heading for column in self.columns)

    @property
    def needed(self) -> tuple[str, ...]:
        """The headings that must be there, and filled in on every line."""
        return tuple(column.heading for column in self.columns if column.needed)

    def values(self, cells: Mapping[str, str]) -> tuple[dict[str, Any], list[str]]:
        """The values of the cells that are filled in, by field, and what is wrong with the others."""
        found: dict[str, Any] = {}
        errors = []
        for column in self.columns:
            cell = cells.get(column.heading, "")
            if not cell:
                if column.needed:
                    errors.append(f"“{column.heading}”没有填。")
                continue
            try:
                found[column.field] = column.read(cell)
            except WrongCell as problem:
                errors.append(f"“{column.heading}”：{problem}")
        return found, errors

    def template(self) -> bytes:
        """A CSV file with the headings and a line as an example; UTF-8 with the mark that spreadsheets look for."""
        written = io.StringIO(newline="")
        writer = csv.writer(written)
        writer.writerow(self.headings)
        writer.writerow([column.example for column in self.columns])
        return written.getvalue().encode("utf-8-sig")


ORGANS = Kind(
    "organs",
    "机关",
    (
        Column("网址标识", "code", lower_code, True, "nongye"),
        Column("机关全称", "name", plain_text, True, "青石县农业农村局"),
        Column("简称", "short_name", plain_text, True, "农业农村局"),
        Column("上级机关", "parent", lower_code, False, "qingshi"),
        Column("性质", "kind", _one_of(KIND_TITLES), True, "政府部门"),
        Column("层级", "level", _one_of(LEVEL_TITLES), True, "县级"),
        Column("所在地区", "region_name", plain_text, False, "青石县"),
        Column("行政区划代码", "region_code", _checked(check_region_code), False, "430221"),
        Column("统一社会信用代码", "uscc", _checked(check_uscc), False, ""),
        Column("网站标识码", "site_code", _checked(check_site_code), False, ""),
        Column("办公地址", "address", plain_text, False, "青石县城关镇兴农路12号"),
        Column("邮政编码", "postcode", code, False, "400000"),
        Column("公开电话", "phone", code, False, "0700-7000012"),
        Column("公开邮箱", "email", code, False, ""),
        Column("受理时间", "hours", plain_text, False, "工作日 8:30—12:00，14:30—17:30"),
        Column("设立日期", "established_on", day, False, "2019-03-01"),
        Column("排列次序", "order", number, False, "100"),
    ),
)

SECTIONS = Kind(
    "sections",
    "科室",
    (
        Column("机关", "organ", lower_code, True, "nongye"),
        Column("科室名称", "name", plain_text, True, "种植业科"),
        Column("职责", "duties", plain_text, False, "种植业指导"),
        Column("电话", "phone", code, False, "0700-7000013"),
        Column("排列次序", "order", number, False, "100"),
    ),
)

PEOPLE = Kind(
    "people",
    "人员与任职",
    (
        Column("登录名", "username", lower_code, True, "zhang.san"),
        Column("姓名", "name", plain_text, True, "张三"),
        Column("职务", "position", plain_text, False, "科员"),
        Column("办公电话", "office_phone", code, False, "0700-7000014"),
        Column("机关", "organ", lower_code, True, "nongye"),
        Column("科室", "section", plain_text, False, "种植业科"),
        Column("角色", "roles", roles, True, "信息员"),
        Column("任职起日", "since", day, False, "2024-01-01"),
    ),
)

KINDS = {kind.key: kind for kind in (ORGANS, SECTIONS, PEOPLE)}
