"""Who may do what with the check of the site: everybody in an organ reads it, its office draws it up, a head signs, the office above looks."""

from __future__ import annotations

from gongkai.assessment.freshness.moves import TABLE
from gongkai.organs.roles import Role
from gongkai.web.casework.access import policy_of
from gongkai.web.inspection.models import SelfInspection
from gongkai.web.organs.authority import Policy, Reach, grant

OFFICE, HEADS, ABOVE = Role.FOI_OFFICER, Role.LEADING_GROUP, Role.SUPERVISING_OFFICE
WITHIN = (Role.INFO_OFFICER, Role.SECTION_HEAD, OFFICE, HEADS, Role.AUDITOR)
READERS = (grant("read", *WITHIN), grant("read", ABOVE, reach=Reach.BELOW))

POLICY = policy_of(
    TABLE,
    reading={**dict.fromkeys(WITHIN, Reach.ORGAN), ABOVE: Reach.BELOW},
    reach={Role.INFO_OFFICER: Reach.SECTION, Role.SECTION_HEAD: Reach.SECTION, ABOVE: Reach.BELOW},
    more_actions={"amend": "更正记录"},
    more_grants=(grant("amend", OFFICE, HEADS, second_factor=True),),
    section_field="section",
)

INSPECTION_POLICY = Policy(
    title="网站自查报告",
    actions={"read": "查看", "draw": "编制", "check": "办公室审签", "sign": "领导小组签发"},
    grants=(
        *READERS,
        grant("draw", OFFICE),
        grant("check", OFFICE, states=("drawn",), second_factor=True),
        grant("sign", HEADS, states=("checked",), second_factor=True),
    ),
    states=dict(SelfInspection.State.choices),
)

ANSWER_POLICY = Policy(
    title="网站检查的人工结论",
    actions={"read": "查看", "answer": "填写"},
    grants=(*READERS, grant("answer", OFFICE)),
    states={},
    state_field="",
)

SETTING_POLICY = Policy(
    title="网站检查设置",
    actions={"read": "查看", "set": "修改"},
    grants=(*READERS, grant("set", OFFICE, second_factor=True)),
    states={},
    state_field="",
)
