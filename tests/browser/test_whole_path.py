"""An application from the form to the reconsideration as eight people click it: corrected, a third party asked, partly granted, covered."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from conftest import PHONE, Site, Visitor, sign_in, visit
from pdf_files import Page as Sheet
from pdf_files import pdf
from playwright.sync_api import Browser, Page, expect
from released_looks import coloured, colours_under, light, spellings, unpacked, words_of

pytestmark = pytest.mark.long

WISH = "农机购置补贴核验的资料"
CORRECTED = "2026年农机购置补贴第三批核验的结论和购机合同"
KEEPER, COMPANY = "户主王小禾，证件号码11010519491231002X", "成交单价每台187650元"
OPEN = "核验合格，可以公开。"
KEEPER_BOX, COMPANY_BOX = (0.1, 0.155, 0.75, 0.03), (0.1, 0.215, 0.5, 0.03)
"""What is covered and where it stands: left, top, width, height in fractions of the page."""
THIRD_PARTY, ITS_VIEW = "青石县丰禾农机有限公司", "成交单价属于商业秘密，不同意公开；核验结论可以公开"
WHY = "单价反映该企业的成本和报价策略，身份证件号码属于个人隐私，公开会损害其合法权益"
BODY = "青石县人民政府"


def contract() -> bytes:
    """The document asked for: two lines in red that may not be given, with the same words among its properties."""
    sheet = Sheet()
    sheet.text(72, 90, "农机购置补贴核验结论", 18)
    sheet.content.append("1 0 0 rg")
    sheet.text(72, 145, KEEPER, 12)
    sheet.text(72, 195, COMPANY, 12)
    sheet.content.append("0 g")
    sheet.text(72, 260, OPEN, 12)
    return pdf([sheet], info=f"/Title({COMPANY[-7:-1]})/Author(11010519491231002X)")


def staff(browser: Browser, site: Site, username: str) -> Visitor:
    """Somebody of the bureau, signed in with the second factor."""
    visitor = visit(browser, site)
    visitor.page.set_default_timeout(60_000)
    sign_in(visitor, username)
    assert "/workbench/" in visitor.page.url, f"{username} 停在 {visitor.page.url}"
    return visitor


def figures(office: Visitor, draft: str) -> dict[str, int]:
    """Every figure of tables 3 and 4 of the draft."""
    page = office.go(draft)
    cells = page.locator("td[data-cell^='applications.'], td[data-cell^='disputes.']")
    found = cells.evaluate_all("cells => cells.map(each => [each.dataset.cell, each.innerText])")
    return {cell: int(re.sub(r"\D", "", text) or 0) for cell, text in found}


def moved(before: dict[str, int], after: dict[str, int]) -> dict[str, int]:
    return {cell: after[cell] - figure for cell, figure in before.items() if after[cell] != figure}


def take(visitor: Visitor, number: str, title: str, **given: Any) -> Page:
    """Take a step by the button that offers it, look at its letter if it sends one, and confirm."""
    page = visitor.go(f"/workbench/applications/{number}/")
    page.locator("#moves").get_by_role("link", name=title, exact=True).click()
    fill(page, **given)
    if page.get_by_role("button", name="预览文书").count():
        page.get_by_role("button", name="预览文书").click()
        expect(page.get_by_role("heading", name="文书预览")).to_be_visible()
        page.get_by_role("button", name=f"确认，{title}").click()
    else:
        page.get_by_role("button", name=title, exact=True).click()
    expect(page.get_by_text(f"已经办理“{title}”")).to_be_visible()
    return page


def fill(page: Page, **given: Any) -> None:
    for label, value in given.items():
        control = page.locator(f"form.form [name={label}]")
        if control.evaluate("each => each.tagName") == "SELECT":
            control.select_option(value)
        else:
            control.fill(str(value))


def look_up(person: Visitor, number: str, code: str) -> Page:
    page = person.go("/applications/look-up/")
    page.get_by_label("申请编号").fill(number)
    page.get_by_label("查询码").fill(code)
    page.get_by_role("button", name="查询", exact=True).click()
    expect(page.get_by_role("heading", name="申请办理情况")).to_be_visible()
    return page


def apply(person: Visitor) -> tuple[str, str]:
    """A citizen without scripts applies with a file; the number and the query code from the receipt, which says when the reply is due."""
    page = person.go("/nongye/apply/")
    page.get_by_role("link", name="在线提出申请").click()
    page.get_by_role("radio", name=re.compile("^自然人")).check()
    page.get_by_role("button", name="下一步").click()
    page.get_by_label("姓名").fill("云中月")
    page.get_by_label("身份证明的种类").select_option("resident_card")
    page.get_by_label("身份证明号码").fill("110101198506151230")
    page.get_by_label("联系电话").fill("13800000009")
    page.get_by_label("所需政府信息的名称、文号或者其他特征").fill(WISH)
    page.get_by_label("希望以什么方式得到信息").select_option("electronic")
    page.get_by_label("希望通过什么途径得到信息").select_option("portal")
    page.get_by_label("申请材料").set_input_files(
        {"name": "核验公告.txt", "mimeType": "text/plain", "buffer": "第三批机具核验的公告".encode()}
    )
    page.get_by_role("button", name="下一步：核对").last.click()
    expect(page.get_by_text("还没有提交")).to_be_visible()
    expect(page.get_by_text("核验公告.txt")).to_be_visible()
    page.get_by_role("button", name="提交申请").click()
    expect(page.get_by_role("heading", name="申请已提交")).to_be_visible()
    expect(page.get_by_text(re.compile("如果受理机关今天确认，答复的最后一日是.*起算的当日不计入"))).to_be_visible()
    number, code = page.locator(".receipt strong").all_inner_texts()
    return number, code


def correct(person: Visitor, number: str, code: str) -> None:
    page = look_up(person, number, code)
    expect(page.get_by_text("请写明是哪一年、哪一批").first).to_be_visible()
    page.get_by_label("补正的内容").fill(CORRECTED)
    page.get_by_role("button", name="递交补正").click()
    expect(page.get_by_text("已经递交")).to_be_visible()


def cover(officer: Visitor, head: Visitor, number: str) -> None:
    """The officer brings the document and draws boxes with their grounds; another person has the file made."""
    page = officer.go(f"/workbench/applications/{number}/")
    page.get_by_role("link", name="标注遮盖").click()
    page.get_by_label("存入原件").set_input_files(
        {"name": "核验结论和合同.pdf", "mimeType": "application/pdf", "buffer": contract()}
    )
    page.get_by_role("button", name="开始标注").click()
    expect(page.locator("svg[data-ready]")).to_be_visible()
    for ground, area in (("personal_privacy", KEEPER_BOX), ("trade_secret", COMPANY_BOX)):
        page.get_by_label("新框的理由").select_option(ground)
        draw(page, area)
    expect(page.locator("rect.redaction-box")).to_have_count(2)
    page.get_by_role("button", name="保存这一页（有改动）").click()
    expect(page.get_by_text("已经保存。")).to_be_visible()
    for told in ("个人隐私", "商业秘密"):
        expect(page.get_by_role("cell", name=f"《条例》第十五条（{told}）")).to_have_count(1)

    page = head.go(f"/workbench/applications/{number}/")
    page.locator("#redaction").get_by_role("link").first.click()
    page.get_by_role("link", name="核验", exact=True).click()
    page.get_by_label("已经逐页看过").check()
    page.get_by_role("button", name="生成并核验").click()
    expect(page.get_by_role("heading", name="可以提供的文件")).to_be_visible()


def draw(page: Page, area: tuple[float, float, float, float]) -> None:
    drawing = page.locator("svg[data-redaction]")
    drawing.scroll_into_view_if_needed()
    whole = drawing.bounding_box()
    assert whole is not None
    x, y = (whole["x"] + area[0] * whole["width"], whole["y"] + area[1] * whole["height"])
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + area[2] * whole["width"], y + area[3] * whole["height"], steps=4)
    page.mouse.up()


def draft_reply(drafter: Visitor, number: str) -> None:
    """Partly granted: what is given, what is not, on which ground and why."""
    page = drafter.go(f"/workbench/applications/{number}/")
    page.locator("#moves").get_by_role("link", name="拟定答复", exact=True).click()
    page.locator("[name='items-0-ground']").select_option("severed")
    page.get_by_role("button", name="下一步：写明认定").click()
    page.get_by_label("提供的信息").fill("第三批机具核验的结论一份，以电子文件提供")
    page.get_by_label("不提供的部分").fill("户主的身份证件号码和合同的成交单价")
    page.get_by_label("不予公开的情形").select_option("refused.third_party")
    page.get_by_label("理由").fill(WHY)
    page.get_by_role("button", name="预览答复书").click()
    expect(page.get_by_role("heading", name="答复书预览")).to_be_visible()
    preview = page.locator("#preview").inner_text()
    assert "部分公开" in preview and "个人隐私" in preview and "商业秘密" in preview and "行政复议" in preview, preview
    page.get_by_role("button", name="确认，拟定答复").click()
    expect(page.get_by_text("已经办理“拟定答复”")).to_be_visible()


def look_thrice(data: bytes) -> None:
    """Nothing of what was covered is in the file; the same looks find it in the source, so they can see."""
    source, covered = contract(), (KEEPER, COMPANY, "11010519491231002X", "187650")
    packed, given = b"".join(unpacked(source)), b"".join(unpacked(data))
    for words in covered:
        assert words in words_of(source) and words not in words_of(data), words
        assert any(each in packed for each in spellings(words)), words
        assert not any(each in given for each in spellings(words)), words
    for area in (KEEPER_BOX, COMPANY_BOX):
        assert coloured(colours_under(source, 0, area)) > 100
        under = colours_under(data, 0, area)
        assert coloured(under) == 0
        third = len(under[0]) // 3
        assert light([row[:third] + row[-third:] for row in under]) == 0, "黑块上除了中间的条款，还有别的"


def test_an_application_goes_from_the_form_to_the_reconsideration_and_into_one_cell_of_each_table(browser, site):
    office, drafter = staff(browser, site, "gongkai"), staff(browser, site, "xinxi")
    secrecy, head = staff(browser, site, "baomi"), staff(browser, site, "juzhang")
    person = visit(browser, site, PHONE, scripts=False)
    page = office.go("/workbench/annual-reports/drafts/")
    page.get_by_label("年度", exact=True).fill(str(date.today().year))
    page.get_by_role("button", name="开始起草").click()
    page.wait_for_url("**/drafts/*/")
    report = page.url.removeprefix(site.url)
    before = figures(office, report)

    number, code = apply(person)
    take(office, number, "确定收到日期", evidence="当日电话确认，通话记录存卷")
    take(office, number, "登记")
    take(office, number, "告知补正", items="请写明是哪一年、哪一批的核验资料", workdays=15)
    correct(person, number, code)
    take(office, number, "收到补正")
    page = office.go(f"/workbench/applications/{number}/details/")
    page.get_by_label("所需政府信息的名称、文号或者其他特征").fill(CORRECTED)
    page.get_by_role("button", name="填写补正的内容").click()
    take(office, number, "征求第三方意见", third_party=THIRD_PARTY, concerning="购机合同的成交单价")
    take(office, number, "第三方收到征求意见书", third_party="第三方1")
    take(office, number, "收到第三方意见", third_party="第三方1", opinion=ITS_VIEW)
    page = office.go(f"/workbench/applications/{number}/assign/")
    page.get_by_label("承办科室").select_option(label="种植业科")
    page.locator("form.form p.buttons button").click()
    cover(office, head, number)
    draft_reply(drafter, number)
    take(secrecy, number, "保密审查", review="不涉及国家秘密和工作秘密，可以答复")
    take(head, number, "批准答复")
    assert WHY not in look_up(person, number, code).locator("main").inner_text(), "送达以前申请人不应当看到答复"
    take(office, number, "送达答复", delivery="electronic")
    take(office, number, "申请人签收")

    page = look_up(person, number, code)
    expect(page.get_by_text(WHY).first).to_be_visible()
    listed = page.get_by_role("heading", name="下载文书和提供的信息").locator("..")
    assert THIRD_PARTY not in page.locator("main").inner_text()
    letters = {each.inner_text(): download(page, each) for each in listed.get_by_role("link").all()}
    released = [data for name, data in letters.items() if name.startswith("提供的信息")]
    decisions = [data for name, data in letters.items() if "答复书" in name or "告知书" in name]
    assert len(released) == 1 and len(decisions) >= 2, list(letters)
    assert any("遮盖第1页" in run_together(each) for each in decisions), "答复书没有列出遮盖了什么"
    assert not any(THIRD_PARTY in run_together(each) for each in letters.values())
    look_thrice(released[0])
    page.get_by_role("radio", name=re.compile("满意")).first.check()
    page.get_by_role("button", name="提交评价").click()
    expect(page.get_by_text("谢谢您的评价")).to_be_visible()

    dispute = reconsider(office, number)
    after = figures(office, report)
    assert moved(before, after) == {
        "applications.received.natural_person": 1,
        "applications.received.total": 1,
        "applications.partly_granted.natural_person": 1,
        "applications.partly_granted.total": 1,
        "applications.processed_total.natural_person": 1,
        "applications.processed_total.total": 1,
        "disputes.reconsideration.upheld": 1,
        "disputes.reconsideration.total": 1,
    }
    for cell, opens in (
        ("applications.partly_granted.natural_person", number),
        ("disputes.reconsideration.upheld", dispute),
    ):
        page = office.go(report)
        page.locator(f"a[href$='/cells/{cell}/']").click()
        page.locator("ol.records").get_by_role("link", name=opens).click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(opens)
    everyone = (office, drafter, secrecy, head, person)
    assert not [trouble for each in everyone for trouble in each.troubles]


def run_together(letter: bytes) -> str:
    """The words of a letter without the spaces and line ends of its layout."""
    return "".join(words_of(letter).split())


def download(page: Page, link: Any) -> bytes:
    with page.expect_download() as waiting:
        link.click()
    return bytes(waiting.value.path().read_bytes())


def reconsider(office: Visitor, number: str) -> str:
    """The notice of the reconsideration is registered on the case, answered, and its decision recorded; the number of the dispute."""
    page = office.go(f"/workbench/applications/{number}/")
    page.get_by_role("link", name="登记复议、诉讼").click()
    page.get_by_role("link", name="收到复议申请书副本", exact=True).click()
    page.get_by_label("复议申请人、原告的姓名或者名称").fill("云中月")
    page.get_by_label("复议机关", exact=True).fill(BODY)
    page.get_by_label("案号").fill("青政复〔2026〕77号")
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.get_by_text("已经登记，编号")).to_be_visible()
    dispute = page.url.rstrip("/").rpartition("/")[2]
    expect(office.go(f"/workbench/applications/{number}/").get_by_text("行政复议中").first).to_be_visible()
    office.go(f"/workbench/disputes/{dispute}/")
    page.locator("#moves").get_by_role("link", name="提交答复书和证据", exact=True).click()
    fill(page, paper="行政复议答复书及证据清单")
    page.get_by_role("button", name="提交答复书和证据", exact=True).click()
    page.locator("#moves").get_by_role("link", name="收到复议决定", exact=True).click()
    fill(page, outcome="review.uphold", decided_on=date.today().isoformat(), document="青政复决〔2026〕77号")
    page.get_by_role("button", name="收到复议决定", exact=True).click()
    expect(page.get_by_text("维持").first).to_be_visible()
    return dispute
