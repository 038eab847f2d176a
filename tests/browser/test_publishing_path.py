"""The whole path of a piece, each step by the person whose step it is: written, screened, reviewed by four, read, replaced, repealed, withdrawn."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from conftest import PHONE, Site, Visitor, sign_in, visit
from office_files import docx_of_body
from playwright.sync_api import Browser, Page, expect
from test_editor import PASTE, PASTED, PNG

TITLE, GUIDE = "秸秆还田作业补助的办法", "图解：秸秆还田作业补助怎么领"
NUMBER, LOOSELY = "青农发〔2026〕97号", "青农发[2026]97号"
IDENTITY = "110101198506151230"
ITEM = re.compile(r"/workbench/items/\d+/$")
REASON, AGAIN = "请写明补助的年度，再报。", "二〇二六年度的补助照此办理。"
WITHDRAWN = "补助标准有误，重新公布。"


class Desks:
    """Every officer at a window of their own, signed in once."""

    def __init__(self, browser: Browser, site: Site) -> None:
        self.browser, self.site, self.open = browser, site, dict[str, Visitor]()

    def __call__(self, username: str) -> Visitor:
        if username not in self.open:
            visitor = visit(self.browser, self.site)
            visitor.page.set_default_timeout(15_000)
            sign_in(visitor, username)
            assert "/workbench/" in visitor.page.url, f"{username} 停在 {visitor.page.url}"
            self.open[username] = visitor
        return self.open[username]


@pytest.fixture
def desks(browser: Browser, site: Site) -> Iterator[Desks]:
    made = Desks(browser, site)
    yield made
    for visitor in made.open.values():
        visitor.page.context.close()


def application_form() -> dict[str, object]:
    """A form as a clerk attaches it: a Word document with words of its own."""
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    body = "<w:p><w:r><w:t>合作社名称、作业面积、粉碎还田机具的牌号</w:t></w:r></w:p>"
    return {"name": "申请表.docx", "mimeType": kind, "buffer": docx_of_body(body)}


def fill(page: Page, title: str, column: str, genre: str, number: str = "") -> None:
    page.get_by_label("标题", exact=True).fill(title)
    page.locator("select[name=column]").select_option(label=column)
    if page.locator("select[name=section]").count():
        page.locator("select[name=section]").select_option(label="种植业科")
    page.locator("select[name=genre]").select_option(label=genre)
    page.locator("input[name=document_number]").fill(number)


def save(page: Page, site: Site) -> str:
    """Save the draft; the address of its page."""
    page.get_by_role("button", name="保存草稿").click()
    page.wait_for_url(ITEM)
    return page.url.removeprefix(site.url)


def press(visitor: Visitor, address: str, name: str, **given: str) -> None:
    """On the page of an item, press what is offered, fill in what is asked for, and be told that it is done."""
    page = visitor.go(address)
    offered = page.get_by_role("region", name="现在可以办理")
    button = offered.get_by_role("button", name=name, exact=True)
    if button.count():
        button.click()
    else:
        offered.get_by_role("link", name=name, exact=True).click()
        for label, value in given.items():
            page.get_by_label(label, exact=True).fill(value)
        page.get_by_role("main").get_by_role("button", name=name, exact=True).click()
    page.wait_for_url(ITEM)
    expect(page.get_by_text("没有办理")).to_have_count(0)


def conclude(visitor: Visitor, address: str, conclusion: str, opinion: str) -> None:
    """A reviewer's conclusion, with the basis that the form proposes."""
    page = visitor.go(f"{address}review/")
    page.get_by_role("radio", name=conclusion, exact=True).check()
    page.get_by_label("审查意见").fill(opinion)
    assert page.get_by_label("审查依据").input_value()
    page.get_by_role("button", name="记录结论").click()
    expect(page.get_by_text("已记录").first).to_be_visible()


def clear(desks: Desks, address: str) -> None:
    """Past the section, the secrecy reviewer and the office."""
    press(desks("xinxi"), address, "送审")
    conclude(desks("kezhang"), address, "通过", "内容准确，同意送审。")
    conclude(desks("baomi"), address, "通过", "不涉及国家秘密、工作秘密和个人隐私。")
    conclude(desks("gongkai"), address, "同意公开", "同意公开。")


def write(desks: Desks) -> str:
    """In the editor: typed, pasted from Word, a picture with its words; then an attachment."""
    drafter = desks("xinxi")
    page = drafter.go("/workbench/items/new/")
    page.get_by_role("textbox", name="正文", exact=True).click()
    page.keyboard.type(f"联系人的身份证号码{IDENTITY}。")
    page.keyboard.press("Enter")
    page.evaluate(PASTE, [(PASTED / "word.html").read_text(encoding="utf-8"), ""])
    page.evaluate(PASTE, ["<table><tr><th>环节</th><th>每亩</th></tr><tr><td>粉碎</td><td>25元</td></tr></table>", ""])
    page.get_by_role("button", name="图片", exact=True).click()
    page.get_by_label("图片文件").set_input_files({"name": "tu.png", "mimeType": "image/png", "buffer": PNG})
    page.get_by_label("替代文字", exact=True).fill("申领的四个步骤")
    page.get_by_role("button", name="插入", exact=True).click()
    expect(page.locator(".editor-picture")).to_contain_text("申领的四个步骤")
    fill(page, TITLE, "政策文件", "其他文件", NUMBER)
    address = save(page, drafter.site)
    expect(page.get_by_role("region", name="正文").get_by_role("img", name="申领的四个步骤")).to_be_visible()
    page.get_by_label("上传附件").set_input_files([application_form()])
    page.get_by_role("button", name="上传", exact=True).click()
    expect(page.get_by_role("link", name="申请表", exact=True)).to_be_visible()
    return address


