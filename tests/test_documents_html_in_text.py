"""Text whose tables are written in HTML is still a text: its lines stay lines, its tables become tables."""

from __future__ import annotations

import html_pages
import pytest
from makers import made_report

from gongkai.annualreport.model import tables_json
from gongkai.annualreport.reading.reader import read_report
from gongkai.documents.model import Paragraph, Table
from gongkai.documents.reader import open_document


def text_of(report, *, lines: bool) -> str:
    def table(rows: html_pages.Rows) -> str:
        written = html_pages.table_html(rows, html_pages.plain_cell)
        return f"\n{written if lines else written.replace(chr(10), '')}\n\n"

    return f"# {report.title}\n\n" + html_pages.body_html(report, lambda text: f"{text}\n", table)


@pytest.mark.parametrize("lines", [False, True], ids=["in one line", "over many lines"])
@pytest.mark.parametrize("name", ["年报.md", "年报.txt"])
def test_every_figure_and_every_section_is_read(name, lines):
    report = made_report(seed=4)
    read = read_report(text_of(report, lines=lines).encode(), name)
    assert tables_json(read) == tables_json(report)
    assert [section.text for section in read.sections] == [section.text for section in report.sections]


def test_lines_and_tables_are_counted_through_the_whole_file():
    text = "# 甲\n\n<table>\n<tr><td>a</td><td>b</td></tr>\n</table>\n乙\n| c | d |\n|---|---|\n| e | f |\n丙<TABLE><tr><td>g</td><td>h</td></tr></TABLE>丁\n"
    document = open_document(text.encode(), "年报.md")
    paragraphs = [(block.text.strip(), block.place.line) for block in document.blocks if isinstance(block, Paragraph)]
    tables = [
        (block.rows[0][0].text, block.place.table, block.place.line)
        for block in document.blocks
        if isinstance(block, Table)
    ]
    assert paragraphs == [("甲", 1), ("乙", 6), ("丙", 10), ("丁", 10)]
    assert tables == [("a", 1, 3), ("c", 2, 7), ("g", 3, 10)]
    assert str(document.blocks[1].rows[0][1].place) == "第1个表格第1行第2格"


def test_a_table_that_is_never_closed_goes_to_the_end():
    document = open_document("前文\n<table><tr><td>规章</td><td>0</td></tr>".encode(), "年报.md")
    assert [type(block).__name__ for block in document.blocks] == ["Paragraph", "Table"]


def test_a_smaller_than_sign_makes_no_table():
    document = open_document("前文，其中1<2。\n<table 不是表格，<td 也不是。\n".encode(), "年报.txt")
    assert [block.text for block in document.blocks] == ["前文，其中1<2。", "<table 不是表格，<td 也不是。"]
