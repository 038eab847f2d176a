"""The leading group's one page, as people click it: a number opens its records, a year is chosen, the paper is taken away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import PHONE, Site, Visitor, sign_in, visit
from playwright.sync_api import Browser, expect

pytestmark = pytest.mark.long


@pytest.fixture
def head(browser: Browser, site: Site) -> Iterator[Visitor]:
    """One of the leading group at the desk."""
    visitor = visit(browser, site)
    visitor.page.set_default_timeout(30_000)
    sign_in(visitor, "juzhang")
    yield visitor
    visitor.page.context.close()
    assert not visitor.troubles


def test_a_head_reads_one_page_and_opens_what_a_number_counts(head: Visitor) -> None:
    page = head.go("/workbench/")
    page.get_by_role("main").get_by_role("link", name="看板：今年以来和去年同期").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("看板")
    assert page.get_by_role("img").count() > 3, "没有图"
    line = page.locator("tr", has=page.get_by_role("rowheader", name=re.compile("^收到申请")))
    number = line.get_by_role("link").first
    said = number.inner_text()
    number.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"依申请公开：收到申请：{said}件")
    page.locator("tbody a").first.click()
    assert "/workbench/applications/" in page.url

    page = head.go("/workbench/dashboards/")
    page.get_by_role("link", name="公众留言", exact=True).last.click()
    expect(page.get_by_role("heading", name="按来件渠道")).to_be_visible()
    page.get_by_label("截至哪一天").fill("2024-02-29")
    page.get_by_role("button", name="查看", exact=True).click()
    expect(page.get_by_text("2023年没有2月29日")).to_be_visible()


def test_the_paper_is_taken_away_and_the_page_prints_on_two_sheets(head: Visitor, tmp_path: Path) -> None:
    page = head.go("/workbench/dashboards/")
    with page.expect_download() as found:
        page.get_by_role("link", name="一览（DOCX）").click()
    assert Path(found.value.path()).read_bytes()[:2] == b"PK"
    sheets = page.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b", sheets)) <= 3


def test_the_page_stands_on_a_phone(browser: Browser, site: Site) -> None:
    visitor = visit(browser, site, PHONE)
    sign_in(visitor, "juzhang")
    page = visitor.go("/workbench/dashboards/")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.context.close()
    assert not visitor.troubles
