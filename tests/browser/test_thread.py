"""The thin thread as people do it in a browser: apply and be answered, upload a report and judge it, sign in by keyboard."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from conftest import PHONE, Visitor, sign_in, visit
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.long
SOURCES = Path(__file__).resolve().parents[2] / "gongkai" / "demo" / "sources"
META = ("SiteName", "SiteDomain", "SiteIDCode", "ColumnName", "ArticleTitle", "PubDate", "ContentSource")
PROVIDED = "验收标准一份，以电子文件随本答复提供"


def officer(browser: Browser, site, username: str) -> Visitor:
    visitor = visit(browser, site)
    sign_in(visitor, username)
    assert "/workbench/" in visitor.page.url, f"{username} 停在 {visitor.page.url}"
    return visitor


def apply(page: Page, url: str) -> tuple[str, str]:
    """A natural person applies; the number and the query code on the receipt."""
    page.goto(f"{url}/applications/new/?organ=nongye")
    page.get_by_role("radio", name=re.compile("^自然人")).check()
    page.get_by_role("button", name="下一步").click()
    page.get_by_label("姓名").fill("云中月")
    page.get_by_label("身份证明的种类").select_option("resident_card")
    page.get_by_label("身份证明号码").fill("110101198506151230")
    page.get_by_label("联系电话").fill("13800000009")
    page.get_by_label("所需政府信息的名称、文号或者其他特征").fill("高标准农田建设项目的验收标准")
    page.get_by_label("希望以什么方式得到信息").select_option("electronic")
    page.get_by_label("希望通过什么途径得到信息").select_option("portal")
    page.get_by_role("button", name="下一步：核对").click()
    expect(page.get_by_text("还没有提交")).to_be_visible()
    page.get_by_role("button", name="提交申请").click()
    expect(page.get_by_role("heading", name="申请已提交")).to_be_visible()
    number, code = page.locator(".receipt strong").all_inner_texts()
    return number, code


def take(visitor: Visitor, number: str, name: str, **given: str) -> None:
    """Take a step from the page of the application, by the button that offers it."""
    page = visitor.go(f"/workbench/applications/{number}/")
    page.locator(f"#moves a[href$='/moves/{name}/']").click()
    for field, value in given.items():
        control = page.locator(f"form.form [name={field}]")
        if control.evaluate("each => each.tagName") == "SELECT":
            control.select_option(value)
        else:
            control.fill(value)
    page.locator("form.form p.buttons button").first.click()
    confirm(page)


def confirm(page: Page) -> None:
    """Where the step sends a letter, it is shown first."""
    sure = page.get_by_role("button", name=re.compile("^确认，"))
    if sure.count():
        sure.click()
    expect(page.get_by_text("已经办理")).to_be_visible()


def draft(visitor: Visitor, number: str, ground: str, **findings: str) -> None:
    """Draft the reply by what was found; the wording follows from it."""
    page = visitor.go(f"/workbench/applications/{number}/")
    page.locator("#moves a[href$='/moves/draft/']").click()
    page.locator("[name='items-0-ground']").select_option(ground)
    page.get_by_role("button", name="下一步：写明认定").click()
    for name, text in findings.items():
        page.locator(f"[name='items-0-{name}']").fill(text)
    page.get_by_role("button", name="预览答复书").click()
    confirm(page)


def test_a_person_without_scripts_applies_and_reads_the_reply_that_four_people_made(browser, site):
    person = visit(browser, site, PHONE, scripts=False)
    number, code = apply(person.page, site.url)

    office = officer(browser, site, "gongkai")
    take(office, number, "receive")
    take(office, number, "register")
    take(office, number, "begin_review")
    page = office.go(f"/workbench/applications/{number}/assign/")
    page.get_by_label("承办科室").select_option(label="种植业科")
    page.locator("form.form p.buttons button").click()
    drafter = officer(browser, site, "xinxi")
    draft(drafter, number, "provided", provided=PROVIDED)
    take(officer(browser, site, "baomi"), number, "review_secrecy", review="不涉及国家秘密和工作秘密，可以答复")
    take(officer(browser, site, "juzhang"), number, "approve")

    page = person.go("/applications/look-up/")
    page.get_by_label("申请编号").fill(number)
    page.get_by_label("查询码").fill(code)
    page.get_by_role("button", name="查询", exact=True).click()
    assert PROVIDED not in page.locator("main").inner_text(), "送达以前申请人不应当看到答复"
    take(office, number, "serve", delivery="electronic")
    page.reload()
    expect(page.get_by_text(PROVIDED)).to_be_visible()
    expect(page.get_by_text("行政复议").first).to_be_visible()
    assert not person.troubles + office.troubles + drafter.troubles


def test_the_figure_of_a_draft_opens_a_list_of_as_many_records_with_the_new_application_among_them(browser, site):
    number, _ = apply(visit(browser, site).page, site.url)
    office = officer(browser, site, "gongkai")
    take(office, number, "receive")
    page = office.go("/workbench/annual-reports/drafts/")
    page.get_by_label("年度", exact=True).fill(str(date.today().year))
    page.get_by_role("button", name="开始起草").click()
    page.wait_for_url("**/drafts/*/")
    shown = page.locator("main a[href*='/cells/applications.received.natural_person/']").first
    figure = int(re.sub(r"\D", "", shown.inner_text()))
    shown.click()
    assert page.locator("[data-figure]").get_attribute("data-figure") == str(figure)
    expect(page.get_by_text(f"这一格数的是下面{figure}件申请")).to_be_visible()
    assert page.locator("ol.records > li").count() == figure
    expect(page.locator("ol.records").get_by_text(number)).to_be_visible()

    page.go_back()
    page.get_by_role("link", name="导出后读回核对").first.click()
    expect(page.get_by_text("读回来的和草稿完全相同")).to_be_visible()
    assert not office.troubles


def judge(visitor: Visitor, address: str, conclusion: str, opinion: str) -> None:
    """A reviewer's conclusion on an item, with the opinion and its ground."""
    page = visitor.go(f"{address}review/")
    page.get_by_role("radio", name=conclusion, exact=True).check()
    page.get_by_label("审查意见").fill(opinion)
    page.get_by_label("审查依据").fill("《条例》第十七条、第十九条")
    page.get_by_role("button", name="记录结论").click()
    expect(page.get_by_text("已记录").first).to_be_visible()


