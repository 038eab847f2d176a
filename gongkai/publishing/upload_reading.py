"""The words in an uploaded file and what it says of itself: for search, for screening, and for who reviews it.

Everything here runs foreign parsers: call ``read_upload``, which does so in a process of its own with limits of time and memory.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from typing import Any

from gongkai.documents.archives import Archive, open_archive, parse_xml
from gongkai.documents.isolation import run_bounded
from gongkai.documents.model import Document, Paragraph, Picture, Table, Unreadable
from gongkai.documents.reader import open_document
from gongkai.publishing.uploads import limits

FAILURES = {
    "encrypted": "这个文件设有打开密码，里面的内容读不出来，公众也打不开。请取消密码，另存一份，换掉这个附件。",
    "damaged": "这个文件已经损坏或者没有传完，里面的内容读不出来。请用原来的软件打开，另存一份，换掉这个附件。",
    "too-large": "这个文件展开后内容过多，没有提取文字。请拆成几个文件，或者由审查人打开原件逐页审查。",
    "too_large": "这个文件展开后内容过多，没有提取文字。请拆成几个文件，或者由审查人打开原件逐页审查。",
    "too-heavy": "提取这个文件的文字用的时间或者内存超过了限度，已经停止。请另存一份再试，或者由审查人打开原件逐页审查。",
    "needs-office": "这个文件的内部结构不常见，文字提取不出来。请用 Word 或 WPS 另存为 DOCX，换掉这个附件。",
    "unsafe": "这个文件里有办公软件不会写的内容，没有读取。请用原来的软件另存一份，换掉这个附件。",
}
OTHER = "这个文件里的文字没有提取出来。请用原来的软件打开，另存一份再试，或者由审查人打开原件逐页审查。"
UNUSABLE = ("encrypted", "damaged", "unsafe")
"""Failures for which the public could not open the file either."""
_WITHOUT_WORDS = ("needs-scan", "empty")

_PROPERTIES = {
    "title": "title",
    "creator": "author",
    "lastModifiedBy": "last_modified_by",
    "created": "created",
    "modified": "modified",
    "Company": "company",
    "Manager": "manager",
}
_PDF_PROPERTIES = {"Title": "title", "Author": "author", "Creator": "program", "CreationDate": "created", "ModDate": "modified"}  # fmt: skip
_OFD_PROPERTIES = {"Title": "title", "Author": "author", "Creator": "program", "CreationDate": "created", "ModDate": "modified"}  # fmt: skip
_pdfium = threading.Lock()


class Failed(Exception):
    """The words could not be read; ``code`` as in ``FAILURES``, the text says what to do."""

    def __init__(self, code: str) -> None:
        super().__init__(FAILURES.get(code, OTHER))
        self.code = code


def read_upload(data: bytes, kind: str, name: str = "") -> tuple[str, dict[str, Any]]:
    """The words (none for pictures, scans, film) and the facts. Raises ``Failed``."""
    if kind in ("png", "jpeg", "gif", "webp", "mp4", "mp3"):
        return "", {}
    try:
        return run_bounded(_read, data, kind, name, seconds=limits()["reading_seconds"], megabytes=1024)
    except Unreadable as refusal:
        raise Failed(refusal.code) from refusal


def check_opens(data: bytes, kind: str) -> None:
    """Raise ``Failed`` for a PDF that asks for a password or does not open; other kinds were looked into when they were taken."""
    if kind != "pdf":
        return
    try:
        run_bounded(_pdf, data, seconds=limits()["reading_seconds"], megabytes=1024)
    except Unreadable as refusal:
        raise Failed(refusal.code) from refusal


def _read(data: bytes, kind: str, name: str) -> tuple[str, dict[str, Any]]:
    facts = dict(_FACTS[kind](data)) if kind in _FACTS else {}
    facts = {key: value for key, value in facts.items() if value}
    if kind == "pptx":
        text = "\n".join(_slides(data))
    else:
        try:
            document = open_document(data, "a.txt" if kind in ("text", "csv") else name, scan=False)
        except Unreadable as refusal:
            if refusal.code not in _WITHOUT_WORDS:
                raise
            return "", {**facts, "scanned": True} if refusal.code == "needs-scan" else facts
        if document.pages:
            facts["pages"] = document.pages
        without = [note.place.page for note in document.notes if note.code == "no-text-page"]
        if without:
            facts["pages_without_text"] = without
        text = words_of(document)
    most = limits()["text_characters"]
    if len(text) > most:
        text, facts["text_cut"] = text[:most], True
    return text.replace("\0", ""), facts


def words_of(document: Document) -> str:
    """The words of a document, a line for each paragraph and each row of a table."""
    return "\n".join(_lines(document))


def _lines(document: Document) -> Iterator[str]:
    for block in document.blocks:
        if isinstance(block, Paragraph):
            yield block.text
        elif isinstance(block, Table):
            yield from ("\t".join(" ".join(cell.text.split()) for cell in row) for row in block.rows)
        elif isinstance(block, Picture) and block.text:
            yield block.text


def _pdf(data: bytes) -> dict[str, Any]:
    import pypdfium2
    import pypdfium2.raw as api

    with _pdfium:
        try:
            source = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            raise Unreadable("encrypted" if getattr(error, "err_code", None) == 4 else "damaged", "") from error
        try:
            facts: dict[str, Any] = {
                key: _plain(source.get_metadata_value(name)) for name, key in _PDF_PROPERTIES.items()
            }
            facts["pages"] = len(source)
            facts["embedded"] = source.count_attachments()
            facts["scripts"] = max(api.FPDFDoc_GetJavaScriptActionCount(source), 0)
        finally:
            source.close()
    return facts


def _ooxml(data: bytes) -> tuple[Archive, dict[str, Any]]:
    archive = open_archive(data, what="文档")
    facts: dict[str, Any] = {}
    for part in ("docProps/core.xml", "docProps/app.xml"):
        content = archive.get(part)
        for element in () if content is None else parse_xml(content):
            key = _PROPERTIES.get(str(element.tag).rpartition("}")[2])
            if key and element.text:
                facts[key] = _plain(element.text)
    return archive, facts


def _docx(data: bytes) -> dict[str, Any]:
    archive, facts = _ooxml(data)
    for name in archive.names:
        if re.fullmatch(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes)\.xml", name):
            content = archive.read(name)
            changes = len(re.findall(rb"<w:(?:ins|del|moveFrom|moveTo)[ >]", content))
            facts["tracked_changes"] = facts.get("tracked_changes", 0) + changes
            facts["hidden_text"] = facts.get("hidden_text", 0) + len(re.findall(rb"<w:vanish(?:/>| ?/>)", content))
        elif name.lower() == "word/comments.xml":
            facts["comments"] = len(re.findall(rb"<w:comment[ >]", archive.read(name)))
    return facts


def _xlsx(data: bytes) -> dict[str, Any]:
    archive, facts = _ooxml(data)
    book = archive.get("xl/workbook.xml")
    if book is not None:
        hidden = [
            _plain(element.get("name") or "")
            for element in parse_xml(book).iter()
            if isinstance(element.tag, str)
            and element.tag.endswith("}sheet")
            and element.get("state") in ("hidden", "veryHidden")
        ]
        facts["hidden_sheets"] = hidden[:50]
    for name in archive.names:
        if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name):
            content = archive.read(name)
            facts["hidden_rows"] = facts.get("hidden_rows", 0) + _marked(rb"<row\b[^>]*", content)
            facts["hidden_columns"] = facts.get("hidden_columns", 0) + _marked(rb"<col\b[^>]*", content)
        elif re.fullmatch(r"xl/(?:comments[^/]*|comments/[^/]+|threadedComments/[^/]+)\.xml", name):
            facts["comments"] = facts.get("comments", 0) + len(
                re.findall(rb"<(?:threadedC|c)omment[ >]", archive.read(name))
            )
    return facts


def _marked(tag: bytes, content: bytes) -> int:
    return sum(b'hidden="1"' in each or b'hidden="true"' in each for each in re.findall(tag, content))


def _pptx(data: bytes) -> dict[str, Any]:
    archive, facts = _ooxml(data)
    slides = [name for name in archive.names if re.fullmatch(r"ppt/slides/slide\d+\.xml", name)]
    facts["pages"] = len(slides)
    facts["hidden_slides"] = sum(b'show="0"' in archive.read(name)[:4096] for name in slides)
    facts["notes"] = sum(name.startswith("ppt/notesSlides/notesSlide") for name in archive.names)
    facts["comments"] = sum(name.startswith("ppt/comments/") for name in archive.names)
    return facts


def _slides(data: bytes) -> Iterator[str]:
    """The paragraphs of the slides in their order, then the speaker's notes, which screening must see as well."""
    archive = open_archive(data, what="演示文稿")
    for folder in ("slides/slide", "notesSlides/notesSlide"):
        found = [name for name in archive.names if re.fullmatch(rf"ppt/{folder}\d+\.xml", name)]
        for name in sorted(found, key=lambda each: int(re.findall(r"\d+", each)[-1])):
            for element in parse_xml(archive.read(name)).iter():
                if isinstance(element.tag, str) and element.tag.endswith("}p"):
                    runs = [each.text or "" for each in element.iter() if str(each.tag).endswith("}t")]
                    if "".join(runs).strip():
                        yield "".join(runs).strip()


