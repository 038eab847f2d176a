"""Signing in: who gets in, what is said to who does not, and how trying passwords is stopped."""

from __future__ import annotations

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.utils import timezone

from gongkai.organs.roles import Role
from gongkai.web.accounts.models import Session
from gongkai.web.accounts.services import add_person, deactivate, set_password_by_administrator, unlock_sign_in
from gongkai.web.log.actors import SYSTEM
from gongkai.web.log.models import Event
from tests.web.conftest import PASSWORD


def try_in(client: Client, username: str, password: str = PASSWORD, **more: str):
    return client.post("/sign-in/", {"username": username, "password": password, **more})


def moves(person) -> list[str]:
    return list(
        Event.objects.filter(subject_id=str(person.pk), subject_kind="accounts.person").values_list("move", flat=True)
    )


def test_a_person_signs_in_and_out_and_both_are_in_the_log(client, county):
    person = county.person(Role.AUDITOR)
    answer = try_in(client, person.username)
    assert (answer.status_code, answer["Location"]) == (302, "/workbench/")
    assert client.get("/workbench/").status_code == 200
    client.post("/sign-out/")
    assert client.get("/workbench/").status_code == 302
    assert moves(person)[-2:] == ["sign_in", "sign_out"]
    event = Event.objects.get(move="sign_in")
    assert event.chain.organ == county.bureau
    assert event.facts == {"way": "password", "address": "127.0.0.1"}


def test_the_sign_in_name_may_be_typed_in_capitals_and_with_spaces(client, county):
    assert try_in(client, f" {county.person(Role.AUDITOR).username.upper()} ").status_code == 302


def test_who_must_use_a_second_factor_is_led_to_bind_one_and_may_look_meanwhile(client, county):
    answer = try_in(client, county.person(Role.FOI_OFFICER).username, next="/workbench/?x=1")
    assert answer["Location"] == "/account/second-factor/set-up/?next=%2Fworkbench%2F%3Fx%3D1"
    assert client.get("/workbench/").status_code == 200


def test_the_answer_does_not_tell_whether_a_name_exists_or_is_in_use(county):
    gone = county.person(Role.SECTION_HEAD)
    deactivate(gone, SYSTEM)
    pages = set()
    for username, password in [
        (county.person(Role.AUDITOR).username, "wrong-password"),
        ("nobody.at.all", "wrong-password"),
        (gone.username, PASSWORD),
        ("x" * 500, PASSWORD),
    ]:
        answer = try_in(Client(), username, password)
        assert answer.status_code == 422
        text = answer.content.decode()
        assert "登录名或者密码不对" in text
        pages.add(text[text.index('role="alert"') :].split("</div>")[0])
    assert len(pages) == 1


@pytest.mark.parametrize("there", [True, False])
def test_five_wrong_passwords_close_the_sign_in_for_names_that_exist_and_that_do_not(client, county, there):
    username = county.person(Role.AUDITOR).username if there else "nobody"
    for _ in range(4):
        assert try_in(client, username, "wrong-password").status_code == 422
    answer = try_in(client, username, "wrong-password")
    assert answer.status_code == 429
    assert "请等15分钟" in answer.content.decode()
    assert "系统管理员" in answer.content.decode()
    # 换一个地方、填对了也一样
    elsewhere = Client(REMOTE_ADDR="10.1.2.3")
    assert try_in(elsewhere, username).status_code == 429
    assert try_in(elsewhere, username.upper()).status_code == 429


def test_trying_on_does_not_prolong_the_lock_and_fifteen_minutes_later_it_is_over(client, county):
    person = county.person(Role.AUDITOR)
    for _ in range(5):
        try_in(client, person.username, "wrong-password")
    first = AccessAttempt.objects.get().attempt_time
    assert try_in(client, person.username, "wrong-password").status_code == 429
    assert AccessAttempt.objects.get().attempt_time == first
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert try_in(client, person.username).status_code == 302
    assert moves(person).count("sign_in_failed") == 5
    assert moves(person).count("sign_in_locked") == 1


