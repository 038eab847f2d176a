"""Reading spreadsheets."""

from __future__ import annotations

import pytest
from makers import made_report
from office_files import Box, docx_of, expected_tables, laid_out, tables_of, zip_of
from office_sheets import is_number, ods_of, ods_of_body, placed, reference, xls_of, xlsx_of, xlsx_of_sheets
from office_word97 import ole_of

from gongkai.documents import doc_office
from gongkai.documents.docx import read_docx
from gongkai.documents.model import Document, Paragraph, Place, Table, Unreadable
from gongkai.documents.xlsx import read_spreadsheet
from gongkai.documents.xlsx_numbers import plain, shown

MAKERS = {"xlsx": xlsx_of, "ods": ods_of, "xls": xls_of}


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def spans(document: Document) -> list[list[list[tuple[int, int]]]]:
    tables = [block for block in document.blocks if isinstance(block, Table)]
    return [[[(cell.colspan, cell.rowspan) for cell in row] for row in table.rows] for table in tables]


def by_value(tables: list[list[list[str]]]) -> list[list[list[str]]]:
    """Figures without zeros at their end: a sheet stores 4.5 where the form says 4.5000."""
    return [[[plain(float(text)) if is_number(text) else text for text in row] for row in rows] for rows in tables]


def rows_of(*rows: str) -> str:
    return f"<sheetData>{''.join(f'<row>{row}</row>' for row in rows)}</sheetData>"


def number(value: str, style: int = 0, formula: str = "") -> str:
    return f'<c s="{style}">{formula and f"<f>{formula}</f>"}<v>{value}</v></c>'


def words(text: str, style: int = 0) -> str:
    return f'<c t="inlineStr" s="{style}"><is><t>{text}</t></is></c>'


def read(*rows: str, about: str = "", more: str = "") -> Document:
    return read_spreadsheet(xlsx_of_sheets({"年报": rows_of(*rows) + more}, about=about))


@pytest.mark.parametrize("form", ["2019", "2021"])
@pytest.mark.parametrize("gap", [0, 1], ids=["表格紧接文字", "表格前后空行"])
@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
def test_every_cell_and_span_of_the_form_is_read(form, gap, make):
    blocks = laid_out(made_report(form, seed=6))
    document = read_spreadsheet(make(placed(blocks, gap=gap)))
    same = read_docx(docx_of(blocks))
    assert document.format == "xlsx"
    assert by_value(tables_of(document)) == by_value(expected_tables(blocks))
    assert (texts(document), spans(document)) == (texts(same), spans(same))


@pytest.mark.parametrize("options", [{"boxed": True}, {"strict": True}], ids=["有边框", "严格格式"])
def test_borders_and_the_strict_format_change_nothing(options):
    blocks = laid_out(made_report(seed=7))
    document = read_spreadsheet(xlsx_of(placed(blocks, gap=0), **options))
    assert by_value(tables_of(document)) == by_value(expected_tables(blocks))


def test_an_empty_sheet_has_no_blocks():
    assert read_spreadsheet(xlsx_of({})).blocks == []


def test_places_are_those_of_the_sheet():
    document = read_spreadsheet(xlsx_of({(3, 2): Box("甲"), (3, 3): Box("1"), (6, 1): Box("完")}))
    assert document.blocks[0].rows[0][1].place == Place(path="年报", row=3, column=3)
    assert document.blocks[1].place == Place(path="年报", row=6, column=1)


def test_headings_and_sentences_are_paragraphs_even_between_the_rows_of_tables():
    cells = {
        (1, 1): Box("一、总体情况", 3),
        (2, 1): Box("甲"),
        (2, 2): Box("1"),
        (3, 1): Box("本年未收到申请。"),
        (4, 1): Box("乙"),
        (4, 2): Box("2"),
    }
    document = read_spreadsheet(xlsx_of(cells))
    assert [(block.text, block.style) for block in document.blocks if isinstance(block, Paragraph)] == [
        ("一、总体情况", "heading"),
        ("本年未收到申请。", "body"),
    ]
    assert tables_of(document) == [[["甲", "1"]], [["乙", "2"]]]


def test_a_row_label_without_figures_stays_in_its_table_with_its_blank_cells():
    cells = {
        (1, 1): Box("一、本年新收"),
        (1, 2): Box("1"),
        (1, 3): Box("1"),
        (2, 1): Box("二、上年结转"),
        (3, 1): Box("（七）总计"),
        (3, 2): Box("1"),
        (3, 3): Box("1"),
    }
    assert tables_of(read_spreadsheet(xlsx_of(cells))) == [
        [["一、本年新收", "1", "1"], ["二、上年结转", "", ""], ["（七）总计", "1", "1"]]
    ]


