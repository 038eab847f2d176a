"""The table of moves of a message from the public: received, assigned, drafted, reviewed, answered, rated, closed, or led elsewhere.

Sources: 国办发〔2017〕47号（受理日期、答复日期、答复部门、答复内容要记录）, 国办发〔2014〕57号, 《信访工作条例》; where no rule says it, the
ground is 本机关办理规程. An application for information or a petition that comes in a message is led to its own queue with the day
on which it was received (《条例》第二十九条、第三十九条); the queues are never merged. Facts of a step hold no personal data: replies go by
number and digest, what people say is kept encrypted beside it.
"""

from __future__ import annotations

from gongkai.casework import (
    BEGIN,
    EXTENDS,
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
from gongkai.casework.conditions import in_time, once
from gongkai.engagement.messages.conditions import (
    OWN,
    all_sections_heard,
    answered_there,
    chosen,
    extension_allowed,
    is_petition,
    not_rated,
    not_the_lead,
    nothing_to_wait_for,
    section_asked,
)
from gongkai.organs.roles import ROLE_TITLES

LAW, GUIDE, PETITIONS = "《条例》", "国办发〔2017〕47号", "《信访工作条例》"
PUBLIC = "public"
OFFICE, HEADS = ("foi_officer",), ("leading_group",)
WRITERS = ("info_officer", "section_head", "foi_officer")
REVIEWERS = ("section_head", "foi_officer", "leading_group")
ROLES = {
    PUBLIC: "留言人",
    **{key: ROLE_TITLES[key] for key in ("info_officer", "section_head", "foi_officer", "leading_group")},
}

CHANNEL = Field("channel", "来件渠道")
KIND = Field("kind", "种类")
RECEIVED = Field("received_on", "收到的日期", FieldKind.DATE)
LIMIT = Field("limit", "答复期限", FieldKind.LIMIT)
LONGEST = Field("longest", "最多可以延长", FieldKind.LIMIT)
WINDOW = Field("window", "评价和要求再办的期限", FieldKind.LIMIT)
RULE = Field("rule", "期限的依据")
ORIGIN = Field("origin", "来源", example="由xinxi-ly-2026-00012转来")
SECTION = Field("section", "主办科室")
CO_SECTION = Field("co_section", "会办科室")
REPLY = Field("reply", "答复稿", FieldKind.NUMBER)
DIGEST = Field("digest", "内容的校验值")
OPINION = Field("opinion", "审核意见", example="第二段的政策依据请写明文号")
WAY = Field("way", "答复方式")
ANSWERED = Field("answered_on", "答复的日期", FieldKind.DATE)
LONGER = Field("longer", "延长多久", FieldKind.LIMIT)
REASON = Field("reason", "理由")
SCORE = Field("score", "满意度")
WHERE = Field("where", "转到哪里")
ORGAN = Field("organ", "接收的机关", example="县自然资源局")
APPLICATION = Field("application", "申请编号")
INTO = Field("into", "并入的留言编号", example="xinxi-ly-2026-00007")
GROUND = Field("ground", "无效的理由")

OPEN = ("received", "assigned", "drafted", "approved")
EARLY = ("received", "assigned")
RESTS = ("answered", "closed")
LED_ELSEWHERE = ("transferred", "moved", "merged", "invalid")
ENDING = dict.fromkeys(("answer", "accept", "objection"), STOPS)
BEGUN = {"answer": STARTS.within("limit").dated("received_on")}
ANSWERING = {**ENDING, "reopening": STARTS.within("window")}
RECORDING = {
    **{name: STOPS.dated("answered_on") for name in ENDING},
    "reopening": STARTS.within("window").dated("answered_on"),
}
PETITION = {**BEGUN, "accept": STARTS.dated("received_on"), "objection": STARTS.dated("received_on")}
RULED = (LIMIT, LONGEST, WINDOW, RULE)
LISTED = (chosen("channel", "channels"), chosen("kind", "kinds"))

# fmt: off
MOVES = (
    # 收到
    Move("submit", "网上提交", BEGIN, "received", BEGUN, GUIDE, who=(PUBLIC,), needs=(CHANNEL, KIND, RECEIVED), takes=RULED, guards=(*LISTED, is_petition(False))),
    Move("register", "登记来件", BEGIN, "received", BEGUN, GUIDE, who=OFFICE, needs=(CHANNEL, KIND, RECEIVED), takes=(*RULED, ORIGIN), guards=(*LISTED, is_petition(False))),
    Move("register_petition", "登记信访件", BEGIN, "received", PETITION, PETITIONS + "第二十二条", who=OFFICE, needs=(CHANNEL, KIND, RECEIVED), takes=(*RULED, ORIGIN), guards=(*LISTED, is_petition())),
    # 分办和会办
    Move("assign", "交办", EARLY, "assigned", {}, OWN, who=OFFICE, needs=(SECTION,)),
    Move("acknowledge", "告知受理、办理途径", OPEN, STAYS, {"accept": STOPS}, PETITIONS + "第二十二条、第二十三条", who=OFFICE, guards=(is_petition(), once("acknowledge", PETITIONS + "第二十二条"))),
    Move("ask_section", "请其他科室会办", "assigned", STAYS, {}, OWN, who=OFFICE, needs=(CO_SECTION,), guards=(not_the_lead(), section_asked(waiting=False))),
    Move("contribute", "提出会办意见", "assigned", STAYS, {}, OWN, who=WRITERS, needs=(CO_SECTION, DIGEST), guards=(section_asked(waiting=True),)),
    Move("drop_section", "不再会办", "assigned", STAYS, {}, OWN, who=OFFICE, needs=(CO_SECTION, REASON), guards=(section_asked(waiting=True),)),
    Move("extend", "延长答复期限", OPEN, STAYS, {"answer": EXTENDS.by("longer")}, "国办发〔2014〕57号、" + PETITIONS + "第三十四条", who=HEADS, needs=(LONGER, REASON), guards=(once("extend", OWN), in_time("answer", OWN), extension_allowed())),
    # 拟稿、审核、答复
    Move("draft", "拟写答复", EARLY, "drafted", {}, GUIDE, who=WRITERS, needs=(REPLY, DIGEST), guards=(all_sections_heard(),)),
    Move("send_back", "退回修改", ("drafted", "approved"), "assigned", {}, OWN, who=REVIEWERS, needs=(OPINION,)),
    Move("approve", "审核通过", "drafted", "approved", {}, OWN + "（先审后发）", who=REVIEWERS, takes=(OPINION,), distinct_from=("draft",)),
    Move("answer", "答复", "approved", "answered", ANSWERING, GUIDE, who=OFFICE, needs=(WAY, WINDOW), guards=(chosen("way", "ways"),)),
    Move("record_answer", "补登已经作出的答复", EARLY, "answered", RECORDING, OWN, who=OFFICE, needs=(ANSWERED, WAY, WINDOW), takes=(REPLY, DIGEST), guards=(answered_there(), all_sections_heard(), chosen("way", "ways"))),
    # 答复以后
    Move("rate", "评价", RESTS, STAYS, {}, GUIDE, who=(PUBLIC,), needs=(SCORE,), guards=(chosen("score", "scores"), not_rated())),
    Move("call_back", "回访", RESTS, STAYS, {}, "国办发〔2020〕53号", who=OFFICE, needs=(SCORE,), guards=(chosen("score", "scores"),)),
    Move("reopen", "要求再办", RESTS, "received", {"answer": STARTS.within("limit"), "reopening": STOPS}, OWN, who=(PUBLIC, *OFFICE), needs=(LIMIT,), takes=(LONGEST, WINDOW, RULE), guards=(once("reopen", OWN), in_time("reopening", OWN))),
    Move("close", "办结", "answered", "closed", {}, OWN, who=OFFICE, guards=(nothing_to_wait_for(),)),
    # 转到别处
    Move("transfer", "转出", EARLY, "transferred", ENDING, GUIDE + "、" + PETITIONS + "第二十二条", who=OFFICE, needs=(WHERE, REASON), takes=(ORGAN,), guards=(chosen("where", "destinations"),)),
    Move("object", "对转来的信访件提出异议并退回", EARLY, "transferred", ENDING, PETITIONS + "第二十三条第三款", who=OFFICE, needs=(ORGAN, REASON), guards=(is_petition(), in_time("objection", PETITIONS + "第二十三条第三款"))),
    Move("become_application", "转为依申请公开", EARLY, "moved", ENDING, LAW + "第二十九条", who=OFFICE, needs=(APPLICATION,)),
    Move("merge", "并入另一件", EARLY, "merged", ENDING, OWN, who=OFFICE, needs=(INTO,)),
    Move("dismiss", "认定无效", EARLY, "invalid", ENDING, OWN, who=OFFICE, needs=(GROUND,), takes=(REASON,), guards=(chosen("ground", "invalid_grounds"),)),
)
# fmt: on

TABLE = Table(
    name="message",
    title="公众来信留言",
    noun="这件留言",
    states={
        "received": "待分办",
        "assigned": "办理中",
        "drafted": "待审核",
        "approved": "待答复",
        "answered": "已答复",
        "closed": "已办结",
        "transferred": "已转出",
        "moved": "已转为依申请公开",
        "merged": "已并入另一件",
        "invalid": "无效",
    },
    final=("answered", "closed", "transferred", "moved", "merged", "invalid"),
    roles=ROLES,
    moves=MOVES,
    amendments=Amendments(
        who=(*OFFICE, *HEADS),
        basis=OWN + "（更正记录须由原办理人以外的人办理，原记录保留）",
        fields={
            "register": ("received_on", "kind", "channel"),
            "register_petition": ("received_on", "kind", "channel"),
            "answer": ("on", "way"),
            "record_answer": ("answered_on", "way"),
            "call_back": ("on", "score"),
            "transfer": ("on", "where", "organ"),
        },
        strikes=("dismiss", "merge", "transfer", "call_back", "close"),
    ),
    clocks=(
        Clock("answer", "答复期限", "", Unit.WORKDAYS, GUIDE),
        Clock("accept", "告知受理情况的期限", "petition_accept", Unit.CALENDAR_DAYS, PETITIONS + "第二十二条"),
        Clock("objection", "对转送提出异议的期限", "petition_objection", Unit.WORKDAYS, PETITIONS + "第二十三条第三款"),
        Clock("reopening", "评价和要求再办的期限", "", Unit.CALENDAR_DAYS, OWN, outlives=True),
    ),
)
"""Every message of every organ follows this table."""

BEGINNINGS = ("submit", "register", "register_petition")
ANSWERED_STATES = ("answered", "closed")
SCORED = ("rate", "call_back")
