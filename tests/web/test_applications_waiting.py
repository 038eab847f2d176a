"""Cases that stand still until the office records something: shown with their days, in a heap of their own, and reminded of."""

from __future__ import annotations

from datetime import date

import pytest
from conftest import signed_in
from django.test import Client
from django.urls import reverse
from test_applications_services import JUNE_1, WANG, go, moment, under_review
from test_fees import drawn, ready

from gongkai.casework import NotAllowed
from gongkai.casework.reminding import read_waits, waits
from gongkai.law.loader import DataError
from gongkai.organs.roles import Role
from gongkai.web.applications import services
from gongkai.web.applications.models import Application
from gongkai.web.applications.queries import CaseFile, counts, lines
from gongkai.web.reminders.models import Reminder
from gongkai.web.reminders.services import remind
from gongkai.web.reminders.wording import sentence
from gongkai.web.workbench.applications.queues import queues

PARTY = {"third_party": "第三方1"}


def told(application, day):
    (found,) = CaseFile(application, today=day).waiting()
    return found


def number_in(heap, day):
    return counts(Application.objects.all(), [heap], today=day)[heap]


def test_a_notice_whose_delivery_is_not_recorded_is_shown_counted_and_reminded_of(county):
    application = under_review(county)
    go(county, application, "consult_third_party", date(2026, 6, 3))
    fourth, fifth = date(2026, 6, 9), date(2026, 6, 10)
    assert told(application, fourth).tone == "info"
    assert (number_in("stalled", fourth), number_in("stalled", fifth)) == (0, 1)
    found = told(application, fifth)
    assert found.title == "送达情况还没有登记"
    assert "自2026年6月3日停止计算，已经5个工作日，送达情况还没有登记" in found.sentence
    assert "登记“第三方收到征求意见书”以后" in found.sentence
    assert "“收到第三方意见”、“第三方逾期未提出意见”" in found.sentence
    (line,) = lines([application], today=fifth)
    assert line.urgency.words == "停止计算" and line.urgency.tone == "bad"
    assert line.waiting == ("自6月3日“征求第三方意见”（第三方1），已5个工作日，送达未登记",)
    officer = county.person(Role.FOI_OFFICER)
    assert remind(moment(fourth)) == 0
    assert remind(moment(fifth)) == 1 and remind(moment(fifth, 11)) == 0
    reminder = Reminder.objects.get(person=officer)
    assert "已经5个工作日，送达情况还没有登记" in sentence(reminder) and "王小禾" not in sentence(reminder)
    assert remind(moment(date(2026, 6, 11))) == 0
    assert remind(moment(date(2026, 6, 17))) == 1


def test_the_first_page_and_the_page_of_the_case_say_so(county, monkeypatch, settings):
    application = under_review(county)
    go(county, application, "consult_third_party", date(2026, 6, 3))
    settings.SESSION_IDLE_SECONDS = settings.SESSION_COOKIE_AGE = 10**8
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment(date(2026, 6, 12)))
    person = county.person(Role.FOI_OFFICER)
    found = {each.url: each for each in queues(person, county.bureau)}
    assert found[f"{reverse('workbench:applications')}?heap=stalled"].count == 1
    client = signed_in(Client(), person)
    assert "送达未登记" in client.get(reverse("workbench:applications"), {"heap": "stalled"}).text
    assert "送达情况还没有登记" in client.get(application.get_absolute_url()).text


def test_a_recorded_delivery_ends_it_and_a_time_that_is_over_begins_it_again(county):
    application = under_review(county)
    go(county, application, "consult_third_party", date(2026, 6, 3))
    go(county, application, "deliver_to_third_party", date(2026, 6, 12), PARTY)
    # 十五个工作日到七月六日：6月19日端午节放假
    last, after = date(2026, 7, 6), date(2026, 7, 7)
    assert (number_in("stalled", last), number_in("stalled", after)) == (0, 1)
    assert "“第三方提出意见的期限”的最后一日是2026年7月6日" in told(application, last).sentence
    assert told(application, last).title == "停止计算"
    assert "已经届满，答复期限已经依法恢复计算，结果还没有登记" in told(application, after).sentence
    assert told(application, after).title == "期限已过还没有登记结果"
    # 依法恢复以后的日子不算停止计算：六月三日至七月六日二十二个工作日
    assert all("停止计算，已经22个工作日" in told(application, day).sentence for day in (last, date(2026, 7, 20)))
    go(county, application, "lapse_last_third_party", after, PARTY)
    assert number_in("stalled", after) == 0 and not CaseFile(application, today=after).waiting()


def test_a_fee_notice_and_a_notice_of_correction_do_not_stop_the_clock_unseen(county):
    fee, correction = under_review(county), under_review(county)
    ready(county)
    drawn(county, fee)
    go(county, fee, "ask_fee", date(2026, 6, 3), {"letter": "收费通知书（〔2026〕1号）"})
    go(county, correction, "ask_correction", date(2026, 6, 3))
    assert number_in("stalled", date(2026, 6, 10)) == 1
    assert "登记“申请人收到收费通知”以后，“缴费期限”才起算" in told(fee, date(2026, 6, 10)).sentence
    # 补正期限十个工作日到六月十七日；它过了，答复期限不会自己恢复
    late = told(correction, date(2026, 6, 18))
    assert "到2026年6月17日已经届满，结果还没有登记" in late.sentence and "逾期不补正视为放弃" in late.sentence
    assert number_in("stalled", date(2026, 6, 18)) == 2