def screen(drafter: Visitor, address: str) -> None:
    """What the machine marks stops the piece until it is decided or gone."""
    page = drafter.go(address)
    page.get_by_role("button", name="送审").click()
    expect(page.get_by_text("没有办理")).to_be_visible()
    page.get_by_role("link", name="打开发布前筛查页").first.click()
    mark = page.locator("li.hit-entry-error").filter(has_text="身份证")
    expect(mark).to_be_visible()
    mark.get_by_text("处理这一处").click()
    mark.get_by_label("应当保留").check()
    mark.get_by_role("button", name="记录").click()
    expect(page.get_by_text("没有记录").first).to_be_visible()
    page = drafter.go(f"{address}edit/")
    text = page.get_by_role("textbox", name="正文", exact=True)
    text.press("Control+Home")
    text.press("Shift+End")
    page.keyboard.type("联系人：种植业科。")
    save(page, drafter.site)
    page = drafter.go(f"{address.replace('/workbench/items/', '/workbench/screening/items/')}")
    expect(page.locator("li.hit-entry-error")).to_have_count(0)


def return_once(desks: Desks, address: str) -> None:
    """The head of the section returns it with reasons; the drafter reads them, mends, and lays it before the head again."""
    drafter = desks("xinxi")
    press(drafter, address, "送审")
    conclude(desks("kezhang"), address, "退回", REASON)
    expect(drafter.go(address).get_by_text(REASON).first).to_be_visible()
    page = drafter.go(f"{address}edit/")
    page.get_by_role("textbox", name="正文", exact=True).press("Control+End")
    page.keyboard.press("Enter")
    page.keyboard.type(AGAIN)
    save(page, drafter.site)


def decide(desks: Desks, address: str) -> None:
    """Four reviews; the office sets a time, thinks better of it, and publishes."""
    press(desks("xinxi"), address, "送审")
    conclude(desks("kezhang"), address, "通过", "内容准确，同意送审。")
    conclude(desks("baomi"), address, "通过", "不涉及国家秘密、工作秘密和个人隐私。")
    office = desks("gongkai")
    press(office, address, "送合法性、隐私审查", 要审核的事项="补助的条件是否合法")
    conclude(desks("fagui"), address, "通过", "补助的条件于法有据。")
    conclude(office, address, "同意公开", "同意公开。")
    press(office, address, "定时发布", 发布时刻="2099-01-01T09:00")
    expect(office.page.get_by_text("定于2099年1月1日").first).to_be_visible()
    press(office, address, "取消定时")
    for to, begins in (("pdf", b"%PDF"), ("docx", b"PK")):
        paper = office.page.request.get(f"{office.site.url}{address}approval-paper/?to={to}")
        assert paper.status == 200 and paper.body().startswith(begins)


def find(reader: Visitor, words: str, title: str) -> None:
    """A search shows the piece; the words of a new attachment are read and indexed a little after the piece is public."""
    for _ in range(20):
        page = reader.go(f"/search/?q={quote(words)}")
        if page.locator(".search-hits").get_by_role("link", name=title).count():
            return
        page.wait_for_timeout(1000)
    pytest.fail(f"检索“{words}”没有找到“{title}”：{page.inner_text('main')}")


