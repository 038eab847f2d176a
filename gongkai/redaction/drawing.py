"""Pages of a PDF as pixels, just as a person sees them: what is hidden, switched off or cut off is not drawn and so not there.

Call these in a process of its own (``documents.isolation``): a file from outside can crash or stall what draws it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from gongkai.documents.archives import damaged, encrypted
from gongkai.documents.model import Unreadable
from gongkai.redaction.grounds import limits
from gongkai.redaction.labels import read_bitmap
from gongkai.redaction.pixels import Pixels

WHAT = "PDF 文件"
_PASSWORD = 4


@contextmanager
def opened(data: bytes) -> Iterator[Any]:
    """The document; forms are filled in as they are shown. Raises ``Unreadable``: ``encrypted``, ``damaged``, ``too-many-pages``."""
    import pypdfium2

    try:
        source = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise (encrypted if getattr(error, "err_code", None) == _PASSWORD else damaged)(WHAT) from error
    try:
        if len(source) == 0:
            raise damaged(WHAT)
        if len(source) > limits()["pages"]:
            raise Unreadable(
                "too-many-pages",
                f"这份原件有{len(source)}页，一次最多处理{limits()['pages']}页。请拆成几份，逐份存入卷内再标注。",
            )
        source.init_forms()
        yield source
    finally:
        source.close()


def sizes(data: bytes) -> list[list[float]]:
    """Width and height of every page as it is seen, in points. Raises ``Unreadable``."""
    with opened(data) as source:
        found = []
        for number in range(len(source)):
            width, height = source[number].get_size()
            if not (1 <= width <= 20_000 and 1 <= height <= 20_000):
                raise Unreadable("damaged", f"第{number + 1}页的大小不正常，不能处理。请用原来的软件另存一份后再试。")
            found.append([round(width, 2), round(height, 2)])
        return found


def draw(source: Any, number: int, dpi: float) -> tuple[Pixels, float]:
    """A page, counted from 1, with the dots an inch it was drawn at: fewer for a huge page."""
    import pypdfium2

    try:
        page = source[number - 1]
    except pypdfium2.PdfiumError as error:
        raise damaged(WHAT) from error
    try:
        width, height = page.get_size()
        scale = min(dpi / 72, (limits()["page_pixels"] / max(width * height, 1)) ** 0.5)
        bitmap = page.render(scale=scale, rev_byteorder=True, prefer_bgrx=False, may_draw_forms=True)
        return read_bitmap(bitmap), scale * 72
    finally:
        page.close()


def page_png(data: bytes, number: int, dpi: int) -> bytes:
    """A page of the source to look at, as PNG. Raises ``Unreadable``."""
    with opened(data) as source:
        if not 1 <= number <= len(source):
            raise Unreadable("no-page", f"没有第{number}页，这份原件一共{len(source)}页。")
        return draw(source, number, dpi)[0].plain(limits()["tones"]).png()
