"""Search says what the items say: what is published is found, what is not or no more public never is."""

from __future__ import annotations

from gongkai.web.search.backend import backend
from tests.web.publishing_walks import published


def titles(typed, **how):
    return [hit.item.title for hit in backend().search(typed, **how).hits]


def test_a_published_item_is_found_by_title_number_and_text(county):
    item = published(county)
    for typed in (
        "秋粮收购",
        "秋粮",
        "粮",
        "青农发〔2024〕12号",
        "青农发[2024]012号",
        "青农发（2024）第12号",
        "青农发 12号",
        "乡镇 通知",
        item.index_number,
        "事项通知",
    ):
        assert titles(typed) == [item.title], typed
    assert titles("玉米") == []
    page = backend().search("秋粮")
    assert (page.total, page.more) == (1, False)
    assert page.facets["organ"][0].count == 1
    assert "<mark>" in page.hits[0].title
