"""HTML: tables with the statutory spans, made for reading aloud, printing and reading back.

``html_tables`` and ``html_article`` give fragments with class names for a site that keeps its stylesheet apart
(``stylesheet``); ``write_html`` gives one page that needs nothing else. Every figure carries its address in ``data-cell``.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from pathlib import Path

from gongkai.annualreport.model import Report, State
from gongkai.annualreport.writing.layout import BLOCK, COLUMN, CORNER, FIGURE, LABEL, Grid, GridCell, grid
from gongkai.annualreport.writing.manuscript import Block, Body, Figures, Heading, Manuscript, manuscript
from gongkai.letters.text import clean

STYLES = Path(__file__).parent / "templates" / "report.css"


def write_html(report: Report) -> bytes:
    """The report as one self-contained page."""
    page = manuscript(report)
    head = [
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{_text(page.title)}</title>",
    ]
    if page.organ:
        head.append(f'<meta name="author" content="{_text(page.organ)}">')
    head.append(f"<style>\n{stylesheet()}</style>")
    body = f'<body class="gk-page">\n<main>\n{_article(page, "")}</main>\n</body>'
    inner = "\n".join(head)
    return f'<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n{inner}\n</head>\n{body}\n</html>\n'.encode()


def html_article(report: Report, *, prefix: str = "", titled: bool = True) -> str:
    """The whole report as an ``<article>``; ``prefix`` goes before every id, for pages that hold several.

    A page that shows the title itself leaves it out here (``titled``)."""
    return _article(manuscript(report), prefix, titled=titled)


def html_tables(report: Report, *, prefix: str = "") -> dict[str, str]:
    """Each statutory table that the report has, by key, as a ``<table>`` in its scrolling frame."""
    return {key: _table(grid(table), prefix) for key, table in report.tables.items() if table is not None}


def stylesheet() -> str:
    """The stylesheet of the page and of the fragments."""
    return STYLES.read_text(encoding="utf-8")


def _article(page: Manuscript, prefix: str, *, titled: bool = True) -> str:
    parts = ['<article class="gk-report">']
    if titled:
        parts.append(f"<h1>{_text(page.title)}</h1>")
    inside = False
    for number, block in enumerate(page.blocks):
        if isinstance(block, Heading):
            if inside:
                parts.append("</section>")
            inside = True
            at = f"{prefix}{block.key or f'part-{number}'}"
            parts.append(f'<section aria-labelledby="{at}-title">\n<h2 id="{at}-title">{_text(block.text)}</h2>')
        else:
            parts.append(_block(block, prefix))
    if inside:
        parts.append("</section>")
    signature = [line for line in (page.signed_by, page.dated) if line]
    if signature:
        parts.append('<div class="gk-signature">')
        parts.extend(f"<p>{_text(line)}</p>" for line in signature)
        parts.append("</div>")
    parts.append("</article>\n")
    return "\n".join(parts)


def _block(block: Block, prefix: str) -> str:
    if isinstance(block, Figures):
        return _table(block.grid, prefix)
    if isinstance(block, Body):
        lead, rest = block.text[: block.lead], block.text[block.lead :]
        told = f'<span class="gk-lead">{_text(lead)}</span>{_text(rest)}' if lead else _text(rest)
        return f"<p>{told}</p>"
    return f'<p class="gk-remark">{_text(block.text)}</p>'


def _table(drawn: Grid, prefix: str) -> str:
    name = f"{prefix}{drawn.key}"
    parts = [
        f'<div class="gk-frame" role="region" aria-labelledby="{name}-caption" tabindex="0">',
        f'<table class="gk-table gk-{drawn.layout}" data-table="{drawn.key}" data-form="{_text(drawn.form)}">',
        f'<caption id="{name}-caption">{_text(drawn.title)}</caption>',
    ]
    if drawn.heads:
        parts.append(f"<thead>\n{_lines(drawn, range(drawn.heads), name)}\n</thead>")
    parts.extend(f"<tbody>\n{_lines(drawn, group, name)}\n</tbody>" for group in drawn.groups)
    parts.append("</table>\n</div>")
    return "\n".join(parts)


def _lines(drawn: Grid, rows: Iterable[int], name: str) -> str:
    told = _headers(drawn, name)
    return "\n".join(f"<tr>{''.join(_cell(drawn, cell, name, told) for cell in drawn.lines[row])}</tr>" for row in rows)


def _headers(drawn: Grid, name: str) -> dict[tuple[int, int], str]:
    """For each figure, by position, the ids of all head and label cells that speak of it, outermost first."""
    groups = {row: group for group in drawn.groups for row in group}
    found: dict[tuple[int, int], str] = {}
    figures = [cell for cell in drawn.cells if cell.kind == FIGURE]
    spoken = [cell for cell in drawn.cells if cell.kind in (BLOCK, COLUMN, LABEL)]
    for figure in figures:
        own = groups[figure.row]
        ids = []
        for cell in spoken:
            above = cell.row < figure.row and cell.column <= figure.column < cell.column + cell.colspan
            beside = cell.row <= figure.row < cell.row + cell.rowspan
            near = cell.row < drawn.heads or cell.row in own
            if near and (beside if cell.kind == LABEL else above):
                ids.append(_id(name, cell))
        found[figure.row, figure.column] = " ".join(ids)
    return found


def _id(name: str, cell: GridCell) -> str:
    return f"{name}-r{cell.row}c{cell.column}"


def _cell(drawn: Grid, cell: GridCell, name: str, told: dict[tuple[int, int], str]) -> str:
    spans = "".join(
        f' {span}="{count}"' for span, count in (("colspan", cell.colspan), ("rowspan", cell.rowspan)) if count > 1
    )
    text = _text(cell.text)
    if cell.kind == CORNER and drawn.layout == "matrix":
        return f'<td class="gk-corner"{spans}>{text}</td>'
    if cell.kind == FIGURE:
        marks = f' data-cell="{cell.address}"' if cell.address else ""
        if cell.cell is not None and cell.cell.state is not State.VALUE:
            marks += f' data-state="{cell.cell.state}"'
        return f'<td{spans} headers="{told[cell.row, cell.column]}"{marks}>{text}</td>'
    scope = {CORNER: "col", BLOCK: "rowgroup", COLUMN: "col", LABEL: "row"}[cell.kind]
    if not cell.final:
        scope += "group"
    level = f" gk-level-{cell.column + 1}" if cell.kind == LABEL else ""
    return f'<th id="{_id(name, cell)}" class="gk-{cell.kind}{level}" scope="{scope}"{spans}>{text}</th>'


def _text(text: str) -> str:
    return escape(clean(text), quote=True)
