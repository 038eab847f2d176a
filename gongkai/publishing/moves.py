"""One version of an item on its way to the public: 先审查后公开、一事一审 (《条例》第十七条；《保守国家秘密法实施条例》第四十二条).

Three reviews stand before the public: the section's, the secrecy review, and the decision of the office. A fourth, of legality
and privacy, is asked for by the office where there is doubt. Three choices that the law leaves open are made here, and all are
data of the table:

- Nobody who ever had a hand in the wording reviews or decides it, in whichever round (两人原则).
- Who made the secrecy review does not decide on the release: the law asks for a secrecy review with a responsible person of
  its own, and practice keeps the two signatures apart. The head of the section may be the secrecy reviewer; small organs
  have no third person.
- What the office sent to the legal reviewer is not cleared before that review passed on the very wording; who made it does not
  decide either. A review that returns sends the wording back to its author like every other.

What comes back from a hold is decided anew, since the reason for holding it may have changed the ground.
"""

from __future__ import annotations

from datetime import datetime

from gongkai.casework import BEGIN, STAYS, Field, FieldKind, Guard, History, Move, Table
from gongkai.casework.guards import Situation, Words
from gongkai.organs.roles import ROLE_TITLES, Role

SYSTEM = "system"
"""The role in which the site itself publishes what was cleared, at the time that was set."""

REVIEW, SECRECY = (
    "《条例》第十七条",
    "《条例》第十七条、《保守国家秘密法》第三十五条、《保守国家秘密法实施条例》第四十二条",
)
CLASSES, RELEASE, LIST = (
    "国办发〔2016〕80号第一部分",
    "《条例》第二十三条、第二十四条、第二十六条",
    "《条例》第十九条至第二十一条",
)
OWN = "本机关信息发布制度"
LEGAL = "《条例》第十五条、第十七条，国办发〔2018〕115号"

DRAFTERS = (Role.INFO_OFFICER.value, Role.FOI_OFFICER.value)
HEADS = (Role.SECTION_HEAD.value,)
SECRECY_REVIEWERS = (Role.SECRECY_REVIEWER.value,)
LEGAL_REVIEWERS = (Role.LEGAL_REVIEWER.value,)
OFFICE = (Role.FOI_OFFICER.value, Role.LEADING_GROUP.value)
RELEASERS = (*OFFICE, SYSTEM)

CLASS = Field("disclosure_class", "公开属性", example="主动公开")
GROUND = Field("ground", "不主动公开的理由和依据", example="内部事务信息，《条例》第十六条第一款")
WORDING = Field("wording", "第几稿", FieldKind.NUMBER)
DIGEST = Field("sha256", "文稿的校验值")
FILES = Field("files", "附件变动", example="附上“申请表”")
OPINION = Field("opinion", "审查意见", example="内容准确，同意公开")
BASIS = Field("basis", "审查依据", example="《条例》第十九条、第二十条第（三）项")
REASON = Field("reason", "理由", example="附件二的名单没有隐去身份证号码")
MATTER = Field("matter", "要审核的事项", example="附件名单是否涉及个人隐私，能否公开联系方式")
WHEN = Field("publish_at", "发布时刻", FieldKind.MOMENT, example="2026-09-25T09:00:00+08:00")

WRITING = ("draft", "edit", "submit")
PROACTIVE = "proactive"


def _earlier_drafter(situation: Situation) -> Words | None:
    """Who wrote in an earlier round is no other person than the author; later rounds do not wash that off."""
    history = situation.history
    wrote = {event.by for name in WRITING for event in history.made(name)}
    lately = {by for name in WRITING for by in history.persons_since(name, situation.move.name)}
    return {} if situation.by in wrote - lately else None


def _proposed(situation: Situation) -> str:
    submitted = situation.history.last("submit")
    return str(submitted.facts.get("disclosure_class", "")) if submitted else ""


def _not_proactive(situation: Situation) -> Words | None:
    return None if _proposed(situation) == PROACTIVE else {}


def _is_proactive(situation: Situation) -> Words | None:
    return {} if _proposed(situation) == PROACTIVE else None


def _legal_not_passed(situation: Situation) -> Words | None:
    """What was sent to the legal reviewer must have passed there, on the wording that lies before the office."""
    return None if legal_standing(situation.history) in ("", "passed") else {}


def _not_scheduled(situation: Situation) -> Words | None:
    return {} if scheduled(situation.history) is None else None


