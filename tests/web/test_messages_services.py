"""Messages from the public: what the services allow, what they keep, and what they refuse in words."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from message_walks import answered, approved, assigned, letter, moment, registered, who, written

from gongkai.applications.details import Details
from gongkai.casework import NotAllowed
from gongkai.organs.roles import Role
from gongkai.web.applications.models import Application
from gongkai.web.log.models import Event
from gongkai.web.messages import services
from gongkai.web.messages.models import Category, Contribution, LimitVersion, Message, Paper
from gongkai.web.messages.queries import MessageFile, months_before, slow, unanswered
from gongkai.web.messages.settings import add_category, close_category, set_limit
from gongkai.web.organs.models import Section

DAY = date(2026, 6, 1)
TEXT = "现场情况".encode()


def test_a_message_is_answered_within_the_limit_of_its_channel_and_kind(county):
    message = written(county, DAY)
    assert (message.number, message.state, message.due_on) == ("nongye-ly-2026-00001", "received", date(2026, 6, 23))
    suggestion = written(county, DAY, kind="suggestion")
    assert suggestion.due_on == date(2026, 6, 10)
    message = answered(county, DAY, on=date(2026, 6, 5))
    assert (message.state, message.answered_on, message.in_time, message.ended) == (
        "answered",
        date(2026, 6, 5),
        True,
        True,
    )


def test_an_answer_after_the_last_day_is_late_and_stays_late(county):
    message = answered(county, DAY, on=date(2026, 6, 24))
    assert message.in_time is False
    services.reopen(message, "还在施工", at=moment(date(2026, 6, 25)))
    message.refresh_from_db()
    assert (message.state, message.in_time, message.reopened, message.ended_on) == ("received", False, True, None)
    assert message.due_on is not None and message.due_on > date(2026, 6, 25)


def test_who_drafts_does_not_review(county):
    message = assigned(county)
    services.draft(message, "已处理。", by=who(county), at=moment(DAY, 14))
    with pytest.raises(NotAllowed):
        services.make_move(message, "approve", by=who(county), at=moment(DAY, 15))
    services.make_move(message, "approve", by=who(county, Role.LEADING_GROUP), at=moment(DAY, 15))
    assert message.state == "approved"


def test_what_is_sent_back_is_drafted_anew(county):
    message = approved(county)
    services.make_move(message, "send_back", by=who(county), facts={"opinion": "请写明依据"}, at=moment(DAY, 16))
    services.draft(message, "依据某某办法第三条，已责令停工。", by=who(county, Role.INFO_OFFICER), at=moment(DAY, 17))
    assert message.state == "drafted" and message.replies.count() == 2


def test_a_joint_answer_waits_for_every_section_asked(county):
    message = assigned(county)
    second = Section.objects.create(organ=county.bureau, name="执法科")
    with pytest.raises(NotAllowed, match="主办科室"):
        services.ask_section(message, county.section, by=who(county), at=moment(DAY, 12))
    services.ask_section(message, second, by=who(county), at=moment(DAY, 12))
    with pytest.raises(NotAllowed, match="还没有收到执法科的会办意见"):
        services.draft(message, "已处理。", by=who(county), at=moment(DAY, 13))
    part = Contribution.objects.get(message=message)
    services.contribute(part, "已现场检查。", by=who(county), at=moment(DAY, 13))
    assert MessageFile(message).waited_for == ()
    services.draft(message, "已处理。", by=who(county), at=moment(DAY, 14))
    with pytest.raises(ValidationError, match="已提出意见"):
        services.contribute(part, "再补充。", by=who(county), at=moment(DAY, 15))


def test_a_section_that_does_not_answer_can_be_dropped_with_a_reason(county):
    message = assigned(county)
    second = Section.objects.create(organ=county.bureau, name="执法科")
    services.ask_section(message, second, by=who(county), at=moment(DAY, 12))
    with pytest.raises(NotAllowed):
        services.drop_section(Contribution.objects.get(message=message), " ", by=who(county), at=moment(DAY, 13))
    services.drop_section(Contribution.objects.get(message=message), "不涉及执法", by=who(county), at=moment(DAY, 13))
    services.ask_section(message, second, by=who(county), at=moment(DAY, 14))
    assert message.contributions.count() == 2


def test_the_limit_is_extended_once_and_no_longer_than_the_rule_allows(county):
    message = written(county, DAY)
    heads = who(county, Role.LEADING_GROUP)
    with pytest.raises(NotAllowed, match="最多延长15个工作日"):
        services.make_move(
            message, "extend", by=heads, facts={"longer": 16, "reason": "要现场查勘"}, at=moment(DAY, 12)
        )
    services.make_move(message, "extend", by=heads, facts={"longer": 10, "reason": "要现场查勘"}, at=moment(DAY, 12))
    assert message.due_on == date(2026, 7, 7)
    with pytest.raises(NotAllowed):
        services.make_move(message, "extend", by=heads, facts={"longer": 1, "reason": "再延"}, at=moment(DAY, 13))


def test_a_limit_of_the_region_goes_before_the_program_s_and_one_of_the_organ_before_that(county):
    heads = who(county, Role.LEADING_GROUP, county.government)
    set_limit(
        LimitVersion(
            organ=county.government, channel="hotline", since=date(2026, 1, 1), amount=3, basis="青政办发〔2026〕1号"
        ),
        by=heads,
    )
    assert registered(county).due_on == date(2026, 6, 4)
    set_limit(
        LimitVersion(organ=county.bureau, channel="hotline", since=date(2026, 6, 2), amount=2, basis="本局办法"),
        by=who(county),
    )
    assert registered(county).due_on == date(2026, 6, 4)
    assert registered(county, day=date(2026, 6, 2)).due_on == date(2026, 6, 4)
    with pytest.raises(ValidationError, match="依据"):
        set_limit(LimitVersion(organ=county.bureau, channel="phone", since=DAY, amount=2, basis=" "), by=who(county))


def test_a_petition_has_sixty_days_fifteen_for_telling_and_five_working_days_to_object(county):
    message = registered(county, "sunshine")
    assert message.due_on == date(2026, 7, 31)
    told = {each.clock for each in MessageFile(message, today=DAY).clocks()}
    assert told == {"answer", "accept", "objection"}
    with pytest.raises(NotAllowed):
        services.make_move(
            message,
            "object",
            by=who(county),
            facts={"organ": "县信访局", "reason": "不属于本机关"},
            at=moment(date(2026, 6, 9)),
        )
    services.make_move(
        message,
        "object",
        by=who(county),
        facts={"organ": "县信访局", "reason": "不属于本机关"},
        at=moment(date(2026, 6, 8)),
    )
    assert message.state == "transferred"
    with pytest.raises(NotAllowed, match="不是信访渠道"):
        services.make_move(
            registered(county), "object", by=who(county), facts={"organ": "x局", "reason": "无"}, at=moment(DAY, 12)
        )


def test_answers_of_the_hotline_are_noted_those_of_the_website_are_reviewed_here(county):
    message = registered(county, day=DAY)
    services.record_answer(
        message, answered_on=date(2026, 6, 3), way="platform", by=who(county), at=moment(date(2026, 7, 1))
    )
    message.refresh_from_db()
    assert (message.state, message.answered_on, message.in_time) == ("answered", date(2026, 6, 3), True)
    with pytest.raises(NotAllowed, match="审核以后答复"):
        services.record_answer(written(county), answered_on=DAY, way="online", by=who(county), at=moment(DAY, 12))
    with pytest.raises(ValidationError, match="早于收到"):
        services.record_answer(
            registered(county), answered_on=date(2026, 5, 1), way="platform", by=who(county), at=moment(DAY, 12)
        )


def test_the_person_rates_once_and_asks_once_for_the_matter_to_be_taken_up_again(county):
    message = answered(county)
    with pytest.raises(ValidationError, match="请选择"):
        services.rate(message, "unreachable")
    services.rate(message, "dissatisfied", "没有解决", at=moment(date(2026, 6, 2)))
    with pytest.raises(NotAllowed, match="已经评价为“不满意”"):
        services.rate(message, "satisfied", at=moment(date(2026, 6, 2), 11))
    services.reopen(message, "夜里还在施工", at=moment(date(2026, 6, 2), 12))
    services.draft(message, "已经立案。", by=who(county), at=moment(date(2026, 6, 3)))
    services.make_move(message, "approve", by=who(county, Role.LEADING_GROUP), at=moment(date(2026, 6, 3), 11))
    services.make_move(message, "answer", by=who(county), facts={"way": "online"}, at=moment(date(2026, 6, 3), 12))
    services.rate(message, "satisfied", at=moment(date(2026, 6, 4)))
    with pytest.raises(NotAllowed):
        services.reopen(message, "再来一次", at=moment(date(2026, 6, 4), 11))
    message.refresh_from_db()
    assert (message.satisfaction, message.answered_on, message.ended_on) == ("satisfied", DAY, date(2026, 6, 3))
    services.make_move(message, "close", by=who(county), at=moment(date(2026, 6, 5)))
    assert message.state == "closed"


def test_the_matter_is_not_taken_up_again_after_the_window(county):
    message = answered(county)
    with pytest.raises(NotAllowed):
        services.reopen(message, "还有", at=moment(date(2026, 6, 17)))
    services.make_move(message, "close", by=who(county), at=moment(date(2026, 6, 17)))


def test_nothing_is_closed_while_the_person_can_still_speak(county):
    message = answered(county)
    with pytest.raises(NotAllowed, match="暂时不能办结"):
        services.make_move(message, "close", by=who(county), at=moment(date(2026, 6, 10)))
    services.call_back(message, "unreachable", by=who(county), at=moment(date(2026, 6, 10)))
    message.refresh_from_db()
    assert message.satisfaction == ""


def test_a_message_goes_to_another_organ_with_its_day_its_code_and_its_files(county):
    message = services.submit(county.bureau, letter(), files=[("现场.txt", TEXT)], at=moment(DAY))
    services.transfer(message, "organ", "属于教育局", by=who(county), to=county.other, at=moment(date(2026, 6, 3)))
    made = Message.objects.get(organ=county.other)
    assert (made.received_on, made.query_code, made.came_from_id) == (DAY, message.query_code, message.pk)
    assert made.due_on == date(2026, 6, 23) and made.papers.get().sha256 == message.papers.get().sha256
    assert (message.state, made.title) == ("transferred", message.title)
    with pytest.raises(ValidationError, match="转到哪个机关"):
        services.transfer(written(county), "organ", "不属于", by=who(county), at=moment(DAY, 12))


def test_an_application_found_in_a_message_begins_in_its_own_queue_with_the_day_kept(county):
    message = written(county, DAY, content="请公开2025年度部门决算。", kind="consultation")
    details = Details(applicant_name="周小禾", phone="13900000000", description="2025年度部门决算")
    application = services.become_application(message, details, by=who(county), at=moment(date(2026, 6, 3)))
    assert (
        Application.objects.get(pk=application.pk).submitted_at.date() == DAY
        or application.submitted_at.astimezone().date() == DAY
    )
    message.refresh_from_db()
    assert (message.state, message.application_id) == ("moved", application.pk)


def test_duplicates_are_dealt_with_in_one_and_an_invalid_one_says_why(county):
    first, second = written(county), written(county)
    with pytest.raises(ValidationError):
        services.merge(first, first, by=who(county), at=moment(DAY, 12))
    services.merge(second, first, by=who(county), at=moment(DAY, 12))
    assert (second.state, second.into) == ("merged", first)
    with pytest.raises(ValidationError, match="已并入另一件"):
        services.merge(first, second, by=who(county), at=moment(DAY, 12))
    third = written(county)
    with pytest.raises(NotAllowed):
        services.make_move(third, "dismiss", by=who(county), at=moment(DAY, 12))
    services.make_move(third, "dismiss", by=who(county), facts={"ground": "advertisement"}, at=moment(DAY, 12))
    number = third.number and Event.objects.filter(subject_id=str(third.pk), move="dismiss").get().case_number
    services.amend_step(third, number, by=who(county, Role.LEADING_GROUP), reason="不是广告", at=moment(DAY, 13))
    assert (third.state, third.ended) == ("received", False)


def test_the_same_number_of_a_platform_is_registered_once(county):
    registered(county, source_number="HB-2026-1")
    with pytest.raises(ValidationError, match="已经登记过"):
        registered(county, source_number="HB-2026-1")
    registered(county, "national_platform", source_number="HB-2026-1")


def test_the_same_form_sent_twice_is_one_message(county):
    first = services.submit(county.bureau, letter(), token="a" * 32, at=moment(DAY))
    assert services.submit(county.bureau, letter(), token="a" * 32, at=moment(DAY)).pk == first.pk


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "长" * 81}, "title"),
        ({"content": " "}, "content"),
        ({"content": "长" * 4001}, "content"),
        ({"phone": "一三九"}, "phone"),
        ({"email": "不是邮箱"}, "email"),
        ({"kind": "赞美"}, "kind"),
    ],
)
def test_what_is_written_wrongly_is_told_beside_its_field(county, given, field):
    with pytest.raises(ValidationError) as problem:
        written(county, **given)
    assert field in problem.value.message_dict


def test_petitions_cannot_be_written_by_the_form_and_not_come_as_other_messages(county):
    for channel in ("sunshine", "hotline", "nothing"):
        with pytest.raises(ValidationError):
            services.submit(county.bureau, letter(), channel, at=moment(DAY))


def test_the_log_says_nothing_of_who_wrote_or_what(county):
    message = answered(county)
    services.rate(message, "dissatisfied", "周小禾说没有解决", at=moment(date(2026, 6, 2)))
    services.edit(message, {"name": "周小和"}, by=who(county))
    kept = str(list(Event.objects.filter(subject_id=str(message.pk)).values_list("content", flat=True)))
    for secret in ("周小", "13900000000", "施工", "责令", "没有解决", message.query_code):
        assert secret not in kept
    with pytest.raises(ValidationError, match="留言人的姓名"):
        services.make_move(
            written(county),
            "dismiss",
            by=who(county),
            facts={"ground": "unclear", "reason": "周小禾不接电话"},
            at=moment(DAY, 12),
        )


def test_what_was_written_is_encrypted_and_can_be_erased_when_all_is_over(county):
    from django.db import connection

    message = services.submit(county.bureau, letter(), files=[("现场.txt", TEXT)], at=moment(DAY))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT title, content, name, phone, query_code FROM public_messages_message WHERE id = %s", [message.pk]
        )
        assert not any(secret in str(cursor.fetchone()) for secret in ("施工", "周小禾", "13900000000"))
    with pytest.raises(ValidationError, match="还在办理"):
        services.erase(message, by=who(county))
    services.make_move(message, "dismiss", by=who(county), facts={"ground": "unclear"}, at=moment(DAY, 12))
    services.erase(message, by=who(county))
    message.refresh_from_db()
    assert (message.title, message.content, message.name, message.phone_index) == ("", "", "", "")
    assert Paper.objects.get(message=message).erased_at and message.received_on == DAY


def test_categories_are_the_organ_s_and_have_their_time(county):
    category = add_category(Category(organ=county.bureau, name=" 疫情防控 ", since=date(2020, 1, 1)), by=who(county))
    with pytest.raises(ValidationError, match="同名"):
        add_category(Category(organ=county.bureau, name="疫情防控", since=date(2021, 1, 1)), by=who(county))
    close_category(category, date(2022, 12, 31), by=who(county))
    with pytest.raises(ValidationError, match="已经停用"):
        close_category(category, date(2023, 12, 31), by=who(county))
    foreign = Category.objects.create(organ=county.other, name="招生", since=DAY)
    with pytest.raises(ValidationError):
        registered(county, category=foreign)


def test_what_the_website_left_unanswered_is_found_as_of_any_day(county):
    old = written(county, date(2026, 1, 5))
    written(county, date(2026, 5, 20))
    registered(county, "sunshine", date(2026, 1, 5))
    dismissed = written(county, date(2026, 1, 6))
    services.make_move(dismissed, "dismiss", by=who(county), facts={"ground": "empty"}, at=moment(date(2026, 1, 7)))
    on = date(2026, 6, 1)
    assert list(unanswered(county.bureau, on, months_before(on, 3))) == [old]
    assert list(unanswered(county.bureau, on, timedelta(days=90))) == [old]
    assert not unanswered(county.bureau, date(2026, 4, 5), months_before(date(2026, 4, 5), 3)).exists()
    assert list(unanswered(county.government, on, months_before(on, 3), below=True)) == [old]
    services.draft(old, "迟复为歉。", by=who(county), at=moment(date(2026, 6, 2)))
    services.make_move(old, "approve", by=who(county, Role.LEADING_GROUP), at=moment(date(2026, 6, 2), 11))
    services.make_move(old, "answer", by=who(county), facts={"way": "online"}, at=moment(date(2026, 6, 2), 12))
    assert not unanswered(county.bureau, date(2026, 6, 2), months_before(on, 3)).exists()
    assert list(unanswered(county.bureau, on, months_before(on, 3))) == [old]
    assert slow(county.bureau, date(2026, 1, 1), date(2026, 6, 30)) == [old]


def test_the_reader_of_a_section_sees_the_section_s_messages_only(county):
    from gongkai.web.messages.access import POLICY

    ours, others = assigned(county), written(county)
    officer = county.person(Role.INFO_OFFICER)
    assert list(POLICY.visible(officer, Message.objects.all())) == [ours]
    assert set(POLICY.visible(county.person(Role.FOI_OFFICER), Message.objects.all())) == {ours, others}
    assert not POLICY.visible(county.person(Role.FOI_OFFICER, county.other), Message.objects.all()).exists()


@pytest.mark.parametrize("changed", [{"content": "改写"}, {"title": "改"}, {"may_publish": True}])
def test_nobody_rewrites_what_was_written_and_chosen_on_the_portal(county, changed):
    message = services.submit(county.bureau, letter(may_publish=False), at=moment(DAY))
    with pytest.raises(ValidationError, match="留言人在网上自己写的"):
        services.edit(message, changed, by=who(county))


def test_what_was_written_on_the_portal_stays_so_where_it_is_handed_on_to(county):
    message = services.submit(county.bureau, letter(), "mailbox", at=moment(DAY))
    services.transfer(message, "organ", "属于教育局", by=who(county), to=county.other, at=moment(DAY, 12))
    there = Message.objects.get(came_from=message)
    with pytest.raises(ValidationError, match="留言人在网上自己写的"):
        services.edit(there, {"content": "改写"}, by=who(county, organ=county.other))
