"""OFD files (GB/T 33190-2016 电子文件存储与交换格式 版式文档): pages of positioned text and lines in a zip container.

Text is read by its place and tables by their rulings, as in PDF. Not read: annotations, seals, attachments, embedded fonts.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from gongkai.documents.archives import Archive, encrypted, open_archive, parse_xml, too_large
from gongkai.documents.lattice import Sheet
from gongkai.documents.lattice_pages import blocks_of
from gongkai.documents.model import Document, Note, Place, Unreadable
from gongkai.documents.ofd_content import POINTS, Canvas, numbers, parts_named, text_named

if TYPE_CHECKING:
    from lxml.etree import _Element

WHAT = "OFD 文件"
MOST_PAGES = 400
MOST_GLYPHS = 1_500_000
A4 = (0.0, 0.0, 210.0, 297.0)
NEEDS_SCAN = (
    "这份 OFD 只有图像，没有文字。请用 OFD 阅读软件把它另存为 PDF 或图片，安装识别组件（在程序所在的文件夹运行 make scan）后再读取；"
    "或者请提供单位给出带文字的版本。"
)


def read_ofd(data: bytes) -> Document:
    """Read an OFD file.

    Raises ``Unreadable``: ``damaged`` (a part is missing or broken), ``encrypted``, ``too_large``, ``needs-scan`` (no text).
    """
    archive = open_archive(data, what=WHAT)
    package = _Package(archive)
    document = Document("ofd", [], {})
    sheets: list[Sheet] = []
    for body in parts_named(package.part("OFD.xml"), "DocBody"):
        title = text_named(body, "Title")
        if title and "title" not in document.meta:
            document.meta["title"] = title
        root = text_named(body, "DocRoot")
        if root:
            _read_body(package, package.resolve("OFD.xml", root), sheets, document.notes)
    if not sheets:
        raise Unreadable("damaged", "这个 OFD 文件里没有页面，无法读取。请重新下载，或用原来的软件打开后另存一份再试。")
    if not any(sheet.glyphs for sheet in sheets):
        if any(sheet.pictures for sheet in sheets):
            raise Unreadable("needs-scan", NEEDS_SCAN)
        raise Unreadable("empty", "这个 OFD 文件的页面上没有文字。请核对是不是年度报告的文件。")
    document.pages = len(sheets)
    document.blocks = blocks_of([sheet.upright() for sheet in sheets], document.notes)
    return document


class _Package:
    """The parts of the container, with the paths by which they name each other."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._parsed: dict[str, _Element] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._archive

    def part(self, name: str) -> _Element:
        """The root of a part; ``Unreadable`` when it is missing or broken."""
        key = name.casefold()
        if key not in self._parsed:
            content = self._archive.read(name)
            if not content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<") and "Encryptions.xml" in self._archive:
                raise encrypted(WHAT)
            self._parsed[key] = parse_xml(content, what=WHAT)
        return self._parsed[key]

    def resolve(self, part: str, location: str) -> str:
        """The full name of a part that another one names; some writers start at the container where they should not."""
        location = location.strip().replace("\\", "/")
        if location.startswith("/"):
            return location.lstrip("/")
        beside = posixpath.normpath(posixpath.join(posixpath.dirname(part), location))
        if beside in self._archive or location not in self._archive:
            return beside
        return location


def _read_body(package: _Package, name: str, sheets: list[Sheet], notes: list[Note]) -> None:
    """Add the pages of one document of the file."""
    document = package.part(name)
    common = parts_named(document, "CommonData")
    usual = _area(common[0]) if common else None
    templates = {
        template.get("ID", ""): package.resolve(name, template.get("BaseLoc", ""))
        for part in common
        for template in parts_named(part, "TemplatePage")
    }
    resources = [
        package.resolve(name, each.text or "")
        for part in common
        for kind in ("PublicRes", "DocumentRes")
        for each in parts_named(part, kind)
    ]
    pages = [page for listed in parts_named(document, "Pages") for page in parts_named(listed, "Page")]
    if len(sheets) + len(pages) > MOST_PAGES:
        raise too_large(WHAT)
    for page in pages:
        number = len(sheets) + 1
        location = package.resolve(name, page.get("BaseLoc", ""))
        if location not in package:
            notes.append(Note("page-unreadable", f"第{number}页在文件里缺失，没有读取。", Place(page=number)))
            continue
        sheets.append(_page(package, location, number, usual, templates, resources, notes))
        if sum(len(sheet.glyphs) for sheet in sheets) > MOST_GLYPHS:
            raise too_large(WHAT)


def _page(
    package: _Package,
    location: str,
    number: int,
    usual: tuple[float, ...] | None,
    templates: dict[str, str],
    resources: list[str],
    notes: list[Note],
) -> Sheet:
    page = package.part(location)
    left, top, width, height = _area(page) or usual or A4
    own = [package.resolve(location, each.text or "") for each in parts_named(page, "PageRes")]

    def unit(identity: str) -> _Element | None:
        for name in (*own, *resources):
            if name in package:
                for units in parts_named(package.part(name), "CompositeGraphicUnits"):
                    for each in parts_named(units, "CompositeGraphicUnit"):
                        if each.get("ID") == identity:
                            return each
        return None

    canvas = Canvas((left * POINTS, top * POINTS), unit)
    for each in parts_named(page, "Template"):
        template = templates.get(each.get("TemplateID", ""))
        if template is not None and template in package:
            canvas.draw(package.part(template))
    canvas.draw(page)
    sheet = Sheet(number, width * POINTS, height * POINTS, canvas.glyphs, canvas.lines.across, canvas.lines.down)
    sheet.pictures = sorted(canvas.pictures, key=lambda box: box[1])
    place = Place(page=number)
    if canvas.unread:
        message = f"第{number}页有{canvas.unread}个字没有文字编码，读不出来，记作“�”。"
        notes.append(Note("glyphs", message, place))
    if canvas.slanted:
        notes.append(Note("slanted-text", f"第{number}页有斜排的文字（如水印），没有读入。", place))
    return sheet


def _area(part: _Element) -> tuple[float, float, float, float] | None:
    """Left, top, width and height of a page in millimetres."""
    for area in (*parts_named(part, "Area"), *parts_named(part, "PageArea")):
        box = numbers(text_named(area, "PhysicalBox"))
        if len(box) == 4 and 0 < box[2] < 10_000 and 0 < box[3] < 10_000:
            return box[0], box[1], box[2], box[3]
    return None
