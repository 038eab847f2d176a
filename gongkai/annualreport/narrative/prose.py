"""The text of one section made even for reading: full-width forms folded, cut lines rejoined, offsets kept.

Every reader of the narrative works on ``Prose.text``; ``Prose.origin`` leads from an offset in it back to the section's own text,
so that a quotation and a place are those of the file. In ``text`` a line feed ends a paragraph, punctuation is ``,;:()%`` for
``，；：（）％``, and ``_`` stands for the comma within a number.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property

from gongkai.annualreport.model import Section
from gongkai.documents.model import NOWHERE, Place


def _folds() -> dict[int, str]:
    """Every character that NFKC turns into exactly one other, of the blocks that reports hold."""
    found = {}
    for first, last in ((0xFF01, 0xFF5E), (0x2F00, 0x2FD5), (0xF900, 0xFAD9), (0x2E80, 0x2EF3)):
        for code in range(first, last + 1):
            folded = unicodedata.normalize("NFKC", chr(code))
            if len(folded) == 1 and folded != chr(code):
                found[code] = folded
    return found | {ord(c): " " for c in "\u00a0\u2002\u2003\u2009\u3000\t"} | {ord("｡"): "。", ord("﹪"): "%"}


_FOLDS = _folds()
_FREQUENT = [(chr(code), _FOLDS[code]) for code in map(ord, "，；：（）％？！．０１２３４５６７８９　\u00a0\t")]
_RARE = re.compile("[" + "".join(map(re.escape, map(chr, sorted(_FOLDS)))) + "]")
_SPACE = re.compile(r"[ \r\n\f\v\u200b\ufeff]+")
_HEADING = re.compile(
    r"[一二三四五六七八九十]{1,3}[、.,]|\([一二三四五六七八九十\d]{1,3}\)|\d{1,2}[.、](?!\d)|第[一二三四五六七八九十]+[章节部条]"
)
_STRONG_HEADING = re.compile(r"[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)")
_HEADING_END = re.compile(r"(?:情况|问题|方面|措施|工作|机制|建设|公开|事项|数量|类别|形式)$")
_RESIDUE = re.compile(
    # A picture's line and what follows it without a run of Chinese; a line of Latin letters only.
    r"^\s*\[image:[^\n]*$(?:\n(?![^\n]*[\u4e00-\u9fff]{4})[^\n]*$)*|"
    r"^[^\u4e00-\u9fff\n]*[A-Za-z]{2}[^\u4e00-\u9fff\n]*$",
    re.MULTILINE,
)
_NUMBER_COMMA = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_LINE_BREAK = re.compile(r"[ \t\u3000]*[\r\n]+[ \t\u3000]*")
_CLAUSE_END = re.compile(r"[,;。!?\n]")
_LONG_LINE = 18
LONGEST_CLAUSE = 400
"""No clause is followed further than this: text whose punctuation was lost has none."""


@dataclass
class Prose:
    """One section's text, made even. ``starts`` and ``shifts`` are the offset map: at and after ``starts[i]`` the offset in
    the source is the offset in ``text`` plus ``shifts[i]``."""

    key: str | None
    title: str
    source: str
    text: str
    starts: list[int]
    shifts: list[int]
    places: list[tuple[int, Place]] = field(default_factory=list)

    def origin(self, at: int) -> int:
        """The offset in the section's own text."""
        return at + self.shifts[bisect_right(self.starts, at) - 1]

    def place(self, at: int) -> Place:
        """The place of the paragraph or line that holds offset ``at``."""
        where = bisect_right(self._place_starts, self.origin(at)) - 1
        return self.places[max(where, 0)][1] if self.places else NOWHERE

    @cached_property
    def _place_starts(self) -> list[int]:
        return [start for start, _ in self.places]

    def quote(self, start: int, end: int) -> str:
        """The words as the file has them, line breaks left out."""
        words = self.source[self.origin(start) : self.origin(end - 1) + 1]
        if "\n" in words or "\r" in words:
            words = _LINE_BREAK.sub("", words)
        return words.strip(" \t\u3000，,；;。、：:（(）)" if _lone_bracket(words) else " \t\u3000，,；;。、：:")

    def clause(self, start: int, end: int) -> tuple[int, int]:
        """Widen two offsets to the punctuation around: the clause as written."""
        begin, stop = self.begins(start, LONGEST_CLAUSE), _CLAUSE_END.search(self.text, end, end + LONGEST_CLAUSE)
        for mark in ",;":
            begin = max(begin, self.text.rfind(mark, begin, start) + 1)
        return begin, stop.start() if stop else min(len(self.text), end + LONGEST_CLAUSE)

    def sentence(self, at: int) -> int:
        """The number of the sentence that holds an offset."""
        return min(bisect_right(self.ends, at), len(self.ends) - 1)

    def begins(self, at: int, reach: int | None = None) -> int:
        """Where the sentence that holds an offset begins, but no more than ``reach`` characters back."""
        number = self.sentence(at)
        begin = self.ends[number - 1] if number else 0
        return begin if reach is None else max(begin, at - reach)

    @cached_property
    def ends(self) -> list[int]:
        """Offsets just behind each sentence."""
        found = [match.end() for match in re.finditer(r"[。!?\n]", self.text)]
        if not found or found[-1] != len(self.text):
            found.append(len(self.text))
        return found


