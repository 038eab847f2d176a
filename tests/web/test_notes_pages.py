"""Notes and following on the pages: the panel of a case, what is new, who loses sight, and where notes never go."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, timedelta

import pytest
from conftest import signed_in
from dispute_walks import review
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar
from pypdfium2 import PdfDocument
from test_applications_services import go, moment, served, under_review, who
from test_reminders import DUE, on, told

from gongkai.organs.roles import Role
from gongkai.web.applications.models import Letter
from gongkai.web.archives.packing import hand_out
from gongkai.web.log.exports import export_to
from gongkai.web.notes.happenings import news_of
from gongkai.web.notes.models import Note, Watch
from gongkai.web.notes.services import looked, unwatch, watch, write_note
from gongkai.web.notes.sight import watches_of
from gongkai.web.organs.authority import acting
from gongkai.web.reminders.calendar import calendar_of
from gongkai.web.reminders.mailing import mail_due
from gongkai.web.reminders.services import direct, remind

SAID = "王小禾来过电话，希望早一点"
JUNE_2, JUNE_3 = date(2026, 6, 2), date(2026, 6, 3)


@pytest.fixture
def case(county):
    for role in (Role.FOI_OFFICER, Role.LEADING_GROUP, Role.AUDITOR):
        county.person(role)
    return under_review(county)


@pytest.fixture
def officer(county):
    return signed_in(Client(), county.person(Role.FOI_OFFICER))


def follow(county, case, role=Role.AUDITOR, day=JUNE_2):
    return watch(case, by=who(county, role), at=moment(day))


def text_of(page):
    return page.content.decode()


def where(name, case):
    return reverse(f"workbench:{name}", kwargs={"kind": case._meta.label_lower, "pk": case.pk})


def test_a_note_is_written_on_the_page_of_the_case_and_read_there(officer, county, case):
    page = officer.get(case.get_absolute_url())
    assert 'name="text"' in text_of(page)
    head = county.person(Role.LEADING_GROUP)
    answer = officer.post(where("case_notes", case), {"text": SAID, "to": head.pk})
    assert answer.status_code == 302
    assert SAID in text_of(officer.get(case.get_absolute_url()))
    theirs = signed_in(Client(), head)
    assert "请我看的备注" in text_of(theirs.get("/workbench/"))
    assert SAID in text_of(theirs.get(reverse("workbench:received_notes")))
    theirs.post(reverse("workbench:see_note", args=[Note.objects.get().pk]))
    assert SAID not in text_of(theirs.get(reverse("workbench:received_notes")))
    assert "已看过" in text_of(officer.get(case.get_absolute_url()))


def test_an_empty_note_is_refused_in_words_and_nothing_typed_is_lost(officer, case):
    page = officer.post(where("case_notes", case), {"text": " "})
    assert page.status_code == 422
    assert "请写备注的内容" in text_of(page)
    long = officer.post(where("case_notes", case), {"text": "长" * 2001})
    assert long.status_code == 422
    assert "长" * 2001 in text_of(long)
    assert officer.post(where("case_notes", case), {"text": "好", "to": "999999"}).status_code == 422


def test_markup_in_a_note_is_shown_as_typed(officer, case):
    officer.post(where("case_notes", case), {"text": "<script>alert(1)</script>"})
    assert "<script>alert" not in text_of(officer.get(case.get_absolute_url()))


def test_a_struck_note_stays_with_its_reason(officer, county, case):
    officer.post(where("case_notes", case), {"text": SAID})
    address = reverse("workbench:strike_note", args=[Note.objects.get().pk])
    assert officer.post(address, {"why": ""}).status_code == 422
    assert officer.post(address, {"why": "写错了案件"}).status_code == 302
    page = text_of(officer.get(case.get_absolute_url()))
    assert f"<del>{SAID}</del>" in page
    assert "写错了案件" in page
    other = signed_in(Client(), county.person(Role.LEADING_GROUP))
    assert other.post(address, {"why": "我也来"}).status_code == 422


def test_who_may_not_read_the_case_finds_nothing_of_it(county, case):
    write_note(case, SAID, by=who(county, Role.FOI_OFFICER))
    stranger = signed_in(Client(), county.person(Role.FOI_OFFICER, county.other))
    for name in ("case_notes", "watch_case", "looked_at_case"):
        assert stranger.post(where(name, case), {"text": "x"}).status_code == 404
    assert stranger.get(where("case_notes", case)).status_code == 404
    assert stranger.post(reverse("workbench:strike_note", args=[Note.objects.get().pk])).status_code == 404
    assert stranger.get("/workbench/notes/of/publishing.item/1/").status_code == 404
    assert not Watch.objects.exists()


def test_a_dispute_has_notes_and_followers_as_well(officer, county, case):
    dispute = review(county, date(2026, 7, 1))
    assert officer.post(where("case_notes", dispute), {"text": "请李律师看答复书"}).status_code == 302
    officer.post(where("watch_case", dispute))
    page = text_of(officer.get(dispute.get_absolute_url()))
    assert "请李律师看答复书" in page
    assert "取消关注" in page
    assert dispute.number in text_of(officer.get(reverse("workbench:followed_cases")))


def test_following_shows_what_others_did_since_last_looked(county, case):
    mine = follow(county, case)
    assert news_of([mine])[mine.pk] == []
    go(county, case, "ask_correction", JUNE_3)
    write_note(case, SAID, by=who(county, Role.FOI_OFFICER), at=moment(JUNE_3, 10))
    write_note(case, "我自己的话", by=who(county, Role.AUDITOR), at=moment(JUNE_3, 11))
    assert [each.title for each in news_of([mine])[mine.pk]] == ["告知补正", "新的办理备注"]
    person = county.person(Role.AUDITOR)
    client = signed_in(Client(), person)
    page = text_of(client.get(reverse("workbench:followed_cases")))
    assert "告知补正" in page
    assert "王小禾" not in page
    assert "关注的案件有新的变动" in text_of(client.get("/workbench/"))
    client.post(where("looked_at_case", case), {"next": "/workbench/notes/"})
    assert "没有变动" in text_of(client.get(reverse("workbench:followed_cases")))


def test_reading_personal_data_is_no_news(officer, county, case):
    mine = follow(county, case)
    officer.post(reverse("workbench:application_reveal", args=[case.number]))
    assert news_of([mine])[mine.pk] == []


def test_a_page_elsewhere_is_not_gone_back_to(officer, case):
    for bad in ("https://example.com/", "//example.com/workbench/", "/workbench/\\..//example.com", "javascript:1"):
        assert officer.post(where("watch_case", case), {"next": bad}).headers["Location"].startswith("/workbench/")


def test_following_twice_and_stopping_twice_change_nothing_more(officer, case):
    for _ in range(2):
        officer.post(where("watch_case", case))
    assert Watch.objects.count() == 1
    for _ in range(2):
        officer.post(where("watch_case", case), {"stop": "1"})
    assert Watch.objects.count() == 0


def test_followers_lose_sight_when_their_rights_end(county, case):
    mine = follow(county, case)
    person = mine.person
    assert watches_of(person).count() == 1
    person.appointments.update(until=date(2026, 6, 2))
    gone = type(person).objects.get(pk=person.pk)
    assert watches_of(gone).count() == 0
    assert remind(on(DUE)) == 1
    assert told() == [("last_day", "foi_officer")]


def test_a_follower_is_reminded_like_the_officer_and_finds_the_limit_in_the_calendar(county, case):
    follow(county, case)
    remind(on(DUE))
    assert told() == [("last_day", "auditor"), ("last_day", "foi_officer")]
    person = county.person(Role.AUDITOR)
    (entry,) = Calendar.from_ical(calendar_of(person, "https://example.gov.cn")).walk("VEVENT")
    assert case.number in entry["SUMMARY"]
    unwatch(case, by=who(county, Role.AUDITOR))
    assert Calendar.from_ical(calendar_of(person, "https://example.gov.cn")).walk("VEVENT") == []


@pytest.fixture
def mailed(county, case, settings, django_capture_on_commit_callbacks):
    """The day's mails handed over at a moment."""
    settings.MAIL_FROM = "gongkai@example.gov.cn"
    person = county.person(Role.AUDITOR)
    direct(person, "audit@example.gov.cn", by=acting(person, county.bureau))

    def send(at: datetime) -> list[str]:
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            mail_due(at)
        return [f"{each.subject}\n{each.body}" for each in mail.outbox]

    return send


