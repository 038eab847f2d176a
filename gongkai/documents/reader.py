"""Any file in, one ``Document`` out: the format is told by the content and the file handed to its reader.

Readers are imported when they are needed, so that a small file starts quickly.
"""

from __future__ import annotations

import importlib
import io
import zipfile
from typing import TYPE_CHECKING, Any, NamedTuple

from gongkai.documents.model import Document, Unreadable
from gongkai.documents.sniff import sniff

if TYPE_CHECKING:
    from gongkai.documents.lattice import Sheet, Shot

MAX_BYTES = 100_000_000
READABLE = "网页（HTML、MHT）、Word 文档（DOCX、DOC、WPS、RTF）、PDF、OFD、电子表格（XLSX、XLS、ODS）、文本（TXT、MD）、图片和 JSON"
SMALL_PAGE = 500_000
_PACKED = (
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "GZIP"),
    (b"BZh", "BZIP2"),
    (b"\xfd7zXZ", "XZ"),
)


class Handler(NamedTuple):
    """Which function reads a format, and within what limits (seconds on the clock, megabytes of memory).

    A reader that may call LibreOffice cannot be ``confined``.
    """

    module: str
    function: str
    seconds: float = 30.0
    megabytes: int = 1024
    confined: bool = True


SCANNING = Handler("reader", "read_picture", 900.0, 8192)
"""Recognition takes some ten seconds a page, and its library maps far more memory than it uses."""

HANDLERS = {
    "html": Handler("html", "read_html"),
    "mhtml": Handler("reader", "read_page_in_mhtml"),
    "docx": Handler("docx", "read_docx"),
    "wordxml": Handler("docx_flat", "read_word_xml"),
    "doc": Handler("doc", "read_doc", 150.0, 4500, confined=False),
    "rtf": Handler("doc", "read_doc", 150.0, 4500, confined=False),
    "xlsx": Handler("xlsx", "read_spreadsheet"),
    "xls": Handler("xlsx", "read_spreadsheet"),
    "ods": Handler("xlsx", "read_spreadsheet"),
    "pdf": Handler("reader", "read_pdf_or_scan", 120.0, 2048),
    "image": SCANNING,
    "ofd": Handler("ofd", "read_ofd"),
}

WITH_TABLES = Handler("html_in_text", "read_text_with_tables")


def open_document(data: bytes, name: str, *, bounded: bool = False, scan: bool = True) -> Document:
    """Read a file of any known format.

    ``bounded`` runs foreign parsers in a process of their own, with limits of time and memory. Without ``scan`` pictures and
    scanned pages are not recognised. Raises ``Unreadable`` for what cannot be read; JSON holds a report, not a document, and is
    refused here.
    """
    if len(data) > MAX_BYTES:
        raise Unreadable(
            "too-large",
            f"文件有{len(data) // 1_000_000}兆字节，超过可以读取的{MAX_BYTES // 1_000_000}兆字节。请压缩其中的图片，或者只保留年度报告后再试。",
        )
    kind = sniff(data, name)
    if kind in ("text", "markdown"):
        return _text(data, name, bounded=bounded)
    handler = HANDLERS.get(kind)
    if handler is None:
        raise refusal(kind, data)
    if kind == "pdf" and scan and _can_scan():
        handler = handler._replace(seconds=SCANNING.seconds, megabytes=SCANNING.megabytes)
    if kind in ("pdf", "image"):
        return _call(handler, data, scan, bounded=bounded)
    small = kind == "html" and len(data) <= SMALL_PAGE  # its own checks before parsing bound a small page well enough
    return _call(handler, data, bounded=bounded and not small)


def _text(data: bytes, name: str, *, bounded: bool) -> Document:
    from gongkai.documents.text import read_text

    if b"<" in data:
        from gongkai.documents.html_in_text import has_html_tables

        if has_html_tables(data):
            return _call(WITH_TABLES, data, name, bounded=bounded and len(data) > SMALL_PAGE)
    return read_text(data, name)


def read_page_in_mhtml(data: bytes) -> Document:
    """The page inside an MHTML file, with the charset that its part declares."""
    from gongkai.documents.html import read_html
    from gongkai.documents.mhtml import extract_mhtml

    page, charset = extract_mhtml(data)
    return read_html(page, charset)


def read_pdf_or_scan(data: bytes, scan: bool) -> Document:
    """A PDF, its pages without text recognised where ``scan`` says so and the extra for it is installed."""
    from gongkai.documents.pdf import read_pdf

    return read_pdf(data, scan=_recognise if scan and _can_scan() else None)


def read_picture(data: bytes, scan: bool) -> Document:
    """A picture of pages; ``Unreadable`` (``needs-scan``) where recognition is not wanted or not installed."""
    from gongkai.documents.scan import HOW_TO_INSTALL, read_scan

    if not scan:
        raise Unreadable("needs-scan", f"这是图片文件，里面没有文字。{HOW_TO_INSTALL}")
    return read_scan(data)


def _recognise(shot: Shot) -> Sheet:
    """One page recognised; the recogniser is loaded at the first page that needs it, which most PDF files never do."""
    from gongkai.documents.scan import scanner

    return scanner()(shot)


def _can_scan() -> bool:
    from gongkai.documents.scan import is_installed

    return is_installed()


def _call(handler: Handler, *arguments: Any, bounded: bool) -> Document:
    name = f"gongkai.documents.{handler.module}"
    function = getattr(importlib.import_module(name), handler.function)
    document: Document
    if not bounded:
        document = function(*arguments)
    else:
        from gongkai.documents.isolation import run_bounded

        document = run_bounded(
            function, *arguments, seconds=handler.seconds, megabytes=handler.megabytes, confined=handler.confined
        )
    return document


def refusal(kind: str, data: bytes) -> Unreadable:
    """Why a file of this kind cannot be read, and what to do."""
    if kind == "empty":
        return Unreadable("empty", "文件是空的，没有任何内容。请确认文件已经完整下载或保存。")
    if kind == "json":
        return Unreadable("json", "这是一个 JSON 数据文件，里面不是可以逐段阅读的文档。")
    if kind == "zip":
        return Unreadable("archive", _of_archive(data))
    for start, packed in _PACKED:
        if data.startswith(start):
            return Unreadable("archive", f"这是一个 {packed} 压缩文件。请先解压，再读取其中的年度报告。")
    if data.lstrip()[:5] == b"<?xml":
        return Unreadable("unknown-format", f"这个 XML 文件不是年度报告的格式。可以读取的有：{READABLE}。")
    return Unreadable("unknown-format", f"认不出这个文件的格式，文件可能已经损坏或者加密。可以读取的有：{READABLE}。")


def _of_archive(data: bytes) -> str:
    try:
        names = [info.filename for info in zipfile.ZipFile(io.BytesIO(data)).infolist() if not info.is_dir()][:3]
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError, RuntimeError):
        return "压缩文件已经损坏，打不开。请重新下载或者重新保存后再试。"
    listed = "、".join(f"“{name[-40:]}”" for name in names if name.isprintable())
    inside = f"里面有{listed}等文件" if listed else "里面没有文件"
    return f"这是一个压缩文件，{inside}。请先解压，再读取其中的年度报告。"
