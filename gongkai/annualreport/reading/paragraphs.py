"""Rows that belong to no table, as paragraphs of the text: lines of a page joined where a sentence goes on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from gongkai.annualreport.reading.labels import core, ordinal
from gongkai.annualreport.reading.rows import Row
from gongkai.annualreport.scheme import schemes
from gongkai.documents.model import Document, Paragraph, Place, Table

LONG_LINE = 24
MAX_FURNITURE = 120
ENDS = "。！？；：:;!?”）)"
_ITEM = re.compile(
    r"^\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}\s*[)）、.．]|[一二三四五六七八九十]是|第[一二三四五六])"
)
_TAIL = re.compile(r"\s*(?:附件下载|打印本页|关闭窗口|【打印】|【关闭】|扫一扫在手机打开当前页)+\s*$")
_MAIN = re.compile(r"^\s*[一二三四五六七八九]、.*(?:情况|事项|概述|问题)\s*$")
_TITLE_END = re.compile(r"(?:年度报告|年报|工作报告)[)）]?$")
_SENTENCE = re.compile(r"[，。；]")
_FURNITURE = re.compile(
    r"^(?:当前位置|您(?:现在|当前)?的?位置|【?字体|【?打印|打印本页|关闭窗口|分享到|扫一扫|相关链接|附件下载|上一篇|下一篇|责任编辑|浏览次数|点击数|\[image:)"
)


@dataclass(slots=True)
class Piece:
    """A paragraph: its text without blanks at the ends, and where it begins. ``heading`` where the file says so."""

    text: str
    place: Place
    heading: bool = False


def pieces_of(document: Document, rows: list[Row], taken: set[int]) -> list[Piece]:
    """The paragraphs of everything outside the tables; page furniture is left out."""
    found: list[Piece] = []
    before: Row | None = None
    for index, row in enumerate(rows):
        if index in taken or row.in_table:
            before = None
            continue
        text = _TAIL.sub("", " ".join(row.text.split()))
        if (
            not text
            or (len(text) <= MAX_FURNITURE and _FURNITURE.match(text))
            or _is_caption(document, row, text, found)
        ):
            continue
        is_line = _is_line(document, row)
        if before is not None and found and not row.heading and is_line and _goes_on(found[-1].text, before, row, text):
            found[-1].text = _join(found[-1].text, text)
        else:
            found.append(Piece(text, row.place, row.heading))
        before = row if is_line and not row.heading else None
    return found


def _is_caption(document: Document, row: Row, text: str, found: list[Piece]) -> bool:
    """Whether a line right above a table only says again what the heading above it says."""
    after = row.block + 1
    if (
        len(text) > 40
        or ordinal(text) is not None
        or after >= len(document.blocks)
        or not isinstance(document.blocks[after], Table)
    ):
        return False
    told = core(text)
    return told in _captions() and any(told in core(piece.text) for piece in found if len(piece.text) <= 60)


@cache
def _captions() -> frozenset[str]:
    return frozenset(core(table.title) for scheme in schemes() for table in scheme.tables)


def _is_line(document: Document, row: Row) -> bool:
    block = document.blocks[row.block]
    return isinstance(block, Paragraph) and block.style == "line"


def _goes_on(text: str, before: Row, row: Row, following: str) -> bool:
    """Whether a line goes on in the next: it fills the width and does not end a sentence, or a bracket is open."""
    if _ITEM.match(following) or (len(text) <= 60 and _TITLE_END.search(text)):
        return False
    if _MAIN.match(text) and len(text) <= 60 and not _SENTENCE.search(text):
        return False
    adjacent = (
        before.place.line is not None and row.place.line is not None and row.place.line - before.place.line == 1
    ) or before.place.page is not None
    last = " ".join(before.text.split())
    if _is_open(last) and len(last) >= 60:
        return True
    return adjacent and len(last) >= LONG_LINE and (last[-1] not in ENDS or (_is_open(text) and last[-1] not in "。"))


def _is_open(text: str) -> bool:
    return any(text.count(left) > text.count(right) for left, right in ("《》", "（）", "“”"))


def _join(left: str, right: str) -> str:
    """Two pieces of a sentence; a blank stays only between Latin words."""
    if left[-1].isascii() and left[-1].isalpha() and right[0].isascii() and right[0].isalpha():
        return f"{left} {right}"
    return left + right
