"""A deputies' proposal from the hand-over to the published reply, as people click it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from conftest import Site, Visitor, sign_in, visit
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.long

TITLE = "关于修复北坡引水渠的建议"
REPLY = "北坡引水渠已经列入今年冬修计划，十二月底以前完工。"


@pytest.fixture
def desk(browser: Browser, site: Site) -> Iterator[Any]:
    """A window for each person, signed in once."""
    windows: dict[str, Visitor] = {}

    def of(username: str) -> Visitor:
        if username not in windows:
            windows[username] = visit(browser, site)
            windows[username].page.set_default_timeout(30_000)
            sign_in(windows[username], username)
        return windows[username]

    yield of
    found = {name: window.troubles for name, window in windows.items() if window.troubles}
    for window in windows.values():
        window.page.context.close()
    assert not found


def step(visitor: Visitor, address: str, title: str, **given: str) -> None:
    page = visitor.go(address)
    page.get_by_role("main").get_by_role("link", name=title, exact=True).click()
    fill(page, **given)
    page.get_by_role("main").get_by_role("button", name=title, exact=True).click()
    expect(page.get_by_text(f"已经办理“{title}”")).to_be_visible()


def fill(page: Page, **given: str) -> None:
    for name, value in given.items():
        field = page.locator(f"form.form [name={name}]")
        if field.evaluate("each => each.tagName") == "SELECT":
            field.select_option(label=value)
        else:
            field.fill(value)


def send(page: Page) -> None:
    page.get_by_role("main").locator("form.form button").first.click()


def test_a_proposal_is_handed_over_discussed_replied_to_and_published(desk: Any, browser: Browser, site: Site) -> None:
    office = desk("gongkai")
    page = office.go("/workbench/proposals/new/")
    fill(
        page, kind="人大代表建议", session="县十七届人大六次会议", register_number="901", title=TITLE, proposers="演示代表",
        role="独办", contact="13900000888",
    )  # fmt: skip
    send(page)
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    address = page.url.removeprefix(site.url)
    assert "13900000888" not in page.content()
    step(office, address, "交科室承办", to_section="种植业科")
    step(desk("xinxi"), address, "登记与代表、委员的沟通", stage="办前沟通", way="电话")
    step(
        desk("xinxi"),
        address,
        "拟写答复",
        body=REPLY,
        result="B 所提问题正在解决或者列入计划解决",
        attribute="全文公开",
    )
    step(desk("kezhang"), address, "审核通过")
    step(desk("juzhang"), address, "签发", document="青农函〔演示〕90号")
    step(office, address, "答复代表、委员")
    page = office.go(address)
    page.get_by_role("link", name="整理要公开的答复").click()
    fill(page, summary="列入今年冬修计划。")
    send(page)
    publication = page.url.removeprefix(site.url)
    page = desk("baomi").go(publication)
    page.get_by_role("link", name="审查", exact=True).click()
    page.locator("form.form [name=passed]").first.check()
    send(page)
    reader = visit(browser, site)
    page = reader.go("/proposals/")
    page.get_by_role("link", name=TITLE).click()
    expect(page.get_by_text(REPLY)).to_be_visible()
    assert "13900000888" not in page.content()
    reader.page.context.close()
    assert not reader.troubles