def test_the_daily_mail_tells_what_happened_until_yesterday_once(county, case, mailed):
    follow(county, case)
    go(county, case, "ask_correction", JUNE_3)
    assert mailed(moment(JUNE_3, 20)) == []
    (sent,) = mailed(moment(date(2026, 6, 4), 8))
    assert f"{case.number}：6月3日告知补正。" in sent
    assert "1件关注的案件有变动" in sent
    assert "王小禾" not in sent
    assert mailed(moment(date(2026, 6, 4), 9)) == []
    assert mailed(moment(date(2026, 6, 5), 8)) == []


def test_after_an_outage_the_mail_tells_of_the_days_between(county, case, mailed):
    follow(county, case)
    go(county, case, "ask_correction", JUNE_3)
    (sent,) = mailed(moment(date(2026, 6, 8), 8))
    assert "6月3日告知补正" in sent


def test_the_mail_tells_of_notes_that_wait_without_their_words(county, case, mailed):
    write_note(case, SAID, by=who(county, Role.FOI_OFFICER), to=county.person(Role.AUDITOR), at=moment(JUNE_3))
    (sent,) = mailed(moment(date(2026, 6, 4), 8))
    assert "有1条请您看" in sent
    assert SAID not in sent
    assert mailed(moment(date(2026, 6, 5), 8)) == []


