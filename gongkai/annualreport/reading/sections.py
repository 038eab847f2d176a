"""The six sections told by the words of their headings, not by their numbers: real reports merge, skip and renumber."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gongkai.annualreport.model import Section
from gongkai.annualreport.reading.labels import core, likeness, ordinal, squeeze
from gongkai.annualreport.reading.paragraphs import Piece
from gongkai.annualreport.reading.values import plain
from gongkai.annualreport.scheme import SectionScheme

MAX_HEADING = 48
SAME = 0.9
_MAIN = re.compile(r"^\s*(?:[一二三四五六七八九十]{1,2}\s*[、.．,，]|第[一二三四五六七八九]部分)")
_ARABIC = re.compile(r"^\s*\d{1,2}\s*[、.．]")
_INLINE = re.compile(
    r"(?<=[。；>\s\d）)])([一二三四五六七八九]、[^。；，：]{0,44}?(?:概述|情况|事项))(?=\s|[^及和、的与])"
)


@dataclass(slots=True)
class _Heading:
    at: int
    title: str
    number: int | None
    keys: list[str]
    likeness: float


def split_inline(pieces: list[Piece]) -> list[Piece]:
    """Cut running text at section headings inside it (pages whose line breaks were lost)."""
    found: list[Piece] = []
    for piece in pieces:
        if len(piece.text) < 400 or len(_INLINE.findall(piece.text)) < 2:
            found.append(piece)
            continue
        at = 0
        for match in _INLINE.finditer(piece.text):
            found.append(Piece(piece.text[at : match.start(1)].strip(), piece.place))
            found.append(Piece(match[1].strip(), piece.place, True))
            at = match.end(1)
        found.append(Piece(piece.text[at:].strip(), piece.place))
    return [piece for piece in found if piece.text]


def read_sections(pieces: list[Piece], schemes: tuple[SectionScheme, ...]) -> tuple[list[Piece], list[Section]]:
    """The pieces before the first heading, and the sections in the order of the file."""
    headings = _headings(pieces, schemes)
    if not any(heading.keys for heading in headings):
        headings = _headings(pieces, schemes, bracketed=True)
    keyed = _assign(pieces, headings, schemes)
    kept = [heading for heading in headings if heading.at in keyed or _is_further(heading, headings, keyed)]
    if not kept:
        return pieces, []
    sections: list[Section] = []
    for index, heading in enumerate(kept):
        end = kept[index + 1].at if index + 1 < len(kept) else len(pieces)
        body = pieces[heading.at + 1 : end]
        keys = keyed.get(heading.at, [])
        if not keys and not body:
            continue
        sections.append(
            Section(
                key=keys[0] if keys else None,
                title=heading.title,
                text="\n".join(piece.text for piece in body),
                number=heading.number,
                place=pieces[heading.at].place,
                paragraphs=[(piece.text, piece.place) for piece in body],
                merged=tuple(keys[1:]),
            )
        )
    return pieces[: kept[0].at], sections


def _headings(pieces: list[Piece], schemes: tuple[SectionScheme, ...], *, bracketed: bool = False) -> list[_Heading]:
    """The lines that open a section. Titles numbered （一） count only when ``bracketed``: they usually stand inside one."""
    found = []
    for index, piece in enumerate(pieces):
        told = plain(piece.text).strip()
        if len(squeeze(told)) > MAX_HEADING or told.endswith(("。", "；", ";")) or not squeeze(told):
            continue
        keys = _keys(told, schemes)
        best = max((likeness(core(told), core(each.title)) for each in schemes), default=0.0)
        main = bool(_MAIN.match(told))
        if (
            main
            or (keys and (piece.heading or _ARABIC.match(told)) and best >= 0.6)
            or (keys and best >= SAME and (bracketed or not told.startswith("(")))
        ):
            found.append(_Heading(index, piece.text.strip(), ordinal(told), keys, best))
    return found


def _keys(told: str, schemes: tuple[SectionScheme, ...]) -> list[str]:
    """The sections whose words stand in a heading, the likest title first."""
    words = squeeze(told)
    keys = [each for each in schemes if any(all(word in words for word in group) for group in each.words)]
    keys.sort(key=lambda each: -likeness(core(told), core(each.title)))
    return [each.key for each in keys]


def _assign(pieces: list[Piece], headings: list[_Heading], schemes: tuple[SectionScheme, ...]) -> dict[int, list[str]]:
    """For each heading the sections it opens: each section goes to the heading most like its title that has a body."""
    titles = {each.key: core(each.title) for each in schemes}
    starts = {heading.at for heading in headings}
    winners: dict[str, tuple[float, int]] = {}
    for heading in headings:
        if not heading.keys:
            continue
        key = heading.keys[0]
        followed = heading.at + 1 < len(pieces) and heading.at + 1 not in starts
        score = likeness(core(heading.title), titles[key]) + (0.3 if followed else 0.0)
        if key not in winners or score >= winners[key][0] + 1e-9 or (score == winners[key][0] and followed):
            winners[key] = (score, heading.at)
    keyed: dict[int, list[str]] = {}
    for key, (_, at) in winners.items():
        keyed.setdefault(at, []).append(key)
    for heading in headings:
        if heading.at in keyed:
            keyed[heading.at].extend(key for key in heading.keys[1:] if key not in winners)
    return keyed


def _is_further(heading: _Heading, headings: list[_Heading], keyed: dict[int, list[str]]) -> bool:
    """Whether a heading without a section of the form still opens a section: it goes on with the numbering."""
    if heading.number is None or not _MAIN.match(plain(heading.title)) or len(squeeze(heading.title)) > 30:
        return False
    before = [each for each in headings if each.at < heading.at and each.number is not None]
    if not before:
        return heading.number == 1
    return heading.number == (before[-1].number or 0) + 1
