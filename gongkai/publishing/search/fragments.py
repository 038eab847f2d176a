"""Pieces of a text around the words that were looked for, with the words marked; safe to be put into a page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

from gongkai.publishing.search.normal import normal_with_places
from gongkai.publishing.search.tokens import pieces

LENGTH = 160
"""Characters of the fragments of one hit."""
_BEFORE = 24
_MOST_READ = 60_000
"""Characters of a text in which words are sought for showing; hits further behind are found, but shown by the beginning."""


def words_of(texts: Iterable[str], words: Iterable[str] = ()) -> tuple[str, ...]:
    """What to mark: the texts as they were typed, then their words; the longest first, so that a whole is marked as one."""
    found: dict[str, None] = {}
    for text in (*texts, *words):
        for each in (text, *pieces(text)):
            if len(each) > 1 or len(text) == 1:
                found[each] = None
    return tuple(sorted(found, key=len, reverse=True))


def marked(text: str, words: Sequence[str]) -> str:
    """The text as HTML with every occurrence within ``<mark>``.

    >>> marked("<秋粮>收购", ["秋粮"])
    '&lt;<mark>秋粮</mark>&gt;收购'
    """
    return "".join(
        f"<mark>{escape(part)}</mark>" if hit else escape(part) for part, hit in _parts(text, _spans(text, words))
    )


def fragment(text: str, words: Sequence[str], length: int = LENGTH) -> str:
    """One piece of about ``length`` characters around the place with the most different words, as HTML; its beginning when none is."""
    text = text[:_MOST_READ]
    spans = _spans(text, words)
    start = max(0, _best(spans, text, length) - _BEFORE) if spans else 0
    if start:
        # 从句首起更好读
        sentence = max(text.rfind(mark, start, start + _BEFORE) for mark in "。；\n")
        start = sentence + 1 if sentence >= 0 else start
    end = min(len(text), start + length)
    within = [(left - start, right - start) for left, right in spans if left >= start and right <= end]
    shown = "".join(
        f"<mark>{escape(part)}</mark>" if hit else escape(part) for part, hit in _parts(text[start:end], within)
    )
    shown = re.sub(r"\s+", " ", shown).strip()
    return f"{'…' if start else ''}{shown}{'…' if end < len(text) else ''}"


def _spans(text: str, words: Sequence[str]) -> list[tuple[int, int]]:
    wanted = [re.escape(word) for word in words if word]
    if not wanted:
        return []
    asked = re.compile("|".join(wanted), re.IGNORECASE)
    found = [(hit.start(), hit.end()) for hit in asked.finditer(text)]
    if found:
        return found
    # 写法不同的（全角、繁体）才换算，长文换算很慢
    plain, places = normal_with_places(text)
    found = [(hit.start(), hit.end()) for hit in asked.finditer(plain)]
    if places is None:
        return found
    return [(places[left], places[right - 1] + 1) for left, right in found]


def _best(spans: Sequence[tuple[int, int]], text: str, length: int) -> int:
    """Where a window begins that holds the most different words, the first of equals."""
    best, most = spans[0][0], 0
    for place, (left, _) in enumerate(spans[:300]):
        different = {text[a:b] for a, b in spans[place : place + 40] if b <= left + length - _BEFORE}
        if len(different) > most:
            best, most = left, len(different)
    return best


def _parts(text: str, spans: Sequence[tuple[int, int]]) -> Iterable[tuple[str, bool]]:
    at = 0
    for left, right in spans:
        if left < at:
            continue
        yield text[at:left], False
        yield text[left:right], True
        at = right
    yield text[at:], False
