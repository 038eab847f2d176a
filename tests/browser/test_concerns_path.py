"""A public concern from its registration to the portal, and a question to an interview, as people click them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from conftest import Visitor
from playwright.sync_api import expect
from test_engagement import citizen, desk, main_of, step  # noqa: F401

pytestmark = pytest.mark.long

TITLE = "网传粮库收粮压级压价"
HEADING = "关于粮库收购等级和价格的说明"
BODY = "各收购点按国家标准当场检验，样品留存，等级和价格在门口公示。对检验结果有异议的，可以当场要求复检。"


def test_a_concern_is_answered_within_its_hours(citizen: Visitor, desk: Any) -> None:  # noqa: F811
    office = desk("gongkai")
    page = office.go("/workbench/concerns/")
    main_of(page).get_by_role("link", name="登记舆情").click()
    found = datetime.now(ZoneInfo("Asia/Shanghai")) - timedelta(hours=3)
    page.get_by_label("公众关注什么").fill(TITLE)
    page.get_by_label("从哪里来").select_option(label="网信部门转来")
    page.get_by_label("等级").select_option(label="其他")
    page.get_by_label("知道的时刻").fill(found.strftime("%Y-%m-%dT%H:%M"))
    main_of(page).get_by_role("button", name="登记").click()
    expect(main_of(page).get_by_text("回应还有44小时").first).to_be_visible()
    address = page.url.removeprefix(office.site.url)
    step(office, address, "研判、交办", finding="关注等级怎样定。", to_section="种植业科")
    step(desk("xinxi"), address, "拟写回应", heading=HEADING, body=BODY)
    expect(desk("xinxi").go(address).get_by_role("link", name="审核通过")).to_have_count(0)
    step(desk("kezhang"), address, "审核通过")
    assert HEADING not in citizen.go("/concerns/").content()
    page = office.go(address)
    main_of(page).get_by_role("link", name="发布回应", exact=True).click()
    page.get_by_label("政务微信").check()
    main_of(page).get_by_role("button", name="发布回应", exact=True).click()
    expect(main_of(page).get_by_text("按时回应").first).to_be_visible()

    page = citizen.go("/")
    main_of(page).get_by_role("link", name="回应关切", exact=True).click()
    main_of(page).get_by_role("link", name=HEADING).click()
    expect(main_of(page).get_by_text(BODY)).to_be_visible()

    page = office.go("/workbench/concerns/statistics/")
    main_of(page).get_by_role("row", name="回应公众关注热点或重大舆情").get_by_role("link").click()
    expect(main_of(page).get_by_role("link", name=TITLE)).to_be_visible()


def test_a_question_to_an_interview_is_shown_once_it_was_looked_at(citizen: Visitor, desk: Any) -> None:  # noqa: F811
    page = citizen.go("/concerns/")
    main_of(page).get_by_role("link", name="我要提问").first.click()
    page.get_by_label("您的问题").fill("今冬生姜大棚有没有保险？我住东关村六组。")
    main_of(page).get_by_role("button", name="提交问题").click()
    expect(page.get_by_text("问题已经收到")).to_be_visible()
    main_of(page).get_by_role("link", name="返回").click()
    meeting = page.url.removeprefix(citizen.site.url)
    expect(main_of(page).get_by_text("生姜大棚")).to_have_count(0)

    page = desk("gongkai").go("/workbench/concerns/meetings/")
    main_of(page).get_by_role("link", name="冬季蔬菜大棚怎样保供").click()
    asked = main_of(page).get_by_role("article").filter(has_text="生姜大棚")
    asked.get_by_role("link", name="采用").first.click()
    page.get_by_label("公开的提问").fill("今冬生姜大棚有没有保险？")
    main_of(page).get_by_role("button", name="采用", exact=True).click()
    expect(page.get_by_text("已经办理“采用”")).to_be_visible()

    page = citizen.go(meeting)
    expect(main_of(page).get_by_text("今冬生姜大棚有没有保险？")).to_be_visible()
    expect(main_of(page).get_by_text("东关村")).to_have_count(0)
