"""What stands in single cells, and broken text: C-EMPTY, C-DASH, C-NONINT, C-ILLEGIBLE, C-UNIT, C-FEE-PREC, C-ENCODING.

C-COUNT, C-CANDIDATE, C-SHIFT, C-GLUED and C-OCR come from the reading (``report.doubts``); the catalogue words them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from gongkai.annualreport.checks.engine import Context, Outcome, rule
from gongkai.annualreport.checks.wording import cells_in_words, column_name, figure, listing, row_name, table_name
from gongkai.annualreport.checks.years import prior_of
from gongkai.annualreport.model import ABSENT, Cell, ReportTable, State
from gongkai.annualreport.scheme import Column, TableScheme, address, cell_label, split
from gongkai.checks.finding import Verdict

_UNIT = re.compile(r"[件条项个份次起宗篇元万亿人部]")
_BROKEN = re.compile("\ufffd|锟斤拷|烫烫烫|[\ue000-\uf8ff]{2,}|(?:Ã.|â€.|ï¼.){2,}")
FEE_DECIMALS = 4
YUAN_JUMP = 1000
"""A fee so many times last year's was probably entered in 元 (万元 to 元 is 10 000 times)."""

Entry = tuple[str, Column]
_entries: dict[int, tuple[TableScheme, tuple[Entry, ...]]] = {}


@dataclass(slots=True)
class Survey:
    """The cells of a table that are not plainly a figure, by state, and the figures that deserve a look (``odd``)."""

    table: ReportTable
    cells: dict[State, list[str]]
    odd: list[tuple[str, Column, Cell]]

    def absent_rows(self) -> list[str]:
        """Rows of the national form of which no cell is there."""
        absent = set(self.cells[State.ABSENT])
        if not absent:
            return []
        scheme = self.table.scheme
        return [
            row.key
            for part, row in scheme.lines
            if not row.local and all(address(scheme.key, row.key, column.key) in absent for column in part.columns)
        ]


def entries(scheme: TableScheme) -> tuple[Entry, ...]:
    """The cells of the national form with their columns."""
    found = _entries.get(id(scheme))
    if found is None:
        cells = tuple(
            (address(scheme.key, row.key, column.key), column)
            for part, row in scheme.lines
            if not row.local
            for column in part.columns
        )
        _entries[id(scheme)] = found = (scheme, cells)
    return found[1]


def surveys(context: Context) -> list[Survey]:
    """One pass over every table, for all checks of single cells."""
    found = []
    for table in context.report.tables.values():
        if table is None:
            continue
        survey = Survey(table, {state: [] for state in State}, [])
        held_at = table.cells
        for cell, column in entries(table.scheme):
            held = held_at.get(cell, ABSENT)
            if held.state is not State.VALUE:
                survey.cells[held.state].append(cell)
            elif type(held.value) is not int or held.value < 0 or not held.text.isdigit():
                survey.odd.append((cell, column, held))
        found.append(survey)
    return found


@rule("C-EMPTY")
def no_blank_cells(context: Context) -> Iterator[Outcome]:
    """Blank cells; rows that are not there at all are told by S-TAB-TRUNC."""
    if context.report.is_blank:
        return
    words: list[str] = []
    cells: list[str] = []
    for each in context.of(surveys):
        scheme = each.table.scheme
        if not each.cells[State.BLANK] and not each.cells[State.ABSENT]:
            continue
        rows = set(each.absent_rows())
        empty = {
            cell
            for state in (State.BLANK, State.ABSENT)
            for cell in each.cells[state]
            if split(cell)[1] not in rows and cell not in context.doubted
        }
        blank = [cell for cell, _ in entries(scheme) if cell in empty]
        if blank:
            name = table_name(each.table.form, each.table.key)
            if not any(held.value is not None for held in each.table.cells.values()):
                words.append(f"{name}没有填写任何数字")
            else:
                words.append(f"{name}有 {len(blank)} 格空白：{cells_in_words(scheme, blank, 4)}")
            cells.extend(blank)
    if cells:
        yield Outcome(values={"blanks": "。".join(words), "number": len(cells)}, cells=cells)


