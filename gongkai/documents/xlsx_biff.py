"""Excel 97–2003 files (.xls, and .et of WPS Office): the records of the stream ``Workbook`` ([MS-XLS], BIFF8)."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from gongkai.documents.archives import encrypted, too_large
from gongkai.documents.xlsx_numbers import BUILT_IN, GENERAL, shown
from gongkai.documents.xlsx_sheet import MAX_CELLS, WHAT, Sheet

START, END, CONTINUED, PASSWORD, SHEET, TEXTS, FORMAT, STYLE, SINCE_1904 = (
    0x0809, 0x000A, 0x003C, 0x002F, 0x0085, 0x00FC, 0x041E, 0x00E0, 0x0022,
)  # fmt: skip
ROW, COLUMNS, MERGED, UNCOMPUTED = 0x0208, 0x007D, 0x00E5, 0x005E
NUMBER, SHORT, SHORTS, SHARED, LABEL, RICH, LOGICAL, BLANK, BLANKS, FORMULA, RESULT = (
    0x0203, 0x027E, 0x00BD, 0x00FD, 0x0204, 0x00D6, 0x0205, 0x0201, 0x00BE, 0x0006, 0x0207,
)  # fmt: skip
BIFF8 = 0x0600
LAST_COLUMN = 255
ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


class NotBiff8(Exception):
    """The stream is of an older Excel, or does not hold together."""


class Styles:
    """Number formats and borders by the number of a cell's style, as both binary formats have them."""

    def __init__(self) -> None:
        self.codes: dict[int, str] = {}
        self.styles: list[tuple[int, bool]] = []
        self.since_1904 = False

    def shown(self, number: float, style: int) -> str:
        """A number as its style shows it."""
        form = self.styles[style][0] if style < len(self.styles) else 0
        code = self.codes.get(form) or BUILT_IN.get(form, GENERAL)
        return shown(number, code, since_1904=self.since_1904)

    def boxed(self, style: int) -> bool:
        """Whether cells of a style have borders."""
        return style < len(self.styles) and self.styles[style][1]


def read_xls(stream: bytes) -> tuple[list[Sheet], list[str]]:
    """The sheets that are shown, and the names of the hidden ones; ``NotBiff8`` for files of Excel 95 and before."""
    records = list(_records(stream))
    if not records or records[0][1] != START or _u16(records[0][2], 0) != BIFF8:
        raise NotBiff8
    styles, texts = Styles(), []
    entries: list[tuple[int, int, int, str]] = []
    for index, (_, code, body) in enumerate(records):
        if code == PASSWORD:
            raise encrypted(WHAT)
        if code == SINCE_1904:
            styles.since_1904 = _u16(body, 0) == 1
        elif code == FORMAT:
            styles.codes[_u16(body, 0)] = _Text([body[2:]]).string(2)
        elif code == STYLE:
            styles.styles.append((_u16(body, 2), _u16(body, 10) != 0))
        elif code == SHEET and len(body) >= 8:
            entries.append((int.from_bytes(body[:4], "little"), body[4] & 3, body[5], _Text([body[6:]]).string(1)))
        elif code == TEXTS:
            texts = _shared([body, *_continuations(records, index + 1)])
        elif code == END:
            break
    places = {at: index for index, (at, code, _) in enumerate(records) if code == START}
    sheets: list[Sheet] = []
    hidden = [name for _, state, kind, name in entries if state and kind == 0]
    for at, state, kind, name in entries:
        if kind == 0 and not state:
            if at not in places:
                raise NotBiff8
            sheets.append(_Reader(name, styles, texts).read(records, places[at] + 1))
    return sheets, hidden


