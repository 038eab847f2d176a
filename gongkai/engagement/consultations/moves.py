"""The table of moves of a consultation or survey: drafted, reviewed twice, opened, closed by its day, its outcome reviewed and published.

Closing is no step: what was opened until a day is closed after it. Whether the period is long enough is measured by the service that
opens it or moves its end, where calendar and local periods are known (``periods``). Sources: 《条例》第十七条 and
《保守国家秘密法实施条例》第四十二条 (先审查、后公开), 《重大行政决策程序暂行条例》第十五条、第三十二条, 国办发〔2017〕47号.
"""

from __future__ import annotations

from datetime import date

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
from gongkai.casework.events import told
from gongkai.casework.guards import Guard, Situation, Words
from gongkai.organs.roles import ROLE_TITLES

LAW, GUIDE, OWN = "《条例》第十七条", "国办发〔2017〕47号", "本机关办理规程"
DECISIONS = "《重大行政决策程序暂行条例》第十五条"
TAKEN = "《重大行政决策程序暂行条例》第三十二条、国办发〔2017〕47号"
SECRECY = "《保守国家秘密法实施条例》第四十二条"
WRITERS = ("info_officer", "section_head", "foi_officer")
REVIEWERS = ("section_head", "foi_officer", "leading_group")
OFFICE, SECRET, HEADS = ("foi_officer",), ("secrecy_reviewer",), ("leading_group",)
ROLES = {key: ROLE_TITLES[key] for key in (*WRITERS, *SECRET, *HEADS)}

KIND = Field("kind", "种类")
CLOSES = Field("closes_on", "截止日期", FieldKind.DATE)
HELD = Field("held_on", "听证会举行的日期", FieldKind.DATE)
SHORTENED = Field("shortened_reason", "缩短时间的理由", example="防汛抢险急需，6月1日前要施行")
REPORT_BY = Field("report_by", "公布结果的最后一日", FieldKind.DATE)
MEASURED = Field("measured", "时间的核对")
VERSION = Field("version", "第几版", FieldKind.NUMBER)
OPINION = Field("opinion", "审核意见", example="第三条同上位文件的表述不一致，请核对")
REASON = Field("reason", "理由")
DIGEST = Field("digest", "内容的校验值")
COUNTED = Field("counted", "收到的件数")


def _still_open(situation: Situation) -> Words | None:
    until = last_closing(situation)
    return {"until": told(until)} if until is not None and situation.on <= until else None


def _closed(situation: Situation) -> Words | None:
    until = last_closing(situation)
    return {"until": told(until)} if until is not None and situation.on > until else None


def last_closing(situation: Situation) -> date | None:
    """The day on which it closes, as it stands."""
    for each in reversed(situation.history.effective):
        if each.move in ("open", "change_closing") and each.facts.get("closes_on"):
            return date.fromisoformat(str(each.facts["closes_on"]))
    return None


OVER = Guard("over", "征集已经截止", "到{until}才截止，截止以后才能公布结果。", GUIDE, _still_open, lasting=False)
GOING = Guard(
    "going", "征集没有截止", "{until}已经截止，不能再改；需要再征集的，请另行发起。", GUIDE, _closed, lasting=False
)

BEFORE = ("drafting", "reviewing", "secrecy", "approved")
# fmt: off
MOVES = (
    Move("start", "起草", BEGIN, "drafting", {}, GUIDE, who=WRITERS, needs=(KIND,)),
    Move("submit", "送审", "drafting", "reviewing", {}, LAW, who=WRITERS),
    Move("pass_review", "审核通过", "reviewing", "secrecy", {}, LAW, who=REVIEWERS, takes=(OPINION,), distinct_from=("start", "submit")),
    Move("pass_secrecy", "保密审查通过", "secrecy", "approved", {}, SECRECY, who=SECRET, needs=(OPINION,), distinct_from=("start", "submit", "pass_review")),
    Move("return_draft", "退回修改", ("reviewing", "secrecy", "approved"), "drafting", {}, LAW, who=(*REVIEWERS, *SECRET), needs=(OPINION,)),
    Move("open", "开启", "approved", "open", {"result": STARTS.within("report_by")}, DECISIONS, who=OFFICE, needs=(CLOSES, REPORT_BY), takes=(HELD, SHORTENED, MEASURED, VERSION)),
    Move("change_closing", "改定截止日期", "open", STAYS, {"result": REPLACES.by("report_by")}, DECISIONS, who=OFFICE, needs=(CLOSES, REASON, REPORT_BY), takes=(HELD, SHORTENED, MEASURED), guards=(GOING,)),
    Move("revise", "收回更正", "open", "drafting", {"result": STOPS}, OWN, who=OFFICE, needs=(REASON,), guards=(GOING,)),
    Move("draft_result", "拟定结果", "open", "result_review", {}, TAKEN, who=WRITERS, needs=(DIGEST, COUNTED), guards=(OVER,)),
    Move("return_result", "退回结果", "result_review", "open", {}, TAKEN, who=REVIEWERS, needs=(OPINION,)),
    Move("publish_result", "审核并公布结果", "result_review", "reported", {"result": STOPS}, TAKEN, who=REVIEWERS, takes=(OPINION,), distinct_from=("draft_result",)),
    Move("withdraw", "撤回", ("open", "result_review"), "withdrawn", {"result": STOPS}, OWN, who=(*OFFICE, *HEADS), needs=(REASON,)),
    Move("abandon", "不再办理", BEFORE, "dropped", {"result": STOPS}, OWN, who=WRITERS, needs=(REASON,)),
)
# fmt: on

TABLE = Table(
    name="consultation",
    title="征集调查",
    noun="这次征集",
    states={
        "drafting": "起草中",
        "reviewing": "待审核",
        "secrecy": "待保密审查",
        "approved": "待开启",
        "open": "已开启",
        "result_review": "结果待审核",
        "reported": "已公布结果",
        "withdrawn": "已撤回",
        "dropped": "不再办理",
    },
    final=("reported", "withdrawn", "dropped"),
    roles=ROLES,
    moves=MOVES,
    amendments=Amendments(
        who=(*OFFICE, *HEADS),
        basis=OWN + "（更正记录须由原办理人以外的人办理，原记录保留）",
        fields={"withdraw": ("reason",), "abandon": ("reason",)},
        strikes=(),
    ),
    clocks=(Clock("result", "公布结果的期限", "", Unit.CALENDAR_DAYS, TAKEN),),
)
"""Every consultation and survey of every organ follows this table."""
BEGINNINGS = ("start",)
PUBLIC_STATES = ("open", "result_review", "reported", "withdrawn")
