"""Answering the public and watching the work, as people click it: a message to its published answer, pieces to their circular, a check to its report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from conftest import PHONE, Site, Visitor, sign_in, visit
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.long

QUESTION = "冬小麦播种补贴发到哪张卡上"
ANSWER = "播种补贴在播种面积核实以后三十日内发到农户的一卡通账户，依据是本年度耕地地力保护补贴的办法。"
PHONE_NUMBER = "13900000777"


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


@pytest.fixture
def citizen(browser: Browser, site: Site) -> Iterator[Visitor]:
    """Somebody with a telephone in the hand."""
    visitor = visit(browser, site, PHONE)
    visitor.page.set_default_timeout(30_000)
    yield visitor
    visitor.page.context.close()
    assert not visitor.troubles


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


def write(citizen: Visitor) -> tuple[str, str]:
    """Write to the bureau from the home page; number and query code from the receipt."""
    page = citizen.go("/messages/")
    page.get_by_role("link", name="我要留言").first.click()
    main_of(page).get_by_role("button", name="下一步：核对").click()
    assert page.locator(":invalid").count(), "空着的表单没有提示"
    page.get_by_label("写给哪个机关").select_option(label="青石县农业农村局")
    page.get_by_role("radio", name="咨询").check()
    page.get_by_label("标题", exact=True).fill(QUESTION)
    page.get_by_label("内容", exact=True).fill("今年秋天种了冬小麦八亩，村里说补贴发到一卡通，请问什么时候发？")
    page.get_by_label("联系电话").fill(PHONE_NUMBER)
    page.get_by_label("同意公开这次问答").check()
    main_of(page).get_by_role("button", name="下一步：核对").click()
    expect(page.get_by_role("heading", name="核对留言")).to_be_visible()
    page.get_by_role("button", name="返回修改").click()
    expect(page.get_by_label("标题", exact=True)).to_have_value(QUESTION)
    main_of(page).get_by_role("button", name="下一步：核对").click()
    page.get_by_role("button", name="提交留言").click()
    expect(page.get_by_role("heading", name="留言已提交")).to_be_visible()
    number, code = page.locator(".receipt strong").all_inner_texts()
    return number, code


def look_up(citizen: Visitor, number: str, code: str) -> Page:
    page = citizen.go("/messages/look-up/")
    page.get_by_label("留言编号").fill(number)
    page.get_by_label("查询码").fill(code)
    main_of(page).get_by_role("button", name="查询", exact=True).click()
    return page


def test_a_question_is_answered_rated_and_published(citizen: Visitor, desk: Any) -> None:
    number, code = write(citizen)
    address = f"/workbench/messages/{number}/"

    page = desk("gongkai").go("/workbench/messages/")
    expect(page.get_by_role("link", name=number, exact=True)).to_be_visible()
    assert PHONE_NUMBER not in desk("gongkai").go(address).content()
    step(desk("gongkai"), address, "交办", to_section="种植业科")
    step(desk("xinxi"), address, "拟写答复", body=ANSWER)
    expect(desk("xinxi").go(address).get_by_role("link", name="审核通过")).to_have_count(0)
    step(desk("kezhang"), address, "审核通过")
    assert ANSWER not in look_up(citizen, number, code).content()
    step(desk("gongkai"), address, "答复")

    page = look_up(citizen, number, code)
    expect(page.get_by_text(ANSWER)).to_be_visible()
    page.get_by_role("radio", name="满意", exact=True).check()
    page.get_by_role("button", name="提交评价").click()
    expect(page.get_by_role("button", name="提交评价")).to_have_count(0)

    page = desk("gongkai").go(address)
    page.get_by_role("link", name="整理公开的问答").click()
    assert PHONE_NUMBER not in page.content()
    main_of(page).locator("form.form button").first.click()
    question = page.url
    assert re.search(r"/questions/\d+/$", question)
    assert QUESTION not in citizen.go("/messages/questions/").content()
    page = desk("baomi").go(question.removeprefix(desk("baomi").site.url))
    page.get_by_role("link", name="审查", exact=True).click()
    page.locator("form.form [name=passed]").first.check()
    main_of(page).locator("form.form button").first.click()
    page = citizen.go("/messages/questions/")
    page.get_by_role("link", name=QUESTION).click()
    expect(page.get_by_text(ANSWER)).to_be_visible()


def test_a_wrong_code_says_no_more_than_that_it_is_wrong(citizen: Visitor) -> None:
    page = look_up(citizen, "nongye-ly-2026-00001", "ABCDEFGH2345")
    expect(page.get_by_text("留言编号和查询码对不上").first).to_be_visible()
    refused = [each for each in citizen.troubles if "422" in each]
    assert citizen.troubles == refused
    citizen.troubles.clear()


def test_what_is_like_it_is_shown_while_somebody_writes(citizen: Visitor) -> None:
    page = citizen.go("/messages/new/")
    page.get_by_label("写给哪个机关").select_option(label="青石县农业农村局")
    page.get_by_label("标题", exact=True).fill("买的麦种能退吗")
    page.get_by_label("内容", exact=True).press_sequentially("小麦种子已经包衣，没有开袋，能不能退", delay=20)
    expect(page.get_by_text("别人问过类似的")).to_be_visible()


def test_what_is_public_already_is_shown_while_somebody_applies(citizen: Visitor) -> None:
    page = citizen.go("/nongye/apply/")
    page.get_by_role("link", name="在线提出申请").click()
    page.get_by_role("radio", name=re.compile("^自然人")).check()
    page.get_by_role("button", name="下一步").click()
    box = page.get_by_label("所需政府信息的名称、文号或者其他特征")
    box.press_sequentially("农机购置补贴", delay=20)
    expect(page.get_by_text("下面的信息已经公开")).to_be_visible()


def downloaded(page: Page, name: str) -> bytes:
    """What a link of the page hands out."""
    with page.expect_download() as waiting:
        main_of(page).get_by_role("link", name=name).first.click()
    return Path(waiting.value.path()).read_bytes()


def words_of(document: bytes) -> str:
    """The words of a Word document."""
    with ZipFile(BytesIO(document)) as archive:
        return re.sub(r"<[^>]+>", "", archive.read("word/document.xml").decode())


def send(page: Page) -> None:
    """Send the form of the page."""
    main_of(page).locator("form.form button").first.click()


def here(visitor: Visitor) -> str:
    """The address of the page that is open."""
    return visitor.page.url.removeprefix(visitor.site.url)


def test_a_piece_is_returned_sent_again_adopted_and_stands_in_the_circular(desk: Any) -> None:
    drafter, office, head = desk("xinxi"), desk("gongkai"), desk("juzhang")
    title = "全县冬小麦播种进度过九成"
    page = drafter.go("/workbench/submissions/new/")
    page.get_by_label("标题").fill(title)
    page.get_by_label("报送给").select_option(label="农业农村局办公室")
    page.locator("[name=section]").select_option(label="种植业科")
    send(page)
    expect(page.locator("[name=title]")).to_have_value(title)  # 没有正文也没有附件，退回填写，写的还在
    drafter.troubles.clear()
    page.locator("[name=body]").fill("截至昨日，全县冬小麦已播种九成以上，预计三日内完成。")
    send(page)
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    piece = here(drafter)

    page = office.go(piece)
    main_of(page).get_by_role("link", name="退回", exact=True).click()
    page.locator("[name=reason]").fill("请补上数字的来源。")
    send(page)
    page = drafter.go(piece)
    expect(page.get_by_text("请补上数字的来源。").first).to_be_visible()
    main_of(page).get_by_role("link", name=re.compile("重新报送")).click()
    page.locator("[name=body]").fill("据各镇上报，截至昨日，全县冬小麦已播种九成以上，预计三日内完成。")
    send(page)
    page = office.go(piece)
    main_of(page).get_by_role("link", name=re.compile("采用$")).first.click()
    page.locator("[name=channel]").select_option(index=1)
    page.locator("[name=evidence]").fill("第31期第1页")
    send(page)
    expect(page.get_by_text("第31期第1页")).to_be_visible()

    page = office.go("/workbench/submissions/circulars/new/")
    send(page)
    circular = here(office)
    assert re.search(r"/circulars/\d+/$", circular), circular
    assert "种植业科" in words_of(downloaded(page, "下载公文（DOCX）"))
    expect(office.page.get_by_role("button", name="批准")).to_have_count(0)
    page = head.go(circular)
    main_of(page).get_by_role("button", name=re.compile("批准")).click()
    page = office.go(circular)
    main_of(page).get_by_role("link", name=re.compile("印发")).click()
    send(page)
    expect(page.get_by_text("已印发").first).to_be_visible()
    assert re.search(r"〔20\d\d〕\d+号", main_of(page).inner_text())


def test_the_site_is_checked_answered_for_drawn_up_and_signed(desk: Any) -> None:
    office, head = desk("gongkai"), desk("juzhang")
    page = office.go("/workbench/inspection/answers/new/")
    page.locator("[name=indicator]").select_option(index=1)
    page.locator("[name=on]").fill("2031-01-01")
    page.locator("[name=note]").fill("逐栏打开看过，扫描工具没有报警。")
    send(page)
    expect(page.get_by_text("检查日期还没有到").first).to_be_visible()
    expect(page.locator("[name=note]")).to_have_value("逐栏打开看过，扫描工具没有报警。")
    office.troubles.clear()

    page = office.go("/workbench/inspection/")
    number = main_of(page).get_by_role("link", name=re.compile("栏目")).first
    number.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()

    page = office.go("/workbench/inspection/reports/new/")
    send(page)
    report = here(office)
    assert re.search(r"/reports/\d+/$", report), report
    words = words_of(downloaded(page, "下载公文（DOCX）"))
    assert "自查" in words
    main_of(page).locator("form.form button").first.click()
    expect(page.get_by_text("待领导小组签发").first).to_be_visible()
    page = head.go(report)
    main_of(page).locator("form.form button").first.click()
    expect(page.get_by_text("已签发").first).to_be_visible()
