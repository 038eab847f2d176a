"""Plain text and Markdown: pipe tables, tab tables, tables with one indented cell a line; everything else stays lines.

A file of text knows lines only, so each line becomes a ``Paragraph`` of style ``line`` with its number; who reads a report
decides what goes on in the next line. Runs of blanks inside a line are kept, since they may be the columns of a page.
"""

from __future__ import annotations

import re

from gongkai.documents.model import Block, Document, Note, Paragraph, Place, Table, TextCell, Unreadable

MAX_CHARACTERS = 20_000_000
_RULE_ROW = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?\s*$")
_CELL_LINE = re.compile(r"^[^|]{0,80}\|[|\s]*$")
_FIGURE = re.compile(r"^[\d.,/—-]*$")
_HEADING = re.compile(r"^\s*[一二三四五六七八九十]+、")
_BODY_MARK = re.compile(r"^=+\s*正文\s*=+$")
_META_LINE = re.compile(r"^(标题|发布时间|发布日期|发布机构|来源|栏目|原文链接|文号)\s*[:：]\s*(.*)$")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_META_NAMES = {
    "标题": "title",
    "发布时间": "published",
    "发布日期": "published",
    "来源": "source",
    "发布机构": "source",
    "栏目": "column",
    "原文链接": "url",
}