class _Reader:
    def __init__(self, name: str, styles: Styles, texts: list[str]) -> None:
        self.sheet = Sheet(name)
        self._styles, self._texts = styles, texts
        self._waiting: tuple[int, int] | None = None
        self._uncomputed = False
        self._column = 0

    def read(self, records: list[tuple[int, int, bytes]], index: int) -> Sheet:
        depth = 0
        for _, code, body in records[index:]:
            if code == START:
                depth += 1  # a chart inside the sheet
            elif code == END:
                if not depth:
                    break
                depth -= 1
            elif not depth:
                self._record(code, body)
        return self.sheet

    def _record(self, code: int, body: bytes) -> None:
        if code == ROW:
            if _u16(body, 12) & 0x20:
                self.sheet.hidden_rows.add(_u16(body, 0) + 1)
        elif code == COLUMNS:
            first, last = max(_u16(body, 0), self._column), min(_u16(body, 2), LAST_COLUMN)
            if _u16(body, 8) & 1:
                self.sheet.hidden_columns.update(range(first + 1, last + 2))
            self._column = max(self._column, last + 1)  # columns stand in order
        elif code == MERGED:
            for at in range(2, 2 + 8 * min(_u16(body, 0), (len(body) - 2) // 8), 8):
                top, bottom, left, right = struct.unpack_from("<HHHH", body, at)
                if top <= bottom and left <= right:
                    self.sheet.merged.append((top + 1, left + 1, bottom + 1, right + 1))
        elif code == UNCOMPUTED:
            self._uncomputed = True
        elif code == RESULT:
            if self._waiting:
                self._put(self._waiting, _Text([body]).string(2))
        elif len(body) >= 6:
            self._cells(code, body, _u16(body, 0) + 1, _u16(body, 2) + 1)

    def _cells(self, code: int, body: bytes, row: int, column: int) -> None:
        if code == SHORTS:
            for at in range(4, len(body) - 7, 6):
                self._number((row, column + at // 6), short_number(body[at + 2 : at + 6]), _u16(body, at))
            return
        if code == BLANKS:
            for at in range(4, len(body) - 3, 2):
                self._style((row, column + (at - 4) // 2), _u16(body, at))
            return
        place, style = (row, column), _u16(body, 4)
        if code == NUMBER and len(body) >= 14:
            self._number(place, struct.unpack_from("<d", body, 6)[0], style)
        elif code == SHORT and len(body) >= 10:
            self._number(place, short_number(body[6:10]), style)
        elif code == SHARED and len(body) >= 10:
            index = int.from_bytes(body[6:10], "little")
            self._put(place, self._texts[index] if index < len(self._texts) else "")
        elif code in (LABEL, RICH):
            self._put(place, _Text([body[6:]]).string(2))
        elif code == LOGICAL and len(body) >= 8:
            self._put(place, ERRORS.get(body[6], "#?") if body[7] else "TRUE" if body[6] else "FALSE")
        elif code == FORMULA and len(body) >= 16:
            self._formula(place, body, style)
        elif code != BLANK:
            return
        self._style(place, style)

    def _formula(self, place: tuple[int, int], body: bytes, style: int) -> None:
        self._waiting = None
        result = body[6:14]
        if result[6:8] != b"\xff\xff":
            number = struct.unpack("<d", result)[0]
            if number == 0 and self._uncomputed:
                self.sheet.unsaved.append(place)
            else:
                self._number(place, number, style)
        elif result[0] == 0:
            self._waiting = place
        elif result[0] == 1:
            self._put(place, "TRUE" if result[2] else "FALSE")
        elif result[0] == 2:
            self._put(place, ERRORS.get(result[2], "#?"))

    def _number(self, place: tuple[int, int], number: float, style: int) -> None:
        self._put(place, self._styles.shown(number, style))
        self._style(place, style)

    def _put(self, place: tuple[int, int], text: str) -> None:
        if text:
            self.sheet.cells[place] = text
        if len(self.sheet.cells) > MAX_CELLS:
            raise too_large(WHAT)

    def _style(self, place: tuple[int, int], style: int) -> None:
        if self._styles.boxed(style):
            self.sheet.boxed.add(place)


class _Text:
    """Strings that may go on in the next record; there a byte says anew whether characters take one byte or two."""

    def __init__(self, parts: list[bytes]) -> None:
        self._parts = parts
        self._part = self._at = 0

    def string(self, prefix: int) -> str:
        """The next string, its length in ``prefix`` bytes; formatting and reading aids behind it are skipped."""
        count = int.from_bytes(self._take(prefix), "little")
        flags = self._take(1)[0]
        runs = int.from_bytes(self._take(2), "little") if flags & 8 else 0
        extra = int.from_bytes(self._take(4), "little") if flags & 4 else 0
        text, wide = "", flags & 1
        while count:
            if self._at >= len(self._parts[self._part]):
                self._next()
                wide = self._take(1)[0] & 1
            here = self._parts[self._part]
            number = min(count, (len(here) - self._at) // (2 if wide else 1))
            if not number:
                raise NotBiff8
            raw = self._take(number * (2 if wide else 1))
            text += raw.decode("utf-16-le" if wide else "latin-1", "replace")
            count -= number
        self._skip(4 * runs + extra)
        return text.replace("\r\n", "\n").replace("\r", "\n")

    def _take(self, size: int) -> bytes:
        if self._at >= len(self._parts[self._part]):
            self._next()
        found = self._parts[self._part][self._at : self._at + size]
        if len(found) < size:
            raise NotBiff8
        self._at += size
        return found

    def _skip(self, size: int) -> None:
        while size:
            if self._at >= len(self._parts[self._part]):
                self._next()
            step = min(size, len(self._parts[self._part]) - self._at)
            self._at += step
            size -= step

    def _next(self) -> None:
        self._part, self._at = self._part + 1, 0
        if self._part >= len(self._parts) or not self._parts[self._part]:
            raise NotBiff8


def _shared(parts: list[bytes]) -> list[str]:
    if len(parts[0]) < 8:
        return []
    count = int.from_bytes(parts[0][4:8], "little")
    source = _Text([parts[0][8:] or b"", *parts[1:]])
    if count > sum(map(len, parts)):
        raise NotBiff8
    return [source.string(2) for _ in range(count)]


def _continuations(records: list[tuple[int, int, bytes]], index: int) -> Iterator[bytes]:
    while index < len(records) and records[index][1] == CONTINUED:
        yield records[index][2]
        index += 1


def _records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Place, code and body of each record."""
    at = 0
    while at + 4 <= len(stream):
        code, size = struct.unpack_from("<HH", stream, at)
        yield at, code, stream[at + 4 : at + 4 + size]
        at += 4 + size


def short_number(raw: bytes) -> float:
    """A number packed into four bytes (RK): a whole one or the upper half of a long one, perhaps a hundredth."""
    packed = int.from_bytes(raw, "little")
    if packed & 2:
        number: float = int.from_bytes(raw, "little", signed=True) >> 2
    else:
        number = struct.unpack("<d", bytes(4) + (packed & 0xFFFFFFFC).to_bytes(4, "little"))[0]
    return number / 100 if packed & 1 else number


def _u16(body: bytes, at: int) -> int:
    return int.from_bytes(body[at : at + 2], "little")
