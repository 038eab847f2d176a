"""The drawn tables have the spans of the printed forms (国办公开办函〔2019〕60号、〔2021〕30号)."""

from decimal import Decimal

import pytest
from makers import made_report

from gongkai.annualreport.model import Cell, ExtraRow, State
from gongkai.annualreport.scheme import scheme_of
from gongkai.annualreport.writing.layout import BLOCK, COLUMN, CORNER, FIGURE, LABEL, grid, shown
from gongkai.annualreport.writing.manuscript import Figures, Heading, Remark, manuscript
from gongkai.annualreport.writing.widths import PAGE_MM, fit

FORMS = ("2019", "2021")
KEYS = ("proactive_disclosure", "applications", "disputes")


def drawn(form, key):
    return grid(made_report(form).tables[key])


def found(table, kind, text):
    return [cell for cell in table.cells if cell.kind == kind and cell.text == text]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("key", KEYS)
def test_the_cells_cover_the_table_without_gap_or_overlap(form, key):
    table = drawn(form, key)
    area = sum(cell.colspan * cell.rowspan for cell in table.cells)
    assert area == len(table.covered) == table.columns * len(table.lines)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("key", KEYS)
def test_every_cell_of_the_form_is_drawn_once_and_in_order(form, key):
    table = drawn(form, key)
    assert tuple(cell.address for cell in table.cells if cell.address) == scheme_of(form).table(key).addresses


def test_table_three_has_the_spans_of_the_form():
    table = drawn("2021", "applications")
    assert (table.columns, table.heads, len(table.lines)) == (10, 3, 28)
    (corner,) = [cell for cell in table.cells if cell.kind == CORNER]
    assert (corner.colspan, corner.rowspan) == (3, 3)
    assert [(cell.colspan, cell.rowspan) for cell in found(table, COLUMN, "申请人情况")] == [(7, 1)]
    assert [(cell.colspan, cell.rowspan) for cell in found(table, COLUMN, "自然人")] == [(1, 2)]
    assert [(cell.colspan, cell.rowspan) for cell in found(table, COLUMN, "法人或其他组织")] == [(5, 1)]
    assert [(cell.colspan, cell.rowspan) for cell in found(table, LABEL, "三、本年度办理结果")] == [(1, 22)]
    assert [(cell.colspan, cell.rowspan) for cell in found(table, LABEL, "（三）不予公开")] == [(1, 8)]
    assert [(cell.colspan, cell.rowspan) for cell in found(table, LABEL, "（七）总计")] == [(2, 1)]


def test_the_older_table_three_has_one_row_for_other_results():
    table = drawn("2019", "applications")
    assert [(cell.colspan, cell.rowspan) for cell in found(table, LABEL, "三、本年度办理结果")] == [(1, 20)]
    assert [(cell.colspan, cell.rowspan) for cell in found(table, LABEL, "（六）其他处理")] == [(2, 1)]


def test_table_two_has_a_title_over_each_block_and_wide_cells_for_single_figures():
    table = drawn("2021", "proactive_disclosure")
    assert [cell.colspan for cell in table.cells if cell.kind == BLOCK] == [4, 4, 4, 4]
    assert [cell.colspan for cell in found(table, COLUMN, "本年处理决定数量")] == [3, 3]
    (licensing,) = [cell for cell in table.cells if cell.address == "proactive_disclosure.licensing.decisions"]
    assert licensing.colspan == 3
    assert len(table.groups) == 4


def test_table_four_puts_its_rows_beside_each_other():
    table = drawn("2021", "disputes")
    assert (table.columns, table.heads, len(table.lines)) == (15, 3, 4)
    assert [cell.colspan for cell in found(table, COLUMN, "行政诉讼")] == [10]
    assert [cell.rowspan for cell in found(table, COLUMN, "结果维持")] == [2, 1, 1]


def test_a_local_row_is_drawn_only_where_the_report_has_it():
    report = made_report("2019")
    table = report.tables["proactive_disclosure"]
    assert found(grid(table), LABEL, "其他主动公开文件") == []
    table.cells["proactive_disclosure.other_public_documents.made"] = Cell(State.VALUE, 3, "3")
    (label,) = found(grid(table), LABEL, "其他主动公开文件")
    assert [cell.text for cell in grid(table).lines[label.row] if cell.kind == FIGURE] == ["3", "", ""]


