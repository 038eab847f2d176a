"""Real reports of other bodies, when they are at hand: what a careful reader noted comes out, and little else."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from shared import REPORTS, expected, names, needs_reports, source

from gongkai.annualreport.checks.engine import assess, check
from gongkai.annualreport.model import Report
from gongkai.annualreport.reading.reader import read_report
from gongkai.checks.finding import Finding

pytestmark = needs_reports
GROUPS = {"review": "reconsideration", "suit_direct": "direct_suit", "suit_after_review": "suit_after_reconsideration"}
PRIOR = {"hongze-2024": "hongze-2023", "suqian-2024": "suqian-2023"}
EXTRA = REPORTS / "extra"
MOST_WARNINGS = 5


@cache
def report(name: str) -> Report:
    path = source(name, EXTRA if name == "masked-city-2025" else REPORTS)
    return read_report(path.read_bytes(), path.name)


@cache
def found(name: str) -> tuple[Finding, ...]:
    return tuple(check(report(name), report(PRIOR[name]) if name in PRIOR else None))


def told(name: str, code: str) -> list[Finding]:
    return [each for each in found(name) if each.code == code]


def is_told(name: str, entry: dict[str, Any]) -> bool:
    if entry["kind"] == "t4_sum":
        group = GROUPS[entry["group"]]
        return any(
            f"disputes.{group}.total" in each.cells
            and f"＝{entry['computed']} 件" in each.message
            and f"“总计”{entry['stated_total']} 件" in each.message
            for each in told(name, "T4-SUM")
        )
    if entry["kind"] == "t3_flow_blank_cell":
        return any(
            each.verdict == "not_assessable"
            and each.cells == [f"applications.carried_out.{entry['column']}"]
            and f"＝{entry['new_plus_carried_in']} 件" in each.message
            and f"“（七）总计”{entry['decided_plus_carried_out']}" in each.message
            for each in told(name, "T3-BAL")
        )
    return False


@pytest.mark.parametrize("name", names())
def test_every_sum_that_does_not_hold_is_found_and_no_other(name: str) -> None:
    entries = expected(name)["arithmetic_findings"]
    assert [entry for entry in entries if not is_told(name, entry)] == []
    errors = [each for each in found(name) if each.severity == "error" and each.code[:2] in ("T3", "T4", "T-")]
    assert len(errors) == sum(entry["kind"] == "t4_sum" for entry in entries)


OTHER = [
    ("huangshi-jingxin-2021", "S-SEC-MISS", "缺少“四、政府信息公开行政复议、行政诉讼情况”部分"),
    ("huangshi-jingxin-2021", "S-TAB-MISS", "缺少表四"),
    (
        "huangshi-jingxin-2021",
        "S-TAB-TRUNC",
        "应有 25 行，到“（三）不予公开 3.危及‘三安全一稳定’”为止只有 7 行，其中填有数字的 1 行",
    ),
    ("huangshi-jingxin-2021", "S-SEC-ORDER", "一、二、三、五、六"),
    ("huangshi-jingxin-2021", "S-LAB-ROW", "三安全一稳’"),
    ("huangshi-jingxin-2021", "S-AGENCY", "题名只写了简称“市经信局”，落款是“黄石市经济和信息化局”"),
    ("huangshi-jingxin-2021", "Y-JUMP", "只有 17 件，本年末 172 件"),
    ("xisaishan-kexin-2020", "S-SEC-MERGED", "全文因此只有 5 个部分"),
    ("xisaishan-kexin-2020", "S-TPL-LOCAL", "其他主动公开文件"),
    ("xisaishan-kexin-2020", "S-LAB-ROW", "填表说明"),
    ("xisaishan-kexin-2020", "C-UNIT", "7.463万元"),
    ("xisaishan-kexin-2020", "S-TITLE", "机关名称"),
    ("huancui-gongxin-2021", "S-TPL-YEAR", "“（六）其他处理”原为一行，现分为"),
    ("huancui-gongxin-2021", "S-TPL-MIX", "表三是2019年版格式"),
    ("huancui-gongxin-2021", "S-LAB-ROW", "“规范性文件”（格式：“行政规范性文件”）"),
    ("huancui-gongxin-2021", "S-LAB-COL", "现行有效件数量"),
    ("huancui-gongxin-2021", "S-LAB-UNIT", "没有写明单位"),
    ("huancui-gongxin-2021", "S-SEC-HEAD", "四、因政府信息公开被申请行政复议"),
    ("zhengzhou-gongxin-2021", "C-COUNT", "有16个数，应有15个"),
    ("zhengzhou-gongxin-2021", "T4-SUM", "读不出"),
    ("zhengzhou-gongxin-2021", "S-LAB-COL", "“社会组织”（格式：“社会公益组织”）"),
    ("hongze-2023", "S-TPL-YEAR", "表三用的是2019年版格式"),
    ("hongze-2023", "S-LAB-ROW", "其他法律行政止公开"),
    ("hongze-2023", "S-AGENCY", "洪泽区人民政府"),
    ("hongze-2024", "S-TPL-YEAR", "表三用的是2019年版格式"),
    ("hongze-2024", "S-LAB-ROW", "其他法律行政止公开"),
    ("hongze-2024", "Y-JUMP", "上年 550 件，本年 9487 件"),
    ("pingtan-2021", "C-GLUED", "693665"),
    ("shanghai-kewei-2024", "S-SEC-ORDER", "一、二、三、四、五、六、一、二、三、五"),
    ("shanghai-kewei-2024", "S-SEC-MISS", "没有找到“五、存在的主要问题及改进情况”的标题"),
    ("shanghai-kewei-2024", "C-EMPTY", "“四、结转下年度继续办理”的总计"),
]


@pytest.mark.parametrize(("name", "code", "words"), OTHER, ids=[f"{name}-{code}" for name, code, _ in OTHER])
def test_what_a_careful_reader_noted_is_found_in_words(name: str, code: str, words: str) -> None:
    assert any(words in each.message for each in told(name, code)), [each.message for each in told(name, code)]


def test_the_candidates_for_an_ambiguous_row_are_offered_and_not_taken() -> None:
    (count,) = told("zhengzhou-gongxin-2021", "C-COUNT")
    assert [each["cells"]["disputes.direct_suit.total"] for each in count.candidates] == [9]
    assert report("zhengzhou-gongxin-2021").value("disputes.direct_suit.total") is None


def test_the_form_of_2019_is_right_for_2020() -> None:
    assert told("xisaishan-kexin-2020", "S-TPL-YEAR") == []


def test_the_sums_that_hold_are_not_assessed_as_failing() -> None:
    assert "T3-TOT" not in {each.code for each in found("shanghai-kewei-2024")}
    verdicts = assess(report("zhengzhou-gongxin-2021"))
    assert [verdicts[code] for code in ("T3-ROW", "T3-TOT", "T3-BAL", "T4-SUM")] == [*["pass"] * 3, "not_assessable"]


@pytest.mark.parametrize("name", PRIOR)
def test_what_follows_from_last_year_passes(name: str) -> None:
    verdicts = assess(report(name), report(PRIOR[name]))
    assert [verdicts[code] for code in ("T2-FLOW", "Y-CARRY", "Y-PRIOR")] == ["pass"] * 3


@pytest.mark.parametrize("name", ["suqian-2023", "masked-city-2025"])
def test_a_clean_report_has_no_error_and_few_warnings(name: str) -> None:
    errors = [each.message for each in found(name) if each.severity == "error"]
    warnings = [each.message for each in found(name) if each.severity == "warning"]
    assert errors == []
    assert len(warnings) <= MOST_WARNINGS, warnings


@pytest.mark.parametrize("name", ["suqian-2023", "masked-city-2025"])
def test_a_wrong_figure_in_a_clean_report_is_named_by_every_check_that_speaks_of_it(name: str) -> None:
    path = source(name, EXTRA if name == "masked-city-2025" else REPORTS)
    spoiled = read_report(path.read_bytes(), path.name)
    known = {(each.code, each.message) for each in found(name)}
    table = spoiled.tables["applications"]
    assert table is not None
    for cell in table.scheme.addresses[::6]:
        held = table.cells[cell]
        assert isinstance(held.value, int)
        held.value += 1
        new = [each for each in check(spoiled) if (each.code, each.message) not in known]
        assert any(each.severity == "error" for each in new)
        assert {at for each in new for at in each.cells} == {cell}, [each.message for each in new]
        held.value -= 1


def test_the_blank_form_has_the_one_finding_that_it_is_blank() -> None:
    path = source("blank-template-2021", EXTRA)
    assert [each.code for each in check(read_report(path.read_bytes(), path.name))] == ["S-BLANK"]
