"""Files for the demonstration, written by code: a form as DOCX, a notice as PDF, a table as XLSX, a chart as PNG."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import xlsxwriter

from gongkai.letters import Block, Letter, Paragraph, Table, write

WIDTH, HEIGHT = 480, 240
PAPER, BAR, LINE = b"\xff\xff\xff", b"\x2f\x6f\x9f", b"\x55\x55\x55"


def letter(title: str, lines: list[str], form: str) -> bytes:
    """A short document as ``docx`` or ``pdf``."""
    rows = [(str(number), line, "") for number, line in enumerate(lines, start=1)]
    blocks: list[Block] = [
        Paragraph("请按照下表准备，一式一份。"),
        Table(("序号", "内容", "填写"), rows, caption=title),
    ]
    return write(Letter(title, blocks), form)


def workbook(title: str, head: list[str], rows: list[list[str | int | float]]) -> bytes:
    """A table as XLSX."""
    made = BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    sheet = book.add_worksheet(title[:31])
    sheet.write_row(0, 0, head)
    for place, row in enumerate(rows, start=1):
        sheet.write_row(place, 0, row)
    book.close()
    return made.getvalue()


def bars(shares: list[int]) -> bytes:
    """A bar chart as PNG; ``shares`` are percentages."""
    width = WIDTH // len(shares)
    lines = []
    for y in range(HEIGHT):
        level = 100 - y * 100 // HEIGHT
        cells = [BAR if level <= share else PAPER for share in shares]
        row = b"".join(PAPER * 8 + cell * (width - 16) + PAPER * 8 for cell in cells)
        row = row[: WIDTH * 3].ljust(WIDTH * 3, b"\xff")
        lines.append(b"\0" + (LINE * WIDTH if y >= HEIGHT - 3 else row))
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(b"".join(lines), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in parts)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