def test_a_row_beyond_the_form_is_drawn_with_its_figures():
    report = made_report()
    cells = [Cell(State.VALUE, 5, "5"), Cell(State.BLANK), Cell(State.DASH)]
    report.tables["proactive_disclosure"].extra_rows.append(ExtraRow("extra_1", "公共服务", cells))
    table = grid(report.tables["proactive_disclosure"])
    (label,) = found(table, LABEL, "公共服务")
    assert [cell.text for cell in table.lines[label.row] if cell.kind == FIGURE] == ["5", "", "/"]
    assert len(table.covered) == table.columns * len(table.lines)


def test_nothing_that_is_not_known_is_shown_as_a_number():
    assert shown(Cell(State.BLANK)) == shown(Cell(State.ILLEGIBLE, None, "69366")) == shown(Cell(State.ABSENT)) == ""
    assert shown(Cell(State.DASH, None, "—")) == "—"
    assert shown(Cell(State.DASH, None, "无")) == "/"
    assert shown(Cell(State.VALUE, 0, "")) == "0"
    assert shown(Cell(State.VALUE, 12, "１２件")) == "12"
    assert shown(Cell(State.VALUE, Decimal("140.5600"), "140.5600")) == "140.5600"
    assert shown(Cell(State.VALUE, Decimal("1E+3"), "")) == "1000"
    assert shown(Cell(State.VALUE, Decimal("7.463"), "7.463万元"), as_written=True) == "7.463万元"


def remarks(report):
    return [block.text for block in manuscript(report).blocks if isinstance(block, Remark)]


def test_cells_that_were_not_read_are_named_under_their_table():
    report = made_report()
    table = report.tables["applications"]
    table.cells["applications.granted.business"] = Cell(State.ILLEGIBLE)
    for column in ("natural_person", "business", "research", "public_welfare", "legal_service", "other_org", "total"):
        table.cells.pop(f"applications.carried_out.{column}")
    told = remarks(report)
    assert any("“（一）予以公开”行“商业企业”列原件未能读出" in text and "不表示为0" in text for text in told)
    assert any("“四、结转下年度继续办理”行各列原件没有取得数据" in text for text in told)


def test_a_table_that_is_missing_is_said_to_be_missing():
    report = made_report()
    report.tables["disputes"] = None
    assert remarks(report) == ["（没有取得本部分统计表的数据。）"]
    assert remarks(made_report()) == []


def test_a_row_that_cannot_stand_in_the_table_is_written_out_under_it():
    report = made_report()
    report.tables["disputes"].extra_rows.append(
        ExtraRow("extra_1", "另列", [Cell(State.VALUE, 4, "4"), Cell(State.BLANK)])
    )
    assert remarks(report) == ["注：原件另有一行“另列”：4、（空）。"]


def test_a_table_without_its_section_gets_the_heading_of_the_form_in_its_place():
    report = made_report()
    report.sections = [section for section in report.sections if section.key != "applications"]
    headings = [block.text for block in manuscript(report).blocks if isinstance(block, Heading)]
    assert headings[2] == "三、收到和处理政府信息公开申请情况"


def test_tables_of_merged_sections_stand_under_their_common_heading():
    report = made_report()
    report.sections = [section for section in report.sections if section.key != "disputes"]
    report.section("applications").merged = ("disputes",)
    kinds = [type(block) for block in manuscript(report).blocks]
    assert sum(kind is Figures for kind in kinds) == 3
    assert sum(kind is Heading for kind in kinds) == 5


@pytest.mark.parametrize("size", [4, 40, 10**5, 10**9])
@pytest.mark.parametrize("form", FORMS)
def test_columns_fill_the_page_and_every_figure_stays_on_one_line(form, size):
    for table in made_report(form, size=size).tables.values():
        page = grid(table)
        fitted = fit(page)
        assert sum(fitted.widths) == pytest.approx(PAGE_MM)
        for cell in page.cells:
            if cell.kind == FIGURE:
                width = sum(fitted.widths[cell.column : cell.column + cell.colspan])
                assert len(cell.text) * 0.55 * fitted.size * 25.4 / 72 <= width