def decode(data: bytes) -> str:
    """Text of bytes: BOM, then UTF-8, then GB 18030, then UTF-16 without a mark; ``Unreadable`` when none fits."""
    for mark, name in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if data.startswith(mark):
            return data.decode(name, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if data[:400].count(0) > len(data[:400]) // 4:
        return data.decode("utf-16-le" if data[1:2] == b"\0" else "utf-16-be", errors="replace")
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError:
        pass
    text = data.decode("utf-8", errors="replace")
    if text.count("\ufffd") * 20 > len(text):
        raise Unreadable("encoding", "这个文本文件的编码认不出来。请用记事本打开，另存为 UTF-8 编码后再试。")
    return text


def read_text(data: bytes, name: str = "") -> Document:
    """Read a text or Markdown file (Markdown is told by its tables and headings or the name's ending)."""
    text = decode(data)
    if len(text) > MAX_CHARACTERS:
        raise Unreadable("too-large", "这个文本文件太大了，不像是一份年度报告。")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n").split("\n")
    meta, first = _head(lines)
    document = Document("markdown" if _is_markdown(lines, name) else "text", [], meta)
    if "\ufffd" in text:
        document.notes.append(Note("encoding", "文中有读不出的字符（编码损坏）。"))
    _blocks(document, lines, first)
    return document


def _is_markdown(lines: list[str], name: str) -> bool:
    if name.lower().endswith((".md", ".markdown")):
        return True
    return any(_RULE_ROW.match(line) and "|" in line for line in lines) and any(line.startswith("#") for line in lines)


def _head(lines: list[str]) -> tuple[dict[str, str], int]:
    """The lines ``标题: …`` that crawlers put before the text, as metadata, and where the text begins."""
    for index, line in enumerate(lines[:30]):
        if _BODY_MARK.match(line.strip()):
            meta = {}
            for above in lines[:index]:
                if (found := _META_LINE.match(above.strip())) and found[2].strip():
                    meta[_META_NAMES.get(found[1], found[1])] = found[2].strip()
            return meta, index + 1
    return {}, 0


def _blocks(document: Document, lines: list[str], first: int) -> None:
    blocks: list[Block] = document.blocks
    tables = 0
    index = first
    while index < len(lines):
        line = lines[index]
        if not line.strip():
            index += 1
            continue
        rows: list[tuple[int, list[str]]] = []
        after = index
        if _is_broken_pipes(lines, index):
            rows, after = _broken_pipe_rows(lines, index)
        elif _is_pipe(line):
            rows, after = _pipe_rows(lines, index)
        elif "\t" in line.strip("\n") and _is_tabbed(lines, index):
            rows, after = _tab_rows(lines, index)
        elif line.startswith("\t") and _is_indented(lines, index):
            rows, after = _indented_rows(lines, index)
        if rows:
            if document.format == "markdown":
                rows = [(number, [_unescaped(cell) for cell in cells]) for number, cells in rows]
            tables += 1
            blocks.append(_table(rows, tables))
            index = after
            continue
        heading = document.format == "markdown" and line.lstrip().startswith("#")
        text = line.lstrip("# ").rstrip() if heading else line.rstrip()
        blocks.append(
            Paragraph(
                _unescaped(text) if document.format == "markdown" else text,
                Place(line=index + 1),
                "heading" if heading else "line",
            )
        )
        index += 1


def _unescaped(text: str) -> str:
    """Markdown text without the strokes that make its signs plain (CommonMark 2.4)."""
    return _ESCAPED.sub(r"\1", text)


def _table(rows: list[tuple[int, list[str]]], ordinal: int) -> Table:
    made = [
        [
            TextCell(text.strip(" \t"), Place(line=number, table=ordinal, row=row + 1, column=column + 1))
            for column, text in enumerate(cells)
        ]
        for row, (number, cells) in enumerate(rows)
    ]
    return Table(made, Place(line=rows[0][0], table=ordinal))


def _is_pipe(line: str) -> bool:
    stripped = line.strip().replace("\\|", "")
    return (stripped.startswith("|") and stripped.count("|") >= 2) or stripped.count("|") >= 3


def _pipe_rows(lines: list[str], index: int) -> tuple[list[tuple[int, list[str]]], int]:
    rows = []
    while index < len(lines) and _is_pipe(lines[index]):
        if not _RULE_ROW.match(lines[index]):
            rows.append((index + 1, _pipe_cells(lines[index])))
        index += 1
    return rows, index


def _pipe_cells(line: str) -> list[str]:
    stripped = line.strip()
    if stripped.startswith("|"):
        stripped = stripped[1:]
    if stripped.endswith("|") and not stripped.endswith("\\|"):
        stripped = stripped[:-1]
    cells = re.split(r"(?<!\\)\|", stripped)
    return [re.sub(r"<br\s*/?>", "\n", cell.replace("\\|", "|")).strip() for cell in cells]


def _is_broken_pipes(lines: list[str], index: int) -> bool:
    """Whether a pipe table begins here whose cells stand on lines of their own: ``|``, ``规章 |``, ``0 |`` …"""
    if not _CELL_LINE.match(lines[index]):
        return False
    near = [line for line in lines[index : index + 16] if line.strip()]
    return len(near) >= 6 and sum(bool(_CELL_LINE.match(line)) for line in near) >= 0.8 * len(near)


def _broken_pipe_rows(lines: list[str], index: int) -> tuple[list[tuple[int, list[str]]], int]:
    """A lone ``|`` begins a row when a label follows it; otherwise it is a blank cell."""
    rows: list[tuple[int, list[str]]] = []
    while index < len(lines):
        line = lines[index].strip()
        if line and not _CELL_LINE.match(line):
            break
        if line:
            text = line.rstrip("| ").strip()
            surplus = line[len(text) :].count("|") - 1
            after = next((each for each in lines[index + 1 : index + 4] if each.strip()), "")
            following = after.strip("| ")
            if not text and following and _CELL_LINE.match(after) and not _FIGURE.match(following):
                rows.append((index + 1, []))
            elif rows:
                rows[-1][1].extend([text, *[""] * surplus])
            else:
                rows.append((index + 1, [text, *[""] * surplus]))
        index += 1
    return [row for row in rows if row[1]], index


def _is_tabbed(lines: list[str], index: int) -> bool:
    """Whether several cells stand in one line, parted by tabs (here or, for a ragged first line, in the next)."""
    here = [part for part in lines[index].split("\t") if part.strip()]
    if len(here) >= 2 or (len(here) == 1 and not lines[index].startswith("\t")):
        return True
    following = lines[index + 1] if index + 1 < len(lines) else ""
    return len([part for part in following.split("\t") if part.strip()]) >= 2


def _tab_rows(lines: list[str], index: int) -> tuple[list[tuple[int, list[str]]], int]:
    rows: list[tuple[int, list[str]]] = []
    while index < len(lines):
        line = lines[index]
        if "\t" in line:
            rows.append((index + 1, line.split("\t")))
            index += 1
        elif not line.strip() and index + 1 < len(lines) and "\t" in lines[index + 1]:
            index += 1
        else:
            break
    return rows, index


def _is_indented(lines: list[str], index: int) -> bool:
    """Whether a table with one cell a line begins here: a tab before each cell, an empty line between rows."""
    tabs = others = 0
    for line in lines[index : index + 12]:
        if line.startswith("\t"):
            tabs += 1
        elif line.strip():
            others += 1
    return tabs >= 3 and tabs > others


def _indented_rows(lines: list[str], index: int) -> tuple[list[tuple[int, list[str]]], int]:
    rows: list[tuple[int, list[str]]] = []
    while index < len(lines):
        group = index
        while group < len(lines) and lines[group] != "" and (lines[group].strip() or lines[group].startswith("\t")):
            group += 1
        block = lines[index:group]
        if block and not block[0].startswith("\t") and not _is_rest_of_cell(lines, index):
            return rows, index
        end = _end_of_cells(block)
        if end:
            rows.append((index + 1, _cells_of_group(block[:end])))
        if end < len(block):
            return rows, index + end
        index = group
        while index < len(lines) and not lines[index].strip() and not lines[index].startswith("\t"):
            index += 1
    return rows, index


def _end_of_cells(block: list[str]) -> int:
    """How many lines of a group belong to its cells: a long line without a tab is text after the table."""
    last = max((number for number, line in enumerate(block) if line.startswith("\t")), default=-1)
    for number, line in enumerate(block):
        if number > 0 and not line.startswith("\t") and (_HEADING.match(line) or (number > last and len(line) > 40)):
            return number
    return len(block)


def _is_rest_of_cell(lines: list[str], index: int) -> bool:
    """Whether a line without a tab is only the cut-off end of the cell before: short, and cells go on right after."""
    line = lines[index].strip()
    following = next((each for each in lines[index + 1 : index + 3] if each.strip()), "")
    return len(line) <= 12 and not _HEADING.match(line) and following.startswith("\t")


def _cells_of_group(block: list[str]) -> list[str]:
    cells: list[str] = []
    for line in block:
        if line.startswith("\t") or not cells:
            cells.extend(line[1:].split("\t") if line.startswith("\t") else [line])
        else:
            cells[-1] = f"{cells[-1]}\n{line}" if cells[-1].strip() else line
    return cells
