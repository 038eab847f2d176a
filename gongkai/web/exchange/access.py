"""Who may take lists and packages in, and hand over what is public."""

from __future__ import annotations

from gongkai.organs.roles import Role
from gongkai.web.organs.authority import Policy, grant

READERS = (Role.FOI_OFFICER, Role.LEADING_GROUP, Role.AUDITOR)

IMPORT_POLICY = Policy(
    title="导入批次",
    actions={"read": "查看", "import": "导入清单和移交包", "export": "导出目录"},
    grants=(
        grant("read", *READERS),
        grant("import", Role.FOI_OFFICER, second_factor=True),
        grant("export", *READERS),
    ),
    states={},
    state_field="",
)
"""What is imported becomes drafts, which others review: importing publishes nothing."""

PACKAGE_POLICY = Policy(
    title="移交包",
    actions={"read": "查看、下载", "hand_over": "制作移交包、登记回执"},
    grants=(grant("read", *READERS), grant("hand_over", Role.FOI_OFFICER, second_factor=True)),
    states={},
    state_field="",
)
