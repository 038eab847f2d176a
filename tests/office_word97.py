"""A writer of small Word 97–2003 files for tests, after [MS-DOC] and [MS-CFB]: only what a test needs, byte by byte."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from office_files import WIDE, Blocks, Rows, with_continuations

TEXT_AT = 2048
FIB_ENTRIES = 93
IN_TABLE, ROW_END = b"\x16\x24\x01", b"\x17\x24\x01"
DELETED, INSERTED, HIDDEN, SPECIAL = b"\x00\x08\x01", b"\x01\x08\x01", b"\x3c\x08\x01", b"\x55\x08\x01"


@dataclass
class Par:
    """A paragraph: runs of text with changes to their characters, changes to the paragraph, and the mark that ends it."""

    runs: list[tuple[str, bytes]]
    changes: bytes = b""
    mark: str = "\r"
    mark_changes: bytes = b""
    style: int = 0


@dataclass
class Extra:
    """Parts of the table stream by their number in the header, and flags of the header."""

    parts: dict[int, bytes | tuple[bytes, bytes]] = field(default_factory=dict)
    flags: int = 0x0200
    version: int = 0x00C1
    narrow: bool = False
    huge: bool = False
    cut: int = 0


def doc_of(blocks: Blocks, extra: Extra | None = None) -> bytes:
    """A DOC of paragraphs and tables."""
    pars: list[Par] = []
    for block in blocks:
        pars += [Par([(block, b"")])] if isinstance(block, str) else table_pars(block)
    return doc_of_pars(pars, extra)


def table_pars(rows: Rows) -> list[Par]:
    """A table as paragraphs: one for each cell, one for the end of each row."""
    pars: list[Par] = []
    for cells in with_continuations(rows):
        edges, flags = [0], []
        for box, continues in cells:
            pars.append(Par([("" if continues else box.text, b"")], IN_TABLE, "\x07"))
            edges.append(edges[-1] + WIDE * box.across)
            flags.append(0 if box.down == 1 else 0x20 if continues else 0x60)
        pars.append(Par([], IN_TABLE + ROW_END + row_definition(edges, flags), "\x07"))
    return pars


def row_definition(edges: list[int], flags: list[int]) -> bytes:
    """sprmTDefTable: the edges of a row's cells and how they are merged."""
    cells = b"".join(struct.pack("<HH16x", flag, 0) for flag in flags)
    body = struct.pack(f"<B{len(edges)}h", len(flags), *edges) + cells
    return b"\x08\xd6" + struct.pack("<H", len(body) + 1) + body


def doc_of_pars(pars: list[Par], extra: Extra | None = None) -> bytes:
    """A DOC of the paragraphs."""
    extra = extra or Extra()
    text, characters, paragraphs = "", [], []
    data = b""
    width = 1 if extra.narrow else 2
    for par in pars:
        first = len(text)
        for run, changes in [*par.runs, (par.mark, par.mark_changes)]:
            units = _units(run)
            characters.append((TEXT_AT + width * len(text), TEXT_AT + width * (len(text) + len(units)), changes))
            text += units
        changes = par.changes
        if extra.huge and changes:
            changes, data = b"\x46\x66" + struct.pack("<I", len(data)), data + struct.pack("<H", len(changes)) + changes
        changes = struct.pack("<H", par.style) + changes
        paragraphs.append((TEXT_AT + width * first, TEXT_AT + width * len(text), changes))
    raw = text.encode("cp1252" if extra.narrow else "utf-16-le", "strict" if extra.narrow else "surrogatepass")
    stream = bytearray(TEXT_AT) + raw
    stream += bytes(-len(stream) % 512)
    tables = {
        12: _pages(stream, [each for each in characters if each[0] < each[1]], paragraphs=False),
        13: _pages(stream, paragraphs, paragraphs=True),
        33: _piece_table(len(text), extra.narrow),
        **extra.parts,
    }
    table = bytearray()
    struct.pack_into("<HHHHHHH", stream, 0, 0xA5EC, extra.version, 0, 0x804, 0, extra.flags, 0xBF)
    struct.pack_into("<H", stream, 32, 14)
    struct.pack_into("<H", stream, 62, 22)
    struct.pack_into("<i", stream, 76, len(text) - extra.cut)
    struct.pack_into("<H", stream, 152, FIB_ENTRIES)
    for index, part in sorted(tables.items()):
        part, trailing = part if isinstance(part, tuple) else (part, b"")
        struct.pack_into("<II", stream, 154 + 8 * index, len(table), len(part))
        table += part + trailing
    name = "1Table" if extra.flags & 0x0200 else "0Table"
    return ole_of({"WordDocument": bytes(stream), name: bytes(table), **({"Data": data} if data else {})})


