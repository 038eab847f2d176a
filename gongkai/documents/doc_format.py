"""What the formatting of a Word 97–2003 file says that its text does not: deleted and hidden text, tables, lists, headings.

The codes are those of the single property modifiers of [MS-DOC] 2.6.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from gongkai.documents.doc_binary import Implausible, modifiers, u16
from gongkai.documents.docx_styles import HEADING

HUGE = 0x6646, 0x6645
"""The changes stand in the stream ``Data``, because they are too long for a page of formatting."""
SYMBOL = 0x6A09


@dataclass(slots=True)
class Characters:
    """Formatting of a run of characters; ``hidden`` may refer to the style (0x80 as it, 0x81 its opposite)."""

    deleted: bool = False
    inserted: bool = False
    special: bool = False
    hidden: int | None = None
    style: int | None = None
    symbol: tuple[int, int] | None = None


@dataclass(slots=True)
class Cells:
    """A row's cells as its end says: edges in twips, and for each cell how it is merged."""

    edges: list[int]
    across: list[int]
    down: list[int]


@dataclass(slots=True)
class ParagraphFormat:
    """Formatting of a paragraph. ``depth`` counts the tables around it, ``outline`` from 0 (9: body text)."""

    style: int = 0
    in_table: bool = False
    depth: int | None = None
    row_end: bool = False
    inner_cell: bool = False
    inner_row_end: bool = False
    list_id: int | None = None
    level: int | None = None
    outline: int | None = None
    cells: Cells | None = None

    @property
    def tables(self) -> int:
        """How many tables the paragraph stands in."""
        if self.depth is not None:
            return max(self.depth, 0)
        return 1 if self.in_table or self.row_end else 0


def characters(changes: bytes) -> Characters:
    """The formatting that a list of changes makes."""
    found = Characters()
    for code, operand in modifiers(changes):
        if code == 0x0800:
            found.deleted = operand[0] != 0
        elif code == 0x0801:
            found.inserted = operand[0] != 0
        elif code == 0x083C:
            found.hidden = operand[0]
        elif code == 0x0855:
            found.special = operand[0] != 0
        elif code == 0x4A30:
            found.style = u16(operand, 0)
        elif code == SYMBOL:
            found.symbol = u16(operand, 0), u16(operand, 2)
    return found


def paragraph(
    changes: bytes, data: bytes, *, styled: bool = True, found: ParagraphFormat | None = None
) -> ParagraphFormat:
    """The formatting that a list of changes makes; a ``styled`` one starts with the number of the style.

    ``data`` is the stream ``Data``. ``found`` is formatting that the changes come on top of.
    """
    if found is None:
        found = ParagraphFormat()
    if styled and len(changes) >= 2:
        found.style = u16(changes, 0)
        changes = changes[2:]
    for code, operand in modifiers(changes):
        if code in HUGE:
            at = int.from_bytes(operand, "little")
            size = u16(data, at)
            paragraph(_without_huge(data[at + 2 : at + 2 + size]), b"", styled=False, found=found)
        else:
            _apply(found, code, operand)
    return found


def _without_huge(changes: bytes) -> bytes:
    for code, _ in modifiers(changes):
        if code in HUGE:
            raise Implausible("formatting refers to itself")
    return changes


def _apply(found: ParagraphFormat, code: int, operand: bytes) -> None:
    number = int.from_bytes(operand[:4], "little", signed=True)
    if code == 0x2416:
        found.in_table = number != 0
    elif code == 0x2417:
        found.row_end = number != 0
    elif code == 0x6649:
        found.depth = number
    elif code == 0x664A:
        found.depth = (found.depth or 0) + number
    elif code == 0x244B:
        found.inner_cell = number != 0
    elif code == 0x244C:
        found.inner_row_end = number != 0
    elif code == 0x4600:
        found.style = number
    elif code == 0x460B:
        found.list_id = number
    elif code == 0x260A:
        found.level = number
    elif code == 0x2640:
        found.outline = number
    elif code == 0xD608:
        found.cells = _cells(operand)
    elif found.cells is not None:
        _merge(found.cells, code, operand)


