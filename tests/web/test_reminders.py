"""Reminders: each once, to the right persons, also after the site stood still; one mail a day; a calendar by a secret address."""

from __future__ import annotations

from datetime import date
from smtplib import SMTPServerDisconnected

import pytest
from conftest import signed_in
from django.core import mail
from django.test import Client
from django.urls import reverse
from icalendar import Calendar
from test_applications_services import go, moment, under_review, who

from gongkai.organs.roles import Role
from gongkai.web.log.models import Event
from gongkai.web.organs.authority import acting
from gongkai.web.reminders.mailing import INTERRUPTED, mail_due
from gongkai.web.reminders.models import Mailing, Reminder
from gongkai.web.reminders.services import direct, new_calendar_key, remind
from gongkai.web.reminders.wording import sentence

DUE = date(2026, 6, 30)
"""The last of twenty working days after 1 June 2026; 19 June is the Dragon Boat Festival."""


@pytest.fixture
def case(county):
    for role in (Role.FOI_OFFICER, Role.LEADING_GROUP, Role.INFO_OFFICER, Role.SECTION_HEAD):
        county.person(role)
    made = under_review(county)
    assert made.due_on == DUE
    return made


def told(**which):
    return sorted((each.rule, each.person.username.split(".")[-1]) for each in Reminder.objects.filter(**which))


def on(day, hour=9):
    return moment(day, hour)


def test_nobody_is_told_long_before(case):
    assert remind(on(date(2026, 6, 20))) == 0


def test_each_rule_tells_those_it_names_once_however_often_the_tick_comes(case):
    assert remind(on(DUE)) > 0
    assert told(rule="last_day") == [("last_day", "foi_officer")]
    for hour in (9, 10, 23):
        assert remind(on(DUE, hour)) == 0


def test_the_section_of_the_case_is_told_when_it_has_one(case, county):
    from gongkai.web.applications import services

    services.assign(case, by=who(county, Role.FOI_OFFICER), section=county.section)
    remind(on(DUE))
    assert told() == [("last_day", "foi_officer"), ("last_day", "info_officer"), ("last_day", "section_head")]


def test_after_an_outage_of_a_week_what_is_still_due_is_told_once_and_says_so(case):
    remind(on(date(2026, 6, 23)))
    before = told()
    # 六月二十四日至七月一日没有运行：中间的“快要到期”“今天是最后一日”不再补，补的是现在的“已经逾期”
    assert remind(on(date(2026, 7, 2))) > 0
    new = Reminder.objects.exclude(rule="week")
    assert {each.rule for each in new} == {"late"}
    assert "leading_group" in {each.person.username.split(".")[-1] for each in new}
    late = new.first()
    assert late.expected_on == date(2026, 7, 1)
    assert late.after_outage
    assert "本应在7月1日发出" in sentence(late)
    assert "已经逾期2个工作日" in sentence(late)
    assert told(rule="week") == before
    assert remind(on(date(2026, 7, 2), 18)) == 0


def test_lateness_is_told_again_every_five_working_days(case):
    for day in range(1, 31):
        remind(on(date(2026, 7, day)))
    assert {each.round for each in Reminder.objects.filter(rule="late")} == {0, 1, 2, 3, 4}


def test_an_extension_begins_the_rules_anew(case, county):
    remind(on(DUE))
    go(county, case, "extend", DUE)
    case.refresh_from_db()
    assert case.due_on > DUE
    assert remind(on(DUE)) == 0
    assert remind(on(case.due_on)) == 1


def test_a_case_that_stands_or_is_over_reminds_nobody(case, county):
    go(county, case, "consult_third_party", date(2026, 6, 5))
    remind(on(date(2026, 7, 20)))
    assert not Reminder.objects.filter(rule__in=("week", "soon", "last_day", "late")).exists()
    Reminder.objects.all().delete()
    go(county, case, "withdraw", date(2026, 6, 8))
    assert remind(on(date(2026, 9, 20))) == 0


def test_who_has_left_is_not_told(case, county):
    person = county.person(Role.FOI_OFFICER)
    person.active = False
    person.save()
    remind(on(DUE))
    assert told() == []


def test_a_reminder_names_no_applicant(case):
    remind(on(DUE))
    for each in Reminder.objects.all():
        assert case.applicant_name not in sentence(each) + each.name + each.url


