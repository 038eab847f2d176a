"""The table proposed for applications in the order of its rows, written down to see that the mechanism can say it all."""

from __future__ import annotations

from gongkai.casework import (
    BEGIN,
    EXTENDS,
    REPLACES,
    RESTARTS,
    RUNS,
    STANDS,
    STARTS,
    STAYS,
    STOPS,
    Clock,
    Field,
    FieldKind,
    Move,
    Table,
    Unit,
)
from gongkai.casework.conditions import (
    all_heard,
    at_most,
    awaited,
    done_since,
    in_time,
    once,
    others_awaited,
    time_over,
)

LAW, FEES, OWN = "《条例》", "《信息处理费管理办法》第六条", "本机关办理规程"
PARTY, CO_MAKER, ORGAN = (
    Field(*each) for each in (("third_party", "第三方"), ("co_maker", "共同制作机关"), ("organ", "征求意见的机关"))
)
DAYS = Field("workdays", "工作日数", FieldKind.NUMBER)
UNTIL = Field("reply_by", "延迟答复的日期", FieldKind.DATE)
ORDERED = Field("limit", "复议决定或者判决要求的期限", FieldKind.LIMIT)
POSTED = Field("posted_on", "交邮的日期", FieldKind.DATE)
PAPER = Field("letter", "文书")

REVIEW, CONSULTING = "under_review", "consulting"
RUNNING = ("registered", REVIEW, "awaiting_reasons", CONSULTING, "decision_drafted", "decision_approved")
BEFORE_SERVED = ("submitted", "received", *RUNNING, "in_correction", "awaiting_payment")
ENDING = dict.fromkeys(("reply", "ask", "correction", "opinion", "co_maker_opinion", "organ_opinion", "payment"), STOPS)
CORRECTING = {"reply": STANDS, "ask": STOPS, "correction": STARTS.within("workdays")}
ASKED_ONCE = (once("ask_correction", LAW + "第三十条"), in_time("ask", LAW + "第三十条"))
EXTENDING = (once("extend", LAW), in_time("reply", LAW), at_most("workdays", "extend_reply", LAW))
LAST, NOT_LAST = all_heard("reply", LAW), others_awaited("reply", LAW)


def _heard(kind: str, title: str, party: Field, clock: str, basis: str, *, silence: str) -> tuple[Move, ...]:
    """The four ways in which asking one party ends: it answers or its time is over, as the last of all or not."""
    stops = {"reply": RUNS, clock: STOPS}
    over = time_over(clock, basis)
    return (
        Move(
            f"hear_{kind}",
            f"收到{title}意见（还有其他方）",
            CONSULTING,
            STAYS,
            stops,
            basis,
            needs=(party,),
            guards=(NOT_LAST,),
        ),
        Move(f"hear_last_{kind}", f"收到{title}意见", CONSULTING, REVIEW, stops, basis, needs=(party,), guards=(LAST,)),
        Move(
            f"lapse_{kind}",
            f"{title}{silence}（还有其他方）",
            CONSULTING,
            STAYS,
            stops,
            basis,
            needs=(party,),
            guards=(over, NOT_LAST),
        ),
        Move(
            f"lapse_last_{kind}",
            f"{title}{silence}",
            CONSULTING,
            REVIEW,
            stops,
            basis,
            needs=(party,),
            guards=(over, LAST),
        ),
    )


