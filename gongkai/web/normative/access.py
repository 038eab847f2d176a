"""Who may do what with files of normative documents (read off the table of moves), rules and periods, and clean-up rounds."""

from __future__ import annotations

from gongkai.organs.roles import Role
from gongkai.publishing.normative import NORMATIVE
from gongkai.web.casework.access import policy_of
from gongkai.web.normative.models import CleanUp
from gongkai.web.organs.authority import Policy, Reach, grant

READERS = {
    Role.INFO_OFFICER: Reach.ORGAN,
    Role.SECTION_HEAD: Reach.ORGAN,
    Role.LEGAL_REVIEWER: Reach.ORGAN,
    Role.FOI_OFFICER: Reach.ORGAN,
    Role.LEADING_GROUP: Reach.ORGAN,
    Role.SUPERVISING_OFFICE: Reach.BELOW,
    Role.AUDITOR: Reach.ORGAN,
}
OFFICE = (Role.FOI_OFFICER, Role.LEADING_GROUP)

POLICY = policy_of(
    NORMATIVE,
    reading=READERS,
    reach={Role.INFO_OFFICER: Reach.SECTION, Role.SUPERVISING_OFFICE: Reach.BELOW},
    second_factor=("decide", "return_decision", "sign", "register", "register_elsewhere", "enter_history", "evaluate"),
    more_actions={"write_text": "起草正文、连上已有的信息"},
    more_grants=(
        grant("write_text", Role.INFO_OFFICER, reach=Reach.SECTION),
        grant("write_text", Role.FOI_OFFICER),
    ),
    section_field="section",
)
"""The moves of a file."""

RULE_POLICY = Policy(
    title="三统一和期限的设定",
    actions={"read": "查看", "add": "写明"},
    grants=(
        *(grant("read", role, reach=reach) for role, reach in READERS.items()),
        grant("add", Role.FOI_OFFICER, second_factor=True),
        grant("add", Role.SUPERVISING_OFFICE, second_factor=True),
    ),
    states={},
    organ_field="covers",
    state_field="",
)

SETTING_POLICY = Policy(
    title="期限的设定",
    actions=RULE_POLICY.actions,
    grants=RULE_POLICY.grants,
    states={},
    state_field="",
)

CLEANUP_POLICY = Policy(
    title="文件清理",
    actions={"read": "查看", "begin": "开始清理", "conclude": "作结论", "finish": "办结、拟决定", "apply": "执行"},
    grants=(
        *(grant("read", role, reach=reach) for role, reach in READERS.items()),
        grant("begin", Role.FOI_OFFICER, second_factor=True),
        grant("conclude", Role.FOI_OFFICER, states=("open",)),
        grant("finish", Role.FOI_OFFICER, states=("open", "concluded"), second_factor=True),
        grant("apply", *OFFICE, states=("concluded",), second_factor=True),
    ),
    states={"": "尚未登记", **dict(CleanUp.State.choices)},
)
