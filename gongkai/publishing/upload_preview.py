"""Showing a file before it is opened: pages of a PDF as PNG, the words and tables of other documents as clean HTML.

Both run in a process of their own, with limits of time and memory.
"""

from __future__ import annotations

import html
import struct
import threading
import zlib
from collections.abc import Iterator
from typing import Any

from gongkai.documents.isolation import run_bounded
from gongkai.documents.model import Block, Paragraph, Table, TextCell, Unreadable
from gongkai.documents.reader import open_document
from gongkai.publishing.cleaning import clean_html
from gongkai.publishing.upload_reading import Failed, read_upload
from gongkai.publishing.uploads import limits

WIDTH, TALLEST = 1000, 2400
"""Pixels of a page's picture."""
BLOCKS, ROWS, CHARACTERS = 400, 300, 200_000
"""How much of a document is shown."""
_pdfium = threading.Lock()


def page_picture(data: bytes, number: int) -> bytes:
    """A page of a PDF, counted from 1, as PNG. Raises ``Failed``."""
    try:
        return run_bounded(_picture, data, number, seconds=20, megabytes=1024)
    except Unreadable as refusal:
        raise Failed(refusal.code) from refusal


def _picture(data: bytes, number: int) -> bytes:
    import pypdfium2

    with _pdfium:
        try:
            source = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            raise Unreadable("encrypted" if getattr(error, "err_code", None) == 4 else "damaged", "") from error
        if not 1 <= number <= len(source):
            raise Unreadable("no-page", "")
        page = source[number - 1]
        width, height = page.get_size()
        if not width or not height:
            raise Unreadable("damaged", "")
        bitmap = page.render(scale=min(WIDTH / width, TALLEST / height), rev_byteorder=True, prefer_bgrx=False)
        try:
            return png(bitmap.width, bitmap.height, bitmap.n_channels, bitmap.stride, bytes(bitmap.buffer))
        finally:
            bitmap.close()


def png(width: int, height: int, channels: int, stride: int, pixels: bytes) -> bytes:
    """Pixels of 1 (grey), 3 (RGB) or 4 (RGBA) bytes as a PNG file; a row takes ``stride`` bytes."""
    rows = b"".join(b"\0" + pixels[row * stride : row * stride + width * channels] for row in range(height))
    colour = {1: 0, 3: 2, 4: 6}[channels]
    header = struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in parts
    )


def preview_html(data: bytes, kind: str, name: str) -> str:
    """The words and tables of a document as clean HTML; its beginning only where it is long. Raises ``Failed``."""
    if kind == "pptx":
        text, _ = read_upload(data, kind, name)
        return clean_html("".join(f"<p>{html.escape(line)}</p>" for line in text[:CHARACTERS].splitlines()))
    try:
        limit = limits()["reading_seconds"]
        found = run_bounded(_html, data, "a.txt" if kind in ("text", "csv") else name, seconds=limit, megabytes=1024)
    except Unreadable as refusal:
        raise Failed(refusal.code) from refusal
    return clean_html(found)


def _html(data: bytes, name: str) -> str:
    blocks = open_document(data, name, scan=False).blocks
    made: list[str] = []
    length = 0
    for block in blocks[:BLOCKS]:
        made.extend(_block(block))
        length += len(made[-1]) if made else 0
        if length > CHARACTERS:
            break
    if len(blocks) > BLOCKS or length > CHARACTERS:
        made.append("<p>（以上是文件的前面部分，全文请打开原件。）</p>")
    return "".join(made)


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Table):
        rows = "".join(f"<tr>{''.join(_cell(cell) for cell in row)}</tr>" for row in block.rows[:ROWS])
        more = "<p>（表格较长，后面的行请打开原件看。）</p>" if len(block.rows) > ROWS else ""
        yield f"<table><tbody>{rows}</tbody></table>{more}"
    elif isinstance(block, Paragraph) and block.text.strip():
        tag = "h3" if block.style == "heading" else "p"
        yield f"<{tag}>{html.escape(block.text)}</{tag}>"


def _cell(cell: TextCell) -> str:
    spans: Any = "".join(
        f' {name}="{count}"' for name, count in (("colspan", cell.colspan), ("rowspan", cell.rowspan)) if count > 1
    )
    return f"<td{spans}>{'<br>'.join(html.escape(line) for line in cell.text.splitlines())}</td>"
