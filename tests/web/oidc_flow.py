"""The outside sign-in against a provider on loopback. Run by itself, for it needs settings of its own; prints what came of it.

The provider answers as RFC 6749 and OpenID Connect Core 1.0 say, with what ``answers`` holds at the moment.
"""

# ruff: noqa: E402 (settings first, then what reads them)
from __future__ import annotations

import json
import os
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

answers: dict[str, Any] = {"sub": "", "amr": [], "userinfo_sub": None, "issuer": None, "audience": "gongkai"}
seen: list[tuple[str, dict[str, list[str]]]] = []


class Provider(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path.endswith("/openid-configuration"):
            self.answer(
                {
                    "issuer": issuer,
                    "authorization_endpoint": f"{issuer}/authorize",
                    "token_endpoint": f"{issuer}/token",
                    "userinfo_endpoint": f"{issuer}/userinfo",
                    "jwks_uri": f"{issuer}/keys",
                }
            )
        else:
            self.answer({"sub": answers["userinfo_sub"] or answers["sub"], "name": "外来名字"})

    def do_POST(self) -> None:
        import time

        import jwt

        body = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        seen.append((self.path, body))
        now = int(time.time())
        token = {
            "iss": answers["issuer"] or issuer,
            "aud": answers["audience"],
            "sub": answers["sub"],
            "iat": now,
            "exp": now + 60,
            "amr": answers["amr"],
        }
        signed = jwt.encode(token, "x" * 32, algorithm="HS256")
        self.answer({"access_token": "t", "token_type": "Bearer", "expires_in": 60, "id_token": signed})

    def answer(self, data: dict[str, Any]) -> None:
        body = json.dumps(data).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        pass


server = HTTPServer(("127.0.0.1", 0), Provider)
issuer = f"http://127.0.0.1:{server.server_port}"
threading.Thread(target=server.serve_forever, daemon=True).start()
os.environ |= {
    "GONGKAI_OIDC_ISSUER": issuer,
    "GONGKAI_OIDC_CLIENT_ID": "gongkai",
    "GONGKAI_OIDC_CLIENT_SECRET": "secret",
    "GONGKAI_OIDC_SECOND_FACTOR": "mfa",
    "DJANGO_SETTINGS_MODULE": "site_settings",
    "NO_PROXY": "127.0.0.1",
}

import django

django.setup()

from django.core.management import call_command
from django.test import Client
from django.test.utils import setup_test_environment
from django.urls import get_resolver

setup_test_environment()
call_command("migrate", verbosity=0)

from gongkai.web.accounts.models import Person
from gongkai.web.accounts.services import add_person, deactivate
from gongkai.web.log.actors import SYSTEM
from gongkai.web.log.models import Event

add_person(username="zhang", name="张", by=SYSTEM, organ=None, outside_id="u-1001")
gone = add_person(username="gone", name="离", by=SYSTEM, organ=None, outside_id="u-1002").person
deactivate(gone, SYSTEM)
blank = add_person(username="blank", name="空", by=SYSTEM, organ=None).person


def enter(**said: Any) -> dict[str, Any]:
    """Go there and come back; what the browser sees at the end."""
    answers.update({"sub": "", "amr": [], "userinfo_sub": None, "issuer": None, "audience": "gongkai"} | said)
    client = Client()
    there = client.get("/sign-in/unified/?next=/account/")
    query = parse_qs(urlsplit(there["Location"]).query)
    back = client.get("/sign-in/unified/return/", {"code": "c", "state": query["state"][0]})
    page = client.get("/account/")
    return {
        "asked": {key: value[0] for key, value in query.items()},
        "status": back.status_code,
        "to": back.get("Location", ""),
        "in": page.status_code == 200,
        "verified": "otp_device_id" in client.session,
        "text": back.content.decode(),
    }


def names() -> list[str]:
    return sorted(
        name
        for name in get_resolver().reverse_dict
        if isinstance(name, str) and ("account" in name or "openid" in name)
    )


stranger_state = Client().get("/sign-in/unified/return/", {"code": "c", "state": "made-up"})
results = {
    "known": enter(sub="u-1001"),
    "known_with_second_factor": enter(sub="u-1001", amr=["pwd", "mfa"]),
    "known_with_other_amr": enter(sub="u-1001", amr=["pwd"]),
    "unknown": enter(sub="u-9999"),
    "inactive": enter(sub="u-1002"),
    "empty": enter(sub=""),
    "two_people": enter(sub="u-1001", userinfo_sub="u-1003"),
    "another_issuer": enter(sub="u-1001", issuer="https://evil.example"),
    "another_audience": enter(sub="u-1001", audience="someone-else"),
    "cancelled": {"status": Client().get("/sign-in/unified/return/", {"error": "access_denied"}).status_code},
    "made_up_state": {"status": stranger_state.status_code},
    "persons": Person.objects.count(),
    "events": list(Event.objects.filter(move__startswith="sign_in").values_list("move", flat=True)),
    "names": names(),
    "sign_in_page": Client().get("/sign-in/?next=/workbench/").content.decode(),
    "pkce": [body.get("code_verifier", [""])[0] != "" for _, body in seen],
    "other_pages": {
        path: Client().get(path).status_code
        for path in (
            "/accounts/login/",
            "/accounts/signup/",
            "/accounts/email/",
            "/accounts/3rdparty/",
            "/oidc/unified/login/",
        )
    },
}
server.shutdown()
server.server_close()
results["provider_down"] = {"status": Client().get("/sign-in/unified/").status_code}
json.dump(results, sys.stdout, ensure_ascii=False)
