from __future__ import annotations

import random

import pytest
from makers import made_report
from pdf_files import A4, Page, Style, pdf, report_pages, report_pdf

from gongkai.annualreport.model import Cell, Report, State
from gongkai.annualreport.writing.layout import grid
from gongkai.documents.lattice import Glyph, Sheet, Shot
from gongkai.documents.model import Document, Paragraph, Picture, Table, Unreadable
from gongkai.documents.pdf import read_pdf


def report_with_blanks(seed: int = 3, form: str = "2021", size: int = 400) -> Report:
    report = made_report(form, seed=seed, size=size)
    dice = random.Random(seed)
    for table in report.tables.values():
        assert table is not None
        for at in table.cells:
            if dice.random() < 0.1:
                table.cells[at] = Cell(State.BLANK, None, "")
    return report


def tables_of(document: Document) -> list[list[list[str]]]:
    return [
        [[cell.text for cell in row] for row in block.rows] for block in document.blocks if isinstance(block, Table)
    ]


def drawn(report: Report) -> list[list[list[str]]]:
    return [
        [[cell.text for cell in line] for line in grid(table).lines]
        for table in report.tables.values()
        if table is not None
    ]


def texts_of(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def codes_of(document: Document) -> list[str]:
    return [note.code for note in document.notes]


@pytest.mark.parametrize("form", ["2021", "2019"])
@pytest.mark.parametrize("rulings", ["stroke", "rect", "dash", "dots", "cells", "form"])
def test_tables_are_read_cell_by_cell_however_their_rulings_are_drawn(rulings, form):
    report = report_with_blanks(form=form)
    assert tables_of(read_pdf(report_pdf(report, Style(rulings)))) == drawn(report)


@pytest.mark.parametrize("bottom", range(500, 780, 23))
@pytest.mark.parametrize("way", [{"split": True}, {"open": True}, {"repeat": True}, {"split": True, "open": True}])
def test_tables_cut_by_the_end_of_a_page_are_put_together_wherever_the_cut_falls(bottom, way):
    report = report_with_blanks(seed=bottom)
    assert tables_of(read_pdf(report_pdf(report, Style(bottom=bottom, **way)))) == drawn(report)


def test_rows_of_a_blank_form_are_not_taken_for_halves_of_one_row():
    report = made_report()
    for table in report.tables.values():
        assert table is not None
        table.cells = {at: Cell(State.BLANK, None, "") for at in table.cells}
    for bottom in (520, 560, 610, 660):
        assert tables_of(read_pdf(report_pdf(report, Style(bottom=bottom)))) == drawn(report)


def test_text_drawn_twice_to_look_bold_is_read_once():
    report = report_with_blanks()
    document = read_pdf(report_pdf(report, Style(bold=True)))
    assert tables_of(document) == drawn(report)
    assert report.preamble in texts_of(document)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_stored_turned_is_read_as_it_is_seen(turn):
    report = report_with_blanks()
    press = report_pages(report)
    for page in press.pages:
        width, height = page.width, page.height
        matrix = {90: f"0 1 -1 0 {height} 0", 180: f"-1 0 0 -1 {width} {height}", 270: f"0 -1 1 0 0 {width}"}[turn]
        page.content = [f"q {matrix} cm", *page.content, "Q"]
        page.turn = turn
        if turn != 180:
            page.width, page.height = height, width
    assert tables_of(read_pdf(press.done())) == drawn(report)


@pytest.mark.parametrize("degrees", [90, 270])
def test_a_table_printed_sideways_on_an_upright_page_is_read(degrees):
    report = report_with_blanks()
    press = report_pages(report)
    for page in press.pages:
        width, height = page.width, page.height
        matrix = f"0 1 -1 0 {height} 0" if degrees == 270 else f"0 -1 1 0 0 {width}"
        page.content = [f"q {matrix} cm", *page.content, "Q"]
        page.width, page.height = height, width
    assert tables_of(read_pdf(press.done())) == drawn(report)


def test_places_are_measured_from_the_corner_of_the_page_that_is_seen():
    page = Page(crop=(40.0, 100.0))
    page.text(100, 200, "一、总体情况")
    page.text(-30, 300, "裁掉的字")
    (block,) = read_pdf(pdf([page])).blocks
    assert isinstance(block, Paragraph)
    left, top, _, bottom = block.place.bbox or (0, 0, 0, 0)
    assert (round(left), block.text) == (60, "一、总体情况")
    assert top < 100 < bottom
    assert block.style == "heading"


def test_every_cell_says_its_page_table_row_and_column():
    report = report_with_blanks()
    document = read_pdf(report_pdf(report, Style(bottom=560)))
    tables = [block for block in document.blocks if isinstance(block, Table)]
    for number, table in enumerate(tables, 1):
        for row, cells in enumerate(table.rows, 1):
            for column, cell in enumerate(cells, 1):
                place = cell.place
                assert (place.table, place.row, place.column) == (number, row, column)
                assert place.page is not None and place.bbox is not None
    assert len({cell.place.page for row in tables[1].rows for cell in row}) == 2


def test_page_numbers_and_running_heads_are_left_out():
    pages = []
    for number in range(1, 5):
        page = Page()
        page.text(200, 40, "青石县农业农村局年度报告")
        page.text(72, 200, f"（{'一二三四'[number - 1]}）公开政府信息{number}条。")
        page.text(290, 800, str(number + 6))
        pages.append(page)
    assert texts_of(read_pdf(pdf(pages))) == [f"（{'一二三四'[at - 1]}）公开政府信息{at}条。" for at in range(1, 5)]


def test_a_figure_that_stands_alone_at_the_foot_is_kept_when_it_is_no_page_number():
    page = Page()
    page.text(72, 700, "全年公开政府信息的条数：")
    page.text(72, 790, "1136")
    assert texts_of(read_pdf(pdf([page]))) == ["全年公开政府信息的条数：", "1136"]


def test_lines_that_fill_the_width_go_on_in_one_paragraph_across_pages():
    report = made_report()
    report.sections[0].text = "全年公开各类信息" * 60 + "。"
    report.sections[0].text += "（一）主动公开。公开通知公告120条。"
    document = read_pdf(report_pdf(report, Style(bottom=500)))
    assert report.sections[0].text in texts_of(document)
    assert [block.text for block in document.blocks if getattr(block, "style", "") == "heading"] == [
        section.title for section in report.sections
    ]


def test_figures_without_rulings_stay_in_one_line_from_the_left():
    page = Page()
    for number, value in enumerate(["21", "0", "7", "0", "0", "3", "31"]):
        page.text(310 + 28 * number, 300, value)
    page.text(72, 300, "一、本年新收政府信息公开申请数量")
    (line,) = read_pdf(pdf([page])).blocks
    assert isinstance(line, Paragraph)
    assert line.text.split() == ["一、本年新收政府信息公开申请数量", "21", "0", "7", "0", "0", "3", "31"]
    assert line.style == "line"


def test_a_figure_close_behind_its_label_is_parted_from_it_by_its_column():
    page = Page()
    for y, label, values in (
        (300, "一、本年新收数量", "21 0 7"),
        (320, "（一）予以公开", "11 0 2"),
        (340, "（二）部分公开（区分处理的）", "5 0 1"),
    ):
        page.text(72, y, label)
        for number, value in enumerate(values.split()):
            page.text(213 + 60 * number, y, value)
    assert [block.text.split()[0] for block in read_pdf(pdf([page])).blocks if isinstance(block, Paragraph)] == [
        "一、本年新收数量",
        "（一）予以公开",
        "（二）部分公开（区分处理的）",
    ]


def test_text_in_two_columns_is_read_one_column_after_the_other():
    page = Page(842, 595)
    for number in range(8):
        page.text(50, 100 + 18 * number, f"左栏第{'一二三四五六七八'[number]}行" + "文字" * 12)
        page.text(450, 100 + 18 * number, f"右栏第{'一二三四五六七八'[number]}行" + "内容" * 12)
    text = "".join(texts_of(read_pdf(pdf([page]))))
    assert text.index("左栏第八行") < text.index("右栏第一行")


def test_stacked_and_turned_labels_read_in_their_order():
    page = Page()
    for box in (
        (72, 100, 100, 220),
        (100, 100, 130, 220),
        (130, 100, 160, 220),
        (160, 100, 300, 160),
        (160, 160, 300, 220),
    ):
        page.box(*box)
    for number, sign in enumerate("三本年度办理结果"):
        page.text(80, 116 + 13 * number, sign)
    page.turned(112, 110, "行政复议", 90)
    page.turned(148, 210, "行政诉讼", 270)
    page.text(170, 130, "（一）予以公开")
    assert tables_of(read_pdf(pdf([page]))) == [[["三本年度办理结果", "行政复议", "行政诉讼", "（一）予以公开"], [""]]]


def test_a_watermark_across_the_page_stays_out_of_the_cells():
    report = report_with_blanks()
    press = report_pages(report)
    for page in press.pages:
        page.turned(150, 250, "内部资料注意保存", 45, 40)
    document = read_pdf(press.done())
    assert tables_of(document) == drawn(report)
    assert "slanted-text" in codes_of(document)


def test_a_glyph_without_unicode_is_marked_and_never_guessed():
    page = Page()
    page.text(72, 100, "办结")
    page.text(92, 100, "AB", font="F2")
    page.text(102, 100, "\ue123件")
    document = read_pdf(pdf([page]))
    assert texts_of(document) == ["办结���件"]
    assert codes_of(document) == ["glyphs"]


def test_radicals_and_compatibility_characters_become_the_characters_they_stand_for():
    page = Page()
    page.text(72, 100, "⾏政许可⻓期，１２件")
    assert texts_of(read_pdf(pdf([page]))) == ["行政许可长期，１２件"]


def test_a_label_that_runs_over_its_ruling_does_not_touch_the_figure_beside():
    page = Page()
    for x in (72, 150, 200, 250):
        page.line(x, 100, x, 140)
    for y in (100, 120, 140):
        page.line(72, y, 250, y)
    page.text(75, 114, "（二）部分公开等")
    page.text(75, 134, "（一）予以公开")
    for x, y, value in ((172, 114, "4"), (222, 114, "0"), (172, 134, "5"), (222, 134, "6")):
        page.text(x, y, value)
    assert tables_of(read_pdf(pdf([page]))) == [[["（二）部分公开等", "4", "0"], ["（一）予以公开", "5", "6"]]]


def test_figures_that_run_into_each_other_over_a_ruling_are_not_vouched_for():
    page = Page()
    for x in (72, 150, 170, 190):
        page.line(x, 100, x, 120)
    for y in (100, 120):
        page.line(72, y, 190, y)
    page.text(75, 114, "（一）予以公开")
    page.text(152, 114, "12345")
    page.text(177, 114, "678")
    document = read_pdf(pdf([page]))
    (table,) = [block for block in document.blocks if isinstance(block, Table)]
    assert [cell.sure for cell in table.rows[0]] == [True, False, False]
    assert "cell-overflow" in codes_of(document)


def test_a_figure_broken_over_two_lines_is_one_and_two_figures_are_not():
    page = Page()
    for x in (72, 150, 175, 260):
        page.line(x, 100, x, 140)
    for y in (100, 140):
        page.line(72, y, 260, y)
    page.text(75, 124, "行政许可")
    page.text(153, 116, "2676")
    page.text(153, 130, "474")
    page.text(180, 116, "12")
    page.text(180, 130, "34")
    assert tables_of(read_pdf(pdf([page]))) == [[["行政许可", "2676474", "12\n34"]]]


def test_a_frame_around_the_page_and_boxes_of_text_are_no_tables():
    page = Page()
    page.box(40, 40, 555, 800)
    page.box(60, 100, 300, 140)
    page.box(60, 140, 300, 180)
    page.text(70, 125, "第一段文字。")
    page.text(70, 165, "第二段文字。")
    assert texts_of(read_pdf(pdf([page]))) == ["第一段文字。", "第二段文字。"]


def test_what_the_file_calls_itself_is_kept():
    page = Page()
    page.text(72, 100, "一、总体情况")
    code = "青石县年度报告".encode("utf-16-be").hex()
    assert read_pdf(pdf([page], info=f"/Title <feff{code}>")).meta == {"title": "青石县年度报告"}


def test_a_file_that_asks_for_a_password_is_refused():
    page = Page()
    page.text(72, 100, "一、总体情况")
    key = "00" * 32
    encrypt = f"/Encrypt <</Filter/Standard/V 1/R 2/Length 40/P -4/O <{key}>/U <{key}>>>/ID [<{key}><{key}>]"
    with pytest.raises(Unreadable) as refusal:
        read_pdf(pdf([page], encrypt=encrypt))
    assert refusal.value.code == "encrypted"
    assert "密码" in refusal.value.message


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"%PDF-1.7\n%%EOF", b"<html>404</html>" * 50])
def test_what_is_no_whole_pdf_is_refused_in_a_sentence(data):
    with pytest.raises(Unreadable) as refusal:
        read_pdf(data)
    assert refusal.value.code == "damaged"


