"""Who may do what with complaints, accounts asked for, rectifications and accountability.

A complaint belongs to the organ that decides. The organ complained about has no way to it: it stands below, and reads and answers
only what it is asked (``Account``). Whoever holds a role in the organ complained about is kept from its complaints besides, even
when holding one in the organ that decides (回避): see ``ImpartialPolicy``.
"""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q

from gongkai.assessment.accountability import complaint_moves, rectification_moves
from gongkai.organs.roles import Role
from gongkai.web.casework.access import policy_of
from gongkai.web.organs.authority import Grant, Policy, Reach, grant, organs_of

OFFICE, ABOVE, HEADS, AUDITOR = Role.FOI_OFFICER, Role.SUPERVISING_OFFICE, Role.LEADING_GROUP, Role.AUDITOR
READERS = (OFFICE, ABOVE, HEADS, AUDITOR)


class ImpartialPolicy(Policy):
    """A policy that keeps people from what is about an organ in which they hold a role themselves."""

    def condition(self, person: Any, action: str = "read") -> Q:
        """As for every policy, without what is about an own organ."""
        own = Q(about_id__in=organs_of(person)) & ~Q(about_id=F("organ_id"))
        return super().condition(person, action) & ~(Q(about_id__isnull=False) & own)

    def _holding(self, person: Any, action: str, record: Any, *, any_state: bool = False) -> list[Grant]:
        about = getattr(record, "about_id", None)
        if about is not None and about != getattr(record, "organ_id", None) and about in organs_of(person):
            return []
        return super()._holding(person, action, record, any_state=any_state)


_complaint = policy_of(
    complaint_moves.TABLE,
    reading=dict.fromkeys(READERS, Reach.ORGAN),
    second_factor=("extend", "decide"),
    more_actions={
        "edit": "修改登记内容",
        "add_paper": "存入材料",
        "read_paper": "查看材料",
        "read_personal_data": "查看投诉人的信息",
        "write_letter": "生成给投诉人的文书",
        "amend": "更正记录",
        "erase": "删除个人信息",
    },
    more_grants=(
        grant("edit", OFFICE, ABOVE),
        grant("add_paper", OFFICE, ABOVE),
        grant("read_paper", OFFICE, ABOVE, HEADS),
        grant("read_personal_data", OFFICE, ABOVE, HEADS),
        grant("write_letter", OFFICE, ABOVE),
        grant("amend", OFFICE, ABOVE, HEADS, second_factor=True),
        grant("erase", OFFICE, states=tuple(sorted(complaint_moves.TABLE.final)), second_factor=True),
    ),
)
POLICY = ImpartialPolicy(
    title=_complaint.title, actions=_complaint.actions, grants=_complaint.grants, states=_complaint.states
)

ACCOUNT_POLICY = Policy(
    title="投诉的情况说明",
    actions={"read": "查看", "give": "说明情况"},
    grants=(grant("read", OFFICE, HEADS), grant("give", OFFICE, HEADS, states=("asked",))),
    states={"asked": "等待说明", "given": "已说明", "waived": "不再等"},
)

RECTIFICATION_POLICY = policy_of(
    rectification_moves.TABLE,
    reading={OFFICE: Reach.ORGAN, HEADS: Reach.ORGAN, AUDITOR: Reach.ORGAN, ABOVE: Reach.BELOW},
    reach={ABOVE: Reach.BELOW},
    second_factor=("order", "accept", "revoke"),
    more_actions={"add_paper": "存入证明材料", "read_paper": "查看证明材料", "amend": "更正记录"},
    more_grants=(
        grant("add_paper", OFFICE, states=("ordered", "returned", "reported")),
        grant("read_paper", OFFICE, HEADS),
        grant("read_paper", ABOVE, reach=Reach.BELOW),
        grant("amend", ABOVE, reach=Reach.BELOW, second_factor=True),
    ),
)

LIABILITY_POLICY = Policy(
    title="责任追究",
    actions={"read": "查看", "propose": "提出建议", "record": "记录结果", "read_person": "查看责任人"},
    grants=(
        grant("read", ABOVE, HEADS, AUDITOR),
        grant("propose", ABOVE, second_factor=True),
        grant("record", ABOVE, second_factor=True),
        grant("read_person", ABOVE, HEADS),
    ),
    states={},
    organ_field="orderer",
    state_field="",
)