def test_another_organ_that_does_not_answer_is_not_forgotten(county):
    application = under_review(county)
    go(county, application, "consult_organ", date(2026, 6, 3), {"organ": "县财政局", "letter": "征求意见函"})
    assert (number_in("stalled", date(2026, 6, 16)), number_in("stalled", date(2026, 6, 17))) == (0, 1)
    assert "没有法定期限，不会自行结束" in told(application, date(2026, 6, 17)).sentence


def test_an_application_not_confirmed_tells_how_long_and_is_urgent_from_the_next_working_day(county):
    friday, monday = date(2026, 6, 5), date(2026, 6, 8)
    application = services.submit(county.bureau, WANG, at=moment(friday, 22))
    county.person(Role.FOI_OFFICER)
    assert (number_in("unconfirmed", date(2026, 6, 7)), number_in("unconfirmed", monday)) == (0, 1)
    (before,), (after,) = lines([application], today=friday), lines([application], today=monday)
    assert (before.urgency.tone, after.urgency.tone) == ("warn", "bad")
    assert after.waiting == ("已等1个工作日",)
    assert "等待确认收到已经1个工作日" in told(application, monday).sentence
    assert remind(moment(date(2026, 6, 7))) == 0
    assert [remind(moment(day)) for day in (monday, monday, date(2026, 6, 9))] == [1, 0, 1]
    go(county, application, "receive", date(2026, 6, 9), {"late": "网络中断两天"})
    assert number_in("unconfirmed", date(2026, 6, 12)) == 0 and remind(moment(date(2026, 6, 12))) == 0


def test_what_waits_is_told_anew_when_the_office_sets_other_numbers(tmp_path):
    from gongkai.casework.reminding import FILE

    text = FILE.read_text(encoding="utf-8")
    path = tmp_path / "reminding.yaml"
    path.write_text(text.replace("after: 5", "after: 3"), encoding="utf-8")
    assert {each.key: each.after for each in read_waits(path)}["undelivered"] == 3
    assert all(each.reason and each.decided_by for each in waits())
    for number, wrong in enumerate(("after: 0", "reason: ''\n    x: 1", "told: 没有日数")):
        bad = tmp_path / f"{number}.yaml"
        first = {"after: 0": "after: 1", "told: 没有日数": "told: 提交以后已经{days}个工作日，还没有与申请人确认收到"}
        bad.write_text(text.replace(first.get(wrong, "decided_by: 本程序的默认"), wrong, 1), encoding="utf-8")
        with pytest.raises(DataError):
            read_waits(bad)


def test_the_rules_begin_with_the_day_of_submitting_not_of_entering(county):
    application = services.submit(county.bureau, WANG, at=moment(JUNE_1))
    application.refresh_from_db()
    assert (application.waits_for, application.waits_since) == ("unconfirmed", JUNE_1)


def test_an_extension_that_the_applicant_was_told_of_too_late_is_shown_with_the_limit(county):
    late, in_time = under_review(county), under_review(county)
    due_on, after = date(2026, 6, 30), date(2026, 7, 1)
    for each in (late, in_time):
        go(county, each, "extend", date(2026, 6, 29))
    assert CaseFile(late, today=due_on).extension_told_late() is None
    waiting = CaseFile(late, today=after).extension_told_late()
    assert not waiting.recorded and "延期以前的最后一日2026年6月30日已经过去" in waiting.sentence
    go(county, in_time, "deliver_extension", due_on, {})
    go(county, late, "deliver_extension", after, {})
    assert CaseFile(in_time, today=after).extension_told_late() is None
    case = CaseFile(late, today=after)
    found = case.extension_told_late()
    assert found.recorded and "2026年7月1日才送达申请人，晚于延期以前的最后一日2026年6月30日" in found.sentence
    assert found.sentence in case.clocks()[0].sentences
    page = signed_in(Client(), county.person(Role.FOI_OFFICER))
    assert "延期告知得晚了" in page.get(late.get_absolute_url()).text
    proof = page.get(reverse("workbench:application_proof", args=[late.number]))
    assert "才送达申请人" in proof.text
    late.refresh_from_db()
    assert late.due_on == date(2026, 7, 14)


def test_it_stays_shown_after_the_case_is_over_and_delivery_is_recorded_once(county):
    application = under_review(county)
    with pytest.raises(NotAllowed, match="要先办理“延期答复”"):
        go(county, application, "deliver_extension", date(2026, 6, 3), {})
    go(county, application, "extend", date(2026, 6, 30))
    go(county, application, "deliver_extension", date(2026, 7, 2), {})
    with pytest.raises(NotAllowed, match="以后只办理一次"):
        go(county, application, "deliver_extension", date(2026, 7, 3), {})
    for move in ("draft", "review_secrecy", "approve", "serve"):
        go(county, application, move, date(2026, 7, 3))
    assert CaseFile(application, today=date(2026, 9, 1)).extension_told_late().recorded


def test_the_page_of_a_step_says_how_a_letter_on_paper_is_put_on_record(county):
    application = under_review(county)
    page = signed_in(Client(), county.person(Role.FOI_OFFICER))
    told_of = page.get(reverse("workbench:application_move", args=[application.number, "ask_correction"])).text
    assert "已经用纸质文书办过的" in told_of and "由办理这一步以外的人" in told_of
    assert reverse("workbench:application_materials", args=[application.number]) in told_of
    other = page.get(reverse("workbench:application_move", args=[application.number, "ask_reasons"])).text
    assert "这一步的日期不能更正" in other
    assert "纸质文书" not in page.get(reverse("workbench:application_move", args=[application.number, "withdraw"])).text
