"""The statutory forms as data: ``schemes/<form>.yaml`` says every row, column, heading, unit and sum of one form.

Reading, checking, writing, the JSON keys and the page that documents a form follow from these files; a further form is a further
file (``GONGKAI_FORMS`` names a folder with such files). A cell's address is ``table.row.column``; row keys may hold a dot.

Three layouts cover the forms of 国办公开办函〔2019〕60号 and 〔2021〕30号: ``blocks`` (blocks with a head of their own, one under another),
``matrix`` (rows by columns under one head), ``line`` (all rows beside each other in one line of figures).
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from gongkai.law.loader import DataError, Reader, load

LAYOUTS = ("blocks", "matrix", "line")
KINDS = ("count", "change", "amount")
FOLDER = Path(__file__).parent / "schemes"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: ``kind`` is ``count`` (whole, ≥ 0), ``change`` (whole, signed) or ``amount`` (decimal, in ``unit``)."""

    key: str
    label: str
    unit: str
    kind: str
    groups: tuple[str, ...]
    variants: tuple[str, ...]
    as_written: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A row: ``groups`` are the labels that span it from the left (or above, in layout ``line``); ``local`` rows
    belong to a local edition only and are no part of the national form."""

    key: str
    label: str
    groups: tuple[str, ...]
    variants: tuple[str, ...]
    local: bool


@dataclass(frozen=True, slots=True)
class Sum:
    """Σ left = Σ right. ``across`` columns: in each row of ``only`` (all rows if empty); across rows: in each column."""

    code: str
    across: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    only: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A block of a table: rows that share columns. Layouts ``matrix`` and ``line`` have one."""

    title: str
    corner: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class TableScheme:
    """One statutory table of one form."""

    key: str
    form: str
    title: str
    layout: str
    parts: tuple[Part, ...]
    null_rows: tuple[str, ...]
    sums: tuple[Sum, ...]

    @cached_property
    def lines(self) -> tuple[tuple[Part, Row], ...]:
        """Each row with its block, in order, local rows included."""
        return tuple((part, row) for part in self.parts for row in part.rows)

    @cached_property
    def rows(self) -> dict[str, Row]:
        return {row.key: row for _, row in self.lines}

    @cached_property
    def columns_of(self) -> dict[str, tuple[Column, ...]]:
        """The columns of each row."""
        return {row.key: part.columns for part, row in self.lines}

    @cached_property
    def addresses(self) -> tuple[str, ...]:
        """Every cell of the national form, in order (local rows left out)."""
        return tuple(
            address(self.key, row.key, column.key)
            for part, row in self.lines
            if not row.local
            for column in part.columns
        )

    def instances(self) -> tuple[tuple[Sum, str, tuple[str, ...], tuple[str, ...]], ...]:
        """Each sum spelled out: the sum, the row or column it is taken in, addresses left and right."""
        return self._instances

    @cached_property
    def _instances(self) -> tuple[tuple[Sum, str, tuple[str, ...], tuple[str, ...]], ...]:
        found = []
        for rule in self.sums:
            if rule.across == "columns":
                for part, row in self.lines:
                    keys = {column.key for column in part.columns}
                    if row.local or (rule.only and row.key not in rule.only):
                        continue
                    if not keys.issuperset((*rule.left, *rule.right)):
                        continue
                    left = tuple(address(self.key, row.key, key) for key in rule.left)
                    right = tuple(address(self.key, row.key, key) for key in rule.right)
                    found.append((rule, row.key, left, right))
            else:
                for column in self.columns_of[rule.left[0]]:
                    if rule.only and column.key not in rule.only:
                        continue
                    left = tuple(address(self.key, key, column.key) for key in rule.left)
                    right = tuple(address(self.key, key, column.key) for key in rule.right)
                    found.append((rule, column.key, left, right))
        return tuple(found)


@dataclass(frozen=True, slots=True)
class SectionScheme:
    """A section of the report; ``words``: any of these sets of words, all found in a heading, tells it."""

    key: str
    title: str
    words: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Scheme:
    """One statutory form, in force for the report years ``since_year`` to ``until_year`` (None: still in force)."""

    form: str
    name: str
    document: str
    basis: str
    source: str
    since_year: int
    until_year: int | None
    title: str
    sections: tuple[SectionScheme, ...]
    tables: tuple[TableScheme, ...]

    def in_force(self, year: int) -> bool:
        """Whether a report for ``year`` is due in this form."""
        return self.since_year <= year and (self.until_year is None or year <= self.until_year)

    def table(self, key: str) -> TableScheme:
        for table in self.tables:
            if table.key == key:
                return table
        raise KeyError(key)


def address(table: str, row: str, column: str) -> str:
    """The stable name of a cell.

    >>> address("applications", "refused.state_secret", "total")
    'applications.refused.state_secret.total'
    """
    return f"{table}.{row}.{column}"


def split(cell: str) -> tuple[str, str, str]:
    """Table, row and column of an address.

    >>> split("applications.refused.state_secret.total")
    ('applications', 'refused.state_secret', 'total')
    """
    table, _, rest = cell.partition(".")
    row, _, column = rest.rpartition(".")
    return table, row, column


@cache
def schemes() -> tuple[Scheme, ...]:
    """Every form known, oldest first: those of this package and those in the folder that ``GONGKAI_FORMS`` names."""
    folders = [FOLDER]
    if extra := os.environ.get("GONGKAI_FORMS"):
        folders.append(Path(extra))
    found: dict[str, Scheme] = {}
    for folder in folders:
        if not folder.is_dir():
            raise DataError(f"没有这个格式文件夹：{folder}")
        for path in sorted(folder.glob("*.yaml")):
            scheme = read_scheme(path)
            found[scheme.form] = scheme
    return tuple(sorted(found.values(), key=lambda scheme: (scheme.since_year, scheme.form)))