def test_an_administrator_lifts_the_lock(client, county):
    person = county.person(Role.AUDITOR)
    for _ in range(5):
        try_in(client, person.username, "wrong-password")
    unlock_sign_in(person, SYSTEM)
    assert try_in(client, person.username).status_code == 302


def test_trying_many_names_from_one_address_is_stopped_as_well(client, county, settings):
    settings.SIGN_IN_TRIES_FROM_ADDRESS = 6
    for number in range(6):
        assert try_in(client, f"name{number}", "wrong-password").status_code == 422
    assert try_in(client, county.person(Role.AUDITOR).username).status_code == 429
    assert try_in(Client(REMOTE_ADDR="10.9.9.9"), county.person(Role.AUDITOR).username).status_code == 302


def test_what_was_typed_as_a_name_that_does_not_exist_is_kept_nowhere(client, county):
    try_in(client, "my-secret-passw0rd", "another-secret")
    (attempt,) = AccessAttempt.objects.all()
    kept = repr([vars(attempt), *(event.content for event in Event.objects.all())])
    assert "secret" not in kept
    assert Event.objects.filter(move="sign_in_failed", chain__organ=None).count() == 1


def test_the_address_is_taken_from_the_proxies_that_are_ours_and_no_others(county, settings):
    person = county.person(Role.AUDITOR)
    try_in(Client(headers={"X-Forwarded-For": "6.6.6.6"}), person.username)
    settings.PROXIES = 1
    try_in(Client(headers={"X-Forwarded-For": "6.6.6.6, 10.20.30.40"}), person.username)
    try_in(Client(headers={"X-Forwarded-For": "6.6.6.6, <script>"}), person.username)
    kept = Session.objects.filter(person=person).order_by("started_at").values_list("address", flat=True)
    assert list(kept) == ["127.0.0.1", "10.20.30.40", "0.0.0.0"]


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "http:///evil.example",
        "\x00/x",
        "////evil",
    ],
)
def test_signing_in_leads_to_no_other_site(client, county, target):
    assert try_in(client, county.person(Role.AUDITOR).username, next=target)["Location"] == "/workbench/"


def test_a_session_from_before_the_sign_in_is_not_taken_over(client, county):
    session = client.session
    session["planted"] = 1
    session.save()
    before = session.session_key
    client.cookies["gongkai_session"] = before
    try_in(client, county.person(Role.AUDITOR).username)
    assert client.cookies["gongkai_session"].value != before
    assert not Session.objects.filter(pk=before).exists()


def test_signing_in_needs_the_token_of_the_form(county):
    client = Client(enforce_csrf_checks=True)
    assert try_in(client, county.person(Role.AUDITOR).username).status_code == 403


def test_signing_out_is_no_link(client, county):
    try_in(client, county.person(Role.AUDITOR).username)
    assert client.get("/sign-out/").status_code == 405


def test_a_password_from_the_administrator_is_changed_before_anything_else(client, county):
    person = county.person(Role.AUDITOR)
    given = set_password_by_administrator(person, SYSTEM)
    answer = try_in(client, person.username, given)
    assert answer["Location"].startswith("/account/password/")
    for page in ("/workbench/", "/account/", "/account/second-factor/set-up/"):
        assert client.get(page)["Location"].startswith("/account/password/")
    new = "三个不相干的词 kettle"
    answer = client.post("/account/password/", {"current": given, "new": new, "again": new, "next": "/workbench/"})
    assert answer["Location"] == "/workbench/"
    assert client.get("/workbench/").status_code == 200


def test_a_new_person_gets_a_password_for_one_sign_in(client, county):
    person, given = add_person(username="Xin.Ren", name="新人", by=SYSTEM, organ=county.bureau)
    assert person.username == "xin.ren"
    assert try_in(client, "xin.ren", given)["Location"].startswith("/account/password/")


def test_a_person_without_a_role_signs_in_but_enters_no_workbench(client, county):
    person, _ = add_person(username="kong", name="空", by=SYSTEM, organ=county.bureau, password=PASSWORD)
    try_in(client, person.username)
    assert client.get("/workbench/").status_code == 403
    assert client.get("/account/").status_code == 200
