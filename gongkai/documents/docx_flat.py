"""Word files that are one XML text: Word 2003 XML and Flat OPC. Offices get them, named .doc, from form-filling systems."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.documents.archives import parse_xml
from gongkai.documents.docx import document_of
from gongkai.documents.docx_styles import Lists, Styles
from gongkai.documents.docx_xml import attribute, child, children, short
from gongkai.documents.model import Document, Unreadable

if TYPE_CHECKING:
    from lxml.etree import _Element

WHAT = "Word XML 文件"


def read_word_xml(data: bytes) -> Document:
    """Read Word 2003 XML (``w:wordDocument``) or Flat OPC (``pkg:package``); ``Unreadable`` for any other XML."""
    root = parse_xml(data, what=WHAT)
    name = short(root.tag)
    if name == "w:wordDocument":
        styles = Styles(child(root, "w:styles"))
        title = child(child(root, "o:DocumentProperties"), "o:Title")
        meta = {"title": title.text.strip()} if title is not None and title.text and title.text.strip() else {}
        return document_of(root, styles, Lists(None, styles), meta)
    if name == "pkg:package":
        parts = _parts(root)
        if "/word/document.xml" in parts:
            styles = Styles(parts.get("/word/styles.xml"))
            lists = Lists(parts.get("/word/numbering.xml"), styles)
            return document_of(parts["/word/document.xml"], styles, lists, {})
    raise Unreadable(
        "not-word", "这个 XML 文件不是 Word 文档，无法读取。请核对文件，或用 Word 打开后另存为 DOCX 再试。"
    )


def _parts(package: _Element) -> dict[str, _Element]:
    found: dict[str, _Element] = {}
    for part in children(package, "pkg:part"):
        name = attribute(part, "pkg:name")
        content = child(part, "pkg:xmlData")
        if name and content is not None and len(content):
            found.setdefault(name.casefold(), content[0])
    return found
