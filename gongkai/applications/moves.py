"""The table of moves of an application: who may take which step, from where to where, on what ground, with what effect on the limits.

Sources: 《政府信息公开条例》（国务院令第711号）第二十七条至第四十五条; 《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）;
《行政复议法》（2023年修订）, 《行政诉讼法》. A clerk can check it line by line against the articles: docs/reference/applications.md
is drawn from it. Where the law leaves the step to the organ, the ground is 本机关办理规程. Facts of a step hold no personal data: a
third party goes by a label (第三方1), the reply by a digest.
"""

from __future__ import annotations

from gongkai.applications.conditions import awaits, posted_rightly, receipt_day, signed_after_posting
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
    Amendments,
    Clock,
    Field,
    FieldKind,
    Move,
    Table,
    Unit,
)
from gongkai.casework.conditions import (
    all_heard,
    asked_before,
    at_most,
    awaited,
    done,
    done_since,
    in_time,
    later_than,
    once,
    once_since,
    others_awaited,
    time_over,
)
from gongkai.organs.roles import ROLE_TITLES

LAW, FEES, OWN = "《条例》", "《信息处理费管理办法》第六条", "本机关办理规程"

PUBLIC, SYSTEM = "public", "system"
OFFICE = ("foi_officer",)
SECTION = ("info_officer", "foi_officer")
HEADS = ("leading_group",)
ROLES = {
    PUBLIC: "申请人",
    **{
        key: ROLE_TITLES[key]
        for key in (
            "info_officer",
            "section_head",
            "secrecy_reviewer",
            "legal_reviewer",
            "foi_officer",
            "leading_group",
        )
    },
}

PARTY = Field("third_party", "第三方", example="某某有限公司")
CO_MAKER = Field("co_maker", "共同制作机关", example="县发展和改革局")
ORGAN = Field("organ", "征求意见的机关", example="县财政局")
CHANNEL = Field("channel", "收到申请的渠道")
KIND = Field("applicant_kind", "申请人类别")
EVIDENCE = Field("evidence", "确认的方式和凭据", example="当日上午电话确认，通话记录存卷")
LATE = Field("late", "没有当日登记的原因", example="当日系统停电，先登记在纸质登记簿上")
ORIGIN = Field("origin", "来源", example="由nongye-2026-0007拆分")
TRACKING = Field("tracking", "邮件号码", example="XA12345678943")
INTO = Field("into", "并入的申请编号", example="nongye-2026-0007")
DAYS = Field("workdays", "工作日数", FieldKind.NUMBER, "10")
UNTIL = Field("reply_by", "延迟答复的日期", FieldKind.DATE)
ORDERED = Field("limit", "复议决定或者判决要求的期限（工作日数）", FieldKind.LIMIT)
POSTED = Field("posted_on", "交邮的日期", FieldKind.DATE)
DELIVERY = Field("delivery", "送达方式")
PAPER = Field("letter", "文书的名称和文号", example="补正告知书（〔2026〕3号）")
ITEMS = Field("items", "需要补正的事项", example="请写明所需文件的名称或者年份")
OUTCOME = Field("outcome", "办理结果")
DIGEST = Field("reply_digest", "答复内容的校验值")
OPINION = Field("opinion", "意见", example="同意公开")
REVIEWED = Field("review", "审查意见", example="不涉及国家秘密，可以答复")
REASON = Field("reason", "理由")
AMOUNT = Field("amount", "数额（元）", FieldKind.NUMBER, "560")
RECEIPT = Field("receipt", "财政票据号码", example="0012345678")