def _past(situation: Situation) -> Words | None:
    moment = str(situation.facts.get("publish_at", ""))
    return {} if moment and _moment(moment) <= situation.at else None


def _not_due(situation: Situation) -> Words | None:
    """The site publishes by itself only what a person has set a time for, once that time has come."""
    if situation.by != SYSTEM:
        return None
    at = scheduled(situation.history)
    return {} if at is None or at > situation.at else None


ANOTHER = Guard(
    "another_person", "没有参与起草", "您起草或者修改过这一稿，要由没有参与起草的人办理。", REVIEW, _earlier_drafter
)
ONLY_PROACTIVE = Guard(
    "proactive",
    "公开属性是主动公开",
    "起草时提出的公开属性不是“主动公开”，不能通过公开；要么审定为不主动公开，要么退回修改公开属性。",
    CLASSES,
    _not_proactive,
)
NOT_PROACTIVE = Guard(
    "not_proactive",
    "公开属性不是主动公开",
    "起草时提出的公开属性是“主动公开”，要定为不公开，请先退回，由起草人改写公开属性和理由。",
    CLASSES,
    _is_proactive,
)
LEGAL_PASSED = Guard(
    "legal_passed",
    "送过合法性、隐私审查的，审查已经通过",
    "这一稿送过合法性、隐私审查，还没有通过，不能审定公开；请再送合法性、隐私审查，或者退回起草人。",
    LEGAL,
    _legal_not_passed,
)
SCHEDULED = Guard("scheduled", "定过发布的时刻", "这一稿没有定时，不需要取消。", OWN, _not_scheduled)
AHEAD = Guard(
    "ahead",
    "时刻在以后",
    "定时发布的时刻已经过去。发布时间由系统记录，不能倒填；请填写以后的时刻，或者直接发布。",
    OWN,
    _past,
    fields=("publish_at",),
)
DUE = Guard("due", "定时发布的时刻已到", "还没有到定时发布的时刻。", OWN, _not_due)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def scheduled(history: History) -> datetime | None:
    """The time set for publishing what is cleared now; None when none is set, or it was cleared anew since."""
    last = history.last("schedule")
    if last is None:
        return None
    for name in ("unschedule", "clear"):
        other = history.last(name)
        if other is not None and other.number > last.number:
            return None
    return _moment(str(last.facts["publish_at"]))


def legal_standing(history: History) -> str:
    """How the legal review of the wording submitted last stands: "" never asked for, ``asked``, ``passed`` or ``returned``."""
    submissions = history.made("submit")
    if not submissions:
        return ""
    wording = submissions[-1].facts.get("wording")
    found = (0, "")
    for name, standing in (("refer_legal", "asked"), ("pass_legal", "passed"), ("return_legal", "returned")):
        for event in history.made(name):
            laid = [each for each in submissions if each.number < event.number]
            if laid and laid[-1].facts.get("wording") == wording:
                found = max(found, (event.number, standing))
    return found[1]


UNDER_REVIEW = ("section_review", "secrecy_review", "office_review", "legal_review")

