"""Who may do what with releases by channel, official accounts and platform events."""

from __future__ import annotations

from gongkai.organs.roles import Role
from gongkai.web.organs.authority import Policy, Reach, grant

READERS = (
    grant(
        "read",
        Role.INFO_OFFICER,
        Role.SECTION_HEAD,
        Role.SECRECY_REVIEWER,
        Role.FOI_OFFICER,
        Role.LEADING_GROUP,
        Role.AUDITOR,
    ),
    grant("read", Role.SUPERVISING_OFFICE, reach=Reach.BELOW),
)

POLICY = Policy(
    title="渠道发布",
    actions={"read": "查看", "record": "登记发布", "void": "作废登记"},
    grants=(
        *READERS,
        grant("record", Role.INFO_OFFICER, Role.FOI_OFFICER),
        grant("void", Role.FOI_OFFICER, second_factor=True),
    ),
    states={},
    state_field="",
)

ACCOUNT_POLICY = Policy(
    title="官方账号",
    actions={"read": "查看", "manage": "登记、修改、关闭账号"},
    grants=(*READERS, grant("manage", Role.FOI_OFFICER, second_factor=True)),
    states={},
    state_field="",
)

PLATFORM_EVENT_POLICY = Policy(
    title="平台大事",
    actions={"read": "查看", "record": "登记", "void": "作废登记"},
    grants=(
        *READERS,
        grant("record", Role.FOI_OFFICER),
        grant("void", Role.FOI_OFFICER, second_factor=True),
    ),
    states={},
    state_field="",
)
