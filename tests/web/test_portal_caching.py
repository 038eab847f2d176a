"""Pages that are kept: the same for everybody, and never a moment older than what is public."""

from __future__ import annotations

import pickle
import zlib

import pytest
from conftest import verified
from django.test import Client
from publishing_walks import WORDS, cleared, column_of, published, who

from gongkai.organs.roles import Role
from gongkai.web.log.services import save
from gongkai.web.portal import caching
from gongkai.web.portal.seen import is_seen
from gongkai.web.publishing import services

LOCAL = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}


@pytest.fixture(autouse=True)
def kept(settings, tmp_path):
    """A folder of pages, as several processes share one."""
    backend = "django.core.cache.backends.filebased.FileBasedCache"
    settings.CACHES = settings.CACHES | {"pages": {"BACKEND": backend, "LOCATION": str(tmp_path / "pages")}}
    return tmp_path / "pages"


def pages_in(folder):
    return list(folder.glob("*.djcache")) if folder.exists() else []


def withdrawn(county, item):
    services.withdraw(item, by=who(county, Role.FOI_OFFICER), reason="内容有误")


def test_a_page_is_made_once_and_then_costs_one_question(county, client, django_assert_num_queries):
    item = published(county)
    first = client.get(item.get_absolute_url())
    with django_assert_num_queries(1):
        again = client.get(item.get_absolute_url())
    assert again.content == first.content
    told = {name: value for name, value in again.items() if name != "X-Request-Id"}
    assert told == {name: value for name, value in first.items() if name != "X-Request-Id"}
    assert again["Content-Security-Policy"]


def test_every_list_shows_an_item_with_the_next_request_after_its_publication(county, client):
    column = column_of(county)
    lists = [
        "/",
        "/nongye/",
        "/nongye/catalogue/",
        column.get_absolute_url(),
        "/items/",
        "/policies/",
        "/nongye/feed.atom",
    ]
    for address in lists:
        assert WORDS["title"] not in client.get(address).content.decode()
    published(county)
    for address in lists:
        assert WORDS["title"] in client.get(address).content.decode(), address


def test_a_withdrawn_item_is_gone_with_the_next_request(county, client):
    item = published(county)
    addresses = ["/", "/nongye/", "/nongye/catalogue/", "/items/", "/policies/", "/nongye/feed.json", "/sitemap.xml"]
    tags = {address: client.get(address).get("ETag") for address in [item.get_absolute_url(), *addresses]}
    withdrawn(county, item)
    page = client.get(item.get_absolute_url(), headers={"If-None-Match": tags[item.get_absolute_url()]})
    assert page.status_code == 410
    for address in addresses:
        page = client.get(address, headers={"If-None-Match": tags[address]})
        assert page.status_code == 200
        assert WORDS["title"] not in page.content.decode(), address


def test_an_item_that_was_withdrawn_stays_out_of_the_pages_kept(county, client, kept):
    item = published(county)
    withdrawn(county, item)
    for _ in range(2):
        assert client.get(item.get_absolute_url()).status_code == 410
    assert pages_in(kept) == []


def test_nothing_unpublished_is_ever_kept(county, client, kept):
    version = cleared(county, title="尚未公开的机密标题")
    for address in (
        "/",
        "/nongye/",
        "/nongye/catalogue/",
        "/items/",
        "/nongye/feed.atom",
        f"/items/{version.item_id}/",
    ):
        client.get(address)
    verified(client, county.person(Role.FOI_OFFICER))
    client.get(f"/workbench/items/{version.item_id}/")
    found = pages_in(kept)
    assert found
    for each in found:
        with each.open("rb") as file:
            pickle.load(file)
            page = pickle.loads(zlib.decompress(file.read()))
        assert "尚未公开" not in page.content.decode()


def test_another_process_sees_the_withdrawal_at_once(county, client, settings, tmp_path):
    """Each worker of a server has pages of its own and hears nothing of what another did: the database tells it."""
    item = published(county)

    def in_process(name):
        settings.CACHES = settings.CACHES | {"pages": LOCAL | {"LOCATION": f"{tmp_path}-{name}"}}

    in_process("one")
    assert client.get(item.get_absolute_url()).status_code == 200
    in_process("two")
    withdrawn(county, item)
    in_process("one")
    assert client.get(item.get_absolute_url()).status_code == 410


