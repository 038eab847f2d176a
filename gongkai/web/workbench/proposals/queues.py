"""What is to be done in proposals, for the first page of the workbench."""

from __future__ import annotations

from django.urls import reverse

from gongkai.organs.roles import Role
from gongkai.web.accounts.models import Person
from gongkai.web.organs.authority import roles_in
from gongkai.web.organs.models import Organ
from gongkai.web.proposals.access import POLICY, PUBLICATION_POLICY
from gongkai.web.proposals.models import Proposal
from gongkai.web.proposals.queries import counts, publications_waiting
from gongkai.web.workbench.queue import Queue

_OFFICE, _HEADS = frozenset({Role.FOI_OFFICER}), frozenset({Role.LEADING_GROUP})
_CHIEFS, _WRITERS = frozenset({Role.SECTION_HEAD}), frozenset({Role.INFO_OFFICER})
_HEAPS = {
    "overdue": ("逾期没有答复的建议提案", "bad", "自交办之日起三个月以内答复，难度大的六个月（《代表法》第五十一条）。", _OFFICE | _HEADS | _CHIEFS | _WRITERS),
    "received": ("待分办的建议提案", "warn", "交科室承办；不属于本机关职责的，在期限以内退回交办单位。", _OFFICE),
    "assigned": ("办理中的建议提案", "info", "先同代表、委员沟通，再拟写答复，由另一人审核。", _CHIEFS | _WRITERS),
    "drafted": ("待审核的建议提案答复", "warn", "拟稿人以外的人审核，答复和公开属性一并审。", _OFFICE | _CHIEFS),
    "approved": ("待签发的建议提案答复", "warn", "审核通过以后由领导签发。", _HEADS),
    "signed": ("待送出的建议提案答复", "warn", "送出以后登记，期限以送出的日期计。", _OFFICE),
    "replied": ("待收回反馈的建议提案", "info", "收回意见反馈表以后登记满意程度。", _OFFICE),
    "to_publish": ("待公开的建议提案答复", "warn", "答复以后在期限以内审查、公开，先摘要后全文（国办发〔2014〕46号）。", _OFFICE),
}  # fmt: skip


def queues(person: Person, organ: Organ) -> list[Queue]:
    """The heaps in which something waits for the roles that the person holds here."""
    held = roles_in(person, organ)
    found = []
    if held & (_OFFICE | _HEADS | _CHIEFS | _WRITERS):
        here = reverse("workbench:proposals")
        numbers = counts(POLICY.visible(person, Proposal.objects.filter(organ=organ)))
        found = [
            Queue(title, f"{here}?heap={name}", numbers[name], tone, why)
            for name, (title, tone, why, roles) in _HEAPS.items()
            if numbers[name] and held & roles
        ]
    if PUBLICATION_POLICY.may_in(person, "review", organ):
        number = publications_waiting(organ).exclude(prepared_by=person).count()
        if number:
            why = "看公开属性是否适当，有没有国家秘密、个人隐私，再公开。"
            here = reverse("workbench:proposal_publications")
            found.append(Queue("待审查的建议提案答复", here, number, "info", why))
    return found