def _ofd(data: bytes) -> dict[str, Any]:
    archive = open_archive(data, what="OFD 文件")
    facts: dict[str, Any] = {}
    content = archive.get("OFD.xml")
    for element in () if content is None else parse_xml(content).iter():
        key = _OFD_PROPERTIES.get(str(element.tag).rpartition("}")[2])
        if key and element.text and element.text.strip():
            facts.setdefault(key, _plain(element.text))
    facts["embedded"] = sum(name.endswith("Attachments.xml") for name in archive.names)
    facts["signed"] = any(name.endswith("Signatures.xml") for name in archive.names)
    return facts


def _ole(data: bytes) -> dict[str, Any]:
    import io

    import olefile

    with olefile.OleFileIO(io.BytesIO(data)) as ole:
        told = ole.get_metadata()
    names = {"title": "title", "author": "author", "last_saved_by": "last_modified_by", "company": "company"}
    facts: dict[str, Any] = {}
    for name, key in names.items():
        value = getattr(told, name, None)
        if isinstance(value, bytes):
            value = value.decode(
                "gb18030" if getattr(told, "codepage", None) in (None, 936, 54936) else "utf-8", "replace"
            )
        if value:
            facts[key] = _plain(str(value))
    return facts


def _plain(text: str) -> str:
    return "".join(sign for sign in text if sign.isprintable()).strip()[:200]


_FACTS: dict[str, Callable[[bytes], dict[str, Any]]] = {
    "pdf": _pdf, "docx": _docx, "xlsx": _xlsx, "pptx": _pptx, "ofd": _ofd, "doc": _ole, "xls": _ole,
}  # fmt: skip
