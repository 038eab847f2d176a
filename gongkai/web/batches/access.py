"""Who sees batches, takes them back and puts assignments back. Who may plan one follows from the policy of applications."""

from __future__ import annotations

from gongkai.organs.roles import Role
from gongkai.web.batches.models import DONE, RUNNING, STATES, WAITING
from gongkai.web.organs.authority import Policy, grant

OFFICE, HEADS = Role.FOI_OFFICER, Role.LEADING_GROUP

POLICY = Policy(
    title="批量办理",
    actions={
        "read": "查看",
        "plan": "安排批量办理",
        "take_back": "撤回",
        "put_back": "撤销交办",
        "settle": "标为处理完",
    },
    grants=(
        grant("read", OFFICE, HEADS, Role.AUDITOR),
        grant("plan", OFFICE, HEADS),
        grant("take_back", OFFICE, HEADS, states=(WAITING, RUNNING)),
        grant("put_back", OFFICE, states=(DONE,)),
        grant("settle", OFFICE, HEADS, states=(DONE,)),
    ),
    states=STATES,
)
