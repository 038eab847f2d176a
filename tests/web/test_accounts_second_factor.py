"""The second factor: bound by its owner, asked for once in a session, slow to guess, taken away only by who may."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from gongkai.organs.roles import Role
from gongkai.web.accounts import demonstration, factors
from gongkai.web.accounts.services import reset_second_factor
from gongkai.web.log.actors import SYSTEM
from gongkai.web.log.models import Event
from tests.web.conftest import PASSWORD, signed_in

VERIFY, SET_UP = "/account/second-factor/", "/account/second-factor/set-up/"


@pytest.fixture
def person(county):
    return county.person(Role.FOI_OFFICER)


def bound(person) -> TOTPDevice:
    """An authenticator bound long ago, none of its codes used lately."""
    key = factors.new_key()
    enrolled = factors.enrol(person, key, factors.current_code(factors.candidate(person, key)))
    TOTPDevice.objects.update(last_t=-1)
    enrolled.device.refresh_from_db()
    return enrolled.device


def is_verified(client: Client) -> bool:
    return "otp_device_id" in client.session


def test_an_authenticator_is_bound_by_its_first_code_and_recovery_codes_are_shown_once(client, person):
    signed_in(client, person)
    page = client.get(SET_UP + "?next=/workbench/").content.decode()
    assert 'src="data:image/svg+xml' in page
    key = client.session["second_factor_key"]
    assert factors.written(key) in page
    before = client.session.session_key
    code = factors.current_code(factors.candidate(person, key))
    answer = client.post(SET_UP, {"code": f" {code[:3]} {code[3:]} ", "next": "/workbench/"})
    assert answer["Location"] == "/account/second-factor/recovery-codes/?next=%2Fworkbench%2F"
    assert is_verified(client)
    assert client.session.session_key != before
    shown = client.get(answer["Location"]).content.decode()
    codes = re.findall(r"<code>(\w{5}-\w{5})</code>", shown)
    assert len(codes) == len(set(codes)) == 10
    assert codes[0] not in client.get(answer["Location"]).content.decode()
    assert not StaticToken.objects.filter(token__in=[each[:16] for each in codes]).exists()


def test_a_wrong_first_code_binds_nothing_and_keeps_the_key(client, person):
    signed_in(client, person)
    client.get(SET_UP)
    key = client.session["second_factor_key"]
    answer = client.post(SET_UP, {"code": "000000"})
    assert (answer.status_code, client.session["second_factor_key"]) == (422, key)
    assert "动态口令不对" in answer.content.decode()
    assert not factors.has_second_factor(person)


def test_the_code_is_asked_after_the_password_and_leads_where_one_wanted_to_go(client, person):
    device = bound(person)
    answer = client.post("/sign-in/", {"username": person.username, "password": PASSWORD, "next": "/workbench/?a=1"})
    assert answer["Location"] == "/account/second-factor/?next=%2Fworkbench%2F%3Fa%3D1"
    answer = client.post(VERIFY, {"code": factors.current_code(device), "next": "/workbench/?a=1"})
    assert answer["Location"] == "/workbench/?a=1"
    assert is_verified(client)


@pytest.mark.parametrize("typed", ["full-width", "spaces"])
def test_a_code_may_be_typed_with_a_chinese_keyboard(client, person, typed):
    code = factors.current_code(bound(person))
    wide = code.translate({ord(each): chr(ord(each) + 0xFEE0) for each in "0123456789"})
    signed_in(client, person).post(VERIFY, {"code": wide if typed == "full-width" else f" {code[:3]} {code[3:]}"})
    assert is_verified(client)


def test_a_code_holds_once(person):
    code = factors.current_code(bound(person))
    factors.verify(person, code)
    with pytest.raises(factors.WrongCode, match="已经用过"):
        factors.verify(person, code)


def test_a_recovery_code_holds_once_and_for_its_owner_only(client, person, county):
    bound(person)
    codes = factors.make_recovery_codes(person)
    other = county.person(Role.FOI_OFFICER, county.other)
    bound(other)
    with pytest.raises(factors.WrongCode):
        factors.verify(other, codes[0])
    signed_in(client, person).post(VERIFY, {"code": codes[0].upper().replace("-", " ")})
    assert is_verified(client)
    assert factors.codes_left(person) == 9
    with pytest.raises(factors.WrongCode):
        factors.verify(person, codes[0])


def test_after_each_wrong_code_the_wait_doubles_even_for_the_right_one(client, person):
    device = bound(person)
    signed_in(client, person)
    for failures in range(6):
        TOTPDevice.objects.update(throttling_failure_timestamp=timezone.now() - timedelta(seconds=2**failures))
        assert "动态口令不对" in client.post(VERIFY, {"code": "000000"}).content.decode()
    answer = client.post(VERIFY, {"code": factors.current_code(device)})
    assert answer.status_code == 422
    assert re.search(r"请等3[0-9]秒再填", answer.content.decode())
    assert not is_verified(client)
    assert Event.objects.filter(move="second_factor_failed", person=person).count() == 6
    TOTPDevice.objects.update(throttling_failure_timestamp=timezone.now() - timedelta(seconds=40))
    client.post(VERIFY, {"code": factors.current_code(device)})
    assert is_verified(client)


def test_another_persons_authenticator_does_not_help(client, person, county):
    bound(person)
    device = bound(county.person(Role.LEADING_GROUP))
    signed_in(client, person).post(VERIFY, {"code": factors.current_code(device)})
    assert not is_verified(client)


def test_a_password_alone_does_not_replace_an_authenticator_nor_its_recovery_codes(client, person):
    device = bound(person)
    signed_in(client, person)
    assert client.get(SET_UP)["Location"].startswith("/account/second-factor/?next=")
    assert client.post(SET_UP, {"code": "123456"})["Location"].startswith("/account/second-factor/?next=")
    answer = client.post("/account/second-factor/recovery-codes/new/")
    assert answer["Location"].startswith("/account/second-factor/?next=")
    assert TOTPDevice.objects.get(user=person).pk == device.pk


def test_a_new_authenticator_ends_the_old_one(client, person):
    old = bound(person)
    client = signed_in(client, person)
    client.post(VERIFY, {"code": factors.current_code(old)})
    client.get(SET_UP)
    key = client.session["second_factor_key"]
    client.post(SET_UP, {"code": factors.current_code(factors.candidate(person, key))})
    assert TOTPDevice.objects.get(user=person).key == key
    assert is_verified(client)


def test_who_has_no_authenticator_is_led_to_bind_one(client, person):
    assert signed_in(client, person).get(VERIFY + "?next=/workbench/")["Location"].startswith(SET_UP)


def test_the_administrators_reset_takes_it_away_and_ends_the_sessions(client, person):
    bound(person)
    signed_in(client, person)
    reset_second_factor(person, SYSTEM)
    assert not factors.has_second_factor(person)
    assert not StaticDevice.objects.filter(user=person).exists()
    assert client.get("/account/").status_code == 302
    assert Event.objects.filter(move="reset_second_factor").count() == 1


def test_verifying_leads_to_no_other_site(client, person):
    device = bound(person)
    answer = signed_in(client, person).post(
        VERIFY, {"code": factors.current_code(device), "next": "https://evil.example/"}
    )
    assert answer["Location"] == "/workbench/"


def test_a_code_from_another_page_is_refused(person):
    device = bound(person)
    client = signed_in(Client(enforce_csrf_checks=True), person)
    assert client.post(VERIFY, {"code": factors.current_code(device)}).status_code == 403


class TestDemonstration:
    """What the demonstration shows, and that it shows it nowhere else."""

    @pytest.fixture
    def offered(self, settings, tmp_path, person):
        settings.HOME = tmp_path
        entry = demonstration.Entry(person.username, person.name, ("政务公开专职人员",), "农业农村局")
        demonstration.write_offer(PASSWORD, [entry])
        settings.DEMONSTRATION = True
        return demonstration.enrol_for_demonstration(person)

    def test_names_and_password_are_shown_and_one_press_signs_in(self, client, settings, offered, person):
        page = client.get("/sign-in/").content.decode()
        assert PASSWORD in page
        assert f'name="username" value="{person.username}"' in page

    def test_the_code_is_shown_and_holds_also_right_after_it_was_used(self, client, settings, offered, person):
        signed_in(client, person)
        for _ in range(2):
            shown = re.search(r"<code>(\d{6})</code>", client.get(VERIFY).content.decode())
            assert client.post(VERIFY, {"code": shown[1]}).status_code == 302

    def test_nothing_of_it_is_there_otherwise(self, client, settings, offered, person):
        settings.DEMONSTRATION = False
        page = client.get("/sign-in/").content.decode()
        assert PASSWORD not in page
        assert person.username not in page
        signed_in(client, person)
        assert not re.search(r"\d{6}</code>", client.get(VERIFY).content.decode())
        assert demonstration.shown_code(person) == ""
        with pytest.raises(PermissionError):
            demonstration.enrol_for_demonstration(person)

    @pytest.mark.parametrize("content", ["", "[]", '{"password": 1}', '{"people": [3], "password": ""}'])
    def test_a_broken_list_is_no_list(self, client, settings, offered, content):
        demonstration.path().write_text(content)
        assert client.get("/sign-in/").status_code == 200

    def test_a_persons_own_authenticator_is_never_shown(self, settings, offered, county):
        other = county.person(Role.LEADING_GROUP)
        bound(other)
        assert demonstration.shown_code(other) == ""
