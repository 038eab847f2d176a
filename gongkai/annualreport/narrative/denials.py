"""Statements that there was none: 未收到…申请, 无…行政复议、行政诉讼, 未收取信息处理费, …为零."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gongkai.annualreport.narrative.binding import REACH, Passage
from gongkai.annualreport.narrative.scope import column_of, scope_of, year_of

_VERB = r"收到|接到|接收到?|受理|发生|出现|产生|收取|收缴|征收|发出|开具|办理|涉及|引发|引起|实施|作出|开展|新制发|制定|制发|出台|新增|有|被|因|收"
_NEGATION = re.compile(
    r"(?P<neg>暂未|尚未|从未|未曾|未|没有|没|暂无|均无|无|不存在|不涉及|零)"
    r"(?P<between>(?:再|曾)?(?:向[^,;。\n]{1,14}?|对[^,;。\n]{1,14}?)?)(?P<verb>" + _VERB + r")?"
)
_NO_NEGATION = re.compile(r"[法需偿线障关人纸误论条遗力正故意形限序缝锡私效纺菌锁缘须穷愧一缺产业所疑差]")
_CONDITION = re.compile(r"(?:如|若|凡|倘|假如|如果|对于?|确保|避免|杜绝|防止|是否|应当|不得|严禁)[^,;。:\n]{0,8}$")
_END = re.compile(r"[,;。:!?\n)]|(?:也|均|且|并|故)?(?:未(?!审结)|没有|无(?!正当)|不存在|暂无)")
_NIL = re.compile(r"为零|为0(?![.\d件起条次宗个项])|零(?P<nil>收费|申请|复议|诉讼)")
_NIL_OBJECT = re.compile(r"[^,;。:\n]{2,40}$")
_NIL_TAIL = re.compile(r"(?:案件|事项)?(?:数量|件数|数|情况)?(?:均|都|皆)?$")
_ITEMS = re.compile(r"[、和及与或]|以及|或者")
_APPLICATION = re.compile(
    r"(?:信息(?:依申请)?公开(?:的)?申请|公开申请|依申请(?:办理)?(?:政府信息|信息)?公开|申请公开(?:的)?(?:政府)?信息|信息(?:办理)?的申请|^(?:任何|过|的)?申请)"
    r"(?:公开)?(?:政府信息|信息)?(?:的)?(?:申请)?(?:事项|案件|办件|件|信息|业务|材料|需求|要求|书)?(?:的)?(?:情况|情形|现象)?$"
)
_RECEIVED_DISCLOSURE = re.compile(r"^(?:处理|受理|到)?(?:政府)?信息公开(?:情况|事项)?$")
_RECEIVED_LOOSE = re.compile(r"^申请(?:公开)?(?:事项|件|案件)?$")
_REVIEW = re.compile(r"复议(?!决定|机关|法|程序|意识)[^,;]{0,8}$|申请(?:行政)?复议")
_SUIT = re.compile(r"(?:诉讼|应诉)(?!法|程序)[^,;]{0,10}$")
_POWERS = {
    "licensing": re.compile(r"^(?:任何)?行政许可(?:事项|决定|案件|业务)?(?:的)?(?:情况)?(?:事项)?$"),
    "penalties": re.compile(r"^(?:任何)?行政处罚(?:事项|决定|案件|行为)?(?:的)?(?:情况)?(?:事项)?$"),
    "enforcement_measures": re.compile(r"^(?:任何)?行政强制(?:措施|执行|事项|决定|案件)*(?:的)?(?:情况)?(?:事项)?$"),
}
_FEE = re.compile(
    r"处理费|(?:相关|任何|有关|信息公开)?费用(?:的)?(?:情况|情形)?$|^收费(?:事项|情况|行为|项目|现象|的情况)?$|公开收费|^费(?:用|情况)?$|收费(?:的)?(?:事项|情况)$"
)
_FEE_TALK = re.compile(r"处理费|信息公开|费用|收费")
_ADMIN_FEE = re.compile(r"行政事业性收费")
_NOTICE = re.compile(r"收费通知")
_DOCUMENT = re.compile(r"(?P<rules>规章)|规范性文件(?:的)?(?:情况)?$")


@dataclass(frozen=True, slots=True)
class Denial:
    """That there was none of ``measure``; ``start`` and ``end`` bound the words in the prose."""

    measure: str
    start: int
    end: int
    column: str
    scope: str
    year: int | None
    sentence: int
    phrase: str


def denials(passage: Passage) -> list[Denial]:
    """Every statement of none in the section, one for each thing denied."""
    words = passage.views.words
    found: list[Denial] = []
    done = 0
    for match in _NEGATION.finditer(words):
        if match.start() < done or _idle(match, words):
            continue
        before = words[passage.prose.begins(match.start(), REACH) : match.start()]
        if _CONDITION.search(before):
            continue
        stop = _END.search(words, match.end())
        end = stop.start() if stop else len(words)
        verb = match["verb"] or ""
        target = words[match.end() : end]
        for measure in _denied(target, verb, match["neg"], passage, before):
            found.append(_denial(passage, measure, match.start(), end, before, target))
        done = end
    found.extend(_nils(passage, words))
    return found


def _idle(match: re.Match[str], words: str) -> bool:
    """未 and 没 deny only with a verb; 无 begins many other words."""
    neg, verb = match["neg"], match["verb"]
    following = words[match.end("neg") : match.end("neg") + 1]
    if neg in ("未", "没", "尚未", "从未", "未曾", "暂未"):
        return verb is None
    if neg == "零":
        return verb not in ("收到", "发生")
    return neg == "无" and verb is None and bool(_NO_NEGATION.match(following))


def _denied(target: str, verb: str, neg: str, passage: Passage, before: str) -> list[str]:
    if re.search(r"未|不予|超期|逾期|延期", target):
        return []
    found: list[str] = []
    key = passage.prose.key
    items = [item for item in _ITEMS.split(target) if item]
    for item in items:
        about = _told(item, verb, neg, key, before)
        if about is not None and about not in found:
            found.append(about)
    vague = bool(items) and (_RECEIVED_DISCLOSURE.match(items[-1]) or _RECEIVED_LOOSE.match(items[-1]))
    if not found and vague and key == "applications" and verb in ("收到", "接到", "接收", "接收到", "受理"):
        found.append("applications.received")
    return found


def _told(item: str, verb: str, neg: str, key: str | None, before: str) -> str | None:
    if _ADMIN_FEE.search(item):
        return "proactive_disclosure.admin_fees.amount"
    if _NOTICE.search(item):
        return "fees.notices"
    if _FEE.search(item) and (key == "other_matters" or _FEE_TALK.search(before + item)):
        return "fees.collected_yuan"
    if verb == "收" and item.startswith("费"):
        return "fees.collected_yuan"
    if _SUIT.search(item):
        return "disputes.litigation"
    if _REVIEW.search(item) and not re.search(r"纠错|纠正|机关|审查|撤销|败诉|维持", item):
        return "disputes.reconsideration"
    if _APPLICATION.search(item) and not re.search(r"行政许可|被申请|投诉|举报", item):
        return "applications.received"
    if verb not in ("收到", "接到", "收取"):
        for power, words in _POWERS.items():
            if words.match(item):
                return f"proactive_disclosure.{power}.decisions"
    document = _DOCUMENT.search(item)
    if document and (
        verb in ("制定", "制发", "新制发", "出台", "新增") or re.match(r"(?:新)?(?:制发|制定|出台)", item)
    ):
        row = "government_rules" if document["rules"] else "normative_documents"
        return f"proactive_disclosure.{row}.issued"
    return None


def _nils(passage: Passage, words: str) -> list[Denial]:
    """行政复议、行政诉讼均为零; 零收费."""
    found = []
    for match in _NIL.finditer(words):
        before = words[passage.prose.begins(match.start(), REACH) : match.start()]
        named = _NIL_OBJECT.search(before)
        target = match["nil"] or (_NIL_TAIL.sub("", named.group()) if named else "")
        for item in _ITEMS.split(target):
            about = _told(item, "", "无", passage.prose.key, before)
            if about is not None:
                found.append(_denial(passage, about, match.start(), match.end(), before, target))
    return found


def _denial(passage: Passage, measure: str, start: int, end: int, before: str, target: str) -> Denial:
    clause = re.split(r"[,;。:]", before)[-1]
    column = column_of(target) if measure == "applications.received" else "total"
    return Denial(
        measure=measure,
        start=start - len(clause),
        end=end,
        column=column,
        scope=scope_of(
            before, clause + "收到" if measure.startswith("applications") else clause, passage.organ, passage.year
        ),
        year=year_of(before, "", passage.year),
        sentence=passage.prose.sentence(start),
        phrase=clause + "#" + target,
    )
