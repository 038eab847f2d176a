"""Who sees the numbers of an organ. The records behind a number are shown by the policy of their own subject, not by this one."""

from __future__ import annotations

from gongkai.organs.roles import Role
from gongkai.web.organs.authority import Policy, Reach, grant

POLICY = Policy(
    title="看板",
    actions={"read": "查看本机关的数字", "read_below": "查看连同下级机关的数字"},
    grants=(
        grant("read", Role.FOI_OFFICER, Role.LEADING_GROUP, Role.AUDITOR, Role.ADMINISTRATOR),
        grant("read", Role.SUPERVISING_OFFICE, reach=Reach.BELOW),
        grant("read_below", Role.LEADING_GROUP),
        grant("read_below", Role.SUPERVISING_OFFICE, reach=Reach.BELOW),
    ),
    states={},
    organ_field="",
    state_field="",
)
"""Numbers of the whole organ; its record is the organ itself. An administrator sees numbers and, having no business there, no records."""