def test_a_blank_row_with_borders_belongs_to_its_table():
    cells = {
        (1, 1): Box("维持"),
        (1, 2): Box("纠正"),
        **{(row, column): Box("") for row in (2, 3, 4) for column in (1, 2)},
    }
    assert tables_of(read_spreadsheet(xlsx_of(cells, boxed=True))) == [[["维持", "纠正"], ["", ""]]]


def test_numbers_read_as_stored_with_the_unit_that_the_format_writes():
    document = read(
        number("3")
        + number("79.25", 2)
        + number("0.30000000000000004")
        + number("0.125", 3)
        + number("45291", 4)
        + number("12", 5)
    )
    assert tables_of(document) == [[["3", "79.25", "0.3", "12.50%", "2023年12月31日", "12件"]]]


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (1234567, "#,##0", "1234567"),
        (2.6, "0", "2.6"),
        (0, '0;-0;"—"', "0"),
        (45291.5, "yyyy/m/d h:mm", "2023年12月31日 12:00"),
        (45291, "[$-804]yyyy年m月", "2023年12月"),
        (59, "yyyy/m/d", "1900年2月28日"),
        (-5, "yyyy/m/d", "-5"),
        (79.25, "0.0000", "79.25"),
        (1e300, "0%", "1" + "0" * 300),
        (3, '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"??_ ;_ @_ ', "3"),
        (7.463, "0.00万元", "7.463万元"),
        (float("nan"), "0", ""),
    ],
)
def test_number_formats(value, code, text):
    assert shown(value, code) == text


def test_a_formula_without_a_stored_result_is_blank_and_said_so():
    document = read(
        words("甲") + "<c><f>SUM(B2:C2)</f></c>" + "<c><f>SUM(B3:C3)</f><v></v></c>" + number("0", formula="B9")
    )
    assert tables_of(document) == [[["甲", "", "", "0"]]]
    assert [(note.code, note.place.column) for note in document.notes] == [("formula-without-value", 2)]
    assert "2个公式" in document.notes[0].message


def test_a_zero_that_was_never_computed_is_not_read_as_a_zero():
    open_first = '<calcPr fullCalcOnLoad="1"/>'
    figures = number("2") + number("0") + number("5")
    rows = [
        figures + number("7", formula="SUM(A1:C1)"),
        figures + number("0", formula="SUM(A2:C2)"),
        number("0") + number("0") + number("0") + number("0", formula="A3+B3-C3"),
        figures + number("0", formula="VLOOKUP(A1,B1:C3,2)"),
        figures + number("9", formula="SUM(A5:C5)"),
    ]
    assert tables_of(read(*rows, about=open_first)) == [
        [["2", "0", "5", "7"], ["2", "0", "5", ""], ["0", "0", "0", "0"], ["2", "0", "5", ""], ["2", "0", "5", ""]]
    ]
    assert tables_of(read(*rows))[0][1] == ["2", "0", "5", "0"]


def test_hidden_sheets_rows_and_columns_are_not_read_and_said_so():
    shown_sheet = (
        '<cols><col min="2" max="2" hidden="1"/></cols><sheetData><row>'
        f'{words("甲")}{number("1")}{number("2")}</row><row hidden="1">{words("乙")}{number("3")}{number("4")}</row>'
        f"<row>{words('丙')}{number('5')}{number('6')}</row></sheetData>"
    )
    document = read_spreadsheet(xlsx_of_sheets({"年报": shown_sheet, "草稿": rows_of(words("丁"))}, hidden="草稿"))
    assert tables_of(document) == [[["甲", "2"], ["丙", "6"]]]
    assert [note.code for note in document.notes] == ["hidden", "hidden"]
    assert "“草稿”" in document.notes[1].message


def test_reading_aids_and_escapes_of_shared_texts_are_not_mistaken_for_text():
    shared = (
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><r><t>规</t></r><r><t>章_x000D_</t></r>'
        "<rPh><t>guizhang</t></rPh></si></sst>"
    )
    sheet = rows_of('<c t="s"><v>0</v></c><c t="s"><v>9</v></c><c t="e"><v>#REF!</v></c><c t="b"><v>1</v></c>')
    document = read_spreadsheet(xlsx_of_sheets({"年报": sheet}, parts={"xl/sharedStrings.xml": shared}))
    assert tables_of(document) == [[["规章", "", "#REF!", "TRUE"]]]