@pytest.fixture
def mailed(case, county, settings):
    settings.MAIL_FROM = "gongkai@example.gov.cn"
    person = county.person(Role.FOI_OFFICER)
    direct(person, "office@example.gov.cn", by=acting(person, county.bureau))
    return person


def test_one_mail_a_day_and_none_without_a_mail_server(mailed, settings, django_capture_on_commit_callbacks):
    remind(on(DUE))
    settings.MAIL_FROM, kept = "", settings.MAIL_FROM
    assert mail_due(on(DUE)) == 0
    settings.MAIL_FROM = kept
    for hour in (9, 10, 11):
        with django_capture_on_commit_callbacks(execute=True):
            mail_due(on(DUE, hour))
    assert len(mail.outbox) == 1
    sent = mail.outbox[0]
    assert sent.to == ["office@example.gov.cn"]
    assert "最后一日" in sent.body
    assert "王小禾" not in sent.body
    assert Event.objects.filter(move="mail_reminders").count() == 1


def test_a_refused_mail_is_tried_again_and_an_interrupted_one_is_not(
    mailed, monkeypatch, django_capture_on_commit_callbacks
):
    remind(on(DUE))

    def refuse(*_):
        raise SMTPServerDisconnected("连接断开")

    with monkeypatch.context() as broken:
        broken.setattr("gongkai.web.reminders.mailing.send_mail", refuse)
        with django_capture_on_commit_callbacks(execute=True):
            mail_due(on(DUE))
    assert Mailing.objects.get().state == "failed"
    with django_capture_on_commit_callbacks(execute=True):
        mail_due(on(DUE, 10))
    assert Mailing.objects.get().state == "sent"
    assert len(mail.outbox) == 1
    Mailing.objects.update(state="handing", at=on(DUE, 10))
    with django_capture_on_commit_callbacks(execute=True):
        mail_due(on(DUE, 12))
    assert Mailing.objects.get().told == INTERRUPTED
    assert len(mail.outbox) == 1


def test_the_page_shows_ones_own_reminders_and_marks_them_as_seen(case, county):
    person = county.person(Role.FOI_OFFICER)
    remind(on(DUE))
    client = signed_in(Client(), person)
    page = client.get(reverse("workbench:reminders"))
    assert case.number in page.text
    assert page.context["unseen"] == 1
    client.post(reverse("workbench:see_reminders"))
    assert client.get(reverse("workbench:reminders")).context["unseen"] == 0
    other = signed_in(Client(), county.person(Role.AUDITOR))
    assert case.number not in other.get(reverse("workbench:reminders")).text


def test_a_wrong_address_is_told_beside_the_form_and_kept(county):
    client = signed_in(Client(), county.person(Role.FOI_OFFICER))
    answer = client.post(reverse("workbench:direct_reminders"), {"address": "不是邮箱"})
    assert answer.status_code == 422
    assert "请核对电子邮箱" in answer.text
    assert "不是邮箱" in answer.text


def test_a_calendar_is_read_by_its_address_without_names_and_an_old_address_is_gone(case, county, client):
    person = county.person(Role.FOI_OFFICER)
    by = acting(person, county.bureau)
    first = new_calendar_key(person, by=by)
    answer = client.get(reverse("calendar", args=[first]))
    assert answer["content-type"].startswith("text/calendar")
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    assert [each.decoded("dtstart") for each in events] == [DUE]
    assert case.number in str(events[0]["summary"])
    assert case.applicant_name not in answer.text
    second = new_calendar_key(person, by=by)
    assert client.get(reverse("calendar", args=[first])).status_code == 404
    assert client.get(reverse("calendar", args=[second])).status_code == 200
    assert client.get(reverse("calendar", args=["x"])).status_code == 404
    person.active = False
    person.save()
    assert client.get(reverse("calendar", args=[second])).status_code == 404


def test_another_organs_officer_has_none_of_it_in_the_calendar(case, county, client):
    person = county.person(Role.FOI_OFFICER, county.other)
    key = new_calendar_key(person, by=acting(person, county.other))
    assert Calendar.from_ical(client.get(reverse("calendar", args=[key])).content).walk("VEVENT") == []
