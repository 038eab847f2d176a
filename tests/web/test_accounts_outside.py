"""The unified identity of a province: it lets in whom we know and nobody else, and is not there unless it is set."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

TESTS = Path(__file__).resolve().parents[1]


def run(home: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    surroundings = {key: value for key, value in os.environ.items() if not key.startswith(("GONGKAI_", "DATABASE_URL"))}
    surroundings |= {"GONGKAI_HOME": str(home), "PYTHONPATH": f"{TESTS}:{TESTS.parent}"} | more
    return subprocess.run([sys.executable, *arguments], env=surroundings, capture_output=True, text=True, timeout=120)


@pytest.fixture(scope="module")
def flow(tmp_path_factory: pytest.TempPathFactory) -> Any:
    pytest.importorskip("allauth", reason="附加项 oidc 没有装")
    done = run(tmp_path_factory.mktemp("oidc"), str(TESTS / "web" / "oidc_flow.py"))
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout[done.stdout.index('{"known"') :])


def test_a_person_with_the_identity_gets_in_where_he_wanted(flow):
    assert (flow["known"]["status"], flow["known"]["to"], flow["known"]["in"]) == (302, "/account/", True)


@pytest.mark.parametrize("case", ["unknown", "inactive", "empty", "two_people", "another_issuer", "another_audience"])
def test_nobody_else_gets_in(flow, case):
    assert flow[case]["status"] in (401, 403, 502)
    assert not flow[case]["in"]
    assert "没有登录" in flow[case]["text"]


def test_nobody_is_created_by_signing_in(flow):
    assert flow["persons"] == 3


def test_the_second_factor_of_the_provider_counts_only_where_the_setting_says_so(flow):
    assert flow["known_with_second_factor"]["verified"]
    assert not flow["known"]["verified"]
    assert not flow["known_with_other_amr"]["verified"]


def test_cancelling_or_a_made_up_state_ends_on_a_page_of_ours(flow):
    assert (flow["cancelled"]["status"], flow["made_up_state"]["status"]) == (401, 401)


def test_a_provider_that_does_not_answer_is_said(flow):
    assert flow["provider_down"]["status"] == 502


def test_the_code_is_bound_to_the_browser_that_asked(flow):
    assert flow["known"]["asked"]["code_challenge_method"] == "S256"
    assert all(flow["pkce"])


def test_no_other_page_of_the_library_can_be_reached(flow):
    assert set(flow["other_pages"].values()) == {404}
    assert flow["names"] == ["account", "openid_connect_callback", "openid_connect_login"]


def test_the_sign_in_page_offers_it_and_keeps_where_one_wanted_to_go(flow):
    assert 'href="/sign-in/unified/?next=/workbench/"' in flow["sign_in_page"].replace("%2F", "/")


def test_each_sign_in_and_refusal_is_in_the_log(flow):
    assert flow["events"].count("sign_in") == 3
    assert flow["events"].count("sign_in_failed") >= 3


def test_without_the_settings_nothing_of_the_library_is_loaded(tmp_path):
    asked = "import django; django.setup(); import gongkai.web.urls, sys; print([m for m in sys.modules if m.startswith('allauth')])"
    done = run(tmp_path, "-c", asked, DJANGO_SETTINGS_MODULE="gongkai.web.settings")
    assert done.stdout.strip() == "[]", done.stderr[-2000:]


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"GONGKAI_OIDC_ISSUER": "http://id.example.gov.cn"}, "https"),
        ({"GONGKAI_OIDC_ISSUER": "https://id.example.gov.cn"}, "GONGKAI_OIDC_CLIENT_ID"),
    ],
)
def test_half_a_setting_stops_the_start_with_a_reason(tmp_path, settings, said):
    done = run(tmp_path, "-c", "import gongkai.web.settings", **settings)
    assert done.returncode != 0
    assert said in done.stderr.splitlines()[-1]
