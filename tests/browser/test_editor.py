"""Writing in the editor as a clerk does: by keyboard, by pasting from Word, with a picture; and without scripts."""

from __future__ import annotations

import base64
import re
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from conftest import NARROW, sign_in, visit
from playwright.sync_api import Browser, Page, expect

PASTED = Path(__file__).resolve().parents[1] / "pasted"
PASTE = """([html, text]) => {
  const data = new DataTransfer()
  data.setData("text/html", html)
  data.setData("text/plain", text)
  document.querySelector("#editor-text").dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }))
}"""
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAEElEQVR4nGP4z8AARAwQCgAf7gP9i18U1AAAAABJRU5ErkJggg=="
)


def typed(page: Page) -> str:
    return str(page.locator("textarea[name=body_html]").input_value())


def chosen(page: Page, title: str) -> None:
    page.get_by_label("标题", exact=True).fill(title)
    for name in ("column", "section"):
        page.locator(f"select[name={name}]").select_option(index=1)
    page.locator("select[name=genre]").select_option("announcements")


def test_a_clerk_writes_pastes_and_puts_a_picture_in(browser: Browser, site):
    visitor = visit(browser, site)
    sign_in(visitor, "xinxi", second_factor=False)
    page = visitor.go("/workbench/items/new/")
    text = page.get_by_role("textbox", name="正文", exact=True)
    text.click()
    page.keyboard.type("第一段")
    page.keyboard.press("Enter")
    page.keyboard.type("一、标题")
    page.get_by_label("段落样式").select_option("2")
    assert typed(page) == "<p>第一段</p><h2>一、标题</h2>"

    page.keyboard.press("Alt+F10")
    expect(page.get_by_label("段落样式")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="项目符号")).to_be_focused()
    page.keyboard.press("Escape")
    expect(text).to_be_focused()

    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.evaluate(PASTE, [(PASTED / "word.html").read_text(encoding="utf-8"), "纯文字"])
    expect(page.locator(".editor-told")).to_contain_text("修订中删除的文字没有带过来")
    assert "<ul><li><p>以实地丈量为准；</p></li>" in typed(page) and "mso" not in typed(page)

    page.get_by_role("button", name="图片", exact=True).click()
    page.get_by_label("图片文件").set_input_files({"name": "tu.png", "mimeType": "image/png", "buffer": PNG})
    page.get_by_role("button", name="插入", exact=True).click()
    expect(page.locator(".editor-dialog .field-error")).to_contain_text("请填写替代文字")
    page.get_by_label("替代文字", exact=True).fill("流程图")
    page.get_by_role("button", name="插入", exact=True).click()
    expect(page.locator(".editor-picture")).to_contain_text("替代文字：流程图")
    found = Axe().run(page).response["violations"]
    assert [each["id"] for each in found] == []

    chosen(page, "编辑器里写的公告")
    page.get_by_role("button", name="保存草稿").click()
    expect(page.get_by_role("heading", name="编辑器里写的公告")).to_be_visible()
    expect(page.get_by_role("region", name="正文").get_by_role("img", name="流程图")).to_be_visible()
    assert visitor.troubles == []
    visitor.page.context.close()


def test_a_table_is_made_and_left_by_keyboard_on_a_narrow_phone(browser: Browser, site):
    visitor = visit(browser, site, NARROW)
    sign_in(visitor, "xinxi", second_factor=False)
    page = visitor.go("/workbench/items/new/")
    page.get_by_role("textbox", name="正文", exact=True).click()
    page.get_by_role("button", name="插入表格").click()
    page.get_by_label("行数").fill("2")
    page.get_by_label("列数").fill("2")
    page.get_by_label("表格标题（选填）").fill("补贴标准")
    page.get_by_role("button", name="插入", exact=True).click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("textbox", name="正文", exact=True)).to_be_focused()
    page.keyboard.type("作物")
    page.keyboard.press("Tab")
    page.keyboard.type("每亩")
    assert re.search(r"<caption[^>]*>补贴标准</caption>.*<th><p>作物</p></th><th><p>每亩</p></th>", typed(page))
    for _ in range(4):
        page.keyboard.press("Tab")
    expect(page.get_by_role("textbox", name="正文", exact=True)).not_to_be_focused()
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW[0]
    assert visitor.troubles == []
    visitor.page.context.close()


def test_without_scripts_the_plain_field_does(browser: Browser, site):
    visitor = visit(browser, site, scripts=False)
    sign_in(visitor, "xinxi", second_factor=False)
    page = visitor.go("/workbench/items/new/")
    page.locator("textarea[name=body_html]").fill("第一段\n第二段")
    chosen(page, "没有脚本写的公告")
    page.get_by_role("button", name="保存草稿").click()
    expect(page.get_by_role("heading", name="没有脚本写的公告")).to_be_visible()
    expect(page.locator(".item-body p")).to_have_count(2)
    visitor.page.context.close()
