"""The glyphs of a PDF page, with boxes as the page is seen, and what a file says for them in Unicode.

A glyph without a Unicode value stays unread (``�``): what it looks like is not guessed. Characters that only stand for another
one (radicals of the Kangxi block, compatibility and vertical forms), as some producers write them, become that one.
"""

from __future__ import annotations

import ctypes
import unicodedata
from typing import Any

from gongkai.documents.lattice import Box, Glyph
from gongkai.documents.pdf_calls import address, calls
from gongkai.documents.pdf_paths import Drawing, Matrix, boxed

UNREAD = "\ufffd"
LOWEST, HIGHEST = 5.0, 36.0
"""A box lower than this many points comes from a font that does not tell its height; a higher one may be of a vertical font,
for which pdfium forgets the scale."""
ASCENT, DESCENT = 0.88, 0.12
SLANT = 3.0
"""Degrees by which straight text may be off."""
_BLANKS = " \t\u00a0\u3000\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f"
_NOTHING = "\r\n\x0c\x0b\u200b\u200c\u200d\u2060\ufeff\u00ad"
_HYPHENS = "\x02\ufffe"
_RADICALS = dict(
    zip(
        "⻅⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳⺟⺠⺮⺼",
        "见贝车长门青韦页风飞食马鬼鱼鸟卤麦黄齐齿龙龟母民竹月",
        strict=True,
    )
)
_UPRIGHT = dict(zip("︐︑︒︓︔︕︖︵︶︿﹀︽︾﹁﹂︱︳", "，、。：；！？（）〈〉《》「」——", strict=True))


def glyphs_of(textpage: Any, api: Any, drawing: Drawing, width: float, height: float) -> tuple[list[Glyph], int, int]:
    """The glyphs of a page, how many of them are unread, and how many slanted ones (watermarks) were left out.

    ``drawing`` is what is drawn on the page besides; ``width`` and ``height`` are the page's.
    """
    matrix = drawing.base
    count = api.FPDFText_CountChars(textpage)
    if count <= 0:
        return [], 0, 0
    text = _characters(textpage, api, count)
    found: list[Glyph] = []
    unread = slanted = 0
    spaced = False
    above = 0.0
    rect = api.FS_RECTF()
    page, box_at = address(textpage), ctypes.addressof(rect)
    loose, unmapped = calls().loose_box, calls().unmapped
    a, b, c, d, e, f = matrix
    for index in range(count):
        sign = text[index]
        if sign in _BLANKS:
            spaced = spaced or sign == "\u3000" or not api.FPDFText_IsGenerated(textpage, index)
            continue
        if sign in _NOTHING or not loose(page, index, box_at):
            continue
        if drawing.hidden and calls().text_object(page, index) in drawing.hidden:
            continue
        if b:
            left, right = sorted((c * rect.top + e, c * rect.bottom + e))
            top, bottom = sorted((b * rect.left + f, b * rect.right + f))
        else:
            left, right = a * rect.left + e, a * rect.right + e
            top, bottom = d * rect.top + f, d * rect.bottom + f
            if a < 0:
                left, right, top, bottom = right, left, bottom, top
        tall = bottom - top
        if drawing.texts and (moved := _in_form(page, index, drawing, (left, top, right, bottom), rect)):
            left, top, right, bottom = moved
            tall = bottom - top
        elif not LOWEST <= tall <= HIGHEST:
            left, top, right, bottom = _by_origin(textpage, api, index, matrix, (left, top, right, bottom))
            tall = bottom - top
        if left >= width or right <= 0 or top >= height or bottom <= 0 or tall > height:
            continue
        if unmapped(page, index) == 1 or sign < " " or "\ue000" <= sign <= "\uf8ff" or sign >= "\ufffd":
            sign = "-" if sign in _HYPHENS else UNREAD if sign < "\U00010000" or sign >= "\U000f0000" else sign
            unread += sign == UNREAD
        elif sign > "\u9fff" or "\u2e80" <= sign <= "\u2fdf":
            sign = _meant(sign)
        found.append(Glyph(sign, left, top, right, bottom, spaced))
        middle = top + bottom
        beside = -0.4 * tall < middle - above < 0.4 * tall
        if not beside and len(found) > 1 and _turns(found[-2], found[-1]):
            slanted += _note_turn(textpage, api, index, found, matrix)
        above = middle
        spaced = False
    if slanted:
        found = [glyph for glyph in found if glyph.turn >= 0]
    return found, unread, slanted