def test_the_tag_of_a_page_spares_sending_it_again_until_something_changes(county, client):
    published(county)
    page = client.get("/nongye/catalogue/")
    assert page["Cache-Control"] == caching.MAY_BE_KEPT
    unchanged = client.get("/nongye/catalogue/", headers={"If-None-Match": page["ETag"]})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    published(county, title="另一件通知", document_number="青农发〔2024〕13号")
    assert client.get("/nongye/catalogue/", headers={"If-None-Match": page["ETag"]}).status_code == 200


def test_the_name_of_an_organ_is_new_on_every_page_at_once(county, client):
    item = published(county)
    client.get(item.get_absolute_url())
    county.government.phone = "0700-1234567"
    save(
        county.government, "edit_organ", by=who(county, Role.ADMINISTRATOR, county.government), organ=county.government
    )
    assert "0700-1234567" in client.get(item.get_absolute_url()).content.decode()


def test_what_only_staff_see_leaves_the_pages_as_they_are(county, client, django_assert_num_queries):
    published(county)
    client.get("/nongye/catalogue/")
    cleared(county, title="又一件", document_number="青农发〔2024〕14号")
    with django_assert_num_queries(1):
        client.get("/nongye/catalogue/")


def test_pages_in_large_type_are_kept_apart(county, client):
    plain = client.get("/")
    client.cookies["comfort"] = "on"
    large = client.get("/")
    assert b'class="comfort"' in large.content
    assert large["ETag"] != plain["ETag"]
    del client.cookies["comfort"]
    assert client.get("/").content == plain.content


def test_the_signed_in_get_pages_made_for_them_and_leave_none(county, client, kept):
    verified(client, county.person(Role.FOI_OFFICER))
    assert "ETag" not in client.get("/")
    assert pages_in(kept) == []


@pytest.mark.parametrize(
    "address", ["/nongye/apply/", "/applications/look-up/", "/search/?q=粮食", "/items/?q=粮食", "/sign-in/"]
)
def test_pages_with_forms_that_are_posted_and_with_words_are_not_kept(county, client, kept, address):
    page = client.get(address)
    assert page.status_code in (200, 302)
    assert "ETag" not in page
    assert pages_in(kept) == []


def test_no_kept_page_bears_a_token(county, client, kept):
    published(county)
    for address in (
        "/",
        "/nongye/",
        "/nongye/catalogue/",
        "/policies/",
        "/services/",
        "/site-map/",
        "/annual-reports/",
    ):
        page = client.get(address)
        assert "csrf" not in page.content.decode(), address
        assert not page.cookies
    assert len(pages_in(kept)) == 7


def test_asking_for_the_head_of_a_page_keeps_nothing_and_sends_no_body(county, client, kept):
    client.head("/nongye/")
    assert pages_in(kept) == []
    body = client.get("/nongye/").content
    head = client.head("/nongye/")
    assert (head.content, head["Content-Length"]) == (b"", str(len(body)))


def test_a_page_begun_before_a_change_is_not_found_after_it(county, client, monkeypatch):
    """A change between the stamp and the page: what was made of old and new things stays under a key that is past."""
    item = published(county)
    inside = []

    def slow(self, request):
        response = real(self, request)
        if not inside and request.path == item.get_absolute_url():
            inside.append(1)
            withdrawn(county, item)
        return response

    from gongkai.web.components.comfort import VaryOnComfort

    real = VaryOnComfort.__call__
    monkeypatch.setattr(VaryOnComfort, "__call__", slow)
    assert Client().get(item.get_absolute_url()).status_code == 200
    assert Client().get(item.get_absolute_url()).status_code == 410


def test_a_host_that_is_not_ours_gets_no_kept_page(county, client):
    client.get("/")
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400


def test_kinds_of_records_that_are_new_count_as_seen(county):
    from gongkai.web.log.services import happened

    by = who(county, Role.FOI_OFFICER)
    assert is_seen(happened(county.bureau, "edit_organ", by=by))
    assert not is_seen(happened(county.person(Role.AUDITOR), "edit_person", by=by))
