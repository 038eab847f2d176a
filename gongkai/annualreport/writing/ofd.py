"""OFD (GB/T 33190-2016), on trial: the pages of our PDF as text and rulings, fonts named and not embedded, not signed.

It reads back by our own reader and by an independent one; it has not been looked at in the viewers that offices use.
The same report gives the same bytes.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from itertools import pairwise
from xml.sax.saxutils import escape

from gongkai.annualreport.model import Report
from gongkai.annualreport.writing.manuscript import Manuscript, manuscript
from gongkai.annualreport.writing.ofd_lift import Lifted, Ruling, Run, lift
from gongkai.annualreport.writing.pdf import write_pdf
from gongkai.letters.text import clean

SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
FACES = (("方正小标宋简体", "方正小标宋简体"), ("黑体", "黑体"), ("仿宋_GB2312", "仿宋"))
TITLE_MM = 7.0
"""Text larger than this is the title (2号 is 7.76 mm, 3号 5.64 mm)."""


def write_ofd(report: Report) -> bytes:
    """The report as an OFD document. Raises what ``write_pdf`` raises."""
    pdf = write_pdf(report)
    pages = lift(pdf)
    page = manuscript(report)
    day = report.dated or report.published
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        _add(
            archive,
            "OFD.xml",
            _root(page, hashlib.md5(pdf, usedforsecurity=False).hexdigest(), day.isoformat() if day else ""),
        )
        _add(archive, "Doc_0/Document.xml", _document(pages))
        _add(archive, "Doc_0/PublicRes.xml", _resources())
        number = 100
        for index, each in enumerate(pages):
            content, number = _content(each, number)
            _add(archive, f"Doc_0/Pages/Page_{index}/Content.xml", content)
    return packed.getvalue()


def _add(archive: zipfile.ZipFile, name: str, text: str) -> None:
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, (DECLARATION + text).encode())


def _root(page: Manuscript, identity: str, day: str) -> str:
    created = f"<ofd:CreationDate>{day}</ofd:CreationDate>" if day else ""
    author = f"<ofd:Author>{escape(page.organ)}</ofd:Author>" if page.organ else ""
    return (
        f'<ofd:OFD {SPACE} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo><ofd:DocID>{identity}</ofd:DocID>'
        f"<ofd:Title>{escape(page.title)}</ofd:Title>{author}{created}<ofd:Creator>gongkai</ofd:Creator></ofd:DocInfo>"
        "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    )


def _document(pages: list[Lifted]) -> str:
    listed = "".join(
        f'<ofd:Page ID="{index + 10}" BaseLoc="Pages/Page_{index}/Content.xml"/>' for index in range(len(pages))
    )
    return (
        f"<ofd:Document {SPACE}><ofd:CommonData><ofd:MaxUnitID>1000000</ofd:MaxUnitID><ofd:PageArea>"
        "<ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>PublicRes.xml</ofd:PublicRes>"
        f"</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages></ofd:Document>"
    )


def _resources() -> str:
    fonts = "".join(
        f'<ofd:Font ID="{index + 1}" FontName="{name}" FamilyName="{family}" Charset="unicode"/>'
        for index, (name, family) in enumerate(FACES)
    )
    return f'<ofd:Res {SPACE} BaseLoc="Res"><ofd:Fonts>{fonts}</ofd:Fonts></ofd:Res>'


def _content(page: Lifted, number: int) -> tuple[str, int]:
    """One page; ``number`` is the last id used, ids are unique in the whole document."""
    parts = []
    for ruling in page.rulings:
        number += 1
        parts.append(_path(ruling, number))
    for run in page.runs:
        number += 1
        parts.append(_text(run, number))
    box = f"0 0 {_mm(page.width)} {_mm(page.height)}"
    area = f"<ofd:Area><ofd:PhysicalBox>{box}</ofd:PhysicalBox></ofd:Area>"
    inside = f'<ofd:Content><ofd:Layer ID="{number + 1}" Type="Body">{"".join(parts)}</ofd:Layer></ofd:Content>'
    return f"<ofd:Page {SPACE}>{area}{inside}</ofd:Page>", number + 1


def _text(run: Run, number: int) -> str:
    left, top = run.xs[0], run.y - run.size
    width = run.xs[-1] - left + run.size
    steps = " ".join(_mm(after - before) for before, after in pairwise(run.xs))
    deltas = f' DeltaX="{steps}"' if steps else ""
    font = 1 if run.size > TITLE_MM else 2 if "Sans" in run.face or "Hei" in run.face else 3
    return (
        f'<ofd:TextObject ID="{number}" Boundary="{_mm(left)} {_mm(top)} {_mm(width)} {_mm(run.size * 1.3)}" '
        f'Font="{font}" Size="{_mm(run.size)}"><ofd:FillColor Value="0 0 0"/>'
        f'<ofd:TextCode X="0" Y="{_mm(run.size)}"{deltas}>{escape(clean(run.text))}</ofd:TextCode></ofd:TextObject>'
    )


def _path(ruling: Ruling, number: int) -> str:
    left, right = sorted((ruling.x1, ruling.x2))
    top, bottom = sorted((ruling.y1, ruling.y2))
    half = ruling.width / 2
    box = f"{_mm(left - half)} {_mm(top - half)} {_mm(right - left + ruling.width)} {_mm(bottom - top + ruling.width)}"
    x1, y1, x2, y2 = ruling.x1 - left + half, ruling.y1 - top + half, ruling.x2 - left + half, ruling.y2 - top + half
    return (
        f'<ofd:PathObject ID="{number}" Boundary="{box}" LineWidth="{_mm(ruling.width)}" Stroke="true" Fill="false">'
        f'<ofd:StrokeColor Value="0 0 0"/><ofd:AbbreviatedData>M {_mm(x1)} {_mm(y1)} L {_mm(x2)} {_mm(y2)}</ofd:AbbreviatedData>'
        "</ofd:PathObject>"
    )


def _mm(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".") or "0"