REVIEW, CONSULTING = "under_review", "consulting"
RUNNING = ("registered", REVIEW, "awaiting_reasons", CONSULTING, "decision_drafted", "decision_approved")
BEFORE_SERVED = ("submitted", "received", *RUNNING, "in_correction", "awaiting_payment")
ENDING = dict.fromkeys(("reply", "ask", "correction", "opinion", "co_maker_opinion", "organ_opinion", "payment"), STOPS)
CORRECTING = {"reply": STANDS, "ask": STOPS, "correction": STARTS.within("workdays")}
ASKED_ONCE = (once("ask_correction", LAW + "第三十条"), in_time("ask", LAW + "第三十条"))
EXTENDED_BY = LAW + "第三十三条第二款"
EXTENDING = (
    once("extend", EXTENDED_BY),
    in_time("reply", EXTENDED_BY),
    at_most("workdays", "extend_reply", EXTENDED_BY),
)
LAST, NOT_LAST = (
    all_heard("reply", LAW + "第三十三条第三款"),
    others_awaited("reply", LAW + "第三十三条第三款"),
)
AWAITED = (awaited("reply", LAW + "第三十三条第三款"), asked_before("reply", LAW + "第三十三条第三款"))
DELAYING = (in_time("reply", LAW + "第三十五条"), later_than("reply_by", "reply", LAW + "第三十五条"))
DRAFTING = ("draft", "refuse_excessive", "find_still_unclear", "conclude_excessive", "conclude_unclear")
"""The moves by which a reply is written; nobody who wrote it may review its secrecy or approve it."""
REVIEWED_SINCE = tuple(done_since("review_secrecy", each, LAW + "第十七条") for each in DRAFTING)


def _heard(kind: str, title: str, party: Field, clock: str, basis: str, *, silence: str) -> tuple[Move, ...]:
    """The four ways in which asking one party ends: it answers or its time is over, as the last of all or not."""
    stops = {"reply": RUNS, clock: STOPS}
    over, waits = time_over(clock, basis), awaits(party.name, title, basis)
    given = {"who": OFFICE, "needs": (party,)}
    return (
        Move(f"hear_{kind}", f"收到{title}意见（还有其他方）", CONSULTING, STAYS, stops, basis, takes=(OPINION,), guards=(waits, NOT_LAST), **given),  # type: ignore[arg-type]
        Move(f"hear_last_{kind}", f"收到{title}意见", CONSULTING, REVIEW, stops, basis, takes=(OPINION,), guards=(waits, LAST), **given),  # type: ignore[arg-type]
        Move(f"lapse_{kind}", f"{title}{silence}（还有其他方）", CONSULTING, STAYS, stops, basis, guards=(waits, over, NOT_LAST), **given),  # type: ignore[arg-type]
        Move(f"lapse_last_{kind}", f"{title}{silence}", CONSULTING, REVIEW, stops, basis, guards=(waits, over, LAST), **given),  # type: ignore[arg-type]
    )  # fmt: skip


