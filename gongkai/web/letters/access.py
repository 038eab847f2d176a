"""Who may read and change the templates of an organ's letters, and what its letters say of it."""

from __future__ import annotations

from gongkai.organs.roles import Role
from gongkai.web.organs.authority import Policy, grant

READERS = frozenset(Role) - {Role.SUPERVISING_OFFICE}

POLICY = Policy(
    title="文书模板",
    actions={"read": "查看", "edit": "修改模板和文书设置"},
    grants=(
        grant("read", *READERS),
        grant("edit", Role.FOI_OFFICER, second_factor=True),
    ),
    states={},
    state_field="",
)
