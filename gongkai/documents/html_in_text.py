"""Text and Markdown whose tables are written in HTML, as programs that extract text from PDF write them.

The lines between the tables are read as text, each ``<table>`` as a table of a web page, all in their order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from gongkai.documents.html_blocks import hidden_elements, walk
from gongkai.documents.html_tree import parse
from gongkai.documents.model import Block, Document, Paragraph, Place, Table
from gongkai.documents.text import decode, read_text

_MARK = re.compile(r"<(/?)table\b[^<>]*>", re.I)


def has_html_tables(data: bytes) -> bool:
    """Whether a text holds tables written in HTML."""
    lowered = data.lower()
    return b"<table" in lowered and b"<td" in lowered


def read_text_with_tables(data: bytes, name: str = "") -> Document:
    """Read such a text. ``line`` of a place counts the lines of the file, ``table`` all tables in their order."""
    text = decode(data).replace("\r\n", "\n").replace("\r", "\n")
    document = Document("text", [])
    lines = tables = 0
    for part, is_table in _parts(text):
        if is_table:
            tree = parse(part.encode("utf-8", "replace"))
            blocks = walk(tree, hidden_elements(tree)).blocks
        else:
            read = read_text(part.encode("utf-8", "replace"), name)
            if read.format == "markdown":
                document.format = read.format
            document.meta = document.meta or read.meta
            document.notes.extend(note for note in read.notes if note not in document.notes)
            blocks = read.blocks
        for block in blocks:
            tables += isinstance(block, Table)
            _number(block, lines, tables)
        document.blocks.extend(blocks)
        lines += part.count("\n")
    return document


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """The text cut into what stands between outermost tables and those tables, each with whether it is one."""
    depth = start = 0
    for mark in _MARK.finditer(text):
        if mark[1]:
            if depth == 1:
                yield text[start : mark.end()], True
                start = mark.end()
            depth = max(0, depth - 1)
        else:
            if depth == 0:
                yield text[start : mark.start()], False
                start = mark.start()
            depth += 1
    yield text[start:], depth > 0


def _number(block: Block, before: int, tables: int) -> None:
    if isinstance(block, Table):
        block.place = replace(block.place, table=tables, line=before + (block.place.line or 1))
        for number, row in enumerate(block.rows, 1):
            for column, cell in enumerate(row, 1):
                line = None if cell.place.line is None else before + cell.place.line
                cell.place = Place(line=line, table=tables, row=number, column=column)
    elif isinstance(block, Paragraph):
        block.place = replace(block.place, line=before + (block.place.line or 1))
