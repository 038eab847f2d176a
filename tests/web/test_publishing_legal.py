"""The review of legality and privacy: asked for by the office, and not to be passed over once it was asked for."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone
from publishing_walks import GIVEN, reviewed, submitted, who

from gongkai.casework import NotAllowed
from gongkai.organs.roles import Role
from gongkai.web.casework.services import options
from gongkai.web.publishing import services
from gongkai.web.publishing.models import Publication, Review
from tests.web.conftest import verified

MATTER = "附件名单是否涉及个人隐私"


def at_office(county):
    return reviewed(county, submitted(county), upto="office_review")


def referred(county):
    version = at_office(county)
    services.refer_legal(version, by=who(county, Role.FOI_OFFICER), matter=MATTER)
    return version


def again(county, version):
    services.submit(version, by=who(county, Role.INFO_OFFICER))
    return reviewed(county, version, upto="office_review")


def test_what_passed_the_legal_review_is_decided_by_the_office(county):
    version = referred(county)
    assert version.state == "legal_review"
    made = services.review(version, by=who(county, Role.LEGAL_REVIEWER), conclusion="passed", **GIVEN)
    assert (made.stage, version.state) == ("legal", "office_review")
    services.review(version, by=who(county, Role.FOI_OFFICER), conclusion="cleared", **GIVEN)
    services.publish(version, by=who(county, Role.FOI_OFFICER))
    assert version.state == "published"


def test_the_office_is_asked_what_is_to_be_looked_at(county):
    with pytest.raises(NotAllowed, match="请填写要审核的事项"):
        services.refer_legal(at_office(county), by=who(county, Role.FOI_OFFICER), matter=" ")


def test_only_the_legal_reviewer_makes_the_legal_review(county):
    version = referred(county)
    for role in set(Role) - {Role.LEGAL_REVIEWER}:
        with pytest.raises(NotAllowed):
            services.review(version, by=who(county, role), conclusion="passed", **GIVEN)
    with pytest.raises(NotAllowed, match="等待合法性、隐私审查"):
        services.publish(version, by=who(county, Role.FOI_OFFICER))


def test_a_wording_returned_by_the_legal_reviewer_is_not_cleared_when_it_comes_back_unchanged(county):
    version = referred(county)
    services.review(version, by=who(county, Role.LEGAL_REVIEWER), conclusion="returned", **GIVEN)
    assert version.state == "draft"
    again(county, version)
    with pytest.raises(NotAllowed, match="还没有通过，不能审定公开"):
        services.review(version, by=who(county, Role.FOI_OFFICER), conclusion="cleared", **GIVEN)
    services.refer_legal(version, by=who(county, Role.FOI_OFFICER), matter=MATTER)
    services.review(version, by=who(county, Role.LEGAL_REVIEWER), conclusion="passed", **GIVEN)
    services.review(version, by=who(county, Role.FOI_OFFICER), conclusion="cleared", **GIVEN)
    assert version.state == "cleared"


def test_who_takes_a_draft_back_does_not_escape_the_legal_review(county):
    version = referred(county)
    services.recall(version, by=who(county, Role.INFO_OFFICER), reason="等一等")
    again(county, version)
    with pytest.raises(NotAllowed, match="还没有通过"):
        services.review(version, by=who(county, Role.FOI_OFFICER), conclusion="cleared", **GIVEN)


def test_a_changed_wording_is_decided_on_its_own(county):
    version = referred(county)
    services.review(version, by=who(county, Role.LEGAL_REVIEWER), conclusion="returned", **GIVEN)
    services.edit_draft(version, by=who(county, Role.INFO_OFFICER), body_html="<p>隐去名单。</p>")
    again(county, version)
    services.review(version, by=who(county, Role.FOI_OFFICER), conclusion="cleared", **GIVEN)
    assert version.state == "cleared"


def test_the_database_publishes_nothing_that_the_legal_reviewer_returned_last(county):
    version = referred(county)
    services.review(version, by=who(county, Role.LEGAL_REVIEWER), conclusion="returned", **GIVEN)
    cheated = Review.objects.create(
        wording=version.wording,
        stage="office",
        conclusion="cleared",
        reviewer=county.person(Role.FOI_OFFICER),
        at=timezone.now(),
        **GIVEN,
    )
    with pytest.raises(DatabaseError, match="没有通过审查"), transaction.atomic():
        Publication.objects.create(version=version, review=cheated, conclusion="cleared", published_at=timezone.now())


def test_the_time_can_be_taken_back_only_when_one_is_set(county):
    version = reviewed(county, submitted(county))
    office = who(county, Role.FOI_OFFICER)
    with pytest.raises(NotAllowed, match="没有定时，不需要取消"):
        services.unschedule(version, by=office)
    services.schedule(version, by=office, publish_at=timezone.now() + timedelta(days=1))
    assert {each.move.name for each in options(version, office) if each.possible} >= {"unschedule"}


def test_the_legal_reviewer_is_shown_what_to_look_at_and_records_the_conclusion(county, client):
    version = referred(county)
    page = verified(client, county.person(Role.LEGAL_REVIEWER))
    first = page.get("/workbench/").content.decode()
    assert "等待合法性、隐私审查的信息" in first
    address = f"/workbench/items/{version.item_id}/review/"
    assert MATTER in page.get(address).content.decode()
    page.post(address, {"conclusion": "passed", "wording": version.wording.pk, **GIVEN})
    version.refresh_from_db()
    assert version.state == "office_review"
