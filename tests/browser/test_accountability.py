"""A complaint about disclosure work as people click it: written, decided on by the level above, told, and set right by the organ."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from conftest import Site, Visitor, sign_in, visit
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.long

TITLE, NAME, PHONE_NUMBER = "中小学收费标准没有公开", "齐问渠", "13900000778"
FOUND = "经查，今年的收费标准没有在网站上公开。责令教育局在十日以内公开。"


@pytest.fixture
def desk(browser: Browser, site: Site) -> Iterator[Any]:
    """A window for each person, signed in once; ``""`` is somebody of the public."""
    windows: dict[str, Visitor] = {}

    def of(username: str) -> Visitor:
        if username not in windows:
            windows[username] = visit(browser, site)
            windows[username].page.set_default_timeout(30_000)
            if username:
                sign_in(windows[username], username)
        return windows[username]

    yield of
    found = {name: window.troubles for name, window in windows.items() if window.troubles}
    for window in windows.values():
        window.page.context.close()
    assert not found


def main_of(page: Page) -> Any:
    return page.get_by_role("main")


def step(visitor: Visitor, address: str, title: str, **given: str) -> Page:
    """Take the step that a page offers, filling in fields by their names."""
    page = visitor.go(address)
    main_of(page).get_by_role("link", name=title, exact=True).click()
    for name, value in given.items():
        field = page.locator(f"form.form [name={name}]")
        if field.evaluate("each => each.tagName") == "SELECT":
            field.select_option(label=value)
        else:
            field.fill(value)
    main_of(page).get_by_role("button", name=title, exact=True).click()
    expect(page.get_by_text(f"已经办理“{title}”")).to_be_visible()
    return page


def complain(citizen: Visitor) -> tuple[str, str]:
    """From the page of interaction to the receipt; number and query code."""
    page = citizen.go("/messages/")
    main_of(page).get_by_role("link", name="投诉信息公开工作").click()
    main_of(page).get_by_role("link", name="我要投诉").click()
    page.get_by_label("投诉哪个机关").select_option(label="青石县教育局")
    page.get_by_role("radio", name="应当主动公开而没有公开").check()
    page.get_by_label("标题", exact=True).fill(TITLE)
    page.get_by_label("事实和理由", exact=True).fill("在网站上找不到今年的收费标准。")
    page.get_by_label("您的姓名或者单位名称").fill(NAME)
    page.get_by_label("联系电话").fill(PHONE_NUMBER)
    main_of(page).get_by_role("button", name="下一步：核对").click()
    expect(page.get_by_role("heading", name="核对投诉")).to_be_visible()
    page.get_by_role("button", name="返回修改").click()
    expect(page.get_by_label("标题", exact=True)).to_have_value(TITLE)
    main_of(page).get_by_role("button", name="下一步：核对").click()
    page.get_by_role("button", name="提交投诉").click()
    expect(page.get_by_role("heading", name="投诉已提交")).to_be_visible()
    number, code = page.locator(".receipt strong").all_inner_texts()
    return number, code


def test_a_complaint_is_decided_told_and_set_right(desk: Any) -> None:
    citizen, office, head, own = desk(""), desk("xiangong"), desk("fuxianzhang"), desk("jiaogongkai")
    number, code = complain(citizen)
    address = f"/workbench/accountability/complaints/{number}/"
    assert PHONE_NUMBER not in office.go(address).content()
    step(office, address, "受理")
    step(office, address, "请被投诉机关说明情况", question="请说明今年中小学收费标准公开的时间和栏目。")

    page = own.go("/workbench/")
    main_of(page).get_by_role("link", name=re.compile("等本机关说明的投诉")).click()
    main_of(page).locator("tbody a").first.click()
    assert NAME not in page.content() and TITLE not in page.content()
    page.get_by_label("情况说明", exact=True).fill("还没有公开，正在核对。")
    page.get_by_role("button", name="提交说明").click()
    expect(page.get_by_text("已说明").first).to_be_visible()

    step(office, address, "提出处理意见", outcome="属实", body=FOUND)
    step(head, address, "作出处理决定", opinion="同意。")
    page = office.go(address)
    main_of(page).get_by_role("link", name="要求整改", exact=True).click()
    page.get_by_label("方式").select_option(index=1)
    page.get_by_label("事由").fill("收费标准没有公开")
    page.get_by_label("存在的问题").fill("今年的收费标准没有在网站上公开。")
    page.get_by_label("整改要求").fill("公开收费标准，明确责任人。")
    page.get_by_label("整改期限").fill((date.today() + timedelta(days=10)).isoformat())
    page.get_by_role("button", name="下达整改通知").click()
    expect(page.get_by_text("整改通知已经下达")).to_be_visible()
    order = page.url.removeprefix(office.site.url)
    step(office, address, "告知投诉人", way="网上告知（凭编号和查询码查看）")

    page = citizen.go("/complaints/look-up/")
    page.get_by_label("投诉编号").fill(number)
    page.get_by_label("查询码").fill(code)
    main_of(page).get_by_role("button", name="查询", exact=True).click()
    expect(page.get_by_text(FOUND)).to_be_visible()
    expect(page.get_by_text("要求被投诉机关整改")).to_be_visible()

    assert number not in own.go(order).content()
    step(own, order, "报告整改情况", report="已经公开，责任人是基础教育科。")
    page = step(office, order, "核查通过，销号", seen="看了网页，属实。")
    expect(page.get_by_text("已销号").first).to_be_visible()
