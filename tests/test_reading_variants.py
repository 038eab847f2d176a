"""Tables as real sites alter them: a figure is read right or not at all, and what was not read is said."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from makers import made_report
from office_files import Blocks, Box, Rows, docx_of, laid_out
from test_reading_text import wrong_figures

from gongkai.annualreport.checks.engine import check
from gongkai.annualreport.model import Report, tables_json
from gongkai.annualreport.reading.reader import read_report

LICENCES = [[Box("序号"), Box("事项"), Box("办理数")], [Box("1"), Box("行政许可"), Box("777")], [Box("2"), Box("行政处罚"), Box("888")]]  # fmt: skip
RESULTS = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
GROUPS = ["行政复议", "未经复议直接起诉", "复议后起诉"]


def tables_at(blocks: Blocks) -> list[int]:
    return [at for at, block in enumerate(blocks) if not isinstance(block, str)]


def read(blocks: Blocks) -> Report:
    return read_report(docx_of(blocks), "年报.docx")


def texts(rows: Rows) -> Rows:
    return [[Box(box.text, box.across, box.down) for box in row] for row in rows]


def swapped(row: list[Box], one: int, other: int) -> None:
    row[one], row[other] = row[other], row[one]


def rules_columns_swapped(tables: list[Rows]) -> None:
    for row in tables[0][1:4]:
        swapped(row, 1, 2)


def last_year_beside(tables: list[Rows]) -> None:
    tables[0][1][2] = Box("上年制发件数")


def total_first(tables: list[Rows]) -> None:
    tables[1][1].insert(0, tables[1][1].pop())
    for row in tables[1][3:]:
        row.insert(len(row) - 7, row.pop())


def organisations_swapped(tables: list[Rows]) -> None:
    swapped(tables[1][2], 0, 1)
    for row in tables[1][3:]:
        swapped(row, -6, -5)


def results_swapped(tables: list[Rows]) -> None:
    swapped(tables[2][1], 0, 1)
    swapped(tables[2][-1], 0, 1)


def a_line_for_each_group_with_results_swapped(tables: list[Rows]) -> None:
    figures = tables[2][-1]
    tables[2][:] = [[Box("类别"), *(Box(each) for each in RESULTS)]] + [
        [Box(name), *figures[5 * at : 5 * at + 5]] for at, name in enumerate(GROUPS)
    ]
    for row in tables[2]:
        swapped(row, 1, 2)


@pytest.mark.parametrize(
    ("alter", "table"),
    [
        (rules_columns_swapped, "proactive_disclosure"),
        (last_year_beside, "proactive_disclosure"),
        (total_first, "applications"),
        (organisations_swapped, "applications"),
        (results_swapped, "disputes"),
        (a_line_for_each_group_with_results_swapped, "disputes"),
    ],
)
def test_columns_in_another_order_than_the_forms_are_not_read_by_place(
    alter: Callable[[list[Rows]], None], table: str
) -> None:
    truth = made_report(seed=31)
    blocks = laid_out(truth)
    places = tables_at(blocks)
    tables = [texts(blocks[at]) for at in places]
    alter(tables)
    for at, rows in zip(places, tables, strict=True):
        blocks[at] = rows
    report = read(blocks)
    if alter is not last_year_beside:
        assert wrong_figures(report, truth) == []
    assert report.value("proactive_disclosure.normative_documents.repealed") is None or table != "proactive_disclosure"
    assert [doubt.code for doubt in report.doubts] == ["C-DOUBT"]
    assert all(at.startswith(table) for at in report.doubts[0].cells)


@pytest.mark.parametrize("after", [False, True])
def test_a_list_of_licences_beside_the_table_does_not_disturb_it(after: bool) -> None:
    truth = made_report(seed=30)
    blocks = laid_out(truth)
    at = tables_at(blocks)[0]
    blocks[at + after : at + after] = [LICENCES, "具体情况："] if not after else ["其中：", LICENCES]
    report = read(blocks)
    assert tables_json(report) == tables_json(truth)


def test_a_list_of_licences_alone_is_not_the_table() -> None:
    blocks = laid_out(made_report(seed=30))
    blocks[tables_at(blocks)[0]] = LICENCES
    assert read(blocks).tables["proactive_disclosure"] is None


def test_two_different_tables_of_disputes_are_not_chosen_between() -> None:
    truth = made_report(seed=33)
    other = laid_out(made_report(seed=34, year=2022))
    blocks = laid_out(truth)
    at = tables_at(blocks)[2]
    blocks[at:at] = ["上年情况：", other[tables_at(other)[2]], "本年情况："]
    report = read(blocks)
    assert wrong_figures(report, truth) == []
    assert report.value("disputes.reconsideration.total") is None
    assert [doubt.code for doubt in report.doubts] == ["C-DOUBT"]


def test_fees_under_a_head_in_yuan_are_read_in_neither_unit() -> None:
    truth = made_report(seed=45)
    blocks = laid_out(truth)
    blocks[tables_at(blocks)[0]][-2][-1] = Box("本年收费金额（单位：元）", 3)
    report = read(blocks)
    assert report.value("proactive_disclosure.admin_fees.amount_10k_yuan") is None
    assert "分不清" in report.doubts[0].message


@pytest.mark.parametrize("written", ["12（上年10）", "五", "零", "约10", "3①", "1 2"])
def test_a_cell_that_is_not_one_number_spoils_no_cell_beside_it(written: str) -> None:
    truth = made_report(seed=19)
    at = "applications.granted.business"
    truth.tables["applications"].cells[at].text = written
    report = read(laid_out(truth))
    assert report.value(at) is None
    assert report.cell(at).text == written
    assert report.value("applications.granted.natural_person") == truth.value("applications.granted.natural_person")
    assert report.value("applications.granted.total") == truth.value("applications.granted.total")


NUMBERING: dict[str, Callable[[int, str], str]] = {
    "一、": lambda at, title: title,
    "1、": lambda at, title: f"{at + 1}、{title[2:]}",
    "第一部分": lambda at, title: f"第{'一二三四五六'[at]}部分　{title[2:]}",
    "（一）": lambda at, title: f"（{'一二三四五六'[at]}）{title[2:]}",
    "无": lambda at, title: title[2:],
}


@pytest.mark.parametrize("numbering", NUMBERING)
@pytest.mark.parametrize("form", ["2019", "2021"])
def test_sections_are_found_however_they_are_numbered(numbering: str, form: str) -> None:
    truth = made_report(form, seed=11, year=2020 if form == "2019" else 2023)
    titles = [section.title for section in truth.sections]
    blocks = [
        NUMBERING[numbering](titles.index(block), block) if isinstance(block, str) and block in titles else block
        for block in laid_out(truth)
    ]
    report = read(blocks)
    assert [section.key for section in report.sections] == [section.key for section in truth.sections]
    assert tables_json(report) == tables_json(truth)
    assert not [each for each in check(report) if each.verdict == "fail" and each.severity == "error"]
