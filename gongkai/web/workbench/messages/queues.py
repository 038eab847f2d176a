"""What is to be done in messages, for the first page of the workbench."""

from __future__ import annotations

from django.urls import reverse

from gongkai.organs.roles import Role
from gongkai.web.accounts.models import Person
from gongkai.web.messages.access import PART_POLICY, POLICY, QUESTION_POLICY
from gongkai.web.messages.models import Message, Publication
from gongkai.web.messages.queries import counts, parts_waiting
from gongkai.web.organs.authority import roles_in
from gongkai.web.organs.models import Organ
from gongkai.web.workbench.queue import Queue

_OFFICE, _HEADS = frozenset({Role.FOI_OFFICER}), frozenset({Role.LEADING_GROUP})
_CHIEFS, _WRITERS = frozenset({Role.SECTION_HEAD}), frozenset({Role.INFO_OFFICER})
_HEAPS = {
    "overdue": ("逾期没有答复的留言", "bad", "网站留言超过三个月没有答复的，检查时单项否决（国办秘函〔2019〕19号）。", _OFFICE | _HEADS | _CHIEFS | _WRITERS),
    "received": ("待分办的留言", "warn", "交给主办科室，或者转出、转为依申请公开。", _OFFICE),
    "assigned": ("办理中的留言", "info", "拟写答复以后由另一人审核。", _CHIEFS | _WRITERS),
    "drafted": ("待审核的答复", "warn", "拟稿人以外的人审核。", _OFFICE | _HEADS | _CHIEFS),
    "approved": ("审核通过、待答复的留言", "warn", "发出答复以后，留言人凭编号和查询码看得到。", _OFFICE),
}  # fmt: skip


def queues(person: Person, organ: Organ) -> list[Queue]:
    """The heaps in which something waits for the roles that the person holds here."""
    held = roles_in(person, organ)
    found = []
    if held & (_OFFICE | _HEADS | _CHIEFS | _WRITERS):
        here = reverse("workbench:messages")
        numbers = counts(POLICY.visible(person, Message.objects.filter(organ=organ)))
        found = [
            Queue(title, f"{here}?heap={name}", numbers[name], tone, why)
            for name, (title, tone, why, roles) in _HEAPS.items()
            if numbers[name] and held & roles
        ]
        if parts := PART_POLICY.visible(person, parts_waiting(organ), "give").count():
            found.append(Queue("等会办意见的留言", reverse("workbench:message_parts"), parts, "warn", "主办科室在等。"))
    if QUESTION_POLICY.may_in(person, "review", organ):
        waiting = Publication.objects.filter(organ=organ, state=Publication.State.PREPARED)
        if number := waiting.exclude(prepared_by=person).count():
            why = "看有没有国家秘密、个人信息和商业秘密，再公开。"
            found.append(Queue("待审查的问答", reverse("workbench:publications"), number, "info", why))
    return found
