"""What the text of a report states, as data: figures, statements of none, and claims about parts of a whole."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from gongkai.documents.model import NOWHERE, Place


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure in the text, or a statement that there was none (``value`` 0, ``negated``).

    ``measure`` says what is counted, in the words of the statutory tables where they have it
    (``applications.received``, ``disputes.reconsideration``, ``proactive_disclosure.normative_documents.issued``,
    ``fees.collected_yuan``, ``releases.website`` …); None where it cannot be told. ``column`` is a column of table 3
    when the text speaks of one kind of applicant. ``scope`` is ``own`` unless the words narrow it to a part of the organ
    (``part``) or widen it beyond the year (``cumulative``). ``start`` and ``end`` are offsets in the text of ``section``.
    ``slack`` is half the worth of the last digit written (2.3万人); ``sure`` is False where the words may mean something a little
    different from the measure; ``sentence`` numbers the sentences of the section.
    """

    measure: str | None
    value: Decimal
    unit: str
    quote: str
    section: str | None
    place: Place = NOWHERE
    start: int = 0
    end: int = 0
    column: str = "total"
    scope: str = "own"
    approximate: bool = False
    negated: bool = False
    year: int | None = None
    phrase: str = ""
    slack: Decimal = Decimal(0)
    sure: bool = True
    sentence: int = 0


@dataclass(frozen=True, slots=True)
class Claim:
    """``whole`` is said to consist of ``parts``.

    ``kind``: ``exhaustive`` (the parts are all), ``open`` (其中: there may be more), ``channels`` (they may overlap).
    """

    whole: Fact
    parts: tuple[Fact, ...]
    kind: str
    marker: str
    quote: str
    section: str | None
    place: Place = NOWHERE

    @property
    def difference(self) -> Decimal:
        """Parts minus whole."""
        return sum((part.value for part in self.parts), Decimal(0)) - self.whole.value


@dataclass(frozen=True, slots=True)
class Growth:
    """A stated change against the year before: ``percent`` as written (negative for a fall), None where only the
    direction is said; ``amount`` is the change in units where it is said (增加14件), ``base`` last year's figure where the text gives it
    (比上年（31件）下降29%)."""

    fact: Fact | None
    percent: Decimal | None
    rises: bool
    decimals: int
    quote: str
    section: str | None
    place: Place = NOWHERE
    approximate: bool = False
    amount: Decimal | None = None
    base: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Remark:
    """A statement that is no figure. ``kind``: ``all_processed`` (every application has been dealt with); ``named`` (a number
    of things, ``stated``, with their names, of which there are ``named``)."""

    kind: str
    quote: str
    section: str | None
    place: Place = NOWHERE
    stated: int = 0
    named: int = 0


@dataclass(slots=True)
class Narrative:
    """All that one report's text states."""

    facts: list[Fact] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    growth: list[Growth] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
