"""Raising problems and following them until they are set right; part of ``services``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from gongkai.casework.events import told
from gongkai.web.casework import services as casework
from gongkai.web.inspection.models import Problem, SelfInspection
from gongkai.web.log.actors import Actor
from gongkai.web.organs.models import Organ

if TYPE_CHECKING:
    from gongkai.web.log.models import Event


@transaction.atomic
def raise_problem(
    organ: Organ,
    *,
    by: Actor,
    indicator: str,
    subject: str,
    what: str,
    due_on: date,
    on: date | None = None,
    section: Any = None,
    officer: Any = None,
    about: tuple[str, str] = ("", ""),
    inspection: SelfInspection | None = None,
    at: datetime | None = None,
) -> Problem:
    """Ask whoever answers for it to set something right by a day. Raises ``ValidationError``, ``NotAllowed``."""
    day = on or timezone.localdate(at)
    if due_on < day:
        raise ValidationError({"due_on": f"整改期限（{told(due_on)}）早于提出的日期，请核对。"})
    Organ.objects.select_for_update().get(pk=organ.pk)
    serial = Problem.objects.filter(organ=organ, raised_on__year=day.year).count() + 1
    problem = Problem(
        organ=organ,
        number=f"{organ.code}-zg-{day.year}-{serial:03d}",
        inspection=inspection,
        indicator=indicator,
        subject=subject[:200],
        what=what[:500],
        subject_kind=about[0],
        subject_id=about[1],
        section=section,
        officer=officer,
        raised_on=day,
    )
    problem.full_clean(exclude=["organ"])
    casework.act(problem, "raise_problem", by=by, facts={"limit": due_on.isoformat()}, on=day, at=at, note=problem.what)
    return problem


@transaction.atomic
def make_move(
    problem: Problem,
    move: str,
    *,
    by: Actor,
    facts: Mapping[str, Any] | None = None,
    on: date | None = None,
    note: str = "",
    at: datetime | None = None,
) -> Event:
    """Make a move of the table. Raises ``NotAllowed``, ``ValidationError``."""
    if move == "raise_problem":
        raise ValidationError("新的问题请从“提出问题”办理。")
    given = dict(facts or {})
    limit, day = given.get("limit"), on or timezone.localdate(at)
    if isinstance(limit, str) and limit < day.isoformat():
        raise ValidationError({"limit": "整改期限早于办理的日期，请核对。"})
    return casework.act(problem, move, by=by, facts=given, on=on, at=at, note=note)


def amend_step(
    problem: Problem,
    number: int,
    *,
    by: Actor,
    changes: Mapping[str, Any] | None = None,
    reason: str,
    at: datetime | None = None,
) -> Event:
    """Amend what was recorded as a step. Raises ``NotAllowed``."""
    return casework.amend_step(problem, number, by=by, changes=changes or None, reason=reason, at=at)
