"""The text against the tables, itself and last year: what an officer reads, and when nothing is said."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from checks_cases_text import DISPUTES, put, report_with, unreadable_disputes
from hypothesis import given, settings
from hypothesis import strategies as st
from makers import made_report

from gongkai.annualreport.checks.engine import assess, examine
from gongkai.annualreport.model import Cell, Doubt, Report, Section, State
from gongkai.checks.finding import Finding, Severity, Verdict
from gongkai.documents.model import Place

RECEIVED = "applications.received.total"
CARRIED_IN = "applications.carried_in.total"
PROCESSED = "applications.processed_total.total"


def findings(report: Report, prior: Report | None = None) -> list[Finding]:
    return examine(report, prior, {"text"}).findings


def told(report: Report, code: str, prior: Report | None = None) -> Finding:
    (found,) = [each for each in findings(report, prior) if each.code == code]
    return found


def codes(report: Report, prior: Report | None = None) -> set[str]:
    return {each.code for each in findings(report, prior)}


def test_a_difference_says_both_figures_the_difference_the_words_and_the_cell() -> None:
    report = report_with("全年共收到政府信息公开申请31件。", figures={RECEIVED: 33})
    found = told(report, "X-NUM-APP")
    assert found.severity is Severity.ERROR
    assert found.message == (
        "文中写“全年共收到政府信息公开申请31件”（31 件），表三“一、本年新收政府信息公开申请数量”行“总计”列为 33 件，文中少 2 件。"
    )
    assert found.cells == [RECEIVED]
    assert found.quote == "全年共收到政府信息公开申请31件"


def test_a_finding_stands_where_the_words_stand() -> None:
    report = report_with(figures={RECEIVED: 33})
    line = "共收到政府信息公开申请31件。"
    section = report.section("overview")
    assert section is not None
    section.text, section.paragraphs = f"本年工作。\n{line}", [("本年工作。", Place(line=4)), (line, Place(line=5))]
    assert told(report, "X-NUM-APP").place == Place(line=5)


def test_a_figure_of_one_office_is_a_warning_and_silent_beside_that_of_the_whole() -> None:
    organ = "青石县人民政府"
    text = "县政府办公室代表县政府受理政府信息公开申请17件。"
    found = told(report_with(text, organ=organ, figures={RECEIVED: 95}), "X-NUM-APP")
    assert found.severity is Severity.WARNING
    assert "口径可能不同" in found.message
    whole = report_with(text + "全县共收到政府信息公开申请95件。", organ=organ, figures={RECEIVED: 95})
    assert "X-NUM-APP" not in codes(whole)


def test_what_was_carried_in_may_have_been_counted_as_received() -> None:
    report = report_with("共收到政府信息公开申请36件。", figures={RECEIVED: 33, CARRIED_IN: 3})
    found = told(report, "X-NUM-APP")
    assert found.severity is Severity.WARNING
    assert "上年结转" in found.message


def test_received_and_carried_in_together_are_what_was_to_be_handled() -> None:
    figures = {RECEIVED: 33, CARRIED_IN: 3}
    assert codes(report_with("全年共收办政府信息公开申请36件。", figures=figures)) == set()
    assert codes(report_with("全年受理政府信息公开申请36件。", figures=figures)) == set()
    assert "相加为 36 件" in told(report_with("全年收办政府信息公开申请40件。", figures=figures), "X-NUM-APP").message


@pytest.mark.parametrize("words", ["约30件", "30余件", "近35件", "30件以上"])
def test_an_approximate_figure_is_never_held_against_the_table(words: str) -> None:
    assert codes(report_with(f"共收到政府信息公开申请{words}。", figures={RECEIVED: 33})) == set()


@pytest.mark.parametrize(
    "words", ["2022年收到政府信息公开申请9件", "上半年收到政府信息公开申请9件", "自2019年以来收到政府信息公开申请900件"]
)
def test_other_times_are_not_this_year(words: str) -> None:
    assert codes(report_with(f"{words}。", figures={RECEIVED: 33})) == set()


def test_figures_by_applicant_are_held_against_their_columns() -> None:
    figures = {RECEIVED: 33, "applications.received.natural_person": 30}
    text = "共收到政府信息公开申请33件，其中自然人申请29件，法人或其他组织申请4件。"
    found = [each for each in findings(report_with(text, figures=figures)) if each.code == "X-NUM-APP"]
    assert any("自然人申请29件" in each.message and "“自然人”列为 30 件" in each.message for each in found)


def test_a_group_of_outcomes_is_the_sum_of_its_rows() -> None:
    report = report_with(applications="不予公开9件。")
    table = report.tables["applications"]
    assert table is not None
    for row in table.scheme.rows:
        if row.startswith("refused."):
            put(report, f"applications.{row}.total", 1)
    found = told(report, "X-RESULT")
    assert "“（三）不予公开”各行相加为 8 件" in found.message
    assert len(found.cells) == 8


def test_done_of_this_year_may_leave_out_what_was_carried_in() -> None:
    figures = {RECEIVED: 33, CARRIED_IN: 3, PROCESSED: 36}
    assert codes(report_with("政府信息公开申请已办结33件。", figures=figures)) == set()
    assert "X-DONE" in codes(report_with("政府信息公开申请已办结32件。", figures=figures))


def test_all_done_contradicts_what_is_carried_over() -> None:
    figures = {
        f"applications.carried_out.{column}": 0
        for column in ("business", "research", "public_welfare", "legal_service", "other_org")
    }
    report = report_with(
        "所有政府信息公开申请均已办理完成，转下年度办理的有2件。",
        figures=figures | {"applications.carried_out.natural_person": 2},
    )
    put(report, "applications.carried_out.total", None)
    found = told(report, "X-DONE")
    assert found.severity is Severity.ERROR
    assert "文中另说“转下年度办理的有2件”" in found.message
    assert "各类申请人相加（“总计”格没有数字）为 2 件" in found.message


@pytest.mark.parametrize("words", ["均已在法定期限内答复", "均已按时办结", "代表建议均已办结", "到期的均已办结"])
def test_done_in_time_does_not_mean_all_done(words: str) -> None:
    assert "X-DONE" not in codes(
        report_with(f"政府信息公开申请{words}。", figures={"applications.carried_out.total": 2})
    )


def test_where_the_cell_is_blank_the_figure_cannot_be_assessed_and_that_is_said_once() -> None:
    report = report_with(applications="予以公开9件，部分公开3件。")
    for row in ("granted", "partly_granted"):
        for column in (
            "natural_person",
            "business",
            "research",
            "public_welfare",
            "legal_service",
            "other_org",
            "total",
        ):
            put(report, f"applications.{row}.{column}", None)
    found = told(report, "X-RESULT")
    assert (found.verdict, found.severity) == (Verdict.NOT_ASSESSABLE, Severity.NOTICE)
    assert "没有可用的数字" in found.message


def test_a_blank_total_is_taken_across_its_row_without_being_filled_in() -> None:
    report = report_with("结转下年度继续办理的申请3件。")
    table = report.tables["applications"]
    assert table is not None
    for column in ("natural_person", "business", "research", "public_welfare", "legal_service", "other_org"):
        put(report, f"applications.carried_out.{column}", 3 if column == "business" else 0)
    put(report, "applications.carried_out.total", None)
    assert codes(report) == set()
    assert report.value("applications.carried_out.total") is None


def test_a_reading_in_doubt_blames_nobody() -> None:
    report = report_with("共收到政府信息公开申请31件。", figures={RECEIVED: 33})
    table = report.tables["applications"]
    assert table is not None
    report.doubts.append(Doubt("C-OCR", "读数有疑问。", [cell for cell in table.cells if ".received." in cell]))
    assert told(report, "X-NUM-APP").verdict is Verdict.NOT_ASSESSABLE


def test_no_table_no_comparison() -> None:
    report = report_with("共收到政府信息公开申请31件，行政复议3件，制发行政规范性文件8件。")
    report.tables = dict.fromkeys(report.tables)
    assert codes(report) == set()


def test_no_disputes_said_where_every_possible_reading_shows_some() -> None:
    text = "不存在因政府信息公开工作被申请行政复议、提起行政诉讼。"
    found = told(unreadable_disputes(text), "X-ZERO-T4")
    assert (found.verdict, found.severity) == (Verdict.FAIL, Severity.ERROR)
    assert "不全是 0，里面有 9" in found.message
    assert "X-ZERO-T4" not in codes(unreadable_disputes(text, nine=False))
    only_reviews = unreadable_disputes("不存在因政府信息公开工作被申请行政复议的情况。")
    assert "X-ZERO-T4" not in codes(only_reviews)


def test_no_disputes_said_where_the_table_shows_some() -> None:
    figures = DISPUTES | {"disputes.reconsideration.total": 2, "disputes.reconsideration.upheld": 2}
    found = told(report_with(disputes="本年无行政复议、行政诉讼。", figures=figures), "X-ZERO-T4")
    assert found.cells == ["disputes.reconsideration.total"]
    assert "表四“行政复议”行“总计”列为 2 件" in found.message


def test_suits_are_those_with_and_without_a_review_before() -> None:
    figures = DISPUTES | {"disputes.direct_suit.total": 6, "disputes.suit_after_reconsideration.total": 3}
    assert codes(report_with("因政府信息公开引起行政诉讼9起。", figures=figures)) == set()
    assert "相加为 9 件" in told(report_with("因政府信息公开引起行政诉讼6起。", figures=figures), "X-NUM-T4").message


def test_a_difference_that_is_what_is_pending_says_so() -> None:
    figures = DISPUTES | {"disputes.reconsideration.total": 170, "disputes.reconsideration.pending": 36}
    found = told(report_with("因政府信息公开引起的行政复议134件。", figures=figures), "X-NUM-T4")
    assert "正好是尚未审结的 36 件" in found.message
    assert found.severity is Severity.ERROR


def test_an_organs_own_reviews_are_not_those_about_disclosure() -> None:
    assert codes(report_with("全年办理行政复议案件320件，化解纠纷20件。", figures=DISPUTES)) == set()


def test_published_decisions_are_not_decisions_made() -> None:
    figures = {"proactive_disclosure.penalties.decisions": 12, "proactive_disclosure.licensing.decisions": 5}
    assert codes(report_with("公示行政许可55件、行政处罚3件，录入行政处罚信息40条。", figures=figures)) == set()


def test_the_form_of_2019_has_made_for_issued() -> None:
    figures = {"proactive_disclosure.normative_documents.made": 4}
    assert codes(report_with("制发规范性文件4件。", form="2019", figures=figures)) == set()
    found = told(report_with("制发规范性文件5件。", form="2019", figures=figures), "X-DOC")
    assert found.cells == ["proactive_disclosure.normative_documents.made"]


@pytest.mark.parametrize(
    ("words", "fires"),
    [("74630元", False), ("7.5万元", False), ("7.46万元", False), ("8万元", True), ("7.47万元", True)],
)
def test_amounts_agree_to_the_precision_written(words: str, fires: bool) -> None:
    figures = {"proactive_disclosure.central_procurement.amount_10k_yuan": Decimal("7.463")}
    found = codes(report_with(f"政府采购总金额{words}。", form="2019", figures=figures))
    assert ("X-PROC" in found) == fires


def test_processing_fees_belong_to_the_fees_of_table_two() -> None:
    cell = "proactive_disclosure.admin_fees.amount_10k_yuan"
    text = "收取信息处理费400元。"
    found = told(report_with(other_matters=text, figures={cell: 0}), "X-FEE")
    assert found.severity is Severity.WARNING
    assert "0.04 万元" in found.message
    assert codes(report_with(other_matters=text, figures={cell: Decimal("0.04")})) == set()


def test_no_processing_fee_says_nothing_of_other_fees() -> None:
    cell = "proactive_disclosure.admin_fees.amount_10k_yuan"
    assert codes(report_with(other_matters="未收取信息处理费。", figures={cell: Decimal("24252.3")})) == set()
    both = report_with("未收取信息处理费。", other_matters="收取信息处理费100元。", figures={cell: 5})
    assert "另一处又说" in told(both, "X-FEE").message


def test_parts_that_fall_short_or_exceed() -> None:
    short = told(
        report_with("公开信息3050条，通过网站公开1600条；通过日报发布信息690条；通过微信公开信息693条。"), "N-PART-SUM"
    )
    assert "1600＋690＋693＝2983 条，分项之和比总数少 67 条" in short.message
    assert short.severity is Severity.ERROR
    few = told(report_with("公开信息3050条，通过网站公开1600条；通过微信公开信息693条。"), "N-PART-SUM")
    assert few.severity is Severity.WARNING
    gap = told(report_with("公开信息1507条，其中概况20条、动态1015条、目录214条；回复留言34条。"), "N-PART-GAP")
    assert (gap.severity, "258 条" in gap.message) == (Severity.WARNING, True)


def test_an_open_list_is_no_error_and_examples_are_nothing() -> None:
    assert codes(report_with("梳理权责清单532项，其中行政许可35项、行政处罚410项、行政强制12项。")) == set()
    assert codes(report_with("公开信息1507条，其中解读20条。")) == set()
    assert codes(report_with("公开信息1507条，其中解读20条、公告30条。")) == set()
    assert codes(report_with("公开信息100条，其中解读20条、公告60条，其余为工作动态。")) == set()
    assert not [
        each for each in findings(report_with("公开信息100条，其中甲30条、乙40条。")) if each.severity is Severity.ERROR
    ]


def test_categories_over_paragraphs() -> None:
    text = (
        "（一）主动公开政府信息的数量：主动公开政务信息20条。\n（二）主动公开政府信息的类别：公开政策法规5条，部门文件4条，规划计划12条。\n"
        "（三）主动公开政府信息的形式：通过政府网站公开政府信息20条；通过新媒体发布信息30条；通过电视、宣传栏等公开信息76条。"
    )
    report = report_with(text)
    assert "5＋4＋12＝21 条" in told(report, "N-PART-OVER").message
    assert "新媒体发布信息30条" in told(report, "N-PART-CHAN").message


def test_lists_that_add_up_in_some_way_are_left_alone() -> None:
    for text in (
        "公开信息411条，其中网站54条，微信357条。",
        "公开各类信息236条，其中网站发布动态27条，微信发布信息198条，回复群众诉求11件。",
        "收到诉求65条，其中防疫53条，物资1条，复工3条、租金3条，预付卡4条，收费1条。并回复平台件1件。",
        "收到政府信息公开申请36件，办结35件，其中网上20件，信函16件。",
        "公开信息345条，其中规章11条、文件110条；工作报告2条（中英文各1条）、动态222条。",
        "共收到公开申请1466件（上年度结转16件，结转下年度9件）。",
    ):
        report = report_with(text)
        report.tables = dict.fromkeys(report.tables)
        assert codes(report) == set(), text


def test_one_measure_twice_only_where_the_same_is_meant() -> None:
    said = "通过政府网站公开信息120条。"
    assert "X-SAME" in codes(
        report_with(said, issues_and_improvements="上年发布不多，今年网站发布信息102条。下一步将增加图解。")
    )
    for other in (
        "网站发布信息1200条。",
        "网站发布信息约130条。",
        "2022年网站发布信息102条。",
        "“青石农业”公众号发布信息102条。",
        "网站发布政策解读102条。",
    ):
        assert "X-SAME" not in codes(report_with(said + "工作有进展。" + other)), other


def test_a_slip_in_what_was_done_shows_in_flow_and_rate() -> None:
    report = report_with("受理审批事项117件，办结171件，办结率100%。其中减免税91件；住房7件；继承19件。")
    assert codes(report) == {"N-FLOW", "N-PCT"}
    assert "多 54 件" in told(report, "N-FLOW").message
    assert "146.2%" in told(report, "N-PCT").message
    assert codes(report_with("受理审批事项117件，上年结转54件，办结171件。")) == set()


@pytest.mark.parametrize(
    ("share", "fires"),
    [("32.65%", False), ("32.6%", False), ("33%", False), ("32%", False), ("35%", True), ("23.65%", True)],
)
def test_shares_are_right_to_the_digits_written(share: str, fires: bool) -> None:
    report = report_with(f"接受咨询4900人次，其中现场1600人次，占{share}；电话3300人次。")
    assert ("N-PCT" in codes(report)) == fires


def test_growth_needs_last_year_and_says_what_it_would_have_been() -> None:
    text = "网站发布信息1507条，同比增长85%。"
    found = told(report_with(text), "Y-TREND")
    assert (found.verdict, found.severity) == (Verdict.NEEDS_OTHER_DATA, Severity.NOTICE)
    assert "813 至 816 条" in found.message
    assert codes(report_with("网站发布信息1507条，比上年略有减少。")) == set()


def test_growth_is_held_against_last_years_table_in_every_sense() -> None:
    now = report_with("全年共收办政府信息公开申请3646件，同比增长1.05%。", figures={RECEIVED: 3525, CARRIED_IN: 121})
    prior = report_with(year=2022, figures={RECEIVED: 3511, CARRIED_IN: 96})
    found = told(now, "Y-TREND", prior)
    assert "实际增长 1.08%（39 件）" in found.message
    for right in ("1.08%", "1.1%", "1%", "0.4%"):
        section = now.section("overview")
        assert section is not None
        section.text = f"全年共收办政府信息公开申请3646件，同比增长{right}。"
        assert "Y-TREND" not in codes(now, prior), right


def test_growth_is_held_against_the_figure_given_with_it() -> None:
    assert (
        codes(report_with(applications="共收到政府信息公开申请22件，比2022年（31件）下降29%。", figures={RECEIVED: 22}))
        == set()
    )
    report = report_with(applications="共收到政府信息公开申请22件，比2022年（31件）下降39%。", figures={RECEIVED: 22})
    assert "实际下降 29" in told(report, "Y-TREND").message


def test_a_fall_that_was_a_rise_is_told() -> None:
    now, prior = report_with("公开信息411条，比2022年略有减少。"), report_with("公开信息400条。", year=2022)
    assert told(now, "Y-TREND", prior).severity is Severity.WARNING


def test_another_organs_report_is_not_last_years() -> None:
    now = report_with("公开政府信息150条，同比增长40%。")
    other = report_with("公开政府信息100条。", year=2022, organ="白水市人民政府")
    assert told(now, "Y-TREND", other).verdict is Verdict.NEEDS_OTHER_DATA


def test_a_report_before_the_management_of_fees_owes_no_statement() -> None:
    assert "S-FEE-MISS" not in codes(report_with(form="2019", other_matters="无。"))
    assert "S-FEE-MISS" not in codes(report_with("本年未收取信息处理费。", other_matters="无。"))


def test_an_empty_section_is_left_to_the_checks_of_structure() -> None:
    report = report_with(issues_and_improvements="", other_matters="")
    assert codes(report) == set()


def test_the_checks_do_not_stop_at_a_report_of_text_alone() -> None:
    report = Report(
        None,
        None,
        None,
        "pre2019",
        {},
        [Section(None, "二、公开情况", "公开信息45条。其中政策32条；规划13条。未收到政府信息公开申请。")],
    )
    assert codes(report) == set()


@given(
    st.integers(0, 400),
    st.sampled_from(["2021", "2019"]),
    st.sampled_from(["青石县农业农村局", "青石县人民政府", "宁川市柳林镇人民政府"]),
)
@settings(max_examples=60, deadline=None)
def test_nothing_is_said_of_a_report_whose_text_agrees_with_its_tables(seed: int, form: str, organ: str) -> None:
    report = made_report(form, seed=seed, year=2023 if form == "2021" else 2020, organ=organ)
    assert findings(report) == []


RIGHT = {
    "申请": "X-NUM-APP",
    "办结": "X-DONE",
    "结转下年度": "X-CARRY",
    "行政复议": "X-NUM-T4",
    "行政诉讼": "X-NUM-T4",
    "各类信息": "N-PART-",
    "通知公告": "N-PART-",
    "工作动态": "N-PART-",
}


@given(st.integers(0, 200), st.integers(2, 50))
@settings(max_examples=40, deadline=None)
def test_any_figure_of_the_text_that_is_changed_is_named_with_the_one_it_differs_from(seed: int, more: int) -> None:
    report = made_report(seed=seed)
    for section in report.sections:
        whole = section.text
        for match in re.finditer(r"\d+(?=[件条])", whole):
            wrong = str(int(match.group()) + more)
            section.text = whole[: match.start()] + wrong + whole[match.end() :]
            found = findings(report)
            words = whole[max(0, match.start() - 6) : match.start()]
            code = next(code for word, code in RIGHT.items() if words.endswith(word))
            assert all(each.code.startswith(code) for each in found), (words, [each.code for each in found])
            # One more than received may be what was carried in as well; that too is told, as a warning.
            assert (
                any(wrong in each.message for each in found) or code == "N-PART-" or _allowed(report, int(wrong), code)
            )
            section.text = whole


def _allowed(report: Report, wrong: int, code: str) -> bool:
    """Figures that the tables bear out in another sense."""
    total = int(report.value(PROCESSED) or 0)
    carried = int(report.value(CARRIED_IN) or 0)
    return code == "X-DONE" and total - carried <= wrong <= total


def test_a_figure_of_the_table_that_is_changed_is_named_too() -> None:
    report = made_report(seed=3)
    received = report.value(RECEIVED)
    assert received is not None
    table = report.tables["applications"]
    assert table is not None
    table.cells[RECEIVED] = Cell(State.VALUE, received + 7, str(received + 7))
    found = told(report, "X-NUM-APP")
    assert str(received) in found.message
    assert str(received + 7) in found.message


def test_every_verdict_of_a_clean_report_is_a_pass() -> None:
    verdicts = assess(made_report(seed=1))
    text = {code: verdict for code, verdict in verdicts.items() if code.startswith(("X-", "N-"))}
    assert set(text.values()) == {"pass"}
