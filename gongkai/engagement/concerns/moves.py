"""The table of moves of a public concern: noticed, judged, answered after review, followed up, or left unanswered with a reason.

Sources: 国办发〔2016〕61号（其他舆情48小时内回应，特别重大、重大突发事件24小时内举行新闻发布会）, 国办发〔2016〕80号（5小时内发布
权威信息）; where no rule says it, the ground is 本机关办理规程. The clocks are in hours and run through nights and days of rest.
A limit counts from the moment at which the organ learned of the concern (``found_at``); when it turns out graver, from the moment at
which that was known (``known_at``): the first clock ends there and keeps whether it was late; when less grave, from the first moment.
"""

from __future__ import annotations

from gongkai.casework import (
    BEGIN,
    REPLACES,
    RESTARTS,
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
from gongkai.engagement.concerns.conditions import (
    OWN,
    another_grade,
    answered,
    chosen,
    chosen_ways,
    clock_goes,
    clock_rests,
    grade_is,
    graded,
    not_before_found,
)
from gongkai.organs.roles import ROLE_TITLES

R61, R80 = "国办发〔2016〕61号", "国办发〔2016〕80号"
OFFICE, HEADS = ("foi_officer",), ("leading_group",)
WRITERS = ("info_officer", "section_head", "foi_officer")
REVIEWERS = ("section_head", "foi_officer", "leading_group")
ROLES = {key: ROLE_TITLES[key] for key in ("info_officer", "section_head", "foi_officer", "leading_group")}

SOURCE = Field("source", "从哪里来")
REFERENCE = Field("reference", "交办编号")
SEVERITY = Field("severity", "等级")
FOUND = Field("found_at", "知道的时刻", FieldKind.MOMENT)
KNOWN = Field("known_at", "知道新情况的时刻", FieldKind.MOMENT)
LIMIT = Field("limit", "时限", FieldKind.LIMIT)
RULE = Field("rule", "时限的依据")
FINDING = Field("finding", "研判意见", example="关注点是检测结果何时公布，需要公布数据和下一步安排")
SECTION = Field("section", "承办科室")
DRAFT = Field("draft", "回应稿", FieldKind.NUMBER)
DIGEST = Field("digest", "内容的校验值")
OPINION = Field("opinion", "审核意见", example="第二段的数据请注明来源")
REASON = Field("reason", "理由")
RESPONDED = Field("responded_at", "发布的时刻", FieldKind.MOMENT)
WAYS = Field("ways", "在哪里回应", FieldKind.LIST)
RESPONSE = Field("response", "第几次回应", FieldKind.NUMBER)
MEETING = Field("meeting", "新闻发布会", FieldKind.NUMBER)
HELD = Field("held_at", "开始的时刻", FieldKind.MOMENT)
ORGAN = Field("organ", "接收的机关", example="县市场监督管理局")

EARLY = ("received", "assessed")
OPEN = ("received", "assessed", "drafted", "approved", "silence")
ENDING = {"answer": STOPS, "conference": STOPS}
BEGUN = {"answer": STARTS.within("limit").dated("found_at")}
MAJOR_BEGUN = {**BEGUN, "conference": STARTS.dated("found_at")}
GRAVER = {"answer": RESTARTS.within("limit").dated("known_at"), "conference": STARTS.dated("known_at")}
LISTED = (chosen("source", "sources"), chosen("severity", "severities"))
LATER = not_before_found("known_at")
WAITED = clock_goes("conference", "没有在等新闻发布会。")
OWED = clock_rests("conference", "特别重大、重大舆情还没有举行新闻发布会；不再举行的，先办理降级。")

# fmt: off
MOVES = (
    # 发现、研判、定级
    Move("register", "登记舆情", BEGIN, "received", BEGUN, R61, who=OFFICE, needs=(SOURCE, SEVERITY, FOUND), takes=(LIMIT, RULE, REFERENCE), guards=(*LISTED, graded(major=False))),
    Move("register_major", "登记特别重大、重大舆情", BEGIN, "received", MAJOR_BEGUN, R80, who=OFFICE, needs=(SOURCE, SEVERITY, FOUND), takes=(LIMIT, RULE, REFERENCE), guards=(*LISTED, graded(major=True))),
    Move("assess", "研判、交办", EARLY, "assessed", {}, R61, who=WRITERS, needs=(FINDING, SECTION)),
    Move("escalate", "升级为特别重大、重大", OPEN, STAYS, GRAVER, R80, who=OFFICE, needs=(SEVERITY, KNOWN, REASON), takes=(LIMIT, RULE), guards=(grade_is(major=False), chosen("severity", "severities"), graded(major=True), LATER)),
    Move("lower", "降级为其他舆情", OPEN, STAYS, {"answer": REPLACES.by("limit"), "conference": STOPS}, R61, who=HEADS, needs=(SEVERITY, LIMIT, REASON), takes=(RULE,), guards=(grade_is(major=True), chosen("severity", "severities"), graded(major=False))),
    Move("lower_answered", "降级为其他舆情，不再举行新闻发布会", "responded", STAYS, {"conference": STOPS}, R61, who=HEADS, needs=(SEVERITY, REASON), guards=(grade_is(major=True), chosen("severity", "severities"), graded(major=False))),
    Move("regrade_major", "在特别重大和重大之间调整", (*OPEN, "responded"), STAYS, {}, R61, who=OFFICE, needs=(SEVERITY, REASON), guards=(grade_is(major=True), chosen("severity", "severities"), graded(major=True), another_grade())),
    # 拟稿、审核、回应
    Move("draft", "拟写回应", ("assessed", "responded"), "drafted", {}, R61, who=WRITERS, needs=(DRAFT, DIGEST)),
    Move("send_back", "退回修改", ("drafted", "approved"), "assessed", {}, OWN, who=REVIEWERS, needs=(OPINION,)),
    Move("approve", "审核通过", "drafted", "approved", {}, OWN + "（先审后发）", who=REVIEWERS, takes=(OPINION,), distinct_from=("draft",)),
    Move("respond", "发布回应", "approved", "responded", {"answer": STOPS.dated("responded_at")}, R61, who=OFFICE, needs=(RESPONDED, WAYS, RESPONSE), guards=(chosen_ways(), not_before_found("responded_at"))),
    Move("respond_at_conference", "在新闻发布会上回应", "approved", "responded", {"answer": STOPS.dated("responded_at"), "conference": STOPS.dated("responded_at")}, R61, who=OFFICE, needs=(RESPONDED, WAYS, RESPONSE, MEETING), guards=(chosen_ways(), not_before_found("responded_at"))),
    Move("hold_conference", "登记已经举行的新闻发布会", "responded", STAYS, {"conference": STOPS.dated("held_at")}, R61, who=OFFICE, needs=(HELD, MEETING), guards=(WAITED, not_before_found("held_at"))),
    Move("drop_follow_up", "不再续发", ("assessed", "drafted", "approved"), "responded", {"answer": STOPS}, OWN, who=OFFICE, needs=(REASON,), guards=(answered(), clock_rests("answer", "舆情再起以后还没有回应，不能不发。"))),
    Move("flare_up", "舆情再起", ("responded", "closed"), "assessed", {"answer": STARTS.within("limit").dated("known_at")}, R61, who=OFFICE, needs=(KNOWN, REASON), takes=(LIMIT, RULE), guards=(LATER,)),
    # 不回应、转出、办结
    Move("propose_silence", "建议不予回应", EARLY, "silence", {}, OWN, who=WRITERS, needs=(REASON,), guards=(answered(wanted=False),)),
    Move("approve_silence", "批准不予回应", "silence", "unanswered", ENDING, OWN, who=HEADS, takes=(OPINION,), distinct_from=("propose_silence",)),
    Move("refuse_silence", "不同意，继续回应", "silence", "assessed", {}, OWN, who=HEADS, needs=(OPINION,)),
    Move("transfer", "转给有责任的机关", EARLY, "transferred", ENDING, R61 + "（属地管理、分级负责、谁主管谁负责）", who=OFFICE, needs=(ORGAN, REASON), guards=(answered(wanted=False), grade_is(major=False))),
    Move("transfer_major", "把特别重大、重大舆情转给有责任的机关", EARLY, "transferred", ENDING, R61 + "（属地管理、分级负责、谁主管谁负责）", who=HEADS, needs=(ORGAN, REASON), guards=(answered(wanted=False), grade_is(major=True))),
    Move("close", "办结", "responded", "closed", ENDING, OWN, who=OFFICE, guards=(OWED,)),
)
# fmt: on

TABLE = Table(
    name="public_concern",
    title="政务舆情回应",
    noun="这件舆情",
    states={
        "received": "待研判",
        "assessed": "应对中",
        "drafted": "待审核",
        "approved": "待发布",
        "silence": "拟不回应、待批准",
        "responded": "已回应",
        "closed": "已办结",
        "unanswered": "不予回应",
        "transferred": "已转出",
    },
    final=("closed", "unanswered", "transferred"),
    roles=ROLES,
    moves=MOVES,
    amendments=Amendments(
        who=(*OFFICE, *HEADS),
        basis=OWN + "（更正记录须由原办理人以外的人办理，原记录保留）",
        fields={
            "register": ("found_at", "source", "reference"),
            "register_major": ("found_at", "source", "reference"),
            "escalate": ("known_at",),
            "flare_up": ("known_at",),
            "respond": ("responded_at",),
            "respond_at_conference": ("responded_at",),
            "hold_conference": ("held_at",),
            "transfer": ("organ",),
            "transfer_major": ("organ",),
        },
        strikes=("hold_conference", "close", "transfer", "transfer_major"),
    ),
    clocks=(
        Clock("answer", "回应时限", "", Unit.HOURS, R61 + "、" + R80),
        Clock("conference", "举行新闻发布会的时限", "concern_conference", Unit.HOURS, R61),
    ),
)
"""Every public concern of every organ follows this table."""
