"""Who may do what with the registers. Entering is one person's work, showing to the public another's, with the second factor."""

from __future__ import annotations

from gongkai.organs.roles import Role
from gongkai.web.organs.authority import Policy, Reach, grant
from gongkai.web.registers.models import Registered, Tally

OFFICE = (Role.FOI_OFFICER, Role.LEADING_GROUP)
ENTERING = (Role.INFO_OFFICER, Role.FOI_OFFICER)
READ = (
    grant(
        "read",
        Role.INFO_OFFICER,
        Role.SECTION_HEAD,
        Role.SECRECY_REVIEWER,
        Role.FOI_OFFICER,
        Role.LEADING_GROUP,
        Role.AUDITOR,
    ),
    grant("read", Role.SUPERVISING_OFFICE, reach=Reach.BELOW, states=("released", "withdrawn")),
)


def _register(title: str) -> Policy:
    return Policy(
        title=title,
        actions={
            "read": "查看",
            "enter": "登记",
            "edit": "修改没有公开的登记",
            "release": "审定公开",
            "keep_back": "定为依法不公开",
            "withdraw": "撤回公开",
            "end": "登记取消、变更、撤销",
            "void": "作废登记",
        },
        grants=(
            *READ,
            grant("enter", *ENTERING),
            grant("edit", *ENTERING, states=("entered",)),
            grant("release", *OFFICE, states=("entered", "kept_back", "withdrawn"), second_factor=True),
            grant("keep_back", *OFFICE, states=("entered",), second_factor=True),
            grant("withdraw", *OFFICE, states=("released",), second_factor=True),
            grant("end", Role.FOI_OFFICER, states=("entered", "released", "kept_back", "withdrawn")),
            grant("void", *OFFICE, states=("entered", "released", "kept_back", "withdrawn"), second_factor=True),
        ),
        states=dict(Registered.State.choices),
    )


MATTER_POLICY = _register("权责和服务事项")
DECISION_POLICY = _register("处理决定")
FEE_POLICY = _register("行政事业性收费")
PROCUREMENT_POLICY = _register("政府集中采购")

BATCH_POLICY = Policy(
    title="事项清单的批次",
    actions={"read": "查看", "enter": "登记", "void": "作废登记"},
    grants=(
        grant("read", *(role for each in READ if not each.states for role in sorted(each.roles))),
        grant("enter", *ENTERING),
        grant("void", Role.FOI_OFFICER, second_factor=True),
    ),
    states={},
    state_field="",
)

TALLY_POLICY = Policy(
    title="汇总数",
    actions={"read": "查看", "enter": "登记", "confirm": "核签", "void": "作废登记"},
    grants=(
        grant("read", *(role for each in READ if not each.states for role in sorted(each.roles))),
        grant("enter", *ENTERING),
        grant("confirm", Role.SECTION_HEAD, *OFFICE, states=("entered",), second_factor=True),
        grant("void", Role.FOI_OFFICER, states=("entered", "confirmed"), second_factor=True),
    ),
    states=dict(Tally.State.choices),
)