def _cells(operand: bytes) -> Cells:
    """A row's definition (sprmTDefTable): the count of cells, their edges, then 20 bytes on each."""
    if len(operand) < 3:
        return Cells([], [], [])
    count = operand[2]
    ends = 3 + 2 * (count + 1)
    if len(operand) < ends:
        raise Implausible("a row's definition is cut short")
    edges = [int.from_bytes(operand[at : at + 2], "little", signed=True) for at in range(3, ends, 2)]
    across, down = [0] * count, [0] * count
    for index in range(count):
        at = ends + 20 * index
        if at + 2 <= len(operand):
            flags = u16(operand, at)
            across[index], down[index] = flags & 3, flags >> 5 & 3
    return Cells(edges, across, down)


def _merge(cells: Cells, code: int, operand: bytes) -> None:
    if code == 0xD62B and len(operand) >= 3 and operand[1] < len(cells.down):
        cells.down[operand[1]] = operand[2] & 3
    elif code in (0x5624, 0x5625):
        first, limit = operand[0], min(operand[1], len(cells.across))
        for index in range(first, limit):
            cells.across[index] = (1 if index == first else 2) if code == 0x5624 else 0


@dataclass(slots=True)
class StyleFormat:
    """What a style says: heading or not, hidden text, list and level."""

    heading: bool = False
    hidden: bool = False
    paragraph: ParagraphFormat = field(default_factory=ParagraphFormat)


def styles(sheet: bytes, data: bytes) -> dict[int, StyleFormat]:
    """The styles by number (STSH), with what they inherit. A sheet that cannot be read gives those before the break."""
    raw: dict[int, tuple[int, bool, bytes, bytes]] = {}
    try:
        start = 2 + u16(sheet, 0)
        count, fixed = u16(sheet, 2), u16(sheet, 4)
        at = start
        for index in range(count):
            size = u16(sheet, at)
            if size:
                raw[index] = _style(sheet[at + 2 : at + 2 + size], fixed)
            at += 2 + size + size % 2
    except Implausible:
        pass
    found: dict[int, StyleFormat] = {}
    for index in raw:
        chain: list[int] = []
        each = index
        while each in raw and each not in chain:
            chain.append(each)
            each = raw[each][0]
        style = StyleFormat()
        for each in reversed(chain):
            _, heading, paragraph_changes, character_changes = raw[each]
            style.heading = style.heading or heading
            try:
                style.paragraph = paragraph(paragraph_changes, data, styled=False, found=replace(style.paragraph))
            except Implausible:
                continue
            hidden = characters(character_changes).hidden
            if hidden is not None:
                style.hidden = hidden in (1, 0x81)
        found[index] = style
    return found


def _style(std: bytes, fixed: int) -> tuple[int, bool, bytes, bytes]:
    """The style it is based on, whether it is a heading, and its changes to paragraphs and to characters."""
    known, based, updates = u16(std, 0) & 0xFFF, u16(std, 2), u16(std, 4)
    kind, based, parts = based & 0xF, based >> 4, updates & 0xF
    length = u16(std, fixed)
    name = std[fixed + 2 : fixed + 2 + 2 * length].decode("utf-16-le", "replace")
    at = fixed + 2 + 2 * length + 2
    changes: list[bytes] = []
    for _ in range(min(parts, 3)):
        if at + 2 > len(std):
            break
        size = u16(std, at)
        changes.append(std[at + 2 : at + 2 + size])
        at += 2 + size + size % 2
    paragraphs = changes[0][2:] if kind == 1 and changes else b""
    own = changes[1] if kind == 1 and len(changes) > 1 else changes[0] if kind == 2 and changes else b""
    heading = kind == 1 and (1 <= known <= 9 or known == 62 or bool(HEADING.match(name)))
    return based, heading, paragraphs, own
