"""One's own account: the password, the sessions and how long they last, what happened lately."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gongkai.organs.roles import Role
from gongkai.web.accounts import services
from gongkai.web.accounts.models import Person, Session
from gongkai.web.log.actors import SYSTEM
from gongkai.web.log.models import Event
from tests.web.conftest import PASSWORD

NEW = "另外三个词 copper-kettle"
EDGE = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/120 Safari/537.36 Edg/120"


@pytest.fixture
def person(county) -> Person:
    return county.person(Role.AUDITOR)


def enter(person: Person, address: str = "10.0.0.1", **more: str) -> Client:
    client = Client(REMOTE_ADDR=address, headers={"User-Agent": EDGE})
    client.post("/sign-in/", {"username": person.username, "password": PASSWORD})
    return client


def is_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def change(client: Client, current: str = PASSWORD, new: str = NEW, again: str = NEW):
    return client.post("/account/password/", {"current": current, "new": new, "again": again})


def test_the_sessions_are_listed_with_where_and_when_and_this_one_is_marked(person):
    here, _ = enter(person), enter(person, "10.0.0.2")
    page = here.get("/account/").content.decode()
    assert "10.0.0.1" in page
    assert "10.0.0.2" in page
    assert page.count("Edge（Windows）") >= 2
    assert page.count("就是这里") == 1
    assert not any(session.session_key in page for session in Session.objects.all())


def test_one_session_is_ended_and_the_others_stay(person):
    here, there, third = enter(person), enter(person, "10.0.0.2"), enter(person, "10.0.0.3")
    mark = Session.objects.get(address="10.0.0.2").mark
    assert here.post("/account/sessions/end/", {"session": mark}).status_code == 302
    assert [is_in(each) for each in (here, there, third)] == [True, False, True]


def test_all_other_sessions_are_ended(person):
    here, there, third = enter(person), enter(person, "10.0.0.2"), enter(person, "10.0.0.3")
    here.post("/account/sessions/end-others/")
    assert [is_in(each) for each in (here, there, third)] == [True, False, False]
    assert Event.objects.get(move="end_sessions").facts == {"ended": 2}


def test_nobody_ends_the_session_of_another(person, county):
    here, other = enter(person), enter(county.person(Role.SECTION_HEAD))
    mark = Session.objects.get(person=county.person(Role.SECTION_HEAD)).mark
    assert here.post("/account/sessions/end/", {"session": mark}).status_code == 404
    assert is_in(other)


def test_a_changed_password_ends_the_other_sessions_and_keeps_this_one(person):
    here, there = enter(person), enter(person, "10.0.0.2")
    before = Session.objects.get(address="10.0.0.1").started_at
    assert change(here).status_code == 302
    assert (is_in(here), is_in(there)) == (True, False)
    # 总时限仍从登录时算起
    assert Session.objects.get(address="10.0.0.1").started_at == before
    person.refresh_from_db()
    assert person.check_password(NEW)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"current": "not-it"}, "现在的密码不对"),
        ({"again": "something else"}, "两次填写的新密码不一样"),
        ({"new": "Admin@123456", "again": "Admin@123456"}, "常用词加上数字"),
        ({"new": PASSWORD, "again": PASSWORD}, "和原来的密码一样"),
        ({"new": "", "again": ""}, "请填写新密码"),
        ({"new": "a" * 300, "again": "a" * 300}, "256"),
    ],
)
def test_a_change_of_password_that_is_refused_says_why_and_changes_nothing(person, typed, said):
    here = enter(person)
    answer = change(here, **typed)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_an_idle_session_ends(person, settings):
    here = enter(person)
    Session.objects.update(seen_at=timezone.now() - timedelta(seconds=settings.SESSION_IDLE_SECONDS + 1))
    assert not is_in(here)
    assert not Session.objects.filter(person=person).exists()


def test_a_session_in_use_ends_a_days_work_after_the_sign_in(person, settings):
    here = enter(person)
    Session.objects.update(started_at=timezone.now() - timedelta(seconds=settings.SESSION_COOKIE_AGE + 1))
    assert not is_in(here)


def test_using_the_site_keeps_a_session_alive(person, settings):
    here = enter(person)
    Session.objects.update(seen_at=timezone.now() - timedelta(seconds=settings.SESSION_IDLE_SECONDS - 60))
    assert is_in(here)
    assert timezone.now() - Session.objects.get().seen_at < timedelta(minutes=1)


def test_reading_a_page_twice_within_a_minute_writes_nothing(person):
    here = enter(person)
    here.get("/account/")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        here.get("/account/")
    assert not [each for each in asked if each["sql"].startswith(("UPDATE", "INSERT", "DELETE"))]


def test_expired_sessions_are_cleared_when_somebody_signs_in(person):
    enter(person)
    Session.objects.update(expire_date=timezone.now() - timedelta(days=1))
    enter(person, "10.0.0.2")
    assert [session.address for session in Session.objects.all()] == ["10.0.0.2"]


def test_who_is_deactivated_is_out_at_once(person):
    here = enter(person)
    services.deactivate(person, SYSTEM)
    assert not is_in(here)
    assert not is_in(enter(person))
    given = services.reactivate(person, SYSTEM)
    client = Client()
    client.post("/sign-in/", {"username": person.username, "password": given})
    assert "_auth_user_id" in client.session


def test_a_one_time_password_ends_the_sessions_and_is_in_no_log(person):
    here = enter(person)
    given = services.set_password_by_administrator(person, SYSTEM)
    assert not is_in(here)
    assert given not in repr([event.content for event in Event.objects.all()])


def test_what_happened_lately_is_told_in_chinese(person):
    Client().post("/sign-in/", {"username": person.username, "password": "wrong-password"})
    page = enter(person).get("/account/").content.decode()
    assert "登录失败" in page
    assert "sign_in_failed" not in page


def test_a_password_that_is_too_easy_or_a_name_that_is_taken_adds_nobody(person, county):
    for particulars, field in [
        ({"username": "xin", "password": "Admin@123456"}, "password"),
        ({"username": person.username.upper()}, "username"),
        ({"username": "有汉字"}, "username"),
        ({"username": ""}, "username"),
    ]:
        with pytest.raises(ValidationError) as refusal:
            services.add_person(name="新", by=SYSTEM, organ=county.bureau, **particulars)
        assert field in refusal.value.message_dict
    assert not Person.objects.filter(name="新").exists()


def test_every_move_of_an_account_has_a_chinese_title():
    from pathlib import Path
    from re import findall

    from gongkai.web.accounts.events import TITLES

    folder = Path(services.__file__).parent
    text = "".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.py"))
    written = set(findall(r'(?:note_person|_note|save)\(person, "(\w+)"', text))
    assert written
    assert written <= set(TITLES)
