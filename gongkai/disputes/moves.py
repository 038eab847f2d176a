"""The table of moves of a dispute: reconsideration against this organ or before it, and suits through their instances.

Sources: 《行政复议法》（2023年修订）, 《行政诉讼法》（2017年修正）. What the organ only records of others' doings has the article by which
they do it. Facts of a step hold no personal data. A dispute over an application moves the application as well; that is done by
the service (``gongkai.web.disputes``), not here.
"""

from __future__ import annotations

from gongkai.casework import (
    BEGIN,
    EXTENDS,
    RUNS,
    STANDS,
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
from gongkai.casework.conditions import at_most, done, in_time, once, time_over
from gongkai.disputes.conditions import decided_in_order, is_suit, last_judgment, outcome_fits
from gongkai.organs.roles import ROLE_TITLES

REVIEW_LAW, SUIT_LAW, OWN = "《行政复议法》", "《行政诉讼法》", "本机关办理规程"
OFFICE, HEADS = ("foi_officer",), ("leading_group",)
ROLES = {key: ROLE_TITLES[key] for key in (*OFFICE, *HEADS)}

ACT = Field("act", "不服的是什么")
STANDING = Field("standing", "本机关的地位")
WAY = Field("way", "起诉以前有没有经过复议")
ACCEPTED = Field("accepted_on", "复议机关受理、法院立案的日期", FieldKind.DATE)
FILED = Field("filed_on", "申请复议、起诉的日期", FieldKind.DATE)
OUTCOME = Field("outcome", "结果")
DECIDED = Field("decided_on", "决定书、裁判文书落款的日期", FieldKind.DATE)
DOCUMENT = Field("document", "决定书、裁判文书的文号", example="青政复决〔2026〕5号")
LIMIT = Field("limit", "要求履行的期限", FieldKind.LIMIT)
RECEIVED = Field("complainant_received_on", "申请人收到决定书的日期", FieldKind.DATE)
PAPER = Field("paper", "文书或者材料的名称", example="行政复议答复书及证据清单")
HEARING = Field("hearing", "方式")
HEARING_ON = Field("hearing_on", "开庭、听证的日期", FieldKind.DATE)
PLACE = Field("place", "地点", example="县人民法院第三法庭")
REASON = Field("reason", "理由")
DAYS = Field("days", "延长的日数", FieldKind.NUMBER, "30")
APPELLANT = Field("appellant", "谁上诉")
DONE = Field("done", "怎样履行的", example="已经重新答复，予以公开")
DESPITE = Field("despite", "没有先经复议而法院已经立案的说明", example="见应诉通知书，法院认为属于不履行答复职责")

ANSWERING, BODY = ("answering", "answering_simplified"), ("body_review", "body_review_simplified")
REVIEWING = (*ANSWERING, "in_review", "review_suspended")
TRIALS = ("defending", "first_instance", "second_instance", "retrial")
HEARD_IN = ("in_review", "first_instance", "second_instance", "retrial", *BODY)
HIGHER = ("second_instance", "retrial")
ENDING = dict.fromkeys(("answer", "answer_simplified", "answer_suit", "appeal", "appeal_ruling"), STOPS)
BODY_ENDING = dict.fromkeys(("accept", "send_copy", "send_copy_simplified", "decide", "decide_simplified"), STOPS)
ORDER = {**ENDING, "fulfil": STARTS.within("limit")}
TO_SUE = {"sue_after": STARTS.dated("complainant_received_on")}
PLAIN, ORDERED, EARLY = (outcome_fits(kind) for kind in ("plain", "ordered", "early"))
IN_ORDER = decided_in_order()
FIRST_PLAIN, FIRST_ORDERED = last_judgment(ordered=False), last_judgment(ordered=True)

# fmt: off
MOVES = (
    # 对本机关申请的行政复议
    Move("receive_copy", "收到复议申请书副本", BEGIN, "answering", {"answer": STARTS}, REVIEW_LAW + "第四十八条", who=OFFICE, needs=(ACT,), takes=(FILED, ACCEPTED)),
    Move("receive_copy_simplified", "收到复议申请书副本（简易程序）", BEGIN, "answering_simplified", {"answer_simplified": STARTS}, REVIEW_LAW + "第五十三条、第五十四条", who=OFFICE, needs=(ACT,), takes=(FILED, ACCEPTED)),
    Move("turn_ordinary", "转为普通程序", "answering_simplified", "answering", {"answer_simplified": STOPS, "answer": STARTS}, REVIEW_LAW + "第五十五条", who=OFFICE, takes=(PAPER,)),
    Move("submit_answer", "提交答复书和证据", ANSWERING, "in_review", {"answer": STOPS, "answer_simplified": STOPS}, REVIEW_LAW + "第四十八条、第五十四条", who=OFFICE, needs=(PAPER,)),
    Move("miss_answer", "逾期没有提交答复书", "answering", "in_review", {"answer": STOPS}, REVIEW_LAW + "第七十条", who=OFFICE, guards=(time_over("answer", REVIEW_LAW + "第四十八条"),)),
    Move("miss_answer_simplified", "逾期没有提交答复书", "answering_simplified", "in_review", {"answer_simplified": STOPS}, REVIEW_LAW + "第七十条", who=OFFICE, guards=(time_over("answer_simplified", REVIEW_LAW + "第五十四条"),)),
    Move("suspend_review", "复议中止", "in_review", "review_suspended", {}, REVIEW_LAW + "第三十九条", who=OFFICE, needs=(REASON,)),
    Move("resume_review", "复议恢复", "review_suspended", "in_review", {}, REVIEW_LAW + "第三十九条", who=OFFICE),
    Move("receive_decision", "收到复议决定", "in_review", "closed", {**ENDING, **TO_SUE}, REVIEW_LAW + "第六十一条、第七十五条", who=OFFICE, needs=(OUTCOME, DECIDED), takes=(DOCUMENT, RECEIVED), guards=(PLAIN, IN_ORDER)),
    Move("receive_order", "收到责令履行、重新处理的复议决定", "in_review", "to_fulfil", {**ORDER, **TO_SUE}, REVIEW_LAW + "第六十四条、第六十六条、第七十七条", who=OFFICE, needs=(OUTCOME, DECIDED), takes=(DOCUMENT, LIMIT, RECEIVED), guards=(ORDERED, IN_ORDER)),
    Move("end_early", "没有作出复议决定而结案", REVIEWING, "closed", ENDING, REVIEW_LAW + "第三十三条、第四十一条、第七十三条、第七十四条", who=OFFICE, needs=(OUTCOME, DECIDED), takes=(DOCUMENT,), guards=(EARLY, IN_ORDER)),
    # 行政诉讼
    Move("receive_suit", "收到起诉状副本", BEGIN, "defending", {"answer_suit": STARTS}, SUIT_LAW + "第六十七条", who=OFFICE, needs=(STANDING, WAY, ACT), takes=(FILED, ACCEPTED, DESPITE)),
    Move("submit_defence", "提交答辩状和证据", "defending", "first_instance", {"answer_suit": STOPS}, SUIT_LAW + "第三十四条、第六十七条", who=OFFICE, needs=(PAPER,)),
    Move("miss_defence", "逾期没有提交证据", "defending", "first_instance", {"answer_suit": STOPS}, SUIT_LAW + "第三十四条第二款", who=OFFICE, guards=(time_over("answer_suit", SUIT_LAW + "第六十七条"),)),
    Move("judge_first", "收到一审判决", "first_instance", "first_judged", {"appeal": STARTS}, SUIT_LAW + "第八十条、第八十五条", who=OFFICE, needs=(OUTCOME, DECIDED), takes=(DOCUMENT,), guards=(outcome_fits("judgment"), IN_ORDER)),
    Move("rule_first", "收到驳回起诉的裁定", "first_instance", "first_judged", {"appeal_ruling": STARTS}, SUIT_LAW + "第八十五条、法释〔2018〕1号第六十九条", who=OFFICE, needs=(OUTCOME, DECIDED), takes=(DOCUMENT,), guards=(outcome_fits("ruling"), IN_ORDER)),
    Move("end_suit_early", "没有作出判决而结案", TRIALS, "closed", ENDING, SUIT_LAW + "第五十一条、第六十条、第六十二条", who=OFFICE, needs=(OUTCOME, DECIDED), takes=(DOCUMENT,), guards=(EARLY, IN_ORDER)),
    Move("appeal", "上诉，进入二审", "first_judged", "second_instance", ENDING, SUIT_LAW + "第八十五条", who=OFFICE, needs=(APPELLANT,)),
    Move("take_effect", "一审裁判生效", "first_judged", "closed", ENDING, SUIT_LAW + "第八十五条", who=OFFICE, guards=(FIRST_PLAIN,)),
    Move("take_effect_order", "一审判决生效，待履行", "first_judged", "to_fulfil", ORDER, SUIT_LAW + "第八十五条、第九十四条", who=OFFICE, takes=(LIMIT,), guards=(FIRST_ORDERED,)),
    Move("affirm", "维持原裁判、撤回上诉", HIGHER, "closed", {}, SUIT_LAW + "第八十九条第一款第一项", who=OFFICE, needs=(DECIDED,), takes=(DOCUMENT,), guards=(FIRST_PLAIN, IN_ORDER)),
    Move("affirm_order", "维持原判，待履行", HIGHER, "to_fulfil", {"fulfil": STARTS.within("limit")}, SUIT_LAW + "第八十九条第一款第一项、第九十四条", who=OFFICE, needs=(DECIDED,), takes=(DOCUMENT, LIMIT), guards=(FIRST_ORDERED, IN_ORDER)),
    Move("reverse", "改判", HIGHER, "closed", {}, SUIT_LAW + "第八十九条第一款第二项、第三项", who=OFFICE, needs=(OUTCOME, DECIDED), takes=(DOCUMENT,), guards=(PLAIN, IN_ORDER)),
    Move("reverse_order", "改判，责令履行、重新处理", HIGHER, "to_fulfil", {"fulfil": STARTS.within("limit")}, SUIT_LAW + "第八十九条第一款第二项、第三项，第九十四条", who=OFFICE, needs=(OUTCOME, DECIDED), takes=(DOCUMENT, LIMIT), guards=(ORDERED, IN_ORDER)),
    Move("remand", "发回重审", HIGHER, "first_instance", {}, SUIT_LAW + "第八十九条第一款第三项、第四项", who=OFFICE, needs=(DECIDED,), takes=(DOCUMENT,), guards=(IN_ORDER,)),
    Move("retry", "再审", "closed", "retrial", {}, SUIT_LAW + "第九十一条至第九十三条", who=OFFICE, needs=(REASON,), guards=(is_suit(),)),
    # 履行
    Move("fulfil", "已经履行", "to_fulfil", "closed", {"fulfil": STOPS}, REVIEW_LAW + "第七十七条、" + SUIT_LAW + "第九十四条", who=OFFICE, needs=(DONE,)),
    # 本机关作为复议机关
    Move("receive_application", "收到复议申请", BEGIN, "body_received", {"accept": STARTS}, REVIEW_LAW + "第三十条", who=OFFICE, needs=(ACT,)),
    Move("decline", "不予受理", "body_received", "closed", BODY_ENDING, REVIEW_LAW + "第三十条", who=HEADS, needs=(OUTCOME, DECIDED), takes=(DOCUMENT,), guards=(outcome_fits("declined"), IN_ORDER)),
    Move("accept", "受理（普通程序）", "body_received", "body_review", {"accept": STOPS, "send_copy": STARTS, "decide": STARTS}, REVIEW_LAW + "第三十条、第四十八条、第六十二条", who=OFFICE),
    Move("accept_simplified", "受理（简易程序）", "body_received", "body_review_simplified", {"accept": STOPS, "send_copy_simplified": STARTS, "decide_simplified": STARTS}, REVIEW_LAW + "第三十条、第五十三条、第五十四条、第六十二条", who=OFFICE),
    Move("send_copy", "发送复议申请书副本", BODY, STAYS, {"send_copy": STOPS, "send_copy_simplified": STOPS}, REVIEW_LAW + "第四十八条、第五十四条", who=OFFICE, guards=(once("send_copy", REVIEW_LAW + "第四十八条"),)),
    Move("receive_answer", "收到被申请人的答复", BODY, STAYS, {}, REVIEW_LAW + "第四十八条、第五十四条", who=OFFICE, takes=(PAPER,), guards=(done("send_copy", REVIEW_LAW + "第四十八条"),)),
    Move("extend_decision", "延长复议期限", "body_review", STAYS, {"decide": EXTENDS.by("days")}, REVIEW_LAW + "第六十二条", who=HEADS, needs=(DAYS, REASON), guards=(once("extend_decision", REVIEW_LAW + "第六十二条"), in_time("decide", REVIEW_LAW + "第六十二条"), at_most("days", "extend_reconsideration", REVIEW_LAW + "第六十二条"))),
    Move("suspend_body", "中止复议", "body_review", "body_suspended", {"decide": STANDS}, REVIEW_LAW + "第三十九条", who=OFFICE, needs=(REASON,)),
    Move("resume_body", "恢复复议", "body_suspended", "body_review", {"decide": RUNS}, REVIEW_LAW + "第三十九条", who=OFFICE),
    Move("decide", "作出复议决定", BODY, "closed", BODY_ENDING, REVIEW_LAW + "第六十一条至第六十九条", who=HEADS, needs=(OUTCOME, DECIDED), takes=(DOCUMENT,), guards=(outcome_fits("decision"), IN_ORDER)),
    Move("close_body", "终止、驳回申请或者调解结案", (*BODY, "body_suspended"), "closed", BODY_ENDING, REVIEW_LAW + "第三十三条、第四十一条、第七十三条、第七十四条", who=HEADS, needs=(OUTCOME, DECIDED), takes=(DOCUMENT,), guards=(EARLY, IN_ORDER)),
    # 审理中的事
    Move("be_summoned", "开庭、听证的通知", HEARD_IN, STAYS, {}, REVIEW_LAW + "第五十条、第五十一条、" + SUIT_LAW + "第六十八条", who=OFFICE, needs=(HEARING, HEARING_ON), takes=(PLACE,)),
    Move("hold_hearing", "开庭、听证、听取意见", HEARD_IN, STAYS, {}, REVIEW_LAW + "第四十九条至第五十一条、" + SUIT_LAW + "第六十八条", who=OFFICE, needs=(HEARING,), takes=(PLACE,)),
    Move("supplement", "补充证据和意见", HEARD_IN, STAYS, {}, REVIEW_LAW + "第四十六条、" + SUIT_LAW + "第三十六条", who=OFFICE, needs=(PAPER,)),
)
# fmt: on

DECIDING = (
    "receive_decision", "receive_order", "end_early", "judge_first", "rule_first", "end_suit_early", "affirm", "affirm_order",
    "reverse", "reverse_order", "decline", "decide", "close_body",
)  # fmt: skip
"""Moves that record a decision; its day may have been recorded wrongly."""
DAY_ONLY = (
    "receive_copy", "receive_copy_simplified", "receive_suit", "receive_application", "submit_answer", "submit_defence",
    "take_effect", "take_effect_order", "fulfil", "accept", "accept_simplified", "send_copy", "hold_hearing",
)  # fmt: skip

TABLE = Table(
    name="dispute",
    title="行政复议和行政诉讼",
    noun="这件案件",
    states={
        "answering": "待答复",
        "answering_simplified": "待答复（简易程序）",
        "in_review": "复议审理中",
        "review_suspended": "复议中止",
        "defending": "待答辩举证",
        "first_instance": "一审审理中",
        "first_judged": "一审已判，上诉期内",
        "second_instance": "二审审理中",
        "retrial": "再审审理中",
        "body_received": "待审查受理",
        "body_review": "本机关审理中",
        "body_review_simplified": "本机关审理中（简易程序）",
        "body_suspended": "本机关中止审理",
        "to_fulfil": "待履行",
        "closed": "已结",
    },
    final=("closed",),
    roles=ROLES,
    moves=MOVES,
    amendments=Amendments(
        who=(*OFFICE, *HEADS),
        basis=OWN + "（更正记录须由原办理人以外的人办理，原记录保留）",
        fields={
            **dict.fromkeys(DAY_ONLY, ("on",)),
            **dict.fromkeys(DECIDING, ("on", "decided_on", "document")),
            "receive_suit": ("on", "standing", "way"),
            "be_summoned": ("on", "hearing_on", "place"),
        },
        strikes=("be_summoned", "hold_hearing", "supplement", "receive_answer", "send_copy"),
    ),
    clocks=(
        Clock("answer", "提交复议答复和证据的期限", "answer_reconsideration", Unit.WORKDAYS, REVIEW_LAW + "第四十八条"),
        Clock("answer_simplified", "提交复议答复和证据的期限（简易程序）", "answer_reconsideration_simplified", Unit.WORKDAYS, REVIEW_LAW + "第五十四条"),
        Clock("answer_suit", "提交答辩状和证据的期限", "answer_suit", Unit.CALENDAR_DAYS, SUIT_LAW + "第六十七条"),
        Clock("appeal", "不服一审判决上诉的期限", "appeal_judgment", Unit.CALENDAR_DAYS, SUIT_LAW + "第八十五条"),
        Clock("appeal_ruling", "不服一审裁定上诉的期限", "appeal_ruling", Unit.CALENDAR_DAYS, SUIT_LAW + "第八十五条"),
        Clock("fulfil", "履行复议决定、生效判决的期限", "", Unit.WORKDAYS, REVIEW_LAW + "第七十七条、" + SUIT_LAW + "第九十四条"),
        Clock("accept", "审查复议申请的期限", "accept_reconsideration", Unit.WORKDAYS, REVIEW_LAW + "第三十条"),
        Clock("send_copy", "发送复议申请书副本的期限", "send_reconsideration_copy", Unit.WORKDAYS, REVIEW_LAW + "第四十八条"),
        Clock("send_copy_simplified", "发送复议申请书副本的期限（简易程序）", "send_reconsideration_copy_simplified", Unit.WORKDAYS, REVIEW_LAW + "第五十四条"),
        Clock("decide", "作出复议决定的期限", "decide_reconsideration", Unit.CALENDAR_DAYS, REVIEW_LAW + "第六十二条"),
        Clock("decide_simplified", "作出复议决定的期限（简易程序）", "decide_reconsideration_simplified", Unit.CALENDAR_DAYS, REVIEW_LAW + "第六十二条"),
        Clock("sue_after", "申请人不服复议决定起诉的期限", "sue_after_reconsideration", Unit.CALENDAR_DAYS, SUIT_LAW + "第四十五条", outlives=True),
    ),
)  # fmt: skip
"""Every dispute of every organ follows this table."""

DUTY = {
    "answering": "answer",
    "answering_simplified": "answer_simplified",
    "defending": "answer_suit",
    "first_judged": "appeal",
    "to_fulfil": "fulfil",
    "body_received": "accept",
    "body_review": "decide",
    "body_review_simplified": "decide_simplified",
    "body_suspended": "decide",
}
"""The clock of what this organ itself has to do next, by state; in the others it waits for somebody else."""

BEGINNINGS = {
    "receive_copy": "reconsideration",
    "receive_copy_simplified": "reconsideration",
    "receive_suit": "litigation",
    "receive_application": "reconsideration",
}
"""How a dispute begins, and of which kind it then is."""
