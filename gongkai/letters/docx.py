"""A letter as a Word document, to be printed, signed and changed by hand."""

from __future__ import annotations

from gongkai.letters.layout import DrawnBar, Form, FormRow, drawn, grouped, moment, shares
from gongkai.letters.model import Bars, Block, Heading, Letter, Note, Paragraph, Table
from gongkai.letters.text import lines
from gongkai.letters.word import SIDEWAYS, UPRIGHT, pack, paragraph, quoted, run

LINE, LINE_SIDEWAYS = 8844, 12756
"""Width of a line in twentieths of a point: 156 mm upright, 225 mm sideways."""
LABEL = 0.17
"""The share of a form's label."""
FORM_SIZE, TABLE_SIZE = 12.0, 10.5
BAR_WIDTHS = (0.3, 0.5, 0.2)
"""The shares of label, bar and number in a plot."""
SHADES = ("BFBFBF", "595959")
"""Greys of a plot's series: they stay apart on paper; the words beside the bars say which is which."""
CELL_SIDE = 85
"""Room at the sides of a cell."""
LONG = 300
"""Characters of a row from which it may go on on the next page."""
KEPT = "<w:keepNext/>"
"""Of a paragraph that stays on the page of the next one."""
HIGH = 1300
"""The least height of an opinion, so that a hand can sign in it."""


def write_docx(letter: Letter) -> bytes:
    """The letter as DOCX. The same letter gives the same bytes."""
    width = LINE_SIDEWAYS if letter.landscape else LINE
    title = "<w:r><w:br/></w:r>".join(run(line) for line in lines(letter.title))
    close = '<w:spacing w:before="0" w:after="120" w:line="700" w:lineRule="exact"/>' if letter.number else ""
    body = [paragraph("Title", title, close)]
    if letter.number:
        body.append(paragraph("Normal", run(letter.number), '<w:jc w:val="center"/>'))
        body.append(paragraph("Spacer", ""))
    if letter.to:
        body.append(paragraph("Normal", run(letter.to)))
    blocks = grouped(letter.blocks)
    for block in blocks[:-1]:
        body += _block(block, width)
    signed = [line for line in (letter.signed_by, moment(letter.dated) if letter.dated else "") if line]
    for block in blocks[-1:]:
        body += _block(block, width, KEPT if signed else "")
    if signed:
        body.append(paragraph("Normal", "", KEPT))
        body += [paragraph("Signature", run(line), "" if line is signed[-1] else KEPT) for line in signed]
    body += [paragraph("Remark", run(line)) for line in lines(letter.footer)]
    section = SIDEWAYS if letter.landscape else UPRIGHT
    return pack("".join(body), title=letter.title, creator=letter.organ, created=letter.dated, section=section)


def _block(block: Block | Form, width: int, kept: str = "") -> list[str]:
    """Its paragraphs and tables; the last paragraph is ``kept`` with what follows, so that no signature stands alone on a page."""
    if isinstance(block, Heading):
        return [paragraph("Heading1" if block.level == 1 else "Heading2", run(block.text))]
    if isinstance(block, Paragraph):
        return [paragraph("BodyText", run(line), kept) for line in lines(block.text)]
    if isinstance(block, Note):
        return [paragraph("Remark", run(line), kept) for line in lines(block.text)]
    if isinstance(block, Form):
        return [_form(block, width, kept), paragraph("Spacer", "", kept)]
    if isinstance(block, Table):
        caption = [_caption(block.caption)] if block.caption else []
        return [*caption, _table(block, width), paragraph("Spacer", "")]
    if isinstance(block, Bars):
        return [_caption(block.caption), _bars(block, width), paragraph("Spacer", "")]
    raise TypeError(f"不认得的块：{block!r}")


def _caption(text: str) -> str:
    return paragraph("Remark", run(text, '<w:rFonts w:eastAsia="黑体"/>'), '<w:keepNext/><w:jc w:val="center"/>')


def _form(form: Form, width: int, kept: str) -> str:
    label = round(width * LABEL)
    value = (width - 2 * label) // 2
    widths = [label, value, label, width - 2 * label - value]
    rows = [_form_row(row, widths, kept if row is form.rows[-1] else "") for row in form.rows]
    return _frame(widths, "".join(rows), "")


