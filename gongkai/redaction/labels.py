"""Words as pixels: the small print on a black box, and the page that stands for one withheld. Set by typst, drawn by pdfium.

They depend on nothing of the source, so that the gate can make them again and compare.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from gongkai.documents.model import Unreadable
from gongkai.redaction.grounds import limits
from gongkai.redaction.pixels import Area, Pixels

PACKAGES = ("pylopdf_fonts_zh_cn",)
LEAST_POINTS = 5
_LINE = """#set page(width: auto, height: auto, margin: 0pt, fill: black)
#set text(font: ("Noto Sans SC", "Source Han Sans SC", "SimHei"), size: SIZEpt, fill: white, top-edge: "ascender", bottom-edge: "descender")
#sys.inputs.words
"""
_PAGE = """#let told = json(bytes(sys.inputs.told))
#set page(width: told.width * 1pt, height: told.height * 1pt, margin: calc.min(told.width, told.height) * 0.1pt)
#set text(font: ("Noto Sans SC", "Source Han Sans SC", "SimHei"), size: calc.max(4, calc.min(14, told.width * 0.024)) * 1pt)
#set par(leading: 0.9em)
#align(center + horizon, block(stroke: 0.8pt, inset: 1.6em, width: 100%)[
  #for line in told.lines [#line #parbreak()]
])
"""


@dataclass(frozen=True, slots=True)
class Notice:
    """What stands on the page in place of withheld ones."""

    lines: tuple[str, ...]


def label(words: str, area: Area, dpi: float) -> tuple[Pixels, int, int] | None:
    """The small print for an area and where it goes; None where it does not fit."""
    wide, high = area[2] - area[0], area[3] - area[1]
    for points in range(limits()["label_points"], LEAST_POINTS - 1, -1):
        found = _line(words, points, round(dpi, 3))
        if found.width <= wide - 4 and found.height <= high - 2:
            return found, area[0] + (wide - found.width) // 2, area[1] + (high - found.height) // 2
    return None


@lru_cache(maxsize=64)
def _line(words: str, points: int, dpi: float) -> Pixels:
    return _drawn(_LINE.replace("SIZE", str(points)), {"words": words}, dpi / 72)


def notice_page(notice: Notice, width: int, height: int, dpi: float) -> Pixels:
    """The page in place of a withheld one, of so many pixels, in grey."""
    told = {"width": width * 72 / dpi, "height": height * 72 / dpi, "lines": list(notice.lines)}
    found = _drawn(_PAGE, {"told": json.dumps(told, ensure_ascii=False)}, dpi / 72)
    fitted = Pixels(width, height, 1, bytearray(b"\xff" * (width * height)))
    for row in range(min(height, found.height)):
        line = found.data[row * found.width : row * found.width + min(width, found.width)]
        fitted.data[row * width : row * width + len(line)] = line
    return fitted


def _drawn(source: str, inputs: dict[str, str], scale: float) -> Pixels:
    import pypdfium2
    import typst

    try:
        made = typst.compile(source.encode(), sys_inputs=inputs, font_paths=_fonts())
    except typst.TypstError as problem:
        raise Unreadable("not-written", f"遮盖的说明文字没有排成：{problem.message}") from problem
    document = pypdfium2.PdfDocument(bytes(made))
    try:
        return read_bitmap(document[0].render(scale=scale, grayscale=True))
    finally:
        document.close()


def read_bitmap(bitmap: Any) -> Pixels:
    """A bitmap of pdfium (grey, or red, green, blue) as pixels; the bitmap is closed."""
    try:
        width, height, channels, stride = bitmap.width, bitmap.height, bitmap.n_channels, bitmap.stride
        raw = memoryview(bytes(bitmap.buffer))
    finally:
        bitmap.close()
    if channels not in (1, 3):
        raise Unreadable("damaged", "这一页画不出来。请用原来的软件打开，另存一份后再试。")
    length = width * channels
    if stride == length:
        return Pixels(width, height, channels, bytearray(raw[: length * height]))
    data = bytearray(b"".join(raw[row * stride : row * stride + length] for row in range(height)))
    return Pixels(width, height, channels, data)


@lru_cache(maxsize=1)
def _fonts() -> Any:
    import typst

    folders = [
        str(Path(spec.origin).parent) for name in PACKAGES if (spec := find_spec(name)) is not None and spec.origin
    ]
    return typst.Fonts(True, False, folders)