# fmt: off
MOVES = (
    Move("submit", "提交申请", BEGIN, "submitted", {}, LAW + "第二十九条"),
    Move("receive", "确定收到日期", "submitted", "received", {"reply": STARTS, "ask": STARTS}, LAW + "第三十一条"),
    Move("register", "登记", "received", "registered", {"reply": RUNS}, LAW + "第二十九条、第四十五条"),
    Move("begin_review", "转入审查", "registered", REVIEW, {"reply": RUNS}, OWN),
    Move("ask_correction", "告知补正", ("registered", REVIEW), "in_correction", CORRECTING, LAW + "第三十条", needs=(DAYS, PAPER), guards=ASKED_ONCE),
    Move("receive_correction", "收到补正", "in_correction", REVIEW, {"reply": RESTARTS, "correction": STOPS}, LAW + "第三十条"),
    Move("find_still_unclear", "补正后仍不明确", "in_correction", "decision_drafted", {"reply": RESTARTS, "correction": STOPS}, LAW + "第三十条"),
    Move("lapse_correction", "逾期不补正视为放弃", "in_correction", "deemed_abandoned", ENDING, LAW + "第三十条", guards=(time_over("correction", LAW + "第三十条"),)),
    Move("ask_reasons", "要求说明理由", REVIEW, "awaiting_reasons", {"reply": RUNS}, LAW + "第三十五条", needs=(PAPER,)),
    Move("refuse_excessive", "理由不合理不予处理", "awaiting_reasons", "decision_drafted", {"reply": RUNS}, LAW + "第三十五条"),
    Move("accept_reasons", "理由合理继续办理", "awaiting_reasons", REVIEW, {"reply": RUNS}, LAW + "第三十五条"),
    Move("delay", "理由合理确定延迟答复", "awaiting_reasons", REVIEW, {"reply": REPLACES.by("reply_by")}, LAW + "第三十五条", needs=(UNTIL, PAPER)),
    Move("consult_third_party", "征求第三方意见", (REVIEW, CONSULTING), CONSULTING, {"reply": STANDS.at_most("opinion")}, LAW + "第三十二条", needs=(PARTY, PAPER)),
    Move("deliver_to_third_party", "第三方收到征求意见书", CONSULTING, STAYS, {"opinion": STARTS}, LAW + "第三十二条", needs=(PARTY,), guards=(awaited("reply", LAW),)),
    *_heard("third_party", "第三方", PARTY, "opinion", LAW + "第三十二条、第三十三条第三款", silence="逾期未提出意见"),
    Move("consult_co_maker", "征求共同制作机关意见", (REVIEW, CONSULTING), CONSULTING, {"reply": STANDS.at_most("co_maker_opinion")}, LAW + "第三十四条", needs=(CO_MAKER, PAPER)),
    Move("deliver_to_co_maker", "共同制作机关收到征求意见书", CONSULTING, STAYS, {"co_maker_opinion": STARTS}, LAW + "第三十四条", needs=(CO_MAKER,), guards=(awaited("reply", LAW),)),
    *_heard("co_maker", "共同制作机关", CO_MAKER, "co_maker_opinion", LAW + "第三十四条", silence="逾期视为同意公开"),
    Move("consult_organ", "征求其他机关意见", (REVIEW, CONSULTING), CONSULTING, {"reply": STANDS.at_most("organ_opinion"), "organ_opinion": STARTS}, LAW + "第十一条、第三十三条第三款", needs=(ORGAN, PAPER)),
    *_heard("organ", "其他机关", ORGAN, "organ_opinion", LAW + "第三十三条第三款", silence="不再等待")[:2],
    Move("extend", "延期答复", RUNNING, STAYS, {"reply": EXTENDS.by("workdays")}, LAW + "第三十三条第二款", needs=(DAYS, PAPER), guards=EXTENDING),
    Move("ask_fee", "告知收费", REVIEW, "awaiting_payment", {"reply": STANDS}, FEES, needs=(PAPER,)),
    Move("deliver_fee_notice", "申请人收到收费通知", "awaiting_payment", STAYS, {"payment": STARTS}, FEES),
    Move("receive_payment", "收到缴费", "awaiting_payment", REVIEW, {"reply": RESTARTS, "payment": STOPS}, FEES),
    Move("lapse_payment", "逾期未缴费视为放弃", "awaiting_payment", "deemed_abandoned", ENDING, FEES, guards=(time_over("payment", FEES),)),
    Move("draft", "拟定答复", REVIEW, "decision_drafted", {"reply": RUNS}, LAW + "第三十六条至第三十九条", needs=(Field("outcome", "办理结果"),)),
    Move("review_secrecy", "保密审查", "decision_drafted", STAYS, {}, LAW + "第十七条", distinct_from=("draft",)),
    Move("send_back", "退回修改", ("decision_drafted", "decision_approved"), REVIEW, {"reply": RUNS}, LAW + "第四十五条", needs=(Field("reason", "理由"),)),
    Move("approve", "批准答复", "decision_drafted", "decision_approved", {"reply": RUNS}, LAW + "第十七条、第四十五条", distinct_from=("draft", "refuse_excessive", "find_still_unclear"), guards=(done_since("review_secrecy", "draft", LAW + "第十七条"),)),
    Move("serve", "送达答复", "decision_approved", "served", {**ENDING, "reply": STOPS.dated("posted_on")}, LAW + "第三十三条、第四十条", takes=(POSTED,)),
    Move("sign_for", "申请人签收", ("served", "archived"), STAYS, {"remedy": STARTS}, "《行政复议法实施条例》第十五条", guards=(once("sign_for", OWN),)),
    Move("withdraw", "撤回申请", BEFORE_SERVED, "withdrawn", ENDING, OWN, needs=(PAPER,)),
    Move("archive", "归档", ("served", "withdrawn", "deemed_abandoned"), "archived", {}, LAW + "第四十五条"),
    Move("reconsider", "收到复议通知", ("served", "archived"), "in_reconsideration", {}, "《行政复议法》第四十八条"),
    Move("litigate", "收到应诉通知", ("served", "archived", "in_reconsideration"), "in_litigation", {}, "《行政诉讼法》第六十七条"),
    Move("end_dispute", "复议诉讼终结", ("in_reconsideration", "in_litigation"), "archived", {}, OWN),
    Move("order_again", "责令重新答复", ("in_reconsideration", "in_litigation"), "redecision_ordered", {"reply": STARTS.within("limit"), "remedy": STOPS}, "《行政复议法》第六十四条、《行政诉讼法》第七十条", takes=(ORDERED,)),
    Move("review_again", "重新审查", "redecision_ordered", REVIEW, {"reply": RUNS}, OWN),
)
# fmt: on

