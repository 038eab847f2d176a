"""What holds for every page: the token of forms, the headers, no script or style in the text, nothing from elsewhere."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client, RequestFactory
from django.urls import reverse

from gongkai.organs.roles import Role
from gongkai.web.accounts.factors import candidate, current_code, enrol, new_key
from gongkai.web.operation.errors import forbidden
from gongkai.web.organs.authority import Denied
from tests.web.addresses import addresses
from tests.web.conftest import PASSWORD, verified

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
}
INLINE = re.compile(r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)", re.IGNORECASE)
ELSEWHERE = re.compile(
    r"<(?:script|link|img|iframe|source|form)\b[^>]*\s(?:src|href|action)=[\"']?(?:https?:)?//", re.IGNORECASE
)


def test_every_form_needs_its_token(county):
    """Asked before anything else, so the answer is the same whatever the address leads to."""
    client = verified(Client(enforce_csrf_checks=True), county.person(Role.ADMINISTRATOR))
    taken = {each.route: client.post(each.filled({})).status_code for each in addresses()}
    # 开放接口什么都不收；“…/resume/”只把登录过期时写的文字交还，不写任何东西
    changes_nothing = {route for route in taken if route.startswith("api/") or route.endswith("/resume/")}
    told = {route: (403, 404, 405) if route in changes_nothing else (403,) for route in taken}
    assert {route: status for route, status in taken.items() if status not in told[route]} == {}


def test_a_token_of_another_session_does_not_help(county):
    client = verified(Client(enforce_csrf_checks=True), county.person(Role.ADMINISTRATOR))
    client.get("/account/")
    answer = client.post("/account/sessions/end-others/", {"csrfmiddlewaretoken": "a" * 32})
    assert answer.status_code == 403


def pages(client: Client, county) -> list[tuple[str, object]]:
    """Every address that answers a look, with the answer: filled in with an organ that is there."""
    found = []
    for each in addresses():
        answer = client.get(each.filled({"code": county.bureau.code}))
        if answer.status_code != 405:
            found.append((each.route, answer))
    return found


@pytest.mark.parametrize("who", ["nobody", "administrator"])
def test_every_page_has_the_headers_and_nothing_inline(county, who):
    client = Client()
    if who == "administrator":
        verified(client, county.person(Role.ADMINISTRATOR))
    wrong = []
    for route, answer in pages(client, county):
        for name, value in HEADERS.items():
            if answer.headers.get(name) != value:
                wrong.append((route, name, answer.headers.get(name)))
        policy = answer.headers.get("Content-Security-Policy", "")
        if "default-src 'none'" not in policy or "frame-ancestors 'none'" not in policy or "unsafe" in policy:
            wrong.append((route, "CSP", policy))
        if "text/html" in answer.headers.get("Content-Type", ""):
            text = b"".join(answer).decode()
            wrong += [(route, "inline", found) for found in INLINE.findall(text)]
            wrong += [
                (route, "elsewhere", found) for found in ELSEWHERE.findall(text.replace(f"{settings.SITE_URL}/", "/"))
            ]
    assert wrong == []


def test_nothing_of_the_workbench_or_the_account_is_kept_by_a_cache(client, county):
    verified(client, county.person(Role.ADMINISTRATOR))
    for page in ("/account/", "/account/password/", "/sign-in/", "/account/second-factor/recovery-codes/"):
        assert "no-store" in client.get(page).headers["Cache-Control"], page


def test_the_cookies_are_closed_to_scripts_and_to_other_sites(client, county):
    client.get("/sign-in/")
    client.post("/sign-in/", {"username": county.person(Role.AUDITOR).username, "password": PASSWORD})
    for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME):
        assert client.cookies[name]["httponly"]
        assert client.cookies[name]["samesite"] == "Lax"


def test_with_https_cookies_and_addresses_are_secure(tmp_path):
    asked = (
        "from gongkai.web import settings as s;"
        "print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS >= 31536000)"
    )
    surroundings = {key: value for key, value in os.environ.items() if not key.startswith("GONGKAI_")}
    surroundings |= {"GONGKAI_HOME": str(tmp_path), "GONGKAI_HTTPS": "1"}
    done = subprocess.run(
        [sys.executable, "-c", asked],
        env=surroundings,
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stdout.split() == ["True"] * 4, done.stderr


def test_a_request_for_another_host_is_refused(client, db):
    assert client.get("/sign-in/", headers={"Host": "evil.example"}).status_code == 400


@pytest.mark.parametrize(
    "target", ["https://evil.example/a", "//evil.example", "/\\/evil.example", "https:evil.example"]
)
def test_no_page_with_a_next_leads_elsewhere(county, target):
    client = verified(Client(), county.person(Role.AUDITOR))
    client.post("/account/password/", {"next": target})
    for name in ("second_factor", "set_up_second_factor", "change_password", "recovery_codes", "sign_in"):
        answer = client.get(reverse(name), {"next": target})
        led = [answer.headers.get("Location", ""), *re.findall(r'href="([^"]*)"', answer.content.decode())]
        assert not [each for each in led if each.startswith(("https:", "//", "/\\"))], name


def test_a_refused_step_leads_over_the_second_factor_back_to_its_page(county):
    lacking = Denied("“发布”需要先用动态口令再验证一次身份。", second_factor=True)
    request = RequestFactory().post(
        "/workbench/items/1/publish/", headers={"Referer": "http://testserver/workbench/items/1/"}
    )
    assert forbidden(request, lacking).headers["Location"] == (
        "/account/second-factor/?next=http%3A%2F%2Ftestserver%2Fworkbench%2Fitems%2F1%2F&again=1"
    )
    person = county.person(Role.FOI_OFFICER)
    key = new_key()
    device = enrol(person, key, current_code(candidate(person, key))).device
    type(device).objects.update(last_t=-1)
    client = Client()
    client.post("/sign-in/", {"username": person.username, "password": PASSWORD})
    address = "/account/second-factor/?next=http%3A%2F%2Ftestserver%2Fworkbench%2Fitems%2F1%2F&again=1"
    assert "还没有办理" in client.get(address).content.decode()
    assert client.post(address, {"code": current_code(device)}).headers["Location"] == "/workbench/items/1/"
