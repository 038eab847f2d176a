"""Reading Word files in the XML format."""

from __future__ import annotations

from pathlib import Path

import pytest
from makers import made_report
from office_files import docx_of, docx_of_body, expected_tables, laid_out, numbering_part, tables_of, zip_of
from office_word97 import ole_of

from gongkai.documents.docx import read_docx
from gongkai.documents.docx_flat import read_word_xml
from gongkai.documents.model import Document, Paragraph, Picture, Place, Table, Unreadable

REPORTS = Path(__file__).parents[1].parent / "shared" / "reports"

MESSY = {
    "整齐": {},
    "文字拆成多段": {"split_runs": True},
    "有修订": {"tracked": True},
    "有内容控件": {"controls": True},
    "标签里有换行": {"breaks": True},
    "严格格式": {"strict": True},
    "全部": {"split_runs": True, "tracked": True, "controls": True, "breaks": True},
}


def run(text: str, about: str = "") -> str:
    return f"<w:r>{about and f'<w:rPr>{about}</w:rPr>'}<w:t>{text}</w:t></w:r>"


def paragraph(*runs: str, about: str = "") -> str:
    return f"<w:p>{about and f'<w:pPr>{about}</w:pPr>'}{''.join(runs)}</w:p>"


def cell(content: str, about: str = "") -> str:
    return f"<w:tc><w:tcPr>{about}</w:tcPr>{content}</w:tc>"


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(each if each.startswith('<') else cell(paragraph(run(each))) for each in cells)}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def read(body: str, **parts: str) -> Document:
    return read_docx(docx_of_body(body, parts={f"word/{name}.xml": text for name, text in parts.items()}))


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


@pytest.mark.parametrize("form", ["2019", "2021"])
@pytest.mark.parametrize("options", MESSY.values(), ids=MESSY)
def test_every_cell_of_the_form_is_read_however_the_file_was_made(form, options):
    blocks = laid_out(made_report(form, seed=3))
    assert tables_of(read_docx(docx_of(blocks, seed=5, **options))) == expected_tables(blocks)


def test_spans_are_noted_and_cells_that_continue_one_above_are_left_out():
    document = read_docx(docx_of(laid_out(made_report())))
    applications = [block for block in document.blocks if isinstance(block, Table)][1]
    assert [len(cells) for cells in applications.rows[:6]] == [2, 3, 5, 8, 8, 9]
    assert (applications.rows[0][0].colspan, applications.rows[0][0].rowspan) == (3, 3)
    assert (applications.rows[5][0].text, applications.rows[5][0].rowspan) == ("三、本年度办理结果", 22)


def test_deleted_text_is_not_read_and_the_file_is_said_to_have_tracked_changes():
    body = paragraph(run("共"), f"<w:del>{run('3')}</w:del>", f"<w:ins>{run('5')}</w:ins>", run("件"))
    document = read(body)
    assert texts(document) == ["共5件"]
    assert [note.code for note in document.notes] == ["tracked-changes"]
    assert "修订" in document.notes[0].message


def test_a_paragraph_whose_end_is_deleted_runs_on_in_the_next():
    body = paragraph(run("一、总体"), about="<w:rPr><w:del/></w:rPr>") + paragraph(run("情况"))
    assert texts(read(body)) == ["一、总体情况"]


def test_a_deleted_row_is_not_read():
    gone = row("甲", "7").replace("<w:tr>", "<w:tr><w:trPr><w:del/></w:trPr>")
    assert tables_of(read(table(row("甲", "8"), gone, row("乙", "9")))) == [[["甲", "8"], ["乙", "9"]]]


def test_hidden_text_is_not_read():
    document = read(paragraph(run("共"), run("9", "<w:vanish/>"), run("2", '<w:vanish w:val="0"/>'), run("件")))
    assert texts(document) == ["共2件"]
    assert [note.code for note in document.notes] == ["hidden"]


def test_a_prompt_of_a_content_control_is_no_content():
    control = "<w:sdt><w:sdtPr>{}</w:sdtPr><w:sdtContent><w:r>{}<w:t>{}</w:t></w:r></w:sdtContent></w:sdt>"
    style = '<w:rPr><w:rStyle w:val="PlaceholderText"/></w:rPr>'
    prompt = control.format("<w:showingPlcHdr/>", style, "单击此处输入文字。")
    assert tables_of(read(table(row("甲", cell(paragraph(prompt))), row("乙", "1")))) == [[["甲", ""], ["乙", "1"]]]
    assert texts(read(paragraph(control.format("", style, "已填")))) == ["已填"]
    assert texts(read(paragraph(control.format("<w:showingPlcHdr/>", "", "已填")))) == ["已填"]
    assert texts(read(paragraph(control.format("<w:showingPlcHdr/>", style, "3")))) == ["3"]