def _units(text: str) -> str:
    """The text with each half of a rare character as a character of its own, as the format counts them."""
    raw = text.encode("utf-16-le")
    return "".join(map(chr, struct.unpack(f"<{len(raw) // 2}H", raw)))


def _piece_table(length: int, narrow: bool) -> bytes:
    fc = TEXT_AT * 2 | 0x40000000 if narrow else TEXT_AT
    plc = struct.pack("<IIHIH", 0, length, 0, fc, 0)
    return b"\x02" + struct.pack("<I", len(plc)) + plc


def _pages(stream: bytearray, runs: list[tuple[int, int, bytes]], *, paragraphs: bool) -> bytes:
    """Append pages of formatting to the stream; return the table that leads to them."""
    each = 13 if paragraphs else 1
    starts, numbers = [], []
    waiting = list(runs)
    while waiting:
        page, chosen, room = bytearray(512), [], 511 - 4
        while waiting and room >= (size := 4 + each + len(waiting[0][2]) + 4):
            room -= size
            chosen.append(waiting.pop(0))
        end = 511
        for index, (start, stop, changes) in enumerate(chosen):
            struct.pack_into("<II", page, 4 * index, start, stop)
            if changes:
                end -= len(changes) + 2
                end -= end % 2
                odd = len(changes) % 2
                head = bytes([len(changes) // 2 + 1]) if odd else bytes([0, len(changes) // 2])
                entry = head + changes if paragraphs else bytes([len(changes)]) + changes
                page[end : end + len(entry)] = entry
                page[4 * (len(chosen) + 1) + each * index] = end // 2
        page[511] = len(chosen)
        starts.append(chosen[0][0])
        numbers.append(len(stream) // 512)
        stream += page
    return struct.pack(f"<{len(starts) + 1}I", *starts, runs[-1][1]) + struct.pack(f"<{len(numbers)}I", *numbers)


def list_parts(levels: list[tuple[int, str]]) -> dict[int, bytes | tuple[bytes, bytes]]:
    """The list tables (entries 73 and 74) with one list; a level is its number format and its text.

    In the text the characters with codes 0 to 8 stand for the numbers of levels one to nine.
    """
    body = b""
    for form, text in [*levels, *[(255, "")] * (9 - len(levels))]:
        head = struct.pack("<iBB9sB8xBBBB", 1, form, 0, bytes(9), 2, 0, 0, 0, 0)
        body += head + struct.pack("<H", len(text)) + text.encode("utf-16-le")
    lists = struct.pack("<Hii18sBB", 1, 77, 0, b"\xff\x0f" * 9, 0, 0)
    uses = struct.pack("<IiIIBBBB", 1, 77, 0, 0, 0, 0, 0, 0) + b"\xff\xff\xff\xff"
    return {73: (lists, body), 74: uses}


def ole_of(streams: dict[str, bytes]) -> bytes:
    """A compound file with the streams, each padded to 4096 bytes so that none lies in the small-stream area."""
    sectors: list[bytes] = []
    fat: list[int] = []
    entries = [_entry("Root Entry", 5, 1 if streams else -1, 0xFFFFFFFE, 0)]
    names = sorted(streams, key=lambda name: (len(name), name.upper()))
    for index, name in enumerate(names):
        content = streams[name] + bytes(max(0, 4096 - len(streams[name])))
        content += bytes(-len(content) % 512)
        first, count = len(sectors), len(content) // 512
        sectors += [content[512 * at : 512 * at + 512] for at in range(count)]
        fat += [*range(first + 1, first + count), 0xFFFFFFFE]
        size = max(len(streams[name]), 4096)
        right = index + 2 if index + 1 < len(names) else -1
        entries.append(_entry(name, 2, -1, first, size, right))
    directory = b"".join(entries) + bytes(-len(b"".join(entries)) % 512)
    first_directory, count = len(sectors), len(directory) // 512
    sectors += [directory[512 * at : 512 * at + 512] for at in range(count)]
    fat += [*range(first_directory + 1, first_directory + count), 0xFFFFFFFE]
    fats = -(-len(fat) // 127)
    first_fat = len(sectors)
    fat += [0xFFFFFFFD] * fats
    fat += [0xFFFFFFFF] * (fats * 128 - len(fat))
    difat = [first_fat + at for at in range(fats)] + [0xFFFFFFFF] * (109 - fats)
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIII", 0, fats, first_directory, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    return head + struct.pack("<109I", *difat) + b"".join(sectors) + struct.pack(f"<{len(fat)}I", *fat)


def _entry(name: str, kind: int, child: int, start: int, size: int, right: int = -1) -> bytes:
    raw = name.encode("utf-16-le") + b"\0\0"
    return struct.pack("<64sHBBiii16xI8x8xIQ", raw, len(raw), kind, 1, -1, right, child, 0, start, size)
