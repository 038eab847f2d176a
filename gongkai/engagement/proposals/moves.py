"""The table of moves of a proposal: handed over, assigned, discussed with the proposers, drafted, reviewed, signed, replied to, rated, published.

Sources: 《代表法》（2025年修正）第五十一条, 国办发〔2014〕46号（答复和公开一并审查，先摘要后全文）; where no rule says it, the ground is
本机关办理规程. An organ that co-handles hands its opinion to the main one and does not reply. Facts hold no names: texts go by digest,
what was said with the proposers is kept encrypted beside it.
"""

from __future__ import annotations

from gongkai.casework import (
    BEGIN,
    REPLACES,
    STARTS,
    STAYS,
    STOPS,
    Amendments,
    Clock,
    Field,
    FieldKind,
    Move,
    Table,
    Unit,
)
from gongkai.casework.conditions import done, in_time, once
from gongkai.engagement.proposals.conditions import (
    OWN,
    all_heard,
    chosen,
    co_handler_asked,
    content,
    leads,
    longer_as_the_law_says,
    never,
    not_rated,
    reasoned,
    replies,
    stage_fits,
)
from gongkai.organs.roles import ROLE_TITLES

DEPUTIES, OPENNESS = "《代表法》第五十一条", "国办发〔2014〕46号"
CO_ORGAN = "co_organ"
OFFICE, HEADS = ("foi_officer",), ("leading_group",)
WRITERS = ("info_officer", "section_head", "foi_officer")
REVIEWERS = ("section_head", "foi_officer", "leading_group")
PUBLISHERS = ("secrecy_reviewer", "legal_reviewer", "leading_group", "foi_officer")
_HELD = ("info_officer", "section_head", "foi_officer", "leading_group", "secrecy_reviewer", "legal_reviewer")
ROLES = {CO_ORGAN: "会办单位", **{key: ROLE_TITLES[key] for key in _HELD}}

KIND = Field("kind", "种类")
ROLE = Field("role", "承办方式")
SESSION = Field("session", "届次", example="十七届人大三次会议")
REGISTER = Field("register_number", "建议、提案编号", example="123")
HANDED = Field("handed_on", "交办日期", FieldKind.DATE)
LIMIT = Field("limit", "答复期限", FieldKind.LIMIT)
OBJECTION = Field("objection_limit", "退回的期限", FieldKind.LIMIT)
OPINION_LIMIT = Field("opinion_limit", "会办意见的期限", FieldKind.LIMIT)
PUBLISH_LIMIT = Field("publish_limit", "公开的期限", FieldKind.LIMIT)
RULE = Field("rule", "期限的依据")
ORIGIN = Field("origin", "来源", example="由县农业农村局请本机关会办")
SECTION = Field("section", "承办科室")
REASON = Field("reason", "理由")
CO_HANDLER = Field("co_handler", "会办单位", example="县水利局")
DIGEST = Field("digest", "内容的校验值")
STAGE = Field("stage", "沟通的阶段")
WAY = Field("way", "沟通的方式")
TALKED = Field("talked_on", "沟通的日期", FieldKind.DATE)
LONGER = Field("longer", "延长到", FieldKind.LIMIT)
NOTICED = Field("noticed_on", "告知代表、委员的日期", FieldKind.DATE)
REPLY = Field("reply", "答复稿", FieldKind.NUMBER)
RESULT = Field("result", "办理结果")
RESULT_TITLE = Field("result_title", "办理结果的说明")
ATTRIBUTE = Field("attribute", "公开属性")
GROUND = Field("ground", "不全文公开的理由", example="涉及未批准的征地方案，批准以前不公开")
OPINION = Field("opinion", "审核意见", example="第二段写明资金来源和完成时间")
DOCUMENT = Field("document", "答复的文号", example="青农函〔2026〕12号")
REPLIED = Field("replied_on", "答复日期", FieldKind.DATE)
ATTITUDE = Field("attitude", "满意程度")
RETURNED = Field("returned_on", "收回反馈表的日期", FieldKind.DATE)

