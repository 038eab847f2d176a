"""The reference pages are what the data files say."""

from __future__ import annotations

from gongkai.annualreport import document_forms
from gongkai.annualreport.checks import document
from gongkai.annualreport.checks.entries import catalogue


def test_the_page_of_the_checks_is_up_to_date() -> None:
    assert document.PAGE.read_text(encoding="utf-8") == document.page(), (
        "请运行 python -m gongkai.annualreport.checks.document"
    )


def test_the_page_of_the_checks_has_every_code() -> None:
    page = document.page()
    assert [code for code in catalogue() if f"### `{code}` " not in page] == []


def test_the_page_of_the_forms_is_up_to_date() -> None:
    assert document_forms.PAGE.read_text(encoding="utf-8") == document_forms.page(), (
        "请运行 python -m gongkai.annualreport.document_forms"
    )
