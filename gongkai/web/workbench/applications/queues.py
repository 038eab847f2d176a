"""What is to be done here, for the first page of the workbench: what waits for this person, the most urgent first."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse

from gongkai.applications.moves import TABLE
from gongkai.organs.roles import Role
from gongkai.web.accounts.models import Person
from gongkai.web.applications.access import POLICY
from gongkai.web.applications.models import Application
from gongkai.web.applications.queries import counts
from gongkai.web.organs.authority import roles_in
from gongkai.web.organs.models import Organ
from gongkai.web.workbench.queue import Queue

_FOR: dict[str, tuple[frozenset[str], str, str, str]] = {
    "to_confirm": (frozenset({Role.FOI_OFFICER}), "待确认收到的申请", "warn", "当日就要与申请人确认，确认之日起算答复期限。"),
    "unconfirmed": (frozenset({Role.FOI_OFFICER}), "收到没有按时确认的申请", "bad", "提交以后过了一个工作日还没有确认，答复期限一直没有起算。"),
    "stalled": (frozenset({Role.FOI_OFFICER, Role.INFO_OFFICER}), "停止计算、送达或者结果没有登记的申请", "bad", "不登记，答复期限就一直停着。"),
    "filed": (frozenset({Role.FOI_OFFICER}), "申请人在网上递交的材料", "warn", "补正、说明理由、撤回，登记以后才进入办理记录。"),
    "overdue": (frozenset({Role.FOI_OFFICER, Role.LEADING_GROUP, Role.INFO_OFFICER, Role.SECTION_HEAD}), "逾期的申请", "bad", "已经超过答复期限，请立即办理。"),
    "open": (frozenset({Role.FOI_OFFICER, Role.INFO_OFFICER, Role.SECTION_HEAD}), "在办的申请", "info", "按剩余的工作日排列。"),
    "to_review": (frozenset({Role.SECRECY_REVIEWER, Role.LEADING_GROUP}), "待保密审查、批准的答复", "warn", "先审查后批准，拟稿人不能审查自己拟的答复。"),
    "to_serve": (frozenset({Role.FOI_OFFICER}), "待送达的答复", "warn", "是否逾期，直接送达以签收之日计，邮寄以交邮之日计。"),
}  # fmt: skip


def queues(person: Person, organ: Organ) -> list[Queue]:
    """The heaps in which something waits for the roles that the person holds here."""
    held = roles_in(person, organ)
    wanted = [name for name, (roles, *_) in _FOR.items() if held & roles]
    if not wanted:
        return []
    found = counts(POLICY.visible(person, Application.objects.filter(organ=organ)), wanted)
    return [
        Queue(title, f"{reverse('workbench:applications')}?heap={name}", found[name], tone, why)
        for name, (_, title, tone, why) in _FOR.items()
        if name in wanted and found[name]
    ]


def awaiting(person: Person, organ: Organ) -> int:
    """How many open applications the person may see, for the menu."""
    return POLICY.visible(person, Application.objects.filter(organ=organ)).filter(~Q(state__in=TABLE.final)).count()
