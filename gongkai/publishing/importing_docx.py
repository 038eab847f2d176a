"""A DOCX as HTML, by mammoth, after it was made safe and its automatic numbers were written out.

The package is checked first (how far it unpacks, XML without document types) and packed anew with nothing but text and pictures,
so the converter never sees more than was checked: no macros, no embedded objects, no links to files elsewhere. “一、” and “（一）” that
Word counts by itself are written into the text, since a list in HTML would show “1.” for them; plain numbers and bullets become lists.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

from gongkai.documents.archives import Archive, open_archive, parse_xml
from gongkai.documents.doc_ole import MAGIC, kind_of_ole, refusal_of
from gongkai.documents.docx_styles import Lists, Styles
from gongkai.documents.docx_xml import children, members, short
from gongkai.documents.packages import optional_part, related_parts

if TYPE_CHECKING:
    from lxml.etree import _Element

WHAT = "DOCX 文件"
_MEDIA = re.compile(r"(?:^|/)media/[^/]+\.(?:png|jpe?g|gif|bmp|webp|emf|wmf|tiff?)$", re.I)
_STAYS_LIST = re.compile(r"\d{1,3}[.．、)）]?|[·•●○◆◇■□▪▫➢✓✔√\-–—*oOnluqvØüþ§\uf000-\uf0ff]")
_BACK = re.compile(r'<a href="#(?:foot|end)note-ref-[^"]*">[^<]*</a>')
STYLES = """
p[style-name='Title'] => p.MsoTitle:fresh
p[style-name='title'] => p.MsoTitle:fresh
p[style-name='标题'] => p.MsoTitle:fresh
p.gk1 => h1:fresh
p.gk2 => h2:fresh
p.gk3 => h3:fresh
p[style-name='标题 1'] => h1:fresh
p[style-name='标题 2'] => h2:fresh
p[style-name='标题 3'] => h3:fresh
p[style-name='List Paragraph'] => p:fresh
u => u
strike => s
"""
_HIGHEST = 3
"""Outline levels that are headings; deeper ones are paragraphs."""


def docx_html(data: bytes) -> tuple[str, list[str]]:
    """The HTML with pictures as ``data:``, and what was left out, in sentences. Raises ``Unreadable``."""
    import mammoth  # type: ignore[import-untyped]  # 它没有带类型

    if data.startswith(MAGIC):
        raise refusal_of(kind_of_ole(data))
    archive = open_archive(data, what=WHAT)
    packed, told = _repacked(archive)
    found: Any = mammoth.convert_to_html(io.BytesIO(packed), style_map=STYLES)
    return _BACK.sub("", str(found.value)), told


def _repacked(archive: Archive) -> tuple[bytes, list[str]]:
    main = related_parts(archive).get("officeDocument", "word/document.xml")
    if main not in archive:
        main = "word/document.xml"
    document = parse_xml(archive.read(main), what=WHAT)
    parts = related_parts(archive, main)
    told = _written_out(document, _numbers(archive, parts))
    if any("vbaproject" in name.casefold() for name in archive.names):
        told.append("文件里的宏没有带过来。")
    if any("/embeddings/" in name.casefold() for name in archive.names):
        told.append("文件里嵌入的对象（如 Excel 表格）没有带过来，只留下它的图片。")
    if any("/charts/" in name.casefold() for name in archive.names):
        told.append("文件里的图表没有带过来。请在 Word 里把图表复制成图片，再用“插入图片”上传。")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as out:
        for name in archive.names:
            lowered = name.casefold()
            if name == main:
                out.writestr(name, _bytes(document))
            elif lowered.endswith(".rels"):
                out.writestr(name, _bytes(_inside(parse_xml(archive.read(name), what=WHAT))))
            elif lowered.endswith(".xml") and "embeddings" not in lowered:
                out.writestr(name, _bytes(parse_xml(archive.read(name), what=WHAT)))
            elif _MEDIA.search(lowered):
                out.writestr(name, archive.read(name))
    return packed.getvalue(), told


def _numbers(archive: Archive, parts: dict[str, str]) -> Lists:
    styles = Styles(optional_part(archive, parts.get("styles", "word/styles.xml")))
    return Lists(optional_part(archive, parts.get("numbering", "word/numbering.xml")), styles)


def _inside(root: _Element) -> _Element:
    """Relations without those to pictures elsewhere; links to pages stay."""
    for each in list(children(root, "rel:Relationship")):
        outside = each.get("TargetMode") == "External"
        if outside and not (each.get("Type") or "").endswith("/hyperlink"):
            root.remove(each)
    return root


def _written_out(document: _Element, lists: Lists) -> list[str]:
    """Write automatic numbers into the text and mark headings by their outline level; hidden text and revisions are told."""
    hidden = revised = False
    for each in list(document.iter()):
        name = short(str(each.tag))
        if name == "w:p":
            _paragraph(each, lists)
        elif name == "w:r" and _is_hidden(each):
            hidden = True
            parent = each.getparent()
            if parent is not None:
                parent.remove(each)
        elif name in ("w:del", "w:ins", "w:moveFrom"):
            revised = revised or name != "w:ins" or len(each) > 0
    told = ["设为隐藏的文字没有带过来。"] if hidden else []
    if revised:
        told.append("文件里有没有接受的修订，已经按全部接受读入：新增的文字读入，删除的没有读入。请核对。")
    return told


def _is_hidden(run: _Element) -> bool:
    from gongkai.documents.docx_xml import on

    for properties in children(run, "w:rPr"):
        return bool(on(members(properties), "w:vanish"))
    return False


def _paragraph(each: _Element, lists: Lists) -> None:
    from lxml import etree

    space = str(each.tag).rpartition("}")[0]
    properties = next(iter(children(each, "w:pPr")), None)
    found = members(properties)
    label, _ = lists.label(found)
    if label and not _STAYS_LIST.fullmatch(label.strip()):
        _no_number(each, properties, space)
        run = etree.Element(f"{space}}}r")
        text = etree.SubElement(run, f"{space}}}t")
        text.text = label if label.strip()[-1:] in "、）)．." else f"{label.strip()}　"
        each.insert(0 if properties is None else 1, run)
    level = found.get("w:outlineLvl")
    value = level.get(f"{space}}}val") if level is not None else None
    if properties is None or value is None or not value.isdecimal() or int(value) >= _HIGHEST:
        return
    for style in list(children(properties, "w:pStyle")):
        properties.remove(style)
    made = etree.Element(f"{space}}}pStyle")
    made.set(f"{space}}}val", f"gk{int(value) + 1}")
    properties.insert(0, made)


def _no_number(each: _Element, properties: _Element | None, space: str) -> None:
    """Take the paragraph out of its list; number 0 overrides what its style says."""
    from lxml import etree

    if properties is None:
        properties = etree.Element(f"{space}}}pPr")
        each.insert(0, properties)
    for old in list(children(properties, "w:numPr")):
        properties.remove(old)
    numbered = etree.SubElement(properties, f"{space}}}numPr")
    for name in ("ilvl", "numId"):
        etree.SubElement(numbered, f"{space}}}{name}").set(f"{space}}}val", "0")


def _bytes(root: _Element) -> bytes:
    from lxml import etree

    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
