"""The tokens under which a document is found, and those that a word of a query becomes.

Titles, keywords and the like are cut into overlapping pairs of characters and into single ones, so that any piece of them is found
exactly. Long texts are cut into the words of a dictionary, the words within long words, and, around characters that stand alone,
into pairs: names and new words that no dictionary has are found by their pairs. New words are not guessed (the segmenter's own
guesses depend on what stands around, and a text and a query would be cut in different ways).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path

import rjieba

from gongkai.law.loader import Reader, load
from gongkai.publishing.search.normal import normal

_FILE = Path(__file__).with_name("words.yaml")
_HAN = r"々〇㐀-䶿一-鿿豈-﫿𠀀-𳎯"
_PIECE = re.compile(rf"[{_HAN}]+|(?:(?![{_HAN}_])\w){{1,60}}(?:\.\d{{1,20}})*%?")
_CITED = re.compile(r"[〔\[(【]\s*(\d{4})\s*[〕\])】]\s*第?\s*0*(\d{1,5})\s*号")
LONGEST_TEXT = 300_000
"""Characters of a document's text that are searched; what stands behind is not."""
MOST_WORDS = 20_000
"""Different tokens of one document's text that are kept."""


@cache
def _data() -> tuple[frozenset[str], frozenset[str]]:
    top = Reader(load(_FILE), _FILE.name)
    stop, asking = frozenset(top.take("stop", str)), frozenset(top.strings("asking"))
    top.done()
    return stop, asking


def is_asking(word: str) -> bool:
    """Whether a word only asks (如何) or binds (的) and says nothing of what is looked for."""
    stop, asking = _data()
    return word in asking or (len(word) == 1 and word in stop)


def is_han(piece: str) -> bool:
    """Whether a piece is written in Chinese characters."""
    first = piece[0]
    return "㐀" <= first <= "鿿" or first in "々〇" or "豈" <= first <= "﫿" or first >= "𠀀"


def pieces(text: str) -> list[str]:
    """Runs of Chinese characters, and words and numbers of other scripts, of a text in its normal form.

    >>> pieces("2024年秋粮收购，补贴3.5亿元")
    ['2024', '年秋粮收购', '补贴', '3.5', '亿元']
    """
    return _PIECE.findall(text)


def pairs(run: str) -> list[str]:
    """Overlapping pairs of characters; a single character is itself.

    >>> pairs("秋粮收购")
    ['秋粮', '粮收', '收购']
    """
    return [run[place : place + 2] for place in range(len(run) - 1)] or [run]


def exact_tokens(text: str) -> list[str]:
    """The tokens of a title and the like, in their order: pairs first, then every single character and word."""
    found = pieces(text)
    paired = [pair for piece in found if is_han(piece) and len(piece) > 1 for pair in pairs(piece)]
    single = [token for piece in found for token in (piece if is_han(piece) else (piece,))]
    return paired + single


def text_tokens(text: str) -> list[str]:
    """The different tokens of a long text in its normal form, in the order in which they first stand there."""
    kept: dict[str, None] = {}
    before = ""
    text = text[:LONGEST_TEXT]
    for piece in pieces(text):
        if is_han(piece):
            kept.update(dict.fromkeys(_words_within(piece)))
            if before[-1:].isdigit():
                kept[before + piece[0]] = kept[before + piece[:2]] = None
        else:
            kept[piece] = None
        before = "" if is_han(piece) else piece
        if len(kept) > MOST_WORDS:
            break
    kept.update((cited_token(int(year), int(serial)), None) for year, serial in _CITED.findall(text))
    return list(kept)[:MOST_WORDS]


def cited_token(year: int, serial: int) -> str:
    """The token of a 文号 that a text names, without the organ, whose beginning running text does not show."""
    return f"{year}〔{serial}"


def query_words(run: str) -> list[str]:
    """What a run of Chinese characters asks for: words; pairs where characters stand alone.

    >>> query_words("老旧小区改造的补贴")
    ['老旧', '小区', '改造', '补贴']
    >>> query_words("放管服")
    ['放管', '管服']
    """
    words = rjieba.cut(run, False)
    if all(is_asking(word) for word in words):
        return [run] if len(run) < 3 else pairs(run)
    found: list[str] = []
    lone = ""
    for place, word in enumerate(words):
        if is_asking(word) or len(word) > 1:
            found += _alone(lone, found, words[place] if not is_asking(word) else "")
            lone = ""
            found += [word] if not is_asking(word) else [""]
        else:
            lone += word
    found += _alone(lone, found, "")
    return list(dict.fromkeys(word for word in found if word))


def _alone(run: str, before: list[str], after: str) -> list[str]:
    """What characters that stand alone between words ask for: pairs of themselves, else one with the word before or behind."""
    if len(run) != 1:
        return pairs(run) if run else []
    if before and before[-1]:
        return [before[-1][-1] + run]
    return [run + after[0]] if after else [run]


def _words_within(run: str) -> Iterator[str]:
    words = rjieba.cut(run, False)
    for word in words:
        yield word
        if len(word) > 2:
            yield from _inner(word)
    yield from _around_single(words)


def _around_single(words: list[str]) -> list[str]:
    """The pairs that a character standing alone makes with its neighbours."""
    stop, _ = _data()
    single = {word for word in words if len(word) == 1} - stop
    if not single:
        return []
    return [
        left[-1] + right[0]
        for left, right in pairwise(words)
        if (left in single or right in single) and left not in stop and right not in stop
    ]


@lru_cache(maxsize=200_000)
def _inner(word: str) -> tuple[str, ...]:
    return tuple(each for each in rjieba.cut_for_search(word, False) if each != word)


def plain(text: str) -> str:
    """The normal form within the length that is searched."""
    return normal(text[:LONGEST_TEXT])
