"""Feeds, sitemaps, printing, QR codes, lost addresses: what machines and lost readers get, and never what is not public."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest
from django.test import override_settings
from lxml import etree, html
from publishing_walks import column_of, drafted, published, who
from standing_county import standing_county

from gongkai.organs.roles import Role
from gongkai.web.portal import sitemap
from gongkai.web.portal.addresses import public_urls_of
from gongkai.web.publishing import services

SECRET = "没有公开的标题"
ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def text_of(page):
    return " ".join(html.fromstring(page.content.decode()).get_element_by_id("main").text_content().split())


@pytest.fixture(scope="module")
def standing(django_db_setup, django_db_blocker):
    with standing_county(django_db_blocker) as county:
        drafted(county, title=SECRET)
        yield county, published(county, keywords="粮食、收购")


@pytest.fixture
def county(standing, db):
    return standing[0]


@pytest.fixture
def item(standing, db):
    return standing[1]


def test_each_feed_names_what_is_public_by_its_whole_address(county, item, client):
    whole = f"http://127.0.0.1:8000{item.get_absolute_url()}"
    for start in ("/", "/nongye/", "/nongye/catalogue/documents/"):
        atom, rss, told = (client.get(f"{start}feed.{to}") for to in ("atom", "rss", "json"))
        assert [each.text for each in etree.fromstring(atom.content).iter(f"{ATOM}id")][-1] == whole
        assert [each.text for each in etree.fromstring(rss.content).iter("guid")] == [whole]
        assert [each["url"] for each in json.loads(told.content)["items"]] == [whole]
        for page in (atom, rss, told):
            assert SECRET not in page.content.decode() and "utf-8" in page["Content-Type"]
        assert client.get(f"{start}feed.exe").status_code == 404
    assert client.get("/jiaoyu/feed.json").json()["items"] == []
    assert client.get("/nongye/catalogue/none/feed.rss").status_code == 404


def test_a_search_is_a_feed_too(county, item, client):
    assert len(client.get("/feed.json", {"q": "秋粮"}).json()["items"]) == 1
    told = client.get("/nongye/feed.json", {"q": "青农发[2024]12号"}).json()
    assert len(told["items"]) == 1 and "查找" in told["title"] and "q=" in told["feed_url"]
    assert client.get("/feed.json", {"q": SECRET}).json()["items"] == []


def test_the_heads_of_pages_name_their_feeds_and_their_plain_address(county, item, client):
    for address, feed in (("/", "/feed.rss"), ("/nongye/", "/nongye/feed.rss"),
                          ("/nongye/catalogue/documents/?year=2024", "/nongye/catalogue/documents/feed.rss")):  # fmt: skip
        tree = html.fromstring(client.get(address).content.decode())
        assert feed in tree.xpath('//head/link[@rel="alternate"]/@href')
        (canonical,) = tree.xpath('//head/link[@rel="canonical"]/@href')
        assert canonical == f"http://127.0.0.1:8000{address.partition('?')[0]}"


def test_the_sitemap_lists_public_items_in_parts_and_nothing_else(county, item, client, monkeypatch):
    index = etree.fromstring(client.get("/sitemap.xml").content)
    places = [each.text.removeprefix("http://127.0.0.1:8000") for each in index.iter(f"{SITEMAP}loc")]
    assert places == ["/sitemap-pages.xml", "/sitemap-1.xml"]
    (only,) = etree.fromstring(client.get(places[1]).content).iter(f"{SITEMAP}loc")
    assert only.text.endswith(item.get_absolute_url())
    assert "/nongye/catalogue/documents/" in client.get(places[0]).content.decode()
    assert client.get("/sitemap-2.xml").status_code == client.get("/sitemap-0.xml").status_code == 404
    assert client.get("/sitemap-99999999999999999999999.xml").status_code == 404
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml" in client.get("/robots.txt").content.decode()
    monkeypatch.setattr(sitemap, "PART", 1)
    services.withdraw(item, by=who(county, Role.FOI_OFFICER), reason="涉及个人信息")
    assert b"sitemap-1" not in client.get("/sitemap.xml").content


def test_the_page_for_paper_has_no_navigation_but_address_and_day(county, item, client):
    page = client.get(f"{item.get_absolute_url()}print/")
    tree = html.fromstring(page.content.decode())
    assert not tree.xpath("//nav|//header|//footer|//form")
    text = text_of(page)
    assert "http://127.0.0.1:8000" + item.get_absolute_url() in text and "打印日期" in text and item.title in text


def test_the_code_is_drawn_as_a_plain_picture_and_gone_with_the_item(county, item, client):
    address = f"{item.get_absolute_url()}qr.svg"
    page = client.get(address)
    root = etree.fromstring(page.content)
    assert page["Content-Type"] == "image/svg+xml" and root.tag.endswith("svg")
    assert not [each for each in root.iter() if each.tag.endswith(("script", "image", "a"))]
    loose = quote(item.index_number.replace("-", "—").upper())
    for ending in ("qr.svg", "print/"):
        assert client.get(f"/items/{loose}/{ending}")["Location"] == f"{item.get_absolute_url()}{ending}"
        assert client.get(f"/items/nongye/1999-00001/{ending}").status_code == 404
    services.withdraw(item, by=who(county, Role.FOI_OFFICER), reason="涉及个人信息")
    assert client.get(address).status_code == 410
    assert client.get(f"{item.get_absolute_url()}print/")["Location"] == item.get_absolute_url()


def test_an_item_leads_to_its_neighbours_and_says_where_to_report_a_fault(county, item, client):
    newer = published(county, title="后来的通知", document_number="")
    text = client.get(item.get_absolute_url()).content.decode()
    assert newer.get_absolute_url() in text and "发现内容不准确" in text and f"{item.get_absolute_url()}qr.svg" in text
    tags = dict(zip(*(html.fromstring(text).xpath(f"//meta/@{name}") for name in ("name", "content")), strict=False))
    assert tags["viewport"]
    found = {node.get("name"): node.get("content") for node in html.fromstring(text).iter("meta")}
    assert (found["Keywords"], found["Author"], found["ColumnName"]) == ("粮食,收购", "青石县农业农村局", "规范性文件")
    assert found["Url"] == f"http://127.0.0.1:8000{item.get_absolute_url()}"


@pytest.mark.parametrize(
    "address",
    ["/nongye/秋粮收购.html", "/old/青农发[2024]12号/", "/nongye/list/nongye/{number}", "/zwgk/{loose}.shtml"],
)
def test_a_lost_address_is_searched_by_its_words_and_numbers(county, item, client, address):
    loose = item.index_number.replace("-", "—")
    page = client.get(quote(address.format(number=item.index_number, loose=loose)))
    assert page.status_code == 404
    text = page.content.decode()
    assert item.get_absolute_url() in text and 'role="search"' in text and SECRET not in text


@pytest.mark.parametrize(
    "address", ["/x/", "/%00/", "/" + "长" * 900 + "/", "/a/../../etc/passwd", "/nongye/%FF%FE/", "/<script>/"]
)
def test_no_lost_address_breaks_the_page(county, client, address):
    page = client.get(address)
    assert (
        page.status_code == 404 and "没有这个页面" in page.content.decode() and "<script>" not in page.content.decode()
    )


@override_settings(SITE_URL="https://gk.example.gov.cn")
def test_the_addresses_on_which_an_item_appears_are_all_named(county, item, client):
    topic = column_of(county, code="topic", title="专题", topic=True)
    placed = published(county, title="也列入专题的", document_number="", also_in=[topic.pk])
    named = public_urls_of(placed)
    for address in ("/", "/nongye/", "/items/", "/policies/", "/nongye/policies/", "/nongye/catalogue/",
                    "/nongye/catalogue/documents/", "/nongye/catalogue/topic/", "/feed.json", "/nongye/feed.rss",
                    "/nongye/catalogue/topic/feed.atom", placed.get_absolute_url(), item.get_absolute_url(),
                    "/sitemap.xml", "/sitemap-1.xml"):  # fmt: skip
        assert address in named, address
        page = client.get(address)
        assert page.status_code == 200
        if not address.startswith("/sitemap.xml"):
            shown = json.dumps(page.json(), ensure_ascii=False) if address.endswith("json") else page.content.decode()
            assert placed.index_number in shown, address
