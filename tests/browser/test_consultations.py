"""Asking the public and answering it, as people click it: a draft to its adoption report begins, a questionnaire is built and filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from conftest import PHONE, Site, Visitor, sign_in, visit
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.long
TITLE = "青石县农田灌溉用水安排（征求意见稿）"
SURVEY = "灌溉服务满意度调查"


@pytest.fixture
def desk(browser: Browser, site: Site) -> Iterator[Any]:
    """A window for each person, signed in once."""
    windows: dict[str, Visitor] = {}

    def of(username: str) -> Visitor:
        if username not in windows:
            windows[username] = visit(browser, site)
            windows[username].page.set_default_timeout(20_000)
            sign_in(windows[username], username)
        return windows[username]

    yield of
    found = {name: window.troubles for name, window in windows.items() if window.troubles}
    for window in windows.values():
        window.page.context.close()
    assert not found


def main_of(page: Page) -> Any:
    return page.get_by_role("main")


def begun(desk: Any, kind: str, title: str) -> str:
    """Begin one; the address of its page."""
    page = desk("xinxi").go("/workbench/consultations/")
    page.get_by_role("link", name="发起征集调查").click()
    page.get_by_label("种类").select_option(label=kind)
    page.get_by_label("起草科室").select_option(label="种植业科")
    page.get_by_label("标题").fill(title)
    page.get_by_role("button", name="下一步：写内容").click()
    page.get_by_label(re.compile("说明")).first.fill("为了合理用水，请大家提意见。")
    if kind != "调查":
        page.get_by_label("征求意见稿").fill("第一条　按地块轮流灌溉。")
    page.get_by_role("button", name="写内容").click()
    return str(page.url)


def step(visitor: Visitor, address: str, title: str, **given: str) -> Page:
    """Take the step that a page offers, filling in fields by their names."""
    visitor.page.goto(address)
    page = visitor.page
    main_of(page).get_by_role("link", name=title, exact=True).click()
    for name, value in given.items():
        page.locator(f"form.form [name={name}]").fill(value)
    main_of(page).get_by_role("button", name=title, exact=True).click()
    expect(page.get_by_text(f"已经办理“{title}”")).to_be_visible()
    return page


def opened(desk: Any, address: str) -> str:
    """Reviewed by two others and opened; the address of the public page."""
    step(desk("xinxi"), address, "送审")
    step(desk("kezhang"), address, "审核通过")
    step(desk("baomi"), address, "保密审查通过", opinion="不涉密")
    closes = (date.today() + timedelta(days=30)).isoformat()
    page = step(desk("gongkai"), address, "开启", closes_on=closes)
    return str(page.get_by_role("link", name="公开的页面").get_attribute("href"))


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_draft_is_opened_and_opinions_are_sorted(browser: Browser, site: Site, desk: Any, scripts: bool) -> None:
    address = begun(desk, "其他征求意见", TITLE)
    public = opened(desk, address)
    citizen = visit(browser, site, PHONE, scripts=scripts)
    page = citizen.go("/messages/")
    page.get_by_role("link", name="征集调查").click()
    page.get_by_role("link", name=TITLE).first.click()
    citizen.go(public)
    page.get_by_role("link", name="我要提意见").click()
    page.get_by_label("您的意见").fill("轮流的次序请公布在村里。")
    page.get_by_role("button", name="提交意见").click()
    expect(page.get_by_role("heading", name="意见已收到")).to_be_visible()
    page.context.close()

    page = desk("xinxi").page
    page.goto(address)
    page.get_by_role("link", name=re.compile("^意见（1条）")).click()
    page.get_by_role("link", name="写一个要点").click()
    page.get_by_label("意见的要点").fill("公布轮流的次序")
    page.get_by_role("radio", name="采纳", exact=True).check()
    page.get_by_role("button", name="归并意见").click()
    page.get_by_label("第1条").check()
    page.get_by_label("勾选的归入").select_option(label="公布轮流的次序")
    page.get_by_role("button", name="归入", exact=True).click()
    expect(page.get_by_text("1条意见已经归入")).to_be_visible()
    page.goto(address)
    page.get_by_text("为什么不能办理其他步骤").click()
    expect(page.get_by_text("截止以后才能公布结果").first).to_be_visible()


def test_a_questionnaire_is_built_and_filled_in_once(browser: Browser, site: Site, desk: Any) -> None:
    address = begun(desk, "调查", SURVEY)
    page = desk("xinxi").page
    for form, text, options in (("单选", "您用哪种方式灌溉", "漫灌\n滴灌"), ("评分", "对服务的评价", "")):
        page.goto(address)
        page.get_by_role("link", name="增加题目").click()
        page.get_by_role("radio", name=form).check()
        page.locator("form.form [name=text]").fill(text)
        page.get_by_label("必须回答").check()
        if options:
            page.locator("form.form [name=options]").fill(options)
        page.get_by_role("button", name="增加题目").click()
    page.get_by_role("button", name=re.compile("上移.*第2题")).click()
    page.get_by_role("link", name="预览问卷").click()
    expect(page.get_by_text("1. 对服务的评价").first).to_be_visible()
    public = opened(desk, address)
    citizen = visit(browser, site, PHONE)
    page = citizen.go(public)
    page.get_by_role("link", name=re.compile("^回答问卷")).click()
    page.get_by_role("radio", name="4分").check()
    page.get_by_role("radio", name="滴灌").check()
    page.get_by_role("button", name="提交答卷").click()
    expect(page.get_by_role("heading", name="答卷已收到")).to_be_visible()
    citizen.go(f"{public}survey/")
    expect(page.get_by_text("这台设备已经回答过")).to_be_visible()
    assert not citizen.troubles
    page.context.close()
    page = desk("gongkai").page
    page.goto(f"{address}results/")
    expect(page.get_by_text("1份").first).to_be_visible()
    expect(page.get_by_role("img", name=re.compile("对服务的评价")).first).to_be_visible()
