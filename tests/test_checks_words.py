"""What an officer reads: figures, the difference and its direction, what to look at, and no blame where reading is in doubt."""

from __future__ import annotations

from datetime import date

import pytest
from checks_cases_tables import (
    add,
    blank_all,
    clean,
    cut_table,
    documents,
    drop_section,
    drop_table,
    merge_sections,
    old_table,
    pair,
    put,
    row,
    section_of,
    state,
    year_of,
)

from gongkai.annualreport.checks.engine import assess, check, examine
from gongkai.annualreport.checks.organs import Kind, cannot_make_rules, kind_of, same_organ
from gongkai.annualreport.model import Report, Section, State
from gongkai.checks.finding import Finding
from gongkai.law.deadlines import deadline


def told(report: Report, code: str, prior: Report | None = None) -> Finding:
    (found,) = [each for each in check(report, prior) if each.code == code]
    return found


def test_a_failing_sum_says_both_figures_the_difference_and_the_cell() -> None:
    report = clean()
    row(report, "applications.granted", 3, 0, 0, 0, 0, 0, 5)
    found = told(report, "T3-ROW")
    assert "表三“（一）予以公开”行" in found.message
    assert "相加为 3 件" in found.message
    assert "“总计”5 件" in found.message
    assert "“总计”比各项之和多 2 件" in found.message
    assert "第一项加第二项之和" in told(_unbalanced(), "T3-BAL").basis


def _unbalanced() -> Report:
    report = clean()
    add(report, "applications.carried_in.total", 4)
    return report


def test_the_located_cell_comes_with_what_stands_there_and_what_would_fit() -> None:
    report = clean()
    right = report.value("applications.granted.business")
    add(report, "applications.granted.business", 2)
    found = told(report, "T3-TOT")
    written = report.value("applications.granted.business")
    assert f"“（一）予以公开”行“商业企业”列这一格：现为 {written} 件，若为 {right} 件，各项勾稽都成立" in found.message


def test_a_balance_that_fails_names_the_four_figures() -> None:
    message = told(_unbalanced(), "T3-BAL").message
    for words in ("本年新收政府信息公开申请数量", "上年结转政府信息公开申请数量", "（七）总计", "结转下年度继续办理"):
        assert words in message
    assert "后者比前者少 4 件" in message


def test_a_missing_section_and_its_table_are_both_told() -> None:
    report = clean()
    drop_section("disputes")(report)
    drop_table("disputes")(report)
    section = told(report, "S-SEC-MISS")
    assert "缺少“四、政府信息公开行政复议、行政诉讼情况”部分" in section.message
    assert "“三、收到和处理政府信息公开申请情况”之后就是“五、存在的主要问题及改进情况”" in section.message
    assert "缺少表四" in told(report, "S-TAB-MISS").message
    assert "一、二、三、五、六" in told(report, "S-SEC-ORDER").message
    assert assess(report)["T4-SUM"] == "not_assessable"


def test_a_table_cut_off_says_how_many_rows_are_there_and_how_many_are_filled() -> None:
    report = clean()
    cut_table(report)
    for each in ("carried_in", "granted", "partly_granted"):
        for column in (
            "natural_person",
            "business",
            "research",
            "public_welfare",
            "legal_service",
            "other_org",
            "total",
        ):
            put(report, f"applications.{each}.{column}", None)
    found = told(report, "S-TAB-TRUNC")
    assert "应有 25 行" in found.message
    assert "只有 7 行，其中填有数字的 4 行" in found.message
    assert "等18处" in found.message
    assert told(report, "T3-BAL").verdict == "not_assessable"


def test_the_old_form_says_what_has_changed() -> None:
    report = clean()
    old_table(report)
    found = told(report, "S-TPL-YEAR")
    assert "表三用的是2019年版格式（试行）（国办公开办函〔2019〕60号）" in found.message
    assert "应当用2021年版格式（国办公开办函〔2021〕30号）" in found.message
    assert "“（六）其他处理”原为一行，现分为" in found.message
    assert found.message.endswith("“3.其他”3行。")
    assert told(report, "S-TPL-MIX").severity == "notice"


def test_a_report_for_2020_in_the_form_of_2019_is_right() -> None:
    codes = {each.code for each in check(clean("2019"))}
    assert not codes.intersection({"S-TPL-YEAR", "S-TPL-MIX"})


