"""Real reports of other bodies, when they are at hand: every slip of their text that a careful reader noted comes out in words."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Any

import pytest
from shared import REPORTS, expected, names, needs_reports, source

from gongkai.annualreport.checks.engine import examine
from gongkai.annualreport.model import Report
from gongkai.annualreport.narrative.model import Narrative
from gongkai.annualreport.narrative.reader import read_narrative
from gongkai.annualreport.reading.reader import read_report
from gongkai.checks.finding import Finding

pytestmark = needs_reports
PRIOR = {"hongze-2024": "hongze-2023", "suqian-2024": "suqian-2023"}
ABOUT = {
    "disclosed_items_total": ("releases",),
    "disclosed_items_approx": ("releases",),
    "website_items_total": ("releases.website",),
    "disclosed_via_website": ("releases.website",),
    "disclosed_via_wechat": ("releases.wechat",),
    "disclosed_via_press_tv": ("releases.press",),
    "new_media_items": ("releases.new_media",),
    "interpretations": ("interpretations",),
    "applications_received": ("applications.received",),
    "applications_received_government_office": ("applications.received",),
    "applications_handled": ("applications.handled",),
    "applications_natural_person": ("applications.handled",),
    "applications_organisations": ("applications.handled",),
    "carried_in": ("applications.carried_in",),
    "carried_out": ("applications.carried_out",),
    "decided": ("applications.processed_total",),
    "granted": ("applications.granted",),
    "partial": ("applications.partly_granted",),
    "withheld": ("applications.refused",),
    "unavailable": ("applications.unavailable",),
    "refused": ("applications.not_processed",),
    "other": ("applications.other",),
    "reviews": ("disputes.reconsideration",),
    "suits": ("disputes.litigation",),
    "review_suits": ("disputes.reconsideration", "disputes.litigation"),
    "fee_collected_yuan": ("fees.collected_yuan",),
}


@cache
def report(name: str) -> Report:
    path = source(name, REPORTS / "extra" if name == "masked-city-2025" else REPORTS)
    return read_report(path.read_bytes(), path.name)


@cache
def narrative(name: str) -> Narrative:
    return read_narrative(report(name))


@cache
def found(name: str) -> tuple[Finding, ...]:
    prior = report(PRIOR[name]) if name in PRIOR else None
    return tuple(examine(report(name), prior, {"text"}).findings)


def _claims() -> list[tuple[str, dict[str, Any]]]:
    return [(name, claim) for name in names() for claim in expected(name)["narrative_claims"]]


@pytest.mark.parametrize(
    ("name", "claim"), _claims(), ids=lambda each: each if isinstance(each, str) else each["about"]
)
def test_every_figure_that_a_reader_noted_in_the_text_is_read(name: str, claim: dict[str, Any]) -> None:
    facts = [fact for fact in narrative(name).facts if fact.value == Decimal(str(claim["value"]))]
    prefixes = ABOUT.get(claim["about"])
    if prefixes is not None:
        facts = [fact for fact in facts if fact.measure is not None and fact.measure.startswith(prefixes)]
    assert facts, claim


NOTED = [
    ("zhengzhou-gongxin-2021", "X-ZERO-T4", "error", "不全是 0，里面有 9"),
    ("zhengzhou-gongxin-2021", "N-PART-GAP", "warning", "20＋1015＋214＝1249 条，还有 258 条"),
    ("zhengzhou-gongxin-2021", "Y-TREND", "notice", "813 至 816 条"),
    ("huining-gongxin-2021", "N-PART-OVER", "error", "总数是 20 条，列出的分项 5＋4＋1＋1＋5＋5＝21 条"),
    ("huining-gongxin-2021", "N-PART-CHAN", "warning", "通过新媒体发布信息30条"),
    ("huining-gongxin-2021", "S-FEE-MISS", "warning", "没有说信息处理费"),
    (
        "huangshi-jingxin-2021",
        "N-PART-SUM",
        "error",
        "总数是 3023 条，各分项 1586＋685＋685＝2956 条，分项之和比总数少 67 条",
    ),
    ("huangshi-jingxin-2021", "S-FEE-MISS", "warning", "没有说信息处理费"),
    ("xisaishan-kexin-2020", "X-DOC-LT", "warning", "（2 条），而表二"),
    ("hongze-2024", "X-NUM-APP", "warning", "（17 件），表三“一、本年新收政府信息公开申请数量”行“总计”列为 95 件"),
    ("suqian-2024", "X-NUM-T4", "error", "（134 件），表四“行政复议”行“总计”列为 170 件"),
    ("suqian-2024", "X-NUM-T4", "error", "（57 件），表四“未经复议直接起诉”、“复议后起诉”相加为 77 件"),
    ("suqian-2024", "Y-TREND", "error", "同比增长1.05%”。本年 3646 件，上年 3607 件，实际增长 1.08%"),
    ("shanghai-kewei-2024", "N-PART-OVER", "error", "总数是 2139 条，列出的分项 1744＋393＋21＋2＝2160 条"),
    ("shanghai-kewei-2024", "X-DONE", "error", "文中写“所有申请均已按要求办理完成”，但仍有申请结转下年"),
    ("pingtan-dishui-2013", "N-FLOW", "warning", "办结171件"),
    ("pingtan-dishui-2013", "N-PCT", "warning", "146.2%"),
]


@pytest.mark.parametrize(("name", "code", "severity", "words"), NOTED, ids=[f"{n}-{c}" for n, c, _, _ in NOTED])
def test_what_a_reader_noted_of_the_text_is_told(name: str, code: str, severity: str, words: str) -> None:
    told = [each for each in found(name) if each.code == code]
    assert any(words in each.message and each.severity == severity for each in told), [each.message for each in told]
    assert all(each.place.as_json() for each in told)


def test_nothing_else_is_called_an_error_or_a_warning() -> None:
    """Read one by one when this list was made: masked-city's text says nothing of improvements."""
    noted = {(name, code) for name, code, _, _ in NOTED} | {("masked-city-2025", "S-FIX-MISS")}
    said = {
        (name, each.code)
        for name in [*names(), "masked-city-2025"]
        for each in found(name)
        if each.severity != "notice"
    }
    assert said - noted == set()


HOLDING = [
    ("huangshi-jingxin-2021", 1586, [1398, 124, 64]),
    ("huancui-gongxin-2021", 411, [54, 357]),
    ("xisaishan-kexin-2020", 65, [53, 1, 3, 3, 4, 1]),
    ("suqian-2023", 3607, [349, 933, 477, 301, 874, 216, 348, 55, 26, 12, 16]),
    ("suqian-2023", 3607, [1191, 328, 142, 1078, 406, 341, 121]),
    ("suqian-2023", 2950, [420, 290, 1500, 140, 600]),
    ("suqian-2024", 2230, [880, 1080, 270]),
    ("pingtan-dishui-2013", 117, [91, 7, 19]),
]


@pytest.mark.parametrize(("name", "whole", "parts"), HOLDING)
def test_the_breakdowns_that_hold_are_read_as_such(name: str, whole: int, parts: list[int]) -> None:
    claims = [(int(claim.whole.value), [int(part.value) for part in claim.parts]) for claim in narrative(name).claims]
    assert (whole, parts) in claims


def test_the_clean_reports_pass() -> None:
    assert [each.code for each in found("suqian-2023") if each.severity != "notice"] == []
    assert [each.code for each in found("pingtan-2025") if each.severity != "notice"] == []
    assert [each.code for each in found("masked-city-2025") if each.severity == "error"] == []
