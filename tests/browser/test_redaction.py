"""Covering in a browser: boxes drawn by mouse, finger and keyboard, saved, and the file released by another person."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pypdfium2
import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import PHONE, Site, Visitor, sign_in, visit
from pdf_files import Page as Sheet
from pdf_files import pdf
from playwright.sync_api import Browser, Locator, Page, expect

SECRET = "11010519491231002X"
HERE = re.compile(r"/workbench/redaction/[\w-]+/\d+/")


def source() -> bytes:
    sheet = Sheet()
    sheet.text(72, 100, "高标准农田建设项目验收结论", 18)
    sheet.text(72, 150, f"户主王小禾，身份证号码{SECRET}", 12)
    sheet.text(72, 200, "验收合格，可以公开。", 12)
    return pdf([sheet, Sheet()])


@pytest.fixture(scope="module")
def officer(browser: Browser, site: Site) -> Iterator[Visitor]:
    visitor = visit(browser, site)
    visitor.page.set_default_timeout(30_000)
    sign_in(visitor, "gongkai")
    yield visitor
    visitor.page.context.close()


@pytest.fixture(scope="module")
def marked(officer: Visitor) -> str:
    """The address of a source that was just put into an open case."""
    page = officer.go("/workbench/applications/?heap=open")
    cases = [each.get_attribute("href") for each in page.get_by_role("rowheader").get_by_role("link").all()]
    for case in cases:
        page = officer.go(case or "")
        link = page.locator("a[href^='/workbench/redaction/']:not(nav a)")
        if link.count() and "审查办理" in page.locator("main").inner_text():
            break
    officer.go(link.first.get_attribute("href") or "")
    page.get_by_label("存入原件").set_input_files(
        {"name": "验收结论.pdf", "mimeType": "application/pdf", "buffer": source()}
    )
    page.get_by_role("button", name="开始标注").click()
    page.wait_for_url(HERE)
    return HERE.search(page.url)[0]  # type: ignore[index]


def boxes(page: Page) -> Locator:
    return page.locator("rect.redaction-box")


def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    """From one place to the other, in fractions of the page."""
    drawing = page.locator("svg[data-redaction]")
    drawing.scroll_into_view_if_needed()
    area = drawing.bounding_box()
    assert area is not None
    places = [(area["x"] + x * area["width"], area["y"] + y * area["height"]) for x, y in (start, end)]
    page.mouse.move(*places[0])
    page.mouse.down()
    page.mouse.move(*places[1], steps=4)
    page.mouse.up()


def test_boxes_are_drawn_moved_removed_undone_and_saved(officer: Visitor, marked: str) -> None:
    page = officer.go(marked)
    expect(page.locator("svg[data-ready]")).to_be_visible()
    page.locator("[data-ground]").select_option("personal_privacy")
    drag(page, (0.1, 0.16), (0.6, 0.19))
    expect(boxes(page)).to_have_count(1)
    page.get_by_role("button", name="键盘画框").click()
    expect(boxes(page)).to_have_count(2)
    before = boxes(page).nth(1).get_attribute("x")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowDown")
    assert float(boxes(page).nth(1).get_attribute("x") or 0) > float(before or 0)
    page.keyboard.press("Delete")
    expect(boxes(page)).to_have_count(1)
    page.get_by_role("button", name="撤销").click()
    expect(boxes(page)).to_have_count(2)
    boxes(page).nth(1).focus()
    page.keyboard.press("Delete")
    page.get_by_role("button", name="保存这一页（有改动）").click()
    expect(page.get_by_text("已经保存。")).to_be_visible()
    expect(boxes(page)).to_have_count(1)
    expect(page.get_by_role("cell", name="《条例》第十五条（个人隐私）")).to_be_visible()
    assert Axe().run(page).response["violations"] == []
    assert officer.troubles == []


def test_a_ground_chosen_after_a_box_is_drawn_is_for_the_next_one(officer: Visitor, marked: str) -> None:
    page = officer.go(marked)
    expect(page.locator("svg[data-ready]")).to_be_visible()
    for ground, top in (("personal_privacy", 0.4), ("trade_secret", 0.5)):
        page.get_by_label("新框的理由").select_option(ground)
        drag(page, (0.1, top), (0.6, top + 0.03))
    grounds = boxes(page).evaluate_all("rects => rects.map(each => each.dataset.ground)")
    assert grounds[-2:] == ["personal_privacy", "trade_secret"]
    boxes(page).nth(len(grounds) - 2).focus()
    page.get_by_label(f"第{len(grounds) - 1}个框的理由").select_option("trade_secret")
    expect(page.get_by_text(re.compile("理由改成了“商业秘密"))).to_be_visible()
    for _ in range(3):
        page.get_by_role("button", name="撤销").click()
    expect(page.get_by_role("button", name="保存这一页", exact=True)).to_be_disabled()


def test_on_a_phone_a_finger_draws_after_its_button(browser: Browser, officer: Visitor, marked: str) -> None:
    context = browser.new_context(
        viewport={"width": PHONE[0], "height": PHONE[1]},
        has_touch=True,
        is_mobile=True,
        locale="zh-CN",
        storage_state=officer.page.context.storage_state(),
    )
    page = context.new_page()
    page.goto(f"{officer.site.url}{marked}")
    expect(page.locator("svg[data-ready]")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    page.get_by_role("button", name="手指画框").tap()
    drawing = page.locator("svg[data-redaction]")
    drawing.scroll_into_view_if_needed()
    area = drawing.bounding_box()
    assert area is not None
    x, y = area["x"] + 60, area["y"] + area["height"] / 2
    touch = context.new_cdp_session(page)
    before = boxes(page).count()
    for kind, places in (
        ("touchStart", [{"x": x, "y": y}]),
        ("touchMove", [{"x": x + 60, "y": y + 20}]),
        ("touchMove", [{"x": x + 90, "y": y + 30}]),
        ("touchEnd", []),
    ):
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": places})
    expect(boxes(page)).to_have_count(before + 1)
    context.close()


def test_another_person_releases_a_file_in_which_nothing_is_found(browser: Browser, site: Site, marked: str) -> None:
    head = visit(browser, site)
    head.page.set_default_timeout(60_000)
    sign_in(head, "juzhang")
    page = head.go(f"{marked}release/")
    page.get_by_label("已经逐页看过").check()
    page.get_by_role("button", name="生成并核验").click()
    expect(page.get_by_role("heading", name="可以提供的文件")).to_be_visible()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="下载文件").click()
    data = waiting.value.path().read_bytes()
    document = pypdfium2.PdfDocument(data)
    assert len(document) == 2
    assert all(sheet.get_textpage().count_chars() == 0 for sheet in document)
    assert SECRET.encode() not in data
    assert head.troubles == []
    head.page.context.close()
