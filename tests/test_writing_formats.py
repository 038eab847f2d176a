"""What each written format promises beside its figures: the same bytes again, well-formed, safe, fit for reading aloud."""

import io
import json
import re
import zipfile
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser

import pytest
from lxml import etree
from makers import made_report

from gongkai.annualreport.model import Cell, Report, Section, State
from gongkai.annualreport.writing import FORMATS, write
from gongkai.annualreport.writing.html import html_article, html_tables, stylesheet
from gongkai.documents.model import Unreadable

EVIL = "=cmd|' /C calc'!A0"
WORD = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}
SHEET = {"s": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def parts(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def sheets(data):
    return [
        etree.fromstring(part) for name, part in sorted(parts(data).items()) if name.startswith("xl/worksheets/sheet")
    ]


@pytest.mark.parametrize("to", FORMATS)
def test_the_same_report_gives_the_same_bytes(to):
    report = made_report()
    report.dated = date(2024, 1, 20)
    assert write(report, to) == write(report, to)


def test_a_format_that_is_not_known_is_refused_in_words():
    with pytest.raises(Unreadable, match="不能写成“exe”格式"):
        write(made_report(), "exe")


@pytest.mark.parametrize("to", FORMATS)
def test_a_report_with_nothing_but_a_form_is_written(to):
    assert write(
        Report(None, None, None, "2021", dict.fromkeys(("proactive_disclosure", "applications", "disputes"))), to
    )
    assert write(Report("某机关年报", "某机关", 2013, "pre2019", {}), to)


@pytest.mark.parametrize("to", ["docx", "html", "xlsx", "md", "pdf", "ofd"])
def test_characters_that_no_document_may_hold_do_no_harm(to):
    report = made_report(organ="青石县<局>&\"'\x00\x0b")
    report.section("overview").text = "甲\x00乙\x1b丙\ud800丁\ufffe戊\r\n己\x85庚"
    assert write(report, to)


@pytest.mark.parametrize("to", FORMATS)
def test_text_that_opens_with_a_heading_of_the_second_level_is_written(to):
    report = made_report()
    report.preamble = "（一）主动公开"
    report.sections.insert(0, Section(None, "", "（二）依申请公开\n正文。"))
    assert write(report, to)


def test_every_part_of_a_word_file_is_well_formed_and_named_in_its_list():
    data = parts(write(made_report(), "docx"))
    for name, part in data.items():
        etree.fromstring(part), name
    listed = etree.fromstring(data["[Content_Types].xml"])
    names = {each.get("PartName") for each in listed if each.get("PartName")}
    assert {f"/{name}" for name in data if not name.endswith(".rels") and name != "[Content_Types].xml"} == names
    assert b"<dc:title>" in data["docProps/core.xml"]


def test_a_word_file_has_the_page_of_official_documents():
    page = etree.fromstring(parts(write(made_report(), "docx"))["word/document.xml"])
    margins = page.find(".//w:sectPr/w:pgMar", WORD).attrib
    millimetres = {key.rpartition("}")[2]: int(value) * 25.4 / 1440 for key, value in margins.items()}
    assert millimetres["top"] == pytest.approx(37, abs=0.1)
    assert millimetres["left"] == pytest.approx(28, abs=0.1)
    assert 210 - millimetres["left"] - millimetres["right"] == pytest.approx(156, abs=0.1)
    assert 297 - millimetres["top"] - millimetres["bottom"] == pytest.approx(225, abs=0.1)
    assert page.find(".//w:docGrid", WORD).get(f"{{{WORD['w']}}}linePitch") == "579"
    assert 22 * 579 / 20 <= 225 / 25.4 * 72


def test_rows_of_a_word_table_are_all_as_wide_as_the_table():
    page = etree.fromstring(parts(write(made_report(), "docx"))["word/document.xml"])
    for table in page.iterfind(".//w:tbl", WORD):
        columns = len(table.findall("w:tblGrid/w:gridCol", WORD))
        for row in table.iterfind("w:tr", WORD):
            spans = [cell.find("w:tcPr/w:gridSpan", WORD) for cell in row.iterfind("w:tc", WORD)]
            assert sum(1 if span is None else int(span.get(f"{{{WORD['w']}}}val")) for span in spans) == columns
            assert row.find("w:trPr/w:cantSplit", WORD) is not None


class Page(HTMLParser):
    """Ids, the ids that cells point to, and the cells by address."""

    def __init__(self, text):
        super().__init__()
        self.ids, self.pointed, self.cells, self.tags = [], set(), {}, []
        self._at = None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        told = dict(attributes)
        self.tags.append((tag, told))
        if "id" in told:
            self.ids.append(told["id"])
        for name in ("headers", "aria-labelledby"):
            self.pointed.update((told.get(name) or "").split())
        if tag in ("td", "th"):
            self._at = told.get("data-cell")
            if self._at:
                self.cells[self._at] = ""

    def handle_data(self, data):
        if self._at:
            self.cells[self._at] += data

    def handle_endtag(self, tag):
        if tag in ("td", "th"):
            self._at = None


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_every_figure_of_a_page_carries_its_address_and_the_heads_that_speak_of_it(form):
    report = made_report(form)
    page = Page(write(report, "html").decode())
    assert page.cells == {
        at: format(report.value(at), "f") if isinstance(report.value(at), Decimal) else str(report.value(at))
        for table in report.tables.values()
        for at in table.scheme.addresses
    }
    assert len(page.ids) == len(set(page.ids))
    assert page.pointed <= set(page.ids)
    for tag, told in page.tags:
        if tag == "th":
            assert told.get("scope") in ("row", "col", "rowgroup", "colgroup")
        if tag == "td" and "data-cell" in told:
            assert told["headers"]


def test_the_heads_of_a_figure_are_the_right_ones():
    text = html_tables(made_report())["applications"]
    cell = re.search(r'headers="([^"]+)" data-cell="applications.refused.state_secret.business"', text)
    heads = [re.search(rf'id="{head}"[^>]*>([^<]*)<', text)[1] for head in cell[1].split()]
    assert heads == [
        "申请人情况",
        "法人或其他组织",
        "商业企业",
        "三、本年度办理结果",
        "（三）不予公开",
        "1.属于国家秘密",
    ]


def test_a_page_for_a_site_has_no_inline_style_or_script():
    text = html_article(made_report(), prefix="r7-")
    assert " style=" not in text
    assert "<style" not in text
    assert "<script" not in text
    assert 'id="r7-applications-caption"' in text
    assert ".gk-table" in stylesheet()


def test_text_cannot_become_markup():
    report = made_report(organ='青石县<script>alert("1")</script>局')
    report.section("overview").text = "<img src=x onerror=alert(1)>与&amp;"
    text = write(report, "html").decode()
    assert "<script" not in text
    assert "<img" not in text
    assert "&lt;img src=x onerror=alert(1)&gt;与&amp;amp;" in text


def test_a_page_says_its_language_and_names_its_tables():
    text = write(made_report(), "html").decode()
    assert '<html lang="zh-CN">' in text
    assert text.count("<caption") == 3
    assert text.count("<h1>") == 1


def test_right_totals_of_a_sheet_are_formulas_and_wrong_ones_stay_what_they_are():
    report = made_report()
    table = report.tables["applications"]
    wrong = "applications.granted.total"
    table.cells[wrong] = Cell(State.VALUE, table.value(wrong) + 1, "")
    applications = sheets(write(report, "xlsx"))[2]
    cells = {cell.get("r"): cell for cell in applications.iterfind(".//s:c", SHEET)}
    assert cells["J4"].find("s:f", SHEET).text == "SUM($D$4:$I$4)"
    assert cells["J4"].find("s:v", SHEET).text == str(table.value("applications.received.total"))
    assert cells["J6"].find("s:f", SHEET) is None
    assert cells["J6"].find("s:v", SHEET).text == str(table.value(wrong))
    assert applications.findall(".//s:cfRule", SHEET)


def test_a_total_over_a_blank_is_no_formula():
    report = made_report()
    report.tables["disputes"].cells["disputes.reconsideration.upheld"] = Cell(State.BLANK)
    disputes = sheets(write(report, "xlsx"))[3]
    cells = {cell.get("r"): cell for cell in disputes.iterfind(".//s:c", SHEET)}
    assert cells["E4"].find("s:f", SHEET) is None
    assert cells["A4"].find("s:v", SHEET) is None
    assert cells["J4"].find("s:f", SHEET) is not None


def test_text_of_a_sheet_is_never_a_formula():
    report = made_report(organ=EVIL)
    report.section("overview").text = f"{EVIL}\n+1+1\n@SUM(1)\n-2"
    text = sheets(write(report, "xlsx"))[0]
    assert text.find(".//s:f", SHEET) is None
    assert {cell.get("t") for cell in text.iterfind(".//s:c", SHEET)} <= {"s", "inlineStr", "str"}


def test_a_number_too_long_for_a_sheet_is_written_as_text():
    report = made_report()
    at = "proactive_disclosure.admin_fees.amount_10k_yuan"
    report.tables["proactive_disclosure"].cells[at] = Cell(State.VALUE, Decimal("123456789012.34567"), "")
    data = parts(write(report, "xlsx"))
    assert b"123456789012.34567" in data["xl/sharedStrings.xml"]


def test_json_is_the_object_of_the_contract():
    found = json.loads(write(made_report(), "json"))
    assert found["schema"] == "gongkai.report/1"
    assert found["cells"]["applications.received.total"]["state"] == "value"


def test_signs_of_markdown_in_the_text_stay_signs():
    report = made_report()
    report.section("overview").text = "# 不是标题\n1. 不是列表\n*不是强调*|不是表格|甲|乙"
    text = write(report, "md").decode()
    assert "\\# 不是标题" in text
    assert "\n1\\. 不是列表" in text
    assert "\\*不是强调\\*\\|不是表格\\|" in text
