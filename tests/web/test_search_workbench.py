"""The office's page of search: what was looked for in vain, and words that mean the same."""

from __future__ import annotations

from gongkai.organs.roles import Role
from gongkai.publishing.search.query import understand
from gongkai.web.search.models import SearchSynonym
from gongkai.web.search.services import note_missed
from tests.web.conftest import signed_in, verified

PAGE = "/workbench/search/"
GIVEN = {"terms": "便民中心，政务服务中心", "basis": "更名", "since": "2024-01-01"}


def test_only_words_that_several_looked_for_are_shown(client, county):
    for words, times in (("玉米保险", 3), ("某人的名字", 2)):
        for _ in range(times):
            note_missed(understand(words))
    page = verified(client, county.person(Role.FOI_OFFICER)).get(PAGE).content.decode()
    assert "玉米保险" in page and "某人的名字" not in page


def test_the_office_adds_and_ends_synonyms(client, county):
    officer = verified(client, county.person(Role.FOI_OFFICER))
    assert officer.post(PAGE, GIVEN).status_code == 302
    made = SearchSynonym.objects.get()
    assert made.words == ("便民中心", "政务服务中心")
    assert officer.post(f"{PAGE}synonyms/{made.pk}/end/").status_code == 302
    assert SearchSynonym.objects.get().until is not None


def test_one_word_alone_is_refused_and_what_was_typed_stays(client, county):
    answer = verified(client, county.person(Role.FOI_OFFICER)).post(PAGE, GIVEN | {"terms": "便民中心"})
    assert (
        answer.status_code == 422 and "至少两个词" in answer.content.decode() and "便民中心" in answer.content.decode()
    )


def test_who_writes_items_neither_sees_nor_changes_it(client, county):
    writer = signed_in(client, county.person(Role.INFO_OFFICER))
    assert writer.get(PAGE).status_code == 403 and writer.post(PAGE, GIVEN).status_code == 403
    leader = verified(client, county.person(Role.LEADING_GROUP))
    assert leader.get(PAGE).status_code == 200 and leader.post(PAGE, GIVEN).status_code == 403
    assert not SearchSynonym.objects.exists()
