"""What is to be done in disputes, for the first page of the workbench."""

from __future__ import annotations

from django.urls import reverse

from gongkai.organs.roles import Role
from gongkai.web.accounts.models import Person
from gongkai.web.disputes.access import POLICY
from gongkai.web.disputes.models import Dispute
from gongkai.web.disputes.queries import HEAPS, unregistered
from gongkai.web.organs.authority import roles_in
from gongkai.web.organs.models import Organ
from gongkai.web.workbench.queue import Queue

_CONCERNED = frozenset({Role.FOI_OFFICER, Role.LEADING_GROUP})
_HEAPS = {
    "overdue": ("逾期的复议、诉讼事项", "bad", "逾期不答复、不举证的，视为没有证据（《行政复议法》第七十条、《行政诉讼法》第三十四条）。"),
    "to_answer": ("待答复、待举证的案件", "warn", "复议10个工作日（简易程序5个），诉讼15日，自收到副本次日起算。"),
    "to_fulfil": ("待履行的复议决定、判决", "warn", "在决定、判决写明的期限以内履行，履行以后登记。"),
}  # fmt: skip


def queues(person: Person, organ: Organ) -> list[Queue]:
    """The heaps in which something waits for the roles that the person holds here."""
    held = roles_in(person, organ)
    if not held & _CONCERNED:
        return []
    here = reverse("workbench:disputes")
    numbers = HEAPS.counts(POLICY.visible(person, Dispute.objects.filter(organ=organ)))
    found = [
        Queue(title, f"{here}?heap={name}", numbers[name], tone, why)
        for name, (title, tone, why) in _HEAPS.items()
        if numbers[name]
    ]
    if Role.FOI_OFFICER in held and (missing := unregistered(organ).count()):
        why = "申请已经在复议、诉讼，案件没有登记，年报的表四数不出来。"
        found.append(Queue("待补登的复议、诉讼", reverse("workbench:disputes_unregistered"), missing, "warn", why))
    return found
