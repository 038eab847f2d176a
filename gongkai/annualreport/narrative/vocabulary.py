"""``measures.yaml`` compiled: what a figure counts, told from the words around it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from gongkai.law.loader import LINE, DataError, Reader, load

_REPEATED = re.compile(r"\(\?:([^()]*)\)\*(?!\+)")
FILE = Path(__file__).with_name("measures.yaml")


@dataclass(frozen=True, slots=True)
class Topic:
    """What a passage is about: its section, or words of its heading or sentence."""

    sections: tuple[str, ...]
    words: re.Pattern[str]


@dataclass(frozen=True)
class Measure:
    """One thing that figures count. ``sure`` is False where the words may mean something a little different.

    ``needs`` are words of which the patterns hold one in any case: the patterns are not tried, and mostly not even compiled,
    where none of them stands.
    """

    id: str
    topic: str | None
    family: str | None
    channel: bool
    sure: bool
    needs: frozenset[str]
    words: str
    never: str
    unless: str

    @cached_property
    def _words(self) -> re.Pattern[str]:
        return re.compile(self.words)

    @cached_property
    def _never(self) -> re.Pattern[str]:
        return re.compile(self.never or "(?!)")

    @cached_property
    def _unless(self) -> re.Pattern[str]:
        return re.compile(self.unless)

    def barred(self, before: str) -> bool:
        """Whether the sentence up to the figure speaks of something else (公示行政处罚 …)."""
        return bool(self.unless) and self._unless.search(before) is not None

    def fits(self, phrase: str) -> bool:
        """Whether the words around a figure (``#``) speak of this."""
        return self._words.search(phrase) is not None and self._never.search(phrase) is None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All measures by unit, in the order of the file."""

    by_unit: dict[str, tuple[Measure, ...]]
    topics: dict[str, Topic]
    families: dict[str, tuple[tuple[str, re.Pattern[str]], ...]]
    ids: tuple[str, ...]
    needed: tuple[str, ...]

    def present(self, phrase: str) -> frozenset[str]:
        """Which of the words that measures need stand in a phrase."""
        return frozenset([word for word in self.needed if word in phrase])

    def candidates(self, unit: str, phrase: str) -> list[Measure]:
        """The measures of a unit that a phrase can speak of."""
        present = self.present(phrase)
        return [
            measure
            for measure in self.by_unit.get(unit, ())
            if not measure.needs or not measure.needs.isdisjoint(present)
        ]

    def member(self, family: str, text: str) -> str | None:
        """The member of a family that is named last in ``text``; of two at one place the one listed first."""
        best: tuple[int, str] | None = None
        for name, words in self.families[family]:
            ends = [match.end() for match in words.finditer(text)]
            if ends and (best is None or ends[-1] > best[0]):
                best = (ends[-1], name)
        return None if best is None else best[1]


@cache
def vocabulary(path: Path = FILE) -> Vocabulary:
    """The vocabulary of a file. ``DataError`` names file, line and key of a mistake."""
    top = Reader(load(path), path.name)
    words = _strings(top.take("words", dict), path.name)
    units = {name: tuple(each) for name, each in top.take("units", dict).items() if name != LINE}
    topics = {}
    for name, each in top.take("topics", dict).items():
        if name != LINE:
            data = Reader(each, path.name)
            topics[name] = Topic(data.strings("sections"), re.compile(data.take("words", str)))
            data.done()
    families = {
        name: tuple((member, re.compile(text)) for member, text in each.items() if member != LINE)
        for name, each in top.take("families", dict).items()
        if name != LINE
    }
    by_unit: dict[str, list[Measure]] = {}
    ids: dict[str, None] = {}
    for each in top.take("measures", list):
        data = Reader(each, path.name)
        names = data.take("units", (str, list))
        measure = _measure(data, words)
        if isinstance(names, str) and names not in units:
            raise DataError(f"{data.where}：没有这组单位：{names}")
        if measure.topic not in (None, *topics) or measure.family not in (None, *families):
            raise DataError(f"{data.where}：没有这个话题或词族")
        for unit in units[names] if isinstance(names, str) else names:
            by_unit.setdefault(unit, []).append(measure)
        ids.setdefault(measure.id)
    top.done()
    units_known = {unit: tuple(found) for unit, found in by_unit.items()}
    needed = {word for found in units_known.values() for measure in found for word in measure.needs}
    return Vocabulary(units_known, topics, families, tuple(ids), tuple(sorted(needed)))


def _measure(data: Reader, words: dict[str, str]) -> Measure:
    measure = Measure(
        id=data.take("id", str),
        topic=data.take("topic", str, None),
        family=data.take("family", str, None),
        channel=data.take("channel", bool, False),
        sure=data.take("sure", bool, True),
        needs=frozenset(data.strings("needs", None)),
        words=_joined(data.strings("patterns"), words),
        never=_joined(data.strings("never", None), words),
        unless=data.take("unless", str, ""),
    )
    data.done()
    return measure


def _strings(data: dict[str, str], where: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, text in data.items():
        if name == LINE:
            continue
        if not isinstance(text, str):
            raise DataError(f"{where}：“{name}”应是文字")
        found[name] = text
    return found


def _joined(texts: tuple[str, ...], words: dict[str, str]) -> str:
    joined = "|".join(f"(?:{text})" for text in texts)
    for name, text in words.items():
        joined = joined.replace("{" + name + "}", text)
    return _REPEATED.sub(_steady, joined)


def _steady(match: re.Match[str]) -> str:
    """Make a repeated choice greedy for good, the longest words first: 共|共计|计 could else be tried in endless ways."""
    return f"(?:{'|'.join(sorted(match[1].split('|'), key=len, reverse=True))})*+"


def check(known: Vocabulary) -> None:
    """Compile everything: ``DataError`` for words that are no regular expression."""
    for measures in known.by_unit.values():
        for measure in measures:
            for text in (measure.words, measure.never, measure.unless):
                try:
                    re.compile(text)
                except re.error as problem:
                    raise DataError(f"{FILE.name}：{measure.id} 的说法不是正则表达式：{problem}") from problem
