"""Who may do what with 信息报送: sections and lower organs submit and see their own, the office handles, a head approves the circular."""

from __future__ import annotations

from gongkai.organs.roles import Role
from gongkai.web.organs.authority import Policy, Reach, grant
from gongkai.web.submissions.models import Circular, Submission

INFO, SECTION, OFFICE, HEADS, AUDITOR, ABOVE = (
    Role.INFO_OFFICER,
    Role.SECTION_HEAD,
    Role.FOI_OFFICER,
    Role.LEADING_GROUP,
    Role.AUDITOR,
    Role.SUPERVISING_OFFICE,
)
STATES = dict(Submission.State.choices)

POLICY = Policy(
    title="信息报送（办公室）",
    actions={
        "read": "查看",
        "adopt": "登记采用",
        "return": "退回",
        "decline": "不采用",
        "strike": "撤销采用的登记",
    },
    grants=(
        grant("read", OFFICE, HEADS, AUDITOR),
        grant("read", ABOVE, reach=Reach.BELOW),
        grant("adopt", OFFICE, states=("submitted", "adopted", "declined")),
        grant("return", OFFICE, states=("submitted",)),
        grant("decline", OFFICE, states=("submitted",)),
        grant("strike", OFFICE, HEADS, states=("adopted",), second_factor=True),
    ),
    states=STATES,
)
"""Of the organ to whose office a piece came."""

SOURCE_POLICY = Policy(
    title="信息报送（报送单位）",
    actions={"read": "查看", "submit": "报送", "resubmit": "重新报送"},
    grants=(
        grant("read", INFO, SECTION, OFFICE, HEADS, AUDITOR),
        grant("read", ABOVE, reach=Reach.BELOW),
        grant("submit", INFO, SECTION, reach=Reach.SECTION),
        grant("submit", OFFICE),
        grant("resubmit", INFO, SECTION, reach=Reach.SECTION, states=("returned",)),
        grant("resubmit", OFFICE, states=("returned",)),
    ),
    states=STATES,
    organ_field="source",
    section_field="section",
)
"""Of the organ that submits."""

RULE_POLICY = Policy(
    title="信息报送计分办法",
    actions={"read": "查看", "set": "制定"},
    grants=(
        grant("read", INFO, SECTION, OFFICE, HEADS, AUDITOR),
        grant("read", ABOVE, reach=Reach.BELOW),
        grant("set", OFFICE, second_factor=True),
    ),
    states={},
    state_field="",
)

CIRCULAR_POLICY = Policy(
    title="信息报送通报",
    actions={
        "read": "查看",
        "draw": "起草",
        "edit": "修改",
        "approve": "批准",
        "issue": "印发",
        "drop": "不用",
    },
    grants=(
        grant("read", OFFICE, HEADS, AUDITOR),
        grant("read", ABOVE, reach=Reach.BELOW),
        grant("read", INFO, SECTION, states=("issued", "replaced")),
        grant("draw", OFFICE),
        grant("edit", OFFICE, states=("draft",)),
        grant("drop", OFFICE, states=("draft", "approved"), second_factor=True),
        grant("approve", HEADS, states=("draft",), second_factor=True),
        grant("issue", OFFICE, states=("approved",), second_factor=True),
    ),
    states=dict(Circular.State.choices),
)
