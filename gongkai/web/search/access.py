"""Who may see what was looked for in vain, and say which words mean the same."""

from __future__ import annotations

from gongkai.organs.roles import Role
from gongkai.web.organs.authority import Policy, grant

POLICY = Policy(
    title="检索",
    actions={"read": "查看检索情况", "edit": "增减同义词"},
    grants=(
        grant("read", Role.FOI_OFFICER, Role.LEADING_GROUP, Role.SUPERVISING_OFFICE, Role.AUDITOR),
        grant("edit", Role.FOI_OFFICER, second_factor=True),
    ),
    states={},
    state_field="",
)