def test_a_merged_heading_is_told_and_its_sections_are_not_missing() -> None:
    report = clean()
    merge_sections(report)
    for number, section in enumerate(report.sections, start=1):
        section.number = number
    assert "合在一个标题下，全文因此只有 5 个部分" in told(report, "S-SEC-MERGED").message
    assert "编号到第五部分为止" in told(report, "S-SEC-ORDER").message
    assert "S-SEC-MISS" not in {each.code for each in check(report)}


def test_problems_told_without_a_heading_are_no_error() -> None:
    report = clean()
    drop_section("issues_and_improvements")(report)
    section_of(report, "disputes").text = "（一）主要问题：栏目更新不及时。"
    assert told(report, "S-SEC-MISS").severity == "warning"


def test_text_under_headings_of_its_own_fills_a_section() -> None:
    report = clean()
    section_of(report, "overview").text = ""
    report.sections.insert(1, Section(None, "（一）主动公开", "全年公布信息300条。"))
    assert "S-SEC-EMPTY" not in {each.code for each in check(report)}


def test_a_blank_form_has_one_finding() -> None:
    report = clean()
    blank_all(report)
    report.organ = report.year = None
    (found,) = check(report)
    assert (found.code, found.severity) == ("S-BLANK", "error")
    assert "空白表" in found.message


def test_a_report_whose_tables_are_all_blank_is_told_once_and_its_text_is_still_read() -> None:
    report = clean()
    blank_all(report)
    report.title = "2023年信息公开工作年度报告"
    codes = [each.code for each in check(report)]
    assert codes[:1] == ["S-BLANK"]
    assert "S-TITLE" in codes
    assert not any(code.startswith(("C-EMPTY", "T3-", "T4-SUM")) for code in codes)


def test_a_jump_against_last_year_says_how_many_times() -> None:
    report, prior = pair()()
    put(prior, "proactive_disclosure.licensing.decisions", 550)
    put(report, "proactive_disclosure.licensing.decisions", 9487)
    message = told(report, "Y-JUMP", prior).message
    assert "“行政许可”" in message
    assert "上年 550 件，本年 9487 件，是上年的 17.2 倍" in message


def test_a_stock_that_cannot_come_from_last_year_is_a_jump_without_last_years_report() -> None:
    report = clean()
    documents(162, 7, 172)(report)
    assert "上年末只有 17 件，本年末 172 件" in told(report, "Y-JUMP").message


def test_the_stock_that_follows_from_last_year_passes() -> None:
    report, prior = pair()()
    documents(3, 0, 8)(report)
    documents(0, 1, 5)(prior)
    assert assess(report, prior)["T2-FLOW"] == "pass"
    documents(3, 0, 9)(report)
    assert "应为 8 件；本年写作 9 件，多 1 件" in told(report, "T2-FLOW", prior).message


def test_without_last_years_report_the_stock_then_is_worked_out() -> None:
    report = clean()
    documents(7, 30, 29)(report)
    found = told(report, "T2-FLOW")
    assert (found.verdict, found.severity) == ("needs_other_data", "notice")
    assert "29－7＋30＝52 件" in found.message


def moved(report: Report, column: str, more: int) -> None:
    """Change what is carried in and out alike, so that the sums of the year still hold."""
    for line in ("carried_in", "carried_out"):
        add(report, f"applications.{line}.{column}", more)


def test_carried_in_that_differs_from_last_years_carried_out_is_an_error() -> None:
    report, prior = pair()()
    before = prior.value("applications.carried_out.business")
    moved(report, "business", 1)
    moved(report, "total", 1)
    found = told(report, "Y-CARRY", prior)
    assert found.severity == "error"
    assert found.cells == ["applications.carried_in.business", "applications.carried_in.total"]
    assert f"“商业企业”列上年结转下年 {before} 件，本年写作 {int(before or 0) + 1} 件" in found.message


def test_carried_in_that_is_only_spread_otherwise_is_a_warning() -> None:
    report, prior = pair()()
    moved(report, "business", 1)
    moved(report, "natural_person", -1)
    assert told(report, "Y-CARRY", prior).severity == "warning"


def test_where_last_years_sums_fail_it_is_open_which_year_is_wrong() -> None:
    report, prior = pair()()
    add(prior, "applications.carried_out.total", 1)
    assert told(report, "Y-CARRY", prior).severity == "warning"


def test_a_report_of_another_year_or_organ_is_not_compared() -> None:
    report, prior = year_of(2021)()
    found = told(report, "Y-PRIOR", prior)
    assert "2021年的报告，不是2023年的上一年" in found.message
    other = clean(year=2022, organ="青石县财政局")
    assert "不是同一个机关" in told(report, "Y-PRIOR", other).message
    assert not {each.code for each in check(report, other)}.intersection({"Y-SAME", "Y-JUMP"})


