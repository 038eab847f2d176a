"""The parts of a Word file that every official document shares (GB/T 9704—2012): styles, page numbers, margins, font table.

Fonts are named, never embedded: 仿宋_GB2312, 方正小标宋简体, 黑体 and 楷体_GB2312 are on the machines of the offices that read it. The
same document gives the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

from gongkai.letters.text import clean

PARTS = Path(__file__).parent / "parts"
FIXED = {
    "[Content_Types].xml": "content_types.xml",
    "_rels/.rels": "rels.xml",
    "word/_rels/document.xml.rels": "document_rels.xml",
    "word/styles.xml": "styles.xml",
    "word/settings.xml": "settings.xml",
    "word/fontTable.xml": "font_table.xml",
    "word/footer1.xml": "footer_odd.xml",
    "word/footer2.xml": "footer_even.xml",
    "docProps/app.xml": "app.xml",
}
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SPACE = "http://schemas.openxmlformats.org/"
TWIPS = 1440 / 25.4
"""Twentieths of a point in a millimetre."""
_FOOTERS = '<w:footerReference w:type="default" r:id="rId4"/><w:footerReference w:type="even" r:id="rId5"/>'
UPRIGHT = (
    f'<w:sectPr>{_FOOTERS}<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="851" w:footer="1304" w:gutter="0"/>'
    '<w:docGrid w:type="lines" w:linePitch="579"/></w:sectPr>'
)
"""天头 37 mm, 地脚 35 mm, 订口 28 mm, 切口 26 mm."""
SIDEWAYS = (
    f'<w:sectPr>{_FOOTERS}<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
    '<w:pgMar w:top="1588" w:right="2098" w:bottom="1474" w:left="1984" w:header="851" w:footer="907" w:gutter="0"/>'
    '<w:docGrid w:type="lines" w:linePitch="579"/></w:sectPr>'
)
"""The same page turned for wide tables."""


def pack(body: str, *, title: str, creator: str, created: date | None, section: str = UPRIGHT) -> bytes:
    """A whole file around the XML of its paragraphs and tables."""
    spaces = f'xmlns:w="{SPACE}wordprocessingml/2006/main" xmlns:r="{SPACE}officeDocument/2006/relationships"'
    document = f"{DECLARATION}<w:document {spaces}><w:body>{body}{section}</w:body></w:document>"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in FIXED.items():
            _add(archive, name, (PARTS / part).read_text(encoding="utf-8"))
        _add(archive, "docProps/core.xml", _core(title, creator, created))
        _add(archive, "word/document.xml", document)
    return packed.getvalue()


def _add(archive: zipfile.ZipFile, name: str, text: str) -> None:
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, text.encode())


def _core(title: str, creator: str, created: date | None) -> str:
    spaces = (
        f'xmlns:cp="{SPACE}package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    )
    when = (
        ""
        if created is None
        else f'<dcterms:created xsi:type="dcterms:W3CDTF">{created.isoformat()}T00:00:00Z</dcterms:created>'
    )
    return (
        f"{DECLARATION}<cp:coreProperties {spaces}><dc:title>{xml(title)}</dc:title>"
        f"<dc:creator>{xml(creator)}</dc:creator>{when}<dc:language>zh-CN</dc:language></cp:coreProperties>"
    )


def paragraph(style: str, runs: str, settings: str = "", mark: str = "") -> str:
    """A paragraph; ``mark`` is the look of its mark, which gives an empty one its height."""
    name = "" if style == "Normal" else f'<w:pStyle w:val="{style}"/>'
    mark = f"<w:rPr>{mark}</w:rPr>" if mark else ""
    inside = f"<w:pPr>{name}{settings}{mark}</w:pPr>" if name or settings or mark else ""
    return f"<w:p>{inside}{runs}</w:p>"


def run(text: str, look: str = "") -> str:
    """Text in one look; nothing for no text."""
    if not text:
        return ""
    look = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f'<w:r>{look}<w:t xml:space="preserve">{xml(text)}</w:t></w:r>'


def xml(text: str) -> str:
    """Text between tags."""
    return escape(clean(text))


def quoted(text: str) -> str:
    """Text as an attribute's value, quotes included."""
    return '"' + escape(clean(text), {'"': "&quot;"}) + '"'