def test_a_text_box_is_read_once_after_its_paragraph():
    box = f"<w:txbxContent>{paragraph(run('框内文字'))}</w:txbxContent>"
    drawing = (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert texts(read(paragraph(run("正文"), drawing))) == ["正文", "框内文字"]


def test_a_text_box_anchored_in_a_cell_does_not_enter_the_cell():
    box = f"<w:r><w:pict><v:textbox><w:txbxContent>{paragraph(run('3'))}</w:txbxContent></v:textbox></w:pict></w:r>"
    document = read(table(row("甲", cell(paragraph(box))), row("乙", "1")))
    assert tables_of(document) == [[["甲", ""], ["乙", "1"]]]
    assert texts(document) == ["3"]


def test_only_the_result_of_a_field_is_read():
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    instruction = "<w:r><w:instrText>=SUM(ABOVE)</w:instrText></w:r>" + run("旧值4")
    field = mark.format("begin") + instruction + mark.format("separate") + run("12") + mark.format("end")
    assert texts(read(paragraph(run("共"), field, run("件")))) == ["共12件"]


def test_a_field_that_never_ends_does_not_swallow_the_report():
    opened = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    assert texts(read(paragraph(run("甲"), opened) + paragraph(run("乙")))) == ["甲", "乙"]


def test_ruby_breaks_tabs_symbols_and_formulas_read_as_people_see_them():
    ruby = f"<w:r><w:ruby><w:rt>{run('gōng')}</w:rt><w:rubyBase>{run('公')}</w:rubyBase></w:ruby></w:r>"
    tick = '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>'
    formula = "<m:oMath><m:r><m:t>3</m:t></m:r></m:oMath>"
    body = paragraph(ruby, run("开"), "<w:r><w:tab/></w:r>", tick, "<w:r><w:br/></w:r>", formula, run("件"))
    assert texts(read(body)) == ["公开\t☑\n3件"]


def test_an_unknown_sign_beside_a_figure_keeps_it_from_reading_as_the_figure():
    unknown = '<w:r><w:sym w:font="Webdings" w:char="F061"/></w:r>'
    assert tables_of(read(table(row("甲", cell(paragraph(unknown, run("3")))), row("乙", "1")))) == [
        [["甲", "□3"], ["乙", "1"]]
    ]


def test_automatic_numbers_stand_before_headings_and_labels():
    numbered = '<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="1"/></w:numPr>'
    levels = [("chineseCountingThousand", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3.")]
    body = "".join(
        paragraph(run(text), about=numbered.format(level))
        for level, text in [(0, "总体情况"), (1, "主动公开"), (1, "依申请公开"), (2, "5件"), (0, "主动"), (1, "其一")]
    )
    labels = table(
        *(row(cell(paragraph(run(text), about=numbered.format(2))), "0") for text in ("国家秘密", "其他禁止公开"))
    )
    document = read(body + labels, numbering=numbering_part(levels))
    assert texts(document) == ["一、总体情况", "（一）主动公开", "（二）依申请公开", "1. 5件", "二、主动", "（一）其一"]
    assert tables_of(document) == [[["1.国家秘密", "0"], ["2.其他禁止公开", "0"]]]


def test_a_style_can_number_and_make_headings():
    styles = (
        '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        '<w:style w:type="paragraph" w:styleId="a1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="a2"><w:name w:val="大标题"/><w:basedOn w:val="a1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="a3"><w:name w:val="x"/><w:basedOn w:val="a4"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="a4"><w:name w:val="y"/><w:basedOn w:val="a3"/></w:style></w:styles>'
    )
    body = paragraph(run("总体情况"), about='<w:pStyle w:val="a2"/>') + paragraph(
        run("正文"), about='<w:pStyle w:val="a3"/>'
    )
    document = read(body, styles=styles, numbering=numbering_part([("ideographDigital", "第%1部分")]))
    assert [(block.text, block.style) for block in document.blocks] == [
        ("第一部分 总体情况", "heading"),
        ("正文", "body"),
    ]


def test_a_heading_written_over_two_lines_is_one_heading():
    heading = paragraph(run("三、收到和处理"), "<w:r><w:br/></w:r>", run("申请情况"), about='<w:outlineLvl w:val="0"/>')
    assert texts(read(heading + paragraph(run("甲"), "<w:r><w:br/></w:r>", run("乙")))) == [
        "三、收到和处理申请情况",
        "甲\n乙",
    ]


def test_tables_inside_a_layout_table_stand_for_themselves():
    inner = table(row("甲", "1"), row("乙", "2"))
    outer = table(row(cell(paragraph(run("二、情况")) + inner + paragraph(run("完")))), row("丙", "3"))
    document = read(paragraph(run("始")) + outer)
    assert tables_of(document) == [[["甲", "1"], ["乙", "2"]], [["丙", "3"]]]
    assert texts(document) == ["始", "二、情况", "完"]


def test_a_frame_of_one_cell_is_text():
    document = read(table(row(cell(paragraph(run("一、总体情况")) + paragraph(run("正文"))))))
    assert texts(document) == ["一、总体情况", "正文"]


def test_a_cell_that_continues_nothing_keeps_its_text():
    alone = cell(paragraph(run("丙")), "<w:vMerge/>")
    assert tables_of(read(table(row("甲", "1"), row(alone, "2")))) == [[["甲", "1"], ["丙", "2"]]]


def test_places_count_tables_rows_cells_and_paragraphs_from_one():
    document = read(paragraph() + paragraph(run("甲")) + table(row("乙", "1"), row("丙", "2")) + paragraph(run("丁")))
    assert document.blocks[0].place == Place(line=1)
    assert document.blocks[1].rows[1][0].place == Place(table=1, row=2, column=1)
    assert document.blocks[2].place == Place(line=2)


def test_a_picture_is_a_block_with_its_alternative_text():
    picture = '<w:r><w:drawing><wp:inline><wp:docPr descr="表格截图 12"/><a:graphic><a:blip/></a:graphic></wp:inline></w:drawing></w:r>'
    assert read(paragraph(picture)).blocks == [Picture("表格截图 12")]


def test_the_title_of_the_file_is_known():
    core = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title> 年度报告 </dc:title></cp:coreProperties>'
    )
    data = docx_of_body(paragraph(run("甲")), parts={"docProps/core.xml": core})
    assert read_docx(data).meta == {"title": "年度报告"}


def test_word_2003_xml_is_read_without_what_was_deleted():
    w = 'xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml" xmlns:aml="http://schemas.microsoft.com/aml/2001/core"'
    merged = '<w:tc><w:tcPr><w:vmerge w:val="{}"/></w:tcPr><w:p/></w:tc>'
    deleted = f'<aml:annotation w:type="Word.Deletion"><aml:content>{run("9")}</aml:content></aml:annotation>'
    body = table(
        row(merged.format("restart"), cell(paragraph(run("8"), deleted))), row(merged.format(""), cell(paragraph()))
    )
    document = read_word_xml(f"<w:wordDocument {w}><w:body>{body}</w:body></w:wordDocument>".encode())
    assert tables_of(document) == [[["", "8"], [""]]]
    assert [note.code for note in document.notes] == ["tracked-changes"]


def test_flat_opc_is_read():
    inner = f'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{paragraph(run("甲"))}</w:body></w:document>'
    flat = f'<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"><pkg:part pkg:name="/word/document.xml"><pkg:xmlData>{inner}</pkg:xmlData></pkg:part></pkg:package>'
    assert texts(read_word_xml(flat.encode())) == ["甲"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "damaged"),
        (b"PK\x03\x04", "damaged"),
        (ole_of({"EncryptedPackage": b"x"}), "encrypted"),
        (ole_of({"WordDocument": b"x"}), "not-word"),
        (zip_of({"xl/workbook.xml": "<workbook/>"}), "not-word"),
        (zip_of({"word/document.xml": "<w:document"}), "damaged"),
        (zip_of({"word/document.xml": "<x/>"}), "damaged"),
        (zip_of({"word/document.xml": "<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"}), "unsafe"),
        (zip_of({"word/document.xml": b"<x>" + b" " * 90_000_000}), "too-large"),
        (docx_of_body("<w:sdt><w:sdtContent>" * 200 + "</w:sdtContent></w:sdt>" * 200), "damaged"),
    ],
    ids=["空", "截断", "加密", "旧格式", "表格文件", "坏XML", "无正文", "外部定义", "压缩炸弹", "嵌套过深"],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(data, code):
    with pytest.raises(Unreadable) as refusal:
        read_docx(data)
    assert refusal.value.code == code
    assert refusal.value.message.endswith("。")


def test_tables_nested_as_deep_as_the_format_allows_are_read():
    body = table("<w:tr>甲</w:tr>")
    for _ in range(60):
        body = table(row(cell(body + paragraph(run("1")))))
    assert texts(read(body)) == ["1"] * 60


@pytest.mark.skipif(not REPORTS.is_dir(), reason="没有 ../shared/reports，不能读取真实的空白格式")
def test_the_blank_official_form_has_blank_cells_in_the_right_number():
    document = read_docx((REPORTS / "extra" / "blank-template-2021.docx").read_bytes())
    found = tables_of(document)
    blanks = [sum(not text for cells in rows for text in cells) for rows in found]
    assert blanks == [10, 175, 15]
    assert [text for text in texts(document) if text[1] == "、"] == [
        "一、总体情况",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
        "五、存在的主要问题及改进情况",
        "六、其他需要报告的事项",
    ]
