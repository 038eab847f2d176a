"""All changes of the check of the site. Each does one thing whole: the rule, the record, the event, in one transaction.

    set_up(organ, *, by, **fields) -> Setting
    answer(organ, *, by, indicator, on, finding="", visits=None, failed=None, note) -> Answer
    draw_up(organ, *, by, year, quarter, on, due_on, measures="", next_steps="") -> SelfInspection
    check(inspection, *, by), sign(inspection, *, by) -> SelfInspection
    raise_problem, make_move, amend_step: see ``problems``

Refusals: ``NotAllowed`` (a move), ``ValidationError`` (what was filled in), both in Chinese.
"""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from gongkai.casework.events import told
from gongkai.web.accounts.models import Person
from gongkai.web.inspection.content import Drawing, carried_on, quarter_span
from gongkai.web.inspection.models import Answer, Problem, SelfInspection, Setting
from gongkai.web.inspection.problems import amend_step, make_move, raise_problem
from gongkai.web.log.actors import Actor
from gongkai.web.log.services import save
from gongkai.web.organs.models import Organ, Section

__all__ = [
    "amend_step",
    "answer",
    "check",
    "draw_up",
    "make_move",
    "raise_problem",
    "set_up",
    "sign",
]
State = SelfInspection.State


def set_up(organ: Organ, *, by: Actor, **fields: Any) -> Setting:
    """Say what the check asks of the organ. Raises ``ValidationError``."""
    found = Setting.objects.filter(organ=organ).first() or Setting(organ=organ)
    for name, value in fields.items():
        setattr(found, name, value)
    return save(found, "set_inspection", by=by, organ=organ)


def answer(
    organ: Organ,
    *,
    by: Actor,
    indicator: str,
    on: date,
    note: str,
    finding: str = "",
    visits: int | None = None,
    failed: int | None = None,
    at: datetime | None = None,
) -> Answer:
    """Note what a person found about what a program cannot see. Raises ``ValidationError``."""
    if by.person is None:
        raise ValueError("这一项要由人检查后填写。")
    made = Answer(
        organ=organ,
        indicator=indicator,
        on=on,
        finding=finding,
        visits=visits,
        failed=failed,
        note=note,
        by=by.person,
        at=at or timezone.now(),
    )
    return save(made, "answer_inspection", by=by, organ=organ, at=at)


@transaction.atomic
def draw_up(
    organ: Organ,
    *,
    by: Actor,
    year: int,
    quarter: int,
    on: date,
    due_on: date,
    measures: str = "",
    next_steps: str = "",
    at: datetime | None = None,
) -> SelfInspection:
    """Check as of a day, ask for what is found to be set right, and keep it all as the next version of the quarter's report."""
    if by.person is None:
        raise ValueError("自查报告要由人编制。")
    today = timezone.localdate(at)
    if not (1 <= quarter <= 4 and 2000 <= year <= today.year):
        raise ValidationError({"year": "请核对年度和季度。"})
    since, _ = quarter_span(year, quarter)
    if since > today:
        raise ValidationError({"quarter": "这个季度还没有开始，请核对年度和季度。"})
    if not since <= on <= today:
        raise ValidationError({"on": f"检查时点应在{told(since)}（本季度第一天）到今天之间。"})
    if due_on < today:
        raise ValidationError({"due_on": "整改期限早于今天，请核对。"})
    Organ.objects.select_for_update().get(pk=organ.pk)
    earlier = SelfInspection.objects.filter(organ=organ, year=year, quarter=quarter)
    for each in earlier.exclude(state=State.REPLACED):
        each.state = State.REPLACED
        save(each, "replace_inspection", by=by, organ=organ, at=at)
    drawing = Drawing(organ, on)
    made = SelfInspection(
        organ=organ,
        year=year,
        quarter=quarter,
        version=earlier.count() + 1,
        on=on,
        measures=measures.strip(),
        next_steps=next_steps.strip(),
        drawn_by=by.person,
        drawn_at=at or timezone.now(),
        sha256="-",
    )
    made.full_clean(exclude=["organ"])
    made.save()
    _raise_found(drawing, made, by, due_on, at)
    made.content = drawing.content(year, quarter, carried_on(drawing.keys))
    whole = json.dumps([made.content, made.measures, made.next_steps], ensure_ascii=False, sort_keys=True)
    made.sha256 = hashlib.sha256(whole.encode()).hexdigest()
    return save(made, "draw_inspection", by=by, organ=organ, note=str(made), at=at)


def _raise_found(drawing: Drawing, inspection: SelfInspection, by: Actor, due_on: date, at: datetime | None) -> None:
    """Problems for what was found and is not being set right already."""
    known = set(
        Problem.objects.filter(organ__in=drawing.keys, ended=False).values_list(
            "organ", "indicator", "subject_kind", "subject_id"
        )
    )
    organs = {each.pk: each for each in drawing.scope}
    sections = Section.objects.in_bulk()
    common: dict[str, Any] = {"by": by, "due_on": due_on, "inspection": inspection, "at": at}
    people = Person.objects.in_bulk({each.officer_id for _, each in drawing.found() if each.officer_id})
    for veto, record in drawing.found():
        if (record.organ_id, veto.indicator.key, *record.subject) in known:
            continue
        raise_problem(
            organs[record.organ_id],
            indicator=veto.indicator.key,
            subject=record.title,
            what=f"{veto.indicator.title}：{record.told}",
            section=sections.get(record.section_id) if record.section_id else None,
            officer=people.get(record.officer_id) if record.officer_id else None,
            about=record.subject,
            **common,
        )
    for veto in drawing.of_site():
        about = ("site", drawing.site.key)
        if (drawing.organ.pk, veto.indicator.key, *about) in known:
            continue
        told_by = "；".join(f"{each.organ.short_name}：{each.words}，{each.note}" for each in veto.answers)
        raise_problem(
            drawing.organ,
            indicator=veto.indicator.key,
            subject=drawing.site.title,
            what=f"{veto.indicator.title}：{told_by or veto.said}",
            about=about,
            **common,
        )


@transaction.atomic
def check(inspection: SelfInspection, *, by: Actor, at: datetime | None = None) -> SelfInspection:
    """The office signs the report. Raises ``ValidationError``."""
    found = _locked(inspection, State.DRAWN)
    found.checked_by, found.checked_at, found.state = by.person, at or timezone.now(), State.CHECKED
    return save(found, "check_inspection", by=by, organ=found.organ, at=at)


@transaction.atomic
def sign(inspection: SelfInspection, *, by: Actor, at: datetime | None = None) -> SelfInspection:
    """The leading group signs the report: another person than who drew it up. Raises ``ValidationError``."""
    found = _locked(inspection, State.CHECKED)
    if by.person is None or by.person.pk in (found.drawn_by_id, found.checked_by_id):
        raise ValidationError("自查报告由没有参与编制和审签的领导小组成员签发。")
    found.signed_by, found.signed_at, found.state = by.person, at or timezone.now(), State.SIGNED
    return save(found, "sign_inspection", by=by, organ=found.organ, at=at)


def _locked(inspection: SelfInspection, state: str) -> SelfInspection:
    found = SelfInspection.objects.select_for_update(of=("self",)).select_related("organ").get(pk=inspection.pk)
    if found.state != state:
        raise ValidationError(f"这份报告现在是“{found.get_state_display()}”，可能别人刚刚办过。")
    return found
