"""The table of moves of a problem found by a self-inspection (问题整改): set right by who answers for it, checked by the office.

Source: 《条例》第四十七条（监督检查、督促整改）, 国办秘函〔2019〕19号; how it is done is the organ's own.
"""

from __future__ import annotations

from gongkai.casework import BEGIN, STARTS, STOPS, Amendments, Clock, Field, FieldKind, Move, Table, Unit
from gongkai.casework.guards import Guard, Situation, Words
from gongkai.organs.roles import ROLE_TITLES

OWN = "本机关网站检查办法"
LAW = "《条例》第四十七条、国办秘函〔2019〕19号"
OFFICE = ("foi_officer", "supervising_office")
HEADS = ("leading_group",)
ANSWERABLE = ("info_officer", "section_head", "foi_officer")
ROLES = {key: ROLE_TITLES[key] for key in ("info_officer", "section_head", *OFFICE, *HEADS)}

LIMIT = Field("limit", "整改期限", FieldKind.LIMIT, "2026-12-10")
DONE = Field("done", "怎样整改的", example="11月20日起每周发布一条，已经发布两条")
SEEN = Field("seen", "核查的情况", example="打开栏目看过，最近一条是11月24日")
REASON = Field("reason", "理由", example="新栏目的内容要等年底决算")


def _own_report(situation: Situation) -> Words | None:
    """Whoever reported it set right does not check it as well."""
    reported = situation.history.last("report_done")
    return {} if reported is not None and reported.by == situation.by else None


ANOTHER = Guard(
    "another_checks",
    "由报告整改以外的人核查",
    "这次整改是您报告的，要由另一人或者上级政务公开办核查。",
    OWN,
    _own_report,
)

# fmt: off
MOVES = (
    Move("raise_problem", "提出问题，要求整改", BEGIN, "open", {"set_right": STARTS.within("limit")}, LAW, who=OFFICE, needs=(LIMIT,)),
    Move("report_done", "报告已经整改", "open", "reported", {"set_right": STOPS}, OWN, who=ANSWERABLE, needs=(DONE,)),
    Move("confirm_done", "核查属实，销号", "reported", "closed", {}, OWN, who=OFFICE, needs=(SEEN,), guards=(ANOTHER,)),
    Move("send_back", "没有整改到位，退回", "reported", "open", {"set_right": STARTS.within("limit")}, OWN, who=OFFICE, needs=(REASON, LIMIT)),
    Move("set_limit", "改定整改期限", "open", "open", {"set_right": STARTS.within("limit")}, OWN, who=HEADS, needs=(REASON, LIMIT)),
    Move("drop_problem", "查明不是问题，撤销", ("open", "reported"), "dropped", {"set_right": STOPS}, OWN, who=OFFICE, needs=(REASON,)),
)
# fmt: on

TABLE = Table(
    name="problem",
    title="网站检查问题整改",
    noun="这个问题",
    states={"open": "待整改", "reported": "待核查", "closed": "已销号", "dropped": "已撤销"},
    final=("closed", "dropped"),
    roles=ROLES,
    moves=MOVES,
    amendments=Amendments(
        who=(*OFFICE, *HEADS),
        basis=OWN + "（更正记录须由原办理人以外的人办理，原记录保留）",
        fields={"report_done": ("on", "done"), "confirm_done": ("on", "seen")},
    ),
    clocks=(Clock("set_right", "整改的期限", "", Unit.CALENDAR_DAYS, OWN),),
)
"""Every problem of every organ follows this table."""