def _form_row(row: FormRow, widths: list[int], kept: str) -> str:
    cells = []
    for number, (name, said) in enumerate(row.cells):
        span = 1 if len(row.cells) == 2 else 3
        given = widths[2 * number + 1 : 2 * number + 1 + span]
        inside = [_line(line, FORM_SIZE, "left", kept=kept) for line in said]
        if row.signature:
            inside += [_line("", FORM_SIZE, "left", kept=kept), _line(row.signature, FORM_SIZE, "right", kept=kept)]
        cells.append(_cell([_line(name, FORM_SIZE, "center", head=True, kept=kept)], widths[2 * number]))
        cells.append(_cell(inside, sum(given), span))
    # 意见可以很长，长的允许跨页；其余各行不拆开
    whole = "" if sum(len(line) for _, said in row.cells for line in said) > LONG else "<w:cantSplit/>"
    look = whole + (f'<w:trHeight w:val="{HIGH}" w:hRule="atLeast"/>' if row.high else "")
    return f"<w:tr><w:trPr>{look}</w:trPr>{''.join(cells)}</w:tr>"


def _table(table: Table, width: int) -> str:
    widths = [round(width * share) for share in shares(table)]
    head = "".join(
        _cell([_line(cell, TABLE_SIZE, "center", head=True)], wide)
        for cell, wide in zip(table.head, widths, strict=True)
    )
    rows = [f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>"]
    for row in table.rows:
        cells = [
            _cell([_line(line, TABLE_SIZE, "left") for line in (lines(cell) or [""])], wide)
            for cell, wide in zip(row, widths, strict=True)
        ]
        # 一行不拆到两页，除非很长
        whole = "" if sum(len(cell) for cell in row) > LONG else "<w:trPr><w:cantSplit/></w:trPr>"
        rows.append(f"<w:tr>{whole}{''.join(cells)}</w:tr>")
    return _frame(widths, "".join(rows), table.caption)


def _bars(plot: Bars, width: int) -> str:
    widths = [round(width * share) for share in BAR_WIDTHS]
    rows = []
    for label, bars in drawn(plot):
        cells = (
            _cell([_line(label, TABLE_SIZE, "left")], widths[0]),
            _cell([_bar(each, number, widths[1]) for number, each in enumerate(bars)], widths[1]),
            _cell([_line(each.text, TABLE_SIZE, "left") for each in bars], widths[2]),
        )
        rows.append(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>")
    return _frame(widths, "".join(rows), plot.caption)


def _bar(bar: DrawnBar, number: int, width: int) -> str:
    """A paragraph without words whose shading is the bar: it ends where the right indent begins."""
    room = width - 2 * CELL_SIDE
    length = round(room * bar.share)
    height = f'<w:spacing w:line="{round(TABLE_SIZE * 27)}" w:lineRule="exact"/>'
    if not length:
        return paragraph("TableCell", "", height)
    look = f'<w:shd w:val="clear" w:color="auto" w:fill="{SHADES[number % len(SHADES)]}"/>'
    return paragraph("TableCell", "", f'{look}{height}<w:ind w:left="0" w:right="{room - length}"/>')


def _frame(widths: list[int], rows: str, caption: str) -> str:
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    named = f"<w:tblCaption w:val={quoted(caption)}/>" if caption else ""
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{borders}</w:tblBorders>'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="57" w:type="dxa"/><w:left w:w="85" w:type="dxa"/>'
        f'<w:bottom w:w="57" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar><w:tblLook w:val="0000"/>{named}</w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
    )


def _cell(paragraphs: list[str], width: int, span: int = 1) -> str:
    merged = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{merged}<w:vAlign w:val="center"/></w:tcPr>{"".join(paragraphs)}</w:tc>'


def _line(text: str, size: float, side: str, *, head: bool = False, kept: str = "") -> str:
    face = '<w:rFonts w:eastAsia="黑体"/>' if head else ""
    look = f'{face}<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>'
    settings = f'{kept}<w:spacing w:line="{round(size * 27)}" w:lineRule="exact"/><w:jc w:val="{side}"/>'
    return paragraph("TableCell", run(text, look), settings, look)
