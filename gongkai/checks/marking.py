"""Marking finds in a page: ``<mark>`` around the words, with a number that leads to the entry of the list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from lxml import html

from gongkai.checks.body_text import BodyText, Piece

TITLES = {"error": "须处理", "warning": "请核对", "notice": "提示"}


@dataclass(frozen=True, slots=True)
class Spot:
    """Number and gravity of a find, and where it stands in the words."""

    number: int
    severity: str
    start: int
    end: int


@dataclass
class _Stretch:
    start: int
    end: int
    spots: list[Spot] = field(default_factory=list)


def marked(body: BodyText, spots: Iterable[Spot]) -> str:
    """The page as HTML with every find marked in the node in which it stands. ``body`` is changed and used up.

    Finds that overlap share a mark that bears all their numbers; one without words (a picture) gets a mark with the number only.
    """
    inserts: dict[tuple[int, bool], list[tuple[int, int, _Stretch, bool]]] = {}
    pieces: dict[tuple[int, bool], Piece] = {}
    for stretch in _stretches(spots):
        places = body.pieces_in(stretch.start, stretch.end) if stretch.end > stretch.start else _at(body, stretch.start)
        for number, (piece, start, end) in enumerate(places):
            key = (piece.start, piece.tail)
            pieces[key] = piece
            inserts.setdefault(key, []).append((start, end, stretch, number == 0))
    for key, parts in inserts.items():
        _split(pieces[key], parts)
    inner = body.root.text or ""
    return (
        html.tostring(body.root, encoding="unicode").removeprefix("<div>").removesuffix("</div>")
        if len(body.root)
        else inner
    )


def _stretches(spots: Iterable[Spot]) -> list[_Stretch]:
    made: list[_Stretch] = []
    for spot in sorted(spots, key=lambda each: (each.start, each.end)):
        last = made[-1] if made else None
        if last is not None and (spot.start < last.end or (spot.start == last.start and spot.end == last.end)):
            last.end = max(last.end, spot.end)
            last.spots.append(spot)
        else:
            made.append(_Stretch(spot.start, spot.end, [spot]))
    return made


def _at(body: BodyText, place: int) -> list[tuple[Piece, int, int]]:
    """The piece at a place that has no words of its own, or the nearest before it."""
    found = body.pieces_in(place, place + 1) or body.pieces_in(max(0, place - 2), place)
    if not found:
        return []
    piece = found[-1][0]
    where = min(max(place, piece.start), piece.end) - piece.start
    return [(piece, where, where)]


def _split(piece: Piece, parts: list[tuple[int, int, _Stretch, bool]]) -> None:
    node = piece.node
    words = (node.tail if piece.tail else node.text) or ""
    parent = node.getparent() if piece.tail else node
    place = parent.index(node) + 1 if piece.tail else 0
    linked = any(each.tag == "a" for each in [parent, *parent.iterancestors()])
    made: list[Any] = []
    done, before = 0, ""
    for start, end, stretch, first in sorted(parts, key=lambda each: (each[0], each[1])):
        between = words[done:start]
        if made:
            made[-1].tail = between
        else:
            before = between
        made.append(_mark(words[start:end], stretch, first=first, linked=linked))
        done = end
    made[-1].tail = words[done:]
    if piece.tail:
        node.tail = before
    else:
        node.text = before
    for offset, mark in enumerate(made):
        tail = mark.tail
        parent.insert(place + offset, mark)
        mark.tail = tail


def _mark(words: str, stretch: _Stretch, *, first: bool, linked: bool) -> Any:
    gravest = min((spot.severity for spot in stretch.spots), key=list(TITLES).index)
    mark = html.Element("mark", {"class": f"hit hit-{gravest}"})
    if not first:
        mark.text = words
        return mark
    last: Any = None
    for spot in stretch.spots:
        # 链接里不能再有链接：只放编号
        number = html.Element("span" if linked else "a", {"class": "hit-number", "id": f"place-{spot.number}"})
        if not linked:
            number.set("href", f"#hit-{spot.number}")
        number.set("title" if linked else "aria-label", f"第{spot.number}处，{TITLES[spot.severity]}，看说明")
        number.text = str(spot.number)
        mark.append(number)
        last = number
    last.tail = words
    return mark
