"""What an official document consists of: a title, blocks in their order, who signs and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the first (黑体) or second (楷体) level; the numbering is the caller's."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; each line of it becomes a paragraph with two blank characters before it."""

    text: str


@dataclass(frozen=True, slots=True)
class Note:
    """Small print: how something was counted, how it can be verified."""

    text: str


@dataclass(frozen=True, slots=True)
class Facts:
    """A form: rows of (label, value), or of (label, value, label, value) for two short ones side by side."""

    rows: Sequence[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a head that is repeated on every page. ``widths`` are shares of the line; without them they follow the text."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    caption: str = ""
    widths: Sequence[float] = ()


@dataclass(frozen=True, slots=True)
class Bars:
    """A plot: for each row (label, values) one bar of each of ``series``, the value beside it in digits with the ``unit``.

    It is drawn with the format's own means, no picture: whoever changes the document by hand can change it, and it is read aloud
    as the table that it is.
    """

    caption: str
    series: Sequence[str]
    rows: Sequence[tuple[str, Sequence[int]]]
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What somebody decided, with place for the signature. Without ``person`` it is to be filled in by hand."""

    stage: str
    text: str = ""
    basis: str = ""
    person: str = ""
    at: date | datetime | None = None


Block = Heading | Paragraph | Note | Facts | Table | Bars | Opinion


@dataclass(frozen=True, slots=True)
class Letter:
    """A document. ``number`` stands under the title, ``to`` whom it is addressed flush left above the text, ``signed_by`` and ``dated``
    at the end, ``footer`` in small print after it.

    ``organ`` is named as the author in the file's properties. ``landscape`` turns the page for wide tables.
    """

    title: str
    blocks: Sequence[Block] = ()
    number: str = ""
    organ: str = ""
    signed_by: str = ""
    dated: date | None = None
    footer: str = ""
    landscape: bool = False
    to: str = ""
