"""How columns stood at the end of past weeks, counted from publications as they were on each day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date

from gongkai.assessment.freshness.judging import Colour
from gongkai.assessment.freshness.rules import rules_on
from gongkai.web.inspection.columns import columns_among, columns_on
from gongkai.web.inspection.newest import newest_on
from gongkai.web.organs.models import Organ


def weeks(organs: Collection[Organ], days: Sequence[date]) -> list[Counter[Colour]]:
    """For each day how many columns of the organs stood how; columns with others below them are counted by those."""
    known = {each.pk: each for each in organs}
    among = columns_among(known)
    found = []
    for day, newest in zip(days, newest_on(known, days), strict=True):
        states = columns_on(among, day, rules_on(day), newest)
        found.append(Counter(each.standing.colour for each in states if not each.parts))
    return found