# fmt: off
MOVES = (
    Move("draft", "起草", BEGIN, "draft", {}, LIST, who=DRAFTERS, takes=(WORDING, DIGEST)),
    Move("edit", "修改文稿", "draft", STAYS, {}, OWN, who=DRAFTERS, needs=(WORDING, DIGEST), takes=(FILES,)),
    Move("submit", "送审", "draft", "section_review", {}, CLASSES, who=DRAFTERS, needs=(CLASS, WORDING, DIGEST), takes=(GROUND,)),
    Move("recall", "撤回送审", UNDER_REVIEW, "draft", {}, OWN, who=DRAFTERS, needs=(REASON,)),
    Move("pass_section", "科室审核通过", "section_review", "secrecy_review", {}, REVIEW, who=HEADS, needs=(OPINION, BASIS), distinct_from=WRITING, guards=(ANOTHER,)),
    Move("return_section", "科室退回", "section_review", "draft", {}, REVIEW, who=HEADS, needs=(OPINION, BASIS)),
    Move("pass_secrecy", "保密审查通过", "secrecy_review", "office_review", {}, SECRECY, who=SECRECY_REVIEWERS, needs=(OPINION, BASIS), distinct_from=WRITING, guards=(ANOTHER,)),
    Move("return_secrecy", "保密审查退回", "secrecy_review", "draft", {}, SECRECY, who=SECRECY_REVIEWERS, needs=(OPINION, BASIS)),
    Move("refer_legal", "送合法性、隐私审查", "office_review", "legal_review", {}, LEGAL, who=OFFICE, needs=(MATTER,)),
    Move("pass_legal", "合法性、隐私审查通过", "legal_review", "office_review", {}, LEGAL, who=LEGAL_REVIEWERS, needs=(OPINION, BASIS), distinct_from=WRITING, guards=(ANOTHER,)),
    Move("return_legal", "合法性、隐私审查退回", "legal_review", "draft", {}, LEGAL, who=LEGAL_REVIEWERS, needs=(OPINION, BASIS)),
    Move("clear", "审定公开", "office_review", "cleared", {}, REVIEW, who=OFFICE, needs=(OPINION, BASIS), distinct_from=(*WRITING, "pass_secrecy", "pass_legal"), guards=(ANOTHER, ONLY_PROACTIVE, LEGAL_PASSED)),
    Move("withhold", "审定不主动公开", "office_review", "withheld", {}, "《条例》第十四条至第十六条、" + CLASSES, who=OFFICE, needs=(OPINION, BASIS), distinct_from=(*WRITING, "pass_secrecy", "pass_legal"), guards=(ANOTHER, NOT_PROACTIVE)),
    Move("return_office", "审定退回", ("office_review", "cleared", "on_hold"), "draft", {}, REVIEW, who=OFFICE, needs=(OPINION, BASIS)),
    Move("hold", "暂缓", ("office_review", "cleared"), "on_hold", {}, OWN, who=OFFICE, needs=(REASON,)),
    Move("resume", "恢复办理", "on_hold", "office_review", {}, OWN, who=OFFICE),
    Move("schedule", "定时发布", "cleared", STAYS, {}, RELEASE, who=OFFICE, needs=(WHEN,), guards=(AHEAD,)),
    Move("unschedule", "取消定时", "cleared", STAYS, {}, OWN, who=OFFICE, guards=(SCHEDULED,)),
    Move("publish", "发布", "cleared", "published", {}, RELEASE, who=RELEASERS, guards=(DUE,)),
    Move("supersede", "由新版本代替", "published", "superseded", {}, "《条例》第二十六条", who=RELEASERS),
    Move("withdraw", "撤下", "published", "withdrawn", {}, "《条例》第六条、第十四条、第十五条", who=OFFICE, needs=(REASON,)),
    Move("discard", "作废", ("draft", "on_hold"), "discarded", {}, OWN, who=DRAFTERS, needs=(REASON,)),
)
# fmt: on

VERSION = Table(
    name="item_version",
    title="信息公开审查发布",
    noun="这一稿",
    states={
        "draft": "起草中",
        "section_review": "等待科室审核",
        "secrecy_review": "等待保密审查",
        "office_review": "等待审定",
        "legal_review": "等待合法性、隐私审查",
        "on_hold": "暂缓",
        "cleared": "审定通过，等待发布",
        "published": "已公开",
        "superseded": "已由新版本代替",
        "withdrawn": "已撤下",
        "withheld": "不主动公开",
        "discarded": "已作废",
    },
    final=("published", "superseded", "withdrawn", "withheld", "discarded"),
    moves=MOVES,
    roles={**ROLE_TITLES, SYSTEM: "系统（定时发布）"},
)

OPEN = ("draft", *UNDER_REVIEW, "on_hold", "cleared")
"""States of a version that is still on its way."""

STAGES = {"section_review": "section", "secrecy_review": "secrecy", "legal_review": "legal", "office_review": "office"}
"""The reviews by the state in which they are made."""

STAGE_TITLES = {"section": "科室审核", "secrecy": "保密审查", "legal": "合法性、隐私审查", "office": "审定"}
CONCLUSIONS = {"passed": "通过", "returned": "退回", "cleared": "同意公开", "withheld": "不主动公开"}
REVIEW_MOVES = {
    ("section", "passed"): "pass_section",
    ("section", "returned"): "return_section",
    ("secrecy", "passed"): "pass_secrecy",
    ("secrecy", "returned"): "return_secrecy",
    ("legal", "passed"): "pass_legal",
    ("legal", "returned"): "return_legal",
    ("office", "cleared"): "clear",
    ("office", "withheld"): "withhold",
    ("office", "returned"): "return_office",
}
"""The move that a reviewer's conclusion makes, by stage."""

DISCLOSURE_CLASSES = {PROACTIVE: "主动公开", "on_request": "依申请公开", "withheld": "不予公开"}
"""公开属性, fixed when a document is drafted (国办发〔2016〕80号)."""
