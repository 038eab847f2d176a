"""Consultations and surveys: periods, reviews, opinions, answers, outcomes."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from gongkai.casework import NotAllowed
from gongkai.casework.events import BEIJING
from gongkai.demo.site.clock import moment
from gongkai.engagement.consultations.questions import OTHER, Given
from gongkai.organs.roles import Role
from gongkai.web.consultations import limits, queries, services
from gongkai.web.consultations.counting import WHICH, counted, figures
from gongkai.web.consultations.models import Consultation, Opinion, Sheet
from gongkai.web.consultations.results import results_of
from gongkai.web.log.models import Event
from gongkai.web.organs.authority import acting
from gongkai.web.reminders.models import Reminder
from gongkai.web.reminders.services import remind
from tests.web.conftest import County
from tests.web.consultation_walks import approved, begun, opened, surveyed, who

DAY = timedelta(days=1)


def at(day: date) -> Any:
    return moment(datetime(day.year, day.month, day.day, 10, tzinfo=BEIJING))


def reported(county: County, found: Consultation) -> None:
    text = services.composed_result(found)
    services.draft_result(found, text, by=who(county, Role.INFO_OFFICER))
    services.publish_result(found, by=who(county, Role.FOI_OFFICER))


def test_a_consultation_under_the_minimum_of_its_kind_needs_a_public_reason(county: County) -> None:
    found = approved(county, begun(county, "major_decision"))
    office, today = who(county, Role.FOI_OFFICER), timezone.localdate()
    with pytest.raises(ValidationError, match="不少于30日") as refused:
        services.open_up(found, by=office, closes_on=today + 29 * DAY)
    assert "shortened_reason" in refused.value.message_dict
    services.open_up(found, by=office, closes_on=today + 10 * DAY, shortened_reason="防汛抢险急需。")
    assert (found.state, found.short) == ("open", "least")
    assert "早了20日；写明的理由是：防汛抢险急需" in found.finding
    assert list(queries.too_short(county.bureau)) == [found]


def test_thirty_days_after_the_day_of_opening_are_enough(county: County) -> None:
    found = opened(county, "government_rules", 30)
    assert (found.short, found.finding) == ("", "")


def test_a_hearing_cannot_be_held_earlier_than_thirty_days_after_its_notice(county: County) -> None:
    found = approved(county, begun(county, "hearing", hearing_place="3月1日9时，县政府三楼"))
    office, today = who(county, Role.FOI_OFFICER), timezone.localdate()
    with pytest.raises(ValidationError, match="以后举行"):
        services.open_up(
            found, by=office, closes_on=today + 9 * DAY, held_on=today + 29 * DAY, shortened_reason="时间紧，来不及"
        )
    with pytest.raises(ValidationError, match="请填写听证会举行的日期"):
        services.open_up(found, by=office, closes_on=today + 9 * DAY)
    services.open_up(found, by=office, closes_on=today + 9 * DAY, held_on=today + 30 * DAY)
    assert found.short == ""


def test_what_is_only_advised_is_found_but_not_refused(county: County) -> None:
    found = opened(county, "other", 5)
    assert found.short == "advised"
    assert "短于宜有的15日" in found.finding


def test_an_organ_sets_what_is_advised_from_a_day_on(county: County) -> None:
    office, today = who(county, Role.FOI_OFFICER), timezone.localdate()
    services_ = {"key": "advised_opinions", "since": today, "amount": 5, "basis": "局办公会议定"}
    limits.set_period(county.bureau, by=office, **services_)
    assert opened(county, "other", 5).short == ""
    with pytest.raises(ValidationError, match="法律、行政法规"):
        limits.set_period(county.bureau, by=office, **services_ | {"key": "hearing_notice"})
    with pytest.raises(ValidationError, match="以后的一天起"):
        limits.set_period(county.bureau, by=office, **services_)


def test_cutting_short_is_measured_again_and_needs_a_reason(county: County) -> None:
    found = opened(county, "major_decision", 40)
    office, today = who(county, Role.FOI_OFFICER), timezone.localdate()
    with pytest.raises(ValidationError, match="为什么改定"):
        services.change_closing(found, by=office, closes_on=today + 35 * DAY, reason=" ")
    services.change_closing(found, by=office, closes_on=today + 35 * DAY, reason="与听证会同日截止")
    assert (found.short, found.closes_on) == ("", today + 35 * DAY)
    with pytest.raises(ValidationError, match="确需缩短"):
        services.change_closing(found, by=office, closes_on=today + 20 * DAY, reason="急需施行")
    services.change_closing(
        found, by=office, closes_on=today + 20 * DAY, reason="急需施行", shortened_reason="汛期将到，急需施行"
    )
    assert found.short == "least"
    assert found.changed_reason == "急需施行"
    with pytest.raises(ValidationError, match="早于开启的日期"):
        services.change_closing(
            found, by=office, closes_on=today - DAY, reason="早点结束吧", shortened_reason="汛期将到"
        )


def test_the_last_day_for_the_outcome_follows_the_end(county: County) -> None:
    found = opened(county, "other", 30)
    first = found.due_on
    assert first is not None and found.closes_on is not None and first >= found.closes_on + 30 * DAY
    services.change_closing(
        found, by=who(county, Role.FOI_OFFICER), closes_on=found.closes_on + 14 * DAY, reason="应群众要求延长"
    )
    assert found.due_on is not None and found.due_on > first


@pytest.mark.parametrize(("closes", "said"), [(-1, "早于开启的日期"), (800, "一年以后")])
def test_an_end_before_the_opening_or_years_later_is_refused(county: County, closes: int, said: str) -> None:
    found = approved(county, begun(county))
    with pytest.raises(ValidationError, match=said):
        services.open_up(found, by=who(county, Role.FOI_OFFICER), closes_on=timezone.localdate() + closes * DAY)


def test_nobody_reviews_what_he_wrote_and_secrecy_is_reviewed_by_a_third(county: County) -> None:
    found = begun(county)
    chief = who(county, Role.SECTION_HEAD)
    services.make_move(found, "submit", by=chief)
    with pytest.raises(NotAllowed):
        services.make_move(found, "pass_review", by=chief)
    services.make_move(found, "pass_review", by=who(county, Role.FOI_OFFICER))
    with pytest.raises(NotAllowed):
        services.make_move(found, "pass_secrecy", by=who(county, Role.FOI_OFFICER), facts={"opinion": "不涉密"})
    with pytest.raises(NotAllowed):
        services.open_up(found, by=who(county, Role.FOI_OFFICER), closes_on=timezone.localdate() + 30 * DAY)


def test_incomplete_ones_are_not_handed_to_review(county: County) -> None:
    by = who(county, Role.INFO_OFFICER)
    for kind, fields, said in (
        ("other", {"draft": ""}, "征求意见稿"),
        ("other", {"explanation": ""}, "起草说明"),
        ("survey", {}, "还没有题目"),
        ("hearing", {}, "时间和地点"),
        ("other", {"draft": "联系人身份证110101199003070011"}, "身份证"),
    ):
        found = begun(county, kind, "一次征集，内容不全", **fields)
        with pytest.raises(ValidationError, match=said):
            services.make_move(found, "submit", by=by)


def test_what_is_open_is_only_corrected_before_anybody_answered(county: County) -> None:
    found, office = opened(county), who(county, Role.FOI_OFFICER)
    with pytest.raises(ValidationError, match="退回起草以后才能改"):
        services.edit(found, {"draft": "换一稿"}, by=office)
    services.revise(found, by=office, reason="第三条漏了一句")
    services.edit(found, {"draft": "第一条　改好了。"}, by=who(county, Role.INFO_OFFICER))
    approved(county, found)
    services.open_up(found, by=office, closes_on=timezone.localdate() + 30 * DAY)
    assert (found.version, found.state) == (2, "open")
    services.give(found, "同意。")
    with pytest.raises(ValidationError, match="已经有人提出意见"):
        services.revise(found, by=office, reason="再改")


def test_an_opinion_is_kept_encrypted_and_out_of_the_log(county: County) -> None:
    found = opened(county)
    services.give(found, "第二条建议改为三年。", name="李大山", contact="13900001234", token="a" * 32)
    again = services.give(found, "又点了一次", token="a" * 32)
    assert found.opinions.get() == again
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT content, name, contact FROM consultations_opinion")
        stored = str(cursor.fetchall())
    logged = str(list(Event.objects.values_list("content", flat=True)))
    for secret in ("三年", "李大山", "13900001234"):
        assert secret not in stored
        assert secret not in logged


@pytest.mark.parametrize(
    ("content", "said"), [("", "请写意见的内容"), ("长" * 10_000, "最多5000个字"), ("\x00 ", "请写意见的内容")]
)
def test_empty_and_endless_opinions_are_refused(county: County, content: str, said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        services.give(opened(county), content)


def test_name_and_contact_are_asked_for_as_the_organ_decided(county: County) -> None:
    found = opened(county, asks_name="required", asks_contact="no")
    with pytest.raises(ValidationError, match="请填写称呼"):
        services.give(found, "同意。")
    assert services.give(found, "同意。", name="山民", contact="13900001234").contact == ""


def test_opinions_are_taken_from_the_opening_to_the_end_only(county: County) -> None:
    found = opened(county, days=3)
    assert found.closes_on is not None
    with at(found.closes_on):
        services.give(found, "最后一天也可以。")
    with at(found.closes_on + DAY), pytest.raises(ValidationError, match="不收意见"):
        services.give(found, "晚了一天。")
    by, today = who(county, Role.INFO_OFFICER), timezone.localdate()
    with at(found.closes_on + DAY):
        services.enter(found, "座谈会上说的。", source="meeting", received_on=today, by=by)
        for wrong in (today - DAY, found.closes_on + DAY):
            with pytest.raises(ValidationError, match="征集的时间里"):
                services.enter(found, "倒签。", source="letter", received_on=wrong, by=by)
        with pytest.raises(ValidationError, match="怎样提出"):
            services.enter(found, "冒充网上。", source="online", received_on=today, by=by)


def test_the_report_needs_every_opinion_sorted_and_another_person(county: County) -> None:
    found = opened(county, days=2)
    for text in ("延长补贴年限", "延长年限", "取消补贴"):
        services.give(found, text)
    writer, office = who(county, Role.INFO_OFFICER), who(county, Role.FOI_OFFICER)
    with pytest.raises(ValidationError, match="请说明理由"):
        services.make_group(found, "取消补贴", "not_adopted", by=writer)
    longer = services.make_group(found, "延长补贴年限", "adopted", by=writer)
    none = services.make_group(found, "取消补贴", "not_adopted", answer="与上位规定不符。", by=writer)
    assert services.sort(found, [1, 2], longer, by=writer) == 2
    with pytest.raises(NotAllowed, match="才截止"):
        services.sort(found, [3], none, by=writer)
        services.draft_result(found, "采纳情况报告如下。" * 3, by=writer)
    with at(timezone.localdate() + 3 * DAY):
        Opinion.objects.filter(serial=3).update(group=None)
        with pytest.raises(ValidationError, match="还有1条意见没有归并"):
            services.draft_result(found, services.composed_result(found), by=writer)
        services.sort(found, [3], none, by=writer)
        text = services.composed_result(found)
        assert "共收到意见3条，其中采纳2条，不采纳1条" in text
        services.draft_result(found, text, by=writer)
        with pytest.raises(NotAllowed):
            services.publish_result(found, by=acting(county.person(Role.INFO_OFFICER), county.bureau))
        services.publish_result(found, by=office)
    assert (found.state, found.reported_late, found.ended) == ("reported", False, True)
    assert found.result_counts == {"opinions": 3, "adopted": 2, "partly": 0, "not_adopted": 1, "out_of_scope": 0}


def test_a_report_does_not_name_who_gave_an_opinion(county: County) -> None:
    found = opened(county, days=1)
    services.give(found, "建议延长。", name="钱多多")
    writer = who(county, Role.INFO_OFFICER)
    group = services.make_group(found, "延长", "adopted", by=writer)
    services.sort(found, [1], group, by=writer)
    with at(timezone.localdate() + 2 * DAY), pytest.raises(ValidationError, match="提意见的人的称呼"):
        services.draft_result(found, "钱多多提出的意见，已经采纳。", by=writer)


def test_what_changed_after_the_draft_of_the_outcome_stops_its_publication(county: County) -> None:
    found = opened(county, days=1)
    writer, office = who(county, Role.INFO_OFFICER), who(county, Role.FOI_OFFICER)
    with at(timezone.localdate() + 2 * DAY):
        services.draft_result(found, services.composed_result(found), by=writer)
        services.enter(found, "迟录的信。", source="letter", received_on=found.opened_on, by=writer)
        with pytest.raises(ValidationError, match="件数对不上"):
            services.publish_result(found, by=office)


def test_an_outcome_that_is_not_published_in_time_is_overdue_and_found(county: County) -> None:
    found = opened(county, days=1)
    assert found.due_on is not None
    with at(found.due_on):
        assert not queries.overdue(county.bureau).exists()
    with at(found.due_on + DAY):
        assert list(queries.overdue(county.bureau)) == [found]
        assert list(queries.overdue(county.government, below=True)) == [found]
        reported(county, found)
        assert found.reported_late
        row = figures(county.bureau, date(found.year, 1, 1), timezone.localdate())[-1]
        assert dict(zip(WHICH, row.numbers, strict=True))["late"] == 1


def test_the_office_is_reminded_of_an_outcome_that_is_due(county: County) -> None:
    found = opened(county, days=1)
    assert found.due_on is not None
    with at(timezone.localdate()):
        assert remind(timezone.now()) == 0
    with at(found.due_on + DAY):
        assert remind(timezone.now()) > 0
    told = Reminder.objects.filter(kind="consultations.consultation")
    assert {(each.name, each.url) for each in told} == {(found.number, found.get_absolute_url())}


def test_a_survey_takes_answers_and_counts_them_in_the_database(county: County) -> None:
    found, asked = surveyed(county)
    one, several, scale = (asked[name].pk for name in ("single", "multiple", "scale"))
    services.answer(found, {one: Given((0,)), several: Given((0, 2)), scale: Given((5,))}, address="10.0.0.1")
    services.answer(
        found,
        {one: Given((OTHER,), "农机手"), scale: Given((3,)), asked["long"].pk: Given((), "多来")},
        address="10.0.0.2",
    )
    services.enter_sheet(
        found,
        {one: Given((0,)), scale: Given((4,)), several: Given((2,))},
        filled_on=timezone.localdate(),
        by=who(county, Role.INFO_OFFICER),
    )
    results = results_of(found)
    assert (results.sheets, results.paper, results.online) == (3, 1, 2)
    by_form = {each.question.form: each for each in results.outcomes}
    assert [each.count for each in by_form["single"].options] == [2, 0, 1]
    assert by_form["single"].options[0].paper == 1
    assert (by_form["multiple"].answered, [each.count for each in by_form["multiple"].options]) == (2, [1, 0, 2])
    assert (by_form["scale"].mean, by_form["scale"].satisfied) == (4.0, 66.7)
    assert by_form["long"].written == 1


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"scale": Given((5,))}, "必须回答"),
        ({"single": Given((7,)), "scale": Given((5,))}, "列出的选项"),
        ({"single": Given((0, 1)), "scale": Given((5,))}, "只能选一项"),
        ({"single": Given((0,), "话"), "scale": Given((5,))}, "请同时选择“其他”"),
        ({"single": Given((0,)), "scale": Given((6,))}, "列出的选项"),
        ({"single": Given((0,)), "scale": Given((5,)), "long": Given((), "长" * 10_000)}, "最多2000个字"),
    ],
)
def test_answers_that_cannot_be_are_refused_beside_their_question(
    county: County, given: dict[str, Given], said: str
) -> None:
    found, asked = surveyed(county)
    with pytest.raises(ValidationError) as refused:
        services.answer(found, {asked[name].pk: each for name, each in given.items()}, address="10.0.0.1")
    assert any(said in each for each in refused.value.by_question.values())  # type: ignore[attr-defined]  # WrongAnswers
    assert not Sheet.objects.exists()


def test_answers_to_questions_of_another_survey_are_refused(county: County) -> None:
    found, _ = surveyed(county)
    _, asked = surveyed(county)
    with pytest.raises(ValidationError, match="对不上"):
        services.answer(found, {asked["single"].pk: Given((0,))}, address="10.0.0.1")


def test_so_many_sheets_come_from_one_address_and_no_more(county: County) -> None:
    found, asked = surveyed(county)
    Consultation.objects.filter(pk=found.pk).update(per_address=2)
    given = {asked["single"].pk: Given((0,)), asked["scale"].pk: Given((4,))}
    services.answer(found, given, address="10.0.0.1")
    services.answer(found, given, address="10.0.0.1", token="b" * 32)
    services.answer(found, given, address="10.0.0.1", token="b" * 32)
    with pytest.raises(ValidationError, match="已经提交了2份"):
        services.answer(found, given, address="10.0.0.1")
    services.answer(found, given, address="10.0.0.2")
    assert found.sheets.count() == 3


def test_no_address_is_kept_and_its_hash_is_destroyed_when_the_survey_is_over(county: County) -> None:
    found, asked = surveyed(county, days=1)
    services.answer(found, {asked["single"].pk: Given((0,)), asked["scale"].pk: Given((4,))}, address="10.0.0.1")
    sheet = Sheet.objects.get()
    assert sheet.address_key and "10.0.0.1" not in sheet.address_key
    assert services.forget_addresses(timezone.now()) == 0
    assert services.forget_addresses(timezone.now() + 2 * DAY) == 1
    sheet.refresh_from_db()
    found.refresh_from_db()
    assert (sheet.address_key, found.voting_secret) == ("", "")
    assert services.forget_addresses(timezone.now() + 2 * DAY) == 0


def test_a_closed_survey_takes_no_answers(county: County) -> None:
    found, asked = surveyed(county, days=1)
    with at(timezone.localdate() + 2 * DAY), pytest.raises(ValidationError, match="不收答卷"):
        services.answer(found, {asked["single"].pk: Given((0,)), asked["scale"].pk: Given((4,))}, address="10.0.0.1")


def test_questions_are_frozen_once_the_survey_is_open(county: County) -> None:
    found, asked = surveyed(county)
    by = who(county, Role.INFO_OFFICER)
    for change in (
        lambda: services.add_question(found, by=by, form="short", text="再问一题"),
        lambda: services.edit_question(asked["short"], by=by, text="换个问法"),
        lambda: services.move_question(asked["short"], up=True, by=by),
        lambda: services.remove_question(asked["short"], by=by),
    ):
        with pytest.raises(ValidationError, match="退回起草以后才能改"):
            change()


def test_questions_keep_their_order_when_moved_and_removed(county: County) -> None:
    found, by = begun(county, "survey", "一份问卷，只为排序"), who(county, Role.INFO_OFFICER)
    made = [services.add_question(found, by=by, form="short", text=f"第{each}问") for each in range(3)]
    services.move_question(made[2], up=True, by=by)
    services.remove_question(made[0], by=by)
    from gongkai.web.consultations.drafting import standing

    assert [(each.place, each.text) for each in standing(found)] == [(1, "第2问"), (2, "第1问")]
    for wrong, said in (
        ({"form": "single", "text": "选", "options": ["甲"]}, "至少写两个"),
        ({"form": "single", "text": "选", "options": ["甲", "甲"]}, "相同"),
        ({"form": "scale", "text": "评", "steps": 99}, "评分从1分"),
        ({"form": "x", "text": "评"}, "题型|选项"),
        ({"form": "short", "text": " "}, "题目|空"),
    ):
        with pytest.raises(ValidationError, match=said):
            services.add_question(found, by=by, **wrong)


def test_a_withdrawn_one_stays_with_its_reason_and_is_counted_as_opened(county: County) -> None:
    found = opened(county)
    services.withdraw(found, by=who(county, Role.LEADING_GROUP), reason="上位文件将修订")
    assert (found.state, found.ended_reason) == ("withdrawn", "上位文件将修订")
    today = timezone.localdate()
    assert list(counted(county.bureau, today, today)) == [found]
    assert list(counted(county.bureau, today, today, "withdrawn")) == [found]
    assert not queries.overdue(county.bureau).exists()


def test_figures_are_the_numbers_of_the_records_behind_them(county: County) -> None:
    opened(county, "major_decision", 30)
    opened(county, "other", 3)
    surveyed(county)
    begun(county)
    today = timezone.localdate()
    for row in figures(county.bureau, today, today):
        for which, number in zip(WHICH, row.numbers, strict=True):
            assert counted(county.bureau, today, today, which, row.key).count() == number
    assert figures(county.government, today, today, below=True)[-1].numbers[0] == 3
    assert figures(county.government, today, today)[-1].numbers[0] == 0
    with pytest.raises(LookupError):
        counted(county.bureau, today, today, "secrets")
