"""Who may do what with fees: the office reckons and asks, a head of the office waives, an auditor reads."""

from __future__ import annotations

from gongkai.organs.roles import Role
from gongkai.web.fees.models import STATES
from gongkai.web.organs.authority import Policy, Reach, grant

OPEN = ("drawn", "notified")
READERS = (
    grant("read", Role.FOI_OFFICER, Role.LEADING_GROUP, Role.AUDITOR),
    grant("read", Role.SUPERVISING_OFFICE, reach=Reach.BELOW),
)

POLICY = Policy(
    title="信息处理费",
    actions={
        "read": "查看",
        "draw": "核算收费",
        "cancel": "作废核算",
        "ask_waiver": "提请减免",
        "decide_waiver": "决定减免",
    },
    grants=(
        *READERS,
        grant("draw", Role.FOI_OFFICER),
        grant("cancel", Role.FOI_OFFICER, states=("drawn",)),
        grant("ask_waiver", Role.FOI_OFFICER, states=OPEN),
        grant("decide_waiver", Role.LEADING_GROUP, states=OPEN, second_factor=True),
    ),
    states=STATES,
)

SETTING_POLICY = Policy(
    title="信息处理费的缴纳方式",
    actions={"read": "查看", "set": "填写缴纳方式"},
    grants=(*READERS, grant("set", Role.FOI_OFFICER, second_factor=True)),
    states={},
    state_field="",
)
