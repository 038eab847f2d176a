"""Circulars: drawn up from the numbers, edited, approved by a second person, issued with a number, kept.

    draw(organ, *, by, period) -> Circular
    edit(circular, *, by, text), approve(circular, *, by), issue(circular, *, by, number="", on=None), drop(circular, *, by)

A circular about a period is drawn when the period is over, or at least has begun (then it says up to which day it was counted).
"""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from gongkai.assessment.submissions.periods import Period
from gongkai.assessment.submissions.report import composed
from gongkai.casework.events import told
from gongkai.web.log.actors import Actor
from gongkai.web.log.services import save
from gongkai.web.organs.models import Organ
from gongkai.web.submissions.counting import report, rules_of
from gongkai.web.submissions.models import Circular, RuleVersion

State = Circular.State


@transaction.atomic
def draw(organ: Organ, *, by: Actor, period: Period) -> Circular:
    """Count a period and compose the circular; a draft of the same period that was not issued is put aside. Raises ``ValidationError``."""
    if by.person is None:
        raise ValueError("通报要由人起草。")
    today = timezone.localdate()
    if period.since > today:
        raise ValidationError(f"{period.title}还没有开始，请核对年度和期间。")
    Organ.objects.select_for_update().get(pk=organ.pk)
    same = Circular.objects.filter(organ=organ, kind=period.kind, year=period.year, period_number=period.number)
    for each in same.filter(state__in=(State.DRAFT, State.APPROVED)):
        each.state = State.DROPPED
        save(each, "drop_circular", by=by, organ=organ, note="另行起草")
    counted = report(organ, period, on=today)
    made = Circular(
        organ=organ,
        kind=period.kind,
        year=period.year,
        period_number=period.number,
        version=same.count() + 1,
        counted_on=today,
        text=composed(counted, rules_of(organ, min(today, period.until))),
        content=counted.as_json(),
        drawn_by=by.person,
        drawn_at=timezone.now(),
    )
    return save(made, "draw_circular", by=by, organ=organ)


@transaction.atomic
def edit(circular: Circular, *, by: Actor, text: str) -> Circular:
    """Change the text; the numbers of the tables stay as counted. Raises ``ValidationError``."""
    found = _locked(circular, State.DRAFT)
    found.text = text.strip().replace("\r\n", "\n")
    if not found.text:
        raise ValidationError({"text": "请填写正文。"})
    return save(found, "edit_circular", by=by, organ=found.organ)


@transaction.atomic
def approve(circular: Circular, *, by: Actor) -> Circular:
    """The leading group approves what somebody else drew up. Raises ``ValidationError``."""
    found = _locked(circular, State.DRAFT)
    if by.person is None or by.person.pk == found.drawn_by_id:
        raise ValidationError("通报由起草人以外的领导小组成员批准。")
    found.approved_by, found.approved_at, found.state = by.person, timezone.now(), State.APPROVED
    return save(found, "approve_circular", by=by, organ=found.organ)


@transaction.atomic
def issue(circular: Circular, *, by: Actor, number: str = "", on: date | None = None) -> Circular:
    """Issue an approved circular, by the next number unless one is given; an earlier version gives way. Raises ``ValidationError``."""
    Organ.objects.select_for_update().get(pk=circular.organ_id)
    found, day = _locked(circular, State.APPROVED), on or timezone.localdate()
    if day > timezone.localdate():
        raise ValidationError({"on": "印发日期还没有到，印发以后再登记。"})
    if found.approved_at and day < timezone.localdate(found.approved_at):
        raise ValidationError(
            {"on": f"印发日期早于批准的日期（{told(timezone.localdate(found.approved_at))}），请核对。"}
        )
    found.number = number.strip() or next_number(found.organ, day)
    found.issued_on, found.state = day, State.ISSUED
    if Circular.objects.filter(organ=found.organ, number=found.number).exists():
        raise ValidationError({"number": f"文号“{found.number}”已经用过了，请另编。"})
    same = Circular.objects.filter(
        organ=found.organ, kind=found.kind, year=found.year, period_number=found.period_number, state=State.ISSUED
    )
    for each in same:
        each.state = State.REPLACED
        save(each, "replace_circular", by=by, organ=found.organ)
    return save(found, "issue_circular", by=by, organ=found.organ)


def next_number(organ: Organ, day: date) -> str:
    """The next number of the year: the organ's word for it, 〔year〕, serial."""
    rules = RuleVersion.objects.filter(organ=organ, since__lte=day).exclude(series="").order_by("-since").first()
    word = rules.series if rules else f"{organ.short_name}信息通报"
    used = set(
        Circular.objects.filter(organ=organ, number__startswith=f"{word}〔{day.year}〕").values_list(
            "number", flat=True
        )
    )
    serial = 1
    while f"{word}〔{day.year}〕{serial}号" in used:
        serial += 1
    return f"{word}〔{day.year}〕{serial}号"


@transaction.atomic
def drop(circular: Circular, *, by: Actor) -> Circular:
    """Put a draft aside. Raises ``ValidationError``."""
    found = _locked(circular, State.DRAFT, State.APPROVED)
    found.state = State.DROPPED
    return save(found, "drop_circular", by=by, organ=found.organ)


def _locked(circular: Circular, *states: str) -> Circular:
    found = Circular.objects.select_for_update(of=("self",)).select_related("organ").get(pk=circular.pk)
    if found.state not in states:
        raise ValidationError(f"这份通报现在是“{found.get_state_display()}”，可能别人刚刚办过。")
    return found