def test_text_under_a_merged_cell_is_not_read():
    sheet = rows_of(words("甲") + number("9") + number("1")) + '<mergeCells><mergeCell ref="A1:B1"/></mergeCells>'
    assert tables_of(read_spreadsheet(xlsx_of_sheets({"年报": sheet}))) == [[["甲", "1"]]]


def test_the_opendocument_sheet_reads_what_is_displayed():
    def cell(kind: str, value: str, text: str, about: str = "") -> str:
        return f'<table:table-cell office:value-type="{kind}" office:value="{value}"{about}><text:p>{text}</text:p></table:table-cell>'

    note = "<office:annotation><text:p>批注</text:p></office:annotation>"
    row = cell("string", "", f'甲<text:s text:c="2"/>乙<text:line-break/>丙</text:p>{note}<text:p>丁') + cell(
        "float", "3", "3.00"
    )
    row += (
        cell("percentage", "0.5", "50%")
        + cell("date", "", "2023年12月31日")
        + '<table:table-cell table:formula="of:=SUM([.A1])"/>'
        + cell("float", "1", "1")
    )
    hidden = '<style:style style:name="h"><style:table-properties table:display="false"/></style:style>'
    tables = f'<table:table table:name="年报"><table:table-row>{row}</table:table-row></table:table>'
    tables += '<table:table table:name="草稿" table:style-name="h"/>'
    document = read_spreadsheet(ods_of_body(tables, hidden))
    assert tables_of(document) == [[["甲  乙丙丁", "3", "50%", "2023年12月31日", "", "1"]]]
    assert [note.code for note in document.notes] == ["formula-without-value", "hidden"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "damaged"),
        (zip_of({"a": "b"}), "not-sheet"),
        (zip_of({"xl/workbook.xml": "<workbook"}), "damaged"),
        (ole_of({"EncryptedPackage": b"x"}), "encrypted"),
        (ole_of({"WordDocument": b"x"}), "not-word"),
        (xls_of({(1, 1): Box("1")}, locked=True), "encrypted"),
        (ods_of_body("", manifest="<manifest:encryption-data/>"), "encrypted"),
        (zip_of({"content.xml": "<a/>"}), "not-sheet"),
        (xlsx_of({(9_999_999, 1): Box("1")}), "too-large"),
        (xlsx_of({(1, 1): Box("甲"), (1, 9000): Box("1"), **{(row, 1): Box("1") for row in range(2, 200)}}), "too-large"),
        (ods_of_body('<table:table><table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="1"/></table:table-row></table:table>'), "too-large"),
    ],
    ids=["空", "别的压缩包", "坏XML", "加密", "Word", "XLS密码", "ODS密码", "无表", "行号过大", "矩形过大", "重复过多"],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_in_a_sentence(data, code):
    with pytest.raises(Unreadable) as refusal:
        read_spreadsheet(data)
    assert (refusal.value.code, refusal.value.message[-1]) == (code, "。")


def test_an_old_or_odd_xls_is_refused_with_what_to_do_where_no_office_can_take_it(monkeypatch):
    monkeypatch.setattr(doc_office, "office", lambda: None)
    with pytest.raises(Unreadable) as refusal:
        read_spreadsheet(ole_of({"Book": b"\x09\x08\x08\x00\x00\x05\x05\x00" + bytes(4000)}))
    assert refusal.value.code == "needs-office"
    assert "另存为 XLSX" in refusal.value.message


@pytest.mark.skipif(doc_office.office() is None, reason="没有安装 LibreOffice，不能试它写出的表格")
def test_a_sheet_written_by_office_is_read_the_same(tmp_path):
    import subprocess

    blocks = laid_out(made_report(seed=8))
    source = tmp_path / "a.xlsx"
    source.write_bytes(xlsx_of(placed(blocks)))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        doc_office.office(),
        profile,
        "--headless",
        "--convert-to",
        "xls",
        "--outdir",
        str(tmp_path),
        str(source),
    ]
    subprocess.run(command, check=True, timeout=120, capture_output=True)
    assert tables_of(read_spreadsheet((tmp_path / "a.xls").read_bytes())) == expected_tables(blocks)


def test_references_of_cells():
    assert [reference(*at) for at in [(1, 1), (3, 26), (3, 27), (10, 703)]] == ["A1", "Z3", "AA3", "AAA10"]
