"""A list of people's making, CSV or XLSX, as lines with named cells. Every cell is text: nothing in it is ever worked out."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

MAX_BYTES = 5 * 1024 * 1024
MAX_LINES = 5000
MAX_CELL = 2000
"""Characters; the longest thing that people enter here is the duties of a section."""
_SEPARATORS = (",", "\t", ";", "，")
_LONGEST_CSV_CELL = 4_000_000


class UnreadableList(ValueError):
    """A file that cannot be read as a list; the text says why and what to do, in Chinese."""


@dataclass(frozen=True, slots=True)
class Line:
    """``number`` is the line's in the file, as a spreadsheet shows it; ``cells`` by heading, without blanks at the ends."""

    number: int
    cells: dict[str, str]
    notes: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """What a file holds."""

    headings: tuple[str, ...]
    lines: tuple[Line, ...] = field(default=())


def read_listing(
    data: bytes,
    *,
    headings: Sequence[str],
    needed: Sequence[str],
    longest: int = MAX_CELL,
    most_bytes: int = MAX_BYTES,
    most_lines: int = MAX_LINES,
) -> Listing:
    """Read a CSV (UTF-8, GB 18030, UTF-16 with a mark) or XLSX file. Raises ``UnreadableList``.

    ``headings`` are all that are known, ``needed`` those that must be there; their order does not matter. ``longest`` is
    the number of characters that a cell may hold.
    """
    if not data.strip():
        raise UnreadableList("这个文件是空的，请选有内容的文件。")
    if len(data) > most_bytes:
        raise UnreadableList(f"文件超过{most_bytes // 1024 // 1024}MB，请分成几个文件导入。")
    rows = _spreadsheet(data) if data.startswith((b"PK", b"\xd0\xcf\x11\xe0")) else _csv(_decoded(data))
    filled = [(number, row) for number, row in rows if any(row)]
    if not filled:
        raise UnreadableList("这个文件没有内容，请照模板填写。")
    if len(filled) - 1 > most_lines:
        raise UnreadableList(f"这个文件有{len(filled) - 1}行，一次最多导入{most_lines}行，请分成几个文件。")
    found = _headings(filled[0][1], headings, needed)
    return Listing(tuple(filter(None, found)), tuple(_line(number, row, found, longest) for number, row in filled[1:]))


def _headings(row: list[str], known: Sequence[str], needed: Sequence[str]) -> list[str]:
    found = [unicodedata.normalize("NFKC", cell).strip().rstrip("*＊") for cell in row]
    while found and not found[-1]:
        found.pop()
    strange = [cell for cell in found if cell and cell not in known]
    if len(strange) == len(found):
        raise UnreadableList(f"第一行不是表头。表头应当是：{'、'.join(known)}。请下载模板，照模板填写。")
    if strange:
        raise UnreadableList(f"表头里有不认识的列：{'、'.join(strange)}。可以用的列：{'、'.join(known)}。")
    twice = sorted({cell for cell in found if cell and found.count(cell) > 1})
    if twice:
        raise UnreadableList(f"表头里有重复的列：{'、'.join(twice)}。请删去一列。")
    missing = [cell for cell in needed if cell not in found]
    if missing:
        raise UnreadableList(f"缺少必填的列：{'、'.join(missing)}。请下载模板，照模板填写。")
    return found


def _line(number: int, row: list[str], headings: list[str], longest: int) -> Line:
    cells = {heading: cell for heading, cell in zip(headings, row, strict=False) if heading}
    notes, errors = [], []
    if any(row[len(headings) :]):
        errors.append("这一行比表头多出了内容。某一格里有逗号的，请给这一格加上英文双引号。")
    for heading, cell in cells.items():
        if len(cell) > longest:
            errors.append(f"“{heading}”超过{longest}字，请缩短。")
        if any(unicodedata.category(letter) == "Cc" and letter not in "\r\n\t" for letter in cell):
            errors.append(f"“{heading}”里有看不见的控制字符，请重新输入这一格。")
        if cell[:1] in ("=", "@"):
            notes.append(f"“{heading}”以“{cell[0]}”开头，按文字处理，不当公式计算。")
    return Line(number, cells, tuple(notes), tuple(errors))


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text
    raise UnreadableList("认不出这个文件的文字编码。请用 Excel 或 WPS 打开，另存为“CSV UTF-8”或者 XLSX 后再导入。")


def _csv(text: str) -> list[tuple[int, list[str]]]:
    head = text.lstrip().partition("\n")[0]
    separator = max(_SEPARATORS, key=head.count)
    csv.field_size_limit(_LONGEST_CSV_CELL)  # 缺省值131072，正文一长就读不下去
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows, start = [], 1
    try:
        for row in reader:
            rows.append((start, [cell.strip() for cell in row]))
            start = reader.line_num + 1
    except csv.Error:
        raise UnreadableList(f"第{start}行的引号不成对，读不下去。请检查这一行的英文双引号。") from None
    return rows


def _spreadsheet(data: bytes) -> list[tuple[int, list[str]]]:
    from gongkai.documents.archives import open_archive
    from gongkai.documents.model import Unreadable
    from gongkai.documents.xlsx_ooxml import Workbook

    if not data.startswith(b"PK"):
        raise UnreadableList("这是老的 XLS 文件。请用 Excel 或 WPS 打开，另存为 XLSX 或者“CSV UTF-8”后再导入。")
    try:
        archive = open_archive(data, what="电子表格")
        if "xl/workbook.xml" not in archive:
            raise UnreadableList("这个文件不是 XLSX 电子表格。请另存为 XLSX 或者“CSV UTF-8”后再导入。")
        sheets = [sheet for sheet in Workbook(archive).sheets() if sheet.cells]
    except Unreadable as problem:
        raise UnreadableList(str(problem)) from problem
    if not sheets:
        return []
    cells = sheets[0].cells
    last_row, last_column = max(row for row, _ in cells), max(column for _, column in cells)
    if last_row > MAX_LINES * 4 or last_column > 200:
        raise UnreadableList("第一张工作表太大，像是有多余的内容。请只留要导入的行和列。")
    return [
        (row, [cells.get((row, column), "").strip() for column in range(1, last_column + 1)])
        for row in range(1, last_row + 1)
    ]
