"""What the yearly assessment asks of a person, for the first page."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from gongkai.casework.events import told
from gongkai.web.accounts.models import Person
from gongkai.web.assessment.access import REVIEW_POLICY, ROUND_POLICY, SUBJECT_POLICY
from gongkai.web.assessment.models import Round, Subject
from gongkai.web.organs.models import Organ
from gongkai.web.workbench.queue import Queue


def queues(person: Person, organ: Organ) -> list[Queue]:
    """Own self-scores to be handed in, results to look at, objects to review, objections, results to approve or announce."""
    return [*_own(person, organ), *_reviewing(person, organ), *_results(person, organ)]


def _own(person: Person, organ: Organ) -> list[Queue]:
    if not SUBJECT_POLICY.may_in(person, "fill", organ):
        return []
    found, today, here = [], timezone.localdate(), reverse("workbench:assessments")
    mine = Subject.objects.filter(SUBJECT_POLICY.condition(person, "fill"), target=organ)
    # 科室的考核由科室自己交；办公室只在它自己是对象的时候被提醒
    rows = mine.exclude(organ=organ) if REVIEW_POLICY.holds(person, "read", Subject(organ=organ)) else mine
    days = list(rows.values_list("round__self_due_on", flat=True))
    if days:
        first = min(days)
        tone = "bad" if first < today else "warn" if (first - today).days <= 5 else "info"
        found.append(Queue("待交的考核自评", here, len(days), tone, f"自评截止到{told(first)}。"))
    results = Subject.objects.filter(
        SUBJECT_POLICY.condition(person, "object"),
        target=organ,
        state=Subject.State.TOLD,
        round__objection_due_on__gte=today,
    ).exclude(organ=organ)
    number = results.count()
    if number:
        found.append(Queue("考核结果已告知，可以提出异议", here, number, "info"))
    return found


def _reviewing(person: Person, organ: Organ) -> list[Queue]:
    found, today, here = [], timezone.localdate(), reverse("workbench:assessments")
    if not REVIEW_POLICY.holds(person, "review", Subject(organ=organ, state=Subject.State.HANDED_IN)):
        return []
    rows = Subject.objects.filter(organ=organ, state=Subject.State.HANDED_IN, round__state=Round.State.REVIEW)
    days = list(rows.values_list("round__review_due_on", flat=True))
    if days:
        tone = "bad" if min(days) < today else "info"
        found.append(Queue("待评分的考核对象", here, len(days), tone, f"评分截止到{told(min(days))}。"))
    objected = Subject.objects.filter(organ=organ, state=Subject.State.OBJECTED).count()
    if objected:
        found.append(Queue("待答复的考核异议", here, objected, "warn", "答复以后才能送批。"))
    return found


def _results(person: Person, organ: Organ) -> list[Queue]:
    found = []
    for action, state, title in (
        ("approve", Round.State.SUBMITTED, "待批准的考核结果"),
        ("announce", Round.State.APPROVED, "待公布的考核结果"),
    ):
        if ROUND_POLICY.holds(person, action, Round(organ=organ, state=state)):
            number = Round.objects.filter(organ=organ, state=state).count()
            if number:
                found.append(Queue(title, reverse("workbench:assessments"), number, "info"))
    return found
