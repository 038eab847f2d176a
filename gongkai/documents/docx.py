"""Word files in the XML format (.docx, .docm, .dotx, strict or not): paragraphs and tables in reading order.

Read from ``word/document.xml`` itself (ECMA-376 part 1). Headers, footers, comments and notes at the foot of pages are
not part of what is read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.documents.archives import Archive, open_archive, parse_xml
from gongkai.documents.doc_ole import MAGIC, kind_of_ole, refusal_of
from gongkai.documents.docx_body import Body
from gongkai.documents.docx_styles import Lists, Styles
from gongkai.documents.docx_tables import number_blocks
from gongkai.documents.docx_xml import children
from gongkai.documents.model import Block, Document, Note, Unreadable
from gongkai.documents.packages import core_properties, optional_part, related_parts

if TYPE_CHECKING:
    from lxml.etree import _Element

WHAT = "DOCX 文件"
NOTES = {
    "tracked-changes": "文件里有尚未接受的修订。读取时按全部接受处理：新增的文字已读入，删除的文字没有读入。公布之前请接受或者拒绝全部修订。",
    "hidden": "文件里有设为“隐藏”的文字，没有读入。",
    "embedded": "文件里有嵌入的对象（例如 Excel 表格），其中的内容没有读入。如果它是法定表格，请改为 Word 表格。",
    "footnotes": "文件里有脚注或者尾注，没有读入。",
    "chunk": "文件里有以网页形式嵌入的内容，没有读入。请用 Word 打开后另存为 DOCX 再试。",
}


def read_docx(data: bytes) -> Document:
    """Read a DOCX; ``Unreadable`` when it is no Word document, is damaged, encrypted or too large."""
    if data.startswith(MAGIC):  # with a password the new formats are put into a container of the old ones
        raise refusal_of(kind_of_ole(data))
    archive = open_archive(data, what=WHAT)
    name = _main_part(archive)
    document = parse_xml(archive.read(name), what=WHAT)
    parts = related_parts(archive, name)
    styles = Styles(optional_part(archive, parts.get("styles", "word/styles.xml")))
    lists = Lists(optional_part(archive, parts.get("numbering", "word/numbering.xml")), styles)
    return document_of(document, styles, lists, core_properties(archive))


def document_of(root: _Element, styles: Styles, lists: Lists, meta: dict[str, str]) -> Document:
    """The blocks of a ``w:document`` or ``w:wordDocument``, with notes on what was left out."""
    parts = list(children(root, "w:body"))
    if not parts:
        raise Unreadable("damaged", "这个 Word 文件里没有正文部分，无法读取。请用 Word 打开后另存一份再试。")
    body = Body(styles, lists)
    found: list[Block] = []
    for part in parts:
        body.blocks(part, found, found)
    if "chunk" in body.seen and not found:
        raise Unreadable("unsupported", NOTES["chunk"])
    notes = [Note(key, message) for key, message in NOTES.items() if key in body.seen]
    return Document("docx", number_blocks(found), meta, notes)


def _main_part(archive: Archive) -> str:
    name = related_parts(archive).get("officeDocument", "word/document.xml")
    if name not in archive and "word/document.xml" in archive:
        name = "word/document.xml"
    if name not in archive or not name.casefold().startswith("word"):
        raise Unreadable("not-word", "这个文件不是 Word 文档，不能按 DOCX 读取。请核对文件，或另存为 DOCX 后再试。")
    return name