OPEN = ("received", "assigned", "drafted", "approved", "signed")
EARLY = ("received", "assigned")
ANSWERED = ("replied", "closed")
ENDING = dict.fromkeys(("answer", "objection", "opinion"), STOPS)
BEGUN = {
    "answer": STARTS.within("limit").dated("handed_on"),
    "objection": STARTS.within("objection_limit").dated("handed_on"),
}
REPLYING = {**ENDING, "publish": STARTS.within("publish_limit")}
RECORDING = {
    "answer": STOPS.dated("replied_on"),
    "objection": STOPS,
    "opinion": STOPS,
    "publish": STARTS.within("publish_limit").dated("replied_on"),
}
LISTED = (chosen("kind", "kinds"), chosen("role", "roles"))
OPENLY = (chosen("attribute", "attributes"), reasoned(OPENNESS))
STEPPED_BACK = "已经答复过，不能再退回交办单位。"

# fmt: off
MOVES = (
    # 交办、退回
    Move("hand_over", "登记交办", BEGIN, "received", BEGUN, DEPUTIES, who=OFFICE, needs=(KIND, ROLE, SESSION, REGISTER, HANDED, LIMIT), takes=(OBJECTION, RULE, ORIGIN), guards=LISTED),
    Move("assign", "交科室承办", EARLY, "assigned", {"objection": STOPS}, OWN, who=OFFICE, needs=(SECTION,)),
    Move("return", "退回交办单位", EARLY, "returned", ENDING, OWN + "（交办不当的，在期限以内说明理由退回）", who=OFFICE, needs=(REASON,), guards=(in_time("objection", OWN), never("reply", STEPPED_BACK), never("record_reply", STEPPED_BACK))),
    Move("resume", "重新交办", "returned", "received", BEGUN, OWN + "（交办单位维持或者另行交办）", who=OFFICE, needs=(HANDED, ROLE, LIMIT), takes=(OBJECTION, RULE), guards=(chosen("role", "roles"),)),
    # 会办
    Move("ask_co_handler", "请其他单位会办", EARLY, STAYS, {"opinion": STARTS.within("opinion_limit")}, OWN, who=OFFICE, needs=(CO_HANDLER, OPINION_LIMIT), guards=(leads(), co_handler_asked(waiting=False))),
    Move("hear_co_handler", "收到会办意见", EARLY, STAYS, {"opinion": STOPS}, OWN, who=(*OFFICE, CO_ORGAN), needs=(CO_HANDLER, DIGEST), guards=(co_handler_asked(waiting=True),)),
    Move("drop_co_handler", "不再等会办意见", EARLY, STAYS, {"opinion": STOPS}, OWN, who=OFFICE, needs=(CO_HANDLER, REASON), guards=(co_handler_asked(waiting=True),)),
    # 沟通、延长
    Move("contact", "登记与代表、委员的沟通", (*OPEN, *ANSWERED), STAYS, {}, DEPUTIES, who=WRITERS, needs=(STAGE, WAY, TALKED), takes=(DIGEST,), guards=(chosen("stage", "stages"), chosen("way", "ways"), stage_fits())),
    Move("extend", "延长办理期限", OPEN, STAYS, {"answer": REPLACES.by("longer")}, DEPUTIES, who=HEADS, needs=(LONGER, REASON, NOTICED), guards=(replies(), once("extend", DEPUTIES), never("redo", "重新办理的，不能再延长。"), in_time("answer", DEPUTIES), longer_as_the_law_says(DEPUTIES))),
    # 拟稿、审核、签发、答复
    Move("draft", "拟写答复", EARLY, "drafted", {}, DEPUTIES, who=WRITERS, needs=(REPLY, DIGEST, RESULT, RESULT_TITLE, ATTRIBUTE), takes=(GROUND,), guards=(replies(), all_heard(), *OPENLY)),
    Move("draft_opinion", "拟写会办意见", EARLY, "drafted", {}, OWN, who=WRITERS, needs=(REPLY, DIGEST), guards=(replies(False),)),
    Move("send_back", "退回修改", ("drafted", "approved"), "assigned", {}, OWN, who=REVIEWERS, needs=(OPINION,)),
    Move("approve", "审核通过", "drafted", "approved", {}, OWN + "（先审后发；答复和公开属性一并审核，" + OPENNESS + "）", who=REVIEWERS, takes=(OPINION,), distinct_from=("draft", "draft_opinion")),
    Move("sign", "签发", "approved", "signed", {}, OWN, who=HEADS, takes=(DOCUMENT,), distinct_from=("draft", "draft_opinion")),
    Move("reply", "答复代表、委员", "signed", "replied", REPLYING, DEPUTIES, who=OFFICE, needs=(PUBLISH_LIMIT,), guards=(replies(), done("contact", DEPUTIES, "答复以前要同代表、委员沟通，请先“{move}”。"))),
    Move("give_opinion", "送出会办意见", "signed", "handed_in", ENDING, OWN, who=OFFICE, guards=(replies(False),)),
    Move("record_reply", "补登已经作出的答复", EARLY, "replied", RECORDING, OWN + "（本系统启用以前、线下签发的）", who=OFFICE, needs=(REPLIED, RESULT, RESULT_TITLE, ATTRIBUTE, PUBLISH_LIMIT), takes=(GROUND, DOCUMENT), guards=(replies(), all_heard(), *OPENLY)),
    # 反馈
    Move("rate", "登记反馈", ANSWERED, "closed", {}, OWN, who=OFFICE, needs=(ATTITUDE, RETURNED), guards=(chosen("attitude", "attitudes"), content(), not_rated())),
    Move("redo", "反馈不满意，重新办理", ANSWERED, "assigned", {"answer": STARTS.within("limit").dated("returned_on"), "publish": STOPS}, OWN, who=OFFICE, needs=(RETURNED, LIMIT), takes=(REASON, RULE), guards=(once("redo", OWN), not_rated())),
    Move("rate_still", "重新办理以后仍不满意，办结", ANSWERED, "closed", {}, OWN, who=OFFICE, needs=(RETURNED, REASON), guards=(done("redo", OWN, "第一次反馈不满意的，要重新办理。"), not_rated())),
    Move("close", "没有收回反馈，办结", "replied", "closed", {}, OWN, who=OFFICE, needs=(REASON,)),
    # 公开
    Move("publish", "公开答复", ANSWERED, STAYS, {"publish": STOPS}, OPENNESS, who=PUBLISHERS, needs=(ATTRIBUTE,), guards=(chosen("attribute", "attributes"),)),
    Move("withhold", "决定不公开", ANSWERED, STAYS, {"publish": STOPS}, OPENNESS, who=PUBLISHERS, needs=(GROUND,)),
    Move("take_down", "撤下公开的答复", (*OPEN, *ANSWERED), STAYS, {}, OPENNESS, who=PUBLISHERS, needs=(REASON,)),
)
# fmt: on

