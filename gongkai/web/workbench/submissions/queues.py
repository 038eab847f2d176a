"""What 信息报送 asks of a person, for the first page."""

from __future__ import annotations

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from gongkai.web.accounts.models import Person
from gongkai.web.organs.models import Organ
from gongkai.web.submissions.access import CIRCULAR_POLICY, POLICY, SOURCE_POLICY
from gongkai.web.submissions.models import Circular, Submission
from gongkai.web.workbench.queue import Queue

State = Submission.State


def queues(person: Person, organ: Organ) -> list[Queue]:
    """Pieces to be handled (urgent and overdue ones first), own pieces that came back, circulars to approve or issue."""
    return [*_received(person, organ), *_returned(person, organ), *_circulars(person, organ)]


def _received(person: Person, organ: Organ) -> list[Queue]:
    if not POLICY.holds(person, "return", Submission(organ=organ, source=organ, state=State.SUBMITTED)):
        return []
    counts = (
        Submission.objects.filter(organ=organ, state=State.SUBMITTED)
        .order_by()
        .aggregate(
            urgent_ones=Count("pk", filter=Q(urgent=True)),
            late_ones=Count("pk", filter=Q(urgent=False, due_on__lt=timezone.localdate())),
            waiting=Count("pk"),
        )
    )
    here, found = reverse("workbench:submissions"), []
    if counts["urgent_ones"]:
        found.append(
            Queue("待处理的紧急信息", f"{here}?heap=urgent", counts["urgent_ones"], "bad", "紧急信息请先处理。")
        )
    if counts["late_ones"]:
        why = "本机关的计分办法定了处理的期限。"
        found.append(Queue("逾期没有处理的信息", f"{here}?heap=submitted", counts["late_ones"], "bad", why))
    rest = counts["waiting"] - counts["urgent_ones"] - counts["late_ones"]
    if rest:
        found.append(Queue("待处理的信息", f"{here}?heap=submitted", rest, "info", "科室和下级机关报送来的。"))
    return found


def _returned(person: Person, organ: Organ) -> list[Queue]:
    rows = Submission.objects.filter(source=organ, state=State.RETURNED)
    number = SOURCE_POLICY.visible(person, rows, "resubmit").count()
    if not number:
        return []
    here = f"{reverse('workbench:submissions')}?box=sent&heap=returned"
    return [Queue("被退回的信息", here, number, "warn", "按退回的意见补充后重新报送。")]


def _circulars(person: Person, organ: Organ) -> list[Queue]:
    found = []
    steps = (
        ("approve", Circular.State.DRAFT, "待批准的信息报送通报"),
        ("issue", Circular.State.APPROVED, "待印发的信息报送通报"),
    )
    for action, state, title in steps:
        if CIRCULAR_POLICY.holds(person, action, Circular(organ=organ, state=state)):
            number = Circular.objects.filter(organ=organ, state=state).count()
            if number:
                found.append(Queue(title, reverse("workbench:circulars"), number, "info", "报送和采用情况按期通报。"))
    return found
