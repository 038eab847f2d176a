"""What public pages have in common is kept in the process, by stamp: never older than what is public, and nobody's in particular."""

from __future__ import annotations

from datetime import date

import pytest
from conftest import signed_in
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from publishing_walks import column_of, published, who

from gongkai.organs.roles import Role
from gongkai.web.log.actors import SYSTEM
from gongkai.web.log.services import save
from gongkai.web.portal import kept
from gongkai.web.portal.item_urls import item_url
from gongkai.web.portal.lists.rows import Rows, lines
from gongkai.web.publishing import services
from gongkai.web.publishing.column_queries import beside
from gongkai.web.publishing.models import Item, PublicStamp
from gongkai.web.publishing.prepared import Given, Prepared
from gongkai.web.publishing.queries import public_items

LIST = "/nongye/catalogue/"


@pytest.fixture(autouse=True)
def _pages_are_made_anew(settings):
    settings.CACHES = settings.CACHES | {"pages": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}


def text(client, address):
    return client.get(address).content.decode()


def test_a_change_shows_at_once_in_every_part_that_is_kept(county, client):
    item = published(county, title="关于秋粮收购的通知")
    here = item.get_absolute_url()
    assert "青石县农业农村局" in text(client, here) and "青石县农业农村局" in text(client, LIST)
    county.bureau.name, county.bureau.phone = "青石县农业农村和水利局", "0730-1234567"
    save(county.bureau, "edit_organ", by=SYSTEM, organ=county.bureau)
    county.government.name = "青石县人民政府（新）"
    save(county.government, "edit_organ", by=SYSTEM, organ=county.government)
    for address in (here, LIST):
        page = text(client, address)
        assert "青石县农业农村局" not in page
        assert "青石县农业农村和水利局" in page and "主办单位：青石县人民政府（新）" in page
    assert "0730-1234567" in text(client, here)


def test_the_columns_and_counts_beside_a_list_follow_what_happens(county, client):
    first = published(county)
    assert "1件" in text(client, LIST)
    published(county, title="又一件", column=column_of(county, code="others", title="另一个栏目"))
    page = text(client, LIST)
    assert "另一个栏目" in page and "共2件" in page
    services.withdraw(first, by=who(county, Role.FOI_OFFICER), reason="内容有误")
    page = text(client, LIST)
    assert "共1件" in page and first.title not in page
    assert client.get(first.get_absolute_url()).status_code == 410


def test_a_change_made_by_another_process_is_seen_by_its_stamp(county, client):
    item = published(county)
    text(client, item.get_absolute_url())
    # 另一个进程改的：本进程里没有任何信号，只有数据库变了
    type(county.bureau).objects.filter(pk=county.bureau.pk).update(name="青石县新局")
    PublicStamp.objects.filter(organ=county.bureau).update(number=10_000)
    assert "青石县新局" in text(client, item.get_absolute_url())


def test_nothing_made_for_a_signed_in_reader_is_kept_or_given_what_is_kept(county, client):
    item = published(county)
    kept._kept = kept._Kept()
    signed_in(client, county.person(Role.INFO_OFFICER))
    for address in (item.get_absolute_url(), LIST, "/nongye/"):
        assert client.get(address).status_code == 200
    assert kept._kept.things == {}


def test_what_is_kept_names_no_reader(county, client):
    item = published(county)
    kept._kept = kept._Kept()
    text(client, f"{item.get_absolute_url()}?from=somebody")
    text(client, f"{LIST}?page=1&from=somebody")
    client.cookies["comfort"] = "on"
    text(client, f"{LIST}?from=somebody")
    assert kept._kept.things
    assert "somebody" not in repr(kept._kept.things) and "长者模式" not in repr(kept._kept.things)


def test_the_larger_type_is_shown_to_those_who_chose_it_and_to_nobody_else(county, client):
    item = published(county)
    plain = text(client, item.get_absolute_url())
    client.cookies["comfort"] = "on"
    assert "退出长者模式" in text(client, item.get_absolute_url())
    del client.cookies["comfort"]
    assert text(client, item.get_absolute_url()) == plain


def test_without_a_stamp_and_under_another_one_things_are_made_anew():
    made = []
    assert [kept.keep("", "x", lambda: made.append(1)) for _ in range(2)] == [None, None]
    assert len(made) == 2
    assert [kept.keep(stamp, "x", lambda: len(made)) for stamp in ("a", "a")] == [2, 2]
    made.append(1)
    assert [kept.keep(stamp, "x", lambda: len(made)) for stamp in ("a", "b", "a")] == [2, 3, 3]


def test_no_more_is_kept_than_fits(monkeypatch):
    monkeypatch.setattr(kept, "MOST", 3)
    for number in range(10):
        kept.keep("s", number, lambda: "x")
        assert len(kept._kept.things) <= 3


def test_pages_ask_the_database_no_more_than_a_few_things(county, client, django_assert_num_queries):
    items = [published(county, title=f"第{n}件") for n in range(3)]
    for address, most in ((LIST, 3), (items[1].get_absolute_url(), 6)):
        client.get(address)
        with django_assert_num_queries(most):
            client.get(address)


@given(number=st.text("ABC019-/（）. %é", min_size=1, max_size=30))
def test_the_address_of_an_item_is_the_one_that_reversing_gives(number):
    try:
        wanted = reverse("portal:item", args=[number])
    except Exception:
        return
    if not number.startswith("/"):
        assert item_url(number) == wanted
        assert item_url(number, "item_print") == reverse("portal:item_print", args=[number])


def test_a_prepared_question_answers_as_the_same_one_asked_in_the_usual_way(county):
    items = [published(county, title=f"第{n}件", document_number=f"青农发〔2024〕{n}号") for n in range(3)]
    by_number = Prepared(lambda: Item.objects.filter(index_number=Given("number")).select_related("organ"))
    for item in items:
        (found,) = by_number(number=item.index_number)
        assert found == item and found.organ == item.organ
        assert {name: getattr(found, name) for name in ("title", "signed_on", "published_at", "details")} == {
            name: getattr(item, name) for name in ("title", "signed_on", "published_at", "details")
        }
    assert by_number(number="没有") == []
    dated = Prepared(
        lambda: Item.objects.filter(signed_on=Given("day"), published_at__gte=Given("at")).values_list("pk")
    )
    assert len(dated(day=date(2024, 9, 20), at=items[1].published_at)) == 2
    assert Prepared(lambda: Item.objects.filter(pk__in=[]))() == []


def test_neighbours_published_in_the_same_moment_stand_in_the_order_of_their_keys(county):
    at = timezone.now()
    items = [published(county, title=f"第{n}件", at=at) for n in range(3)]
    assert {item.published_at for item in items} == {at}
    assert [beside(item) for item in items] == [(None, items[1]), (items[0], items[2]), (items[1], None)]


def test_lines_of_a_list_need_nothing_more_from_the_database(county, django_assert_num_queries):
    for number in range(3):
        published(county, title=f"第{number}件")
    for organ, asked in ((county.bureau, 2), (None, 2)):
        with django_assert_num_queries(asked):
            shown = lines(Rows((public_items(), 3), organ=organ)[0:20])
            assert [(line.title, line.item.organ.short_name) for line in shown] == [
                (f"第{number}件", county.bureau.short_name) for number in (2, 1, 0)
            ]
