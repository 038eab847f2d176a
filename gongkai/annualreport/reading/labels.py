"""Labels compared as an officer's eye would: punctuation, blanks, quotes and numbering aside, by pairs of characters."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from gongkai.annualreport.reading.values import plain
from gongkai.annualreport.scheme import Row, TableScheme

_ORDINAL = re.compile(
    r"^\s*(?:第[一二三四五六七八九十]+部分|[（(]\s*([一二三四五六七八九十]{1,3}|\d{1,2})\s*[)）][、.．]?|([一二三四五六七八九十]{1,3})\s*[、.．,，]|(\d{1,2})\s*[.．、,，)）](?!\d))\s*"
)
_OTHER = re.compile(r"[^0-9A-Za-z\u3400-\u9fff]")
_EXPLANATION = re.compile(r"[（(].{6,}[)）]\s*$", re.S)
CACHED = 120  # labels come back in every report; longer texts do not
_CHINESE = "一二三四五六七八九十"


def squeeze(text: str) -> str:
    """Letters, digits and Chinese characters only."""
    return _squeezed(text) if len(text) <= CACHED else _OTHER.sub("", plain(text))


@lru_cache(maxsize=8192)
def _squeezed(text: str) -> str:
    return _OTHER.sub("", plain(text))


@lru_cache(maxsize=8192)
def ordinal(text: str) -> int | None:
    """The number a label begins with (1., （一）, 一、), or None."""
    found = _ORDINAL.match(plain(text))
    if not found:
        return None
    given = found[1] or found[2] or found[3]
    if given is None:
        return None
    if given.isdigit():
        return int(given)
    if given in _CHINESE:
        return _CHINESE.index(given) + 1
    return 10 + _CHINESE.index(given[1]) + 1 if given[0] == "十" and len(given) == 2 and given[1] in _CHINESE else None


def core(text: str) -> str:
    """A label without numbering, punctuation and blanks.

    >>> core("（三） 不予公开"), core("3.危及“三安全一稳定”")
    ('不予公开', '危及三安全一稳定')
    """
    return _cored(text) if len(text) <= CACHED else _OTHER.sub("", _ORDINAL.sub("", plain(text), count=1))


@lru_cache(maxsize=8192)
def _cored(text: str) -> str:
    return _OTHER.sub("", _ORDINAL.sub("", plain(text), count=1))


def unexplained(text: str) -> str:
    """A label without the filling instructions that some editions put behind it in brackets."""
    return _EXPLANATION.sub("", plain(text))


@lru_cache(maxsize=4096)
def pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters (the text itself when it is one character)."""
    return frozenset(text[index : index + 2] for index in range(len(text) - 1)) or frozenset((text,))


@lru_cache(maxsize=8192)
def likeness(written: str, expected: str) -> float:
    """How well ``written`` (already ``core``) stands for ``expected``, 0 to 1; cut-off labels and labels with
    their group's name in front still score high."""
    if written == expected:
        return 1.0
    if not written or not expected:
        return 0.0
    ours, theirs = pairs(written), pairs(expected)
    common = len(ours & theirs)
    if not common:
        return 0.0
    covers, covered = common / len(theirs), common / len(ours)
    if len(written) < 3 and covers < 1:
        covered *= 0.5
    return 0.8 * max(covers, 0.9 * covered) + 0.2 * min(covers, covered)


class RowLabels:
    """What the label of one row of a form may look like."""

    __slots__ = ("alone", "cores", "group", "key", "ordinal")

    def __init__(self, row: Row) -> None:
        self.key = row.key
        written = (row.label, *row.variants)
        self.cores = tuple(dict.fromkeys(filter(None, (core(label) for label in (*written, unexplained(row.label))))))
        self.ordinal = ordinal(row.label)
        self.group = core(row.groups[-1]) if row.groups else ""
        self.alone = max(len(each) for each in self.cores) >= 4

    def score(self, written: str, number: int | None) -> float:
        """Likeness of an observed label (``core``) with numbering ``number`` to this row's."""
        best = max(likeness(written, expected) for expected in self.cores)
        if self.group and written.startswith(self.group) and len(written) > len(self.group):
            rest = core(written[len(self.group) :])
            best = max(best, *(likeness(rest, expected) for expected in self.cores))
        if number is not None and self.ordinal is not None and best < 1:
            best += 0.05 if number == self.ordinal else -0.1
        return max(0.0, min(1.0, best))


@cache
def row_labels(table: TableScheme) -> tuple[RowLabels, ...]:
    """The labels of a table's rows, in order (local rows included)."""
    return tuple(RowLabels(row) for _, row in table.lines)
