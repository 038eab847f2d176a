"""Who may do what with proposals, with what of a reply is published, with the rules of the region."""

from __future__ import annotations

from gongkai.engagement.proposals.moves import ANSWERED, TABLE
from gongkai.organs.roles import Role
from gongkai.web.casework.access import policy_of
from gongkai.web.organs.authority import Policy, Reach, grant
from gongkai.web.proposals.models import Publication

OFFICE, HEADS, WRITER, CHIEF = Role.FOI_OFFICER, Role.LEADING_GROUP, Role.INFO_OFFICER, Role.SECTION_HEAD

POLICY = policy_of(
    TABLE,
    reading={
        OFFICE: Reach.ORGAN,
        HEADS: Reach.ORGAN,
        WRITER: Reach.SECTION,
        CHIEF: Reach.SECTION,
        Role.AUDITOR: Reach.ORGAN,
        Role.SUPERVISING_OFFICE: Reach.BELOW,
    },
    reach={WRITER: Reach.SECTION, CHIEF: Reach.SECTION},
    second_factor=("sign", "extend", "record_reply", "publish", "withhold", "take_down"),
    more_actions={
        "edit": "修改登记内容",
        "add_paper": "存入材料",
        "read_paper": "查看材料",
        "read_personal_data": "查看代表、委员的联系方式",
        "amend": "更正记录",
        "prepare": "整理要公开的答复",
        "erase": "删除联系方式和材料",
    },
    more_grants=(
        grant("edit", OFFICE),
        grant("add_paper", OFFICE),
        grant("add_paper", WRITER, CHIEF, reach=Reach.SECTION),
        grant("read_paper", OFFICE, HEADS),
        grant("read_paper", WRITER, CHIEF, reach=Reach.SECTION),
        grant("read_personal_data", OFFICE, HEADS),
        grant("read_personal_data", WRITER, CHIEF, reach=Reach.SECTION),
        grant("amend", OFFICE, HEADS, second_factor=True),
        grant("prepare", OFFICE, states=ANSWERED),
        grant("prepare", WRITER, reach=Reach.SECTION, states=ANSWERED),
        grant("erase", OFFICE, states=("closed", "handed_in", "returned"), second_factor=True),
    ),
    section_field="section",
)

PUBLICATION_POLICY = Policy(
    title="公开的建议提案答复",
    actions={"read": "查看", "edit": "修改后再送审查", "review": "审查", "withdraw": "撤下"},
    grants=(
        grant("read", OFFICE, HEADS, WRITER, CHIEF, Role.SECRECY_REVIEWER, Role.LEGAL_REVIEWER, Role.AUDITOR),
        grant("edit", OFFICE, WRITER, states=("prepared", "returned")),
        grant(
            "review",
            Role.SECRECY_REVIEWER,
            Role.LEGAL_REVIEWER,
            HEADS,
            OFFICE,
            states=("prepared",),
            second_factor=True,
        ),
        grant("withdraw", OFFICE, HEADS, states=("published",), second_factor=True),
    ),
    states={state.value: state.label for state in Publication.State},
)

RULE_POLICY = Policy(
    title="建议提案的规定",
    actions={"read": "查看", "set": "录入期限和分类"},
    grants=(
        grant("read", OFFICE, HEADS, CHIEF, WRITER, Role.AUDITOR),
        grant("set", OFFICE, HEADS, second_factor=True),
    ),
    states={},
    state_field="",
)
