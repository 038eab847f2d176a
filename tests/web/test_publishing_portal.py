"""What the public reads: all that was published, nothing else, and never anything that runs."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, timedelta

import pytest
from django.utils import timezone
from lxml import etree
from lxml import html as lxml_html
from publishing_walks import cleared, column_of, drafted, published, reviewed, submitted, who

from gongkai.organs.roles import Role
from gongkai.web.publishing import services
from gongkai.web.publishing.models import Item

NASTY = [
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    '<p onclick="alert(1)">字</p>',
    '<a href="javascript:alert(1)">链接</a>',
    '<a href=" JaVa\tScript:alert(1)">链接</a>',
    '<a href="data:text/html;base64,PHNjcmlwdD4=">链接</a>',
    '<a href="vbscript:x">链接</a>',
    "<svg><script>alert(1)</script><a xlink:href='javascript:x'>x</a></svg>",
    "<svg/onload=alert(1)>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<style>body{display:none}</style>",
    '<p style="background:url(javascript:x)">字</p>',
    '<base href="https://evil.example/">',
    '<meta http-equiv="refresh" content="0;url=https://evil.example/">',
    '<iframe src="https://evil.example"></iframe><object data=x></object><embed src=x>',
    '<form action="https://evil.example"><input name=a><button>交</button></form>',
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    '<td background="javascript:x" colspan="9999999">格</td>',
    "<!--><script>alert(1)</script>-->",
    "<template><script>x</script></template><title>x</title><textarea></p><script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    '<link rel="stylesheet" href="//evil.example/x.css">',
]  # fmt: skip


def tree_of(page):
    return lxml_html.fromstring(page.content.decode())


def main_of(page):
    return tree_of(page).get_element_by_id("main")


def text_of(page):
    return " ".join(main_of(page).text_content().split())


@pytest.mark.parametrize("nasty", NASTY)
def test_nothing_that_runs_reaches_the_public(county, client, nasty):
    item = published(county, body_html=f"<p>前文</p>{nasty}<p>后文</p>", title=f"通知{nasty}"[:150])
    page = client.get(item.get_absolute_url())
    assert page.status_code == 200
    body = main_of(page).find_class("item-body")[0]
    assert "前文" in body.text_content()
    forbidden = {
        "script",
        "style",
        "svg",
        "math",
        "iframe",
        "object",
        "embed",
        "form",
        "input",
        "base",
        "meta",
        "link",
        "img",
    }
    for node in body.iter():
        assert isinstance(node.tag, str) and node.tag not in forbidden
        assert not [name for name in node.attrib if name.startswith("on") or name in ("style", "srcdoc", "background")]
        assert node.get("href", "https:").strip().lower().startswith(("http:", "https:", "mailto:", "/"))
    heading = main_of(page).find(".//h1")
    assert len(heading) == 0
    for address in ("", "feed.atom", "catalogue/", "catalogue.csv"):
        listed = client.get(f"/nongye/{address}")
        text = b"".join(listed.streaming_content) if listed.streaming else listed.content
        assert listed.status_code == 200
        if not address.endswith("csv"):
            assert nasty.encode() not in text or "<" not in nasty


def test_tables_and_links_stay(county, client):
    table = '<table><caption>补贴标准</caption><tr><th scope="col">项目</th><td colspan="2">100元</td></tr></table>'
    item = published(county, body_html=f'<p>见<a href="https://www.gov.cn/a">中国政府网</a></p>{table}')
    body = main_of(client.get(item.get_absolute_url())).find_class("item-body")[0]
    assert body.find(".//caption").text == "补贴标准"
    assert body.find(".//td").get("colspan") == "2"
    assert body.find(".//a").get("href") == "https://www.gov.cn/a"


def test_the_page_gives_the_particulars_that_the_rules_ask_for(county, client):
    item = published(county, effective_on=date(2024, 10, 1), keywords="粮食、收购")
    text = text_of(client.get(item.get_absolute_url()))
    for expected in (
        item.index_number,
        "青石县农业农村局",
        "青农发〔2024〕12号",
        "2024年9月20日",
        "2024年10月1日",
        "有效",
        "行政规范性文件",
        "粮食、收购",
    ):
        assert expected in text
    tags = {node.get("name"): node.get("content") for node in tree_of(client.get(item.get_absolute_url())).iter("meta")}
    assert tags["ArticleTitle"] == item.title
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", tags["PubDate"])
    assert tags["ContentSource"] == "青石县农业农村局"


def test_nothing_unpublished_can_be_reached(county, client):
    secret = "没有公开的标题"
    for version in (drafted(county, title=secret), submitted(county, title=secret), cleared(county, title=secret)):
        assert version.item.index_number is None
    year = timezone.localdate().year
    for address in (f"/items/nongye/{year}-00001/", "/items/None/", "/items/1/"):
        assert client.get(address).status_code == 404
    for address in (
        "/",
        "/nongye/",
        "/nongye/catalogue/",
        f"/nongye/catalogue/?q={secret}",
        "/nongye/catalogue/documents/",
        "/nongye/catalogue.csv",
        "/nongye/feed.atom",
    ):
        page = client.get(address)
        text = b"".join(page.streaming_content) if page.streaming else page.content
        shown = text.decode().replace(f'value="{secret}"', "").replace(f"“{secret}”", "")
        assert page.status_code == 200 and secret not in shown, address


def test_a_draft_of_the_next_version_is_not_shown(county, client):
    item = published(county)
    version = services.new_version(
        item, by=who(county, Role.INFO_OFFICER), title="改过的标题", body_html="<p>改过的正文</p>"
    )
    services.submit(version, by=who(county, Role.INFO_OFFICER))
    reviewed(county, version)
    for address in (item.get_absolute_url(), "/nongye/catalogue/"):
        assert "改过的" not in client.get(address).content.decode()
    services.publish(version, by=who(county, Role.FOI_OFFICER))
    text = text_of(client.get(item.get_absolute_url()))
    assert "改过的正文" in text and "第1版" in text and "已由后一版代替" in text


def test_what_was_withdrawn_leaves_a_note_with_its_reason_and_without_its_title(county, client):
    item = published(county, title="含有个人信息的名单", document_number="")
    services.withdraw(item, by=who(county, Role.FOI_OFFICER), reason="名单没有隐去身份证号码")
    page = client.get(item.get_absolute_url())
    assert page.status_code == 410
    assert "名单没有隐去身份证号码" in text_of(page)
    assert "含有个人信息的名单" not in page.content.decode()
    assert "含有个人信息的名单" not in client.get("/nongye/catalogue/").content.decode()


def test_a_repealed_document_says_so_on_its_page_and_in_the_list(county, client):
    item = services.repeal(
        published(county), by=who(county, Role.FOI_OFFICER), on=date(2025, 1, 1), ground="青政发〔2024〕9号"
    )
    text = text_of(client.get(item.get_absolute_url()))
    assert "本文件自2025年1月1日起废止。" in text and "青政发〔2024〕9号" in text
    assert "废止" in text_of(client.get("/nongye/catalogue/"))


def test_a_lapsed_document_says_so(county, client):
    yesterday = timezone.localdate() - timedelta(days=1)
    item = published(county, expires_on=yesterday)
    assert "已经失效" in text_of(client.get(item.get_absolute_url()))


def test_an_index_number_is_found_however_it_is_written(county, client):
    item = published(county)
    loose = item.index_number.replace("-", "—").upper()
    page = client.get(f"/items/{loose}/")
    assert (page.status_code, page.url) == (301, item.get_absolute_url())


def test_the_catalogue_is_searched_by_title_number_and_index_number(county, client):
    item = published(county)
    published(county, title="另一份通知", document_number="青农发〔2024〕13号")
    for words in ("秋粮 收购", "青农发[2024]12号", item.index_number):
        page = client.get("/nongye/catalogue/", {"q": words})
        assert "秋粮收购" in text_of(page) and "另一份通知" not in text_of(page)
    assert "没有找到" in text_of(client.get("/nongye/catalogue/", {"q": "x\x00y%' OR 1"}))


def test_a_column_shows_what_is_in_it_and_below_it(county, client):
    top = column_of(county, code="policy", title="政策文件")
    below = column_of(county, code="rules", title="规范性文件二", parent=top)
    published(county, column=below, title="下级栏目里的通知")
    published(county, title="别的栏目里的通知")
    text = text_of(client.get(top.get_absolute_url()))
    assert "下级栏目里的通知" in text and "别的栏目里的通知" not in text
    assert client.get("/nongye/catalogue/nothing/").status_code == 404
    assert client.get("/jiaoyu/catalogue/policy/").status_code == 404


@pytest.mark.parametrize("number", ["0", "-1", "9999", "abc", ""])
def test_a_page_that_is_not_there_shows_one_that_is(county, client, number):
    published(county)
    assert client.get("/nongye/catalogue/", {"page": number}).status_code == 200


def test_a_list_asks_the_database_no_more_for_fifty_items_than_for_one(county, client, django_assert_max_num_queries):
    published(county)
    with django_assert_max_num_queries(12) as first:
        client.get("/nongye/catalogue/")
    for number in range(25):
        published(county, title=f"第{number}份通知", document_number="")
    with django_assert_max_num_queries(len(first)):
        client.get("/nongye/catalogue/")
    item = Item.objects.first()
    with django_assert_max_num_queries(10):
        client.get(item.get_absolute_url())


def test_the_list_uses_the_partial_index(county):
    from django.db import connection

    from gongkai.web.publishing.queries import public_items

    if connection.vendor != "sqlite":
        pytest.skip("看的是 SQLite 的查询计划")
    published(county)
    plan = public_items(county.bureau)[:20].explain()
    assert "item_public_of_organ" in plan and "TEMP B-TREE" not in plan


def test_the_table_of_the_catalogue_is_read_by_spreadsheets_and_runs_nothing(county, client):
    item = published(county, title="=HYPERLINK(1)")
    page = client.get("/nongye/catalogue.csv")
    text = b"".join(page.streaming_content).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert row["索引号"] == item.index_number and row["标题"] == "'=HYPERLINK(1)"


def test_the_feed_is_well_formed_and_names_each_item_by_its_address(county, client):
    item = published(county, title="标题里有<b>&“引号”\x0b和控制字符")
    page = client.get("/nongye/feed.atom")
    root = etree.fromstring(page.content)
    (entry,) = root.findall("{http://www.w3.org/2005/Atom}entry")
    assert entry.findtext("{http://www.w3.org/2005/Atom}id").endswith(item.get_absolute_url())
