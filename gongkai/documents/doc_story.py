"""The text of a Word 97–2003 file as blocks, read as it would stand with all tracked changes accepted.

A paragraph ends with CR, a cell with BEL; what kind of end it is, and how deep in tables, says its formatting.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from gongkai.documents.doc_binary import Header, Implausible, Piece, Runs, pieces, runs, text_of, u16, u32
from gongkai.documents.doc_format import Characters, ParagraphFormat, StyleFormat, characters, paragraph, styles
from gongkai.documents.doc_lists import BinaryLists
from gongkai.documents.doc_tables import MeasuredRow, on_grid, table_row
from gongkai.documents.docx_symbols import symbol
from gongkai.documents.docx_tables import as_blocks
from gongkai.documents.model import Block, Paragraph, Picture
from gongkai.documents.numbering import LEVELS, labelled

STYLES, SECTIONS, CHARACTERS, PARAGRAPHS, FONTS, CLX = 1, 6, 12, 13, 15, 33
ENDS = re.compile("[\x07\x0c\x0d]")
FIELD = re.compile("([\x13\x14\x15])")
SIGNS = {0x0B: "\n", 0x0C: "\n", 0x0E: "\n", 0x1E: "-"}
DROPPED = {code: SIGNS.get(code, "") for code in (*range(0x09), *range(0x0B, 0x20)) if code not in (0x13, 0x14, 0x15)}
MAX_DEPTH = 40
FOOTNOTE, PICTURE = "\x02", "\x01"


@dataclass(slots=True)
class _Open:
    """A table that is being read: its rows, the cells of its last row and the blocks of its last cell."""

    rows: list[MeasuredRow] = field(default_factory=list)
    cells: list[list[Block]] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)


class Story:
    """Reads a file; ``seen`` gathers what the notes have to say, as in DOCX."""

    def __init__(self, main: bytes, table: bytes, data: bytes, header: Header) -> None:
        self.seen: set[str] = set()
        self._main, self._data, self._header = main, data, header
        self._pieces = pieces(header.part(CLX, table), len(main))
        self._piece_starts = [piece.start for piece in self._pieces]
        self._characters = runs(header.part(CHARACTERS, table), main, paragraphs=False)
        self._paragraphs = runs(header.part(PARAGRAPHS, table), main, paragraphs=True)
        self._styles = styles(header.part(STYLES, table), data)
        self._lists = BinaryLists(header, table)
        self._fonts = _fonts(header.part(FONTS, table))
        self._sections = _ends_of_sections(header.part(SECTIONS, table))
        self._known: dict[bytes, Characters] = {}
        self._formats: dict[tuple[bytes, bytes], ParagraphFormat] = {}
        self._fields: list[bool] = []
        self._pictures: list[Picture] = []

    def blocks(self) -> list[Block]:
        """The blocks of the body, then those of its text boxes."""
        header = self._header
        found = self._story(0, header.text_length)
        if header.boxes_length > 1:
            found += self._story(header.boxes_start, header.boxes_start + header.boxes_length)
        return found

    def _story(self, start: int, end: int) -> list[Block]:
        text = text_of(self._main, self._pieces, start, end)
        if not any(mark in text for mark in "\r\x07\x0c"):
            raise Implausible("text without paragraphs")
        spans = list(self._spans(start, end))
        body: list[Block] = []
        tables: list[_Open] = []
        kept = ""
        first = at = 0
        for match in ENDS.finditer(text):
            position = match.start()
            if match.group() == "\x0c" and start + position + 1 not in self._sections and position + 1 < len(text):
                continue
            while spans[at][1] <= start + first:
                at += 1
            visible, mark = self._visible(text, start, first, position, spans, at)
            first = position + 1
            form, style = self._format(start + position)
            self._close(tables, form.tables, body)
            while len(tables) < form.tables:
                tables.append(_Open())
            out = tables[-1].blocks if tables else body
            ends_row = form.inner_row_end or (form.row_end and match.group() == "\x07")
            if ends_row and tables:
                self._end_row(tables[-1], form, mark)
                continue
            ends_cell = form.inner_cell or match.group() == "\x07"
            if mark.deleted and not ends_cell:
                self.seen.add("tracked-changes")
                kept += visible
                continue
            visible, kept = kept + visible, ""
            if not (mark.hidden == 1 and not visible.strip()):
                visible = self._labelled(visible, form, style)
            if visible.strip():
                out.append(Paragraph(visible, style="heading" if _is_heading(form, style) else "body"))
            if not tables:
                body.extend(self._pictures)
                self._pictures = []
            if ends_cell:
                if not tables:
                    raise Implausible("a cell outside of tables")
                tables[-1].cells.append(out)
                tables[-1].blocks = []
        self._close(tables, 0, body)
        body.extend(self._pictures)
        self._pictures = []
        return body

    def _visible(
        self, text: str, start: int, first: int, last: int, spans: list[tuple[int, int, Characters]], at: int
    ) -> tuple[str, Characters]:
        """The text that people see of characters ``first`` to ``last``, and the formatting of the mark after them."""
        parts: list[str] = []
        while at < len(spans) and spans[at][0] <= start + last:
            begin, end, form = spans[at]
            raw = text[max(begin - start, first) : min(end - start, last)]
            self._read(raw, form, parts)
            if begin <= start + last < end:
                break
            at += 1
        self._fields = [False for _ in self._fields]
        found = "".join(parts).translate(DROPPED)
        if any("\ud800" <= sign <= "\udfff" for sign in found):
            found = found.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return found, spans[min(at, len(spans) - 1)][2]

    def _read(self, raw: str, form: Characters, parts: list[str]) -> None:
        if not raw:
            return
        if form.deleted or form.inserted:
            self.seen.add("tracked-changes")
        for piece in FIELD.split(raw):
            if piece == "\x13":
                self._fields.append(True)
            elif piece == "\x14" and self._fields:
                self._fields[-1] = False
            elif piece == "\x15" and self._fields:
                self._fields.pop()
            elif any(self._fields):
                if "EMBED " in piece:
                    self.seen.add("embedded")
            elif form.deleted or not piece:
                continue
            elif self._hidden(form):
                self.seen.add("hidden")
            elif form.symbol and "(" in piece:
                font, code = form.symbol
                parts.append(piece.replace("(", symbol(f"{code:04X}", self._fonts.get(font))))
            else:
                if FOOTNOTE in piece:
                    self.seen.add("footnotes")
                if form.special and PICTURE in piece:
                    self._pictures.append(Picture())
                parts.append(piece)

    def _hidden(self, form: Characters) -> bool:
        style = self._styles.get(form.style) if form.style is not None else None
        inherited = style is not None and style.hidden
        if form.hidden is None or form.hidden == 0x80:
            return inherited
        return not inherited if form.hidden == 0x81 else form.hidden != 0

    def _spans(self, start: int, end: int) -> Iterator[tuple[int, int, Characters]]:
        """Stretches of characters of one formatting, in order, without gaps."""
        for piece in self._pieces:
            at, last = max(piece.start, start), min(piece.end, end)
            while at < last:
                fc = piece.fc + piece.width * (at - piece.start)
                changes, until = _run_at(self._characters, fc)
                reach = last if until is None else min(last, at + max(1, -(-(until - fc) // piece.width)))
                yield at, reach, self._form(changes + piece.changes)
                at = reach

    def _form(self, changes: bytes) -> Characters:
        found = self._known.get(changes)
        if found is None:
            found = self._known[changes] = characters(changes)
        return found

    def _format(self, position: int) -> tuple[ParagraphFormat, StyleFormat]:
        piece = self._piece(position)
        changes = self._paragraphs.at(piece.fc + piece.width * (position - piece.start))
        found = self._formats.get((changes, piece.changes))
        if found is None:
            found = paragraph(changes, self._data)
            if piece.changes:
                paragraph(piece.changes, self._data, styled=False, found=found)
            self._formats[changes, piece.changes] = found
        if found.tables > MAX_DEPTH:
            raise Implausible("tables nested too deep")
        return found, self._styles.get(found.style) or StyleFormat()

    def _piece(self, position: int) -> Piece:
        index = bisect_right(self._piece_starts, position) - 1
        if index < 0 or position >= self._pieces[index].end:
            raise Implausible("a position outside the text")
        return self._pieces[index]

    def _labelled(self, text: str, form: ParagraphFormat, style: StyleFormat) -> str:
        use = style.paragraph.list_id if form.list_id is None else form.list_id
        level = style.paragraph.level if form.level is None else form.level
        if not use or use > 0x7FE:
            return text
        label, gap = self._lists.label(use, level or 0)
        return labelled(label, gap, text)

    def _close(self, tables: list[_Open], depth: int, body: list[Block]) -> None:
        while len(tables) > depth:
            table = tables.pop()
            if table.cells or table.blocks:
                raise Implausible("a row without an end")
            as_blocks(on_grid(table.rows), tables[-1].blocks if tables else body)

    def _end_row(self, table: _Open, form: ParagraphFormat, mark: Characters) -> None:
        cells, table.cells = table.cells, []
        if table.blocks:
            raise Implausible("text after the last cell of a row")
        if mark.deleted:
            self.seen.add("tracked-changes")
            return
        table.rows.append(table_row(cells, form.cells))


def _is_heading(form: ParagraphFormat, style: StyleFormat) -> bool:
    outline = style.paragraph.outline if form.outline is None else form.outline
    return style.heading if outline is None else outline < LEVELS


def _run_at(found: Runs, fc: int) -> tuple[bytes, int | None]:
    """The changes at byte ``fc`` and up to which byte they hold; None: up to the end."""
    index = bisect_right(found.starts, fc) - 1
    if index >= 0 and fc < found.ends[index]:
        return found.changes[index], found.ends[index]
    return b"", found.starts[index + 1] if index + 1 < len(found.starts) else None


def _ends_of_sections(part: bytes) -> set[int]:
    count = max(0, (len(part) - 4) // 16)
    return {u32(part, 4 * index) for index in range(1, count + 1)}


def _fonts(part: bytes) -> dict[int, str]:
    """The names of the fonts by number (SttbfFfn)."""
    found: dict[int, str] = {}
    if len(part) < 4:
        return found
    at = 4
    for index in range(u16(part, 0)):
        if at >= len(part):
            break
        name = part[at + 40 : at + 1 + part[at]].decode("utf-16-le", "replace")
        found[index] = name.partition("\0")[0]
        at += 1 + part[at]
    return found
