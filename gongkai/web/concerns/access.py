"""Who may do what with public concerns, with meetings with the public, and with what is asked there."""

from __future__ import annotations

from gongkai.engagement.concerns.moves import TABLE
from gongkai.organs.roles import Role
from gongkai.web.casework.access import policy_of
from gongkai.web.concerns.models import AskedQuestion, PublicMeeting
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
    second_factor=("lower", "lower_answered", "approve_silence", "transfer_major"),
    more_actions={"edit": "修改登记内容", "amend": "更正记录", "withdraw": "撤下回应"},
    more_grants=(
        grant("edit", OFFICE),
        grant("amend", OFFICE, HEADS, second_factor=True),
        grant("withdraw", OFFICE, HEADS, second_factor=True),
    ),
    section_field="section",
)

MEETING_POLICY = Policy(
    title="发布会、访谈和座谈",
    actions={
        "read": "查看",
        "enter": "登记",
        "edit": "修改",
        "announce": "预告",
        "hold": "登记已经举行",
        "cancel": "取消、撤销",
    },
    grants=(
        grant("read", OFFICE, HEADS, WRITER, CHIEF, Role.AUDITOR),
        grant("read", Role.SUPERVISING_OFFICE, reach=Reach.BELOW),
        grant("enter", OFFICE, WRITER),
        grant("edit", OFFICE, WRITER, states=("prepared", "announced")),
        grant("edit", OFFICE, states=("held",)),
        grant("announce", OFFICE, states=("prepared",), second_factor=True),
        grant("hold", OFFICE, states=("prepared", "announced")),
        grant("cancel", OFFICE, HEADS, states=("prepared", "announced", "held"), second_factor=True),
    ),
    states={state.value: state.label for state in PublicMeeting.State},
)

QUESTION_POLICY = Policy(
    title="访谈提问",
    actions={"read": "查看", "moderate": "审核提问", "answer": "回答", "release": "审核答复"},
    grants=(
        grant("read", OFFICE, HEADS, WRITER, CHIEF, Role.AUDITOR),
        grant("moderate", OFFICE, states=("asked", "passed")),
        grant("answer", OFFICE, WRITER, CHIEF, states=("passed",)),
        grant("release", OFFICE, CHIEF, HEADS, states=("drafted",)),
    ),
    states={state.value: state.label for state in AskedQuestion.State},
    organ_field="meeting__organ",
)
