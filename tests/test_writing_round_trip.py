"""What is written reads back the same, in every format: figures, blanks, title, organ, year and text."""

import os
from importlib.util import find_spec

import pytest
from hypothesis import HealthCheck, given, settings
from strategies import reports

from gongkai.annualreport.model import Cell, Report, State
from gongkai.annualreport.reading.reader import read_report
from gongkai.annualreport.writing import write

MORE = int(os.environ.get("GONGKAI_EXAMPLES", "1"))
"""How many times as many random reports as in the usual run, which takes the same ones each time."""


def quick(examples):
    return settings(
        max_examples=examples * MORE,
        derandomize=MORE == 1,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.too_slow],
    )


def same_table(written: Report, read: Report) -> None:
    for key, table in written.tables.items():
        again = read.tables[key]
        assert again is not None, key
        assert again.form == table.form, key
        for at in table.scheme.addresses:
            ours, theirs = table.cell(at), again.cell(at)
            assert (theirs.state, theirs.value) == (ours.state, ours.value), at


def squeezed(text: str) -> str:
    return "".join(text.split())


def reads_back(report: Report, to: str) -> None:
    read = read_report(write(report, to), f"年度报告.{to}")
    assert (read.title, read.organ, read.year, read.form) == (report.title, report.organ, report.year, report.form)
    same_table(report, read)
    assert [section.title for section in read.sections] == [section.title for section in report.sections]
    for ours, theirs in zip(report.sections, read.sections, strict=True):
        assert squeezed(theirs.text) == squeezed(ours.text), ours.key
    assert squeezed(read.preamble) == squeezed(report.preamble)
    assert (read.signed_by, read.dated) == (report.signed_by, report.dated)


@quick(15)
@given(report=reports())
def test_json_reads_back(report):
    reads_back(report, "json")


@quick(15)
@given(report=reports())
def test_html_reads_back(report):
    reads_back(report, "html")


@quick(15)
@given(report=reports())
def test_docx_reads_back(report):
    reads_back(report, "docx")


@quick(15)
@given(report=reports())
def test_markdown_reads_back(report):
    reads_back(report, "md")


@quick(10)
@given(report=reports())
def test_xlsx_reads_back(report):
    reads_back(report, "xlsx")


@quick(10)
@given(report=reports())
def test_pdf_reads_back(report):
    reads_back(report, "pdf")


@pytest.mark.skipif(find_spec("gongkai.documents.ofd") is None, reason="OFD 的读取还没有")
@quick(8)
@given(report=reports())
def test_ofd_reads_back(report):
    reads_back(report, "ofd")


@pytest.mark.parametrize("to", ["json", "html", "docx", "md", "xlsx", "pdf"])
def test_a_blank_form_reads_back_as_a_blank_form(to):
    from makers import made_report

    report = made_report()
    for table in report.tables.values():
        table.cells = {at: Cell(State.BLANK) for at in table.scheme.addresses}
    read = read_report(write(report, to), f"年度报告.{to}")
    assert read.is_blank


@pytest.mark.parametrize("to", ["docx", "html", "pdf", "xlsx", "md"])
def test_a_table_of_disputes_without_a_single_figure_reads_back_blank(to):
    from gongkai.annualreport.exchange import read_report_json
    from gongkai.demo import clean_report

    report = read_report_json(clean_report().read_bytes())
    table = report.tables["disputes"]
    assert table is not None
    table.cells = {at: Cell(State.BLANK) for at in table.scheme.addresses}
    same_table(report, read_report(write(report, to), f"年报.{to}"))