def scheme_of(form: str) -> Scheme:
    """The form called ``form``; KeyError when there is none."""
    for scheme in schemes():
        if scheme.form == form:
            return scheme
    raise KeyError(form)


def scheme_for(year: int) -> Scheme | None:
    """The form in which the report for ``year`` is due; None before the first form."""
    due = [scheme for scheme in schemes() if scheme.in_force(year)]
    return due[-1] if due else None


def table_keys() -> tuple[str, ...]:
    """The keys of all tables of all forms, in the order of the newest form that has them."""
    keys: dict[str, None] = {}
    for scheme in reversed(schemes()):
        for table in scheme.tables:
            keys.setdefault(table.key)
    return tuple(keys)


def cell_label(cell: str, form: str) -> str:
    """A cell in words: 表题、行、列.

    >>> cell_label("applications.granted.natural_person", "2021")
    '“（一）予以公开”行“自然人”列'
    """
    table, row, column = split(cell)
    scheme = scheme_of(form).table(table)
    columns = {each.key: each.label for each in scheme.columns_of.get(row, ())}
    line = scheme.rows.get(row)
    name = row if line is None else line.label
    if line is not None and line.groups and name[:1].isdigit():
        name = f"{line.groups[-1]} {name}"
    return f"“{name}”行“{columns.get(column, column)}”列"


def read_scheme(path: Path) -> Scheme:
    """Read one form; ``DataError`` names file, line and key of what is wrong."""
    top = Reader(load(path), path.name)
    form = top.take("form", str)
    scheme = Scheme(
        form=form,
        name=top.take("name", str),
        document=top.take("document", str),
        basis=top.take("basis", str),
        source=top.take("source", str),
        since_year=top.take("since_year", int),
        until_year=top.take("until_year", int, None),
        title=top.take("title", str),
        sections=tuple(_section(Reader(each, path.name)) for each in top.take("sections", list)),
        tables=tuple(_table(Reader(each, path.name), form, path.name) for each in top.take("tables", list)),
    )
    top.done()
    if scheme.until_year is not None and scheme.until_year < scheme.since_year:
        raise DataError(f"{path.name}：until_year 早于 since_year")
    return scheme


def _section(data: Reader) -> SectionScheme:
    words = data.take("words", list)
    section = SectionScheme(
        key=data.take("key", str), title=data.take("title", str), words=tuple(tuple(each) for each in words)
    )
    data.done()
    return section


def _table(data: Reader, form: str, name: str) -> TableScheme:
    key = data.take("key", str)
    layout = data.take("layout", str)
    if layout not in LAYOUTS:
        raise DataError(f"{data.where}：layout 应是 {'、'.join(LAYOUTS)} 之一")
    title = data.take("title", str)
    if layout == "blocks":
        parts = tuple(_part(Reader(each, name), name) for each in data.take("blocks", list))
    else:
        parts = (_part(data, name, whole=False),)
    null_rows = data.strings("null_rows", None)
    sums = tuple(_sum(Reader(each, name)) for each in data.take("sums", list, []))
    data.done()
    table = TableScheme(key, form, title, layout, parts, null_rows, sums)
    _check(table, data.where)
    return table


def _part(data: Reader, name: str, *, whole: bool = True) -> Part:
    part = Part(
        title=data.take("title", str, "") if whole else "",
        corner=data.take("corner", str, ""),
        columns=tuple(_column(Reader(each, name)) for each in data.take("columns", list)),
        rows=tuple(_row(Reader(each, name)) for each in data.take("rows", list)),
    )
    if whole:
        data.done()
    return part


def _column(data: Reader) -> Column:
    column = Column(
        key=data.take("key", str),
        label=data.take("label", str),
        unit=data.take("unit", str),
        kind=data.take("kind", str, "count"),
        groups=data.strings("groups", None),
        variants=data.strings("variants", None),
        as_written=data.take("as_written", bool, False),
    )
    if column.kind not in KINDS:
        raise DataError(f"{data.where}：kind 应是 {'、'.join(KINDS)} 之一")
    data.done()
    return column


def _row(data: Reader) -> Row:
    row = Row(
        key=data.take("key", str),
        label=data.take("label", str),
        groups=data.strings("groups", None),
        variants=data.strings("variants", None),
        local=data.take("local", bool, False),
    )
    data.done()
    return row


def _sum(data: Reader) -> Sum:
    rule = Sum(
        code=data.take("code", str),
        across=data.take("across", str),
        left=data.strings("left"),
        right=data.strings("right"),
        only=data.strings("only", None),
    )
    if rule.across not in ("rows", "columns"):
        raise DataError(f"{data.where}：across 应是 rows 或 columns")
    data.done()
    return rule


def _check(table: TableScheme, where: str) -> None:
    keys = [row.key for _, row in table.lines]
    if len(keys) != len(set(keys)):
        raise DataError(f"{where}：行的 key 有重复")
    columns: set[str] = {column.key for part in table.parts for column in part.columns}
    for rule in table.sums:
        known: set[Any] = set(keys) if rule.across == "rows" else columns
        for key in (*rule.left, *rule.right):
            if key not in known:
                raise DataError(f"{where}：{rule.code} 提到的“{key}”不在表里")
