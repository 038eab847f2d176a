"""What a written report says, in order, before any format: title, paragraphs, headings, tables, remarks, signature.

Nothing is invented here. A cell that was not read stays empty and is named in a remark under its table; a table that is not
there is said to be missing; a section without text keeps its heading only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from gongkai.annualreport.model import PRE_FORM, Report, ReportTable, Section, State
from gongkai.annualreport.scheme import Scheme, address, cell_label, scheme_of
from gongkai.annualreport.writing.layout import Grid, fits, grid, shown
from gongkai.letters.text import clean, lines

TITLE_CHARACTERS = 20
"""So many characters of size 2号 stand on one line of the type area."""
PLACE_ENDS = "省市州县区旗）)"
PLAIN_TITLE = "政府信息公开工作年度报告"
LEAD = re.compile(r"（[一二三四五六七八九十]{1,3}）[^。；：:;，,\n]{1,30}[。．]?")


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a section; ``key`` is the section's, None for one that the form does not have."""

    text: str
    key: str | None


@dataclass(frozen=True, slots=True)
class Body:
    """A paragraph; its first ``lead`` characters are a heading of the second level（（一）…）."""

    text: str
    lead: int = 0


@dataclass(frozen=True, slots=True)
class Figures:
    """A statutory table."""

    table: ReportTable
    grid: Grid


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence about the table above it, in small print."""

    text: str


Block = Heading | Body | Figures | Remark


@dataclass(slots=True)
class Manuscript:
    title: str
    organ: str
    year: int | None
    blocks: list[Block] = field(default_factory=list)
    signed_by: str = ""
    dated: str = ""


def manuscript(report: Report) -> Manuscript:
    """The report as a sequence of blocks."""
    scheme = None if report.form == PRE_FORM else scheme_of(report.form)
    found = Manuscript(
        title=line(report.title or "") or _title(report, scheme),
        organ=line(report.organ or ""),
        year=report.year,
        signed_by=line(report.signed_by or ""),
        dated="" if report.dated is None else f"{report.dated.year}年{report.dated.month}月{report.dated.day}日",
    )
    found.blocks.extend(_bodies(report.preamble))
    for section, keys in _with_tables(report, scheme):
        if title := line(section.title):
            found.blocks.append(Heading(title, section.key))
        found.blocks.extend(_bodies(section.text))
        for key in keys:
            found.blocks.extend(_table(report.tables.get(key)))
    return found


def line(text: str) -> str:
    """Text on one line."""
    return " ".join(clean(text).split())


def title_lines(page: Manuscript) -> list[str]:
    """The title as it is set in large type: a long one goes on a new line after the organ, before the year."""
    if len(page.title) <= TITLE_CHARACTERS:
        return [page.title]
    year = f"{page.year}年"
    for mark in (page.organ, page.title.partition(year)[0] if page.year else ""):
        if mark and page.title.startswith(mark) and len(mark) < len(page.title):
            return [*_halves(mark), page.title[len(mark) :].lstrip()]
    return [page.title]


def _halves(name: str) -> list[str]:
    """A name too long for one line in two, behind a place or a bracket, as even as can be."""
    ends = [end for end in range(2, len(name) - 1) if name[end - 1] in PLACE_ENDS and name[end] not in ")）"]
    fitting = [end for end in ends if max(end, len(name) - end) <= TITLE_CHARACTERS]
    if len(name) <= TITLE_CHARACTERS or not fitting:
        return [name]
    end = min(fitting, key=lambda each: abs(2 * each - len(name)))
    return [name[:end], name[end:]]


def _title(report: Report, scheme: Scheme | None) -> str:
    """The title that the form gives to a report without one, as far as organ and year are known."""
    organ = line(report.organ or "")
    if scheme is None or report.year is None:
        return f"{organ}{PLAIN_TITLE}"
    return scheme.title.format(organ=organ, year=report.year)


def _bodies(text: str) -> list[Block]:
    found: list[Block] = []
    for each in lines(text):
        lead = LEAD.match(each)
        found.append(Body(each, lead.end() if lead else 0))
    return found


def _with_tables(report: Report, scheme: Scheme | None) -> list[tuple[Section, list[str]]]:
    """The sections, each with the keys of its tables. A table whose section is missing gets the heading that its form has."""
    listed: list[tuple[Section, list[str]]] = []
    placed: set[str] = set()
    due = {} if scheme is None else {table.key: table for table in scheme.tables}
    tables = [key for key in dict.fromkeys((*due, *report.tables)) if key in due or report.tables.get(key)]
    for section in report.sections:
        keys = [key for key in tables if key not in placed and (key == section.key or key in section.merged)]
        placed.update(keys)
        listed.append((section, keys))
    for key in tables:
        table = report.tables.get(key)
        if key in placed or table is None:
            continue
        own = scheme_of(table.form)
        order = [section.key for section in own.sections]
        title = next((section.title for section in own.sections if section.key == key), table.scheme.title)
        before = [
            index
            for index, (section, _) in enumerate(listed)
            if section.key in order and key in order and order.index(section.key) > order.index(key)
        ]
        listed.insert(before[0] if before else len(listed), (Section(key, title), [key]))
    return listed


def _table(table: ReportTable | None) -> list[Block]:
    if table is None:
        return [Remark("（没有取得本部分统计表的数据。）")]
    found: list[Block] = [Figures(table, grid(table))]
    found.extend(Remark(text) for text in _remarks(table))
    return found


def _remarks(table: ReportTable) -> list[str]:
    remarks = []
    for state, what in ((State.ILLEGIBLE, "原件未能读出"), (State.ABSENT, "原件没有取得数据")):
        places = _places(table, state)
        if places:
            remarks.append(f"注：{places}{what}，此处留空，不表示为0。")
    for row in table.extra_rows:
        if not fits(row, table.scheme):
            figures = "、".join(shown(cell) or "（空）" for cell in row.cells) or "没有数据"
            remarks.append(f"注：原件另有一行“{line(row.label)}”：{figures}。")
    return remarks


def _places(table: ReportTable, state: State) -> str:
    """The cells in this state, in words, row by row."""
    scheme = table.scheme
    if all(table.cell(at).state is state for at in scheme.addresses):
        return "本表各格"
    found = []
    for part, row in scheme.lines:
        cells = [(column, address(table.key, row.key, column.key)) for column in part.columns]
        if row.local and not any(at in table.cells for _, at in cells):
            continue
        hit = [(column, at) for column, at in cells if table.cell(at).state is state]
        if hit:
            name = cell_label(hit[0][1], table.form).rpartition("行“")[0]
            columns = "各列" if len(hit) == len(cells) else "、".join(f"“{column.label}”" for column, _ in hit) + "列"
            found.append(f"{name}行{columns}")
    return "、".join(found)
