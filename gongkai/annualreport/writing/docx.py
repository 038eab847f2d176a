"""DOCX in the layout of official documents (GB/T 9704-2012), with the statutory tables and their merged cells.

The parts that never change (styles, page numbers, font table) are files in ``templates/docx``; only the text is made here. Fonts
are named, never embedded: 仿宋_GB2312, 方正小标宋简体, 黑体 and 楷体_GB2312 are on the machines of the offices that read it.
The same report gives the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

from gongkai.annualreport.model import Report
from gongkai.annualreport.writing.layout import BLOCK, COLUMN, CORNER, LABEL, Grid, GridCell
from gongkai.annualreport.writing.manuscript import (
    Block,
    Body,
    Figures,
    Heading,
    Manuscript,
    clean,
    manuscript,
    title_lines,
)
from gongkai.annualreport.writing.widths import LEADING, ROW_HEIGHTS, fit, row_height

PARTS = Path(__file__).parent / "templates" / "docx"
FIXED = {
    "[Content_Types].xml": "content_types.xml",
    "_rels/.rels": "rels.xml",
    "word/_rels/document.xml.rels": "document_rels.xml",
    "word/styles.xml": "styles.xml",
    "word/settings.xml": "settings.xml",
    "word/fontTable.xml": "font_table.xml",
    "word/footer1.xml": "footer_odd.xml",
    "word/footer2.xml": "footer_even.xml",
    "docProps/app.xml": "app.xml",
}
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SPACE = "http://schemas.openxmlformats.org/"
TWIPS = 1440 / 25.4
"""Twentieths of a point in a millimetre."""
LINE_CHARACTERS = 27
"""So many characters of size 3号 stand on one line, with one to spare."""
SECTION = (
    '<w:sectPr><w:footerReference w:type="default" r:id="rId4"/><w:footerReference w:type="even" r:id="rId5"/>'
    '<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="851" w:footer="1304" w:gutter="0"/>'
    '<w:docGrid w:type="lines" w:linePitch="579"/></w:sectPr>'
)


def write_docx(report: Report) -> bytes:
    """The report as a Word document."""
    page = manuscript(report)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in FIXED.items():
            _add(archive, name, (PARTS / part).read_text(encoding="utf-8"))
        _add(archive, "docProps/core.xml", _core(page, report))
        _add(archive, "word/document.xml", _document(page))
    return packed.getvalue()


def _add(archive: zipfile.ZipFile, name: str, text: str) -> None:
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, text.encode())


def _core(page: Manuscript, report: Report) -> str:
    spaces = (
        f'xmlns:cp="{SPACE}package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    )
    day = report.dated or report.published
    when = (
        ""
        if day is None
        else f'<dcterms:created xsi:type="dcterms:W3CDTF">{day.isoformat()}T00:00:00Z</dcterms:created>'
    )
    return (
        f"{DECLARATION}<cp:coreProperties {spaces}><dc:title>{_xml(page.title)}</dc:title>"
        f"<dc:creator>{_xml(page.organ)}</dc:creator>{when}<dc:language>zh-CN</dc:language></cp:coreProperties>"
    )


def _document(page: Manuscript) -> str:
    *organ, rest = title_lines(page)  # a long name is left to wrap: cut by hand, it would be read as two
    title = [_run("".join(organ)), _run(rest)] if organ else [_run(rest)]
    body = [_paragraph("Title", "<w:r><w:br/></w:r>".join(title))]
    for index, block in enumerate(page.blocks):
        following = page.blocks[index + 1] if index + 1 < len(page.blocks) else None
        body.append(_block(block, following))
    signature = [line for line in (page.signed_by, page.dated) if line]
    if signature:
        body.append(_paragraph("Normal", "", "<w:keepNext/>"))
        body.extend(_signature(line, last=line is signature[-1]) for line in signature)
    spaces = f'xmlns:w="{SPACE}wordprocessingml/2006/main" xmlns:r="{SPACE}officeDocument/2006/relationships"'
    return f"{DECLARATION}<w:document {spaces}><w:body>{''.join(body)}{SECTION}</w:body></w:document>"


def _signature(line: str, *, last: bool) -> str:
    """A line of the signature, four characters from the right, or as far as a long name leaves room."""
    room = max(0, min(4, LINE_CHARACTERS - sum(0.5 if sign.isascii() else 1 for sign in line)))
    keep = "" if last else "<w:keepNext/>"
    indent = f'<w:ind w:rightChars="{round(room * 100)}" w:right="{round(room * 320)}"/>' if room < 4 else ""
    return _paragraph("Signature", _run(line), keep + indent)


def _block(block: Block, following: Block | None) -> str:
    if isinstance(block, Heading):
        return _paragraph("Heading1", _run(block.text))
    if isinstance(block, Figures):
        return _table(block.grid) + _paragraph("Spacer", "")
    if isinstance(block, Body):
        if block.lead == len(block.text):
            return _paragraph("Heading2", _run(block.text))
        close = following is None or (isinstance(following, Figures) and len(block.text) <= 80)
        keep = "<w:keepNext/>" if close else ""
        lead = _run(block.text[: block.lead], '<w:rStyle w:val="Lead"/>') if block.lead else ""
        return _paragraph("BodyText", lead + _run(block.text[block.lead :]), keep)
    return _paragraph("Remark", _run(block.text))


def _table(drawn: Grid) -> str:
    fitted = fit(drawn)
    widths = [round(width * TWIPS) for width in fitted.widths]
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    head = (
        f'<w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{borders}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="62" w:type="dxa"/><w:right w:w="62" w:type="dxa"/></w:tblCellMar><w:tblLook w:val="0000"/><w:tblCaption w:val={_quoted(drawn.title)}/></w:tblPr>'
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
    inside = _paragraph("TableCell", _run(text, look) if text else "", settings, look)
    return f'<w:tc><w:tcPr>{properties}<w:vAlign w:val="center"/></w:tcPr>{inside}</w:tc>'


def _paragraph(style: str, runs: str, settings: str = "", mark: str = "") -> str:
    """A paragraph; ``mark`` is the look of its mark, which gives an empty one its height."""
    name = "" if style == "Normal" else f'<w:pStyle w:val="{style}"/>'
    mark = f"<w:rPr>{mark}</w:rPr>" if mark else ""
    inside = f"<w:pPr>{name}{settings}{mark}</w:pPr>" if name or settings or mark else ""
    return f"<w:p>{inside}{runs}</w:p>"


def _run(text: str, look: str = "") -> str:
    if not text:
        return ""
    look = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f'<w:r>{look}<w:t xml:space="preserve">{_xml(text)}</w:t></w:r>'


def _xml(text: str) -> str:
    return escape(clean(text))


def _quoted(text: str) -> str:
    return '"' + escape(clean(text), {'"': "&quot;"}) + '"'
