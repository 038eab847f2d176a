"""Who may do what in the yearly assessment.

The office of the assessing organ runs the round and reviews; one of its leading group approves; announcing is not for who reviewed.
An object's people see their own object only: their own scores, the reviewer's once they are told, everybody's once announced.
Who belongs to an object never reviews it: see ``services.check_reviewer``.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404

from gongkai.organs.roles import Role
from gongkai.web.assessment.models import Round, ScoreTable, Subject
from gongkai.web.organs.authority import Policy, Reach, grant

INFO, SECTION, OFFICE, HEADS, AUDITOR, ABOVE = (
    Role.INFO_OFFICER,
    Role.SECTION_HEAD,
    Role.FOI_OFFICER,
    Role.LEADING_GROUP,
    Role.AUDITOR,
    Role.SUPERVISING_OFFICE,
)
LIVE = ("self", "review", "told", "submitted", "approved")

TABLE_POLICY = Policy(
    title="考核评分表",
    actions={"read": "查看", "make": "制定", "edit": "修改", "drop": "不用", "open": "启动考核"},
    grants=(
        grant("read", OFFICE, HEADS, AUDITOR, ABOVE),
        grant("make", OFFICE),
        grant("edit", OFFICE, states=("draft",)),
        grant("drop", OFFICE, states=("draft",)),
        grant("open", OFFICE, states=("draft",), second_factor=True),
    ),
    states=dict(ScoreTable.State.choices),
)

ROUND_POLICY = Policy(
    title="年度考核（考核机关）",
    actions={
        "read": "查看",
        "set_timetable": "改时间安排",
        "count": "按记录计算",
        "close": "结束自评",
        "appraise": "登记社会评议",
        "tell": "告知结果",
        "submit": "送批",
        "edit": "修改通报",
        "approve": "批准",
        "return": "退回",
        "announce": "公布",
        "drop": "不再进行",
    },
    grants=(
        grant("read", OFFICE, HEADS, AUDITOR, ABOVE),
        grant("read", ABOVE, reach=Reach.BELOW, states=("announced",)),
        grant("set_timetable", OFFICE, states=("self", "review", "told")),
        grant("count", OFFICE, states=("self", "review")),
        grant("close", OFFICE, states=("self",)),
        grant("appraise", OFFICE, states=("self", "review")),
        grant("tell", OFFICE, states=("review",), second_factor=True),
        grant("submit", OFFICE, states=("told",), second_factor=True),
        grant("edit", OFFICE, states=("told", "submitted")),
        grant("approve", HEADS, states=("submitted",), second_factor=True),
        grant("return", HEADS, states=("submitted",), second_factor=True),
        grant("announce", OFFICE, HEADS, states=("approved",), second_factor=True),
        grant("drop", OFFICE, HEADS, states=LIVE, second_factor=True),
    ),
    states=dict(Round.State.choices),
)
"""Of the organ that assesses."""

REVIEW_POLICY = Policy(
    title="考核对象（考核机关）",
    actions={
        "read": "查看",
        "read_evidence": "查看佐证材料",
        "return": "退回自评",
        "review": "评分",
        "answer": "答复异议",
        "veto": "认定、撤销否决事项",
    },
    grants=(
        grant("read", OFFICE, HEADS, AUDITOR, ABOVE),
        grant("read_evidence", OFFICE, HEADS, AUDITOR, ABOVE),
        grant("return", OFFICE, ABOVE, states=("handed_in",)),
        grant("review", OFFICE, ABOVE, states=("handed_in", "reviewed")),
        grant("answer", OFFICE, ABOVE, states=("objected",)),
        grant("veto", OFFICE, ABOVE, states=("handed_in", "reviewed", "objected"), second_factor=True),
    ),
    states=dict(Subject.State.choices),
)
"""Of the organ that assesses, about one object."""

SUBJECT_POLICY = Policy(
    title="考核对象（被考核的单位）",
    actions={
        "read": "查看",
        "read_evidence": "查看佐证材料",
        "fill": "填写自评、存入佐证",
        "hand_in": "交自评",
        "object": "提出异议",
        "confirm": "确认结果",
    },
    grants=(
        grant("read", INFO, SECTION, reach=Reach.SECTION),
        grant("read", OFFICE, HEADS, AUDITOR),
        grant("read_evidence", INFO, SECTION, reach=Reach.SECTION),
        grant("read_evidence", OFFICE, HEADS, AUDITOR),
        grant("fill", INFO, SECTION, reach=Reach.SECTION, states=("self",)),
        grant("fill", OFFICE, states=("self",)),
        grant("hand_in", SECTION, reach=Reach.SECTION, states=("self",)),
        grant("hand_in", OFFICE, states=("self",)),
        grant("object", SECTION, reach=Reach.SECTION, states=("told", "objected")),
        grant("object", OFFICE, states=("told", "objected")),
        grant("confirm", SECTION, reach=Reach.SECTION, states=("told",)),
        grant("confirm", OFFICE, states=("told",)),
    ),
    states=dict(Subject.State.choices),
    organ_field="target",
    section_field="section",
)
"""Of the section or organ that is assessed."""


def subject_for(person: Any, pk: int, action: str = "read") -> Subject:
    """The object, for its own people or the office that assesses. Raises ``Http404``, ``Denied``."""
    rows = Subject.objects.select_related(
        "round__organ", "round__table", "organ", "target", "section", "reviewed_by", "handed_in_by", "confirmed_by"
    )
    found = rows.filter(SUBJECT_POLICY.condition(person) | REVIEW_POLICY.condition(person), pk=pk).first()
    if found is None:
        raise Http404
    if action != "read":
        policy = (
            SUBJECT_POLICY
            if action in SUBJECT_POLICY.actions and not _assesses(person, action, found)
            else REVIEW_POLICY
        )
        policy.check(person, action, found)
    return found


def _assesses(person: Any, action: str, subject: Subject) -> bool:
    return action in REVIEW_POLICY.actions and REVIEW_POLICY.holds(person, action, subject)


def round_for(person: Any, pk: int) -> Round:
    """The round, for the office; once announced, for the people of its objects as well. Raises ``Http404``."""
    rows = Round.objects.select_related("organ", "table", "opened_by", "submitted_by", "approved_by", "announced_by")
    own = Subject.objects.filter(SUBJECT_POLICY.condition(person)).values("round")
    condition = ROUND_POLICY.condition(person)
    found = (rows.filter(condition, pk=pk) | rows.filter(pk=pk, state=Round.State.ANNOUNCED, pk__in=own)).first()
    if found is None:
        raise Http404
    return found


def sees_review(person: Any, subject: Subject) -> bool:
    """Whether the person sees what the reviewer said: the office always, the object's people once they were told."""
    if REVIEW_POLICY.holds(person, "read", subject):
        return True
    return subject.state in (Subject.State.TOLD, Subject.State.OBJECTED, Subject.State.ANNOUNCED)