def read(browser: Browser, site: Site, title: str, column: str) -> str:
    """A citizen comes upon it every way there is, on a phone; the address of its page."""
    reader = visit(browser, site, PHONE)
    reader.page.set_default_timeout(15_000)
    page = reader.go("/")
    page.get_by_role("main").get_by_role("link", name=title, exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    public = page.url.removeprefix(site.url)
    reader.go("/nongye/catalogue/").get_by_role("link", name=re.compile(f"^{column}")).first.click()
    expect(page.get_by_role("link", name=title, exact=True).first).to_be_visible()
    for words in ("秸秆还田", LOOSELY, "粉碎还田机具的牌号"):
        find(reader, words, title)
    assert title in page.request.get(f"{site.url}/nongye/feed.atom").text()
    listed = page.request.get(f"{site.url}/api/v1/items?organ=nongye").json()
    assert title in json.dumps(listed, ensure_ascii=False)
    return public


def interpret(desks: Desks) -> None:
    """An interpretation that names the piece; both pages lead to each other once it is public."""
    drafter = desks("xinxi")
    page = drafter.go("/workbench/items/new/")
    page.get_by_role("textbox", name="正文", exact=True).click()
    page.keyboard.type("交申请表，核面积，公示七日，拨付。")
    fill(page, GUIDE, "政策解读", "政策解读")
    page.locator("select[name=interpretations__form]").select_option(index=1)
    address = save(page, drafter.site)
    page.get_by_role("link", name="登记相关文件").click()
    page.get_by_label("索引号、文号、统一编号，或者标题里的词").fill(LOOSELY)
    page.get_by_role("button", name="查找").click()
    page.get_by_role("link", name=TITLE).click()
    page.get_by_label("本件对它的关系").select_option("interprets")
    page.get_by_role("button", name="登记").click()
    expect(page.get_by_text("已经登记“解读”")).to_be_visible()
    clear(desks, address)
    press(desks("gongkai"), address, "发布")


def release(desks: Desks, address: str) -> None:
    """What else it went out by is recorded with a picture that shows it."""
    page = desks("gongkai").go(address)
    page.get_by_role("link", name="登记其他渠道").click()
    page.locator("select[name=channel]").select_option(index=1)
    page.get_by_label("发布日期").fill(page.evaluate("new Date().toLocaleDateString('sv')"))
    page.locator("input[type=file]").set_input_files({"name": "截图.png", "mimeType": "image/png", "buffer": PNG})
    page.get_by_role("main").locator("form button").last.click()
    expect(page.get_by_role("region", name="发布渠道", exact=True)).to_contain_text("有佐证")


def use(reader: Visitor, public: str) -> None:
    """Open the attachment, the paper, the code, and the interpretation and back."""
    page = reader.go(public)
    expect(page.get_by_text(AGAIN)).to_be_visible()
    expect(page.get_by_role("img", name="申领的四个步骤")).to_be_visible()
    expect(page.get_by_role("cell", name="25元")).to_be_visible()
    code = page.get_by_role("img", name="二维码")
    assert page.request.get(reader.site.url + str(code.get_attribute("src"))).text().lstrip().startswith("<")
    with page.expect_download() as waited:
        page.locator("main a[href^='/files/'][href*='.docx']").first.click()
    assert waited.value.suggested_filename.endswith(".docx") and waited.value.path().read_bytes().startswith(b"PK")
    page.get_by_role("link", name="打印版").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    reader.go(public).get_by_role("region", name="相关文件").get_by_role("link", name=GUIDE).click()
    page.get_by_role("region", name="相关文件").get_by_role("link", name=TITLE).click()
    assert page.url.endswith(public)


def renew(desks: Desks, reader: Visitor, address: str, public: str) -> None:
    """A new version stands in place of the old one only once it has gone the whole way."""
    office, drafter = desks("gongkai"), desks("xinxi")
    page = drafter.go(address)
    page.get_by_role("button", name="另起一版").click()
    page.get_by_role("textbox", name="正文", exact=True).press("Control+End")
    page.keyboard.press("Enter")
    page.keyboard.type("补助提高到每亩30元。")
    save(page, drafter.site)
    clear(desks, address)
    expect(reader.go(public).get_by_text("补助提高到每亩30元。")).to_have_count(0)
    press(office, address, "发布")
    expect(reader.go(public).get_by_text("补助提高到每亩30元。")).to_be_visible()
    expect(reader.page.get_by_role("region", name="版本说明")).to_contain_text("第2版")


def end(desks: Desks, reader: Visitor, address: str, public: str) -> None:
    """Repealed, the page says so first; withdrawn, the address keeps a note and nothing else shows the piece."""
    office = desks("gongkai")
    page = office.go(address)
    page.get_by_role("link", name="标注废止").click()
    page.get_by_label("废止日期").fill("2026-01-01")
    page.get_by_label("废止依据").fill("青石县农业农村局关于废止部分文件的决定（青农发〔2026〕98号）")
    page.get_by_role("button", name="标注废止").click()
    page.wait_for_url(ITEM)
    expect(reader.go(public).get_by_role("note")).to_contain_text("2026年1月1日起废止")
    press(office, address, "撤下", 理由=WITHDRAWN)
    answer = reader.page.goto(reader.site.url + public)
    assert answer is not None and answer.status == 410
    expect(reader.page.get_by_text(WITHDRAWN)).to_be_visible()
    for path in ("/", "/nongye/catalogue/documents/", f"/search/?q={quote(LOOSELY)}", "/nongye/feed.atom"):
        assert TITLE not in reader.page.request.get(reader.site.url + path).text().replace(GUIDE, ""), path


@pytest.mark.long
def test_a_piece_goes_from_the_editor_to_the_public_and_leaves_it(browser: Browser, site: Site, desks: Desks) -> None:
    address = write(desks)
    screen(desks("xinxi"), address)
    return_once(desks, address)
    decide(desks, address)
    press(desks("gongkai"), address, "发布")
    public = read(browser, site, TITLE, "政策文件")
    interpret(desks)
    release(desks, address)
    reader = visit(browser, site, PHONE)
    use(reader, public)
    renew(desks, reader, address, public)
    end(desks, reader, address, public)
    page = desks("shenji").go(f"{address}dossier/")
    for said in (REASON, "补助的条件于法有据。", WITHDRAWN):
        expect(page.get_by_text(said).first).to_be_visible()
    reader.page.context.close()
