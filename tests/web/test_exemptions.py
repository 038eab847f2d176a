"""Whether something may be published is decided on record before it is proposed to withhold it, and looked at again every year."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from exemption_walks import PROCESS, PUBLIC, SECRET, assessed, withheld
from publishing_walks import drafted, who

from gongkai.organs.roles import Role
from gongkai.publishing.exemptions import Incomplete
from gongkai.web.exemptions import services
from gongkai.web.exemptions.models import Assessment
from gongkai.web.exemptions.queries import awaiting, due, latest
from gongkai.web.exemptions.triggers import standing
from gongkai.web.log.services import events_of
from gongkai.web.publishing import services as publishing
from tests.web.conftest import signed_in, verified

REASON = {"reason": "决定还没有作出。", "basis": "《条例》第十八条"}


def submit(county, version):
    return publishing.submit(version, by=who(county, Role.INFO_OFFICER))


def test_what_is_not_to_be_published_is_not_submitted_without_an_assessment(county):
    version = drafted(county, disclosure_class="withheld", ground="过程性信息")
    with pytest.raises(ValidationError, match="送审以前要先作公开属性认定"):
        submit(county, version)
    assessed(county, version, PROCESS)
    submit(county, version)
    assert version.state == "section_review"


def test_a_proposal_that_the_assessment_does_not_bear_out_is_not_submitted(county):
    version = drafted(county, disclosure_class="on_request", ground="没有列入主动公开的范围")
    assessed(county, version, PROCESS)
    with pytest.raises(ValidationError, match="认定的结果是“不予公开”，两者不一致"):
        submit(county, version)


def test_what_the_law_forbids_is_not_submitted_for_the_public(county):
    version = drafted(county)
    assessed(county, version, SECRET)
    with pytest.raises(ValidationError, match="不能以“主动公开”送审"):
        submit(county, version)
    publishing.edit_draft(version, by=who(county, Role.INFO_OFFICER), body_html="<p>改写以后不再涉密。</p>")
    submit(county, version)


def test_what_is_outside_the_regulations_is_not_submitted(county):
    version = drafted(county, disclosure_class="withheld", ground="不是政府信息")
    assessed(county, version, {"government_information": "no"})
    with pytest.raises(ValidationError, match="不能送审"):
        submit(county, version)


def test_the_outcome_can_be_written_into_the_draft(county):
    version = drafted(county)
    made = assessed(county, version, PROCESS)
    wording = services.adopt(made, by=who(county, Role.INFO_OFFICER))
    assert wording.disclosure_class == "withheld" and "第十六条第二款" in wording.ground
    assert latest(version).made_on(wording)
    submit(county, version)


def test_an_assessment_of_another_text_stays_but_says_so(county):
    version = drafted(county)
    made = assessed(county, version, PROCESS)
    wording = publishing.edit_draft(version, by=who(county, Role.INFO_OFFICER), body_html="<p>另一段话。</p>")
    assert latest(version) == made and not made.made_on(wording)
    with pytest.raises(ValidationError, match="请对现在的文稿重新认定"):
        services.adopt(made, by=who(county, Role.INFO_OFFICER))


def test_answers_are_kept_as_they_read_that_day_with_their_articles(county):
    made = assessed(county, drafted(county), SECRET)
    told = {each["number"]: each for each in made.answers}
    assert told["1"]["article"] == "《条例》第十四条" and told["1"]["question"].startswith("依法确定为国家秘密")
    assert [event.move for event in events_of(made)] == ["assess"]


def test_an_answer_without_its_reason_is_not_kept(county):
    version = drafted(county)
    with pytest.raises(Incomplete, match="为什么不公开"):
        assessed(county, version, PROCESS, reason="")
    assert not Assessment.objects.exists()


def test_assessments_can_only_be_added(county):
    made = assessed(county, drafted(county), PROCESS)
    for statement in (
        "UPDATE exemptions_assessment SET disclosure_class = 'proactive'",
        "DELETE FROM exemptions_assessment",
    ):
        with pytest.raises(DatabaseError, match="只能追加"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert standing(connection)
    with pytest.raises(DatabaseError), transaction.atomic():
        made.delete()


def test_only_a_draft_is_assessed(county):
    version = drafted(county)
    submit(county, version)
    with pytest.raises(ValidationError, match="公开属性只在起草时认定"):
        assessed(county, version, PUBLIC)


def test_what_is_withheld_is_due_after_a_year_and_again_a_year_after_it_was_looked_at(county):
    version = withheld(county)
    today = timezone.localdate()
    assert list(awaiting(county.bureau)) == [version] and not due(county.bureau)
    assert list(due(county.bureau, today + timedelta(days=366))) == [version]
    services.reassess(
        version, by=who(county, Role.FOI_OFFICER), conclusion="keep", at=timezone.now() + timedelta(days=366), **REASON
    )
    assert not due(county.bureau, today + timedelta(days=400))
    assert list(due(county.bureau, today + timedelta(days=740))) == [version]


def test_what_is_to_be_disclosed_becomes_a_draft_and_leaves_the_list(county):
    version = withheld(county)
    services.reassess(version, by=who(county, Role.FOI_OFFICER), conclusion="disclose", **REASON)
    made = version.item.versions.first()
    assert (made.number, made.state, made.wording.disclosure_class, made.wording.ground) == (
        2,
        "draft",
        "proactive",
        "",
    )
    assert not awaiting(county.bureau)
    with pytest.raises(ValidationError, match="不在“不公开的信息”之列"):
        services.reassess(version, by=who(county, Role.FOI_OFFICER), conclusion="keep", **REASON)
    publishing.discard(made, by=who(county, Role.FOI_OFFICER), reason="另有安排")
    assert list(due(county.bureau)) == [version]


def test_who_looks_again_says_why(county):
    with pytest.raises(ValidationError):
        services.reassess(
            withheld(county), by=who(county, Role.FOI_OFFICER), conclusion="keep", reason=" ", basis="《条例》"
        )


def test_the_questions_work_as_a_plain_page_and_lose_nothing_that_was_typed(county, client):
    version = drafted(county)
    page = signed_in(client, county.person(Role.INFO_OFFICER))
    address = f"/workbench/exemptions/assess/{version.item_id}/"
    assert page.get(address).status_code == 200
    given = PUBLIC | {"deliberative": "yes", "deliberative_reason": "", "third_party_reason": "先记在这里"}
    again = page.post(address, given)
    text = again.content.decode()
    assert again.status_code == 422 and "为什么不公开" in text and "先记在这里" in text
    done = page.post(
        address,
        given | {"deliberative_reason": "决定还没有作出", "must_be_public": "no", "severance": "no"},
        follow=True,
    )
    assert "不予公开" in done.content.decode() and "把结果写进草稿" in done.content.decode()
    made = latest(version)
    page.post(f"/workbench/exemptions/results/{made.pk}/adopt/")
    assert version.wording.disclosure_class == "withheld"


def test_a_refused_submission_leads_to_the_questions(county, client):
    version = drafted(county, disclosure_class="withheld", ground="过程性信息")
    page = signed_in(client, county.person(Role.INFO_OFFICER))
    answer = page.post(f"/workbench/items/{version.item_id}/submit/")
    assert answer.status_code == 422
    assert f"/workbench/exemptions/assess/{version.item_id}/" in answer.content.decode()


def test_the_office_sees_what_is_withheld_hands_out_the_list_and_looks_again(county, client):
    version = withheld(county, title="=HYPERLINK(1)的会议纪要")
    page = verified(client, county.person(Role.FOI_OFFICER))
    text = page.get("/workbench/exemptions/").content.decode()
    assert "的会议纪要" in text and "导出清单" in text
    assert "'=HYPERLINK" in page.get("/workbench/exemptions/?to=csv").content.decode("utf-8-sig")
    assert page.get("/workbench/exemptions/?to=docx").content[:2] == b"PK"
    address = f"/workbench/exemptions/withheld/{version.pk}/"
    assert page.post(address, {"conclusion": "keep", "reason": "", "basis": "x"}).status_code == 422
    page.post(address, {"conclusion": "keep", **REASON})
    assert version.reassessments.count() == 1


def test_a_section_reads_the_list_but_does_not_look_again(county, client):
    version = withheld(county)
    page = signed_in(client, county.person(Role.SECTION_HEAD))
    assert "评估</a>" not in page.get("/workbench/exemptions/").content.decode()
    assert (
        page.post(f"/workbench/exemptions/withheld/{version.pk}/", {"conclusion": "keep", **REASON}).status_code == 403
    )


def test_many_proposals_are_checked_with_one_question(county, django_assert_max_num_queries):
    from gongkai.web.exemptions.gate import on_submitting
    from gongkai.web.publishing.signals import together

    wordings = [drafted(county, title=f"第{number}件").wording for number in range(5)]
    with django_assert_max_num_queries(6), together():
        for wording in wordings:
            on_submitting(wording)


def test_the_walk_to_withholding_is_the_ordinary_one(county):
    version = withheld(county)
    assert version.state == "withheld"
    assert [each.stage for each in version.wording.reviews.all()] == ["section", "secrecy", "office"]
