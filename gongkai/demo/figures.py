"""What the five bureaus' reports say of publishing, counted from the records of the demonstration: every figure is a query.

``figure(report, name)`` gives the number; ``records(report, name)`` the sets of records it counts, to be opened one by one (none for
a comparison of two years). Amounts are in 万元. Which query yields which figure is data (``figures.yaml``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.db.models import QuerySet, Sum

from gongkai.web.accountability import counting as accountability
from gongkai.web.concerns import counting as concerns
from gongkai.web.consultations.counting import counted as consultations
from gongkai.web.messages import counting as messages
from gongkai.web.organs.models import Organ
from gongkai.web.organs.queries import subordinate_units
from gongkai.web.proposals import counting as proposals
from gongkai.web.publishing import counts
from gongkai.web.publishing.models import Item
from gongkai.web.registers import queries as registers
from gongkai.web.registers.counting import figures as register_figures
from gongkai.web.releases import queries as releases
from gongkai.web.submissions.counting import circulars_issued

_FILE = Path(__file__).with_name("figures.yaml")
NORMATIVE = "normative_documents"
Value = int | Decimal | bool | None


@dataclass(frozen=True, slots=True)
class Year:
    """An organ and the year of its report."""

    organ: Organ
    since: date
    until: date

    @property
    def before(self) -> Year:
        """The year before."""
        year = self.since.year - 1
        return Year(self.organ, date(year, 1, 1), date(year, 12, 31))

    @property
    def span(self) -> tuple[Organ, date, date]:
        """As the queries take it."""
        return self.organ, self.since, self.until


def reports() -> Mapping[str, Mapping[str, Any]]:
    """The reports with their figures, each with its query and conditions."""
    return _plan()


def figure(report: str, name: str) -> Value:
    """The figure as the records yield it: a number, an amount in 万元, or whether something is so. None: nothing was recorded."""
    asked = dict(_plan()[report]["figures"][name])
    query, year = asked.pop("query"), _year(report)
    if query in _NUMBERS:
        return _NUMBERS[query](year, **asked)
    return sum(found.count() for found in records(report, name))


def records(report: str, name: str) -> list[QuerySet[Any]]:
    """The records that a figure counts."""
    asked = dict(_plan()[report]["figures"][name])
    query, year = asked.pop("query"), _year(report)
    found = _SETS[query](year, **asked) if query in _SETS else []
    return found if isinstance(found, list) else [found]


@cache
def _plan() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return found


def _year(report: str) -> Year:
    plan = _plan()[report]
    return Year(Organ.objects.get(code=plan["organ"]), date(plan["year"], 1, 1), date(plan["year"], 12, 31))


def _disclosed(year: Year) -> QuerySet[Item]:
    """Items that the public could first read in the year."""
    since, until = counts.day_start(year.since), counts.day_start(year.until, 1)
    return Item.objects.filter(organ=year.organ, published_at__gte=since, published_at__lt=until)


def _growth(year: Year) -> int | None:
    """By how many percent the website published more than the year before, rounded to a whole one."""
    before, now = releases.website(*year.before.span).count(), releases.website(*year.span).count()
    if not before:
        return None
    return int((Decimal(100 * (now - before)) / before).quantize(Decimal(1), ROUND_HALF_UP))


def _fell(year: Year, channels: list[str]) -> bool:
    now = releases.releases(*year.span, channels=channels).count()
    return now < releases.releases(*year.before.span, channels=channels).count()


def _register_sum(year: Year, rows: Mapping[tuple[str, str], int]) -> Value:
    """The sum of what registers and signed tallies say; None while one of them says nothing."""
    found = register_figures(*year.span, list(rows))
    values = [each.value for each in found.values()]
    return None if any(value is None for value in values) else sum(int(value or 0) for value in values)


def _matters_and_decisions(year: Year, row: str) -> Value:
    """The matters in the list at the end of the year (those before and the change) and the decisions of the year."""
    return _register_sum(year, {(row, what): 1 for what in ("prior_items", "item_change", "decisions")})


def _fees(year: Year) -> Value:
    return _register_sum(year, {("admin_fees", what): 1 for what in ("prior_items", "item_change")})


def _amount(year: Year) -> Decimal:
    paid = registers.procurement(*year.span).aggregate(sum=Sum("amount"))["sum"] or Decimal(0)
    return Decimal(paid) / 10_000


def _reply_rate(year: Year) -> int | None:
    """Of the proposals handed over in the year, those replied to, in whole percent."""
    return _percent(proposals.replied(*year.span).count(), proposals.handed_over(*year.span).count())


def _satisfied_rate(year: Year) -> int | None:
    """Of those of whose reply the proposers said what they think, the satisfied ones, in whole percent."""
    return _percent(proposals.satisfied(*year.span).count(), proposals.rated(*year.span).count())


def _percent(part: int, whole: int) -> int | None:
    return int((Decimal(100 * part) / whole).quantize(Decimal(1), ROUND_HALF_UP)) if whole else None


_SETS: dict[str, Callable[..., Any]] = {
    "messages_received": lambda year, **asked: messages.received(*year.span, **asked),
    "messages_closed": lambda year, **asked: messages.closed(*year.span, **asked),
    "messages_received_and_closed": lambda year, **asked: messages.received_and_closed(*year.span, **asked),
    "concerns": lambda year: concerns.answered(*year.span),
    "meetings": lambda year, **asked: concerns.meetings(*year.span, **asked),
    "proposals": lambda year, **asked: proposals.handed_over(*year.span, **asked),
    "proposals_replied": lambda year: proposals.replied(*year.span),
    "proposals_satisfied": lambda year: proposals.satisfied(*year.span),
    "circulars": lambda year, kind: circulars_issued(year.organ, year.since, year.until, kind),
    "consultations": lambda year, **asked: consultations(*year.span, **asked),
    "subordinate_units": lambda year: subordinate_units(year.organ, year.until),
    "complaints_and_liabilities": lambda year: [
        accountability.complaints_about(*year.span),
        accountability.liabilities(*year.span),
    ],
    "releases": lambda year, channels=(): releases.releases(*year.span, channels=channels),
    "website": lambda year, **asked: releases.website(*year.span, **asked),
    "disclosed": _disclosed,
    "topic_columns": lambda year: releases.topic_columns(year.organ, year.until),
    "topic_columns_opened": lambda year: releases.topic_columns_opened(*year.span),
    "interpretations": lambda year, forms=(): releases.interpretations(*year.span, forms=forms),
    "issued": lambda year: counts.issued(year.organ, NORMATIVE, year.since, year.until),
    "in_force": lambda year: counts.in_force(year.organ, NORMATIVE, year.until),
    "first_released": lambda year: releases.first_released(year.organ, (NORMATIVE,), year.since, year.until),
    "batches": lambda year: registers.batches(*year.span),
    "opened_online": lambda year: registers.opened_online(*year.span),
    "procurement": lambda year: registers.procurement(*year.span),
    "procurement_amount": lambda year: registers.procurement(*year.span),
    "fell": lambda year, channels: [releases.releases(*each.span, channels=channels) for each in (year.before, year)],
    "growth": lambda year: [releases.website(*each.span) for each in (year.before, year)],
}
_NUMBERS: dict[str, Callable[..., Value]] = {
    "growth": _growth,
    "proposals_replied": _reply_rate,
    "proposals_satisfied": _satisfied_rate,
    "fell": _fell,
    "matters_and_decisions": _matters_and_decisions,
    "fees": _fees,
    "procurement_amount": _amount,
}
