"""OFD files made by hand for tests, from the pages that ``pdf_files`` sets."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

from pdf_files import Page, Press, width_of

SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
MM = 25.4 / 72


def ofd(parts: dict[str, str | bytes]) -> bytes:
    """The container."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return packed.getvalue()


def parts_of(
    contents: list[str], *, templates: list[str] = (), title: str = "", page: str = ""
) -> dict[str, str | bytes]:
    """The parts of a file whose pages have these contents; ``page`` goes into each page before its content."""
    listed = "".join(f'<ofd:Page ID="{at}" BaseLoc="Pages/Page_{at}/Content.xml"/>' for at in range(len(contents)))
    known = "".join(f'<ofd:TemplatePage ID="T{at}" BaseLoc="Tpls/Tpl_{at}.xml"/>' for at in range(len(templates)))
    parts: dict[str, str | bytes] = {
        "OFD.xml": f'<ofd:OFD {SPACE} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo><ofd:DocID>0</ofd:DocID>'
        f"<ofd:Title>{escape(title)}</ofd:Title></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {SPACE}><ofd:CommonData><ofd:MaxUnitID>9</ofd:MaxUnitID><ofd:PageArea>"
        f"<ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea><ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>{known}"
        f"</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
    }
    for at, content in enumerate(templates):
        parts[f"Doc_0/Tpls/Tpl_{at}.xml"] = _page(content, "")
    for at, content in enumerate(contents):
        parts[f"Doc_0/Pages/Page_{at}/Content.xml"] = _page(content, page)
    return parts


def _page(content: str, before: str) -> str:
    return f'<ofd:Page {SPACE}>{before}<ofd:Content><ofd:Layer ID="1">{content}</ofd:Layer></ofd:Content></ofd:Page>'


def text(x: float, y: float, written: str, size: float = 10.0, *, way: str = "deltas") -> str:
    """A text with its baseline at ``y`` points. ``way``: deltas, runs (``g n d``), single (one object a character), matrix."""
    steps = [width_of(sign, size) * MM for sign in written[:-1]]
    box = f"{x * MM:.3f} {(y - size) * MM:.3f} {width_of(written, size) * MM:.3f} {size * 1.3 * MM:.3f}"
    if way == "single":
        found = ""
        for sign in written:
            found += text(x, y, sign, size)
            x += width_of(sign, size)
        return found
    if way == "runs":
        packed: list[str] = []
        for step in steps:
            if packed and packed[-1].endswith(f" {step:.3f}"):
                count = int(packed[-1].split()[1]) + 1
                packed[-1] = f"g {count} {step:.3f}"
            else:
                packed.append(f"g 1 {step:.3f}")
        delta = " ".join(packed)
    elif way == "matrix":
        delta = " ".join(f"{step * 2:.3f}" for step in steps)
        return (
            f'<ofd:TextObject ID="2" Boundary="{box}" Font="1" Size="{2 * size * MM:.3f}" CTM="0.5 0 0 0.5 0 0"><ofd:TextCode X="0" '
            f'Y="{2 * size * MM:.3f}" DeltaX="{delta}">{escape(written)}</ofd:TextCode></ofd:TextObject>'
        )
    else:
        delta = " ".join(f"{step:.3f}" for step in steps)
    return (
        f'<ofd:TextObject ID="2" Boundary="{box}" Font="1" Size="{size * MM:.3f}"><ofd:TextCode X="0" Y="{size * MM:.3f}"'
        f' DeltaX="{delta}">{escape(written)}</ofd:TextCode></ofd:TextObject>'
    )


def line(x0: float, y0: float, x1: float, y1: float, *, filled: bool = False) -> str:
    """A ruling, stroked or as a thin filled rectangle."""
    box = f'Boundary="{x0 * MM:.3f} {y0 * MM:.3f} {(x1 - x0) * MM + 0.2:.3f} {(y1 - y0) * MM + 0.2:.3f}"'
    w, h = (x1 - x0) * MM, (y1 - y0) * MM
    if filled:
        data = f"M 0 0 L {w + 0.2:.3f} 0 L {w + 0.2:.3f} {h + 0.2:.3f} L 0 {h + 0.2:.3f} C"
        return f'<ofd:PathObject ID="3" {box} Stroke="false" Fill="true"><ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>'
    return (
        f'<ofd:PathObject ID="3" {box} LineWidth="0.2"><ofd:AbbreviatedData>M 0 0 L {w:.3f} {h:.3f}</ofd:AbbreviatedData>'
        "</ofd:PathObject>"
    )


def content_of(page: Page, *, way: str = "deltas", filled: bool = False) -> str:
    """What a page of ``pdf_files`` shows."""
    found = [line(*each, filled=filled) for each in page.lines]
    found += [text(*each, way=way) for each in page.texts]
    return "".join(found)


def report_ofd(press: Press, *, way: str = "deltas", filled: bool = False) -> bytes:
    """The pages of a press as an OFD file."""
    return ofd(parts_of([content_of(page, way=way, filled=filled) for page in press.pages]))