APPLICATION = Table(
    name="application",
    title="政府信息公开申请（试写）",
    noun="这件申请",
    states={
        "submitted": "已提交",
        "received": "已收到",
        "registered": "已登记",
        "under_review": "审查办理",
        "in_correction": "等待补正",
        "awaiting_reasons": "等待说明理由",
        "consulting": "征求意见中",
        "awaiting_payment": "等待缴费",
        "decision_drafted": "答复已拟定",
        "decision_approved": "答复已批准",
        "served": "已送达",
        "withdrawn": "已撤回",
        "deemed_abandoned": "视为放弃",
        "archived": "已归档",
        "in_reconsideration": "行政复议中",
        "in_litigation": "行政诉讼中",
        "redecision_ordered": "责令重新答复",
    },
    final=("served", "archived", "deemed_abandoned", "withdrawn"),
    moves=MOVES,
    clocks=(
        Clock("reply", "答复期限", "reply_to_application", Unit.WORKDAYS, LAW + "第三十三条"),
        Clock("ask", "告知补正的期限", "ask_correction", Unit.WORKDAYS, LAW + "第三十条"),
        Clock("correction", "补正期限", "", Unit.WORKDAYS, LAW + "第三十条"),
        Clock(
            "opinion",
            "第三方提出意见的期限",
            "third_party_opinion",
            Unit.WORKDAYS,
            LAW + "第三十二条",
            per="third_party",
        ),
        Clock(
            "co_maker_opinion",
            "共同制作机关提出意见的期限",
            "co_maker_opinion",
            Unit.WORKDAYS,
            LAW + "第三十四条",
            per="co_maker",
        ),
        Clock("organ_opinion", "其他机关提出意见", "", Unit.WORKDAYS, LAW + "第三十三条第三款", per="organ"),
        Clock("payment", "缴费期限", "pay_processing_fee", Unit.WORKDAYS, FEES),
        Clock(
            "remedy",
            "申请行政复议的期限",
            "apply_for_reconsideration",
            Unit.CALENDAR_DAYS,
            "《行政复议法》第二十条",
            outlives=True,
        ),
    ),
)
