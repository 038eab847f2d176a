"""Reports as text, in every layout met: figures are read exactly or not at all."""

from __future__ import annotations

import random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from makers import made_report
from text_layouts import LAYOUTS, glued, one_cell_a_line, page, pipes, tabs

from gongkai.annualreport.model import Report, State, tables_json
from gongkai.annualreport.reading.reader import report_of
from gongkai.documents.model import Unreadable
from gongkai.documents.text import read_text


def read(text: str, name: str = "年报.txt") -> Report:
    return report_of(read_text(text.encode(), name))


def wrong_figures(report: Report, truth: Report) -> list[str]:
    """Cells with another figure than the truth (a cell that was not read is not wrong)."""
    found = []
    for table in report.tables.values():
        for at, cell in table.cells.items() if table else ():
            if cell.value is not None and cell.value != truth.value(at):
                found.append(at)
    return found


@pytest.mark.parametrize("form", ["2019", "2021"])
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("seed", range(4))
def test_every_layout_is_read_exactly(layout, form, seed):
    truth = made_report(form, seed=seed, year=2020 if form == "2019" else 2023)
    report = read(LAYOUTS[layout](truth))
    assert tables_json(report) == tables_json(truth)
    assert (report.organ, report.year, report.form) == (truth.organ, truth.year, form)
    assert [section.key for section in report.sections] == [section.key for section in truth.sections]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_text_of_sections_holds_no_table(layout):
    truth = made_report(seed=5)
    report = read(LAYOUTS[layout](truth))
    for mine, theirs in zip(report.sections, truth.sections, strict=True):
        assert "".join(mine.text.split()) == "".join(theirs.text.split())


@pytest.mark.parametrize("layout", ["pipes", "broken pipes", "tabs", "indented"])
def test_a_blank_cell_of_a_table_is_blank_and_not_zero(layout):
    truth = made_report(seed=1)
    table = truth.tables["applications"]
    for at in ("applications.granted.business", "applications.received.other_org", "applications.carried_out.total"):
        table.cells[at].state, table.cells[at].value = State.BLANK, None
    report = read(LAYOUTS[layout](truth))
    assert tables_json(report) == tables_json(truth)
    assert report.cell("applications.granted.business").state is State.BLANK


def test_a_dash_is_no_figure():
    truth = made_report(seed=2)
    cell = truth.tables["proactive_disclosure"].cells["proactive_disclosure.government_rules.issued"]
    cell.state, cell.value = State.DASH, None
    report = read(pipes(truth))
    assert report.cell("proactive_disclosure.government_rules.issued").state is State.DASH
    assert report.value("proactive_disclosure.government_rules.issued") is None


def test_a_line_with_one_figure_too_few_is_not_read_and_says_so():
    truth = made_report(seed=3)
    text = one_cell_a_line(truth)
    before, _, after = text.partition("（一）予以公开")
    lines = after.split("\n\n")
    del lines[3]
    report = read(before + "（一）予以公开" + "\n\n".join(lines))
    assert all(report.value(f"applications.granted.{column}") is None for column in ("natural_person", "total"))
    assert [doubt.code for doubt in report.doubts] == ["C-COUNT"]
    assert wrong_figures(report, truth) == []


def test_a_line_with_one_figure_too_many_offers_only_what_satisfies_the_sums():
    truth = made_report(seed=4)
    report = read(tabs(truth).rstrip("\n"))
    assert report.doubts == []
    figures = "\t".join(str(truth.value(at)) for at in truth.tables["disputes"].scheme.addresses)
    report = read(tabs(truth).replace(figures, figures + "\t0"))
    assert all(cell.value is None for cell in report.tables["disputes"].cells.values())
    doubt = report.doubts[0]
    assert doubt.code == "C-COUNT"
    right = {at: truth.value(at) for at in truth.tables["disputes"].scheme.addresses}
    assert right in [candidate.cells for candidate in doubt.candidates]


@settings(max_examples=60, deadline=None)
@example(seed=2, layout="broken pipes", cuts=[0.9375])
@given(seed=st.integers(0, 10_000), layout=st.sampled_from(sorted(LAYOUTS)), cuts=st.lists(st.floats(0, 1), max_size=3))
def test_lost_lines_never_move_a_figure_into_another_row(seed, layout, cuts):
    truth = made_report(seed=seed)
    lines = LAYOUTS[layout](truth).split("\n")
    start = next(
        index for index, line in enumerate(lines) if "本年新收政府信息公开申请数量" in line and "共" not in line
    )
    for cut in cuts:
        del lines[start + int(cut * (len(lines) - start - 1))]
    try:
        report = read("\n".join(lines))
    except Unreadable:
        return
    assert wrong_figures(report, truth) == []


@pytest.mark.parametrize("seed", range(12))
def test_glued_cells_are_right_or_not_legible(seed):
    truth = made_report(seed=seed, size=random.Random(seed).choice([3, 12, 150]))
    report = read(glued(truth))
    assert wrong_figures(report, truth) == []
    assert report.tables["applications"] is not None


def test_glued_single_digits_are_read():
    truth = made_report(seed=8, size=2)
    report = read(glued(truth))
    read_cells = [cell for cell in report.tables["applications"].cells.values() if cell.value is not None]
    assert len(read_cells) > 100
    assert wrong_figures(report, truth) == []


def test_figures_in_prose_next_to_a_table_stay_out_of_it():
    truth = made_report(seed=6)
    text = page(truth).replace(
        "二、主动公开政府信息情况\n", "二、主动公开政府信息情况\n本年行政许可 97 件，行政处罚 12 件。\n"
    )
    assert tables_json(read(text)) == tables_json(truth)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_encoding_of_a_text_is_found(encoding):
    truth = made_report(seed=7, organ="青石县㙍镇人民政府")
    report = report_of(read_text(tabs(truth).encode(encoding), "年报.txt"))
    assert report.organ == "青石县㙍镇人民政府"
    assert tables_json(report) == tables_json(truth)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("关于印发青石县城乡供水管理办法的通知\n各乡镇人民政府：\n现将办法印发给你们。", "不是年度报告"),
        ("青石县2022年上半年政府信息公开情况统计\n主动公开120条。", "半年"),
        ("404 您访问的页面不存在", "出错"),
        ("青石县教育局关于做好2023年政府信息公开工作年度报告编制工作的通知\n请各单位于1月20日前报送。", "不是年度报告"),
        ("   \n\n", "没有读到文字"),
    ],
)
def test_what_is_no_annual_report_is_refused_in_words(text, words):
    with pytest.raises(Unreadable) as refusal:
        read(text)
    assert words in refusal.value.message


def test_two_reports_in_one_file_are_refused():
    with pytest.raises(Unreadable) as refusal:
        read(tabs(made_report(seed=1)) + "\n\n" + tabs(made_report(seed=2, year=2022)))
    assert "拆成" in refusal.value.message or "比对" in refusal.value.message