def test_nothing_is_mailed_of_a_case_that_may_no_longer_be_read(county, case, mailed):
    mine = follow(county, case)
    remind(on(DUE))
    go(county, case, "ask_correction", JUNE_3)
    mine.person.appointments.update(until=date(2026, 6, 2))
    assert mailed(on(DUE)) == []


def test_looking_is_of_ones_own_only(county, case):
    mine, theirs = follow(county, case), follow(county, case, Role.LEADING_GROUP)
    go(county, case, "ask_correction", JUNE_3)
    assert looked(mine.person, at=timezone.now()) == 1
    theirs.refresh_from_db()
    assert len(news_of([theirs])[theirs.pk]) == 1


def test_notes_are_in_no_bundle_no_export_of_the_log_no_letter_and_no_public_page(county, tmp_path):
    case = served(county)
    by = who(county, Role.FOI_OFFICER)
    secret = "备注里的一句话二二三四"
    write_note(case, secret, by=by)
    go(county, case, "archive", date(2026, 6, 12), {})
    case.refresh_from_db()
    target = io.BytesIO()
    hand_out(case, target, by=by, at=moment(date(2026, 6, 15)))
    with zipfile.ZipFile(target) as bundle:
        for name in bundle.namelist():
            data = bundle.read(name)
            assert secret.encode() not in data, name
            if name.endswith(".pdf"):
                assert "二二三四" not in "".join(
                    each.get_textpage().get_text_bounded() for each in PdfDocument(data)
                ), name
            assert b"write_note" not in data, name
            assert b"notes.note" not in data, name
    export_to(tmp_path / "log.jsonl", organ=county.bureau, since=None, by=by)
    assert secret not in (tmp_path / "log.jsonl").read_text(encoding="utf-8")
    for letter in Letter.objects.filter(application=case):
        assert secret not in f"{letter.body}{letter.values}"
    public = Client().post(
        reverse("portal:application_look_up"), {"number": case.number, "code": case.query_code}, follow=True
    )
    assert case.number in text_of(public)
    assert secret not in text_of(public)


def test_the_panel_and_the_lists_ask_no_more_for_many_than_for_one(county, case, django_assert_max_num_queries):
    client = signed_in(Client(), county.person(Role.LEADING_GROUP))
    follow(county, case, Role.LEADING_GROUP)
    go(county, case, "ask_correction", JUNE_3)
    write_note(case, SAID, by=who(county, Role.FOI_OFFICER), to=county.person(Role.LEADING_GROUP))
    pages = (reverse("workbench:followed_cases"), reverse("workbench:received_notes"), case.get_absolute_url())
    under_review(county)  # 同一申请人的其他申请，本来就多问一次
    few = []
    for address in pages:
        client.get(address)
        with django_assert_max_num_queries(30) as asked:
            client.get(address)
        few.append(len(asked.captured_queries))
    for number in range(8):
        more = under_review(county)
        follow(county, more, Role.LEADING_GROUP)
        go(county, more, "ask_correction", JUNE_3 + timedelta(days=number % 2))
        for each in (case, more):
            write_note(each, SAID, by=who(county, Role.FOI_OFFICER), to=county.person(Role.LEADING_GROUP))
    for address, number in zip(pages, few, strict=True):
        with django_assert_max_num_queries(number):
            client.get(address)
