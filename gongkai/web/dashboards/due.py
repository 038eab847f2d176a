"""What is due and overdue today, of every kind of case that the site has and that somebody may open.

A new kind appears by itself: it has a clock, and its app names its policy to ``gongkai.web.notes.kinds``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from gongkai.casework import Status
from gongkai.web.casework import deadlines
from gongkai.web.casework.models import Case
from gongkai.web.dashboards.measures import Scope
from gongkai.web.disputes.models import Dispute
from gongkai.web.disputes.queries import AT_WORK
from gongkai.web.holidays.calendars import calendar_now
from gongkai.web.notes.kinds import Kind
from gongkai.web.notes.kinds import kinds as open_kinds

SOON_WORKDAYS = 5
"""So many working days ahead count as soon."""
_GOING = (str(Status.RUNNING), str(Status.STANDING))
_DUTIES: Mapping[type[Case], Q] = {Dispute: Q(state__in=AT_WORK)}
"""Kinds with clocks that are no duty of the organ (the time in which it may itself appeal)."""


@dataclass(frozen=True, slots=True)
class Heap:
    """One of the numbers of each kind; ``condition`` as of a day and the last day that is called soon."""

    title: str
    told: str
    condition: Callable[[date, date], Q]
    dated: bool = True


HEAPS: Mapping[str, Heap] = {
    "open": Heap(
        "在办",
        "今天还没有办结的：没有确认收到的、答复以后在复议诉讼中的、审结以后还在履行的也计，所以会比各项工作里的“尚未办结”多。",
        lambda today, soon: Q(),
        dated=False,
    ),
    "soon": Heap(
        f"{SOON_WORKDAYS}个工作日内到期",
        f"最后一日在今天到第{SOON_WORKDAYS}个工作日之间的。",
        lambda today, soon: Q(due_on__gte=today, due_on__lte=soon),
    ),
    "overdue": Heap("已逾期", "最后一日已经过了、还没有办结的。", lambda today, soon: Q(due_on__lt=today)),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A kind of case with its numbers by heap."""

    label: str
    title: str
    numbers: Mapping[str, int]


def kinds() -> list[Kind]:
    """Every kind with a clock and a policy, in the order in which the apps come."""
    known = {each.model: each for each in open_kinds()}
    return [known[model] for model in deadlines.kinds() if model in known]


def due_rows(scope: Scope, today: date) -> list[Row]:
    """One question for each kind."""
    soon, rows = last_soon(today), []
    for kind in kinds():
        asked: dict[str, Any] = {
            name: Count("pk", filter=_condition(kind.model, heap, today, soon)) for name, heap in HEAPS.items()
        }
        rows.append(Row(kind.label, title_of(kind), _open(kind.model, scope).aggregate(**asked)))
    return rows


def due_cases(label: str, heap: str, scope: Scope, today: date) -> QuerySet[Any]:
    """The cases that a number counts, the most urgent first. Raises ``KeyError`` for a kind or heap that there is not."""
    kind = kind_of(label)
    found = _open(kind.model, scope).filter(_condition(kind.model, HEAPS[heap], today, last_soon(today)))
    return found.order_by("due_on", "pk")


def kind_of(label: str) -> Kind:
    """The kind that is called so in addresses. Raises ``KeyError``."""
    return {each.label: each for each in kinds()}[label]


def title_of(kind: Kind) -> str:
    """What people call it."""
    return str(kind.model._meta.verbose_name)


def last_soon(today: date) -> date:
    """The last day that is called soon."""
    calendar = calendar_now()
    return calendar.workday_number(calendar.workdays_through(today) + SOON_WORKDAYS)


def _open(model: type[Case], scope: Scope) -> QuerySet[Any]:
    return model._default_manager.filter(scope.condition("organ"), ended=False).order_by()


def _condition(model: type[Case], heap: Heap, today: date, soon: date) -> Q:
    condition = heap.condition(today, soon)
    if not heap.dated:
        return condition
    return condition & Q(clock_status__in=_GOING) & _DUTIES.get(model, Q())
