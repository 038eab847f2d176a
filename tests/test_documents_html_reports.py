"""From a web page to the figures of the report: every statutory cell, or null where the page has none."""

from __future__ import annotations

import json
from pathlib import Path

import html_pages
import pytest
from makers import made_report

from gongkai.annualreport.model import tables_json
from gongkai.annualreport.reading.reader import read_report

SHARED = Path(__file__).parents[1].parent / "shared" / "reports"
MAKERS = [
    html_pages.clean_page,
    html_pages.gb18030_page,
    html_pages.word_page,
    html_pages.broken_page,
    html_pages.unspanned_page,
    html_pages.furnished_page,
]


@pytest.mark.parametrize("make", MAKERS, ids=lambda make: make.__name__)
@pytest.mark.parametrize(("form", "year"), [("2021", 2023), ("2019", 2020)])
@pytest.mark.parametrize("blank", [False, True], ids=["figures", "zeros left blank"])
def test_every_figure_of_a_page_is_read_and_a_blank_is_no_figure(make, form, year, blank):
    report = made_report(form, seed=3, year=year)
    if blank:
        html_pages.zeros_left_blank(report)
    read = read_report(make(report), "年报.html")
    assert tables_json(read) == tables_json(report)
    assert (read.organ, read.year, read.form) == (report.organ, year, form)
    assert [section.key for section in read.sections] == [section.key for section in report.sections]


@pytest.mark.parametrize("name", ["pingtan-2025.html", "extra/masked-city-2025.html"])
def test_real_pages_give_the_recorded_figures(name):
    page = SHARED / name
    if not page.is_file():
        pytest.skip("没有共享的真实年报，未作比对")
    expected = json.loads(page.with_suffix(".expected.json").read_text())["tables"]
    read = tables_json(read_report(page.read_bytes(), page.name))
    for table, rows in expected.items():
        for row, columns in rows.items():
            assert {column: read[table][row][column] for column in columns} == columns, (table, row)


def test_the_place_of_a_figure_is_its_cell_on_the_page():
    report = made_report(seed=3)
    place = read_report(html_pages.clean_page(report), "年报.html").cell("applications.granted.total").place
    assert str(place) == "第2个表格第6行第9格"
