"""What can be covered, as PDF to draw pages from: PDF itself, Word and other office files through LibreOffice, pictures and scans.

This is a working copy only, never released. A Word file with tracked changes that nobody decided on is refused: what it says is
not settled, and its pages would show what was struck out.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from gongkai.documents.archives import Archive, open_archive, parse_xml
from gongkai.documents.doc_office import OfficeFailed, converted, office
from gongkai.documents.isolation import run_bounded
from gongkai.documents.model import Unreadable
from gongkai.redaction.drawing import sizes
from gongkai.redaction.grounds import limits
from gongkai.redaction.tiff import tiff_as_pdf

PICTURES = ("png", "jpeg", "gif", "webp")
OFFICE = {"docx": ".docx", "doc": ".doc", "xlsx": ".xlsx", "xls": ".xls", "pptx": ".pptx"}
TITLES = "PDF、Word、电子表格、演示文稿，PNG、JPEG、GIF、WebP、TIFF 图像"
NEEDS_OFFICE = (
    "这台服务器上没有 LibreOffice，不能把这份文件变成页面。请用 Word 或者 WPS 打开，另存（导出）为 PDF，把 PDF 存入卷内再标注；"
    "也可以请系统管理员安装 LibreOffice。"
)
NOT_CONVERTED = "LibreOffice 没有打开这份文件，文件可能已经损坏或者设有密码。请用原来的软件打开，另存（导出）为 PDF，把 PDF 存入卷内再标注。"
TRACKED = (
    "这份 Word 文件里有还没有接受或者拒绝的修订，页面会把删去的内容也印出来。请先在 Word 或者 WPS 里处理全部修订，"
    "另存后存入卷内再标注。"
)
_CHANGES = {"ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel"}
_PICTURE = """#set page(width: auto, height: auto, margin: 0pt)
#context {
  let size = measure(image("/NAME"))
  let longer = calc.max(size.width, size.height)
  image("/NAME", width: size.width * calc.min(1, A4 / longer))
}
"""
_A4 = "842pt"
"""The longer side of the page of a picture, at most: what a camera calls its size is no size on paper."""


def as_pdf(data: bytes, kind: str) -> tuple[bytes, list[list[float]]]:
    """The working copy and the sizes of its pages in points. Raises ``Unreadable`` in words that say what to do.

    ``kind`` is that of the upload (``pdf``, ``docx``, ``png``, ``tiff`` …).
    """
    if kind in OFFICE:
        data = _through_office(data, kind)
    elif kind == "tiff":
        data = run_bounded(tiff_as_pdf, data, seconds=limits()["page_seconds"], megabytes=limits()["megabytes"])
    elif kind in PICTURES:
        data = _picture_as_pdf(data, kind)
    elif kind != "pdf":
        raise Unreadable(
            "kind", f"这种文件不能标注遮盖。可以标注的有：{TITLES}。请另存（导出）为 PDF，存入卷内再标注。"
        )
    return data, run_bounded(sizes, data, seconds=limits()["page_seconds"] * 2, megabytes=limits()["megabytes"])


def _through_office(data: bytes, kind: str) -> bytes:
    program = office()
    if program is None:
        raise Unreadable("needs-office", NEEDS_OFFICE)
    try:
        suffix = OFFICE[kind]
        if kind == "doc":
            data, suffix = converted(data, suffix, program=program), ".docx"
        if suffix == ".docx" and run_bounded(has_tracked_changes, data, megabytes=limits()["megabytes"]):
            raise Unreadable("tracked-changes", TRACKED)
        return converted(data, suffix, program=program, to="pdf")
    except OfficeFailed as problem:
        raise Unreadable("damaged", NOT_CONVERTED) from problem


def has_tracked_changes(data: bytes) -> bool:
    """Whether a DOCX has insertions, deletions or moves that were neither accepted nor rejected."""
    archive: Archive = open_archive(data, what="DOCX 文件")
    for name in archive.names:
        if name.startswith("word/") and name.endswith(".xml") and name.count("/") == 1:
            for element in parse_xml(archive.read(name), what="DOCX 文件").iter():
                if isinstance(element.tag, str) and element.tag.rpartition("}")[2] in _CHANGES:
                    return True
    return False


def _picture_as_pdf(data: bytes, kind: str) -> bytes:
    """A picture as a page of its own size, the way up that its Exif says. Raises ``Unreadable``.

    typst reads pictures from files only: this one lies in a folder of its own while the page is made.
    """
    with tempfile.TemporaryDirectory(prefix="gongkai-", ignore_cleanup_errors=True) as folder:
        name = f"page.{kind.replace('jpeg', 'jpg')}"
        (Path(folder) / name).write_bytes(data)
        return run_bounded(
            set_picture,
            folder,
            name,
            seconds=limits()["page_seconds"],
            megabytes=limits()["megabytes"],
            preload=("typst",),
        )


def set_picture(folder: str, name: str) -> bytes:
    """The page. Call it in a process of its own. Raises ``Unreadable``."""
    import typst

    try:
        source: Any = _PICTURE.replace("NAME", name).replace("A4", _A4).encode()
        made: Any = typst.compile(source, root=folder, ignore_system_fonts=True)
    except (typst.TypstError, RuntimeError) as problem:
        raise Unreadable("damaged", "这个图像打不开，可能已经损坏。请重新扫描，或者另存一份后再试。") from problem
    return bytes(made)
