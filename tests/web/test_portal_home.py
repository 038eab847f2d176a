"""The portal's first pages: plain reading leaves no trace, columns lead to their pages, what was dissolved says so."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from gongkai.organs.levels import OrganKind
from gongkai.organs.roles import Role
from gongkai.web.accounts.models import Session
from gongkai.web.log.actors import SYSTEM
from gongkai.web.log.services import save
from gongkai.web.organs.models import Organ, Reorganisation, Succession
from gongkai.web.portal.meta import article_meta, column_meta
from tests.web.conftest import County, make_organ, signed_in

PAGES = ("/", "/nongye/", "/site-map/", "/help/accessibility/")


def metas(page: Any) -> dict[str, str]:
    return dict(re.findall(r'<meta name="(\w+)" content="([^"]*)">', page.content.decode()))


def test_plain_reading_sets_no_cookie_and_begins_no_session(county: County, client: Client) -> None:
    for path in PAGES:
        page = client.get(path)
        assert page.status_code == 200
        assert not page.cookies
        assert "Cookie" in page["Vary"]
        assert not Session.objects.exists()


def test_every_page_has_one_heading_and_the_tags_of_the_site(county: County, client: Client) -> None:
    for path in PAGES:
        page = client.get(path)
        text = page.content.decode()
        assert text.count("<h1") == 1
        assert metas(page)["SiteName"] == "青石县人民政府"
        assert metas(page)["SiteDomain"] == "127.0.0.1:8000"
        assert "SiteIDCode" not in metas(page)
        assert " style=" not in text
        assert "<script" not in text


def test_the_code_of_the_site_stands_in_the_tags_and_at_the_foot(county: County, client: Client) -> None:
    county.government.site_code = "4302210001"
    save(county.government, "change_organ", by=SYSTEM, organ=county.government)
    page = client.get("/nongye/")
    assert metas(page)["SiteIDCode"] == "4302210001"
    assert "网站标识码：4302210001" in page.content.decode()


def test_filing_numbers_are_shown_only_when_given(county: County, client: Client, settings: Any) -> None:
    assert "ICP备" not in client.get("/").content.decode()
    settings.ICP, settings.POLICE_RECORD = "湘ICP备12345678号", "湘公网安备43022102000001号"
    text = client.get("/").content.decode()
    assert "湘ICP备12345678号" in text
    assert "湘公网安备43022102000001号" in text


def test_the_first_page_asks_no_more_for_fifty_organs_than_for_three(
    county: County, client: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(50):
        make_organ(f"ju-{number}", f"青石县第{number}局", OrganKind.DEPARTMENT, county.government)
    for path in ("/", "/site-map/"):
        with django_assert_max_num_queries(12):
            assert "青石县第49局" in client.get(path).content.decode()


def test_an_empty_installation_has_a_first_page(client: Client, db: None) -> None:
    page = client.get("/")
    assert page.status_code == 200
    assert "还没有录入机关" in page.content.decode()
    assert client.get("/site-map/").status_code == 200


def test_organs_of_other_places_stand_apart(county: County, client: Client) -> None:
    make_organ("linxian", "临县工业和信息化局", OrganKind.DEPARTMENT)
    text = client.get("/").content.decode()
    assert (
        text.index("政府部门") < text.index("青石县教育局") < text.index("其他机关") < text.index("临县工业和信息化局")
    )


def test_columns_without_a_page_are_not_linked(county: County, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from gongkai.law import platform_columns as law
    from gongkai.web.portal import columns

    made = law.PlatformColumn("later", "以后才有的栏目", "later", "说明", "依据")
    known = law.platform_columns(date(2024, 1, 1))
    monkeypatch.setattr(columns, "platform_columns", lambda on: (*known, made))
    text = client.get("/nongye/").content.decode()
    assert "依申请公开" in text
    assert "以后才有的栏目" not in text


def test_a_dissolved_organ_says_so_and_names_its_successor(county: County, client: Client) -> None:
    county.other.dissolved_on = date(2024, 3, 1)
    save(county.other, "change_organ", by=SYSTEM, organ=county.other)
    merger = Reorganisation(kind="merge", on=date(2024, 3, 1), basis="青发〔2024〕2号")
    save(merger, "reorganise", by=SYSTEM, organ=county.government)
    handed = Succession(reorganisation=merger, predecessor=county.other, successor=county.bureau, what="农民教育")
    save(handed, "succeed", by=SYSTEM, organ=county.government)
    text = client.get("/jiaoyu/").content.decode()
    assert "本机关已于2024年3月1日撤销" in text
    assert '农民教育由<a href="/nongye/">青石县农业农村局</a>承接，依据青发〔2024〕2号' in text
    assert "青石县教育局" not in client.get("/").content.decode()
    assert "已撤销的机关" in client.get("/site-map/").content.decode()


def test_an_organ_that_is_to_be_dissolved_is_still_there(county: County, client: Client) -> None:
    county.other.dissolved_on = date(2999, 3, 1)
    save(county.other, "change_organ", by=SYSTEM, organ=county.other)
    assert "本机关将于2999年3月1日撤销" in client.get("/jiaoyu/").content.decode()
    assert "青石县教育局" in client.get("/").content.decode()


def test_what_does_not_exist_is_told_with_a_way_on(county: County, client: Client) -> None:
    page = client.get("/meiyou/")
    assert page.status_code == 404
    assert "网站地图" in page.content.decode()


def test_the_mode_for_older_readers_is_kept_and_shown(county: County, client: Client) -> None:
    assert "长者模式（大字版）" in client.get("/").content.decode()
    went = client.get("/help/comfort/?to=on&back=/nongye/?page=2")
    assert (went.status_code, went["Location"]) == (302, "/nongye/?page=2")
    text = client.get("/nongye/").content.decode()
    assert 'class="comfort"' in text
    assert "长者模式已打开" in text
    client.get("/help/comfort/?to=off")
    assert "长者模式已打开" not in client.get("/").content.decode()


@pytest.mark.parametrize(
    "back",
    [
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "http://testserver//elsewhere.example/",
        "http://testserver/\\elsewhere.example",
        "\\\\elsewhere.example",
        "javascript:alert(1)",
        "http:///elsewhere.example",
    ],
)
def test_the_way_back_never_leads_to_another_site(client: Client, db: None, back: str) -> None:
    went = client.get("/help/comfort/", {"to": "on", "back": back}, headers={"referer": back})
    assert re.fullmatch(r"/(?![/\\]).*", went["Location"])


def test_who_names_no_way_back_returns_to_where_he_was(client: Client, db: None) -> None:
    went = client.get("/help/comfort/?to=on", headers={"referer": "http://testserver/site-map/?a=1"})
    assert went["Location"] == "/site-map/?a=1"


def test_messages_of_another_page_are_shown_once(county: County, client: Client) -> None:
    signed_in(client, county.person(Role.FOI_OFFICER))
    assert client.get("/").status_code == 200


def test_a_column_has_its_four_tags() -> None:
    assert dict(column_meta("通知公告", kind="信息公开", description="通知", keywords=("通知", "公告")).tags) == {
        "ColumnName": "通知公告",
        "ColumnDescription": "通知",
        "ColumnKeywords": "通知,公告",
        "ColumnType": "信息公开",
    }


def test_an_article_has_its_tags_with_whole_addresses_and_beijing_time() -> None:
    at = timezone.make_aware(datetime(2024, 9, 25, 9, 5))
    meta = article_meta(
        "标题", published_at=at, source="青石县农业农村局", url="/items/1/", image="/a.png", column="公告"
    )
    tags = dict(meta.tags)
    assert tags["PubDate"] == "2024-09-25 09:05"
    assert tags["Url"] == "http://127.0.0.1:8000/items/1/"
    assert tags["Image"] == "http://127.0.0.1:8000/a.png"
    assert (tags["ColumnName"], tags["ColumnType"]) == ("公告", "信息公开")
    assert "Author" not in tags


def test_words_in_tags_cannot_become_markup(county: County, client: Client) -> None:
    county.bureau.name = '青石县"><script>局'
    Organ.objects.filter(pk=county.bureau.pk).update(name=county.bureau.name)
    assert "<script>" not in client.get("/nongye/").content.decode()
