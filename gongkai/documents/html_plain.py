"""The quick pass over a table that holds nothing but text, which most statutory tables do.

It gives what the walk of ``html_blocks`` would give, in a third of the time; a table with anything else in it (a table, a picture, a
link, struck or raised text, hidden elements) is left to that walk.
"""

from __future__ import annotations

from operator import itemgetter
from typing import Any

from gongkai.documents.html_kinds import (
    BREAK,
    CELL,
    KINDS,
    LINE_ENDING,
    LINE_KINDS,
    ROW,
    ROWS,
    SECTIONS,
    TABLE,
    clean,
    clean_label,
)
from gongkai.documents.html_tables import MAX_COLSPAN, MAX_ROWSPAN, span
from gongkai.documents.model import TextCell


def plain_rows(table: Any, hidden: set[int]) -> list[list[TextCell]] | None:
    """The rows of a table in which nothing but paragraphs and runs of text is found; None for any other.

    Two runs belong to one line when they have the same nearest block element and no ``<br>`` between them.
    """
    rows: list[tuple[int, list[TextCell]]] = []
    row: list[TextCell] = []
    cell: TextCell | None = None
    texts: list[str] = []
    nearest: Any = None
    section = 1
    fresh = True
    kinds = KINDS
    for node in table.traverse(include_text=True):
        tag = node.tag
        if tag == "-text":
            words = node.text_content
            if texts:
                if not words.isspace():
                    if not fresh:
                        around = _line_of(node)
                        if around.mem_id != nearest.mem_id:
                            nearest, fresh = around, True
                    if fresh:
                        texts.append("\0")
                        fresh = False
                texts.append(words)
            elif words and not words.isspace():
                if cell is None:
                    return None
                texts.append(words)
                fresh = False
            continue
        if hidden and node.mem_id in hidden:
            return None
        kind = kinds.get(tag)
        if kind is None:
            continue
        if kind == CELL:
            if texts:
                if cell is not None:
                    cell.text = texts[0] if len(texts) == 1 and texts[0].isalnum() else _lines(texts)
                texts = []
            if not rows:
                return None
            cell = TextCell("")
            if named := node.attributes:
                set_spans(cell, named)
            row.append(cell)
            nearest, fresh = node, True
        elif kind in LINE_KINDS:
            fresh = True
            if kind != BREAK:
                nearest = node
        elif kind == ROW:
            if texts:
                if cell is not None:
                    cell.text = _lines(texts)
                texts = []
            row, cell = [], None
            rows.append((section, row))
        elif kind == ROWS:
            section = SECTIONS[tag]
        elif not (kind == TABLE and node.mem_id == table.mem_id) and tag != "-comment":
            return None
    if texts and cell is not None:
        cell.text = _lines(texts)
    rows.sort(key=itemgetter(0))
    return [row for _, row in rows]


def _line_of(node: Any) -> Any:
    """The nearest element around a run of text that begins and ends a line."""
    while node.tag not in LINE_ENDING:
        node = node.parent
    return node


def _lines(texts: list[str]) -> str:
    text = texts[0] if len(texts) == 1 else "".join(texts)
    if "\0" not in text:
        return clean_label(text) if len(text) < 100 else clean(text)
    return "\n".join(filter(None, map(clean, text.split("\0"))))


def set_spans(cell: TextCell, named: dict[str, str | None]) -> None:
    if "colspan" in named:
        cell.colspan = span(named["colspan"], MAX_COLSPAN)
    if "rowspan" in named:
        cell.rowspan = span(named["rowspan"], MAX_ROWSPAN)