def _lone_bracket(words: str) -> bool:
    """Whether a bracket at an end of the words has its fellow outside them."""
    return words.count("（") + words.count("(") != words.count("）") + words.count(")")


def prose_of(section: Section) -> Prose:
    """The text of a section, with places where the section knows them."""
    places: list[tuple[int, Place]] = []
    at = 0
    for words, place in section.paragraphs:
        found = section.text.find(words, at) if words else -1
        if found >= 0:
            places.append((found, place))
            at = found + len(words)
    prose = even(section.text, section.key, section.title)
    prose.places = places or [(0, section.place)]
    return prose


def even(source: str, key: str | None = None, title: str = "") -> Prose:
    """Fold, drop the residue of pictures, rejoin what was cut."""
    folded = _fold(source)
    folded = _RESIDUE.sub(lambda match: "\n" * len(match.group()), folded)
    pieces: list[str] = []
    starts, shifts = [0], [0]
    length = at = line_start = 0
    for match in _SPACE.finditer(folded):
        start, end = match.span()
        piece = folded[at:start]
        pieces.append(piece)
        length += len(piece)
        if "\n" in match.group() or "\r" in match.group():
            between = "" if _goes_on(folded, line_start, start, end) else "\n"
            line_start = end
        else:
            between = " " if _both_latin(folded, start, end) else ""
        pieces.append(between)
        starts.append(length + len(between))
        length += len(between)
        shifts.append(end - length)
        at = end
    pieces.append(folded[at:])
    text = _NUMBER_COMMA.sub("_", "".join(pieces))
    return Prose(key, title, source, text, starts, shifts)


def _fold(text: str) -> str:
    """Fold every full-width form. The frequent ones one by one: translating whole texts takes five times as long."""
    for wide, narrow in _FREQUENT:
        text = text.replace(wide, narrow)
    return text.translate(_FOLDS) if _RARE.search(text) else text


def _both_latin(text: str, start: int, end: int) -> bool:
    """Whether a space parts two numbers or two words, which must not grow together."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return before.isascii() and before.isalnum() and after.isascii() and after.isalnum()


def _goes_on(text: str, line_start: int, start: int, end: int) -> bool:
    """Whether the line that ends at ``start`` goes on in the one that begins at ``end``."""
    line = text[line_start:start]
    if not line or end >= len(text):
        return True
    last = line[-1]
    head = text[end : end + 6]
    if last in "。!?":
        return False
    if _STRONG_HEADING.match(head):
        return last in ",、(" and not _STRONG_HEADING.match(line)
    if last in ",、(《“:;":
        return True
    if line.count("《") > line.count("》") or line.count("(") > line.count(")"):
        return True
    if _HEADING.match(head):
        return False
    if _HEADING.match(line) and not re.search(r"[,。;]", line) and (len(line) <= 30 or _HEADING_END.search(line)):
        return False
    return len(line) >= _LONG_LINE