def _characters(textpage: Any, api: Any, count: int) -> list[str] | str:
    """The characters by index: in one call where that is safe, else one by one."""
    buffer = (ctypes.c_ushort * (count + 1))()
    written = api.FPDFText_GetText(textpage, 0, count, buffer)
    if written == count + 1:
        text = bytes(buffer)[: 2 * count].decode("utf-16-le", errors="replace")
        if len(text) == count and not any("\ud800" <= sign <= "\udfff" for sign in (max(text), UNREAD)):
            return text
    found = []
    for index in range(count):
        code = api.FPDFText_GetUnicode(textpage, index)
        found.append(chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else UNREAD)
    return found


def _meant(sign: str) -> str:
    """The character that a compatibility character stands for.

    >>> _meant("⾏"), _meant("⻓"), _meant("Ａ")
    ('行', '长', 'Ａ')
    """
    if sign in _RADICALS:
        return _RADICALS[sign]
    if sign in _UPRIGHT:
        return _UPRIGHT[sign]
    if "\u2f00" <= sign <= "\u2fdf" or "\uf900" <= sign <= "\ufb06":
        return unicodedata.normalize("NFKC", sign)
    return sign


def _in_form(page: int, index: int, drawing: Drawing, box: Box, rect: Any) -> Box | None:
    """The box of a glyph that pdfium left in the coordinates of its form XObject (it does so for replacement text)."""
    thing = calls().text_object(page, index)
    matrix = drawing.texts.get(thing)
    if matrix is None:
        return None
    seen, given = drawing.bounds(thing, matrix), drawing.bounds(thing, drawing.base)
    if seen is None or given is None or _holds(seen, box) or not _holds(given, box):
        return None
    return boxed(matrix, (rect.left, rect.bottom, rect.right, rect.top))


def _holds(bounds: Box, box: Box) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return bounds[0] - 1 <= x <= bounds[2] + 1 and bounds[1] - 1 <= y <= bounds[3] + 1


def _by_origin(textpage: Any, api: Any, index: int, matrix: Matrix, box: Box) -> Box:
    """The box of a glyph whose font tells it wrong, from its ink, origin and size."""
    x, y, right, top = (ctypes.c_double() for _ in range(4))
    own = api.FS_MATRIX()
    if not api.FPDFText_GetCharBox(textpage, index, x, right, y, top) or not api.FPDFText_GetMatrix(
        textpage, index, own
    ):
        return box
    ink = boxed(matrix, (x.value, y.value, right.value, top.value))
    size = api.FPDFText_GetFontSize(textpage, index) * (own.a**2 + own.b**2) ** 0.5
    if abs(own.b) > abs(own.a) or size <= 1 or not api.FPDFText_GetCharOrigin(textpage, index, x, y):
        return ink
    left, base, _, _ = boxed(matrix, (x.value, y.value, x.value, y.value))
    if not ink[1] - size <= base <= ink[3] + size or not ink[0] - size <= left <= ink[2] + size:
        return ink
    return min(left, ink[0]), base - ASCENT * size, max(ink[2], left + size / 2), base + DESCENT * size


def _turns(before: Glyph, glyph: Glyph) -> bool:
    """Whether a glyph stands so to the one before it as in turned or slanted text (or in a column of single characters)."""
    height = max(glyph.bottom - glyph.top, glyph.right - glyph.left)
    down = abs(glyph.top + glyph.bottom - before.top - before.bottom) / 2
    along = abs(glyph.left + glyph.right - before.left - before.right) / 2
    return 0.2 * height < down < 2.5 * height and along < 2.5 * height


def _note_turn(textpage: Any, api: Any, index: int, found: list[Glyph], matrix: Matrix) -> int:
    """Write down by how much the last two glyphs are turned; how many of them are slanted (their turn becomes -1)."""
    slanted = 0
    page_turn = {(1, 0): 0, (0, 1): 90, (-1, 0): 180, (0, -1): 270}.get((round(matrix[0]), round(matrix[1])), 0)
    for glyph, at in ((found[-1], index), (found[-2], index - 1)):
        if glyph.turn:
            continue
        angle = api.FPDFText_GetCharAngle(textpage, at)
        if angle < 0:
            continue
        degrees = (angle * 57.29577951308232 + page_turn) % 360
        nearest = round(degrees / 90) * 90
        if abs(degrees - nearest) > SLANT:
            glyph.turn = -1
            slanted += 1
        else:
            glyph.turn = nearest % 360
    return slanted
