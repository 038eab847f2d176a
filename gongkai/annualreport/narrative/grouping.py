"""Figures of one section as lists: what stands between two offsets, in one sentence, of one unit, how much it adds up to."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from gongkai.annualreport.narrative.binding import Passage, Stated

LONGEST_BRACKET = 800
LONGEST_LIST = 80
SHARES = frozenset("%‰倍度") | {"个百分点"}
COUNTING = frozenset("条件篇份个次期项部场批")
CHANNEL = re.compile(
    r"网站|微信|公众号|新媒体|微博|抖音|头条|视频号|报|电视|广播|电台|公开栏|宣传栏|电子屏|平台|渠道|公报|媒体|客户端"
)
_BY = re.compile(r"(?:^|[,;、:(])(?:并|其中)?(?:通过|利用|依托|借助|运用|在)[^,;。:]{2,40}")


@dataclass(frozen=True, slots=True)
class Grouping:
    """A whole and its parts by their position among the figures of the section; ``kind`` as in ``model.Claim``."""

    whole: int
    parts: tuple[int, ...]
    kind: str
    marker: str


class Figures:
    """The stated figures of a passage, with the groupings found so far."""

    def __init__(self, passage: Passage) -> None:
        self.words = passage.views.words
        self.ends = passage.prose.ends
        self.stated: list[Stated] = passage.stated
        self.found: list[Grouping] = []
        self.used: set[int] = set()
        self._known: set[Grouping] = set()

    @cached_property
    def _starts(self) -> list[int]:
        return [each.figure.start for each in self.stated]

    def between(self, start: int, end: int) -> range:
        """Positions of the figures that begin at ``start`` or later and before ``end``, a long list's worth at most."""
        first = bisect_left(self._starts, start)
        return range(first, min(bisect_left(self._starts, end), first + LONGEST_LIST))

    def before(self, begin: int, at: int) -> range:
        """Positions of the last figures between two offsets, a long list's worth at most."""
        last = bisect_left(self._starts, at)
        return range(max(bisect_left(self._starts, begin), last - LONGEST_LIST), last)

    def by_unit(self, start: int, end: int, depth: int) -> dict[str, list[int]]:
        """The figures between two offsets at one depth of brackets, by kind of unit; shares and changes left out."""
        found: dict[str, list[int]] = {}
        for i in self.between(start, end):
            if self.stated[i].figure.depth == depth and self.counts(i):
                found.setdefault(self.stated[i].figure.kind, []).append(i)
        return found

    def counts(self, index: int) -> bool:
        """Whether a figure counts something that can be added up."""
        each = self.stated[index]
        return each.figure.unit not in SHARES and not each.change

    def value(self, index: int) -> Decimal:
        return self.stated[index].figure.value

    def total(self, parts: Iterable[int]) -> Decimal:
        return sum((self.value(i) for i in parts), Decimal(0))

    def sentence(self, at: int) -> tuple[int, int]:
        """Where the sentence around an offset begins and ends."""
        number = bisect_right(self.ends, at)
        end = self.ends[number] if number < len(self.ends) else len(self.words)
        return (self.ends[number - 1] if number else 0), end

    def depth(self, at: int) -> int:
        """How deep in brackets an offset lies, counted from the start of its paragraph (a bracket that does not close soon is none)."""
        line = max(self.words.rfind("\n", 0, at) + 1, at - LONGEST_BRACKET)
        return max(0, self.words.count("(", line, at) - self.words.count(")", line, at))

    def bracket_end(self, at: int) -> int | None:
        """Where the bracket that is open at ``at`` closes; None when it does not close soon."""
        depth = 1
        for position in range(at, min(len(self.words), at + LONGEST_BRACKET)):
            character = self.words[position]
            depth += (character == "(") - (character == ")")
            if depth == 0:
                return position
        return None

    def by_channel(self, index: int) -> bool:
        """Whether the words say through which channel (通过…网站)."""
        named = [match.group() for match in _BY.finditer(self.stated[index].lead)]
        return bool(named) and CHANNEL.search(named[-1]) is not None

    def released(self, index: int) -> bool:
        """Whether a figure counts published items."""
        measure = self.stated[index].measure
        return measure is not None and measure.startswith("releases.")

    def add(self, whole: int, parts: Sequence[int], kind: str, marker: str) -> None:
        """Keep a grouping; a list of channels that exceeds its whole is one of channels that overlap."""
        over = len(parts) > 1 and self.total(parts) > self.value(whole)
        if over and all(self.by_channel(i) or CHANNEL.search(self.stated[i].clause) for i in parts):
            kind = "channels"
        grouping = Grouping(whole, tuple(parts), kind, marker)
        if grouping not in self._known:
            self._known.add(grouping)
            self.found.append(grouping)
            self.used.update(parts)
