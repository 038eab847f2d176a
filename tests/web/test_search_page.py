"""The page of search: hits, filters, pages, nothing found; whatever is typed, there is a page."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from gongkai.web.search.models import Missed
from tests.web.publishing_walks import column_of, published
from tests.web.test_reports_kept import released, uploaded


@pytest.fixture(autouse=True)
def _nobody_searched_before():
    cache.clear()


def test_hits_are_shown_with_the_words_marked_and_nothing_else_as_markup(client, county):
    published(
        county,
        title="关于<b>秋粮</b>收购的通知",
        body_html="<p>秋粮收购价格按<strong>国家</strong>规定执行 &lt;script&gt;x()&lt;/script&gt;。</p>",
    )
    page = client.get("/search/?q=秋粮").content.decode()
    assert "<mark>秋粮</mark>" in page
    assert "<b>" not in page and "<script>x" not in page
    assert "共1件" in page


def test_filters_stay_in_the_address_and_narrow_the_hits(client, county):
    published(county)
    published(county, county.other, title="关于秋粮收购的公告", genre="announcements", document_number="")
    page = client.get("/search/", {"q": "秋粮"}).content.decode()
    assert "共2件" in page and "?q=%E7%A7%8B%E7%B2%AE&amp;organ=jiaoyu" in page
    narrowed = client.get("/search/", {"q": "秋粮", "organ": "jiaoyu"})
    assert "共1件" in narrowed.content.decode()
    assert "共1件" in client.get("/search/?q=秋粮&genre=announcements").content.decode()
    assert "共1件" in client.get("/search/?validity=in_force").content.decode()


def test_a_column_of_an_organ_holds_what_is_below_it(client, county):
    top = column_of(county, code="top", title="政策")
    published(county, column=column_of(county, code="below", title="规范性文件", parent=top))
    assert "共1件" in client.get("/search/?organ=nongye&column=top").content.decode()
    assert "没有找到" in client.get("/search/?organ=jiaoyu&column=top&q=玉米").content.decode()


def test_nothing_found_says_what_to_try_and_is_counted_without_the_reader(client, county):
    published(county)
    page = client.get("/search/?q=秋粮 玉米").content.decode()
    assert "没有找到" in page and "?q=%E7%A7%8B%E7%B2%AE" in page and "申请公开" in page
    client.get("/search/?q=秋粮 玉米")
    client.get("/search/?q=370322199001011234")
    assert [(row.words, row.count) for row in Missed.objects.all()] == [("秋粮 玉米", 2)]


@pytest.mark.parametrize(
    "query",
    [
        "q=%00%00",
        "q=%22%22%22",
        "page=99999",
        "page=-1",
        "year=abc",
        "organ=nobody",
        "validity=x",
        "sort=x",
        "q=" + "长" * 300,
        "q=AND+OR+NOT+NEAR(",
        "q=*",
        "q='",
        "theme=|",
    ],
)
def test_no_address_breaks_the_page(client, county, query):
    published(county)
    assert client.get(f"/search/?{query}").status_code == 200


def test_titles_are_suggested_while_one_types(client, county):
    item = published(county)
    assert client.get("/search/suggest/?q=秋粮").json() == {"titles": [item.title]}
    assert client.get("/search/suggest/?q=秋").json() == {"titles": []}


def test_too_many_searches_in_a_minute_are_put_off(client, county, monkeypatch):
    monkeypatch.setattr("gongkai.web.portal.search.views.SEARCHES_A_MINUTE", 2)
    answers = [client.get("/search/?q=秋粮").status_code for _ in range(4)]
    assert answers.count(200) >= 2 and answers[-1] == 429


def test_a_page_of_hits_asks_the_database_as_much_for_twenty_as_for_one(client, county, django_assert_max_num_queries):
    for number in range(3):
        published(county, title=f"关于秋粮收购的第{number}个通知", document_number="")
    with django_assert_max_num_queries(18):
        client.get("/search/?q=秋粮")


def links_beside(client, words, **more):
    return client.get("/search/", {"q": words, **more}).context["beside"]


@pytest.mark.parametrize("words", ["青石县农业农村局", "农业农村局", "农业农村", "农业农村局的政府信息公开指南"])
def test_an_organ_that_is_named_is_offered_itself(client, county, words):
    assert ("青石县农业农村局", "/nongye/") in links_beside(client, words)


def test_the_guide_is_offered_where_it_is_asked_for(client, county):
    assert ("青石县农业农村局政府信息公开指南", "/nongye/guide/") in links_beside(client, "农业农村局公开指南")


def test_words_that_name_neither_organ_nor_report_offer_nothing(client, county):
    for words in ("秋粮收购", "%", "的", "x" * 300, "'; DROP", "_"):
        assert links_beside(client, words) == []


def test_a_report_is_offered_by_its_year_once_it_is_in_force(client, county):
    kept = uploaded(county)
    said = f"农业农村局{kept.year}年年报"
    assert [each for each, _ in links_beside(client, said)] == ["青石县农业农村局"]
    released(county, kept)
    kept.refresh_from_db()
    assert (kept.title, kept.public_url) in links_beside(client, said)
    assert kept.title not in dict(links_beside(client, f"农业农村局{kept.year - 1}年年报"))
    assert kept.title not in dict(links_beside(client, f"教育局{kept.year}年年报"))
