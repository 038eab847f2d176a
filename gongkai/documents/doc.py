"""Word 97–2003 files (.doc, and .wps of WPS Office, which is the same format) and RTF.

An own reader takes the usual case. Where a file does not hold together, is older than Word 97, or is RTF, LibreOffice reads it
if it is installed; where it is not, the file is refused with a sentence that says what to do.
"""

from __future__ import annotations

from gongkai.documents.archives import damaged
from gongkai.documents.doc_binary import WHAT, Header, Implausible
from gongkai.documents.doc_office import OfficeFailed, converted, office
from gongkai.documents.doc_ole import MAGIC, Ole, refusal_of
from gongkai.documents.doc_story import Story
from gongkai.documents.docx import NOTES, read_docx
from gongkai.documents.docx_tables import number_blocks
from gongkai.documents.model import Block, Document, Note, Paragraph, Table, Unreadable

RTF = b"{\\rtf"
VIA_OFFICE = "这个文件不能直接读取，是用本机的 LibreOffice 转换成 DOCX 后读取的。"
MAX_ODD = 0.02
"""The share of characters that no Chinese text has, above which a text was not decoded rightly."""


def read_doc(data: bytes) -> Document:
    """Read a DOC, WPS or RTF; ``Unreadable`` when neither the own reader nor LibreOffice can."""
    if data.lstrip()[:5] == RTF:
        return _through_office(data, ".rtf", "RTF 文件")
    if not data.startswith(MAGIC):
        raise refusal_of("other")
    ole = Ole(data, WHAT)
    kind = ole.kind
    if kind != "word":
        raise refusal_of(kind)
    try:
        return read_binary(ole)
    except Implausible:
        return _through_office(data, ".doc", WHAT)


def read_binary(ole: Ole) -> Document:
    """Read the streams of a Word 97–2003 file; ``Implausible`` when they do not hold together."""
    main = ole.get("WordDocument") or b""
    header = Header(main)
    story = Story(main, ole.get(header.table_stream) or b"", ole.get("Data") or b"", header)
    blocks = story.blocks()
    _check(blocks)
    title = ole.title()
    notes = [Note(key, message) for key, message in NOTES.items() if key in story.seen]
    return Document("doc", number_blocks(blocks), {"title": title} if title else {}, notes)


def _check(blocks: list[Block]) -> None:
    """Refuse text that is mostly signs of no script used in reports: it was decoded from the wrong place."""
    texts = [block.text for block in blocks if isinstance(block, Paragraph)]
    texts += [cell.text for block in blocks if isinstance(block, Table) for row in block.rows for cell in row]
    length = sum(map(len, texts))
    odd = sum(_is_odd(sign) for text in texts for sign in text)
    if odd > MAX_ODD * length:
        raise Implausible("the text is not text")


def _is_odd(sign: str) -> bool:
    return not (sign.isprintable() or sign.isspace() or sign == "\u00ad" or "\ue000" <= sign <= "\uf8ff")


def _through_office(data: bytes, suffix: str, what: str) -> Document:
    program = office()
    if program is None:
        raise Unreadable(
            "needs-office",
            f"这个{what}的内部结构不常见，没有 LibreOffice 时无法读取。请用 Word 或 WPS 打开，另存为 DOCX 后再试；也可以在本机安装 LibreOffice。",
        )
    try:
        document = read_docx(converted(data, suffix, program=program))
    except OfficeFailed as error:
        raise damaged(what) from error
    document.format = "doc"
    document.notes.append(Note("via-office", VIA_OFFICE))
    return document
