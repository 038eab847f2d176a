"""The limits that a person answers for, as a calendar (RFC 5545) that other programs subscribe to: numbers and days, no names."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from icalendar import Calendar, Event

from gongkai.casework.reminding import rules
from gongkai.web.accounts.models import Person
from gongkai.web.casework.deadlines import kinds
from gongkai.web.notes.sight import watches_of
from gongkai.web.reminders.models import MailAddress
from gongkai.web.reminders.recipients import Staff
from gongkai.web.reminders.services import digest_of

MOST = 1000
"""How many limits a calendar holds, the nearest first."""


def owner_of(key: str) -> Person | None:
    """Whose calendar it is; None for nobody's, and for who has left."""
    kept = MailAddress.objects.filter(calendar_digest=digest_of(key), person__active=True).select_related("person")
    found = kept.first()
    return found.person if found else None


def calendar_of(person: Person, site: str) -> bytes:
    """Every open limit of which the person would be reminded, those of followed cases too; ``site`` is the address before a case's path."""
    today, now = timezone.localdate(), timezone.now()
    made = Calendar()
    made.add("prodid", "-//gongkai//limits//ZH")
    made.add("version", "2.0")
    made.add("x-wr-calname", "政府信息公开的期限")
    to = tuple(dict.fromkeys(key for rule in rules() for key in rule.to))
    organs = set(person.appointments.filter(since__lte=today).values_list("organ_id", flat=True))
    staff, left = Staff(organs, today), MOST
    followed: dict[str, set[int]] = {}
    for watch in watches_of(person):
        followed.setdefault(watch.kind, set()).add(watch.case)
    for kind in kinds():
        watched = followed.get(kind._meta.label_lower, set())
        found = kind._default_manager.filter(Q(organ__in=organs) | Q(pk__in=watched), kind.pressed(), ended=False)
        for case in found.select_related("organ").order_by("due_on", "pk")[:left]:
            due_on, _, what = case.limit
            if due_on is None or not (case.pk in watched or person in staff.recipients(case, to)):
                continue
            left -= 1
            event = Event()
            event.add("uid", f"{kind._meta.label_lower}-{case.pk}@gongkai")
            event.add("dtstamp", now)
            event.add("dtstart", due_on)
            event.add("dtend", due_on + timedelta(days=1))
            provisional = "（暂计）" if case.due_provisional else ""
            event.add("summary", f"{case.table.title}{case}{what}最后一日{provisional}")
            event.add("url", site + case.get_absolute_url())  # type: ignore[attr-defined]
            made.add_component(event)
    return bytes(made.to_ical())
