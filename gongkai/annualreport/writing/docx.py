"""DOCX in the layout of official documents (GB/T 9704-2012), with the statutory tables and their merged cells."""

from __future__ import annotations

from gongkai.annualreport.model import Report
from gongkai.annualreport.writing.layout import BLOCK, COLUMN, CORNER, LABEL, Grid, GridCell
from gongkai.annualreport.writing.manuscript import (
    Block,
    Body,
    Figures,
    Heading,
    Manuscript,
    manuscript,
    title_lines,
)
from gongkai.annualreport.writing.widths import LEADING, ROW_HEIGHTS, fit, row_height
from gongkai.letters.word import TWIPS, pack, paragraph, quoted, run

LINE_CHARACTERS = 27
"""So many characters of size 3号 stand on one line, with one to spare."""


def write_docx(report: Report) -> bytes:
    """The report as a Word document."""
    page = manuscript(report)
    return pack(_body(page), title=page.title, creator=page.organ, created=report.dated or report.published)


def _body(page: Manuscript) -> str:
    *organ, rest = title_lines(page)  # a long name is left to wrap: cut by hand, it would be read as two
    title = [run("".join(organ)), run(rest)] if organ else [run(rest)]
    body = [paragraph("Title", "<w:r><w:br/></w:r>".join(title))]
    for index, block in enumerate(page.blocks):
        following = page.blocks[index + 1] if index + 1 < len(page.blocks) else None
        body.append(_block(block, following))
    signature = [line for line in (page.signed_by, page.dated) if line]
    if signature:
        body.append(paragraph("Normal", "", "<w:keepNext/>"))
        body.extend(_signature(line, last=line is signature[-1]) for line in signature)
    return "".join(body)


def _signature(line: str, *, last: bool) -> str:
    """A line of the signature, four characters from the right, or as far as a long name leaves room."""
    room = max(0, min(4, LINE_CHARACTERS - sum(0.5 if sign.isascii() else 1 for sign in line)))
    keep = "" if last else "<w:keepNext/>"
    indent = f'<w:ind w:rightChars="{round(room * 100)}" w:right="{round(room * 320)}"/>' if room < 4 else ""
    return paragraph("Signature", run(line), keep + indent)


def _block(block: Block, following: Block | None) -> str:
    if isinstance(block, Heading):
        return paragraph("Heading1", run(block.text))
    if isinstance(block, Figures):
        return _table(block.grid) + paragraph("Spacer", "")
    if isinstance(block, Body):
        if block.lead == len(block.text):
            return paragraph("Heading2", run(block.text))
        close = following is None or (isinstance(following, Figures) and len(block.text) <= 80)
        keep = "<w:keepNext/>" if close else ""
        lead = run(block.text[: block.lead], '<w:rStyle w:val="Lead"/>') if block.lead else ""
        return paragraph("BodyText", lead + run(block.text[block.lead :]), keep)
    return paragraph("Remark", run(block.text))


def _table(drawn: Grid) -> str:
    fitted = fit(drawn)
    widths = [round(width * TWIPS) for width in fitted.widths]
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    head = (
        f'<w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{borders}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="62" w:type="dxa"/><w:right w:w="62" w:type="dxa"/></w:tblCellMar><w:tblLook w:val="0000"/><w:tblCaption w:val={quoted(drawn.title)}/></w:tblPr>'
    )
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    covered = drawn.covered
    rows = []
    closed = row_height(drawn, fitted)
    whole, least = closed is not None, closed or fitted.size * ROW_HEIGHTS[0]
    for number in range(len(drawn.lines)):
        last = number == len(drawn.lines) - 1
        keep = whole and not last
        cells = []
        column = 0
        while column < drawn.columns:
            cell = covered.get((number, column))
            if cell is None:
                cells.append(_cell(None, number, widths[column], fitted.size, keep))
                column += 1
            else:
                width = sum(widths[cell.column : cell.column + cell.colspan])
                cells.append(_cell(cell, number, width, fitted.size, keep))
                column = cell.column + cell.colspan
        repeat = "<w:tblHeader/>" if number < drawn.heads else ""
        rows.append(
            f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{round(least * 20)}" w:hRule="atLeast"/>{repeat}</w:trPr>{"".join(cells)}</w:tr>'
        )
    return f"<w:tbl>{head}<w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"


def _cell(cell: GridCell | None, number: int, width: int, size: float, keep: bool) -> str:
    properties = f'<w:tcW w:w="{width}" w:type="dxa"/>'
    text = ""
    side = "center"
    face = ""
    if cell is not None:
        if cell.colspan > 1:
            properties += f'<w:gridSpan w:val="{cell.colspan}"/>'
        if cell.rowspan > 1:
            properties += '<w:vMerge w:val="restart"/>' if cell.row == number else "<w:vMerge/>"
        text = cell.text if cell.row == number else ""
        side = "left" if cell.kind == LABEL or (cell.kind == CORNER and cell.rowspan > 1) else "center"
        if cell.kind in (COLUMN, BLOCK) or (cell.kind == CORNER and side == "center"):
            face = '<w:rFonts w:eastAsia="黑体"/>'
    look = f'{face}<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>'
    settings = "<w:keepNext/>" if keep else ""
    settings += f'<w:spacing w:line="{round(size * LEADING * 20)}" w:lineRule="exact"/>'
    settings += f'<w:jc w:val="{side}"/>' if side != "center" else ""
    inside = paragraph("TableCell", run(text, look) if text else "", settings, look)
    return f'<w:tc><w:tcPr>{properties}<w:vAlign w:val="center"/></w:tcPr>{inside}</w:tc>'
