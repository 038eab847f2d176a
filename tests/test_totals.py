"""The sum of subordinate reports: cell by cell, nothing counted twice, nothing filled in."""

from decimal import Decimal

import pytest
from makers import made_report

from gongkai.annualreport.model import Cell, ExtraRow, State
from gongkai.annualreport.roster import read_roster
from gongkai.annualreport.totals import differences, total
from gongkai.checks.finding import Severity
from gongkai.documents.model import Unreadable

ORGANS = ("青石县农业农村局", "青石县教育局", "青石县水利局")
NEW = "applications.received.total"


def members(form="2021", year=2023):
    return [made_report(form, year=year, seed=seed, organ=organ) for seed, organ in enumerate(ORGANS)]


def blank(report, at, state=State.BLANK):
    report.tables[at.partition(".")[0]].cells[at] = Cell(state)


def errors(found):
    return [finding for finding in found.findings if finding.severity == Severity.ERROR]


def refused(*args, **options):
    with pytest.raises(Unreadable) as refusal:
        total(*args, **options)
    assert refusal.value.code == "totals"
    return refusal.value.message


@pytest.mark.parametrize(("form", "year"), [("2021", 2023), ("2019", 2020)])
def test_every_cell_of_the_sum_is_the_sum_of_its_parts(form, year):
    reports = members(form, year)
    found = total(reports, organ="青石县人民政府")
    assert (found.report.form, found.report.year) == (form, year)
    assert found.report.title == f"青石县人民政府{year}年政府信息公开工作年度报告"
    for table in found.report.tables.values():
        for at in table.scheme.addresses:
            assert found.report.value(at) == sum(report.value(at) for report in reports)
    assert errors(found) == []
    assert found.remarks == []


def test_the_order_of_the_reports_does_not_matter():
    forward, backward = total(members()), total(members()[::-1])
    assert forward.report.tables == backward.report.tables


def test_amounts_are_summed_without_rounding():
    reports = members()
    at = "proactive_disclosure.admin_fees.amount_10k_yuan"
    for report, amount in zip(reports, ("0.1", "0.2", "140.5600"), strict=True):
        report.tables["proactive_disclosure"].cells[at] = Cell(State.VALUE, Decimal(amount), amount)
    assert str(total(reports).report.value(at)) == "140.8600"


def test_a_cell_that_one_report_leaves_blank_stays_open_in_the_sum_and_the_report_is_named():
    reports = members()
    blank(reports[1], NEW)
    found = total(reports)
    assert found.report.cell(NEW).state is State.BLANK
    assert found.report.value("applications.received.business") is not None
    assert any("青石县教育局" in remark and "本年新收" in remark and "留空" in remark for remark in found.remarks)


def test_blanks_count_as_zero_only_when_a_person_says_so():
    reports = members()
    blank(reports[1], NEW)
    blank(reports[2], "applications.carried_in.total", State.ILLEGIBLE)
    found = total(reports, blank_is_zero=True)
    assert found.report.value(NEW) == reports[0].value(NEW) + reports[2].value(NEW)
    assert found.report.value("applications.carried_in.total") is None
    assert any("当作0计入" in remark for remark in found.remarks)


def test_a_single_row_of_the_older_form_makes_the_sum_a_single_row():
    reports = members()
    reports[0].tables["applications"] = made_report("2019", seed=9).tables["applications"]
    found = total(reports)
    assert found.report.tables["applications"].form == "2019"
    split = ("other.uncorrected", "other.fee_unpaid", "other.other")
    expected = reports[0].value("applications.other.all.total") + sum(
        report.value(f"applications.{row}.total") for report in reports[1:] for row in split
    )
    assert found.report.value("applications.other.all.total") == expected
    assert any("合并成一行" in remark for remark in found.remarks)
    assert errors(found) == []


def test_figures_of_forms_that_do_not_match_stay_open():
    reports = members()
    reports[0].tables["proactive_disclosure"] = made_report("2019", seed=9).tables["proactive_disclosure"]
    found = total(reports)
    assert found.report.value("proactive_disclosure.normative_documents.issued") is None
    assert found.report.value("proactive_disclosure.licensing.decisions") is not None
    assert any("不同的格式" in remark for remark in found.remarks)


def test_a_report_without_a_table_leaves_the_whole_table_open():
    reports = members()
    reports[2].tables["disputes"] = None
    found = total(reports)
    assert all(cell.state is State.BLANK for cell in found.report.tables["disputes"].cells.values())
    assert any("青石县水利局" in remark and "没有“政府信息公开行政复议" in remark for remark in found.remarks)


