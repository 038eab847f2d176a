"""What the check of the site asks of a person, for the first page."""

from __future__ import annotations

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from gongkai.assessment.freshness.judging import Colour
from gongkai.organs.roles import Role
from gongkai.web.accounts.models import Person
from gongkai.web.inspection.access import INSPECTION_POLICY, POLICY
from gongkai.web.inspection.models import Problem, SelfInspection
from gongkai.web.inspection.survey import columns_of
from gongkai.web.organs.authority import roles_in
from gongkai.web.organs.models import Organ
from gongkai.web.workbench.queue import Queue

_OFFICE = frozenset({Role.FOI_OFFICER.value, Role.LEADING_GROUP.value})

_SIGNED = (("check", "drawn", "待审签的自查报告"), ("sign", "checked", "待签发的自查报告"))


def queues(person: Person, organ: Organ) -> list[Queue]:
    """Columns that the person answers for (the office: all), problems to be set right or checked, reports to be signed."""
    office = bool(roles_in(person, organ) & _OFFICE)
    return [*_columns(person, organ, office), *_problems(person, organ, office), *_reports(person, organ)]


def _columns(person: Person, organ: Organ, office: bool) -> list[Queue]:
    if not INSPECTION_POLICY.holds(person, "read", SelfInspection(organ=organ)):
        return []
    states = [
        each
        for each in columns_of(organ, timezone.localdate())
        if not each.parts and (office or each.column.owner_id == person.pk)
    ]
    late = [each for each in states if each.standing.colour in (Colour.RED, Colour.EMPTY)]
    soon = [each for each in states if each.standing.colour is Colour.AMBER]
    here, found = reverse("workbench:inspection_columns"), []
    if late:
        why = "网站检查按单项否决数。"
        found.append(Queue("逾期未更新和空白的栏目", here, len(late), "bad", why))
    if soon:
        found.append(
            Queue("快要到更新期限的栏目", f"{here}?colour=amber", len(soon), "warn", "到期没有新内容就算不更新。")
        )
    return found


def _problems(person: Person, organ: Organ, office: bool) -> list[Queue]:
    rows = POLICY.visible(person, Problem.objects.filter(organ=organ, ended=False))
    mine = rows if office else rows.filter(Q(officer=person) | Q(officer=None))
    today = timezone.localdate()
    counts = mine.order_by().aggregate(
        late=Count("pk", filter=Q(state="open", due_on__lt=today)),
        open=Count("pk", filter=Q(state="open") & (Q(due_on=None) | Q(due_on__gte=today))),
        reported=Count("pk", filter=Q(state="reported")),
    )
    here = reverse("workbench:problems")
    found = []
    if counts["late"]:
        found.append(Queue("逾期没有整改的问题", f"{here}?heap=late", counts["late"], "bad", "网站检查发现的问题。"))
    if counts["open"]:
        found.append(Queue("待整改的问题", here, counts["open"], "warn", "网站检查发现的问题，整改以后报告。"))
    if office and counts["reported"]:
        found.append(
            Queue(
                "待核查的整改", f"{here}?heap=reported", counts["reported"], "info", "核查属实的销号，没有到位的退回。"
            )
        )
    return found


def _reports(person: Person, organ: Organ) -> list[Queue]:
    wanted = [
        (state, title)
        for action, state, title in _SIGNED
        if INSPECTION_POLICY.holds(person, action, SelfInspection(organ=organ, state=state))
    ]
    if not wanted:
        return []
    counts = SelfInspection.objects.filter(organ=organ).aggregate(
        **{state: Count("pk", filter=Q(state=state)) for state, _ in wanted}
    )
    here = reverse("workbench:self_inspections")
    return [Queue(title, here, counts[state], "info", "每个季度检查一次。") for state, title in wanted if counts[state]]
