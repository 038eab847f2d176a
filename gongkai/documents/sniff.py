"""What a file is, told by its content: names lie (.doc that are web pages, .pdf that are error pages, .xls that are HTML)."""

from __future__ import annotations

import codecs
import io
import re
import zipfile

EMPTY = "empty"
UNKNOWN = "unknown"
_HEAD = 4096
_LOOKED_AT = 65_536
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\x00", b"MM\x00*")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_PARTS = (
    ("docx", re.compile(r"^word/document[^/]*\.xml$", re.I)),
    ("xlsx", re.compile(r"^xl/workbook\.(?:xml|bin)$", re.I)),
    ("ofd", re.compile(r"^(?:.*/)?OFD\.xml$", re.I)),
)
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_PDF = re.compile(rb"%PDF-\d")
_MIME = re.compile(
    r"^(?:MIME-Version|Content-Type|From|Subject|Date|Snapshot-Content-Location|X-MimeOLE)\s*:", re.I | re.M
)
_MULTIPART = re.compile(r"Content-Type:\s*multipart/(?:related|mixed|alternative)|Content-Location:", re.I)
_HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]{0,300}\?>|<!--.{0,20000}?-->|\s)*+<(?:!doctype\s+html|/?(?:html|head|body|title|meta|link|base|script|style|div|table|tbody|tr|td|p|span|"
    r"center|font|h[1-6]|br|hr|ul|ol|a|b|strong|img|iframe|frameset|form|section|article|main|header|nav|noscript|o:p)\b)",
    re.I | re.S,
)
_HTML_WITHIN = re.compile(r"<(?:html|body|frameset)[\s>]", re.I)
_LINE_TAGS = re.compile(r"<(?:p|div|br|td|tr)\b[^<>]*>", re.I)
_TABLE = re.compile(r"<table\b.*?(?:</table\s*>|\Z)", re.I | re.S)
_WORD_XML = re.compile(r"<(?:w:wordDocument|pkg:package)\b")
_JSON = re.compile(r"\s*(?:\{\s*(?:\"|\}\s*$)|\[\s*(?:[\[{\"\d\-]|\]\s*$|true|false|null))")
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\v\f\r\x1a\x1b") + b"\x7f"


def sniff(data: bytes, name: str = "") -> str:
    """The format of a file: html, mhtml, wordxml, docx, xlsx, xls, ods, doc, rtf, pdf, ofd, image, json, markdown, text, zip (a
    container of none of these), unknown, or empty. ``name`` only tells Markdown from text.

    >>> sniff(b"<html><body>1</body></html>", "report.doc")
    'html'
    """
    if not data or not data.strip(b"\0\t\r\n\f \xef\xbb\xbf\xff\xfe"):
        return EMPTY
    return _binary(data) or _textual(data, name)


def _binary(data: bytes) -> str | None:
    if data.startswith(_ZIP_STARTS):
        return _container(data)
    if data.startswith(_OLE):
        return _compound(data)
    if data.startswith(_PICTURES) or _is_bmp(data) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        return "image"
    if data.lstrip(b"\xef\xbb\xbf\r\n\t ").startswith(b"{\\rtf"):
        return "rtf"
    found = _PDF.search(data[:_HEAD])
    if found is not None and not data.lstrip(b"\xef\xbb\xbf\r\n\t ").startswith((b"<", b"{", b"[")):
        before = data[: found.start()]
        if not before or before[-1:] in b"\r\n\0" or found.start() < 1024:
            return "pdf"
    if (start := data[:_HEAD].find(b"PK\x03\x04")) > 0 and _is_junk(data[:start]):
        return _container(data)
    return None


def _textual(data: bytes, name: str) -> str:
    text = _beginning(data)
    if text is None:
        return UNKNOWN
    stripped = text.lstrip("\ufeff \t\r\n\0")
    is_markdown = name.lower().endswith((".md", ".markdown"))
    if _MIME.match(stripped) and _MULTIPART.search(stripped[:_LOOKED_AT]):
        return "mhtml"
    if stripped.startswith("<") and _WORD_XML.search(stripped[:_HEAD]):
        return "wordxml"
    if not (is_markdown and not stripped.startswith(("<!", "<html", "<HTML"))) and _is_html(stripped):
        return "html"
    if _JSON.match(stripped):
        end = data[-200:].rstrip(b"\0\t\r\n ")
        if stripped[0] == "{" or end.endswith((b"]", b"]\0")):
            return "json"
    if stripped.startswith("<?xml"):
        return UNKNOWN
    return "markdown" if is_markdown else "text"


def _is_html(text: str) -> bool:
    if text.startswith("<") and _HTML_START.match(text):
        return True
    if _HTML_WITHIN.search(text[:8192]):
        return True
    outside = _TABLE.sub("\n", text)  # a text may have its tables written in HTML and still be a text
    tags = len(_LINE_TAGS.findall(outside))
    return tags >= 20 and tags > outside.count("\n")


def _beginning(data: bytes) -> str | None:
    """The first characters of a text in whatever encoding, near enough to tell its kind; None for what is no text."""
    sample = data[:_LOOKED_AT]
    for mark, encoding in _BOMS:
        if sample.startswith(mark):
            return sample[len(mark) :].decode(encoding, "replace")
    zeros = sample.count(0)
    if zeros > len(sample) // 5:
        odd, even = sample[1::2].count(0), sample[::2].count(0)
        if max(odd, even) < 3 * min(odd, even) or len(sample) < 4:
            return None
        text = sample[: len(sample) // 2 * 2].decode("utf-16-le" if odd > even else "utf-16-be", "replace")
        strange = sum(sign < " " and sign not in "\t\r\n\f" for sign in text) + text.count("\ufffd")
        return None if strange * 20 > len(text) else text
    if len(sample) - len(sample.translate(None, _CONTROLS)) > 1 + len(sample) // 200:
        return None
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        pass
    text = sample.decode("gb18030", "replace")
    if text.count("\ufffd") * 20 <= len(text):
        return text
    text = sample.decode("utf-8", "replace")
    return text if text.count("\ufffd") * 10 <= len(text) or text.lstrip().startswith("<") else None


def _container(data: bytes) -> str:
    """A zip file by the parts in it; a damaged one by the names that can be seen in its bytes."""
    try:
        names = [info.filename.replace("\\", "/").lstrip("/") for info in zipfile.ZipFile(io.BytesIO(data)).infolist()]
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError, OverflowError, RuntimeError):
        for format_name, mark in (
            ("docx", b"word/document"),
            ("xlsx", b"xl/workbook"),
            ("ofd", b"OFD.xml"),
            ("ods", _ODS),
        ):
            if mark in data:
                return format_name
        return "zip"
    for format_name, part in _PARTS:
        if any(part.match(each) for each in names):
            return format_name
    if "content.xml" in names and _ODS in data[:_HEAD]:
        return "ods"
    return "zip"


def _compound(data: bytes) -> str:
    """A compound file (OLE) of Word or Excel by its streams."""
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            names = {"/".join(path).lower() for path in ole.listdir()}
    except Exception:  # olefile raises whatever a damaged directory leads it to
        names = {
            each.lower()
            for each in ("WordDocument", "Workbook", "EncryptedPackage")
            if each.encode("utf-16-le") in data
        }
    if "worddocument" in names:
        return "doc"
    if names & {"workbook", "book"}:
        return "xls"
    if "encryptedpackage" in names:
        return "docx"
    return UNKNOWN


def _is_bmp(data: bytes) -> bool:
    return (
        data[:2] == b"BM"
        and len(data) > 26
        and data[14:18] in {b"\x0c\0\0\0", b"\x28\0\0\0", b"\x6c\0\0\0", b"\x7c\0\0\0"}
    )


def _is_junk(before: bytes) -> bool:
    """Whether the bytes before a zip are leftovers of a transfer (an HTTP head, blank lines) and no text of their own."""
    return len(before) <= 1024 and (before.startswith(b"HTTP/") or not before.strip(b"\r\n\t \0\xef\xbb\xbf"))