# fmt: off
MOVES = (
    # 收到和登记
    Move("submit", "提交申请", BEGIN, "submitted", {}, LAW + "第二十九条", who=(PUBLIC, *OFFICE), needs=(CHANNEL, KIND), takes=(ORIGIN, TRACKING)),
    Move("receive", "确定收到日期", "submitted", "received", {"reply": STARTS, "ask": STARTS}, LAW + "第三十一条", who=OFFICE, takes=(EVIDENCE, LATE), guards=(receipt_day(LAW + "第三十一条"),)),
    Move("register", "登记", "received", "registered", {"reply": RUNS}, LAW + "第二十九条、第四十五条", who=OFFICE),
    Move("begin_review", "转入审查", "registered", REVIEW, {"reply": RUNS}, OWN, who=OFFICE),
    # 补正：一次性告知，收到补正以后答复期限重新起算
    Move("ask_correction", "告知补正", ("registered", REVIEW), "in_correction", CORRECTING, LAW + "第三十条", who=OFFICE, needs=(ITEMS, DAYS, PAPER), guards=ASKED_ONCE),
    Move("receive_correction", "收到补正", "in_correction", REVIEW, {"reply": RESTARTS, "correction": STOPS}, LAW + "第三十条", who=OFFICE, takes=(EVIDENCE,)),
    Move("find_still_unclear", "补正后仍不明确", "in_correction", "decision_drafted", {"reply": RESTARTS, "correction": STOPS}, LAW + "第三十条", who=OFFICE, takes=(DIGEST,)),
    Move("lapse_correction", "逾期不补正视为放弃", "in_correction", "deemed_abandoned", ENDING, LAW + "第三十条", who=OFFICE, guards=(time_over("correction", LAW + "第三十条"),)),
    # 明显超过合理范围的申请
    Move("ask_reasons", "要求说明理由", REVIEW, "awaiting_reasons", {"reply": RUNS}, LAW + "第三十五条", who=OFFICE, needs=(PAPER,)),
    Move("refuse_excessive", "理由不合理不予处理", "awaiting_reasons", "decision_drafted", {"reply": RUNS}, LAW + "第三十五条", who=OFFICE, takes=(DIGEST,)),
    Move("accept_reasons", "理由合理继续办理", "awaiting_reasons", REVIEW, {"reply": RUNS}, LAW + "第三十五条", who=OFFICE),
    Move("delay", "理由合理确定延迟答复", "awaiting_reasons", REVIEW, {"reply": REPLACES.by("reply_by")}, LAW + "第三十五条", who=HEADS, needs=(UNTIL, PAPER), guards=DELAYING),
    # 征求意见：所需时间不计入答复期限
    Move("consult_third_party", "征求第三方意见", (REVIEW, CONSULTING), CONSULTING, {"reply": STANDS.at_most("opinion")}, LAW + "第三十二条", who=OFFICE, needs=(PARTY, PAPER)),
    Move("deliver_to_third_party", "第三方收到征求意见书", CONSULTING, STAYS, {"opinion": STARTS}, LAW + "第三十二条", who=OFFICE, needs=(PARTY,), guards=(awaits("third_party", "第三方", LAW + "第三十二条"), *AWAITED)),
    *_heard("third_party", "第三方", PARTY, "opinion", LAW + "第三十二条、第三十三条第三款", silence="逾期未提出意见"),
    Move("consult_co_maker", "征求共同制作机关意见", (REVIEW, CONSULTING), CONSULTING, {"reply": STANDS.at_most("co_maker_opinion")}, LAW + "第三十四条", who=OFFICE, needs=(CO_MAKER, PAPER)),
    Move("deliver_to_co_maker", "共同制作机关收到征求意见书", CONSULTING, STAYS, {"co_maker_opinion": STARTS}, LAW + "第三十四条", who=OFFICE, needs=(CO_MAKER,), guards=(awaits("co_maker", "共同制作机关", LAW + "第三十四条"), *AWAITED)),
    *_heard("co_maker", "共同制作机关", CO_MAKER, "co_maker_opinion", LAW + "第三十四条", silence="逾期视为同意公开"),
    Move("consult_organ", "征求其他机关意见", (REVIEW, CONSULTING), CONSULTING, {"reply": STANDS.at_most("organ_opinion"), "organ_opinion": STARTS}, LAW + "第十一条、第三十三条第三款", who=OFFICE, needs=(ORGAN, PAPER)),
    *_heard("organ", "其他机关", ORGAN, "organ_opinion", LAW + "第三十三条第三款", silence="不再等待")[:2],
    # 延期和收费
    Move("extend", "延期答复", RUNNING, STAYS, {"reply": EXTENDS.by("workdays")}, EXTENDED_BY, who=HEADS, needs=(DAYS, REASON, PAPER), guards=EXTENDING),
    Move("deliver_extension", "申请人收到延期答复告知书", RUNNING, STAYS, {}, EXTENDED_BY, who=OFFICE, guards=(done("extend", EXTENDED_BY), once_since("deliver_extension", "extend", EXTENDED_BY))),
    Move("ask_fee", "告知收费", REVIEW, "awaiting_payment", {"reply": STANDS}, FEES, who=OFFICE, needs=(PAPER,), takes=(AMOUNT,), guards=(in_time("reply", FEES),)),
    Move("deliver_fee_notice", "申请人收到收费通知", "awaiting_payment", STAYS, {"payment": STARTS}, FEES, who=OFFICE, guards=(once_since("deliver_fee_notice", "ask_fee", FEES),)),
    Move("receive_payment", "收到缴费", "awaiting_payment", REVIEW, {"reply": RESTARTS, "payment": STOPS}, FEES, who=OFFICE, takes=(RECEIPT, AMOUNT)),
    Move("waive_fee", "减免收费", "awaiting_payment", REVIEW, {"reply": RUNS, "payment": STOPS}, OWN, who=HEADS, needs=(REASON,)),
    Move("lapse_payment", "逾期未缴费视为放弃", "awaiting_payment", "deemed_abandoned", ENDING, FEES, who=OFFICE, guards=(time_over("payment", FEES),)),
    # 决定：拟稿人不审查也不批准自己拟的答复
    Move("draft", "拟定答复", REVIEW, "decision_drafted", {"reply": RUNS}, LAW + "第三十六条至第三十九条", who=SECTION, needs=(OUTCOME,), takes=(DIGEST,)),
    Move("conclude_unclear", "补正后仍不明确（已收到补正）", REVIEW, "decision_drafted", {"reply": RUNS}, LAW + "第三十条", who=OFFICE, takes=(DIGEST,), guards=(done("ask_correction", LAW + "第三十条"),)),
    Move("conclude_excessive", "理由不合理不予处理（退回后重拟）", REVIEW, "decision_drafted", {"reply": RUNS}, LAW + "第三十五条", who=OFFICE, takes=(DIGEST,), guards=(done("refuse_excessive", LAW + "第三十五条"),)),
    Move("review_secrecy", "保密审查", "decision_drafted", STAYS, {}, LAW + "第十七条", who=("secrecy_reviewer",), needs=(REVIEWED,), distinct_from=DRAFTING),
    Move("review_legality", "合法性审核", "decision_drafted", STAYS, {}, OWN, who=("legal_reviewer",), needs=(REVIEWED,), distinct_from=DRAFTING),
    Move("send_back", "退回修改", ("decision_drafted", "decision_approved"), REVIEW, {"reply": RUNS}, LAW + "第四十五条", who=("secrecy_reviewer", "legal_reviewer", *OFFICE, *HEADS), needs=(REASON,)),
    Move("approve", "批准答复", "decision_drafted", "decision_approved", {"reply": RUNS}, LAW + "第十七条、第四十五条", who=HEADS, distinct_from=DRAFTING, guards=REVIEWED_SINCE),
    Move("serve", "送达答复", "decision_approved", "served", {**ENDING, "reply": STOPS.dated("posted_on")}, LAW + "第三十三条、第四十条", who=OFFICE, needs=(DELIVERY,), takes=(POSTED,), guards=(posted_rightly("国办公开办函〔2016〕235号"),)),
    Move("sign_for", "申请人签收", ("served", "archived"), STAYS, {"remedy": STARTS}, "《行政复议法实施条例》第十五条", who=OFFICE, guards=(once_since("sign_for", "serve", OWN), signed_after_posting("《行政复议法实施条例》第十五条"))),
    # 撤回、归档和救济
    Move("withdraw", "撤回申请", BEFORE_SERVED, "withdrawn", ENDING, OWN, who=OFFICE, needs=(PAPER,)),
    Move("merge", "并入另一件办理", ("received", "registered", REVIEW), "merged", ENDING, "《信息处理费管理办法》第四条、" + OWN, who=OFFICE, needs=(INTO, REASON)),
    Move("archive", "归档", ("served", "withdrawn", "merged", "deemed_abandoned"), "archived", {}, LAW + "第四十五条", who=OFFICE),
    Move("reconsider", "收到复议通知", ("served", "archived"), "in_reconsideration", {}, "《行政复议法》第四十八条", who=OFFICE),
    Move("litigate", "收到应诉通知", ("served", "archived", "in_reconsideration"), "in_litigation", {}, "《行政诉讼法》第六十七条", who=OFFICE),
    Move("end_dispute", "复议诉讼终结", ("in_reconsideration", "in_litigation"), "archived", {}, OWN, who=OFFICE),
    Move("order_again", "责令重新答复", ("in_reconsideration", "in_litigation"), "redecision_ordered", {"reply": STARTS.within("limit"), "remedy": STOPS}, "《行政复议法》第六十四条、《行政诉讼法》第七十条", who=OFFICE, takes=(ORDERED,)),
    Move("review_again", "重新审查", "redecision_ordered", REVIEW, {"reply": RUNS}, OWN, who=OFFICE),
)
# fmt: on

