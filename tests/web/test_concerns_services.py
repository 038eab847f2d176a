"""Public concerns and meetings: hours kept to the minute, answers counted once, questions looked at before anybody sees them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from concern_walks import FOUND, approved, assessed, held, hours, meeting, registered, responded, who
from django.core.exceptions import ValidationError
from django.utils import timezone
from publishing_walks import published

from gongkai.casework import NotAllowed
from gongkai.organs.roles import Role
from gongkai.web.casework.deadlines import kinds
from gongkai.web.concerns import counting, meetings, questions, services
from gongkai.web.concerns.models import AskedQuestion, Concern, PublicMeeting
from gongkai.web.concerns.queries import coming, counts, public_meetings, public_questions, public_responses
from gongkai.web.log.models import Event
from gongkai.web.reminders.calendar import calendar_of
from gongkai.web.reminders.models import Reminder
from gongkai.web.reminders.services import remind
from gongkai.web.reminders.wording import sentence

YEAR = (date(2026, 1, 1), date(2026, 12, 31))


def fresh(concern):
    return Concern.objects.get(pk=concern.pk)


def test_a_concern_has_its_hours_from_when_it_was_known(county):
    plain, grave = registered(county), registered(county, "major", title="某企业厂房起火")
    assert (plain.number, grave.number) == ("nongye-yq-2026-001", "nongye-yq-2026-002")
    assert fresh(plain).due_at == hours(48)
    assert (fresh(grave).due_at, fresh(grave).conference_due_at) == (hours(5), hours(24))
    assert fresh(plain).due_on == date(2026, 5, 8)
    assert Concern in kinds()


def test_the_same_form_sent_twice_is_one_concern(county):
    assert registered(county, token="t" * 32).pk == registered(county, token="t" * 32).pk


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"title": "  "}, "请写明公众关注什么"),
        ({"source": "nowhere"}, "请选择从哪里来"),
        ({"severity": "huge"}, "请选择等级"),
        ({"at": hours(-1)}, "还没有到"),
        ({"title": "网民王某13900000000反映积水"}, "手机号码"),
        ({"title": "长" * 121}, "120"),
    ],
)
def test_what_is_registered_wrongly_is_told_and_nothing_is_kept(county, given, told):
    with pytest.raises(ValidationError, match=told):
        registered(county, **given)
    assert Concern.objects.count() == 0


def test_an_answer_in_time_and_one_late_are_told_apart_to_the_minute(county):
    assert responded(county, after=47.99).in_time is True
    assert responded(county, after=48.02, title="另一件").in_time is False


def test_a_late_concern_does_not_become_timely_by_a_new_grade(county):
    concern = assessed(county)
    services.regrade(concern, "major", "伤亡增加", by=who(county), known_at=hours(60), at=hours(61))
    services.draft(concern, "", "已经派出工作组。", by=who(county, Role.INFO_OFFICER), at=hours(62))
    services.make_move(concern, "approve", by=who(county, Role.SECTION_HEAD), at=hours(62.5))
    services.respond(concern, ways=["website"], by=who(county), at=hours(63))
    assert fresh(concern).due_at == hours(65)
    assert fresh(concern).in_time is False


def test_a_new_grade_goes_by_the_move_that_fits(county):
    concern = assessed(county, "major")
    services.regrade(concern, "especially_major", "上级定级", by=who(county), at=hours(1))
    assert fresh(concern).severity == "especially_major"
    services.regrade(concern, "other", "核实没有伤亡", by=who(county, Role.LEADING_GROUP), at=hours(2))
    assert (fresh(concern).severity, fresh(concern).due_at) == ("other", hours(48))
    assert fresh(concern).conference_due_at is None
    with pytest.raises(NotAllowed):
        services.regrade(concern, "other", "再降", by=who(county, Role.LEADING_GROUP), at=hours(3))


def test_at_a_press_conference_both_limits_end_and_the_conference_counts_once(county):
    conference = held(county, starts_at=hours(4))
    concern = approved(county, "major")
    services.respond(
        concern, ways=["press_conference", "website"], by=who(county), meeting=conference, responded_at=hours(4.2),
        at=hours(8),
    )  # fmt: skip
    found = fresh(concern)
    assert (found.state, found.in_time, found.conference_in_time) == ("responded", True, True)
    assert counting.meetings(county.bureau, *YEAR, kind="press_conference").count() == 1
    assert counting.answered(county.bureau, *YEAR).count() == 1
    with pytest.raises(ValidationError, match="不能撤销"):
        meetings.cancel(conference, "登错", by=who(county))


@pytest.mark.parametrize("ways", [["press_conference"], ["website"]])
def test_a_press_conference_is_named_and_named_only_when_it_was_one(county, ways):
    concern = approved(county)
    given = None if "press_conference" in ways else held(county, starts_at=hours(1.6))
    with pytest.raises(ValidationError, match="新闻发布会"):
        services.respond(concern, ways=ways, by=who(county), meeting=given, at=hours(9))
    assert fresh(concern).state == "approved"


def test_an_answer_cannot_be_older_than_the_meeting_at_which_it_was_given(county):
    concern, talk = approved(county), held(county, "interview", starts_at=hours(20))
    with pytest.raises(ValidationError, match="回应不会更早"):
        services.respond(concern, ways=["interview"], by=who(county), meeting=talk, responded_at=hours(3), at=hours(30))


def test_the_meeting_of_another_organ_answers_nothing_here(county):
    foreign = meetings.prepare(
        PublicMeeting(organ=county.other, kind="press_conference", starts_at=FOUND, title="别的", place="礼堂"),
        by=who(county, organ=county.other), at=hours(-48),
    )  # fmt: skip
    meetings.hold(foreign, by=who(county, organ=county.other), at=hours(2))
    concern = approved(county)
    with pytest.raises(ValidationError, match="本机关登记的"):
        services.respond(concern, ways=["press_conference"], by=who(county), meeting=foreign, at=hours(9))


def test_one_answered_in_several_ways_and_again_is_counted_once(county):
    concern = responded(county)
    services.draft(concern, "续报", "排水管已经换好。", by=who(county, Role.INFO_OFFICER), at=hours(70))
    services.make_move(concern, "approve", by=who(county, Role.SECTION_HEAD), at=hours(71))
    services.respond(concern, ways=["wechat", "website"], by=who(county), at=hours(72))
    found = counting.counted(county.bureau, *YEAR)
    assert (found["concerns"], found["concerns.way.website"], found["concerns.way.wechat"]) == (1, 1, 1)
    assert (fresh(concern).times_responded, fresh(concern).in_time) == (2, True)
    assert counting.timeliness(found) == 100.0
    assert counting.answered(county.bureau, date(2026, 5, 7), YEAR[1]).count() == 0


def test_amending_the_moment_moves_the_answer_and_its_punctuality(county):
    concern = approved(county)
    services.respond(concern, ways=["website"], by=who(county), responded_at=hours(2), at=hours(60))
    step = Event.objects.get(move="respond", subject_id=str(concern.pk)).case_number
    by = who(county, Role.LEADING_GROUP)
    changes = {"responded_at": hours(50).isoformat()}
    services.amend_step(concern, step, by=by, changes=changes, reason="网站记录是后天", at=hours(90))
    assert fresh(concern).in_time is False
    assert fresh(concern).responses.get().at == hours(50)
    assert fresh(concern).responded_on == date(2026, 5, 8)


def test_what_is_withdrawn_leaves_the_portal_and_stays_counted(county):
    concern = responded(county)
    assert [each.concern_id for each in public_responses()] == [concern.pk]
    services.withdraw_response(concern.responses.get(), "数据有误", by=who(county))
    assert not public_responses().exists()
    assert counting.answered(county.bureau, *YEAR).count() == 1
    with pytest.raises(ValidationError, match="没有在门户上列出"):
        services.withdraw_response(concern.responses.get(), "再撤", by=who(county))


def test_personal_data_does_not_get_into_records_or_answers(county):
    concern = assessed(county)
    for act in (
        lambda: services.draft(concern, "说明", "请联系张某13900000000。", by=who(county, Role.INFO_OFFICER)),
        lambda: services.make_move(concern, "propose_silence", facts={"reason": "是13900000000发的"}, by=who(county)),
        lambda: services.edit(concern, {"summary": "身份证号11010519491231002X"}, by=who(county)),
    ):
        with pytest.raises(ValidationError, match="个人信息"):
            act()


def test_heaps_are_counted_with_one_question(county, django_assert_num_queries):
    registered(county), approved(county, title="第二件"), responded(county, title="第三件")
    with django_assert_num_queries(1):
        found = counts(Concern.objects.filter(organ=county.bureau), hours(49))
    assert (found["open"], found["received"], found["approved"], found["responded"]) == (3, 1, 1, 1)
    assert found["overdue"] == 2


# 发布会、访谈


def test_a_press_conference_that_interprets_a_policy_is_one_of_each_and_never_two(county):
    words = {"genre": "interpretations", "document_number": "", "details": {"form": "press_conference"}}
    policy, item = published(county, at=hours(-90)), published(county, title="收购政策解读", at=hours(-80), **words)
    first = held(county, policy=policy, item=item)
    with pytest.raises(ValidationError, match="一次只计一次"):
        held(county, policy=policy)
    with pytest.raises(ValidationError, match="一件解读只计一次"):
        held(county, title="另一个主题", item=item)
    with pytest.raises(ValidationError, match="应是解读信息"):
        held(county, title="第三个主题", item=policy)
    found = counting.counted(county.bureau, *YEAR)
    assert (found["meetings.press_conference"], found["meetings.press_conference.held"]) == (1, 1)
    assert (found["meetings.press_conference.attended"], found["meetings.interpreting"]) == (0, 1)
    items, apart = counting.interpretations(county.bureau, *YEAR)
    assert (list(items), apart.count()) == ([item], 0)
    meetings.edit(first, {"item": None}, by=who(county))
    items, apart = counting.interpretations(county.bureau, *YEAR)
    assert (list(items), apart.count()) == ([item], 1)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"kind": "expert", "part": "attended"}, "只登记本机关组织的"),
        ({"kind": "press_conference", "takes_questions": True}, "请不要勾选"),
        ({"kind": "nothing"}, "请选择种类"),
        ({"kind": "interview", "ends_at": hours(-1)}, "结束的时刻应晚于"),
        ({"kind": "interview", "participants": "张三 13900000000"}, "手机号码"),
        ({"kind": "interview", "title": ""}, "不能"),
    ],
)
def test_a_meeting_entered_wrongly_is_told(county, given, told):
    with pytest.raises(ValidationError) as problem:
        meeting(county, **given)
    assert told in str(problem.value) or told == "不能"


def test_a_meeting_is_announced_before_and_held_after_its_time(county):
    made = meeting(county, "interview", takes_questions=True)
    with pytest.raises(ValidationError, match="还没有到"):
        meetings.hold(made, by=who(county), at=hours(-1))
    with pytest.raises(ValidationError, match="已经过了"):
        meetings.announce(made, by=who(county), at=hours(1))
    assert not public_meetings().exists()
    meetings.announce(made, by=who(county), at=hours(-30))
    assert list(coming(now=hours(-2))) == [made]
    assert not coming(now=hours(48)).exists()
    assert counting.meetings(county.bureau, *YEAR).count() == 0
    meetings.hold(made, by=who(county), at=hours(3))
    assert counting.meetings(county.bureau, *YEAR).count() == 1
    with pytest.raises(ValidationError, match="不能改"):
        meetings.edit(made, {"kind": "live"}, by=who(county))
    meetings.edit(made, {"transcript": "问：……\n答：……"}, by=who(county))


def test_what_others_hold_is_not_announced_here(county):
    made = meeting(county, part="attended")
    with pytest.raises(ValidationError, match="由举办的机关预告"):
        meetings.announce(made, by=who(county), at=hours(-30))


def test_a_cancelled_meeting_is_not_counted_and_can_be_entered_again(county):
    first = held(county)
    meetings.cancel(first, "登记重复", by=who(county))
    assert counting.meetings(county.bureau, *YEAR).count() == 0
    held(county)
    assert counting.meetings(county.bureau, *YEAR).count() == 1


def interview(county, **given):
    made = meeting(county, "interview", takes_questions=True, **given)
    return meetings.announce(made, by=who(county), at=hours(-30))


def test_a_question_is_seen_by_nobody_before_it_was_let_through(county):
    talk = interview(county)
    asked = questions.ask(talk, "我家住县府路8号，何时通水？", at=hours(-10))
    assert not public_questions(talk).exists()
    questions.let_through(asked, "县府路一带何时恢复供水？", by=who(county), at=hours(-9))
    (shown,) = public_questions(talk)
    assert (shown.wording, shown.answer) == ("县府路一带何时恢复供水？", "")
    told = " ".join(str(each.content) for each in Event.objects.filter(subject_kind="concerns.askedquestion"))
    assert "8号" not in told


@pytest.mark.parametrize(
    ("text", "at", "told"),
    [("", hours(-1), "请写明您的问题"), ("问" * 501, hours(-1), "最多500个字"), ("晚了", hours(30), "现在不收提问")],
)
def test_a_question_that_cannot_be_taken_is_told_why(county, text, at, told):
    with pytest.raises(ValidationError, match=told):
        questions.ask(interview(county), text, at=at)
    assert AskedQuestion.objects.count() == 0


def test_questions_not_answered_live_have_five_working_days_and_another_looks_at_the_answer(county):
    talk = interview(county)
    live, later, out = (questions.ask(talk, f"第{n}个问题", at=hours(-5)) for n in range(3))
    for each in (live, later):
        questions.let_through(each, "补贴何时发放？", by=who(county), at=hours(-4))
    questions.decline(out, "与主题无关", by=who(county), at=hours(-4))
    with pytest.raises(ValidationError, match="还没有开始"):
        questions.answer_live(live, "月底以前。", by=who(county), at=hours(-1))
    questions.answer_live(live, "月底以前。", by=who(county), at=hours(0.5))
    meetings.hold(talk, by=who(county), at=hours(3))
    later.refresh_from_db()
    # 5月9日星期六上班（调休），也算一个工作日
    assert later.due_on == date(2026, 5, 12)
    writer = who(county, Role.INFO_OFFICER)
    questions.draft_answer(later, "六月十日以前。", by=writer, at=hours(50))
    assert [each.answer for each in public_questions(talk) if each.state == "answered"] == ["月底以前。"]
    with pytest.raises(ValidationError, match="不能自己审核"):
        questions.release_answer(later, by=writer, at=hours(51))
    done = questions.release_answer(later, by=who(county), at=hours(51))
    assert (done.state, done.in_time) == ("answered", True)
    found = counting.counted(county.bureau, *YEAR)
    assert (found["questions"], found["questions.live"], found["questions.after"]) == (2, 1, 1)


def test_every_figure_opens_as_many_records_as_it_says(county):
    responded(county), held(county), held(county, part="attended", title="参加的")
    numbers, sets = counting.counted(county.bureau, *YEAR), counting.sets(county.bureau, *YEAR)
    assert list(numbers) == list(sets)
    for key, figure in sets.items():
        assert len(list(figure.records)) == numbers[key], key


def test_numbers_go_on_by_the_year_in_which_it_was_known(county):
    last = timezone.make_aware(datetime(2025, 12, 31, 23, 59))
    assert registered(county, found_at=last).number == "nongye-yq-2025-001"
    assert registered(county, found_at=last + timedelta(minutes=2)).number == "nongye-yq-2026-001"


def test_reminders_of_hours_do_not_wait_for_a_working_day(county):
    for role in (Role.FOI_OFFICER, Role.LEADING_GROUP):
        county.person(role)
    friday = timezone.make_aware(datetime(2026, 5, 15, 17, 0))
    concern = registered(county, found_at=friday)
    remind(hours(1, friday))
    first = Reminder.objects.filter(kind="concerns.concern").order_by("id").first()
    assert first is not None
    assert (first.rule, first.left) == ("soon", 2)
    assert sentence(first) == f"{concern.number}：时限到2026年5月17日17:00为止。"
    remind(hours(49, friday))
    late = Reminder.objects.filter(rule="late", person=county.person(Role.LEADING_GROUP)).get()
    assert sentence(late).endswith("17:00为止，已经过了。")
    made = Reminder.objects.count()
    remind(hours(49.5, friday))
    assert Reminder.objects.count() == made


def test_a_press_conference_still_owed_after_the_answer_is_reminded_of_by_itself(county):
    officer = county.person(Role.FOI_OFFICER)
    evening = hours(-14)
    concern = responded(county, "major", found_at=evening, at=hours(0.5))
    assert fresh(concern).conference_due_at == hours(24, evening)
    assert fresh(concern).due_on == date(2026, 5, 6)
    # 回应和新闻发布会的时限在同一天：提醒过回应的，还要再提醒发布会
    Reminder.objects.create(
        person=officer, organ=county.bureau, kind="concerns.concern", case=concern.pk, name=concern.number, url="/",
        rule="last_day", left=0, due_on=date(2026, 5, 6), due_at=hours(5, evening), expected_on=date(2026, 5, 6),
    )  # fmt: skip
    remind(hours(17, evening))
    remind(hours(18, evening))
    (told,) = Reminder.objects.filter(person=officer, due_at=hours(24, evening))
    assert sentence(told) == f"{concern.number}（举行新闻发布会）：时限到2026年5月6日19:00为止。"
    assert b"\xe4\xb8\xbe\xe8\xa1\x8c" in calendar_of(officer, "https://x.gov.cn").replace(b"\r\n ", b"")
    conference = held(county, starts_at=hours(20, evening))
    services.hold_conference(fresh(concern), conference, by=who(county), at=hours(26, evening))
    before = Reminder.objects.count()
    remind(hours(30, evening))
    assert Reminder.objects.count() == before


def test_nobody_is_called_late_before_the_hour(county):
    county.person(Role.FOI_OFFICER)
    registered(county, "major")
    remind(hours(4.5))
    assert set(Reminder.objects.values_list("rule", flat=True)) == {"last_day"}
    remind(hours(5.1))
    assert "late" in set(Reminder.objects.values_list("rule", flat=True))


def test_a_graver_grade_registered_late_is_not_late_when_it_was_known_in_time(county):
    concern = assessed(county)
    services.regrade(concern, "major", "伤亡增加", by=who(county), known_at=hours(47), at=hours(49))
    assert fresh(concern).in_time is None
    assert fresh(concern).due_at == hours(52)


def test_a_grave_concern_leaves_the_organ_only_by_its_leaders(county):
    concern = registered(county, "major")
    given = {"organ": "县消防救援大队", "reason": "属于消防部门的职责"}
    with pytest.raises(NotAllowed, match="现在的等级"):
        services.make_move(concern, "transfer", by=who(county), facts=given, at=hours(1))
    services.make_move(concern, "transfer_major", by=who(county, Role.LEADING_GROUP), facts=given, at=hours(1))
    assert (fresh(concern).state, fresh(concern).ended) == ("transferred", True)
