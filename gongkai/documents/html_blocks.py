"""A walk over the tree of a web page that yields its visible text as blocks in reading order.

Besides the blocks it yields ``regions``: the stretch of blocks that each containing element covers, with its names (tag, id, class),
from which the main content is chosen afterwards. The walk does not recurse, so depth costs nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from gongkai.documents.html_kinds import (
    BREAKING,
    CELL,
    FIELD,
    HEADING,
    IMAGE,
    INLINE,
    KINDS,
    LINK,
    RAISED,
    REGION,
    ROW,
    ROWS,
    SECTIONS,
    SKIPPED,
    STRUCK,
    TABLE,
    VERBATIM,
    clean,
)
from gongkai.documents.html_plain import plain_rows, set_spans
from gongkai.documents.html_tables import Frame, as_data, settle, span
from gongkai.documents.model import NOWHERE, Block, Paragraph, Picture, TextCell, Unreadable

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

MAX_NODES = 5_000_000
MAX_CELLS = 200_000
_MANY_SIGNS = 1_000
_NEAR = 20_000

_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)", re.I)
_HIDDEN_BY = (b"display", b"visibility", b"hidden")
_HIDDEN_SO = re.compile(rb"(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|hidden[\s=>/])")
_SPACER = re.compile(r"spacer|blank\.|/space|transparent|1x1", re.I)


class Region(NamedTuple):
    """The blocks ``start`` to ``end`` stand in one element; ``names`` are its tag, id and classes in lower case."""

    start: int
    end: int
    names: str


class Page:
    """What a walk yields. ``linked`` are the blocks all of whose text is the text of links; ``cells`` counts table cells."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.linked: set[int] = set()
        self.regions: list[Region] = []
        self.cells = 0


def may_hide(lowered: bytes) -> bool:
    """Whether any tag of a page hides its element: quicker than asking the tree, and many pages hide nothing."""
    for sign in _HIDDEN_BY:
        found = lowered.find(sign)
        looked = 0
        while found >= 0:
            looked += 1
            if looked > _MANY_SIGNS:
                return True
            if _HIDDEN_SO.match(lowered, found):
                near = max(0, found - _NEAR)
                if lowered.rfind(b"<", near, found) > lowered.rfind(b">", near, found):
                    return True
            found = lowered.find(sign, found + 1)
    return False


def hidden_elements(tree: LexborHTMLParser) -> set[int]:
    """The elements that a browser does not show: ``hidden``, ``display:none``, ``visibility:hidden``."""
    return {
        node.mem_id
        for node in tree.css('[hidden], [style*="display" i], [style*="visibility" i]')
        if "hidden" in node.attributes or _HIDING.search(node.attributes.get("style") or "")
    }


def walk(tree: LexborHTMLParser, hidden: set[int]) -> Page:
    """The blocks of a page, leaving out the elements in ``hidden``."""
    return _Walk(hidden).through(tree.root)


def _names(tag: str, named: dict[str, str | None]) -> str:
    return f"{tag} {named.get('id') or ''} {named.get('class') or ''}".lower() if named else tag


