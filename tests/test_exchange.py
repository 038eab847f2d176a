"""A report comes back from its JSON object as it was; a mistake in the object is named with its path."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from makers import made_report

from gongkai.annualreport.exchange import read_report_json, report_from_json
from gongkai.annualreport.exchange_text import garbled, parse_json
from gongkai.annualreport.model import Cell, ExtraRow, State, report_json, tables_json
from gongkai.documents.model import Unreadable

REPORTS = Path(__file__).parents[1].parent / "shared" / "reports"


def told(report, brief=False):
    return json.dumps(report_json(report, brief=brief), ensure_ascii=False)


def refused(text):
    with pytest.raises(Unreadable) as refusal:
        read_report_json(text.encode() if isinstance(text, str) else text)
    assert refusal.value.code == "bad-json"
    return refusal.value.message


def with_cell(value):
    return f'{{"year": 2023, "tables": {{"applications": {{"granted": {{"total": {value}}}}}}}}}'


@pytest.mark.parametrize("form", ["2019", "2021"])
@pytest.mark.parametrize("brief", [False, True])
def test_a_report_comes_back_from_its_object(form, brief):
    for seed in range(4):
        report = made_report(form, seed=seed)
        assert told(read_report_json(told(report, brief).encode()), brief) == told(report, brief)


def test_the_states_and_texts_of_cells_come_back():
    report = made_report()
    table = report.tables["applications"]
    table.cells["applications.granted.business"] = Cell(State.DASH, None, "/")
    table.cells["applications.granted.research"] = Cell(State.ILLEGIBLE, None, "693665")
    table.cells["applications.granted.total"] = Cell(State.BLANK)
    del table.cells["applications.carried_out.total"]
    again = read_report_json(told(report).encode())
    assert again.cell("applications.granted.business").state is State.DASH
    assert again.cell("applications.granted.research") == Cell(State.ILLEGIBLE, None, "693665")
    assert again.cell("applications.granted.total").state is State.BLANK
    assert again.cell("applications.carried_out.total").state is State.ABSENT


def test_a_null_without_a_state_is_a_blank_and_what_is_left_out_is_absent():
    report = read_report_json(with_cell("null").encode())
    assert report.cell("applications.granted.total").state is State.BLANK
    assert report.cell("applications.granted.business").state is State.ABSENT


def test_decimals_keep_their_digits():
    fees = '{"year": 2023, "tables": {"proactive_disclosure": {"admin_fees": {"amount_10k_yuan": 1234567890.0300}}}}'
    cell = read_report_json(fees.encode()).cell("proactive_disclosure.admin_fees.amount_10k_yuan")
    assert (str(cell.value), cell.text) == ("1234567890.0300", "1234567890.0300")
    report = made_report()
    at = "proactive_disclosure.admin_fees.amount_10k_yuan"
    report.tables["proactive_disclosure"].cells[at] = Cell(State.VALUE, Decimal("7.4630"), "7.4630万元")
    assert str(read_report_json(told(report).encode()).value(at)) == "7.4630"


def test_local_rows_further_rows_and_amounts_as_written_are_kept():
    report = made_report("2019", year=2020)
    table = report.tables["proactive_disclosure"]
    for column in ("made", "newly_published", "published_total"):
        table.cells[f"proactive_disclosure.other_public_documents.{column}"] = Cell(State.VALUE, 3, "3")
    table.cells["proactive_disclosure.central_procurement.amount_10k_yuan"] = Cell(
        State.VALUE, Decimal("7.463"), "7.463万元"
    )
    table.extra_rows.append(
        ExtraRow("extra_1", "公共服务", [Cell(State.VALUE, 5, "5"), Cell(State.BLANK), Cell(State.VALUE, 0, "0")])
    )
    again = read_report_json(told(report, brief=True).encode())
    assert tables_json(again) == tables_json(report)
    assert again.cell("proactive_disclosure.central_procurement.amount_10k_yuan").text == "7.463万元"
    assert again.tables["proactive_disclosure"].extra_rows[0].label == "公共服务"


def test_a_report_written_by_hand_is_taken():
    report = report_from_json(
        {
            "title": "青石县农业农村局2023年政府信息公开工作年度报告",
            "organ": "青石县农业农村局",
            "year": 2023,
            "tables": {"disputes": {"reconsideration": {"upheld": 1, "total": 1}}},
            "sections": {"other_matters": "无。", "overview": "甲。\n乙。"},
        }
    )
    assert report.form == "2021"
    assert [section.title for section in report.sections] == ["一、总体情况", "六、其他需要报告的事项"]
    assert [section.number for section in report.sections] == [1, 6]
    assert [text for text, _ in report.sections[0].paragraphs] == ["甲。", "乙。"]


def test_the_form_of_each_table_is_told_by_its_rows():
    row = {"natural_person": 1, "total": 1}
    report = report_from_json(
        {"year": 2021, "tables": {"applications": {"other.all": row, "other.other": {"total": None}}}}
    )
    assert (report.form, report.tables["applications"].form) == ("2021", "2019")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("-1", "不小于0的整数"),
        ("0.5", "不小于0的整数"),
        ("true", "应为数字"),
        ('"3"', "不要加引号"),
        ("NaN", "不是数字"),
        ("1234567890123456", "数字太长"),
        ("1e400", "数字太长"),
        ("1e-30", "数字太长"),
        ("9" * 5000, "数字太长"),
        ("[1]", "应为数字"),
    ],
)
def test_a_figure_that_is_none_is_named(value, expected):
    assert expected in refused(with_cell(value))


def test_a_path_and_what_belongs_there_are_named():
    assert "tables.applications.granted.total：" in refused(with_cell("-1"))
    assert "是否应为 granted" in refused('{"year": 2023, "tables": {"applications": {"grantd": {"total": 1}}}}')
    assert "没有这一列" in refused('{"year": 2023, "tables": {"applications": {"granted": {"sum": 1}}}}')
    assert "没有这张表" in refused('{"year": 2023, "tables": {"requests": {}}}')
    assert "是否应为“tables”" in refused('{"year": 2023, "tabels": {}}')
    assert "form 和 year 至少要写一个" in refused('{"tables": {}}')
    assert "写了两次" in refused('{"year": 2023, "year": 2022, "tables": {}}')
    assert "这一行，不能有数据" in refused(
        '{"year": 2023, "tables": {"applications": {"other.all": {"total": 1}, "other.other": {"total": 1}}}}'
    )
    assert "还没有这张表" in refused('{"year": 2013, "tables": {"disputes": {"reconsiderations": {"total": 1}}}}')


def test_a_state_that_contradicts_the_figure_is_refused():
    cell = '"cells": {{"applications.granted.total": {{"state": "{}", "text": ""}}}}'
    blank = with_cell("3").replace("{", "{" + cell.format("blank") + ", ", 1)
    assert "这里应为 null" in refused(blank)
    missing = with_cell("null").replace("{", "{" + cell.format("value") + ", ", 1)
    assert "这里却是 null" in refused(missing)


def test_an_amount_that_is_not_the_one_written_is_refused():
    row = '{{"central_procurement": {{"projects": 1, "amount_10k_yuan": {}, "as_written": "74630元"}}}}'
    assert "不一致" in refused('{"year": 2020, "tables": {"proactive_disclosure": ' + row.format(8) + "}}")
    report = read_report_json(
        ('{"year": 2020, "tables": {"proactive_disclosure": ' + row.format("7.463") + "}}").encode()
    )
    assert report.cell("proactive_disclosure.central_procurement.amount_10k_yuan").text == "74630元"


def test_a_wrong_figure_that_a_file_really_has_is_kept():
    text = '"cells": {"applications.granted.total": {"state": "value", "text": "-1"}}'
    assert (
        read_report_json(with_cell("-1").replace("{", "{" + text + ", ", 1).encode()).value(
            "applications.granted.total"
        )
        == -1
    )


def test_what_is_no_report_is_refused_in_words():
    assert "最外层" in refused("[]")
    assert "gongkai.report/1" in refused('{"report": 1}')
    assert "gongkai.report/1" in refused('{"schema": "other/2", "tables": {}}')
    assert "第1行第6个字符" in refused('{"a":')
    assert "嵌套得太深" in refused("[" * 100_000)
    assert "不是文字" in refused(b"\xff\xfe\x00\xd8")
    assert "读取失败" in refused(
        '{"schema": "gongkai.report/1", "error": {"code": "x", "message": "这不是年度报告。"}}'
    )


def test_garbled_text_is_called_garbled():
    good = "青石县农业农村局认真贯彻政府信息公开条例，全年公布信息三百条，未收到申请。"
    assert not garbled(good)
    assert not garbled("a plain English sentence — with dashes")
    for wrong in ("gb18030", "latin-1"):
        spoilt = good.encode().decode(wrong, "ignore")
        assert garbled(spoilt)
        assert "乱码" in refused(json.dumps({"content": spoilt}, ensure_ascii=False))
        assert "乱码" in refused(json.dumps({"year": 2023, "tables": {}, "title": spoilt}, ensure_ascii=False))


def test_a_file_in_utf_16_or_with_a_mark_at_its_start_is_read():
    for encoding in ("utf-8-sig", "utf-16", "gb18030"):
        assert parse_json('{"年": 1.50}'.encode(encoding)) == {"年": Decimal("1.50")}


@pytest.mark.skipif(not REPORTS.is_dir(), reason="没有真实年度报告的数据文件夹")
def test_the_recorded_figures_of_real_reports_come_back():
    for path in sorted(REPORTS.glob("**/*.expected.json")):
        recorded = json.loads(path.read_bytes())
        got = tables_json(read_report_json(path.read_bytes()))
        for table, rows in recorded["tables"].items():
            assert (got[table] is None) == (rows is None)
            for row, figures in (rows or {}).items():
                for column, figure in figures.items():
                    assert got[table].get(row, {}).get(column) == figure, (path.name, table, row, column)


@pytest.mark.skipif(not REPORTS.is_dir(), reason="没有真实年度报告的数据文件夹")
def test_the_garbled_reading_of_another_program_is_refused():
    message = refused((REPORTS / "extra" / "jinhu-2023.parsed-mojibake.json").read_bytes())
    assert "gongkai.report/1" in message
    assert "乱码" in message