DAY_ONLY = (
    "receive", "receive_correction", "consult_third_party", "consult_co_maker", "consult_organ", "deliver_to_third_party",
    "deliver_to_co_maker", "hear_third_party", "hear_last_third_party", "hear_co_maker", "hear_last_co_maker", "hear_organ",
    "hear_last_organ", "deliver_extension", "deliver_fee_notice", "receive_payment", "sign_for", "order_again",
)  # fmt: skip
"""Moves of which the day may have been recorded wrongly; a second person amends it, and the first record stays."""

AMENDMENTS = Amendments(
    who=(*OFFICE, *HEADS),
    basis=OWN + "（更正记录须由原办理人以外的人办理，原记录保留）",
    fields={
        **dict.fromkeys(DAY_ONLY, ("on",)),
        "submit": ("channel", "applicant_kind"),
        "ask_correction": ("on", "workdays"),
        "extend": ("on", "workdays"),
        "serve": ("on", "posted_on", "delivery"),
    },
    strikes=(
        "sign_for",
        "archive",
        "ask_reasons",
        "deliver_extension",
        "deliver_fee_notice",
        "review_secrecy",
        "review_legality",
    ),
)

TABLE = Table(
    name="application",
    title="政府信息公开申请",
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
        "merged": "已并入另一件",
        "deemed_abandoned": "视为放弃",
        "archived": "已归档",
        "in_reconsideration": "行政复议中",
        "in_litigation": "行政诉讼中",
        "redecision_ordered": "责令重新答复",
    },
    final=("served", "archived", "deemed_abandoned", "withdrawn", "merged"),
    roles=ROLES,
    moves=MOVES,
    amendments=AMENDMENTS,
    clocks=(
        Clock("reply", "答复期限", "reply_to_application", Unit.WORKDAYS, LAW + "第三十三条"),
        Clock("ask", "告知补正的期限", "ask_correction", Unit.WORKDAYS, LAW + "第三十条"),
        Clock("correction", "补正期限", "", Unit.WORKDAYS, LAW + "第三十条"),
        Clock("opinion", "第三方提出意见的期限", "third_party_opinion", Unit.WORKDAYS, LAW + "第三十二条", per="third_party"),
        Clock("co_maker_opinion", "共同制作机关提出意见的期限", "co_maker_opinion", Unit.WORKDAYS, LAW + "第三十四条", per="co_maker"),
        Clock("organ_opinion", "其他机关提出意见", "", Unit.WORKDAYS, LAW + "第三十三条第三款", per="organ"),
        Clock("payment", "缴费期限", "pay_processing_fee", Unit.WORKDAYS, FEES),
        Clock("remedy", "申请行政复议的期限", "apply_for_reconsideration", Unit.CALENDAR_DAYS, "《行政复议法》第二十条", outlives=True),
    ),
)  # fmt: skip
"""Every application of every organ follows this table."""