def scanned(text: str = "") -> Page:
    page = Page()
    page.content.append("q 500 0 0 700 40 80 cm BI /W 2 /H 2 /CS /G /BPC 8 /F /AHx ID 00FF00FF> EI Q")
    if text:
        page.text(290, 800, text)
    return page


def test_a_scan_without_text_is_refused_with_the_way_to_read_it():
    with pytest.raises(Unreadable) as refusal:
        read_pdf(pdf([scanned(), scanned()]))
    assert refusal.value.code == "needs-scan"
    assert "make scan" in refusal.value.message


def test_a_scan_is_a_scan_although_page_numbers_were_stamped_on_it():
    with pytest.raises(Unreadable) as refusal:
        read_pdf(pdf([scanned("- 1 -"), scanned("- 2 -")]))
    assert refusal.value.code == "needs-scan"


def test_a_page_without_text_among_others_is_noted():
    page = Page()
    page.text(72, 100, "一、总体情况。全年公开政府信息一千一百三十六条，其中通知公告四百条。")
    document = read_pdf(pdf([page, scanned()]))
    assert codes_of(document) == ["no-text-page"]
    assert document.notes[0].place.page == 2


def test_pages_without_text_are_given_to_the_scanner_as_pictures():
    seen = []

    def scan(shot: Shot) -> Sheet:
        seen.append((shot.number, shot.width, len(shot.pixels) == shot.width * shot.height * 3))
        return Sheet(shot.number, *A4, [Glyph("识别的字", 72, 100, 112, 110)])

    page = Page()
    page.text(72, 100, "一、总体情况。全年公开政府信息一千一百三十六条，其中通知公告四百条。")
    document = read_pdf(pdf([page, scanned()]), scan=scan)
    assert texts_of(document)[-1] == "识别的字"
    assert seen == [(2, 1653, True)] or seen == [(2, 1654, True)]
    assert codes_of(document) == ["recognised-page"]


