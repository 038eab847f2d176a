"""PDF files: text by its place on the page, tables by their ruling lines. Pages that are only pictures go to ``scan``."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from gongkai.documents.archives import damaged, encrypted, too_large
from gongkai.documents.lattice import Sheet, Shot
from gongkai.documents.lattice_pages import blocks_of
from gongkai.documents.lattice_text import is_wide
from gongkai.documents.model import Document, Note, Place, Unreadable

Scanner = Callable[[Shot], Sheet]

WHAT = "PDF 文件"
MOST_PAGES = 400
MOST_GLYPHS = 1_500_000
DPI = 200
MOST_PIXELS = 24_000_000
FEW_SIGNS = 20
"""A page that is mostly a picture and has fewer Chinese characters than this is a scan with a stamp or page number on it."""
MOSTLY = 0.5
NEEDS_SCAN = (
    "这份 PDF 是扫描件，只有图像，没有文字。要识别其中的文字，请先安装识别组件（在程序所在的文件夹运行 make scan），再重新读取；"
    "或者请提供单位给出带文字的版本（Word、网页或由文字处理软件导出的 PDF）。"
)
_PASSWORD = 4
_lock = threading.Lock()


def read_pdf(data: bytes, *, scan: Scanner | None = None) -> Document:
    """Read a PDF file; ``scan`` recognises the pages that have no text.

    Raises ``Unreadable``: ``damaged``, ``encrypted`` (a password is asked for), ``too_large`` (more than 400 pages), and
    ``needs-scan`` when no page has text and ``scan`` is not given.
    """
    with _lock:  # pdfium must not run in two threads at once
        return _read(data, scan)


def _read(data: bytes, scan: Scanner | None) -> Document:
    import pypdfium2
    import pypdfium2.raw as api

    try:
        source = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise (encrypted if getattr(error, "err_code", None) == _PASSWORD else damaged)(WHAT) from error
    try:
        count = len(source)
        if count > MOST_PAGES:
            raise too_large(WHAT)
        if count == 0:
            raise damaged(WHAT)
        document = Document("pdf", [], _meta(source), pages=count)
        sheets = []
        glyphs = 0
        for number in range(1, count + 1):
            sheet = _page(source, number, api, document.notes, scan)
            if sheet is not None:
                glyphs += len(sheet.glyphs)
                if glyphs > MOST_GLYPHS:
                    raise too_large(WHAT)
                sheets.append(sheet)
    finally:
        source.close()
    if not sheets:
        raise damaged(WHAT)
    unread = {note.place.page for note in document.notes if note.code == "no-text-page"}
    if unread and not any(sheet.glyphs for sheet in sheets if sheet.number not in unread):
        raise Unreadable("needs-scan", NEEDS_SCAN)
    document.blocks = blocks_of(sheets, document.notes)
    return document


def _meta(source: Any) -> dict[str, str]:
    title = "".join(sign for sign in source.get_metadata_value("Title") if sign.isprintable()).strip()
    return {"title": title} if title else {}


def _page(source: Any, number: int, api: Any, notes: list[Note], scan: Scanner | None) -> Sheet | None:
    """One page; None for one that cannot be opened."""
    import pypdfium2

    place = Place(page=number)
    try:
        page = source[number - 1]
    except pypdfium2.PdfiumError:
        notes.append(Note("page-unreadable", f"第{number}页已损坏，没有读取。", place))
        return None
    try:
        page = _with_fields(source, page, number, api)
        clips = "Skia" in source.get_metadata_value("Producer")
        sheet, paths = _sheet(page, number, api, notes, clips=clips)
        if _is_picture(sheet, paths):
            if scan is None:
                notes.append(Note("no-text-page", f"第{number}页只有图像，没有文字，没有读取。", place))
            else:
                sheet = scan(_shot(page, number))
                notes.append(Note("recognised-page", f"第{number}页是图像，文字由程序识别，请与原件核对。", place))
        return sheet
    finally:
        page.close()


def _with_fields(source: Any, page: Any, number: int, api: Any) -> Any:
    """The page with what was filled into its form fields or typed over it made part of its content."""
    count = min(api.FPDFPage_GetAnnotCount(page), 2000)
    if count <= 0:
        return page
    kinds = {api.FPDF_ANNOT_WIDGET, api.FPDF_ANNOT_FREETEXT}
    for index in range(count):
        note = api.FPDFPage_GetAnnot(page, index)
        kind = api.FPDFAnnot_GetSubtype(note)
        api.FPDFPage_CloseAnnot(note)
        if kind in kinds:
            if api.FPDFPage_Flatten(page, api.FLAT_NORMALDISPLAY) == api.FLATTEN_SUCCESS:
                page.close()
                return source[number - 1]
            break
    return page


def _sheet(page: Any, number: int, api: Any, notes: list[Note], *, clips: bool) -> tuple[Sheet, int]:
    """What stands on a page, and how many shapes are drawn on it."""
    import pypdfium2

    from gongkai.documents.pdf_paths import Drawing
    from gongkai.documents.pdf_text import glyphs_of

    base, width, height = _frame(page)
    sheet = Sheet(number, width, height)
    drawing = Drawing(api, base, clips=clips)
    drawing.read(page.raw)
    try:
        textpage = page.get_textpage()
    except pypdfium2.PdfiumError:
        return sheet, drawing.paths
    try:
        sheet.glyphs, unread, slanted = glyphs_of(textpage.raw, api, drawing, width, height)
    finally:
        textpage.close()
    sheet.across = [line for line in drawing.lines.across if -1 <= line[0] <= height + 1]
    sheet.down = [line for line in drawing.lines.down if -1 <= line[0] <= width + 1]
    sheet.pictures = sorted(drawing.pictures, key=lambda box: box[1])
    place = Place(page=number)
    if unread:
        message = f"第{number}页有{unread}个字的字体没有文字编码，读不出来，记作“�”。"
        notes.append(Note("glyphs", message, place))
    if slanted:
        notes.append(Note("slanted-text", f"第{number}页有斜排的文字（如水印），没有读入。", place))
    return sheet.upright(), drawing.paths


def _frame(page: Any) -> tuple[tuple[float, float, float, float, float, float], float, float]:
    """The matrix from the file's coordinates to the page as it is seen, and the page's width and height."""
    left, bottom, right, top = page.get_bbox()
    width, height = right - left, top - bottom
    turn = page.get_rotation()
    if turn == 90:
        return (0.0, 1.0, 1.0, 0.0, -bottom, -left), height, width
    if turn == 180:
        return (-1.0, 0.0, 0.0, 1.0, right, -bottom), width, height
    if turn == 270:
        return (0.0, -1.0, -1.0, 0.0, top, right), height, width
    return (1.0, 0.0, 0.0, -1.0, -left, top), width, height


def _is_picture(sheet: Sheet, paths: int) -> bool:
    """Whether a page shows something and has no text to speak of."""
    signs = sum(is_wide(glyph.text) for glyph in sheet.glyphs)
    if signs >= FEW_SIGNS:
        return False
    area = max(sheet.width * sheet.height, 1.0)
    covered = sum((right - left) * (bottom - top) for left, top, right, bottom in sheet.pictures)
    if covered >= MOSTLY * area:
        return True
    return not sheet.glyphs and (bool(sheet.pictures) or paths > FEW_SIGNS)


def _shot(page: Any, number: int) -> Shot:
    """The page as a picture of 200 dots an inch (fewer for huge pages)."""
    width, height = page.get_size()
    scale = DPI / 72
    if width * height * scale * scale > MOST_PIXELS:
        scale = (MOST_PIXELS / (width * height)) ** 0.5
    bitmap = page.render(scale=scale, may_draw_forms=False, rev_byteorder=False, prefer_bgrx=False)
    try:
        stride, length, channels = bitmap.stride, bitmap.width * bitmap.n_channels, bitmap.n_channels
        raw = bytes(bitmap.buffer)
        rows = [raw[row * stride : row * stride + length] for row in range(bitmap.height)]
        pixels = b"".join(rows)
        if channels == 1:
            pixels = bytes(value for value in pixels for _ in range(3))
        return Shot(number, bitmap.width, bitmap.height, pixels, scale * 72)
    finally:
        bitmap.close()
