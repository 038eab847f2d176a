"""Who may do what with applications: every move as the table says, and reading, assigning, amending, personal data."""

from __future__ import annotations

from gongkai.applications.moves import TABLE
from gongkai.organs.roles import Role
from gongkai.web.casework.access import policy_of
from gongkai.web.organs.authority import Reach, grant

OFFICE, HEADS = Role.FOI_OFFICER, Role.LEADING_GROUP

POLICY = policy_of(
    TABLE,
    reading={
        Role.FOI_OFFICER: Reach.ORGAN,
        Role.LEADING_GROUP: Reach.ORGAN,
        Role.SECRECY_REVIEWER: Reach.ORGAN,
        Role.LEGAL_REVIEWER: Reach.ORGAN,
        Role.AUDITOR: Reach.ORGAN,
        Role.INFO_OFFICER: Reach.SECTION,
        Role.SECTION_HEAD: Reach.SECTION,
        Role.SUPERVISING_OFFICE: Reach.BELOW,
    },
    reach={Role.INFO_OFFICER: Reach.SECTION, Role.SECTION_HEAD: Reach.SECTION},
    second_factor=("approve", "extend", "delay", "serve"),
    more_actions={
        "assign": "交办",
        "edit_details": "填写补正的内容",
        "read_personal_data": "查看申请人的信息",
        "read_material": "查看卷内材料",
        "add_material": "存入卷内材料",
        "split": "拆分申请",
        "propose_disclosure": "建议转为主动公开",
        "compose_letter": "开出不属于步骤的文书",
        "amend": "更正记录",
        "erase_personal_data": "删除个人信息",
    },
    more_grants=(
        grant("assign", OFFICE),
        grant("edit_details", OFFICE, states=("submitted", "received", "registered", "under_review", "in_correction")),
        grant("read_personal_data", OFFICE, HEADS),
        grant("read_material", OFFICE, HEADS, Role.SECRECY_REVIEWER, Role.LEGAL_REVIEWER),
        grant("read_material", Role.INFO_OFFICER, Role.SECTION_HEAD, reach=Reach.SECTION),
        grant("add_material", OFFICE),
        grant("add_material", Role.INFO_OFFICER, reach=Reach.SECTION),
        grant("split", OFFICE, states=("submitted", "received", "registered", "under_review")),
        grant("propose_disclosure", OFFICE),
        grant("compose_letter", OFFICE),
        grant("amend", OFFICE, HEADS, second_factor=True),
        grant("erase_personal_data", OFFICE, second_factor=True, states=TABLE.final),
    ),
    section_field="section",
)
