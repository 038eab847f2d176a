"""Who may do what with messages, with the parts of other sections, with questions and answers for everybody, with the settings."""

from __future__ import annotations

from gongkai.engagement.messages.moves import TABLE
from gongkai.organs.roles import Role
from gongkai.web.casework.access import policy_of
from gongkai.web.messages.models import Publication
from gongkai.web.organs.authority import Policy, Reach, grant

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
    second_factor=("extend",),
    more_actions={
        "edit": "修改登记内容",
        "add_paper": "存入材料",
        "read_paper": "查看附件",
        "read_personal_data": "查看留言人的信息",
        "amend": "更正记录",
        "publish": "整理公开的问答",
        "erase": "删除个人信息",
    },
    more_grants=(
        grant("edit", OFFICE),
        grant("add_paper", OFFICE, WRITER, CHIEF),
        grant("read_paper", OFFICE, HEADS),
        grant("read_paper", WRITER, CHIEF, reach=Reach.SECTION),
        grant("read_personal_data", OFFICE, HEADS),
        grant("read_personal_data", WRITER, CHIEF, reach=Reach.SECTION),
        grant("amend", OFFICE, HEADS, second_factor=True),
        grant("publish", OFFICE, states=("answered", "closed")),
        grant("publish", WRITER, reach=Reach.SECTION, states=("answered", "closed")),
        grant("erase", OFFICE, states=tuple(sorted(TABLE.final)), second_factor=True),
    ),
    section_field="section",
)

PART_POLICY = Policy(
    title="会办意见",
    actions={"read": "查看", "give": "提出会办意见"},
    grants=(
        grant("read", OFFICE, HEADS),
        grant("read", WRITER, CHIEF, reach=Reach.SECTION),
        grant("give", OFFICE),
        grant("give", WRITER, CHIEF, reach=Reach.SECTION),
    ),
    states={},
    organ_field="message__organ",
    section_field="section",
    state_field="",
)
QUESTION_POLICY = Policy(
    title="公开的问答",
    actions={
        "read": "查看",
        "prepare": "整理问答",
        "edit": "修改后再送审查",
        "review": "审查",
        "withdraw": "撤下",
    },
    grants=(
        grant("read", OFFICE, HEADS, WRITER, Role.SECRECY_REVIEWER, Role.LEGAL_REVIEWER, Role.AUDITOR),
        grant("prepare", OFFICE, WRITER),
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

SETTINGS_POLICY = Policy(
    title="留言的期限和类别",
    actions={"read": "查看", "set_limit": "录入答复期限", "set_category": "设立、停用类别"},
    grants=(
        grant("read", OFFICE, HEADS, CHIEF, WRITER, Role.AUDITOR),
        grant("set_limit", OFFICE, HEADS, second_factor=True),
        grant("set_category", OFFICE),
    ),
    states={},
    state_field="",
)

IMPORT_POLICY = Policy(
    title="留言导入",
    actions={"read": "查看", "check": "上传核对", "carry_out": "导入", "drop": "放弃"},
    grants=(
        grant("read", OFFICE, Role.AUDITOR),
        grant("check", OFFICE),
        grant("carry_out", OFFICE, states=("checked", "running", "stopped")),
        grant("drop", OFFICE, states=("checked", "stopped")),
    ),
    states={"checked": "已核对", "running": "正在导入", "stopped": "已暂停", "done": "已导入", "dropped": "已放弃"},
)
