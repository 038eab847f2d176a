"""What happens to an item between its first draft and its last day in public."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from exemption_walks import PROCESS, assessed
from publishing_walks import GIVEN, WORDS, cleared, column_of, drafted, published, reviewed, submitted, who

from gongkai.casework import NotAllowed
from gongkai.organs.roles import Role
from gongkai.web.casework.services import history_of
from gongkai.web.log.services import events_of
from gongkai.web.organs.authority import acting
from gongkai.web.publishing import queries, services
from gongkai.web.publishing.models import Item, Publication, Review, Version


def both(county, *roles):
    """One person who holds several roles in the bureau."""
    actor = acting(county.person(roles[0]), county.bureau)
    return type(actor)(actor.key, actor.name, actor.person, frozenset(role.value for role in roles))


def test_the_state_rebuilt_from_the_events_is_the_one_that_lists_show(county):
    versions = [drafted(county), submitted(county), cleared(county), published(county).current.version]
    for version in versions:
        stored = Version.objects.get(pk=version.pk)
        assert stored.state == history_of(stored).state
    assert [version.state for version in versions] == ["draft", "section_review", "cleared", "published"]


def test_each_review_is_an_event_and_a_row_with_opinion_and_basis(county):
    item = published(county)
    events = events_of(item.current.version)
    assert [event.move for event in events] == [
        "draft", "submit", "pass_section", "pass_secrecy", "clear", "publish",
    ]  # fmt: skip
    rows = Review.objects.filter(wording__version__item=item)
    assert [row.opinion for row in rows] == [GIVEN["opinion"]] * 3
    assert events[2].facts == GIVEN


def test_nobody_reviews_what_he_wrote_whatever_roles_he_holds(county):
    version = submitted(county)
    author = both(county, Role.INFO_OFFICER, Role.SECTION_HEAD, Role.SECRECY_REVIEWER, Role.FOI_OFFICER)
    with pytest.raises(NotAllowed, match="没有办理过“起草”的人办理"):
        services.review(version, by=author, conclusion="passed", **GIVEN)
    reviewed(county, version, upto="office_review")
    with pytest.raises(NotAllowed, match="没有办理过“起草”的人办理"):
        services.review(version, by=author, conclusion="cleared", **GIVEN)


def test_who_wrote_in_an_earlier_round_does_not_review_the_later_one(county):
    version = submitted(county)
    head = who(county, Role.SECTION_HEAD)
    services.review(version, by=head, conclusion="passed", **GIVEN)
    services.review(version, by=who(county, Role.SECRECY_REVIEWER), conclusion="returned", **GIVEN)
    other = both(county, Role.FOI_OFFICER)
    services.edit_draft(version, by=other, title="改过的标题")
    services.submit(version, by=other)
    first_author = both(county, Role.INFO_OFFICER, Role.SECTION_HEAD)
    with pytest.raises(NotAllowed, match="要由没有参与起草的人办理"):
        services.review(version, by=first_author, conclusion="passed", **GIVEN)
    services.review(version, by=head, conclusion="passed", **GIVEN)


def test_who_made_the_secrecy_review_does_not_decide_on_the_release(county):
    version = reviewed(county, submitted(county), upto="secrecy_review")
    officer = both(county, Role.SECRECY_REVIEWER, Role.FOI_OFFICER)
    services.review(version, by=officer, conclusion="passed", **GIVEN)
    with pytest.raises(NotAllowed, match="没有办理过“保密审查通过”的人"):
        services.review(version, by=officer, conclusion="cleared", **GIVEN)


def test_a_review_without_opinion_or_basis_is_refused_and_says_what_to_write(county):
    version = submitted(county)
    with pytest.raises(NotAllowed, match=r"请填写审查意见.*请填写审查依据"):
        services.review(version, by=who(county, Role.SECTION_HEAD), conclusion="passed", opinion=" ", basis="")
    assert not Review.objects.exists()


def test_a_conclusion_of_another_stage_is_refused(county):
    with pytest.raises(ValidationError, match="这一环节不能作出“同意公开”的结论"):
        services.review(submitted(county), by=who(county, Role.SECTION_HEAD), conclusion="cleared", **GIVEN)


def test_what_is_sent_back_keeps_the_wording_that_was_judged(county):
    version = submitted(county)
    returned = services.review(version, by=who(county, Role.SECTION_HEAD), conclusion="returned", **GIVEN)
    services.edit_draft(version, by=who(county, Role.INFO_OFFICER), body_html="<p>改好的正文</p>")
    assert version.wording.number == 2
    assert returned.wording.number == 1 and "通知如下" in returned.wording.body_html


def test_an_edit_that_changes_nothing_leaves_no_event(county):
    version = drafted(county)
    services.edit_draft(version, by=who(county, Role.INFO_OFFICER), title=WORDS["title"])
    assert [event.move for event in events_of(version)] == ["draft"]


def test_what_is_not_to_be_published_ends_with_its_ground_and_is_never_public(county):
    version = drafted(
        county, disclosure_class="withheld", ground="过程性信息，《条例》第十六条第二款", document_number=""
    )
    assessed(county, version, PROCESS)
    services.submit(version, by=who(county, Role.INFO_OFFICER))
    reviewed(county, version, upto="office_review")
    with pytest.raises(NotAllowed, match="不是“主动公开”，不能通过公开"):
        services.review(version, by=who(county, Role.FOI_OFFICER), conclusion="cleared", **GIVEN)
    services.review(version, by=who(county, Role.FOI_OFFICER), conclusion="withheld", **GIVEN)
    assert version.state == "withheld" and not Item.objects.filter(state="published").exists()


def test_withholding_needs_a_ground(county):
    with pytest.raises(ValidationError, match="请填写理由和依据"):
        drafted(county, disclosure_class="withheld")


def test_an_empty_text_is_not_laid_before_reviewers(county):
    version = drafted(county, body_html="")
    with pytest.raises(ValidationError, match="正文还是空的"):
        services.submit(version, by=who(county, Role.INFO_OFFICER))
    assert Version.objects.get(pk=version.pk).state == "draft"


def test_the_system_sets_when_something_was_published(county):
    before = timezone.now()
    item = published(county)
    assert before <= item.published_at <= timezone.now()
    assert item.published_at == item.current.published_at == item.revised_at


def test_no_time_in_the_past_can_be_set_for_publishing(county):
    version = cleared(county)
    with pytest.raises(NotAllowed, match="不能倒填"):
        services.schedule(version, by=who(county, Role.FOI_OFFICER), publish_at=timezone.now() - timedelta(days=30))


def test_what_is_scheduled_is_published_once_when_its_time_has_come(county):
    version = cleared(county)
    time = timezone.now() + timedelta(hours=2)
    services.schedule(version, by=who(county, Role.FOI_OFFICER), publish_at=time)
    assert services.publish_due() == []
    (made,) = services.publish_due(time + timedelta(minutes=1))
    assert services.publish_due(time + timedelta(minutes=2)) == []
    assert made.published_at == time + timedelta(minutes=1)
    assert Publication.objects.count() == 1
    assert events_of(version).last().actor_name == "系统"


def test_a_schedule_ends_when_it_is_taken_back_held_or_cleared_anew(county):
    officer, late = who(county, Role.FOI_OFFICER), timezone.now() + timedelta(days=2)
    soon = timezone.now() + timedelta(days=1)
    first, second = cleared(county), cleared(county, title="另一份")
    services.schedule(first, by=officer, publish_at=soon)
    services.unschedule(first, by=officer)
    services.schedule(second, by=officer, publish_at=soon)
    services.hold(second, by=officer, reason="等上级批复")
    services.resume(second, by=officer)
    services.review(second, by=officer, conclusion="cleared", **GIVEN)
    assert services.publish_due(late) == []
    with pytest.raises(NotAllowed, match="还没有到定时发布的时刻"):
        from gongkai.web.publishing.releasing import CLOCKWORK

        services.publish(second, by=CLOCKWORK)


def test_a_new_version_goes_through_the_gate_while_the_old_one_stays_public(county):
    item = published(county)
    version = services.new_version(item, by=who(county, Role.INFO_OFFICER), body_html="<p>修订后的正文</p>")
    services.submit(version, by=who(county, Role.INFO_OFFICER))
    shown = Item.objects.get(pk=item.pk)
    assert shown.is_public and "修订后" not in shown.current.wording.body_html
    reviewed(county, version)
    services.publish(version, by=who(county, Role.FOI_OFFICER))
    shown = Item.objects.get(pk=item.pk)
    assert "修订后" in shown.current.wording.body_html
    assert shown.index_number == item.index_number and shown.published_at == item.published_at < shown.revised_at
    assert [each.state for each in item.versions.order_by("number")] == ["superseded", "published"]


def test_one_version_at_a_time_is_on_its_way(county):
    item = published(county)
    services.new_version(item, by=who(county, Role.INFO_OFFICER))
    with pytest.raises(ValidationError, match="第2版还在办理"):
        services.new_version(item, by=who(county, Role.INFO_OFFICER))


def test_what_is_withdrawn_keeps_its_number_and_says_why(county):
    item = services.withdraw(published(county), by=who(county, Role.FOI_OFFICER), reason="附件里有身份证号码")
    assert (item.state, item.withdrawn_why) == ("withdrawn", "附件里有身份证号码")
    assert item.current.version.state == "withdrawn"
    with pytest.raises(NotAllowed, match="已撤下"):
        services.withdraw(item, by=who(county, Role.FOI_OFFICER), reason="再撤一次")
    version = services.new_version(item, by=who(county, Role.INFO_OFFICER), title="改正后的通知")
    services.submit(version, by=who(county, Role.INFO_OFFICER))
    reviewed(county, version)
    services.publish(version, by=who(county, Role.FOI_OFFICER))
    assert Item.objects.get(pk=item.pk).index_number == item.index_number


def test_only_a_published_document_is_repealed_and_once(county):
    officer = who(county, Role.FOI_OFFICER)
    item = published(county)
    with pytest.raises(ValidationError, match="早于成文日期"):
        services.repeal(item, by=officer, on=date(2020, 1, 1), ground="青政发〔2025〕1号")
    item = services.repeal(item, by=officer, on=date(2025, 3, 1), ground="青政发〔2025〕1号")
    assert item.validity_on(date(2025, 2, 28)).label == "有效"
    assert item.validity_on(date(2025, 3, 1)).label == "废止"
    with pytest.raises(ValidationError, match="已经标注为"):
        services.repeal(item, by=officer, on=date(2025, 4, 1), ground="再次")
    with pytest.raises(ValidationError, match="已经公开的文件"):
        services.repeal(drafted(county).item, by=officer, on=date(2025, 4, 1), ground="无")


def test_a_column_of_another_organ_or_a_closed_one_is_refused(county):
    foreign = column_of(county, county.other)
    with pytest.raises(ValidationError, match="不属于本机关"):
        drafted(county, column=foreign)
    version = drafted(county)
    services.close_column(
        version.wording.column, by=who(county, Role.FOI_OFFICER), on=timezone.localdate(), reason="内容并到别处"
    )
    with pytest.raises(ValidationError, match="已经停用"):
        services.submit(version, by=who(county, Role.INFO_OFFICER))


def test_dates_that_cannot_be_are_refused(county):
    with pytest.raises(ValidationError, match="晚于今天"):
        drafted(county, signed_on=timezone.localdate() + timedelta(days=1))
    with pytest.raises(ValidationError, match="施行日期早于成文日期"):
        drafted(county, effective_on=date(2024, 9, 1))


def test_index_numbers_go_up_in_each_organ_and_year(county):
    numbers = [published(county).index_number, published(county, title="另一份").index_number]
    other = published(county, county.other).index_number
    year = timezone.localdate().year
    assert numbers == [f"nongye/{year}-00001", f"nongye/{year}-00002"]
    assert other == f"jiaoyu/{year}-00001"


def at(year, month, day):
    return datetime(year, month, day, 2, tzinfo=UTC)


def test_documents_issued_repealed_and_in_force_tie_out_over_the_years(county):
    officer = who(county, Role.FOI_OFFICER)
    first = published(county, at=at(2022, 5, 10), title="第一份", signed_on=date(2022, 5, 1))
    published(county, at=at(2023, 5, 10), title="第二份", signed_on=date(2023, 5, 1), expires_on=date(2024, 6, 30))
    published(county, at=at(2024, 5, 10), title="第三份", signed_on=date(2024, 5, 1))
    published(county, at=at(2024, 5, 11), title="不计的", signed_on=date(2024, 5, 1), genre="announcements")
    services.repeal(first, by=officer, on=date(2024, 2, 1), ground="青政发〔2024〕3号")
    row, year = "normative_documents", (date(2024, 1, 1), date(2024, 12, 31))
    assert queries.in_force(county.bureau, row, date(2023, 12, 31)).count() == 2
    assert [each.title for each in queries.issued(county.bureau, row, *year)] == ["第三份"]
    assert [each.title for each in queries.repealed(county.bureau, row, *year)] == ["第一份"]
    assert [each.title for each in queries.lapsed(county.bureau, row, *year)] == ["第二份"]
    assert [each.title for each in queries.in_force(county.bureau, row, date(2024, 12, 31))] == ["第三份"]


def test_a_text_that_was_altered_behind_the_back_is_found(county):
    from django.db import connection

    from gongkai.web.publishing.triggers import lifted

    item = published(county)
    assert queries.altered_wordings() == []
    with lifted(connection):
        type(item.current.wording).objects.update(body_html="<p>改</p>")
    assert queries.altered_wordings() == [item.current.wording]
