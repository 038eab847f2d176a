"""A letter as rows and widths, before it is written in one format or the other.

Forms and opinions that follow each other are one table, as on the printed forms of offices: a label on the left, what was filled
in on the right, the signature and the day at the bottom of an opinion.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from gongkai.letters.model import Bars, Block, Facts, Heading, Note, Opinion, Paragraph, Table
from gongkai.letters.text import clean, lines

BLANK_SIGNATURE = "签名：　　　　　　　　年　　月　　日"
_LEAST, _MOST = 4.0, 30.0
_EMPTY_LINES = 2


@dataclass(frozen=True, slots=True)
class FormRow:
    """A row of a form: label and value once or twice; ``signature`` stands at the right below an opinion's lines."""

    cells: tuple[tuple[str, tuple[str, ...]], ...]
    signature: str = ""
    high: bool = False


@dataclass(frozen=True, slots=True)
class DrawnBar:
    """A bar: its length as a share of the longest possible one, and what stands beside it."""

    share: float
    text: str


@dataclass(frozen=True, slots=True)
class Form:
    """Forms and opinions that follow each other."""

    rows: tuple[FormRow, ...]


def grouped(blocks: Iterable[Block]) -> list[Block | Form]:
    """The blocks with forms and opinions that follow each other joined."""
    found: list[Block | Form] = []
    rows: list[FormRow] = []
    for block in blocks:
        if isinstance(block, Facts):
            rows += [_facts(row) for row in block.rows]
        elif isinstance(block, Opinion):
            rows.append(_opinion(block))
        else:
            if rows:
                found.append(Form(tuple(rows)))
                rows = []
            found.append(block)
    if rows:
        found.append(Form(tuple(rows)))
    return found


def _facts(row: tuple[str, ...]) -> FormRow:
    if len(row) not in (2, 4):
        raise ValueError(f"一行应当是两格或者四格，这一行有{len(row)}格：{row!r}")
    return FormRow(tuple((row[at], _lines(row[at + 1])) for at in range(0, len(row), 2)))


def _opinion(block: Opinion) -> FormRow:
    said = _lines(block.text)
    if block.basis:
        said += (f"依据：{block.basis}",)
    if not block.text and not block.person:
        said += ("",) * _EMPTY_LINES
    signature = BLANK_SIGNATURE
    if block.person:
        signature = f"签名：{block.person}　　{moment(block.at)}" if block.at else f"签名：{block.person}"
    return FormRow(((block.stage, said),), signature, high=True)


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.split("\n") if line.strip()) or ("",)


def moment(at: date | datetime) -> str:
    """A day or a moment as documents write it.

    >>> moment(date(2024, 9, 5))
    '2024年9月5日'
    """
    day = f"{at.year}年{at.month}月{at.day}日"
    return f"{day}{at:%H:%M}" if isinstance(at, datetime) else day


def plain(blocks: Iterable[Block]) -> list[dict[str, Any]]:
    """The blocks as plain values, for templates: each has a ``kind`` (heading, text, note, form, table) and what belongs to it."""
    found: list[dict[str, Any]] = []
    below = False  # PDF/UA：一级标题以前不能有二级标题
    for block in grouped(blocks):
        made = _plain(block)
        if made["kind"] == "heading":
            below = below or made["level"] == 1
            made["level"] = made["level"] if below else 1
        found.append(made)
    return found


def _plain(block: Block | Form) -> dict[str, Any]:
    if isinstance(block, Heading):
        return {"kind": "heading", "level": block.level, "text": clean(block.text)}
    if isinstance(block, Paragraph):
        return {"kind": "text", "lines": lines(block.text)}
    if isinstance(block, Note):
        return {"kind": "note", "lines": lines(block.text)}
    if isinstance(block, Form):
        rows = [
            {
                "cells": [
                    {"label": clean(label), "lines": [clean(line) for line in said]} for label, said in row.cells
                ],
                "signature": clean(row.signature),
                "high": row.high,
            }
            for row in block.rows
        ]
        return {"kind": "form", "rows": rows}
    if isinstance(block, Table):
        return {
            "kind": "table",
            "caption": clean(block.caption),
            "head": [clean(cell) for cell in block.head],
            "rows": [[lines(cell) for cell in row] for row in block.rows],
            "widths": [round(share, 4) for share in shares(block)],
        }
    if isinstance(block, Bars):
        return {
            "kind": "bars",
            "caption": clean(block.caption),
            "rows": [
                {"label": clean(label), "bars": [{"share": each.share, "text": each.text} for each in bars]}
                for label, bars in drawn(block)
            ],
        }
    raise TypeError(f"不认得的块：{block!r}")


def drawn(plot: Bars) -> list[tuple[str, list[DrawnBar]]]:
    """The rows of a plot with the lengths of their bars; the longest is 1.

    >>> drawn(Bars("图1", ("报送", "采用"), [("办公室", (4, 1))], "篇"))
    [('办公室', [DrawnBar(share=1.0, text='报送4篇'), DrawnBar(share=0.25, text='采用1篇')])]
    """
    longest = max((value for _, values in plot.rows for value in values), default=0) or 1
    found = []
    for label, values in plot.rows:
        if len(values) != len(plot.series):
            raise ValueError(f"图有{len(plot.series)}组数，“{label}”却有{len(values)}个数")
        named = zip(plot.series, values, strict=True)
        found.append(
            (label, [DrawnBar(round(value / longest, 4), clean(f"{name}{value}{plot.unit}")) for name, value in named])
        )
    return found


def shares(table: Table) -> list[float]:
    """The widths of a table's columns as shares of the line: as given, or after the longest text in each, within limits."""
    given = list(table.widths) or [_longest(column) for column in _columns(table)]
    total = sum(given)
    return [width / total for width in given]


def _columns(table: Table) -> list[list[str]]:
    columns = [[cell] for cell in table.head]
    for row in table.rows:
        if len(row) != len(columns):
            raise ValueError(f"表头有{len(columns)}栏，这一行有{len(row)}格：{list(row)!r}")
        for column, cell in zip(columns, row, strict=True):
            column.append(cell)
    return columns


def _longest(cells: Sequence[str]) -> float:
    longest = max(max((_width(line) for line in cell.split("\n")), default=0.0) for cell in cells)
    # 长的一栏不要把短的挤到一字一行，所以增长得慢
    return min(_MOST, max(_LEAST, longest if longest <= 12 else 12 + (longest - 12) * 0.4))


def _width(text: str) -> float:
    return sum(0.5 if sign.isascii() else 1 for sign in text)
