"""The table of moves of a rectification: ordered by the level above, reported by the organ ordered, accepted or returned.

Source: 《条例》第四十七条（督促整改、通报批评）、第五十二条、第五十三条（责令改正）. ``orderer`` is the organ that orders, ``ordered`` the other.
"""

from __future__ import annotations

from gongkai.assessment.accountability.conditions import OWN, chosen
from gongkai.casework import BEGIN, STARTS, STAYS, STOPS, Amendments, Clock, Field, FieldKind, Move, Table, Unit
from gongkai.casework.conditions import once
from gongkai.organs.roles import ROLE_TITLES

LAW = "《条例》第四十七条、第五十二条、第五十三条"
ABOVE, HERE, HEADS = ("supervising_office",), ("foi_officer",), ("leading_group",)
ROLES = {key: ROLE_TITLES[key] for key in (*ABOVE, *HERE, *HEADS)}

MEASURE = Field("measure", "要求整改的方式")
SOURCE = Field("source", "由来")
LIMIT = Field("limit", "整改期限", FieldKind.LIMIT, "2026-12-10")
REPORT = Field("report", "整改措施和结果", example="逾期的3件已经答复；指定专人每天查看申请系统")
SEEN = Field("seen", "核查的情况", example="抽查了三件，都已经答复")
REASON = Field("reason", "理由", example="只说明了原因，没有写怎样防止再发生")

# fmt: off
MOVES = (
    Move("order", "下达整改通知", BEGIN, "ordered", {"rectify": STARTS.within("limit")}, LAW, who=ABOVE, needs=(MEASURE, SOURCE, LIMIT), guards=(chosen("measure", "measures"), chosen("source", "sources"))),
    Move("receive", "签收", "ordered", STAYS, {}, OWN, who=HERE, guards=(once("receive", OWN),)),
    Move("report", "报告整改情况", ("ordered", "returned"), "reported", {"rectify": STOPS}, LAW, who=HERE, needs=(REPORT,)),
    Move("accept", "核查通过，销号", "reported", "accepted", {}, LAW, who=ABOVE, needs=(SEEN,), distinct_from=("report",)),
    Move("return", "退回，继续整改", "reported", "returned", {"rectify": STARTS.within("limit")}, LAW, who=ABOVE, needs=(REASON, LIMIT)),
    Move("remind", "催办", ("ordered", "returned"), STAYS, {}, LAW, who=ABOVE, needs=(REASON,)),
    Move("revoke", "撤销整改通知", ("ordered", "returned", "reported"), "revoked", {"rectify": STOPS}, OWN, who=ABOVE, needs=(REASON,)),
)
# fmt: on

TABLE = Table(
    name="rectification",
    title="信息公开整改",
    noun="这件整改",
    states={
        "ordered": "待整改",
        "returned": "退回整改",
        "reported": "待核查",
        "accepted": "已销号",
        "revoked": "已撤销",
    },
    final=("accepted", "revoked"),
    roles=ROLES,
    moves=MOVES,
    amendments=Amendments(
        who=(*ABOVE, *HEADS),
        basis=OWN + "（更正记录须由原办理人以外的人办理，原记录保留）",
        fields={"report": ("on", "report"), "accept": ("on", "seen")},
    ),
    clocks=(Clock("rectify", "整改的期限", "", Unit.CALENDAR_DAYS, OWN),),
)
"""Every rectification of every organ follows this table."""
