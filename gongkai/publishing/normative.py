"""The life of a 规章 or 行政规范性文件, from the draft to its end, as a table of moves (国办发〔2018〕37号、国办发〔2018〕115号).

A file (这份文件) goes through drafting, asking the public, fair-competition review, legality review, collective decision,
signature and registration (三统一); its text is then published through the ordinary review of items, which alone makes
things public, and the file follows: amended, expired, repealed, superseded. Choices that the law leaves open:

- Where a step is not needed (no consultation, no market activity), that is recorded with the reason; nothing is skipped in silence.
- Who drafted or sent a text to review does not review its legality, and who reviewed it does not sign it.
- What a document suffers later is read off the published items (``follow``), and made by the system on the day it begins.
"""

from __future__ import annotations

from datetime import date

from gongkai.casework import BEGIN, STAYS, Field, FieldKind, Guard, Move, Table
from gongkai.casework.conditions import done_since
from gongkai.casework.guards import Situation, Words
from gongkai.organs.roles import ROLE_TITLES, Role
from gongkai.publishing.normative_limits import BY_LAW, consultation_limit, earliest_end

SYSTEM = "system"
GUIDE, LEGALITY, COMPETITION = "国办发〔2018〕37号", "国办发〔2018〕115号", "《公平竞争审查条例》第二条、第五条"
DECISIONS, LOCAL, MARKING = "《重大行政决策程序暂行条例》第十五条", "本级行政规范性文件管理规定", "国办发〔2017〕47号"

DRAFTERS = (Role.INFO_OFFICER.value, Role.FOI_OFFICER.value)
OFFICE = (Role.FOI_OFFICER.value, Role.LEADING_GROUP.value)
LEGAL = (Role.LEGAL_REVIEWER.value, Role.SECTION_HEAD.value)
REGISTRARS = (Role.FOI_OFFICER.value, Role.SUPERVISING_OFFICE.value)

KINDS = {"government_rules": "规章", "normative_documents": "行政规范性文件"}
"""The kinds of document, keys of ``genres.yaml``."""
CONCLUSIONS = {"continue": "继续有效", "amend": "修改", "repeal": "废止", "lapse": "到期失效"}
YES_NO = {"yes": "是", "no": "否"}

TITLE = Field("title", "标题", example="青石县秋粮收购管理办法")
KIND = Field("kind", "文件种类")
MAJOR = Field("major", "是不是重大行政决策")
NEED = Field("need", "制定的必要性和依据", example="贯彻《粮食流通管理条例》第十条，原办法已经到期")
FROM_DAY, TO_DAY = (
    Field("starts_on", "征求意见开始日期", FieldKind.DATE),
    Field("ends_on", "征求意见截止日期", FieldKind.DATE),
)
CHANNEL = Field("channel", "征求意见的途径", example="本机关门户网站“意见征集”栏目")
SHORTENED = Field("shortened_reason", "缩短时间的理由", example="防汛紧急需要，征求意见公告中已经说明")
ADOPTED = Field("adoption", "收到和采纳意见的情况", example="收到12条，采纳7条，其余已经说明理由并公布")
MARKET = Field("market", "是否涉及经营主体经济活动")
FINDING = Field("finding", "审查结论和理由", example="没有限制市场准入、商品要素流动等内容，可以实施")
OPINION = Field("opinion", "审核意见", example="制定主体、权限、内容合法，程序完备")
LETTER = Field("letter", "审核意见书编号", example="青司审〔2024〕15号")
MEETING = Field("meeting", "会议和结果", example="2024年9月18日第12次局务会议，审议通过")
NUMBER = Field("document_number", "文号", example="青农发〔2024〕12号")
REGISTRATION = Field("registration_number", "统一编号", example="HCDR-2024-0040001")
REGISTRAR = Field("registrar", "登记机关", example="青石县司法局")
REASON = Field("reason", "理由", example="属于上位文件的细化，不增加义务")
BASIS = Field("basis", "依据", example="青石县人民政府关于废止部分行政规范性文件的决定（青政发〔2024〕3号）")
SIGNED = Field("signed_on", "成文日期", FieldKind.DATE)
PUBLISHED = Field("published_on", "公布日期", FieldKind.DATE)
SOURCE = Field("source", "公布的载体和凭据", example="《青石县人民政府公报》2020年第3期")
CONCLUSION = Field("conclusion", "评估结论")
UNTIL = Field("until", "继续有效至", FieldKind.DATE)
INDEX = Field("item", "公开的信息", FieldKind.NUMBER)


