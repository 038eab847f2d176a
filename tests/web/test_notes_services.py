"""Notes on cases: who may read and write them, that they are kept as they were, struck with a trace, and erased with the case."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from test_applications_services import go, moment, served, under_review, who

from gongkai.organs.roles import Role
from gongkai.web.applications.models import Application
from gongkai.web.applications.services import erase_personal_data
from gongkai.web.disputes.models import Dispute
from gongkai.web.log.models import Event
from gongkai.web.log.proof import verify_chains
from gongkai.web.notes.kinds import kind_named, kinds, register
from gongkai.web.notes.models import Note
from gongkai.web.notes.services import see_note, strike_note, write_note
from gongkai.web.notes.sight import colleagues, notes_for, notes_of
from gongkai.web.organs.authority import Denied, acting

SAID = "申请人王小禾来过电话，13912345678，要纸质的"
SEEN = date(2026, 6, 3)


@pytest.fixture
def case(county):
    return under_review(county)


def clerk(county):
    return who(county, Role.FOI_OFFICER)


def test_applications_and_disputes_can_be_noted_on_and_more_kinds_by_naming_them():
    assert {each.model for each in kinds()} >= {Application, Dispute}
    with pytest.raises(LookupError):
        kind_named("publishing.item")
    assert register.__doc__


def test_a_note_is_encrypted_and_its_events_say_nothing_of_it(county, case):
    note = write_note(case, f"  {SAID}\r\n ", by=clerk(county))
    assert note.text == SAID
    assert note.is_intact
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM notes_note")
        assert "王小禾" not in cursor.fetchone()[0]
    (event,) = Event.objects.filter(move="write_note")
    for word in ("王小禾", "13912345678", "来过电话", note.salt):
        assert word not in str(event.content)
    assert note.digest in str(event.content)


def test_it_is_no_step_and_no_happening_of_the_case_itself(county, case):
    before = Event.objects.filter(subject_kind="applications.application", subject_id=str(case.pk)).count()
    write_note(case, SAID, by=clerk(county))
    assert Event.objects.filter(subject_kind="applications.application", subject_id=str(case.pk)).count() == before


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.LEADING_GROUP, Role.LEGAL_REVIEWER, Role.SECRECY_REVIEWER])
def test_who_may_read_the_case_may_note_on_it(county, case, role):
    assert write_note(case, "看过了", by=who(county, role)).pk


def test_who_may_not_read_the_case_may_not_note_on_it(county, case):
    for person in (county.person(Role.FOI_OFFICER, county.other), county.person(Role.ADMINISTRATOR)):
        with pytest.raises(Denied):
            write_note(case, "看过了", by=acting(person, county.other))
    assert not Note.objects.exists()


def test_a_section_reads_the_notes_of_its_own_cases_only(county, case):
    from gongkai.web.applications.services import assign

    officer = who(county, Role.INFO_OFFICER)
    with pytest.raises(Denied):
        write_note(case, "看过了", by=officer)
    assign(case, by=clerk(county), section=county.section)
    case.refresh_from_db()
    assert write_note(case, "看过了", by=officer).pk


@pytest.mark.parametrize("text", ["", "  \n ", "字" * 2001])
def test_an_empty_or_endless_note_is_refused_in_words(county, case, text):
    with pytest.raises(ValidationError, match="备注"):
        write_note(case, text, by=clerk(county))


def test_a_note_for_a_colleague_waits_until_it_is_seen(county, case):
    head = county.person(Role.LEADING_GROUP)
    note = write_note(case, "请定是否延期", by=clerk(county), to=head)
    assert list(notes_for(head)) == [note]
    assert list(notes_for(head, county.bureau)) == [note]
    assert not notes_for(head, county.other).exists()
    with pytest.raises(ValidationError, match="不是请您看的"):
        see_note(note, by=clerk(county))
    see_note(note, by=who(county, Role.LEADING_GROUP))
    assert not notes_for(head).exists()
    assert Event.objects.filter(move="see_note").count() == 1
    see_note(note, by=who(county, Role.LEADING_GROUP))
    assert Event.objects.filter(move="see_note").count() == 1


def test_a_note_is_addressed_only_to_who_may_read_the_case(county, case):
    stranger = county.person(Role.FOI_OFFICER, county.other)
    with pytest.raises(ValidationError, match="看不到这件案件"):
        write_note(case, "请看", by=clerk(county), to=stranger)
    county.staffed()
    offered = colleagues(case)
    policy = kind_named("applications.application").policy
    assert stranger not in offered
    assert county.person(Role.SUPERVISING_OFFICE, county.government) in offered
    assert all(policy.may(each, "read", case) for each in offered)
    assert {each for each in county.people.values() if policy.may(each, "read", case)} == set(offered)


def test_who_lost_the_right_to_read_the_case_finds_no_note_of_it(county, case):
    head = county.person(Role.LEADING_GROUP)
    write_note(case, "请定是否延期", by=clerk(county), to=head)
    head.appointments.update(until=date(2026, 6, 2))
    fresh = type(head).objects.get(pk=head.pk)
    assert not notes_for(fresh).exists()


def test_only_who_wrote_it_strikes_it_once_and_it_stays_to_be_read(county, case):
    note = write_note(case, SAID, by=clerk(county), to=county.person(Role.LEADING_GROUP))
    with pytest.raises(ValidationError, match="只能由写的人划去"):
        strike_note(note, by=who(county, Role.LEADING_GROUP), why="不对")
    with pytest.raises(ValidationError, match="原因"):
        strike_note(note, by=clerk(county), why="  ")
    struck = strike_note(note, by=clerk(county), why="写错了案件")
    assert (struck.text, struck.struck_why) == (SAID, "写错了案件")
    assert "写错了案件" not in str(Event.objects.get(move="strike_note").content)
    with pytest.raises(ValidationError, match="已经划去"):
        strike_note(note, by=clerk(county), why="再来")
    assert not notes_for(county.person(Role.LEADING_GROUP)).exists()


def test_no_service_changes_a_text_and_a_change_past_them_is_seen(county, case):
    note = write_note(case, SAID, by=clerk(county))
    Note.objects.filter(pk=note.pk).update(text="别的话")
    assert not Note.objects.get(pk=note.pk).is_intact


def test_notes_go_with_the_personal_data_of_the_case(county):
    case = served(county)
    one, two = (write_note(case, SAID, by=clerk(county)) for _ in range(2))
    strike_note(two, by=clerk(county), why="申请人姓王，写错了")
    erase_personal_data(case, by=clerk(county), why="保管期限届满，经批准销毁")
    for note in notes_of(case):
        assert (note.text, note.struck_why) == ("", "")
        assert note.erased_at is not None
    assert Event.objects.filter(move="erase_note").count() == 2
    case.refresh_from_db()
    with pytest.raises(ValidationError, match="已经删除"):
        write_note(case, "再写", by=clerk(county))
    with pytest.raises(ValidationError, match="删除"):
        strike_note(one, by=clerk(county), why="再划")
    assert [each.findings for each in verify_chains() if each.findings] == []


def test_a_note_of_one_case_is_not_shown_with_another_of_the_same_number(county, case):
    write_note(case, SAID, by=clerk(county))
    other = under_review(county)
    assert not notes_of(other).exists()
    twin = Dispute(pk=case.pk, organ=county.bureau)
    assert not notes_of(twin).exists()


def test_notes_are_of_people(county, case):
    from gongkai.web.log.actors import PUBLIC, SYSTEM

    for by in (PUBLIC, SYSTEM, replace(SYSTEM, roles=frozenset({"foi_officer"}))):
        with pytest.raises(ValueError, match="人"):
            write_note(case, "x", by=by)


def test_moves_of_the_case_leave_its_notes_alone(county, case):
    note = write_note(case, SAID, by=clerk(county), at=moment(SEEN))
    go(county, case, "ask_correction", SEEN)
    assert Note.objects.get(pk=note.pk).text == SAID
