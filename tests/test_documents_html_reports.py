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


def tall(
    rows: html_pages.Rows, cell: html_pages.CellWriter, row: str = "<tr>{}</tr>", table: str = "<table>{}</table>"
) -> str:
    return table.format("".join(row.format("".join(cell(box) for box in each)) for each in rows))


def headed(rows: html_pages.Rows) -> str:
    count = 3 if rows[0][0].rowspan == 3 or rows[0][0].text == "行政复议" else 1
    head = tall(rows[:count], lambda box: html_pages.plain_cell(box).replace("td", "th"), table="<thead>{}</thead>")
    return f"<table>{tall(rows[count:], html_pages.plain_cell, table='<tfoot></tfoot><tbody>{}</tbody>')}{head}</table>"


LAYOUTS = {
    "divisions for cells": lambda rows: tall(
        rows, lambda box: f"<div>{box.text}</div>", "<div>{}</div>", "<div>{}</div>"
    ),
    "paragraphs for cells": lambda rows: tall(rows, lambda box: f"<p>{box.text}</p>", "{}", "{}"),
    "a table in every cell": lambda rows: tall(
        rows, lambda box: f"<td{html_pages.spans(box)}><table><tr><td>{box.text}</td></tr></table></td>"
    ),
    "a table for every row": lambda rows: "".join(tall([row], html_pages.plain_cell) for row in rows),
    "a ghost column at the end": lambda rows: tall(rows, html_pages.plain_cell, "<tr>{}<td></td></tr>"),
    "a ghost column at the start": lambda rows: tall(rows, html_pages.plain_cell, "<tr><td></td>{}</tr>"),
    "cut in two": lambda rows: (
        tall(rows[:12], html_pages.plain_cell) + "<p>（续表）</p>" + tall(rows[12:], html_pages.plain_cell)
    ),
    "head and foot out of order": headed,
    "much white space": lambda rows: tall(
        rows,
        lambda box: f"<td{html_pages.spans(box)}>\n <p>\n  <span>\n{box.text}\n</span>\n </p>\n</td>\n",
        "\n<tr>\n{}</tr>\n",
    ),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_tables_laid_out_in_other_ways_give_the_same_figures(layout):
    report = made_report(seed=5)
    body = html_pages.body_html(report, lambda text: f"<p>{text}</p>", LAYOUTS[layout])
    read = read_report(f"{html_pages.head_of(report)}<body><div>{body}</div></body></html>".encode(), "年报.html")
    assert tables_json(read) == tables_json(report)
    assert [section.key for section in read.sections] == [section.key for section in report.sections]


def test_figures_that_run_together_are_not_guessed():
    report = made_report(seed=5)
    body = html_pages.body_html(
        report,
        lambda text: f"<p>{text}</p>",
        lambda rows: tall(rows, lambda box: f"<span>{box.text}</span>", "<p>{}</p>", "{}"),
    )
    read = read_report(f"{html_pages.head_of(report)}<body>{body}</body>".encode(), "年报.html")
    for table in read.tables.values():
        for at, cell in table.cells.items() if table else ():
            assert cell.value is None or cell.value == report.value(at)


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