def _too_short(situation: Situation) -> Words | None:
    """Only what the law itself sets is judged here; local periods are asked for where the calendar is known."""
    start, end = _day(situation, "starts_on"), _day(situation, "ends_on")
    begun = situation.history.last("start")
    if start is None or end is None or begun is None or situation.facts.get("shortened_reason"):
        return None
    found = consultation_limit(str(begun.facts["kind"]), begun.facts.get("major") == "yes", start)
    if found.name not in BY_LAW or end >= earliest_end(start, found):
        return None
    return {"least": found.length, "basis": found.basis, "earliest": f"{earliest_end(start, found):%Y-%m-%d}"}


def _turned(situation: Situation) -> Words | None:
    start, end = _day(situation, "starts_on"), _day(situation, "ends_on")
    return {} if start is not None and end is not None and end < start else None


def _still_open(situation: Situation) -> Words | None:
    asked = situation.history.last("consult")
    if asked is None:
        return None
    end = date.fromisoformat(str(asked.facts["ends_on"]))
    return {"end": f"{end:%Y-%m-%d}"} if situation.on < end else None


def _not_asked(situation: Situation) -> Words | None:
    history = situation.history
    asked = history.last("close_consultation") or history.last("not_consult")
    return None if asked else {}


def _day(situation: Situation, name: str) -> date | None:
    given = situation.facts.get(name)
    return date.fromisoformat(given) if isinstance(given, str) and given else None


LONG_ENOUGH = Guard(
    "long_enough", "征求意见的时间够长", "公开征求意见一般不少于{least}（{basis}），最早到{earliest}截止。确需缩短的，请填写缩短时间的理由。",
    DECISIONS, _too_short, fields=("ends_on",),
)  # fmt: skip
IN_ORDER = Guard(
    "in_order", "截止日期在开始以后", "征求意见截止的日期早于开始的日期，请核对。", GUIDE, _turned, fields=("ends_on",)
)
OVER = Guard("over", "征求意见已经截止", "征求意见到{end}才截止，到那一天才能结束。", GUIDE, _still_open)
ASKED = Guard(
    "asked", "已经公开征求意见，或者写明不征求", "要先公开征求意见；依法可以不征求的，办理“不公开征求意见”并写明理由。", GUIDE, _not_asked,
    moves=("close_consultation", "not_consult"),
)  # fmt: skip
COMPETED = done_since(
    "check_competition", "start", COMPETITION, "要先办理“{move}”：不涉及经营主体经济活动的，也要写明。"
)

BEFORE_END = ("drafting", "consulting", "legal_review", "deliberating", "decided", "signed", "registered")
LIVING = ("published", "amended")
ENDED = ("expired", "repealed", "superseded")

