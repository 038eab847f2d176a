"""Who may do what with kept reports and with drafts."""

from __future__ import annotations

from gongkai.organs.roles import Role
from gongkai.web.annualreport.models import ReportDraft, ReportState
from gongkai.web.organs.authority import Policy, Reach, grant

STAFF = (
    Role.INFO_OFFICER,
    Role.SECTION_HEAD,
    Role.SECRECY_REVIEWER,
    Role.LEGAL_REVIEWER,
    Role.FOI_OFFICER,
    Role.LEADING_GROUP,
    Role.SUPERVISING_OFFICE,
    Role.AUDITOR,
)
_OPEN = (ReportState.READ,)
_WITH_US = (ReportState.KEPT, ReportState.SUBMITTED, ReportState.PUBLISHED, ReportState.REPLACED)

KEPT_POLICY = Policy(
    title="年度报告",
    actions={
        "read": "查看",
        "upload": "上传年报",
        "keep": "收存",
        "discard": "不收存",
        "recheck": "重新核对",
        "submit": "送领导小组批准",
        "return": "退回",
        "approve": "批准公布",
        "correct": "更正",
        "withdraw": "撤回",
    },
    grants=(
        grant("read", *STAFF),
        grant(
            "read",
            Role.SUPERVISING_OFFICE,
            reach=Reach.BELOW,
            states=(ReportState.PUBLISHED, ReportState.REPLACED, ReportState.WITHDRAWN),
        ),
        grant("upload", Role.FOI_OFFICER, Role.SUPERVISING_OFFICE),
        grant("keep", Role.FOI_OFFICER, Role.SUPERVISING_OFFICE, states=_OPEN),
        grant("discard", Role.FOI_OFFICER, Role.SUPERVISING_OFFICE, states=(*_OPEN, ReportState.KEPT)),
        grant("recheck", Role.FOI_OFFICER, Role.SUPERVISING_OFFICE, states=(*_OPEN, *_WITH_US)),
        grant("submit", Role.FOI_OFFICER, states=(ReportState.KEPT,)),
        grant("return", Role.LEADING_GROUP, states=(ReportState.SUBMITTED,)),
        grant("approve", Role.LEADING_GROUP, states=(ReportState.SUBMITTED,), second_factor=True),
        grant("correct", Role.FOI_OFFICER, states=(ReportState.PUBLISHED,)),
        grant("withdraw", Role.LEADING_GROUP, states=(ReportState.PUBLISHED,), second_factor=True),
    ),
    states=dict(ReportState.choices),
)

_DRAFTING, _SUBMITTED = ReportDraft.State.DRAFTING, ReportDraft.State.SUBMITTED
DRAFT_POLICY = Policy(
    title="年报草稿",
    actions={
        "read": "查看",
        "draft": "起草年报",
        "write": "写各部分的文字",
        "enter": "填报没有台账的数字",
        "sign": "核签填报的数字",
        "submit": "送领导小组批准",
        "return": "退回",
        "approve": "批准公布",
    },
    grants=(
        grant("read", *STAFF),
        grant("draft", Role.FOI_OFFICER),
        grant("write", Role.FOI_OFFICER, states=(_DRAFTING,)),
        grant("enter", Role.FOI_OFFICER, states=(_DRAFTING,)),
        grant("sign", Role.FOI_OFFICER, Role.SECTION_HEAD, Role.LEADING_GROUP, states=(_DRAFTING,)),
        grant("submit", Role.FOI_OFFICER, states=(_DRAFTING,)),
        grant("return", Role.LEADING_GROUP, states=(_SUBMITTED,)),
        grant("approve", Role.LEADING_GROUP, states=(_SUBMITTED,), second_factor=True),
    ),
    states=dict(ReportDraft.State.choices),
)
