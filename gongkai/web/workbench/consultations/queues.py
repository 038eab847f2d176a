"""What is to be done in consultations and surveys, for the first page of the workbench."""

from __future__ import annotations

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from gongkai.organs.roles import Role
from gongkai.web.accounts.models import Person
from gongkai.web.consultations.access import POLICY
from gongkai.web.consultations.models import Consultation
from gongkai.web.organs.authority import roles_in
from gongkai.web.organs.models import Organ
from gongkai.web.workbench.queue import Queue

_OFFICE, _HEADS = frozenset({Role.FOI_OFFICER}), frozenset({Role.LEADING_GROUP})
_CHIEFS, _WRITERS, _SECRECY = (
    frozenset({Role.SECTION_HEAD}),
    frozenset({Role.INFO_OFFICER}),
    frozenset({Role.SECRECY_REVIEWER}),
)
_ALL = _OFFICE | _HEADS | _CHIEFS | _WRITERS
_HEAPS = {
    "overdue": ("逾期没有公布结果的征集调查", "bad", "征集以后不公布结果，参加的人不知道意见采纳了没有。", "overdue", _ALL),
    "closed": ("已经截止、待公布结果的征集调查", "warn", "归并意见，拟定采纳情况报告或者调查结果。", "open", _ALL - _HEADS),
    "reviewing": ("待审核的征集调查", "warn", "起草人以外的人审核。", "preparing", _ALL - _WRITERS),
    "secrecy": ("待保密审查的征集调查", "warn", "先审查、后公开。", "preparing", _SECRECY),
    "approved": ("审查通过、待开启的征集调查", "info", "开启的时候核对时间够不够。", "preparing", _OFFICE),
    "result_review": ("结果待审核的征集调查", "warn", "拟稿人以外的人审核并公布。", "open", _ALL - _WRITERS),
}  # fmt: skip


def queues(person: Person, organ: Organ) -> list[Queue]:
    """The heaps in which something waits for the roles that the person holds here."""
    held = roles_in(person, organ)
    if not held & (_ALL | _SECRECY):
        return []
    today = timezone.localdate()
    rows = POLICY.visible(person, Consultation.objects.filter(organ=organ, ended=False)).order_by()
    late = Q(due_on__lt=today)
    numbers = rows.aggregate(
        overdue=Count("pk", filter=late),
        closed=Count("pk", filter=Q(state="open", closes_on__lt=today) & ~late),
        reviewing=Count("pk", filter=Q(state="reviewing")),
        secrecy=Count("pk", filter=Q(state="secrecy")),
        approved=Count("pk", filter=Q(state="approved")),
        result_review=Count("pk", filter=Q(state="result_review")),
    )
    here = reverse("workbench:consultations")
    return [
        Queue(title, f"{here}?heap={heap}", numbers[name], tone, why)
        for name, (title, tone, why, heap, roles) in _HEAPS.items()
        if numbers[name] and held & roles
    ]
