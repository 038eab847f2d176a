"""What is to be done with normative documents, for the first page of the workbench."""

from __future__ import annotations

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from gongkai.casework.events import told
from gongkai.organs.roles import Role
from gongkai.publishing.normative import NORMATIVE
from gongkai.web.accounts.models import Person
from gongkai.web.normative.access import POLICY
from gongkai.web.normative.models import NormativeDocument
from gongkai.web.normative.queries import due_for_evaluation, uninterpreted, without_interpretation
from gongkai.web.organs.authority import roles_in
from gongkai.web.organs.models import Organ
from gongkai.web.workbench.queue import Queue

WAITING = {
    "pass_legal": (
        "legal_review",
        "等待合法性审核的文件",
        "合法性审核通过以后才能提交集体讨论（国办发〔2018〕115号）。",
    ),
    "decide": ("deliberating", "等待集体讨论的文件", "讨论以后登记会议和结果。"),
    "sign": ("decided", "等待签发的文件", "集体讨论已经通过。"),
    "register": ("signed", "等待登记、编号的文件", "统一登记、统一编号以后才能公布。"),
    "close_consultation": ("consulting", "征求意见已经截止的文件", "请汇总意见，登记采纳情况。"),
}
OFFICE = frozenset({Role.FOI_OFFICER.value, Role.LEADING_GROUP.value})
SHOWN_LATE = 200
"""So many policies are looked at for lateness; beyond that the list says the rest."""


def queues(person: Person, organ: Organ) -> list[Queue]:
    """Files that wait for the person, documents to evaluate, policies without interpretation."""
    return [*_waiting(person, organ), *_reminders(person, organ)]


def _waiting(person: Person, organ: Organ) -> list[Queue]:
    today = timezone.localdate()
    asked = {}
    for name, (state, *_) in WAITING.items():
        condition = Q(state=state) & POLICY.condition(person, name)
        asked[name] = condition & Q(consulted_until__lte=today) if name == "close_consultation" else condition
    numbers = {name: Count("pk", filter=condition) for name, condition in asked.items()}
    rows = NormativeDocument.objects.filter(organ=organ, state__in=[state for state, *_ in WAITING.values()])
    found = rows.order_by().aggregate(**numbers)
    url = reverse("workbench:normative_documents")
    return [
        Queue(title, f"{url}?tab=open&state={state}", found[name], "info", why)
        for name, (state, title, why) in WAITING.items()
        if found[name] and NORMATIVE.move_of[name]
    ]


def _reminders(person: Person, organ: Organ) -> list[Queue]:
    if not roles_in(person, organ) & OFFICE:
        return []
    today, made = timezone.localdate(), []
    due = due_for_evaluation(organ, today)
    if due:
        over = sum(item.expires_on is not None and item.expires_on < today for item in due)
        first = due[0].expires_on
        why = f"其中{over}份已经过了有效期。" if over else f"最早的一份{told(first)}到期。" if first else ""
        made.append(
            Queue("应当评估的文件", reverse("workbench:normative_due"), len(due), "bad" if over else "warn", why)
        )
    # 只数件数和天数，栏目、正文的要素都不取
    rows = without_interpretation(organ).select_related(None).only("published_at", "earlier_published_on")
    waiting = uninterpreted(rows[:SHOWN_LATE], organ, today)
    if waiting:
        late = sum(each.late for each in waiting)
        why = f"{late}份超过了发布解读的期限。" if late else "都还在期限以内。"
        made.append(
            Queue(
                "有政策没有解读",
                reverse("workbench:normative_interpretations"),
                len(waiting) if len(waiting) < SHOWN_LATE else rows.count(),
                "warn" if late else "info",
                why,
            )
        )
    return made
