"""Reminding of applications that stand still until the office records something: a delivery, an opinion, the day of receipt."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from gongkai.casework.reminding import waited, waits
from gongkai.web.applications.models import Application
from gongkai.web.applications.queries import waited_too_long
from gongkai.web.casework.deadlines import PORTION
from gongkai.web.holidays.calendars import calendar_now
from gongkai.web.notes.sight import watchers_of
from gongkai.web.reminders.models import Reminder
from gongkai.web.reminders.recipients import Staff
from gongkai.web.reminders.wording import register


def remind_waiting(now: datetime) -> int:
    """Make what reminders of waiting are due today; each once, as often as it is asked."""
    found = Application.objects.filter(waited_too_long(timezone.localdate(now)), ended=False)
    keys = list(found.order_by("waits_since", "pk").values_list("pk", flat=True))
    return sum(_of(keys[start : start + PORTION], now) for start in range(0, len(keys), PORTION))


def _of(keys: list[int], now: datetime) -> int:
    cases = list(Application.objects.filter(pk__in=keys).select_related("organ", "officer"))
    today, calendar, rules = timezone.localdate(now), calendar_now(), {rule.key: rule for rule in waits()}
    staff, kind = Staff({case.organ_id for case in cases}, today, watchers_of(cases)), Application._meta.label_lower
    made: list[Reminder] = []
    for case in cases:
        rule = rules.get(case.waits_for)
        if rule is None or case.waits_since is None:
            continue
        before = calendar.workdays_through(case.waits_since)
        days = calendar.workdays_through(today) - before
        turn = waited(days, rule)
        if turn is None:
            continue
        made += [
            Reminder(
                person=person,
                organ_id=case.organ_id,
                kind=kind,
                case=case.pk,
                name=str(case),
                url=case.get_absolute_url(),
                rule=rule.key,
                round=turn,
                left=-days,
                due_on=case.waits_since,
                expected_on=calendar.workday_number(before + rule.after + turn * rule.every),
                made_at=now,
            )
            for person in staff.recipients(case, rule.to)
        ]
    with transaction.atomic():
        known = Reminder.objects.filter(kind=kind, case__in=keys).count()
        Reminder.objects.bulk_create(made, ignore_conflicts=True)
        return Reminder.objects.filter(kind=kind, case__in=keys).count() - known


def _told(reminder: Reminder) -> str:
    rule = next(each for each in waits() if each.key == reminder.rule)
    expected = reminder.expected_on
    late = f"（这条提醒本应在{expected.month}月{expected.day}日发出，补发）" if reminder.after_outage else ""
    return f"{reminder.name}：{rule.told.format(days=-reminder.left)}。{late}"


for _rule in waits():
    register(_rule.key, _rule.title, _told)