# fmt: off
MOVES = (
    Move("start", "立项起草", BEGIN, "drafting", {}, GUIDE, who=DRAFTERS, needs=(TITLE, KIND, NEED), takes=(MAJOR,)),
    Move("consult", "公开征求意见", "drafting", "consulting", {}, f"{GUIDE}、《规章制定程序条例》第十五条、{DECISIONS}", who=DRAFTERS, needs=(FROM_DAY, TO_DAY, CHANNEL), takes=(SHORTENED,), guards=(IN_ORDER, LONG_ENOUGH)),
    Move("close_consultation", "结束征求意见", "consulting", "drafting", {}, GUIDE, who=DRAFTERS, needs=(ADOPTED,), guards=(OVER,)),
    Move("not_consult", "不公开征求意见", "drafting", STAYS, {}, GUIDE, who=DRAFTERS, needs=(REASON,)),
    Move("check_competition", "公平竞争审查", "drafting", STAYS, {}, COMPETITION, who=DRAFTERS, needs=(MARKET, FINDING)),
    Move("send_to_legal", "送合法性审核", "drafting", "legal_review", {}, LEGALITY, who=DRAFTERS, guards=(ASKED, COMPETED)),
    Move("pass_legal", "合法性审核通过", "legal_review", "deliberating", {}, LEGALITY, who=LEGAL, needs=(OPINION,), takes=(LETTER,), distinct_from=("start", "send_to_legal", "check_competition")),
    Move("return_legal", "合法性审核退回", "legal_review", "drafting", {}, LEGALITY, who=LEGAL, needs=(OPINION,)),
    Move("decide", "集体讨论通过", "deliberating", "decided", {}, GUIDE, who=OFFICE, needs=(MEETING,)),
    Move("return_decision", "集体讨论退回", "deliberating", "drafting", {}, GUIDE, who=OFFICE, needs=(REASON,)),
    Move("sign", "主要负责人签发", "decided", "signed", {}, GUIDE, who=OFFICE, takes=(NUMBER,), distinct_from=("pass_legal",)),
    Move("register", "统一登记、编号", "signed", "registered", {}, GUIDE, who=REGISTRARS, needs=(REGISTRATION, REGISTRAR)),
    Move("register_elsewhere", "填写在外登记的编号", "signed", "registered", {}, GUIDE, who=(Role.FOI_OFFICER.value,), needs=(REGISTRATION, REGISTRAR)),
    Move("publish", "公布", ("signed", "registered"), "published", {}, f"{GUIDE}、《条例》第二十条第（一）项", who=(SYSTEM,), needs=(PUBLISHED, INDEX)),
    Move("enter_history", "录入以前的文件", BEGIN, "published", {}, LOCAL, who=(Role.FOI_OFFICER.value,), needs=(TITLE, KIND, SIGNED, PUBLISHED, SOURCE), takes=(NUMBER, REGISTRATION)),
    Move("evaluate", "评估", (*LIVING, "expired"), STAYS, {}, LOCAL, who=OFFICE, needs=(CONCLUSION, REASON), takes=(UNTIL, BASIS)),
    Move("amend", "已修改", LIVING, "amended", {}, MARKING, who=(SYSTEM,), needs=(BASIS,)),
    Move("expire", "失效", LIVING, "expired", {}, MARKING, who=(SYSTEM,), needs=(BASIS,)),
    Move("repeal", "废止", (*LIVING, "expired"), "repealed", {}, MARKING, who=(SYSTEM,), needs=(BASIS,)),
    Move("supersede", "由新文件代替", (*LIVING, "expired"), "superseded", {}, MARKING, who=(SYSTEM,), needs=(BASIS,)),
    Move("continue", "恢复为有效", (*ENDED, "amended"), "published", {}, MARKING, who=(SYSTEM,), needs=(BASIS,)),
    Move("abandon", "终止", BEFORE_END, "abandoned", {}, LOCAL, who=(*DRAFTERS, Role.LEADING_GROUP.value), needs=(REASON,)),
)
# fmt: on

NORMATIVE = Table(
    name="normative_document",
    title="行政规范性文件制定和管理",
    noun="这份文件",
    states={
        "drafting": "起草",
        "consulting": "公开征求意见",
        "legal_review": "合法性审核",
        "deliberating": "等待集体讨论",
        "decided": "等待签发",
        "signed": "已签发，等待登记",
        "registered": "已登记，等待公布",
        "published": "已公布",
        "amended": "已修改",
        "expired": "失效",
        "repealed": "废止",
        "superseded": "已由新文件代替",
        "abandoned": "终止",
    },
    final=("published", "amended", *ENDED, "abandoned"),
    moves=MOVES,
    roles={**ROLE_TITLES, SYSTEM: "系统（随公开的信息）"},
)

BY_SYSTEM = ("publish", "amend", "expire", "repeal", "supersede", "continue")
"""Moves that follow what became public; no page offers them."""
