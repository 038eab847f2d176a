"""What complaints and rectifications ask of a person, for the first page of the workbench."""

from __future__ import annotations

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from gongkai.organs.roles import Role
from gongkai.web.accountability.access import ACCOUNT_POLICY, POLICY, RECTIFICATION_POLICY
from gongkai.web.accountability.models import Complaint, Rectification
from gongkai.web.accountability.queries import COMPLAINTS, accounts_waiting
from gongkai.web.accounts.models import Person
from gongkai.web.organs.authority import roles_in
from gongkai.web.organs.models import Organ
from gongkai.web.workbench.queue import Queue

_OFFICE = frozenset({Role.FOI_OFFICER, Role.SUPERVISING_OFFICE})
_HEADS = frozenset({Role.LEADING_GROUP})
_HEAPS = {
    "overdue": ("逾期没有处理的信息公开投诉", "bad", "期限是比照信访选定的，见投诉的页面。", _OFFICE | _HEADS),
    "received": ("待受理的信息公开投诉", "warn", "看是不是公开工作的事、是不是本机关处理。", _OFFICE),
    "accepted": ("正在调查的信息公开投诉", "info", "请被投诉机关说明，核查，提出处理意见。", _OFFICE),
    "proposed": ("待审批的投诉处理意见", "warn", "由提出意见以外的人审批。", _HEADS),
    "decided": ("待告知投诉人的处理结果", "warn", "告知以后办结。", _OFFICE),
}


def queues(person: Person, organ: Organ) -> list[Queue]:
    """The heaps in which something waits for the roles that the person holds here."""
    held = roles_in(person, organ)
    if not held & (_OFFICE | _HEADS):
        return []
    found = []
    here = reverse("workbench:complaints")
    rows = POLICY.visible(person, Complaint.objects.filter(organ=organ, ended=False))
    numbers = COMPLAINTS.counts(rows)
    found += [
        Queue(title, f"{here}?heap={name}", numbers[name], tone, why)
        for name, (title, tone, why, roles) in _HEAPS.items()
        if numbers[name] and held & roles
    ]
    if waiting := ACCOUNT_POLICY.visible(person, accounts_waiting(organ), "give").count():
        why = "只写事实、依据和打算怎样改；不要打听是谁投诉的。"
        found.append(Queue("等本机关说明的投诉", reverse("workbench:complaint_accounts"), waiting, "warn", why))
    return [*found, *_rectifications(person, organ, held)]


def _rectifications(person: Person, organ: Organ, held: frozenset[str]) -> list[Queue]:
    rows = RECTIFICATION_POLICY.visible(person, Rectification.objects.filter(ended=False))
    open_, today = Q(state__in=("ordered", "returned")), timezone.localdate()
    mine, ordered = Q(organ=organ), Q(orderer=organ)
    numbers = rows.order_by().aggregate(
        late=Count("pk", filter=mine & open_ & Q(due_on__lt=today)),
        open=Count("pk", filter=mine & open_ & Q(due_on__gte=today)),
        their_late=Count("pk", filter=ordered & open_ & Q(due_on__lt=today)),
        reported=Count("pk", filter=ordered & Q(state="reported")),
    )
    here = reverse("workbench:rectifications")
    told = (
        ("late", f"{here}?side=received&heap=overdue", "逾期没有报告的整改", "bad", "请尽快报告整改情况并附证明材料。"),
        ("open", f"{here}?side=received", "上级要求的整改", "warn", "按期报告整改措施和结果，附证明材料。"),
        (
            "their_late",
            f"{here}?side=ordered&heap=overdue",
            "下级逾期没有报告的整改",
            "bad",
            "可以催办，或者建议追究责任。",
        ),
        ("reported", f"{here}?side=ordered&heap=reported", "待核查的整改报告", "warn", "核查通过销号，没有到位退回。"),
    )
    return [Queue(title, url, numbers[name], tone, why) for name, url, title, tone, why in told if numbers[name]]
