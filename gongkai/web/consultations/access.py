"""Who may do what with consultations and surveys, with what people said to them, with the periods that an organ sets."""

from __future__ import annotations

from gongkai.engagement.consultations.moves import PUBLIC_STATES, TABLE
from gongkai.organs.roles import Role
from gongkai.web.casework.access import policy_of
from gongkai.web.organs.authority import Policy, Reach, grant

OFFICE, HEADS, WRITER, CHIEF = Role.FOI_OFFICER, Role.LEADING_GROUP, Role.INFO_OFFICER, Role.SECTION_HEAD
SECRECY, AUDITOR, ABOVE = Role.SECRECY_REVIEWER, Role.AUDITOR, Role.SUPERVISING_OFFICE
LIVE = ("open", "result_review")

POLICY = policy_of(
    TABLE,
    reading={
        OFFICE: Reach.ORGAN,
        HEADS: Reach.ORGAN,
        WRITER: Reach.SECTION,
        CHIEF: Reach.SECTION,
        SECRECY: Reach.ORGAN,
        AUDITOR: Reach.ORGAN,
        ABOVE: Reach.BELOW,
    },
    reach={WRITER: Reach.SECTION, CHIEF: Reach.SECTION},
    second_factor=("open", "change_closing", "revise", "publish_result", "withdraw"),
    more_actions={
        "edit": "修改内容",
        "read_opinions": "查看意见",
        "read_personal_data": "查看提意见的人",
        "enter": "登记纸质、会上的意见和答卷",
        "sort": "归并意见",
        "export": "导出答卷",
        "amend": "更正记录",
    },
    more_grants=(
        grant("edit", OFFICE, states=("drafting",)),
        grant("edit", WRITER, CHIEF, reach=Reach.SECTION, states=("drafting",)),
        grant("read_opinions", OFFICE, HEADS),
        grant("read_opinions", WRITER, CHIEF, reach=Reach.SECTION),
        grant("read_personal_data", OFFICE, HEADS),
        grant("read_personal_data", WRITER, CHIEF, reach=Reach.SECTION),
        grant("enter", OFFICE, states=LIVE),
        grant("enter", WRITER, CHIEF, reach=Reach.SECTION, states=LIVE),
        grant("sort", OFFICE, states=LIVE),
        grant("sort", WRITER, CHIEF, reach=Reach.SECTION, states=LIVE),
        grant("export", OFFICE, HEADS, states=PUBLIC_STATES, second_factor=True),
        grant("amend", OFFICE, HEADS, second_factor=True),
    ),
    section_field="section",
)

SETTING_POLICY = Policy(
    title="征集调查的期限",
    actions={"read": "查看", "set": "规定"},
    grants=(
        grant("read", OFFICE, HEADS, WRITER, CHIEF, AUDITOR),
        grant("read", ABOVE, reach=Reach.BELOW),
        grant("set", OFFICE, HEADS, second_factor=True),
    ),
    states={},
    state_field="",
)
