"""Telling who answers for a column, or an account, that it soon has to be updated or should have been: by the tick, once for each.

A reminder is one person, one column, one colour and one last day (the reminders' own rule), so that the tick may come as often as it
likes, and after an outage what still holds is caught up. What stays red is said again every week. With a new item the last day
moves, and the reminders begin anew. They stand on the first page and in the day's mail like those of cases.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from gongkai.assessment.freshness.judging import Colour, Standing
from gongkai.organs.roles import Role
from gongkai.web.accounts.models import Person
from gongkai.web.holidays.calendars import calendar_now
from gongkai.web.inspection.accounts import AccountState
from gongkai.web.inspection.columns import ColumnState
from gongkai.web.inspection.sites import Sites
from gongkai.web.inspection.survey import Survey
from gongkai.web.organs.models import Appointment
from gongkai.web.reminders.models import Reminder
from gongkai.web.reminders.services import left_until
from gongkai.web.reminders.wording import register
from gongkai.workdays import Calendar

AGAIN = 7
"""After so many days what is still red is said again (§1.4: a habit, no rule)."""
RULES = {Colour.AMBER: "fresh_amber", Colour.RED: "fresh_red", Colour.EMPTY: "fresh_empty"}
State = ColumnState | AccountState


def register_rules() -> None:
    """Let the reminders know how these are worded."""
    register("fresh_amber", "快要到更新的期限")
    register(
        "fresh_red",
        "逾期没有更新",
        lambda each: (
            f"{each.name}：{_day(each.due_on)}以前应当有新的内容，没有。请尽快更新，不能更新的请合并或者停用。"
        ),
    )
    register("fresh_empty", "空白", lambda each: f"{each.name}：里面没有公开的内容。请尽快补上，用不着的请停用。")


def watch(now: datetime) -> int:
    """Make what reminders hold today; how many were made."""
    today = timezone.localdate(now)
    organs = tuple(Sites(today).organs.values())
    if not organs:
        return 0
    survey, calendar = Survey(organs, today), calendar_now()
    people = _People(survey.keys, today)
    people.know({each.officer_id for each in survey.columns if each.officer_id})
    states: list[State] = [*survey.columns, *survey.accounts]
    due = [
        reminder
        for state in states
        if not (isinstance(state, ColumnState) and state.parts)
        for reminder in _reminders(state, people, today, now, calendar)
    ]
    kinds = {each.kind for each in due}
    with transaction.atomic():
        before = Reminder.objects.filter(kind__in=kinds).count()
        Reminder.objects.bulk_create(due, ignore_conflicts=True, batch_size=500)
        return Reminder.objects.filter(kind__in=kinds).count() - before


def _reminders(state: State, people: _People, today: date, now: datetime, calendar: Calendar) -> Iterator[Reminder]:
    standing = state.standing
    rule = RULES.get(standing.colour)
    if rule is None:
        return
    due_on, expected, number = _days(state, standing, today)
    kind, key = state.subject
    about = "栏目" if isinstance(state, ColumnState) else "账号"
    for person in people.of(state):
        yield Reminder(
            person=person,
            organ_id=state.organ_id,
            kind=kind,
            case=int(key),
            name=f"{about}“{state.title}”" if about == "栏目" else f"{about}{state.title}",
            url=reverse("workbench:inspection_columns") if about == "栏目" else reverse("workbench:official_accounts"),
            rule=rule,
            round=number,
            left=left_until(due_on, today, calendar),
            due_on=due_on,
            expected_on=expected,
            made_at=now,
        )


def _days(state: State, standing: Standing, today: date) -> tuple[date, date, int]:
    """The last day, the day on which this should have been said, and how often it was said before."""
    if standing.due_on is None or standing.colour is Colour.EMPTY:
        opened = state.column.opened_on if isinstance(state, ColumnState) else state.account.opened_on
        number = max((today - opened).days // AGAIN, 0)
        return opened, opened + timedelta(days=number * AGAIN), number
    if standing.colour is Colour.AMBER:
        begun = (standing.warn_on or standing.due_on) + timedelta(days=1)
        return standing.due_on, min(begun, today), 0
    begun = standing.due_on + timedelta(days=1)
    number = (today - begun).days // AGAIN
    return standing.due_on, begun + timedelta(days=number * AGAIN), number


@dataclass
class _People:
    """Who holds a role in the organs; asked for once."""

    organs: Collection[int]
    on: date

    def __post_init__(self) -> None:
        held = Appointment.objects.filter(
            Q(until=None) | Q(until__gte=self.on),
            since__lte=self.on,
            organ__in=self.organs,
            person__active=True,
            role__in=(Role.FOI_OFFICER, Role.INFO_OFFICER),
        )
        self.rows: list[Any] = list(held.select_related("person"))
        self.owners: dict[int, Person] = {}

    def know(self, owners: Collection[int]) -> None:
        """Fetch those who answer for columns, as far as they still work here."""
        self.owners = Person.objects.filter(active=True).in_bulk(owners)

    def of(self, state: State) -> list[Person]:
        """Who answers for it; where nobody does, the section's information officers; once it is red or empty, the office as well."""
        found: dict[int, Person] = {}
        owner = self.owners.get(state.officer_id or 0)
        if owner is not None:
            found[owner.pk] = owner
        elif state.section_id:
            for row in self.rows:
                if row.role == Role.INFO_OFFICER and row.section_id == state.section_id:
                    found[row.person_id] = row.person
        if not found or state.standing.colour is not Colour.AMBER:
            for row in self.rows:
                if row.role == Role.FOI_OFFICER and row.organ_id == state.organ_id:
                    found[row.person_id] = row.person
        return list(found.values())


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
