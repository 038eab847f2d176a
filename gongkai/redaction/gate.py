"""The gate: a released file is opened again, as somebody would who looks for what was covered, and refused for any residue.

Nothing is taken on trust from the making: pages are drawn again from the source, and what lies under a box is compared with
the same boxes burned into a white page. ``inspect`` gives the findings as Chinese sentences; an empty list opens the gate.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from gongkai.redaction.burning import TITLE, Sheet, burn, sheet_pixels, sheets
from gongkai.redaction.drawing import opened
from gongkai.redaction.grounds import limits
from gongkai.redaction.marks import Marks, read_marks
from gongkai.redaction.pixels import Pixels
from gongkai.redaction.words import covered
from gongkai.redaction.writing import PRODUCER, NotOurs, Picture, parse

FORBIDDEN = (
    b"/Font", b"/Annots", b"/AcroForm", b"/EmbeddedFile", b"/Names", b"/JavaScript", b"/JS", b"/OpenAction", b"/OCProperties",
    b"/OCG", b"/Metadata", b"/ObjStm", b"/XRef", b"/Prev", b"/Encrypt", b"/ICCBased", b"/SMask", b"/Thumb", b"/PieceInfo",
    b"/Outlines", b"/StructTreeRoot", b"/Alternates", b"/ActualText", b"/Exif",
)  # fmt: skip
"""Names that no released file has outside its pictures."""
CHECKS = (
    "文件只由本系统写入的页面图像组成，没有多余的字节、修订、附件、脚本",
    "没有文字、字体、批注、表单、目录、隐藏图层，文件属性只有本系统写入的三项",
    "页数和每页的图像数与原件、标注一致",
    "遮盖处重新画出来是黑的，与原件的内容无关",
    "没有遮盖的地方与原件一致",
    "遮盖处的字词在文件的任何一处都找不到",
)
"""What is looked at, for the record of a release."""
_ENCODINGS = ("utf-8", "utf-16-be", "utf-16-le", "gb18030")
_LONGEST = 200
"""How much of one word is looked for."""


def inspect(released: bytes, source: bytes, marks: dict[str, Any], day: date, dpi: int) -> list[str]:
    """What is wrong with a released file; nothing when it may leave. Call it in a process of its own. Raises ``Unreadable``."""
    found = list(_structure(released))
    try:
        pictures, rest = parse(released)
    except NotOurs:
        return [*found, "文件里有本系统没有写入的内容。"]
    with opened(source) as document:
        wanted = read_marks(marks, len(document))
        planned = list(sheets(wanted, len(document), day))
        if len(pictures) != len(planned):
            return [*found, f"文件有{len(pictures)}页，按原件和标注应当是{len(planned)}页。"]
        found += _opened_again(released, pictures)
        words = set(_covered_words(document, wanted))
        traces = _Traces(words)
        if traces.in_text(rest):
            found.append("遮盖处的字词在文件的结构或者属性里还找得到。")
        for number, (made, sheet) in enumerate(zip(pictures, planned, strict=True), 1):
            found += _page(document, made, sheet, number, day, dpi, traces)
    return found


def _structure(data: bytes) -> Iterator[str]:
    """What a look at the raw bytes finds."""
    if not data.startswith(b"%PDF-1.7\n"):
        yield "文件的开头不对。"
    bare = re.sub(rb"stream\n.*?\nendstream", b"", data, flags=re.DOTALL)
    if bare.count(b"%%EOF") != 1 or bare.count(b"startxref") != 1 or not data.endswith(b"%%EOF\n"):
        yield "文件里有不止一个版本，或者结尾以后还有内容。"
    for name in FORBIDDEN:
        if name in bare:
            yield f"文件里有不应当有的“{name.decode()[1:]}”。"


def _opened_again(data: bytes, pictures: list[Picture]) -> Iterator[str]:
    """What another program finds that knows nothing of how the file was made."""
    import pypdfium2
    import pypdfium2.raw as api

    document = pypdfium2.PdfDocument(data)
    try:
        if len(document) != len(pictures):
            yield "重新打开以后页数不对。"
        told: dict[str, str] = document.get_metadata_dict(skip_empty=True)
        if (
            set(told) - {"Title", "Producer", "CreationDate"}
            or told.get("Title") != TITLE
            or told.get("Producer") != PRODUCER
        ):
            yield "文件属性里有不是本系统写入的内容。"
        if document.count_attachments() or api.FPDFDoc_GetJavaScriptActionCount(document.raw) > 0:
            yield "文件里有附件或者脚本。"
        if document.get_formtype() != api.FORMTYPE_NONE or any(True for _ in document.get_toc()):
            yield "文件里有表单或者目录。"
        for number in range(1, len(document) + 1):
            page = document[number - 1]
            if api.FPDFPage_GetAnnotCount(page.raw) > 0:
                yield f"第{number}页有批注。"
            text = page.get_textpage()
            if text.count_chars() > 0:
                yield f"第{number}页还有文字。"
            text.close()
            things = [
                api.FPDFPageObj_GetType(api.FPDFPage_GetObject(page.raw, at))
                for at in range(api.FPDFPage_CountObjects(page.raw))
            ]
            if things != [api.FPDF_PAGEOBJ_IMAGE]:
                yield f"第{number}页不是正好一个图像。"
            page.close()
    finally:
        document.close()


def _covered_words(document: Any, marks: Marks) -> Iterator[str]:
    for number in sorted({*marks.boxes, *marks.withheld}):
        page = document[number - 1]
        yield from covered(page, marks.on(number), whole=number in marks.withheld)
        page.close()


class _Traces:
    """Covered words as the bytes in which they could stand."""

    def __init__(self, words: Iterable[str]) -> None:
        chosen = [word[:_LONGEST] for word in words if not word.isascii() or len(word) >= 6]
        # 全是同一个字符的，图像里一片同样的颜色也会碰巧相同
        self._all = {word.encode(code, "ignore") for word in chosen for code in _ENCODINGS if len(set(word)) > 1}
        self._long = {each for each in self._all if len(each) >= 10}

    def in_text(self, data: bytes) -> bool:
        """Whether a word stands in what is no picture, apart from the moment of making and the parts that every file has."""
        bare = re.sub(rb"CreationDate\(D:\d{14}Z\)|Title<[0-9A-F]*>|Producer\([a-z]*\)", b"", data)
        known = bare.replace(b"\n", b"")
        common = re.sub(rb"\d+", b"", known)
        return any(each in known and each not in common for each in self._all if not each.isdigit() or len(each) >= 6)

    def in_pixels(self, pixels: Pixels) -> bool:
        """Whether a word was written into the tones themselves."""
        return any(each in pixels.data for each in self._long)


def _page(
    document: Any, made: Picture, sheet: Sheet, number: int, day: date, dpi: int, traces: _Traces
) -> Iterator[str]:
    try:
        pixels = made.pixels()
    except NotOurs:
        yield f"第{number}页的图像里夹有别的内容，或者不完整。"
        return
    expected, at = sheet_pixels(document, sheet, day, dpi)
    same = (pixels.width, pixels.height, pixels.channels) == (expected.width, expected.height, expected.channels)
    if not same or pixels.data != expected.data:
        yield f"第{number}页与原件按标注遮盖以后的样子不一致。"
    if not _is_black(pixels, sheet, day, at):
        yield f"第{number}页的遮盖处还看得出原来的内容。"
    if traces.in_pixels(pixels):
        yield f"第{number}页的图像数据里夹有遮盖处的字词。"


def _is_black(pixels: Pixels, sheet: Sheet, day: date, dpi: float) -> bool:
    """Whether every box looks as it does on a white page: black, with its article and nothing else."""
    if not sheet.boxes:
        return True
    white = Pixels(pixels.width, pixels.height, 1, bytearray(b"\xff") * (pixels.width * pixels.height))
    blank = burn(white, sheet.boxes, day, dpi).plain(limits()["tones"])
    for box in sheet.boxes:
        area = pixels.area(box)
        part, wanted = pixels.part(area), blank.part(area)
        if any(part[each :: pixels.channels] != wanted for each in range(pixels.channels)):
            return False
    return True