class _Walk:
    def __init__(self, hidden: set[int]) -> None:
        self.page = Page()
        self.hidden = hidden
        self.text: list[str] = []
        self.pictures: list[Picture] = []
        self.frames: list[Frame] = []
        self.style = "body"
        self.links = 0
        self.link_text = 0
        self.verbatim = 0

    def through(self, root: Any) -> Page:
        """Visit every node once, in document order, without recursion."""
        node = root
        path: list[tuple[Any, int, Any]] = []
        left = MAX_NODES
        kinds = KINDS.get
        text, hidden = self.text, self.hidden
        while node is not None:
            left -= 1
            if not left:
                raise Unreadable("too-large", "网页的内容多得不正常，未予读取。请只保存年度报告的正文后再试。")
            tag = node.tag
            child = None
            if tag == "-text":
                words = node.text_content
                if words and (text or not words.isspace() or self.verbatim):
                    text.append(words)
                    if self.links:
                        self.link_text += len(words)
            else:
                kind = kinds(tag, INLINE)
                hides = kind == SKIPPED or (hidden and node.mem_id in hidden)
                if not hides and not (kind == TABLE and len(self.frames) < 10 and self.plain_table(node)):
                    state = self.open(kind, tag, node) if kind else None
                    child = node.child
                    if child is not None:
                        path.append((node, kind, state))
                        node = child
                        continue
                    if kind:
                        self.close(kind, state)
            node = node.next
            while node is None and path:
                parent, kind, state = path.pop()
                if kind:
                    self.close(kind, state)
                node = parent.next if path else None
        self.flush()
        return self.page

    def plain_table(self, node: LexborNode) -> bool:
        """Read a table that holds nothing but text, which most do, in one quick pass; False for any other."""
        rows = None if self.links or self.verbatim else plain_rows(node, self.hidden)
        found = None if rows is None else as_data(rows)
        if found is None:
            return False
        self.flush()
        self.page.blocks.extend(found)
        self.count(sum(map(len, rows or ())))
        return True

    def count(self, cells: int) -> None:
        self.page.cells += cells
        if self.page.cells > MAX_CELLS:
            raise Unreadable("too-large", "网页中的表格大得不正常，未予读取。请只保存年度报告的正文后再试。")

    def add_cell(self, node: LexborNode) -> list[Any] | None:
        self.count(1)
        if not self.frames or not self.frames[-1].rows:
            return None
        start = len(self.page.blocks)
        cell = TextCell("")
        named = node.attributes
        set_spans(cell, named)
        held: list[Any] = [cell, start, None, _names("td", named)]
        frame = self.frames[-1]
        self.end_cell(frame)  # markup from other languages can put a cell into a cell: the first one ends here
        frame.rows[-1][1].append(held)
        frame.open = held
        return held

    def end_cell(self, frame: Frame) -> None:
        if frame.open is not None:
            frame.open[2] = len(self.page.blocks)
            frame.open = None

    def open(self, kind: int, tag: str, node: LexborNode) -> Any:
        """Enter an element; what is returned is handed back on leaving it."""
        if kind in BREAKING and (self.text or self.pictures):
            self.flush()
        if kind == CELL:
            return self.add_cell(node)
        if kind == REGION:
            return len(self.page.blocks), _names(tag, node.attributes)
        if kind == ROW:
            if self.frames:
                frame = self.frames[-1]
                self.end_cell(frame)
                frame.rows.append((frame.section, []))
        elif kind == ROWS:
            if self.frames:
                self.frames[-1].section = SECTIONS[tag]
        elif kind == TABLE:
            self.frames.append(Frame(len(self.page.blocks), len(self.frames), len(self.page.regions)))
        elif kind == LINK:
            goes = bool(node.attributes.get("href"))
            self.links += goes
            return goes
        elif kind == HEADING:
            before, self.style = self.style, "heading"
            return before
        elif kind == VERBATIM:
            self.verbatim += 1
        elif kind == STRUCK:
            self.text.append(" ")
        elif kind in (IMAGE, FIELD, RAISED):
            self.open_mark(kind, node)
        return None

    def open_mark(self, kind: int, node: LexborNode) -> None:
        """Pictures, fields, and raised figures, which must not run together with the figure before them."""
        named = node.attributes
        if kind == IMAGE:
            tiny = any(span(named[side], 9_999) <= 3 for side in ("width", "height") if named.get(side))
            if not tiny and not _SPACER.search((named.get("src") or "")[-200:]):
                self.pictures.append(Picture(clean(named.get("alt") or "")))
        elif kind == FIELD:
            if self.frames and (named.get("type") or "text").lower() in {"text", "number"}:
                self.text.append(named.get("value") or "")
        elif self.text and self.text[-1][-1:].isdigit():
            self.text.append("^")

    def close(self, kind: int, state: Any) -> None:
        """Leave an element."""
        if kind in BREAKING and (self.text or self.pictures):
            self.flush()
        if kind == CELL:
            if state is not None and self.frames[-1].open is state:
                self.end_cell(self.frames[-1])
        elif kind == REGION:
            start, names = state
            end = len(self.page.blocks)
            if end > start:
                self.page.regions.append(Region(start, end, names))
        elif kind == TABLE:
            self.close_table(self.frames.pop())
        elif kind == LINK:
            self.links -= state
        elif kind == HEADING:
            self.style = state
        elif kind == VERBATIM:
            self.verbatim -= 1
        elif kind == STRUCK:
            self.text.append(" ")

    def close_table(self, frame: Frame) -> None:
        page = self.page
        self.end_cell(frame)
        found = settle(frame, page.blocks)
        if found is None:
            cells = (held for _, row in frame.rows for held in row)
            page.regions.extend(Region(start, end, names) for _, start, end, names in cells if start < end)
            if len(page.blocks) > frame.start:
                page.regions.append(Region(frame.start, len(page.blocks), "table"))
            return
        inside = {index for index in page.linked if index >= frame.start}
        page.linked -= inside
        if inside and len(inside) == len(page.blocks) - frame.start:
            page.linked.update(range(frame.start, frame.start + len(found)))
        page.blocks[frame.start :] = found
        del page.regions[frame.regions :]

    def flush(self) -> None:
        """End the paragraph that is being gathered."""
        page = self.page
        if self.text:
            raw = "".join(self.text)
            self.text.clear()
            if self.verbatim:
                lines = [line.replace("\xa0", " ").rstrip() for line in raw.split("\n")]
                page.blocks.extend(Paragraph(line, NOWHERE, "line") for line in lines if line)
            elif text := clean(raw):
                if self.link_text * 10 >= len(raw) * 9:
                    page.linked.add(len(page.blocks))
                page.blocks.append(Paragraph(text, NOWHERE, self.style))
            self.link_text = 0
        if self.pictures:
            page.blocks.extend(self.pictures)
            self.pictures.clear()
