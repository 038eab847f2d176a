"""Lists of the portal: what narrows them, how much of it there is, the policy library, services, topics."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

import pytest
from django.utils import timezone
from lxml import html
from publishing_walks import column_of, published, who
from standing_county import standing_county

from gongkai.organs.roles import Role
from gongkai.web.organs.models import Organ
from gongkai.web.portal.lists import facets, filters
from gongkai.web.portal.lists.rows import Rows
from gongkai.web.publishing import services
from gongkai.web.publishing.queries import public_items

GUIDE = {
    "basis": "《农药管理条例》第二十四条\n《农药经营许可管理办法》第四条", "conditions": "有固定场所", "materials": "申请表\n营业执照",
    "procedure": "提交\n受理\n发证", "time_limit": "5个工作日", "fee": "不收费", "place": "政务服务中心", "contact": "0533-0000000",
    "online": "https://zwfw.example.gov.cn/a?b=1",
}  # fmt: skip


def text_of(page):
    return " ".join(html.fromstring(page.content.decode()).get_element_by_id("main").text_content().split())


def titles_of(page):
    tree = html.fromstring(page.content.decode())
    return [node.text for node in tree.xpath('//ul[contains(@class,"list")]/li/a[1]')]


@pytest.fixture(scope="module")
def standing(django_db_setup, django_db_blocker):
    """A document of each validity, one signed long ago; a guide. Published once for all tests here."""
    today = timezone.localdate()
    with standing_county(django_db_blocker) as county:
        made = {
            "valid": published(county, title="现行的办法", theme="0602", signed_on=date(2024, 9, 20)),
            "repealed": published(
                county, title="废止的办法", document_number="青农发〔2022〕1号", signed_on=date(2022, 3, 1)
            ),
            "expired": published(
                county,
                title="失效的办法",
                document_number="",
                signed_on=date(2020, 3, 1),
                expires_on=today - timedelta(days=1),
            ),
            "old": published(county, title="很早的办法", document_number="", signed_on=date(2005, 3, 1)),
            "not_yet": published(
                county, title="将来的办法", document_number="", effective_on=today + timedelta(days=9)
            ),
        }
        made["repealed"] = services.repeal(
            made["repealed"], by=who(county, Role.FOI_OFFICER), on=date(2025, 1, 1), ground="青政发〔2024〕9号"
        )
        made["guide"] = published(
            county, title="农药经营许可", genre="services", document_number="", details=GUIDE, audience="farmers"
        )
        yield county, made


@pytest.fixture
def county(standing, db):
    return standing[0]


@pytest.fixture
def library(standing, db):
    return standing[1]


def test_every_count_of_a_facet_is_the_length_of_the_list_that_it_leads_to(library, client):
    items = public_items()
    rows = facets.counted(items)
    for chosen in ({}, {"year": "2024"}, {"validity": "valid"}, {"theme": "06", "validity": "valid"}):
        asked = filters.read(chosen, *chosen)
        assert facets.total(rows, asked) == filters.narrowed(items, asked).count()
        for facet in facets.facets(rows, asked, ("validity", "genre", "year", "theme", "organ", "audience")):
            for choice in facet.choices:
                if choice.chosen:
                    continue
                given = dict(pair.split("=") for pair in choice.query[1:].split("&"))
                wanted = filters.narrowed(items, filters.read(given, *given))
                assert wanted.count() == choice.count, (chosen, facet.name, choice.title)


def test_a_count_follows_what_is_published_and_withdrawn(county, library, client):
    def shown():
        return text_of(client.get("/nongye/policies/"))

    assert "共5件" in shown()
    services.withdraw(library["old"], by=who(county, Role.FOI_OFFICER), reason="涉及个人信息")
    assert "共4件" in shown()


def test_what_binds_today_comes_first_in_the_policy_library(library, client):
    titles = titles_of(client.get("/policies/"))
    assert set(titles[:2]) == {"现行的办法", "很早的办法"}
    assert titles[2:] == ["将来的办法", "废止的办法", "失效的办法"]
    text = text_of(client.get("/policies/", {"validity": "repealed"}))
    assert "废止的办法" in text and "现行的办法" not in text
    assert titles_of(client.get("/nongye/policies/", {"sort": "oldest"}))[0] == "现行的办法"
    assert titles_of(client.get("/jiaoyu/policies/")) == []
    assert titles_of(client.get("/policies/", {"organ": "nongye", "year": "before"})) == ["很早的办法"]


@pytest.mark.parametrize(
    "query",
    ["year=99999999999999999999", "year=²⁰²⁴", "year=-1", "genre=x'--", "theme=%00", "organ=%E5%86%9C", "validity=1",
     "sort=id", "page=999999999999999999999", "q=" + "字" * 500, "q=%00%25_", "q=((((", "year=2024&year=2023"],
)  # fmt: skip
def test_nonsense_in_the_address_of_a_list_is_left_out(county, client, query):
    for address in ("/policies/", "/items/", "/services/", "/nongye/catalogue/", "/feed.rss", "/policies/policies.csv"):
        page = client.get(f"{address}?{query}")
        assert page.status_code == 200, address


def test_numbers_are_found_in_any_brackets(library, client):
    for words in ("青农发[2022]1号", "青农发（2022）1", "废止 办法"):
        assert titles_of(client.get("/policies/", {"q": words})) == ["废止的办法"]


def test_the_table_of_policies_holds_what_the_filters_leave(library, client):
    page = client.get("/policies/policies.csv", {"validity": "expired"})
    text = b"".join(page.streaming_content).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["标题"], row["有效性"]) == ("失效的办法", "失效")


def test_an_interpretation_and_its_document_lead_to_each_other(county, library, client):
    from gongkai.web.publishing.models import Relation
    from gongkai.web.publishing.relating import relate

    said = {"form": "text"}
    told = published(county, title="现行的办法的解读", genre="interpretations", document_number="", details=said)
    relate(told, Relation.Kind.INTERPRETS, by=who(county, Role.FOI_OFFICER), target=library["valid"])
    assert told.get_absolute_url() in client.get("/policies/").content.decode()
    assert told.get_absolute_url() in client.get(library["valid"].get_absolute_url()).content.decode()
    assert library["valid"].get_absolute_url() in client.get(told.get_absolute_url()).content.decode()


def test_a_guide_shows_its_elements_and_the_way_in_online(library, client):
    guide = library["guide"]
    listed = client.get("/services/").content.decode()
    assert "农药经营许可" in listed and "https://zwfw.example.gov.cn/a?b=1" in listed and "5个工作日" in listed
    assert "农药经营许可" in text_of(client.get("/nongye/services/", {"q": "农药"}))
    assert "没有找到" in text_of(client.get("/services/", {"q": "户口"}))
    tree = html.fromstring(client.get(guide.get_absolute_url()).content.decode())
    (table,) = tree.xpath('//table[@class="guide"]')
    assert [node.text for node in table.xpath(".//th")][:3] == ["办理依据", "受理条件", "申请材料"]
    assert [node.text for node in table.xpath(".//td/ol[1]/li")][:2] == [
        "《农药管理条例》第二十四条",
        "《农药经营许可管理办法》第四条",
    ]


def test_a_topic_has_its_own_page_with_what_is_filed_and_placed_in_it(county, client):
    topic = column_of(county, code="harvest", title="秋粮收购", topic=True, introduction="第一行\n<b>第二行</b>")
    part = column_of(county, code="harvest-news", title="收购动态", parent=topic)
    published(county, column=part, title="开秤了", document_number="")
    published(county, title="另处的通知", document_number="", also_in=[topic.pk])
    page = client.get(topic.get_absolute_url())
    text = text_of(page)
    for told in ("专题专栏", "第一行", "<b>第二行</b>", "收购动态", "开秤了", "另处的通知"):
        assert told in text
    assert "<b>第二行" not in page.content.decode()
    for address in ("/", "/nongye/"):
        assert "秋粮收购" in text_of(client.get(address))
    assert client.get("/nongye/catalogue/harvest/picture").status_code == 404
    services.close_column(part, by=who(county, Role.FOI_OFFICER), on=timezone.localdate(), reason="结束")
    services.close_column(topic, by=who(county, Role.FOI_OFFICER), on=timezone.localdate(), reason="结束")
    assert "专题已经结束" in text_of(client.get(topic.get_absolute_url()))
    assert "秋粮收购" not in text_of(client.get("/"))


def test_lists_ask_no_more_for_ten_items_than_for_one(county, client, django_assert_max_num_queries):
    columns = [column_of(county, code=f"c{number}", title=f"栏目{number}") for number in range(3)]
    published(county, column=columns[0])
    addresses = ("/", "/nongye/", "/policies/", "/nongye/policies/", "/services/", "/items/", "/nongye/catalogue/",
                 "/nongye/catalogue/c0/", "/nongye/catalogue/?q=通知", "/site-map/", "/feed.atom", "/nongye/catalogue/c0/feed.json")  # fmt: skip
    asked = {}
    for address in addresses:
        with django_assert_max_num_queries(13) as count:
            client.get(address)
        asked[address] = len(count)
    for number in range(1, 11):
        published(county, column=columns[number % 3], title=f"通知{number}", document_number="")
    services.edit_column(columns[0], by=who(county, Role.FOI_OFFICER), about="变了，计数就要重算")
    for address in addresses:
        with django_assert_max_num_queries(asked[address]):
            client.get(address)


def test_rows_of_several_lists_are_read_as_one(library):
    parts = [(public_items().filter(title=title), 1) for title in ("现行的办法", "废止的办法", "失效的办法")]
    rows = Rows(*parts, (public_items().none(), 0))
    assert [item.title for item in rows] == ["现行的办法", "废止的办法", "失效的办法"]
    assert [item.title for item in rows[1:3]] == ["废止的办法", "失效的办法"]
    assert rows[2].title == "失效的办法" and len(rows) == 3


def test_no_organ_takes_an_address_of_the_site(county):
    from django.core.exceptions import ValidationError

    for code in ("policies", "services", "files", "items", "search"):
        with pytest.raises(ValidationError, match="系统自己用的"):
            Organ(code=code, name="某局", short_name="某局", kind="department", level="county").full_clean()
