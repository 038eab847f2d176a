"""The table of moves of a complaint about disclosure work (投诉、举报), made to the level above or to the department in charge.

Source: 《条例》第四十七条第二款、第五十一条. The organ complained about never decides; it is asked for an account and gives it as
``respondent``. The 条例 sets no days: those taken are in ``limits.yaml``. Facts hold no personal data: texts go by their digest.
"""

from __future__ import annotations

from gongkai.assessment.accountability.conditions import (
    OWN,
    account_awaited,
    chosen,
    extension_allowed,
    founded,
    no_account_open,
)
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
from gongkai.organs.roles import ROLE_TITLES

LAW = "《条例》第五十一条"
PUBLIC, RESPONDENT = "public", "respondent"
OFFICE, HEADS = ("supervising_office", "foi_officer"), ("leading_group",)
ROLES = {
    PUBLIC: "投诉人",
    RESPONDENT: "被投诉机关",
    **{key: ROLE_TITLES[key] for key in (*OFFICE, *HEADS)},
}

CHANNEL = Field("channel", "怎样来的")
KIND = Field("kind", "投诉什么")
RECEIVED = Field("received_on", "收到的日期", FieldKind.DATE)
RECEIVER = Field("receiver", "向谁投诉")
ABOUT = Field("about", "被投诉的机关")
ORIGIN = Field("origin", "来源", example="由nongye-ly-2026-00012转来")
ACCEPT_LIMIT = Field("accept_limit", "告知是否受理的期限", FieldKind.LIMIT)
LIMIT = Field("limit", "作出处理的期限", FieldKind.LIMIT)
LONGEST = Field("longest", "最多可以延长", FieldKind.LIMIT)
RULE = Field("rule", "期限的依据")
GROUND = Field("ground", "不予受理的理由")
REASON = Field("reason", "理由")
ORGAN = Field("organ", "有权处理的机关", example="市政务公开办公室")
INTO = Field("into", "收到以后的编号")
ACCOUNT_LIMIT = Field("account_limit", "请在多久以内说明", FieldKind.LIMIT)
DIGEST = Field("digest", "内容的校验值")
WHAT = Field("what", "怎样核查的", example="打开网站看了栏目，向该局办公室调取了登记簿")
LONGER = Field("longer", "延长多少日", FieldKind.LIMIT)
OUTCOME = Field("outcome", "处理结果")
OPINION = Field("opinion", "审批意见", example="第二项事实请再核对")
WAY = Field("way", "怎样告知的")
ORDER = Field("order", "整改通知的编号")

OPEN = ("received", "accepted", "proposed")
ALL_STOP = dict.fromkeys(("accept", "decide", "account"), STOPS)
BEGUN = {
    "accept": STARTS.within("accept_limit").dated("received_on"),
    "decide": STARTS.within("limit").dated("received_on"),
}
RULED = (ACCEPT_LIMIT, LIMIT, LONGEST, RULE)
CAME = (CHANNEL, KIND, RECEIVED, ABOUT)
LISTED = (chosen("channel", "channels"), chosen("kind", "kinds"))

# fmt: off
MOVES = (
    Move("submit", "网上提交投诉", BEGIN, "received", BEGUN, LAW, who=(PUBLIC,), needs=CAME, takes=(*RULED, RECEIVER), guards=LISTED),
    Move("register", "登记投诉", BEGIN, "received", BEGUN, LAW, who=OFFICE, needs=CAME, takes=(*RULED, RECEIVER, ORIGIN), guards=LISTED),
    # 受理
    Move("accept", "受理", "received", "accepted", {"accept": STOPS}, LAW, who=OFFICE),
    Move("decline", "不予受理", "received", "declined", ALL_STOP, OWN, who=OFFICE, needs=(GROUND, REASON), guards=(chosen("ground", "decline_grounds"),)),
    Move("hand_over", "转有权处理的机关", ("received", "accepted"), "handed_over", ALL_STOP, LAW, who=OFFICE, needs=(ORGAN, REASON), takes=(INTO,), guards=(no_account_open(),)),
    # 调查
    Move("ask_account", "请被投诉机关说明情况", "accepted", STAYS, {"account": STARTS.within("account_limit")}, OWN, who=OFFICE, needs=(ACCOUNT_LIMIT, DIGEST), guards=(no_account_open(),)),
    Move("give_account", "说明情况", "accepted", STAYS, {"account": STOPS}, OWN, who=(RESPONDENT, *OFFICE), needs=(DIGEST,), guards=(account_awaited(),)),
    Move("waive_account", "不再等说明", "accepted", STAYS, {"account": STOPS}, OWN, who=OFFICE, needs=(REASON,), guards=(account_awaited(),)),
    Move("investigate", "记录核查情况", "accepted", STAYS, {}, "《条例》第四十七条", who=OFFICE, needs=(WHAT,)),
    Move("extend", "延长办理期限", ("received", "accepted", "proposed"), STAYS, {"decide": EXTENDS.by("longer")}, OWN, who=HEADS, needs=(LONGER, REASON), guards=(once("extend", OWN), in_time("decide", OWN), extension_allowed())),
    # 处理
    Move("propose", "提出处理意见", "accepted", "proposed", {}, "《条例》第四十七条第二款", who=OFFICE, needs=(OUTCOME, DIGEST), guards=(chosen("outcome", "outcomes"), no_account_open())),
    Move("send_back", "退回重拟", "proposed", "accepted", {}, OWN, who=HEADS, needs=(OPINION,)),
    Move("decide", "作出处理决定", "proposed", "decided", ALL_STOP, "《条例》第四十七条第二款", who=HEADS, needs=(OUTCOME,), takes=(OPINION,), guards=(chosen("outcome", "outcomes"),), distinct_from=("propose",)),
    Move("tell", "告知投诉人", "decided", "told", {}, LAW, who=OFFICE, needs=(WAY,), guards=(chosen("way", "ways"),)),
    Move("order_rectification", "要求整改", ("decided", "told"), STAYS, {}, "《条例》第四十七条、第五十三条", who=("supervising_office",), needs=(ORDER,), guards=(founded(),)),
    Move("withdraw", "撤回投诉", OPEN, "withdrawn", ALL_STOP, OWN, who=(PUBLIC, *OFFICE), takes=(REASON,)),
)
# fmt: on

TABLE = Table(
    name="complaint",
    title="信息公开投诉举报",
    noun="这件投诉",
    states={
        "received": "待受理",
        "accepted": "调查核实",
        "proposed": "待审批",
        "decided": "待告知",
        "told": "已办结",
        "declined": "不予受理",
        "handed_over": "已转送",
        "withdrawn": "已撤回",
    },
    final=("told", "declined", "handed_over", "withdrawn"),
    roles=ROLES,
    moves=MOVES,
    amendments=Amendments(
        who=(*OFFICE, *HEADS),
        basis=OWN + "（更正记录须由原办理人以外的人办理，原记录保留）",
        fields={
            "register": ("received_on", "channel", "kind"),
            "investigate": ("on", "what"),
            "tell": ("on", "way"),
        },
    ),
    clocks=(
        Clock("accept", "告知是否受理的期限", "", Unit.CALENDAR_DAYS, OWN),
        Clock("decide", "作出处理的期限", "", Unit.CALENDAR_DAYS, OWN),
        Clock("account", "被投诉机关说明情况的期限", "", Unit.WORKDAYS, OWN),
    ),
)
"""Every complaint follows this table."""

BEGINNINGS = ("submit", "register")
DECIDED_STATES = ("decided", "told")