TABLE = Table(
    name="proposal",
    title="代表建议和政协提案",
    noun="这件建议、提案",
    states={
        "received": "待分办",
        "assigned": "办理中",
        "drafted": "待审核",
        "approved": "待签发",
        "signed": "待送出",
        "replied": "已答复，待反馈",
        "closed": "已办结",
        "handed_in": "会办意见已送出",
        "returned": "已退回交办单位",
    },
    final=("replied", "closed", "handed_in", "returned"),
    roles=ROLES,
    moves=MOVES,
    amendments=Amendments(
        who=(*OFFICE, *HEADS),
        basis=OWN + "（更正记录须由原办理人以外的人办理，原记录保留）",
        fields={
            "hand_over": ("handed_on", "role"),
            "resume": ("handed_on", "role"),
            "contact": ("talked_on", "stage", "way"),
            "extend": ("noticed_on",),
            "sign": ("document",),
            "reply": ("on",),
            "record_reply": ("replied_on", "document", "result", "result_title"),
            "give_opinion": ("on",),
            "rate": ("attitude", "returned_on"),
            "redo": ("returned_on",),
            "rate_still": ("returned_on",),
        },
        strikes=("contact", "return", "close", "rate"),
    ),
    clocks=(
        Clock("answer", "办理期限", "", Unit.MONTHS, DEPUTIES + "，会办和重新办理的依各地办理办法"),
        Clock("objection", "退回交办单位的期限", "", Unit.WORKDAYS, OWN),
        Clock("opinion", "会办意见的期限", "", Unit.MONTHS, OWN, per="co_handler"),
        Clock("publish", "公开答复的期限", "", Unit.WORKDAYS, OPENNESS, outlives=True),
    ),
)
"""Every proposal of every organ follows this table."""

TO_DO = OPEN
"""The states in which the organ still has something to do for the reply."""
