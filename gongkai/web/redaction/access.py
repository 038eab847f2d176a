"""Who may do what with coverings: who prepares the reply marks, another person in the office releases."""

from __future__ import annotations

from gongkai.organs.roles import Role
from gongkai.web.organs.authority import Policy, Reach, grant

OFFICE, HEADS, SECTION, SECTION_HEAD = Role.FOI_OFFICER, Role.LEADING_GROUP, Role.INFO_OFFICER, Role.SECTION_HEAD

POLICY = Policy(
    title="遮盖",
    actions={"read": "查看遮盖的记录", "view": "查看原件的页面", "mark": "标注遮盖", "release": "核验并生成成品"},
    grants=(
        grant("read", OFFICE, HEADS, Role.SECRECY_REVIEWER, Role.AUDITOR),
        grant("read", SECTION, SECTION_HEAD, reach=Reach.SECTION),
        grant("view", OFFICE, HEADS, Role.SECRECY_REVIEWER),
        grant("view", SECTION, SECTION_HEAD, reach=Reach.SECTION),
        grant("mark", OFFICE),
        grant("mark", SECTION, reach=Reach.SECTION),
        grant("release", OFFICE, HEADS, second_factor=True),
    ),
    states={},
    organ_field="application__organ",
    section_field="application__section",
    state_field="",
)
"""Whether the case is at a point where it may be marked or released, the services say: it depends on the recipient."""
