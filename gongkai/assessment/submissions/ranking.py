"""What a unit submitted and what became of it, and who comes first.

A unit that submitted nothing has no rate and no rank: it is shown as one that submitted nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from gongkai.assessment.submissions.rules import Rules, plain


@dataclass(frozen=True, slots=True)
class Tally:
    """Pieces submitted within a period; ``adopted``, ``declined`` and ``waiting`` as they are when counted; ``late`` and ``returned`` at any time."""

    submitted: int = 0
    adopted: int = 0
    declined: int = 0
    waiting: int = 0
    returned: int = 0
    late: int = 0
    score: Decimal = Decimal(0)

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.submitted + other.submitted,
            self.adopted + other.adopted,
            self.declined + other.declined,
            self.waiting + other.waiting,
            self.returned + other.returned,
            self.late + other.late,
            self.score + other.score,
        )

    @property
    def rate(self) -> Fraction | None:
        """Adopted among submitted; None when nothing was submitted."""
        return Fraction(self.adopted, self.submitted) if self.submitted else None

    @property
    def rate_words(self) -> str:
        """The rate in percent with one decimal; blank when nothing was submitted.

        >>> Tally(3, 2).rate_words, Tally(4, 4).rate_words, Tally(4, 0).rate_words, Tally().rate_words
        ('66.7%', '100%', '0%', '')
        """
        if self.rate is None:
            return ""
        tenths = int(self.rate * 1000 + Fraction(1, 2))
        return f"{plain(Decimal(tenths) / 10)}%"

    @property
    def score_words(self) -> str:
        """The score without needless zeros."""
        return plain(self.score)

    def as_json(self) -> dict[str, Any]:
        """Plain values to be kept."""
        return {
            "submitted": self.submitted, "adopted": self.adopted, "declined": self.declined, "waiting": self.waiting,
            "returned": self.returned, "late": self.late, "score": plain(self.score),
        }  # fmt: skip

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Tally:
        """What ``as_json`` gave."""
        return cls(**{**kept, "score": Decimal(kept["score"])})


def ranks(tallies: Sequence[Tally], rules: Rules) -> list[int | None]:
    """The rank of each, in the order given; None for those that submitted nothing."""
    keys = [_key(each, rules) if each.submitted else None for each in tallies]
    counted = sorted((key for key in keys if key is not None), reverse=True)
    different = list(dict.fromkeys(counted))
    found: list[int | None] = []
    for key in keys:
        if key is None:
            found.append(None)
        else:
            found.append((different if rules.ties == "dense" else counted).index(key) + 1)
    return found


def _key(tally: Tally, rules: Rules) -> tuple[Decimal, Fraction]:
    second = Fraction(0)
    if rules.tie_break == "adopted":
        second = Fraction(tally.adopted)
    elif rules.tie_break == "rate":
        second = tally.rate or second
    return tally.score, second
