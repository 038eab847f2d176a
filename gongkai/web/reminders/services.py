"""Reminding: done by the tick, as often as it likes; the same reminder is made once, and after an outage what is still due is caught up.

remind(now) -> int                                   reminders made now
seen(person, *, at=None, only=None) -> int           of unseen ones
direct(person, address, *, by) -> MailAddress        where mail goes
new_calendar_key(person, *, by) -> str               the old address stops working
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from gongkai.casework.reminding import reached
from gongkai.web.accounts.models import Person
from gongkai.web.casework.deadlines import PORTION, kinds
from gongkai.web.casework.models import Case
from gongkai.web.holidays.calendars import calendar_now
from gongkai.web.log.actors import Actor
from gongkai.web.log.services import record, save
from gongkai.web.notes.sight import watchers_of
from gongkai.web.reminders.models import MailAddress, Reminder
from gongkai.web.reminders.recipients import Staff
from gongkai.web.reminders.waiting import remind_waiting
from gongkai.workdays import Calendar

AHEAD = timedelta(days=30)
"""How far ahead limits are looked at: more than the most days that a rule can reach, holidays included."""


def remind(now: datetime) -> int:
    """Make what reminders are due today."""
    today, made = timezone.localdate(now), 0
    for kind in kinds():
        found = kind._default_manager.filter(kind.pressed(), ended=False, due_on__lte=today + AHEAD)
        keys = list(found.order_by("due_on", "pk").values_list("pk", flat=True))
        for start in range(0, len(keys), PORTION):
            made += _remind_of(kind, keys[start : start + PORTION], now, today)
    return made + remind_waiting(now)


def _remind_of(kind: type[Case], keys: list[int], now: datetime, today: date) -> int:
    related = [name for name in ("organ", "officer") if any(each.name == name for each in kind._meta.fields)]
    cases = list(kind._default_manager.filter(pk__in=keys).select_related(*related))
    calendar, staff = calendar_now(), Staff({case.organ_id for case in cases}, today, watchers_of(cases))
    due: list[Reminder] = []
    for case in cases:
        due_on, ends_at, what = case.limit
        if due_on is None:
            continue
        left = left_until(due_on, today, calendar)
        if ends_at is not None:
            # 以小时计的，不等下一个工作日：过了那一刻就是逾期，之前都不是
            left = min(left, -1) if ends_at < now else max((due_on - today).days, 0)
        held = reached(left)
        if held is None:
            continue
        for person in staff.recipients(case, held.rule.to):
            due.append(
                Reminder(
                    person=person,
                    organ_id=case.organ_id,
                    kind=kind._meta.label_lower,
                    case=case.pk,
                    name=f"{case}（{what}）" if what else str(case),
                    url=case.get_absolute_url(),  # type: ignore[attr-defined]
                    rule=held.rule.key,
                    round=held.round,
                    left=left,
                    due_on=due_on,
                    due_at=ends_at,
                    # 以小时计的，随到随提醒，没有哪一天应当先提醒
                    expected_on=today if ends_at is not None else day_with(held.since, due_on, calendar),
                    made_at=now,
                )
            )
    with transaction.atomic():
        before = Reminder.objects.filter(kind=kind._meta.label_lower, case__in=keys).count()
        Reminder.objects.bulk_create(due, ignore_conflicts=True)
        return Reminder.objects.filter(kind=kind._meta.label_lower, case__in=keys).count() - before


def left_until(due_on: date, today: date, calendar: Calendar) -> int:
    """Working days after ``today`` up to the last day; negative: how many have passed since."""
    return calendar.workdays_through(due_on) - calendar.workdays_through(today)


def day_with(left: int, due_on: date, calendar: Calendar) -> date:
    """The first day on which so many working days are left."""
    return calendar.workday_number(calendar.workdays_through(due_on) - left)


def seen(person: Person, *, at: datetime | None = None, only: int | None = None) -> int:
    """Note that the person has looked at reminders, all or one."""
    found = Reminder.objects.filter(person=person, seen_at=None)
    return (found.filter(pk=only) if only is not None else found).update(seen_at=at or timezone.now())


def direct(person: Person, address: str, *, by: Actor) -> MailAddress:
    """Where the person wants reminders by mail; empty for none. Raises ``ValidationError``."""
    tidy = address.strip()
    if tidy:
        try:
            validate_email(tidy)
        except ValidationError as problem:
            raise ValidationError({"address": "请核对电子邮箱，例如 name@example.com；不要邮件的请留空。"}) from problem
    kept = _kept(person)
    kept.address = tidy
    return save(kept, "direct_reminders", by=by, organ=None)


@transaction.atomic
def new_calendar_key(person: Person, *, by: Actor) -> str:
    """A new secret address of the person's calendar, told once: only its digest is kept. The old one is not found any more."""
    key = secrets.token_urlsafe(32)
    kept = _kept(person)
    kept.calendar_digest = digest_of(key)
    kept.save()
    record(kept, "renew_calendar", by=by, organ=None)
    return key


def digest_of(key: str) -> str:
    """What is kept of the key of a calendar."""
    return hashlib.sha256(key.encode()).hexdigest()


def _kept(person: Person) -> MailAddress:
    return MailAddress.objects.filter(person=person).first() or MailAddress(person=person)