def test_rows_beyond_the_form_are_named_and_not_summed():
    reports = members()
    reports[0].tables["proactive_disclosure"].extra_rows.append(
        ExtraRow("extra_1", "公共服务", [Cell(State.VALUE, 3, "3")])
    )
    found = total(reports)
    assert found.report.tables["proactive_disclosure"].extra_rows == []
    assert any("公共服务" in remark and "没有汇总" in remark for remark in found.remarks)


def test_a_mistake_in_one_report_is_traced_to_it():
    reports = members()
    table = reports[1].tables["applications"]
    table.cells[NEW] = Cell(State.VALUE, table.value(NEW) + 1, "")
    found = total(reports)
    assert any("青石县教育局" in remark and "勾稽关系" in remark for remark in found.remarks)
    assert {finding.code for finding in found.findings} & {"T3-ROW", "T3-BAL"}


def test_only_reports_of_one_year_are_summed():
    assert "不同年度" in refused([*members(), made_report(year=2022, organ="青石县财政局")])
    assert "不同年度" in refused(members(), year=2022)
    assert "没有可以汇总" in refused([])


def test_a_report_without_a_year_is_counted_and_said():
    reports = members()
    reports[0].year = None
    assert any("没有写明年度" in remark for remark in total(reports).remarks)
    for report in reports:
        report.year = None
    assert "--year" in refused(reports)
    assert total(reports, year=2023).report.year == 2023


def test_years_before_the_first_form_have_no_tables_to_sum():
    reports = [made_report("2019", year=2013)]
    assert "没有法定统计表" in refused(reports)


def test_an_organ_counts_once():
    reports = members()
    found = total([*reports, members()[0]])
    assert found.twice == ["青石县农业农村局"]
    assert found.report.tables == total(reports).report.tables
    other = made_report(seed=77, organ="青石县 农业农村局")
    assert "两份数据不同" in refused([*reports, other])


def test_the_roster_tells_who_is_missing_and_who_does_not_belong():
    roster = read_roster("机关名称,其他名称\n青石县农业农村局,县农业农村局\n青石县教育局\n青石县财政局\n".encode())
    reports = members()
    reports[0].organ = "县农业农村局"
    reports[0].organs = ["县农业农村局"]
    found = total(reports, roster=roster)
    assert found.missing == ["青石县财政局"]
    assert found.strangers == ["青石县水利局"]
    assert any("3个机关中有1个没有报告：青石县财政局" in remark for remark in found.remarks)


def test_two_names_of_one_organ_are_not_counted_twice():
    roster = read_roster("青石县农业农村局,青石县农业局\n".encode())
    reports = [made_report(organ="青石县农业农村局"), made_report(seed=1, organ="青石县农业局")]
    assert "会重复计算" in refused(reports, roster=roster)


def test_a_published_report_is_compared_with_the_sum_cell_by_cell():
    found = total(members())
    published = total(members()).report
    assert differences(found, published) == []
    table = published.tables["applications"]
    table.cells[NEW] = Cell(State.VALUE, table.value(NEW) + 2, "")
    (said,) = differences(found, published)
    assert "本年新收" in said
    assert "多2" in said


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_roster_is_read_in_the_usual_encodings(encoding):
    text = "单位名称，曾用名\r\n\r\n青石县教育局，青石县教体局、青石县教委\r\n青石县水利局\r\n"
    roster = read_roster(text.encode(encoding))
    assert [entry.name for entry in roster.entries] == ["青石县教育局", "青石县水利局"]
    assert roster.find(["青石县教委"]).name == "青石县教育局"
    assert roster.near("青石县水利") == "青石县水利局"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "没有机关"),
        ("机关名称\n", "没有机关"),
        ("甲局\n甲局\n", "写了两次"),
        ("甲局\n乙局,甲局\n", "已经是“甲局”的名称"),
        ("甲局\n,乙局\n", "第2行没有机关名称"),
    ],
)
def test_a_roster_that_is_none_is_refused_in_words(text, expected):
    with pytest.raises(Unreadable, match=expected):
        read_roster(text.encode())


def test_a_roster_that_is_no_text_is_refused():
    with pytest.raises(Unreadable, match="不是文字文件"):
        read_roster(b"PK\x03\x04\x00\x00\xff\xfe")
