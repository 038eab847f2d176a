"""A citizen at the portal: from the first page to a document, its paper, and back from an address that is not there."""

from __future__ import annotations

from conftest import Visitor
from playwright.sync_api import expect


def test_a_citizen_finds_a_document_by_its_validity_and_prints_it(reader: Visitor) -> None:
    page = reader.go("/")
    page.get_by_role("main").get_by_role("link", name="政策文件库").click()
    expect(page.get_by_role("heading", level=1, name="政策文件库")).to_be_visible()
    document = page.get_by_role("main").locator(".policies > li > a").first
    title = document.inner_text()
    document.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.get_by_role("img", name="二维码")).to_be_visible()
    page.get_by_role("link", name="打印版").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    assert page.get_by_role("navigation").count() == 0
    assert page.url.removesuffix("print/") in page.locator(".printed").inner_text() or "打印日期" in page.inner_text(
        "main"
    )
    assert reader.troubles == []


def test_filters_and_words_are_kept_while_leafing_and_looking(reader: Visitor) -> None:
    page = reader.go("/policies/")
    choice = page.get_by_role("navigation", name="筛选").get_by_role("link", name="现行有效")
    if choice.count():
        choice.click()
        assert "validity=valid" in page.url
    page.get_by_role("searchbox").fill("通知")
    page.get_by_role("main").get_by_role("button", name="查找").click()
    assert "q=" in page.url
    if choice.count():
        assert "validity=valid" in page.url
    expect(page.get_by_role("heading", name="“通知”的查找结果")).to_be_visible()
    assert reader.troubles == []


def test_an_address_that_is_not_there_offers_a_search(reader: Visitor) -> None:
    page = reader.go("/nongye/没有这一页.html")
    expect(page.get_by_role("heading", level=1, name="没有这个页面")).to_be_visible()
    expect(page.get_by_role("searchbox")).to_have_value("没有这一页")
    page.get_by_role("searchbox").fill("粮食")
    page.get_by_role("button", name="查找").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
