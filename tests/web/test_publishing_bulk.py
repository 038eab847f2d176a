"""Many items at once end up as if each had gone alone."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from publishing_walks import GIVEN, WORDS, cleared, column_of, published, reviewed, submitted
from publishing_walks import who as actor

from gongkai.casework import NotAllowed
from gongkai.organs.roles import Role
from gongkai.web.casework.services import history_of
from gongkai.web.log.models import Event
from gongkai.web.publishing import services
from gongkai.web.publishing.bulk import Draft, Refused, draft_many, publish_many, review_many, submit_many
from gongkai.web.publishing.models import Item, Review, Version, Wording
from gongkai.web.publishing.releasing import CLOCKWORK

pytestmark = pytest.mark.django_db


def drafts(county, count, **fields):
    column = column_of(county)
    said = WORDS | fields
    return [Draft(column, county.section, said | {"title": f"关于第{n}号收购点的公告"}) for n in range(1, count + 1)]


def walked(county, count):
    versions = draft_many(county.bureau, drafts(county, count), by=actor(county, Role.INFO_OFFICER))
    submit_many(versions, by=actor(county, Role.INFO_OFFICER))
    for role, conclusion in (
        (Role.SECTION_HEAD, "passed"),
        (Role.SECRECY_REVIEWER, "passed"),
        (Role.FOI_OFFICER, "cleared"),
    ):
        review_many(versions, by=actor(county, role), conclusion=conclusion, **GIVEN)
    publish_many(versions, by=actor(county, Role.FOI_OFFICER))
    return versions


def test_each_of_many_has_its_own_reviews_publication_number_and_history(county):
    versions = walked(county, 5)
    items = Item.objects.filter(organ=county.bureau).order_by("pk")
    assert [item.state for item in items] == ["published"] * 5
    assert len({item.index_number for item in items}) == 5
    assert Review.objects.count() == 15
    for version in versions:
        fresh = Version.objects.get(pk=version.pk)
        assert fresh.state == history_of(fresh).state == "published"
        assert fresh.publication.review.wording == fresh.wording
        moves = [event.move for event in history_of(fresh).events]
        assert moves == ["draft", "submit", "pass_section", "pass_secrecy", "clear", "publish"]


def test_many_leave_the_same_traces_as_one_that_went_alone(county):
    alone = published(county)
    walked(county, 1)
    other = Item.objects.exclude(pk=alone.pk).get()
    kept = [
        [(event.move, sorted(event.before), sorted(event.after)) for event in traces(item)] for item in (alone, other)
    ]
    assert kept[0] == kept[1]


def traces(item):
    keys = [str(version.pk) for version in item.versions.all()]
    own = Event.objects.filter(subject_kind="publishing.item", subject_id=str(item.pk))
    return (own | Event.objects.filter(subject_kind="publishing.version", subject_id__in=keys)).order_by("id")


def test_one_that_cannot_be_written_stops_all_and_is_named(county):
    given = drafts(county, 3)
    given[1].fields["signed_on"] = date(2999, 1, 1)
    with pytest.raises(Refused) as refused:
        draft_many(county.bureau, given, by=actor(county, Role.INFO_OFFICER))
    assert list(refused.value.problems) == [1]
    assert not Item.objects.exists()
    assert not Wording.objects.exists()


def test_an_author_cannot_pass_many_of_his_own(county):
    versions = draft_many(county.bureau, drafts(county, 2), by=actor(county, Role.FOI_OFFICER))
    submit_many(versions, by=actor(county, Role.FOI_OFFICER))
    for role in (Role.SECTION_HEAD, Role.SECRECY_REVIEWER):
        review_many(versions, by=actor(county, role), conclusion="passed", **GIVEN)
    with pytest.raises(NotAllowed):
        review_many(versions, by=actor(county, Role.FOI_OFFICER), conclusion="cleared", **GIVEN)


def test_what_waits_at_different_stages_is_not_concluded_together(county):
    versions = draft_many(county.bureau, drafts(county, 2), by=actor(county, Role.INFO_OFFICER))
    submit_many(versions, by=actor(county, Role.INFO_OFFICER))
    review_many(versions[:1], by=actor(county, Role.SECTION_HEAD), conclusion="passed", **GIVEN)
    with pytest.raises(ValidationError):
        review_many(versions, by=actor(county, Role.SECTION_HEAD), conclusion="passed", **GIVEN)


def test_many_ask_the_database_hardly_more_than_a_few_from_draft_to_publication(county):
    asked = []
    walked(county, 1)
    for count in (3, 12):
        with CaptureQueriesContext(connection) as captured:
            walked(county, count)
        asked.append(len(captured))
    assert asked[1] <= asked[0] + 2


def test_an_index_number_that_another_bears_is_refused_whatever_the_case_of_its_letters(county):
    there = published(county)
    draft = Draft(column_of(county), None, {**WORDS, "title": "另一件"}, there.index_number.upper())
    with pytest.raises(Refused, match="已经使用"):
        draft_many(county.bureau, [draft], by=actor(county, Role.INFO_OFFICER))
    twice = [Draft(column_of(county), None, {**WORDS}, number) for number in ("old/2019-00077", "OLD/2019-00077")]
    with pytest.raises(Refused, match="第2件"):
        draft_many(county.bureau, twice, by=actor(county, Role.INFO_OFFICER))


def test_many_of_several_organs_are_not_released_together(county):
    versions = [cleared(county), cleared(county, county.other)]
    with pytest.raises(ValidationError, match="一个机关"):
        publish_many(versions, by=actor(county, Role.FOI_OFFICER))


def test_bulk_release_obeys_what_single_release_obeys(county):
    office = actor(county, Role.FOI_OFFICER)
    held, legal = cleared(county), reviewed(county, submitted(county), upto="office_review")
    services.hold(held, by=office, reason="核对数字")
    services.refer_legal(legal, by=office, matter="是否涉及隐私")
    for version in (held, legal, submitted(county)):
        with pytest.raises(NotAllowed):
            publish_many([version], by=office)
        with pytest.raises((NotAllowed, ValidationError)):
            review_many([version], by=office, conclusion="cleared", opinion="同意", basis="《条例》")
    scheduled = cleared(county)
    services.schedule(scheduled, by=office, publish_at=timezone.now() + timedelta(days=1))
    with pytest.raises(NotAllowed, match="没有到"):
        publish_many([scheduled], by=CLOCKWORK)
