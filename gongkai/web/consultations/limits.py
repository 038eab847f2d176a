"""How long a consultation of an organ has to last, should last, and when its outcome is due: law first, then what is set nearest to it.

least_of(organ, kind, on) -> Limit | None; advised_of(organ, kind, on) -> Limit | None; result_limit(organ, on) -> Limit
measure(organ, kind, since, closes_on, held_on=None) -> Measured
result_due(organ, closes_on) -> date
set_period(organ, *, by, key, since, amount, basis) -> PeriodSetting
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from gongkai.casework.events import told
from gongkai.engagement.consultations.kinds import HEARING, LOCAL, RESULT, Kind, own_limit, own_limits
from gongkai.engagement.consultations.periods import Measured, rule_of
from gongkai.law.limits import Limit
from gongkai.web.consultations.models import PeriodSetting
from gongkai.web.holidays.calendars import calendar_now
from gongkai.web.log.actors import Actor
from gongkai.web.log.services import save
from gongkai.web.normative.rules import limit_of
from gongkai.web.organs.models import Organ
from gongkai.workdays.counting import last_day_of_days


def least_of(organ: Organ, kind: Kind, on: date) -> Limit | None:
    """What the kind must last; of documents as the files of documents have it, with what the organ set there."""
    if not kind.least:
        return None
    return own_limit(kind.least, on) if kind.least in own_limits() else limit_of(organ, kind.least, on)


def advised_of(organ: Organ, kind: Kind, on: date) -> Limit | None:
    """What the kind should last, where nothing prescribes it."""
    return _local(organ, kind.advised, on) if kind.advised else None


def result_limit(organ: Organ, on: date) -> Limit:
    """How long after its end the outcome is to be published."""
    return _local(organ, RESULT, on)


def result_due(organ: Organ, closes_on: date) -> date:
    """The last day for publishing the outcome; a day of rest gives way to the next working day (《民法典》第二百零三条)."""
    return last_day_of_days(closes_on, result_limit(organ, closes_on).amount, calendar_now()).on


def measure(organ: Organ, kind: Kind, since: date, closes_on: date, held_on: date | None = None) -> Measured:
    """A period against what it has to be."""
    calendar = calendar_now()
    until = held_on if kind.counts_to == HEARING and held_on is not None else closes_on
    least, advised = least_of(organ, kind, since), advised_of(organ, kind, since)
    return Measured(
        kind,
        since,
        until,
        rule_of(least, since, calendar) if least is not None else None,
        rule_of(advised, since, calendar) if advised is not None else None,
    )


@transaction.atomic
def set_period(organ: Organ, *, by: Actor, key: str, since: date, amount: int, basis: str) -> PeriodSetting:
    """Set a period for an organ and those below it from a day on; what is open keeps the one it began with. Raises ``ValidationError``."""
    if by.person is None:
        raise ValueError("期限要由人规定。")
    if key not in LOCAL:
        raise ValidationError({"key": "这个期限由法律、行政法规规定，不能另定。"})
    Organ.objects.select_for_update().get(pk=organ.pk)
    newest = PeriodSetting.objects.filter(organ=organ, key=key).order_by("-since").first()
    if newest is not None and since <= newest.since:
        raise ValidationError({"since": f"已有从{told(newest.since)}起的规定，新的要从它以后的一天起。"})
    made = PeriodSetting(organ=organ, key=key, since=since, amount=amount, basis=basis, made_by=by.person)
    return save(made, "set_consultation_period", by=by, organ=organ)


def _local(organ: Organ, name: str, on: date) -> Limit:
    """The period of the program, or what the nearest of the organ and those above it set."""
    keys = [int(key) for key in reversed(organ.path.strip("/").split("/")) if key]
    rows = PeriodSetting.objects.filter(organ__in=keys, key=name, since__lte=on).order_by("since", "id")
    latest = {row.organ_id: row for row in rows}
    found = next((latest[key] for key in keys if key in latest), None)
    limit = own_limit(name, on)
    if found is None:
        return limit
    return replace(limit, amount=found.amount, since=found.since, basis=found.basis, checked="本地")