def test_a_page_date_alone_is_no_proof_of_lateness() -> None:
    report = clean(organ="宁川市财政局")
    report.dated, report.published = None, date(2024, 3, 8)
    assert told(report, "S-DATE-LATE").severity == "warning"
    report.dated = date(2024, 1, 25)
    assert told(report, "S-DATE-LATE").severity == "warning"
    report.dated = date(2024, 2, 5)
    found = told(report, "S-DATE-LATE")
    assert found.severity == "error"
    assert "应在2024年1月31日以前公布，迟了至少 5 天" in found.message
    assert "第四十九条第一款" in found.message


@pytest.mark.parametrize(
    ("organ", "late"),
    [
        ("宁川市财政局", True),
        ("宁川市国有资产监督管理委员会", True),
        ("宁川市人民政府", False),
        ("宁川市", False),
        ("宁川高新技术产业开发区管理委员会", False),
        ("青石县柳林镇人民政府", False),
        ("青石县城关街道办事处", False),
    ],
)
def test_departments_are_due_by_the_end_of_january_governments_by_the_end_of_march(organ: str, late: bool) -> None:
    report = clean(organ=organ)
    report.dated = date(2024, 3, 1)
    assert ("S-DATE-LATE" in {each.code for each in check(report)}) == late


def test_reports_before_2019_were_due_by_the_end_of_march_for_all() -> None:
    due = deadline("annual_report_of_department", 2017)
    assert due is not None
    assert due.last_day == date(2018, 3, 31)
    assert "492号" in due.basis
    assert deadline("annual_report_of_department", 2006) is None


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("国家税务总局", Kind.DEPARTMENT),
        ("宁川市城市管理委员会", Kind.DEPARTMENT),
        ("宁川市人民政府办公室", Kind.GOVERNMENT),
        ("青石县（县人民政府）", Kind.GOVERNMENT),
        ("青石县白水乡人民政府", Kind.TOWNSHIP),
        ("宁川广播电视总台", None),
    ],
)
def test_the_kind_of_an_organ_is_told_by_its_name_or_left_open(name: str, kind: Kind | None) -> None:
    assert kind_of(name) is kind


def test_whether_a_city_can_make_rules_is_left_open() -> None:
    assert not cannot_make_rules("宁川市人民政府")
    assert not cannot_make_rules("某某壮族自治区人民政府")
    assert not cannot_make_rules("国家发展和改革委员会")
    assert cannot_make_rules("青石区人民政府")


def test_names_of_one_organ_are_known_as_such() -> None:
    assert same_organ("洪山区人民政府", "宁川市洪山区人民政府")
    assert same_organ("市经信局", "宁川市经济和信息化局")
    assert not same_organ("宁川市财政局", "宁川市教育局")


def test_dashes_and_illegible_cells_are_shown_as_written() -> None:
    report = clean()
    state(report, "proactive_disclosure.government_rules.issued", State.DASH, "/")
    state(report, "proactive_disclosure.government_rules.repealed", State.DASH, "—")
    state(report, "disputes.direct_suit.total", State.ILLEGIBLE, "叁")
    assert "“/”“—”" in told(report, "C-DASH").message
    assert "写作“叁”" in told(report, "C-ILLEGIBLE").message


def test_a_whole_row_left_blank_is_named_once() -> None:
    report = clean()
    for column in ("natural_person", "business", "research", "public_welfare", "legal_service", "other_org", "total"):
        put(report, f"applications.carried_in.{column}", None)
    found = told(report, "C-EMPTY")
    assert "表三有 7 格空白：“二、上年结转政府信息公开申请数量”整行" in found.message
    assert "没有按 0 读取" in found.message


def test_the_four_verdicts_are_counted() -> None:
    examined = examine(clean())
    assert set(examined.verdicts.values()) <= {"pass", "fail", "not_assessable", "needs_other_data"}
    passed = sum(verdict == "pass" for verdict in examined.verdicts.values())
    assert examined.summary.startswith(f"已核对 {len(examined.verdicts)} 项，通过 {passed} 项")


def test_a_report_of_the_years_before_the_forms_is_not_held_to_them() -> None:
    report = Report("平山县统计局2013年信息公开年度报告", "平山县统计局", 2013, "pre2019", {"applications": None})
    assert [each for each in check(report) if each.code.startswith(("S-SEC", "S-TAB", "S-TPL", "S-TITLE"))] == []
    assert "T3-BAL" not in assess(report)
