"""The words of a cleaned HTML text with the node in which each stands, so that what is found in the words is marked in the page."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Any

from lxml import html

BLOCKS = frozenset(
    {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "tr", "table", "caption", "ul", "ol", "dl", "dt", "dd", "blockquote", "hr", "br", "figure", "figcaption"}
)  # fmt: skip
CELLS = frozenset({"td", "th"})


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters that stand in one place of the tree: the ``text`` of a node or its ``tail``."""

    start: int
    end: int
    node: Any
    tail: bool


@dataclass
class BodyText:
    """``text`` with a line for each block and a tab after each cell; what else a check asks of the page, with places in ``text``."""

    root: Any
    text: str = ""
    pieces: list[Piece] = field(default_factory=list)
    pictures: list[tuple[int, str, str]] = field(default_factory=list)
    """Place, source and alternative text."""
    links: list[tuple[int, int, str]] = field(default_factory=list)
    """Where the words of a link stand, and its address."""
    tables: list[tuple[int, bool]] = field(default_factory=list)
    """Where a table of two rows or more begins, and whether it has header cells."""
    empty: list[int] = field(default_factory=list)
    """Where a paragraph without words stands."""

    def pieces_in(self, start: int, end: int) -> list[tuple[Piece, int, int]]:
        """The pieces that ``text[start:end]`` stands in, each with the part within it, counted from its own start."""
        first = max(0, bisect_right(self.pieces, start, key=lambda piece: piece.start) - 1)
        found = []
        for piece in self.pieces[first:]:
            if piece.start >= end:
                break
            if piece.end > start:
                found.append((piece, max(start, piece.start) - piece.start, min(end, piece.end) - piece.start))
        return found


def body_text(body: str) -> BodyText:
    """Read a cleaned text. A line break within a node counts as a blank; places are those of ``text`` as it stands.

    >>> body_text("<p>一、目的</p><p>为了&amp;规范<b>管理</b></p>").text
    '一、目的\\n为了&规范管理\\n'
    """
    root = html.fragment_fromstring(body.replace("\x00", "") or "<p></p>", create_parent="div")
    made, parts, length = BodyText(root), [], 0

    def say(words: str) -> None:
        nonlocal length
        parts.append(words)
        length += len(words)

    def keep(words: str | None, node: Any, *, tail: bool) -> None:
        if words:
            made.pieces.append(Piece(length, length + len(words), node, tail))
            say(words.replace("\n", " ").replace("\r", " "))

    begun: dict[Any, int] = {}
    for event, node in _walk(root):
        if event == "start":
            begun[node] = length
            if node.tag == "img":
                made.pictures.append((length, str(node.get("src") or ""), str(node.get("alt") or "")))
            keep(node.text, node, tail=False)
            continue
        start = begun.pop(node)
        _noted(made, node, start, length, "".join(parts[-40:]) if node.tag == "p" else "")
        if node is root:
            break
        if node.tag in CELLS:
            say("\t")
        elif node.tag in BLOCKS:
            say("\n")
        keep(node.tail, node, tail=True)
    made.text = "".join(parts)
    return made


def _walk(root: Any) -> Any:
    from lxml.etree import iterwalk

    return iterwalk(root, events=("start", "end"))


def _noted(made: BodyText, node: Any, start: int, end: int, lately: str) -> None:
    if node.tag == "a" and node.get("href"):
        made.links.append((start, end, str(node.get("href"))))
    elif node.tag == "table" and len(node.findall(".//tr")) > 1:
        made.tables.append((start, node.find(".//th") is not None))
    elif node.tag == "p":
        said = lately[len(lately) - (end - start) :] if end - start <= len(lately) else "…"
        if not said.strip() and node.find(".//img") is None:
            made.empty.append(start)