@rule("C-DASH")
def no_dashes(context: Context) -> Iterator[Outcome]:
    words: list[str] = []
    cells: list[str] = []
    marks: dict[str, None] = {}
    for each in context.of(surveys):
        dashed = each.cells[State.DASH]
        if dashed:
            name = table_name(each.table.form, each.table.key)
            words.append(f"{name}{cells_in_words(each.table.scheme, dashed, 4)}")
            cells.extend(dashed)
            marks.update(dict.fromkeys(text for cell in dashed if (text := each.table.cell(cell).text.strip())))
    if cells:
        shown = "”“".join(marks) or "—"
        yield Outcome(values={"places": "；".join(words), "marks": f"“{shown}”", "number": len(cells)}, cells=cells)


@rule("C-NONINT")
def counts_are_whole(context: Context) -> Iterator[Outcome]:
    for each in context.of(surveys):
        for cell, column, held in each.odd:
            value = held.value
            if value is None or cell in context.doubted:
                continue
            whole = value == int(value)
            if (column.kind != "amount" and not whole) or (column.kind != "change" and value < 0):
                yield Outcome(
                    values={
                        "table": table_name(each.table.form, each.table.key),
                        "cell": cell_label(cell, each.table.form),
                        "written": figure(value),
                        "problem": "带有小数" if not whole and column.kind != "amount" else "小于零",
                    },
                    cells=[cell],
                )


@rule("C-ILLEGIBLE")
def figures_are_legible(context: Context) -> Iterator[Outcome]:
    """Cells with text that is no number, unless a doubt of the reading already tells of them."""
    words: list[str] = []
    cells: list[str] = []
    for each in context.of(surveys):
        for cell in each.cells[State.ILLEGIBLE]:
            if cell not in context.doubted:
                text = each.table.cell(cell).text.strip()
                written = f"写作“{text}”" if text else "有内容但认不出"
                words.append(
                    f"{table_name(each.table.form, each.table.key)}{cell_label(cell, each.table.form)}{written}"
                )
                cells.append(cell)
    if cells:
        yield Outcome(
            values={"cells": listing(words, 4), "number": len(cells)}, cells=cells, verdict=Verdict.NOT_ASSESSABLE
        )


@rule("C-UNIT")
def figures_only(context: Context) -> Iterator[Outcome]:
    words: list[str] = []
    cells: list[str] = []
    for each in context.of(surveys):
        for cell, _, held in each.odd:
            if _UNIT.search(held.text):
                words.append(f"{cell_label(cell, each.table.form)}“{held.text.strip()}”")
                cells.append(cell)
    if cells:
        yield Outcome(values={"cells": listing(words, 4), "number": len(cells)}, cells=cells)


@rule("C-FEE-PREC")
def fees_in_ten_thousands(context: Context) -> Iterator[Outcome]:
    prior = prior_of(context)
    for each in context.of(surveys):
        scheme = each.table.scheme
        for cell, column in entries(scheme):
            value = each.table.value(cell) if column.kind == "amount" else None
            if value is None or cell in context.doubted:
                continue
            row = split(cell)[1]
            values = {
                "row": row_name(scheme, row),
                "column": column_name(scheme, row, column.key),
                "written": figure(value),
            }
            before = None if prior is None else prior.value(cell)
            if isinstance(value, Decimal) and value != round(value, FEE_DECIMALS):
                yield Outcome(values=values, cells=[cell])
            elif before and value >= YUAN_JUMP * before:
                times = figure(round(Decimal(value) / Decimal(before)))
                yield Outcome(values | {"before": figure(before), "times": times}, [cell], message="jump")


@rule("C-ENCODING")
def text_is_whole(context: Context) -> Iterator[Outcome]:
    report = context.report
    texts = [("标题或开头", f"{report.title or ''}\n{report.preamble}")]
    texts += [(f"“{section.title.strip()}”", f"{section.title}\n{section.text}") for section in report.sections]
    hits = [(where, found) for where, text in texts if (found := _BROKEN.search(text))]
    if hits:
        found = hits[0][1]
        text = found.string
        quote = text[max(0, found.start() - 12) : found.end() + 12]
        yield Outcome(
            values={"where": "、".join(dict.fromkeys(name for name, _ in hits))},
            quote=quote,
        )
