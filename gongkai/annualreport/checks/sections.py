"""What sections five and six say at least, and whether the text is last year's: S-FEE-MISS, S-PROB-MISS, S-FIX-*, S-DUP-YEAR."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.annualreport.checks.engine import Context, Outcome, rule
from gongkai.annualreport.checks.years import prior_of
from gongkai.annualreport.model import Report, Section

_FEE = re.compile(r"处理费|收\s*费|费用|收取")
_PROBLEM = re.compile(
    r"问题|不足|差距|短板|薄弱|弱项|有待|不够|不强|不高|不多|不全|不深|尚需|仍需|还需|欠缺|困难|滞后|单一|需(?:要)?进一步|需(?:要)?加强|亟待|不及时|不到位|不平衡"
)
_REMEDY = re.compile(
    r"改进|整改|下一步|下一阶段|下阶段|下步|今后|措施|打算|将(?:从|进一步|继续|以|在|着力|切实|持续|紧|按|加|不断|围绕|认真|严格|重点|坚持|深入|全面|聚焦|进行)|"
    r"我[局们市县区镇办委厅院]将|一是[^。；]{0,6}(?:加强|强化|完善|提升|提高|加大|健全|优化|拓展|丰富|规范|推进)|已(?:经)?(?:完善|建立|加强|整改|解决)"
)
_LAST_YEAR = re.compile(
    r"上年|上一年|去年|往年|以前|(?:上述|以上|存在的?|针对[^。]{0,12})问题[^。]{0,20}(?:已|进行了|完成|得到)|"
    r"整改(?:完成|到位|落实|完毕)|已(?:经)?(?:整改|改进|解决|完善|建立|开设|完成|成功|通过|增加|实现)|改进情况|得到(?:有效)?(?:改善|解决|提升)|较好解决"
)
_NUMBERS = re.compile(r"[\d零〇一二三四五六七八九十百]+|[\s\W_]+")
SHINGLE = 14
"""Length in characters of the pieces that two years' texts are compared by."""
COPIED = 0.8
"""Share of this year's pieces found in last year's text from which a section counts as copied. Set phrases of the trade make up
a third at most in the pairs measured."""
LEAST = 60
"""A shorter section says too little to be called copied."""


def _said(section: Section | None) -> str:
    return "" if section is None else section.text.strip()


@rule("S-FEE-MISS")
def fees_are_reported(context: Context) -> Iterator[Outcome]:
    """Section six tells of the fees for handling applications, or that there were none."""
    section = context.report.section("other_matters")
    if section is None or not _said(section):
        return
    if any(_FEE.search(each.text) for each in context.report.sections if each.key in ("other_matters", None)):
        return
    if any("信息处理费" in each.text for each in context.report.sections):
        return
    text = _said(section)
    yield Outcome(
        values={"title": section.title.strip(), "text": text if len(text) <= 24 else text[:24] + "……"},
        place=section.place,
        quote=text[:60],
    )


@rule("S-PROB-MISS")
def problems_are_named(context: Context) -> Iterator[Outcome]:
    """Section five names problems."""
    section = context.report.section("issues_and_improvements")
    text = _said(section)
    if section is not None and text and not _PROBLEM.search(text):
        yield Outcome(values={"title": section.title.strip()}, place=section.place, quote=text[:60])


@rule("S-FIX-MISS")
def remedies_are_named(context: Context) -> Iterator[Outcome]:
    """Section five says what is being done about them."""
    section = context.report.section("issues_and_improvements")
    text = _said(section)
    if section is not None and text and _PROBLEM.search(text) and not _REMEDY.search(text):
        yield Outcome(values={"title": section.title.strip()}, place=section.place, quote=text[:60])


@rule("S-FIX-LAST")
def last_years_problems_are_answered(context: Context) -> Iterator[Outcome]:
    """Section five says what became of last year's problems; a plan for next year does not."""
    section, year = context.report.section("issues_and_improvements"), context.report.year
    text = _said(section)
    if section is None or not text or not _PROBLEM.search(text):
        return
    if _LAST_YEAR.search(text) or (year is not None and f"{year - 1}年" in text.replace(" ", "")):
        return
    yield Outcome(values={"title": section.title.strip()}, place=section.place)


@rule("S-DUP-YEAR")
def not_copied_from_last_year(context: Context) -> Iterator[Outcome]:
    """The text of a section is not last year's with other figures."""
    prior = prior_of(context)
    if prior is None:
        return
    for key in ("overview", "issues_and_improvements"):
        now, before = context.report.section(key), prior.section(key)
        if now is None or before is None or len(_pieces(_said(now))) < LEAST:
            continue
        share = copied(_said(now), _said(before))
        if share >= COPIED:
            values = {"title": now.title.strip(), "share": round(100 * share), "year": _year_words(prior)}
            yield Outcome(values=values, place=now.place)


def _year_words(prior: Report) -> str:
    return "上年" if prior.year is None else f"{prior.year}年"


def copied(now: str, before: str) -> float:
    """The share of this year's text found in last year's, numbers, years and punctuation aside."""
    pieces, others = _pieces(now), _pieces(before)
    return len(pieces & others) / len(pieces) if pieces else 0.0


def _pieces(text: str) -> set[str]:
    plain = _NUMBERS.sub("", text)
    return {plain[at : at + SHINGLE] for at in range(len(plain) - SHINGLE + 1)}
