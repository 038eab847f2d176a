from __future__ import annotations

import pytest
from makers import made_report
from ofd_files import line, ofd, parts_of, report_ofd, text
from pdf_files import Style, report_pages
from test_documents_pdf import codes_of, drawn, report_with_blanks, tables_of, texts_of

from gongkai.documents.model import Picture, Unreadable
from gongkai.documents.ofd import read_ofd


@pytest.mark.parametrize("filled", [False, True])
@pytest.mark.parametrize("way", ["deltas", "runs", "single", "matrix"])
def test_tables_are_read_cell_by_cell_however_text_and_rulings_are_written(way, filled):
    report = report_with_blanks()
    document = read_ofd(report_ofd(report_pages(report), way=way, filled=filled))
    assert tables_of(document) == drawn(report)
    assert document.format == "ofd"


def test_tables_cut_by_the_end_of_a_page_are_put_together():
    report = report_with_blanks(form="2019")
    assert tables_of(read_ofd(report_ofd(report_pages(report, Style(bottom=560, split=True))))) == drawn(report)


def test_paragraphs_headings_and_the_title_of_the_file_are_kept():
    report = made_report()
    press = report_pages(report)
    parts = parts_of(["".join(text(*each) for each in page.texts) for page in press.pages], title="青石县年度报告")
    document = read_ofd(ofd(parts))
    assert document.meta == {"title": "青石县年度报告"}
    assert report.preamble in texts_of(document)
    assert not any(block for block in texts_of(document) if block.startswith("- "))


def test_what_a_template_draws_belongs_to_the_page():
    grid = "".join(line(x, 100, x, 140) for x in (72, 150, 200)) + "".join(line(72, y, 200, y) for y in (100, 120, 140))
    labels = text(75, 114, "行政处罚") + text(75, 134, "行政强制")
    figures = text(153, 114, "12") + text(153, 134, "0")
    parts = parts_of([figures], templates=[grid + labels], page='<ofd:Template TemplateID="T0"/>')
    assert tables_of(read_ofd(ofd(parts))) == [[["行政处罚", "12"], ["行政强制", "0"]]]


def test_blocks_within_blocks_and_composite_units_are_drawn_where_they_stand():
    unit = text(0, 10, "组合里的字")
    parts = parts_of(
        [
            f"<ofd:PageBlock><ofd:PageBlock>{text(72, 100, '一、总体情况')}</ofd:PageBlock></ofd:PageBlock>"
            '<ofd:CompositeObject ID="9" ResourceID="77" Boundary="25.4 50.8 100 20"/>'
        ]
    )
    parts["Doc_0/DocumentRes.xml"] = (
        '<ofd:Res xmlns:ofd="http://www.ofdspec.org/2016" BaseLoc="Res"><ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit '
        f'ID="77" Width="100" Height="20"><ofd:Content>{unit}</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits></ofd:Res>'
    )
    document = read_ofd(ofd(parts))
    assert texts_of(document) == ["一、总体情况", "组合里的字"]
    left, top, _, _ = document.blocks[-1].place.bbox or (0, 0, 0, 0)
    assert (round(left), round(top)) == (72, 145)


def test_text_that_is_not_shown_is_not_read_and_text_without_codes_is_marked():
    hidden = text(72, 200, "看不见的字").replace("<ofd:TextObject", '<ofd:TextObject Visible="false"', 1)
    document = read_ofd(ofd(parts_of([text(72, 100, "办结¤¤件") + hidden])))
    assert texts_of(document) == ["办结��件"]
    assert codes_of(document) == ["glyphs"]


def test_a_page_that_is_missing_is_noted_and_the_others_are_read():
    parts = parts_of([text(72, 100, "第一页的字。"), text(72, 100, "第二页的字。")])
    del parts["Doc_0/Pages/Page_0/Content.xml"]
    document = read_ofd(ofd(parts))
    assert texts_of(document) == ["第二页的字。"]
    assert codes_of(document) == ["page-unreadable"]


def test_paths_from_the_root_and_other_cases_of_names_are_followed():
    parts = parts_of([text(72, 100, "一、总体情况")])
    parts["OFD.xml"] = str(parts["OFD.xml"]).replace("Doc_0/Document.xml", "/doc_0\\Document.xml")
    parts["Doc_0/Document.xml"] = str(parts["Doc_0/Document.xml"]).replace('BaseLoc="Pages', 'BaseLoc="/Doc_0/pages')
    assert texts_of(read_ofd(ofd(parts))) == ["一、总体情况"]


def test_a_page_of_pictures_is_refused_with_the_way_to_read_it():
    picture = '<ofd:ImageObject ID="5" Boundary="0 0 210 297" ResourceID="6"/>'
    with pytest.raises(Unreadable) as refusal:
        read_ofd(ofd(parts_of([picture])))
    assert refusal.value.code == "needs-scan"
    document = read_ofd(ofd(parts_of([text(72, 100, "一、总体情况") + picture.replace("0 0 210 297", "50 90 100 60")])))
    assert isinstance(document.blocks[-1], Picture)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("OFD.xml", None, "damaged"),
        ("OFD.xml", "<ofd", "damaged"),
        ("Doc_0/Document.xml", None, "damaged"),
        ("Doc_0/Document.xml", "<a/>", "damaged"),
        ("Doc_0/Pages/Page_0/Content.xml", b"\x00\x01", "damaged"),
        ("Doc_0/Pages/Page_0/Content.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "unsafe"),
        ("Doc_0/Pages/Page_0/Content.xml", "<a/>", "empty"),
    ],
)
def test_what_does_not_hold_together_is_refused_in_a_sentence(name, content, code):
    parts = parts_of([text(72, 100, "一、总体情况")])
    if content is None:
        del parts[name]
    else:
        parts[name] = content
    with pytest.raises(Unreadable) as refusal:
        read_ofd(ofd(parts))
    assert refusal.value.code == code
    assert refusal.value.message.endswith("。")


def test_numbers_that_make_no_sense_take_nothing_with_them():
    odd = text(72, 120, "后面的字").replace('DeltaX="', 'DeltaX="g 999999999 1 x ')
    far = text(72, 100, "远处的字").replace('X="0"', 'X="1e300"')
    document = read_ofd(ofd(parts_of([odd + far + line(0, 0, 1e12, 0) + text(72, 200, "一、总体情况")])))
    assert texts_of(document)[-1] == "一、总体情况"