def test_what_four_people_wrote_and_cleared_is_public_with_its_particulars_and_nothing_before(browser, site):
    title = "油菜秋种技术明白纸"
    drafter = officer(browser, site, "xinxi")
    page = drafter.go("/workbench/items/new/")
    page.get_by_label("标题", exact=True).fill(title)
    page.locator("select[name=column]").select_option(label="通知公告")
    if page.locator("select[name=section]").count():
        page.locator("select[name=section]").select_option(label="种植业科")
    page.locator("select[name=genre]").select_option("announcements")
    page.get_by_role("textbox", name="正文", exact=True).fill("适期早播，合理密植。\n开沟排水，防渍防冻。")
    page.get_by_role("button", name="保存草稿").click()
    page.wait_for_url(re.compile(r"/workbench/items/\d+/$"))
    address = page.url.removeprefix(site.url)
    page.get_by_role("button", name="送审").click()
    expect(page.get_by_text("等待科室审核").first).to_be_visible()

    head = officer(browser, site, "kezhang")
    judge(head, address, "退回", "请写明播种的日期")
    expect(drafter.go(address).get_by_text("请写明播种的日期").first).to_be_visible()
    page = drafter.go(f"{address}edit/")
    page.get_by_role("textbox", name="正文", exact=True).fill("九月下旬适期早播，合理密植。\n开沟排水，防渍防冻。")
    page.get_by_role("button", name="保存草稿").click()
    page.wait_for_url(re.compile(r"/workbench/items/\d+/$"))
    drafter.go(address).get_by_role("button", name="送审").click()
    expect(drafter.page.get_by_text("等待科室审核").first).to_be_visible()
    judge(head, address, "通过", "内容准确，同意送审")
    judge(officer(browser, site, "baomi"), address, "通过", "不涉及国家秘密和工作秘密")
    office = officer(browser, site, "gongkai")
    judge(office, address, "同意公开", "同意公开")
    reader = visit(browser, site, PHONE, scripts=False)
    assert reader.go("/nongye/catalogue/").get_by_text(title).count() == 0, "发布以前门户上不应当看到"
    page = office.go(address)
    page.get_by_role("link", name="发布", exact=True).click()
    page.get_by_role("button", name="发布", exact=True).click()
    expect(page.get_by_text("已公开").first).to_be_visible()

    reader.go("/nongye/catalogue/").get_by_role("link", name=title).click()
    public = reader.page
    expect(public.get_by_text("九月下旬适期早播")).to_be_visible()
    tags = {name: public.locator(f'meta[name="{name}"]').get_attribute("content") for name in META}
    assert tags["ArticleTitle"] == title and tags["SiteIDCode"] == "4399990001" and tags["ColumnName"] == "通知公告"
    assert all(tags.values()), tags
    assert not drafter.troubles + head.troubles + office.troubles + reader.troubles


def test_a_report_of_another_organ_is_read_and_shown_beside_its_source(browser, site):
    office = officer(browser, site, "gongkai")
    page = office.go("/workbench/annual-reports/upload/")
    page.locator("input[type=file]").set_input_files(SOURCES / "会宁县工业和信息化局-2021.txt")
    page.get_by_role("radio", name=re.compile("^其他机关的")).check()
    page.get_by_role("button", name="上传并读取").click()
    expect(page.locator("#findings")).to_be_visible()
    kept = page.url
    page.locator("main a[href*='/beside/']").first.click()
    expect(page.get_by_role("heading", name="读出的")).to_be_visible()
    expect(page.get_by_role("heading", name=re.compile("^原件"))).to_be_visible()
    page.goto(kept)
    page.get_by_role("button", name="收存", exact=True).click()
    expect(page.get_by_role("button", name="收存", exact=True)).to_have_count(0)
    assert not office.troubles


def test_a_wrong_password_is_told_and_the_right_one_leads_by_keyboard_through_the_second_factor(browser, site):
    visitor = visit(browser, site)
    page = visitor.go("/sign-in/")
    for word in ("不是这个", site.password):
        page.get_by_role("textbox", name="登录名").focus()
        page.keyboard.type("gongkai")
        page.keyboard.press("Tab")
        page.keyboard.insert_text(word)
        page.keyboard.press("Enter")
        page.wait_for_load_state()
        if word != site.password:
            expect(page.get_by_role("alert").first).to_be_visible()
            page.get_by_role("textbox", name="登录名").fill("")
    code = page.locator(".notice code").inner_text()
    page.get_by_role("textbox", name="动态口令").focus()
    page.keyboard.type("".join(code.split()))
    page.keyboard.press("Enter")
    page.wait_for_url("**/workbench/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