def test_pictures_of_some_size_keep_their_place():
    page = Page()
    page.text(72, 100, "一、总体情况。全年公开政府信息一千一百三十六条，其中通知公告四百条。")
    page.content.append("q 300 0 0 200 100 300 cm BI /W 2 /H 2 /CS /G /BPC 8 /F /AHx ID 00FF00FF> EI Q")
    picture = read_pdf(pdf([page])).blocks[-1]
    assert isinstance(picture, Picture)
    assert picture.place.page == 1


def test_figures_cut_in_two_by_the_end_of_a_page_are_not_vouched_for():
    upper, lower = Page(), Page()
    for page, top in ((upper, 700), (lower, 72)):
        for x in (72, 150, 175, 200):
            page.line(x, top, x, top + 40)
        for y in (top, top + 20, top + 40):
            page.line(72, y, 200, y)
    upper.text(75, 714, "（六）其他")
    upper.text(75, 734, "（七）总计")
    for x, y, value in ((153, 714, "1"), (178, 714, "2"), (153, 734, "2676"), (178, 734, "3676")):
        upper.text(x, y, value)
    lower.text(153, 86, "47")
    lower.text(178, 86, "47")
    lower.text(75, 106, "四、结转")
    for x in (153, 178):
        lower.text(x, 106, "0")
    document = read_pdf(pdf([upper, lower]))
    (table,) = [block for block in document.blocks if isinstance(block, Table)]
    assert [[cell.sure for cell in row] for row in table.rows] == [
        [True, True, True],
        [True, False, False],
        [True, True, True],
    ]
    assert codes_of(document) == ["cell-overflow"] * 2
