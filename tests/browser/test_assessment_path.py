"""The yearly assessment as people click it: a table, a round, self-scores, review, the result confirmed, approved and announced."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import PHONE, Site, Visitor, sign_in, visit
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.long
HOME = "/workbench/assessment/"


@pytest.fixture
def desk(browser: Browser, site: Site) -> Iterator[Any]:
    """A window for each person, signed in once."""
    windows: dict[str, Visitor] = {}

    def of(username: str, **more: Any) -> Visitor:
        if username not in windows:
            windows[username] = visit(browser, site, **more)
            windows[username].page.set_default_timeout(30_000)
            sign_in(windows[username], username)
        return windows[username]

    yield of
    # 有意填错的一页，浏览器也记成一条：422 是该有的回答
    troubles = {name: [each for each in window.troubles if "422" not in each] for name, window in windows.items()}
    for window in windows.values():
        window.page.context.close()
    assert not any(troubles.values()), troubles


def clean(page: Page) -> None:
    """Nothing for axe to complain of, nothing wider than the window."""
    assert Axe().run(page).response["violations"] == []
    size = page.viewport_size
    assert size is not None
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()
    page.wait_for_load_state()


def follow(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("link", name=name, exact=True).click()
    page.wait_for_load_state()


def opened(office: Visitor) -> str:
    """The address of a round over one section, opened with the table that comes with the program."""
    cut_off = date.today() - timedelta(days=1)
    page = office.go(f"{HOME}tables/new/")
    page.get_by_label("年度").fill(str(cut_off.year))
    page.get_by_label("考核对象").select_option("sections")
    page.get_by_label("照哪一张起草").select_option("")
    press(page, "起草")
    clean(page)
    follow(page, "用它启动考核")
    for box in page.get_by_role("checkbox").all():
        box.set_checked(box.evaluate("box => box.labels[0].innerText.trim()") == "种植业科")
    page.get_by_label("数据截止日").fill(cut_off.isoformat())
    for number, label in enumerate(("自评截止日", "评分截止日", "提出异议的截止日"), start=1):
        page.get_by_label(label).fill((date.today() + timedelta(days=number)).isoformat())
    press(page, "启动")
    expect(page.get_by_text("已启动，各考核对象可以填写自评。")).to_be_visible()
    clean(page)
    return page.url.removeprefix(office.site.url)


def test_a_section_is_assessed_from_its_self_scores_to_the_announcement(desk: Any) -> None:
    office, writer, chief, head = (desk(name) for name in ("gongkai", "xinxi", "kezhang", "juzhang"))
    here = opened(office)
    page = office.go(here)
    press(page, "按记录计算")
    page = writer.go(HOME)
    page.get_by_role("row", name="种植业科").get_by_role("link").first.click()
    there = page.url.removeprefix(writer.site.url)
    follow(page, "填写自评")
    clean(page)
    page.locator("[name='value_1-1']").fill("26")
    page.locator("[name='words_1-1']").fill("信息都在七日内公开。")
    page.locator("[name='value_5-1']").fill("8")
    press(page, "保存")
    expect(page.get_by_role("alert")).to_contain_text("不能超过满分")
    expect(page.locator("[name='words_1-1']")).to_have_value("信息都在七日内公开。")
    clean(page)
    page.locator("[name='value_1-1']").fill("24")
    page.locator("[name='words_5-1']").fill("逐件认定、逐件审查。")
    press(page, "保存")
    expect(page.get_by_text("已保存，还没有交。")).to_be_visible()
    page.get_by_role("table", name="依申请公开各项指标").get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("申请按期答复率")
    clean(page)
    page = chief.go(there)
    press(page, "交自评")
    expect(page.get_by_text("已交，考核机关可以看到。")).to_be_visible()

    page = office.go(here)
    press(page, "结束自评")
    follow(page, "种植业科")
    follow(page, "评分")
    page.locator("[name='value_1-1']").fill("22")
    press(page, "保存")
    expect(page.get_by_role("alert")).to_contain_text("请写明理由")
    page.locator("[name='words_1-1']").fill("抽查有一条附件打不开。")
    press(page, "保存")
    press(page, "评分完毕")
    page = chief.go(there)
    expect(page.get_by_text("抽查有一条附件打不开。")).to_have_count(0)
    page = office.go(here)
    press(page, "告知结果")
    clean(page)

    page = chief.go(there)
    expect(page.get_by_text("抽查有一条附件打不开。")).to_be_visible()
    clean(page)
    press(page, "确认结果，没有异议")
    page = office.go(here)
    press(page, "送批")
    page = head.go(here)
    press(page, "批准")
    follow(page, "公布")
    press(page, "公布")
    expect(page.get_by_text("已公布，各考核对象可以看到全部结果。")).to_be_visible()
    page = chief.go(there)
    follow(page, "全部结果")
    expect(page.get_by_role("table", name="各单位的得分、名次和等次")).to_contain_text("种植业科")
    answer = chief.page.request.get(f"{chief.site.url}{here}paper.pdf")
    assert answer.body().startswith(b"%PDF")


def test_last_years_results_stand_on_a_phone(desk: Any) -> None:
    page = desk("xiangong", size=PHONE).go(HOME)
    page.get_by_role("link", name=str(date.today().year - (1 if date.today().month >= 3 else 2))).first.click()
    expect(page.get_by_role("heading", name="结果", exact=True)).to_be_visible()
    clean(page)
    page.get_by_role("link", name="教育局").first.click()
    page.wait_for_load_state()
    clean(page)
