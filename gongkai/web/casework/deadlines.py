"""Deadlines of open cases: the proof day by day, and what a new holiday notice changes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from gongkai.casework import History, explain
from gongkai.casework.counting import Counting
from gongkai.casework.workday_calendar import CaseDeadline, course_of
from gongkai.law.notices import Notice
from gongkai.web.casework.models import Case
from gongkai.web.casework.services import counting_now, histories_of, history_of, keep_up
from gongkai.web.holidays.calendars import calendar_now, calendar_without
from gongkai.web.holidays.models import HolidayNotice
from gongkai.web.log.actors import Actor
from gongkai.web.log.services import record
from gongkai.workdays import Calendar, Change, ProofDay, calendar_with, proof, recomputed

PORTION = 500
"""How many cases are read at a time."""


def kinds() -> list[type[Case]]:
    """Every kind of case that the site has and that has a limit."""
    return [model for model in apps.get_models() if issubclass(model, Case) and model.main_clock]


def open_cases() -> Iterator[tuple[Case, History]]:
    """All cases whose main clock goes on, with their histories, read in portions."""
    for kind in kinds():
        found = kind._default_manager.filter(clock_status__in=("running", "standing")).select_related("organ")
        keys = list(found.order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(keys), PORTION):
            cases = list(found.filter(pk__in=keys[start : start + PORTION]).order_by("pk"))
            histories = histories_of(cases)
            yield from ((case, histories[case.pk]) for case in cases)


def told(case: Case, clock: str = "", key: str = "") -> tuple[str, ...]:
    """What became of a clock of the case (its main one), in sentences."""
    return explain(history_of(case), clock or case.main_clock, counting_now(), timezone.now(), key)


def proof_of(case: Case, clock: str = "", key: str = "") -> tuple[ProofDay, ...]:
    """Day by day, which days count and why, for the latest leg of a clock; nothing for one that is not in working days."""
    history, counting = history_of(case), counting_now()
    legs = history.clock(clock or case.main_clock, key)
    if not legs:
        return ()
    course = course_of(history, legs[-1], counting, timezone.localdate())
    return tuple(proof(course, calendar_now())) if course is not None else ()


def effect_of(notice: Notice) -> list[Change[Case]]:
    """What entering ``notice`` would change: open deadlines before and after. Nothing is saved."""
    now = calendar_now()
    return _changes(now, calendar_with([notice], base=now))


def effect_of_withdrawing(entered: HolidayNotice) -> list[Change[Case]]:
    """What taking back a notice would change. Nothing is saved."""
    return _changes(calendar_now(), calendar_without(entered))


@transaction.atomic
def enter_notice(notice: Notice, *, by: Actor, text: str = "") -> tuple[HolidayNotice, list[Change[Case]]]:
    """Enter a holiday notice and count every open deadline anew, each change with its event."""
    if by.person is None:
        raise ValueError("放假通知要由人录入。")
    before = calendar_now()
    entered = HolidayNotice(
        year=notice.year,
        title=notice.title,
        number=notice.number or "",
        issuer=notice.issuer,
        kind=str(notice.kind),
        data=notice.as_data(),
        text=text,
        entered_by=by.person,
    )
    entered.full_clean()
    entered.save()
    facts = {"year": notice.year, "title": notice.title, "number": notice.number or ""}
    record(entered, "enter_notice", by=by, organ=None, facts=facts)
    return entered, _recompute(before, by, entered)


@transaction.atomic
def withdraw_notice(entered: HolidayNotice, *, by: Actor, why: str) -> list[Change[Case]]:
    """Take back a notice that was entered wrongly, and count anew. Raises ``ValidationError`` for one taken back before."""
    fresh = HolidayNotice.objects.select_for_update().get(pk=entered.pk)
    if fresh.withdrawn_at is not None:
        raise ValidationError("这份通知已经撤回。")
    if not why.strip():
        raise ValidationError({"why": "请写明撤回的原因，例如“日期录错，已重新录入”。"})
    before = calendar_now()
    entered.withdrawn_at, entered.withdrawn_why = timezone.now(), why
    entered.save(update_fields=["withdrawn_at", "withdrawn_why"])
    record(entered, "withdraw_notice", by=by, organ=None, note=why)
    return _recompute(before, by, entered)


def _recompute(before: Calendar, by: Actor, entered: HolidayNotice) -> list[Change[Case]]:
    """Save the new last days. A clock that stands has none; what lists show of it is refreshed without an event."""
    changes = _changes(before, calendar_now())
    counting, today = counting_now(), timezone.localdate()
    changed = {(type(change.key), change.key.pk) for change in changes}
    for case, history in open_cases():
        if (type(case), case.pk) in changed or case.clock_status == "standing":
            keep_up(case, history, counting, today)
    for change in changes:
        record(
            change.key,
            "recompute_deadline",
            by=by,
            organ=change.key.organ,
            note=change.sentence,
            facts={"notice": entered.pk},
            before={"due_on": change.before.on.isoformat(), "provisional": change.before.provisional},
            after={"due_on": change.after.on.isoformat(), "provisional": change.after.provisional},
        )
        change.key.refresh_from_db()
    return changes


def _changes(before: Calendar, after: Calendar) -> list[Change[Case]]:
    counting, today = counting_now(), timezone.localdate()
    deadlines = {case: found for case, history in open_cases() if (found := _deadline(case, history, counting, today))}
    return recomputed(deadlines, before, after)


def _deadline(case: Case, history: History, counting: Counting, today: date) -> CaseDeadline | None:
    legs = history.clock(case.main_clock)
    return CaseDeadline(history, legs[-1], counting, today) if legs else None
