"""What is to be done with organs, documents and the year's tasks, for the first page of the workbench."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from gongkai.organs.roles import Role
from gongkai.web.accounts.models import Person
from gongkai.web.organs.access import ORGAN_POLICY, current
from gongkai.web.organs.authority import places_of
from gongkai.web.organs.models import Appointment, Organ, OrganDocumentVersion, WorkPoint
from gongkai.web.workbench.queue import Queue

SOON = timedelta(days=30)
"""How long before its last day a task shows on the first page."""


def queues(person: Person, organ: Organ) -> list[Queue]:
    """Tasks that are overdue or soon due, drafts that wait for release, organs without a disclosure officer."""
    here = {place.role: place for place in places_of(person) if place.organ_id == organ.pk}
    return [
        *_tasks(person, organ, set(here)),
        *_drafts(person, organ, set(here)),
        *_unattended(person, organ, set(here)),
    ]


def _tasks(person: Person, organ: Organ, roles: set[Role]) -> list[Queue]:
    today = timezone.localdate()
    tasks = WorkPoint.objects.filter(organ=organ, done_on=None)
    if Role.FOI_OFFICER not in roles and Role.LEADING_GROUP not in roles:
        in_section = (Role.INFO_OFFICER, Role.SECTION_HEAD)
        sections = [
            place.section_id for place in places_of(person) if place.organ_id == organ.pk and place.role in in_section
        ]
        tasks = tasks.filter(Q(owner=person) | Q(section__in=[key for key in sections if key]))
    url = reverse("workbench:work_points", args=[organ.code])
    open_tasks = list(tasks.filter(due_on__lte=today + SOON).order_by().values_list("year", "due_on"))
    years = [year for year, due_on in open_tasks if due_on is not None and due_on < today]
    found = [
        Queue(
            f"{year}年要点任务已逾期",
            f"{url}?year={year}",
            years.count(year),
            "bad",
            "请尽快办结，或者说明情况后调整时限",
        )
        for year in sorted(set(years))
    ]
    due = len(open_tasks) - len(years)
    if due:
        found.append(Queue("要点任务将到期", url, due, "warn", "30天内到期"))
    return found


def _drafts(person: Person, organ: Organ, roles: set[Role]) -> list[Queue]:
    if Role.LEADING_GROUP not in roles:
        return []
    drafts = OrganDocumentVersion.objects.filter(document__organ=organ, published_at=None).exclude(author=person)
    count = drafts.count()
    url = reverse("workbench:organ_documents", args=[organ.code])
    return [Queue("指南、制度待批准公布", url, count, "info", "起草人以外的人审看后公布")] if count else []


def _unattended(person: Person, organ: Organ, roles: set[Role]) -> list[Queue]:
    if Role.ADMINISTRATOR not in roles:
        return []
    held = Appointment.objects.filter(current(), organ=OuterRef("pk"), role=Role.FOI_OFFICER, person__active=True)
    organs = ORGAN_POLICY.visible(person, Organ.objects.filter(dissolved_on=None), "edit")
    count = organs.exclude(Exists(held)).count()
    if not count:
        return []
    return [Queue("机关没有政务公开专职人员", reverse("workbench:organs"), count, "warn", "请任命，否则申请没有人登记")]
