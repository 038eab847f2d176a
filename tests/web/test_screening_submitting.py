"""What the machine finds stands in the way of submission until a person has decided; nothing found is kept in clear."""

from __future__ import annotations

import json

import pytest
from django.core.exceptions import ValidationError
from django.core.serializers import serialize

from gongkai.organs.roles import Role
from gongkai.web.log.models import Event
from gongkai.web.publishing import services as publishing
from gongkai.web.screening import services
from gongkai.web.screening.models import Decision, Screening, ScreeningWord
from gongkai.web.screening.queries import report_of
from tests.web.publishing_walks import drafted, submitted, who

IDENTITY = "420204200206151922"
BODY = f"<p>公示名单：陈志强，身份证号{IDENTITY}，手机13805351234。</p><p>现予公示。</p>"


def drafter(county):
    return who(county, Role.INFO_OFFICER)


def test_a_clean_draft_is_screened_and_submitted(county):
    version = submitted(county)
    made = Screening.objects.get()
    assert version.state == "section_review"
    assert (made.errors, made.wording) == (0, version.wording)


def test_an_undecided_error_keeps_a_draft_from_being_submitted(county):
    version = drafted(county, body_html=BODY)
    with pytest.raises(ValidationError, match="还有1处没有处理（居民身份证号码）"):
        publishing.submit(version, by=drafter(county))
    version.refresh_from_db()
    assert version.state == "draft"


def test_a_decided_error_lets_it_be_submitted_and_the_reviewers_see_the_decision(county):
    version = drafted(county, body_html=BODY)
    found = report_of(version.wording).undecided[0]
    services.decide(version.wording, found.fingerprint, by=drafter(county), choice="kept", reason="本人书面同意公开。")
    publishing.submit(version, by=drafter(county))
    report = report_of(version.wording)
    assert report.screening is not None
    assert [each.decisions[0].reason for each in report.errors] == ["本人书面同意公开。"]


def test_a_decision_holds_after_other_parts_of_the_draft_have_changed(county):
    version = drafted(county, body_html=BODY)
    found = report_of(version.wording).undecided[0]
    services.decide(version.wording, found.fingerprint, by=drafter(county), choice="false_alarm")
    publishing.edit_draft(version, by=drafter(county), body_html="<p>前面加了一段。</p>" + BODY)
    assert report_of(version.wording).undecided == []


def test_another_number_in_the_same_place_is_another_find(county):
    version = drafted(county, body_html=BODY)
    found = report_of(version.wording).undecided[0]
    services.decide(version.wording, found.fingerprint, by=drafter(county), choice="false_alarm")
    other = BODY.replace(IDENTITY, "321283199910074622")
    publishing.edit_draft(version, by=drafter(county), body_html=other)
    assert len(report_of(version.wording).undecided) == 1


def test_what_is_gone_after_an_edit_is_noted_as_mended(county):
    version = drafted(county, body_html=BODY)
    services.screen(version.wording, by=drafter(county))
    publishing.edit_draft(version, by=drafter(county), body_html="<p>公示名单：陈志强。</p>")
    services.screen(version.wording, by=drafter(county))
    choices = set(Decision.objects.values_list("kind", "choice"))
    assert choices == {("identity_number", "mended"), ("mobile", "mended")}


def test_nothing_that_is_stored_holds_a_number_in_clear(county):
    version = drafted(county, body_html=BODY)
    found = report_of(version.wording).undecided[0]
    services.decide(version.wording, found.fingerprint, by=drafter(county), choice="kept", reason="本人书面同意公开。")
    stored = serialize("json", [*Screening.objects.all(), *Decision.objects.all()])
    stored += json.dumps([event.content for event in Event.objects.all()], ensure_ascii=False)
    assert IDENTITY not in stored
    assert "13805351234" not in stored
    assert "420***********1922" in stored


def test_keeping_needs_a_reason(county):
    version = drafted(county, body_html=BODY)
    found = report_of(version.wording).undecided[0]
    with pytest.raises(ValidationError, match="写明理由"):
        services.decide(version.wording, found.fingerprint, by=drafter(county), choice="kept", reason="  ")
    assert not Decision.objects.exists()


def test_the_words_of_an_organ_and_those_passed_on_from_above_are_found(county):
    services.save_word(
        ScreeningWord(organ=county.government, below=True, wrong="青石縣", right="青石县"),
        by=who(county, Role.FOI_OFFICER, county.government),
    )
    services.save_word(
        ScreeningWord(organ=county.other, wrong="收购工作", right="收储工作"),
        by=who(county, Role.FOI_OFFICER, county.other),
    )
    version = drafted(county, title="青石縣收购工作安排")
    found = report_of(version.wording)
    assert [(each.find.kind, each.find.quote) for each in found.shown] == [("wrong_word", "青石縣")]


def test_a_word_taken_out_of_use_silences_the_shipped_one(county):
    version = drafted(county, body_html="<p>把粮食生产做为大事。</p>")
    assert len(report_of(version.wording).shown) == 1
    services.save_word(
        ScreeningWord(organ=county.bureau, wrong="做为", right="作为", active=False), by=who(county, Role.FOI_OFFICER)
    )
    assert report_of(version.wording).shown == []
