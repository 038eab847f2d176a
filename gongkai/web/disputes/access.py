"""Who may do what with disputes: every move as the table says; reading; files; the evidence bundle with a second factor."""

from __future__ import annotations

from gongkai.disputes.moves import TABLE
from gongkai.organs.roles import Role
from gongkai.web.casework.access import policy_of
from gongkai.web.organs.authority import Reach, grant

OFFICE, HEADS = Role.FOI_OFFICER, Role.LEADING_GROUP

POLICY = policy_of(
    TABLE,
    reading={
        Role.FOI_OFFICER: Reach.ORGAN,
        Role.LEADING_GROUP: Reach.ORGAN,
        Role.LEGAL_REVIEWER: Reach.ORGAN,
        Role.AUDITOR: Reach.ORGAN,
        Role.SUPERVISING_OFFICE: Reach.BELOW,
    },
    second_factor=("decide", "decline", "close_body", "extend_decision"),
    more_actions={
        "edit": "修改登记内容",
        "add_paper": "存入案件材料",
        "read_paper": "查看案件材料",
        "read_personal_data": "查看复议申请人、原告的信息",
        "amend": "更正记录",
        "export_bundle": "导出证据包",
    },
    more_grants=(
        grant("edit", OFFICE),
        grant("add_paper", OFFICE, Role.LEGAL_REVIEWER),
        grant("read_paper", OFFICE, HEADS, Role.LEGAL_REVIEWER),
        grant("read_personal_data", OFFICE, HEADS, Role.LEGAL_REVIEWER),
        grant("amend", OFFICE, HEADS, second_factor=True),
        grant("export_bundle", OFFICE, second_factor=True),
    ),
)
