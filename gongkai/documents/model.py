"""What every reader of files returns: blocks in reading order, each with its place in the source.

Tables are *ragged*: a row lists the cells the file has, in order, and spans are noted but never expanded, because wrong
spans are common on real pages and expanding them moves figures into other columns. A cell that only continues a
vertically merged one above it is left out by the readers of formats that mark it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


class Unreadable(Exception):
    """A file that cannot be read; ``code`` is for programs, the text is a Chinese sentence for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in its file. Every number counts from 1; ``bbox`` is in points from the top left."""

    page: int | None = None
    line: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    path: str | None = None
    bbox: tuple[float, float, float, float] | None = None

    def as_json(self) -> dict[str, Any]:
        """The place as JSON, without the parts that are not known."""
        found: dict[str, Any] = {}
        for name in ("page", "line", "table", "row", "column", "path"):
            value = getattr(self, name)
            if value is not None:
                found[name] = value
        if self.bbox is not None:
            found["bbox"] = [round(edge, 1) for edge in self.bbox]
        return found

    def __str__(self) -> str:
        parts = []
        if self.page is not None:
            parts.append(f"第{self.page}页")
        if self.path is not None:
            parts.append(self.path)
        if self.table is not None:
            parts.append(f"第{self.table}个表格")
        if self.row is not None:
            parts.append(f"第{self.row}行")
        elif self.line is not None:
            parts.append(f"第{self.line}行")
        if self.column is not None:
            parts.append(f"第{self.column}格")
        return "".join(parts)


NOWHERE = Place()


@dataclass(slots=True)
class TextCell:
    """One cell of a table as the file has it; inner line breaks are kept as ``\\n``.

    ``sure`` is False where the reader saw something and cannot vouch for it (recognised pictures, figures run over a line).
    """

    text: str
    place: Place = NOWHERE
    colspan: int = 1
    rowspan: int = 1
    sure: bool = True


@dataclass(slots=True)
class Paragraph:
    """A paragraph, or one line where the format knows lines only (text, PDF without paragraphs).

    ``style`` is ``heading`` where the format says so, ``line`` where the text is one line of a page or file that may
    go on in the next, else ``body``.
    """

    text: str
    place: Place = NOWHERE
    style: str = "body"


@dataclass(slots=True)
class Table:
    rows: list[list[TextCell]]
    place: Place = NOWHERE


@dataclass(slots=True)
class Picture:
    """A picture; ``text`` is its alternative text, which is never read as figures."""

    text: str = ""
    place: Place = NOWHERE


Block = Paragraph | Table | Picture


@dataclass(slots=True)
class Note:
    """Something the reader of a file wants known, as a Chinese sentence (tracked changes, pages without text …)."""

    code: str
    message: str
    place: Place = NOWHERE


@dataclass(slots=True)
class Document:
    """A file as blocks in reading order.

    ``format`` is one of html, docx, doc, pdf, ofd, text, markdown, xlsx. ``meta`` holds what the file says of itself: ``title``,
    ``published`` (as written), ``source``, ``site``, ``column``, ``url`` where known.
    """

    format: str
    blocks: list[Block]
    meta: dict[str, str] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    pages: int | None = None
