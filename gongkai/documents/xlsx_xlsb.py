"""Excel files in the binary parts of a zip container (.xlsb, [MS-XLSB])."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from gongkai.documents.archives import Archive, damaged, too_large
from gongkai.documents.packages import related_parts, relations
from gongkai.documents.xlsx_biff import ERRORS, Styles, short_number
from gongkai.documents.xlsx_sheet import MAX_CELLS, WHAT, Sheet

ROW, COLUMNS, MERGED, SHEET, ABOUT, TEXT, FORMAT, STYLE, BORDER, STYLES, STYLES_END = (
    0, 60, 176, 156, 153, 19, 44, 47, 46, 617, 618,
)  # fmt: skip
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384


class _Cut(Exception):
    """A record is shorter than what it says it holds."""


def read_xlsb(archive: Archive) -> tuple[list[Sheet], list[str]]:
    """The sheets that are shown, and the names of the hidden ones."""
    try:
        return _read(archive)
    except (_Cut, struct.error) as error:
        raise damaged(WHAT) from error


def _read(archive: Archive) -> tuple[list[Sheet], list[str]]:
    name = "xl/workbook.bin"
    parts = related_parts(archive, name)
    targets = {key: (kind, target) for key, kind, target in relations(archive, name)}
    styles = _styles(archive.get(parts.get("styles", "xl/styles.bin")) or b"")
    shared = archive.get(parts.get("sharedStrings", "xl/sharedStrings.bin")) or b""
    texts = [_string(body, 1)[0] for code, body in _records(shared) if code == TEXT]
    sheets: list[Sheet] = []
    hidden: list[str] = []
    for code, body in _records(archive.read(name)):
        if code == ABOUT:
            styles.since_1904 = bool(body[:1] and body[0] & 1)
        elif code == SHEET:
            key, at = _string(body, 8)
            title, _ = _string(body, at)
            kind, target = targets.get(key, ("", ""))
            if _u32(body, 0):
                hidden.append(title)
            elif kind == "worksheet" and target in archive:
                sheets.append(_sheet(title, archive.read(target), styles, texts))
    return sheets, hidden


def _sheet(name: str, content: bytes, styles: Styles, texts: list[str]) -> Sheet:
    sheet = Sheet(name)
    row = known = 0
    for code, body in _records(content):
        if code == ROW:
            row = _u32(body, 0) + 1
            if body[11:12] and body[11] & 0x10:
                sheet.hidden_rows.add(row)
        elif code == COLUMNS:
            first, last = max(_u32(body, 0) + 1, known + 1), min(_u32(body, 4) + 1, LAST_COLUMN)
            if body[16:17] and body[16] & 1:
                sheet.hidden_columns.update(range(first, last + 1))
            known = max(known, last)  # columns stand in order
        elif code == MERGED:
            top, bottom, left, right = struct.unpack_from("<IIII", body)
            if top <= bottom and left <= right:
                sheet.merged.append((top + 1, left + 1, bottom + 1, right + 1))
        elif 1 <= code <= 11 or code == 62:
            place = row, _u32(body, 0) + 1
            style = int.from_bytes(body[4:7], "little")
            text = _shown(code, body, style, styles, texts)
            if text:
                sheet.cells[place] = text
            if styles.boxed(style):
                sheet.boxed.add(place)
            if place[1] > LAST_COLUMN or row > LAST_ROW or len(sheet.cells) > MAX_CELLS:
                raise too_large(WHAT)
    return sheet


def _shown(code: int, body: bytes, style: int, styles: Styles, texts: list[str]) -> str:
    if code == 2:
        return styles.shown(short_number(_cut(body, 8, 4)), style)
    if code in (5, 9):
        return styles.shown(struct.unpack("<d", _cut(body, 8, 8))[0], style)
    if code in (3, 11):
        return ERRORS.get(_cut(body, 8, 1)[0], "#?")
    if code in (4, 10):
        return "TRUE" if _cut(body, 8, 1)[0] else "FALSE"
    if code == 7:
        index = _u32(body, 8)
        return texts[index] if index < len(texts) else ""
    if code in (6, 8):
        return _string(body, 8)[0]
    return _string(body, 9)[0] if code == 62 else ""


def _styles(content: bytes) -> Styles:
    found = Styles()
    borders: list[bool] = []
    cells = False
    for code, body in _records(content):
        if code == FORMAT:
            found.codes[int.from_bytes(_cut(body, 0, 2), "little")] = _string(body, 2)[0]
        elif code == BORDER:
            borders.append(any(body[at : at + 1] not in (b"", b"\0") for at in range(1, 41, 10)))
        elif code in (STYLES, STYLES_END):
            cells = code == STYLES
        elif code == STYLE and cells:
            border = int.from_bytes(_cut(body, 8, 2), "little")
            boxed = border < len(borders) and borders[border]
            found.styles.append((int.from_bytes(_cut(body, 2, 2), "little"), boxed))
    return found


def _records(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Code and body of each record; both code and size take one byte or more, the high bit says whether more follow."""
    at = 0
    while at < len(content):
        code, at = _varying(content, at, 2)
        size, at = _varying(content, at, 4)
        yield code, content[at : at + size]
        at += size


def _varying(content: bytes, at: int, most: int) -> tuple[int, int]:
    number = 0
    for index in range(most):
        byte = content[at] if at < len(content) else 0
        at += 1
        number |= (byte & 0x7F) << 7 * index
        if not byte & 0x80:
            break
    return number, at


def _string(body: bytes, at: int) -> tuple[str, int]:
    """A string and where it ends; its length in characters stands in four bytes, all ones for none."""
    count = _u32(body, at)
    if count == 0xFFFFFFFF:
        return "", at + 4
    text = _cut(body, at + 4, 2 * count).decode("utf-16-le", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n"), at + 4 + 2 * count


def _u32(body: bytes, at: int) -> int:
    return int.from_bytes(_cut(body, at, 4), "little")


def _cut(body: bytes, at: int, size: int) -> bytes:
    found = body[at : at + size]
    if len(found) < size:
        raise _Cut
    return found
