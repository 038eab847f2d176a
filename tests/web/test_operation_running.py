"""Running the site: due work, metrics, the log of the program, error pages, checks, keys."""

from __future__ import annotations

import json
import logging
import re
import stat
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from gongkai.web.operation import checks, keys, tick
from gongkai.web.operation.logs import JsonLines
from gongkai.web.operation.models import Job

SITE = Path(__file__).resolve().parents[2]


def outcomes(**how):
    return {each.name: each for each in tick.run_due(**how)}


def test_due_work_is_done_once_in_its_time(db, monkeypatch):
    done = []
    monkeypatch.setattr(tick, "count_calls", lambda now: done.append(now) or 1, raising=False)
    monkeypatch.setattr(
        tick, "JOBS", (tick.Due("try", "试办", "gongkai.web.operation.tick.count_calls", timedelta(hours=1)),)
    )
    now = timezone.now()
    assert outcomes(now=now)["try"].told == "办了 1 件"
    assert outcomes(now=now + timedelta(minutes=30)) == {}
    assert outcomes(now=now + timedelta(minutes=30), force=True)["try"].failed is False
    assert outcomes(now=now + timedelta(hours=3))
    assert len(done) == 3


def test_work_that_fails_is_rolled_back_told_and_does_not_stop_the_rest(county, monkeypatch, caplog):
    def fail(now):
        county.bureau.phone = "0"
        county.bureau.save()
        raise ValidationError("张三")

    monkeypatch.setattr(tick, "fail", fail, raising=False)
    monkeypatch.setattr(tick, "JOBS", (tick.Due("try", "试办", "gongkai.web.operation.tick.fail"), *tick.JOBS))
    found = outcomes()
    assert found["try"].failed
    assert not found["forget_sessions"].failed
    county.bureau.refresh_from_db()
    assert county.bureau.phone == ""
    assert Job.objects.get(name="try").failures == 1


def test_every_job_that_is_there_runs_on_this_database(county):
    assert [each.name for each in tick.run_due() if each.failed] == []


def test_metrics_are_for_the_machine_itself_or_who_has_the_token(client, county, settings):
    assert client.get("/metrics").status_code == 200
    assert client.get("/metrics", REMOTE_ADDR="10.0.0.7").status_code == 404
    assert client.get("/metrics", headers={"X-Forwarded-For": "10.0.0.7"}).status_code == 404
    settings.METRICS_TOKEN = "long-token"
    assert (
        client.get("/metrics", REMOTE_ADDR="10.0.0.7", headers={"Authorization": "Bearer long-token"}).status_code
        == 200
    )
    assert client.get("/metrics", REMOTE_ADDR="10.0.0.7", headers={"Authorization": "Bearer "}).status_code == 404


def test_metrics_count_requests_by_route_and_never_say_who_or_what(client, county):
    client.get("/nongye/?q=张三")
    text = client.get("/metrics").content.decode()
    assert 'route="<slug:code>/"' in text
    assert "张三" not in text
    assert "nongye" not in text
    assert re.search(r"^gongkai_events [1-9]", text, re.M)


def line_of(record: logging.LogRecord) -> dict[str, object]:
    return json.loads(JsonLines().format(record))


def raised(problem: Exception):
    name = "张三"
    try:
        raise problem
    except Exception:
        import sys

        assert name
        return sys.exc_info()


def test_an_error_in_the_log_has_its_places_but_no_values():
    record = logging.LogRecord("gongkai.x", logging.ERROR, "", 1, "failed", (), raised(ValueError("张三 430221")))
    line = line_of(record)
    assert line["error"] == ["builtins.ValueError"]
    assert any("test_operation_running.py" in place for place in line["places"])
    assert "张三" not in json.dumps(line, ensure_ascii=False)


def test_messages_of_django_are_kept_without_addresses():
    record = logging.LogRecord(
        "django.request", logging.WARNING, "", 1, "Not Found: %s", ("/applications/lookup/8K2M/",), None
    )
    assert line_of(record)["message"] == "Not Found: %s"
    record = logging.LogRecord("django.security.DisallowedHost", logging.ERROR, "", 1, "Invalid host: 张三", (), None)
    assert line_of(record)["message"] == "refused"


def test_requests_are_logged_without_query_and_without_person(client, county, caplog):
    with caplog.at_level(logging.INFO, "gongkai"):
        client.get("/nongye/?q=张三&code=8K2M")
    text = "".join(JsonLines().format(record) for record in caplog.records)
    assert '"route"' in text
    assert "8K2M" not in text
    assert "张三" not in text
    assert "nongye" not in text


def test_an_error_page_says_whom_to_tell_and_bears_the_number_of_the_log(client, county, settings, monkeypatch):
    from gongkai.web.operation import health

    settings.CONTACT = "青石县政务公开办 0700-7654321"
    monkeypatch.setattr(health, "connection", None)
    client.raise_request_exception = False
    monkeypatch.setattr("gongkai.web.portal.home.render", lambda *_: 1 / 0)
    page = client.get("/nongye/")
    text = page.content.decode()
    assert page.status_code == 500
    assert "0700-7654321" in text
    assert page.headers["X-Request-Id"] in text
    assert "ZeroDivisionError" not in text


def test_an_error_page_stands_without_templates_and_database(rf, monkeypatch):
    from gongkai.web.operation import errors

    monkeypatch.setattr(errors, "render", lambda *_, **__: 1 / 0)
    request = rf.get("/")
    request.number = "abc123"
    page = errors.server_error(request)
    assert (page.status_code, "abc123" in page.content.decode()) == (500, True)


@pytest.mark.parametrize("address", ["/no-such-page/", "/nongye/no/such/"])
def test_an_unknown_address_is_answered_in_words(client, county, address):
    page = client.get(address)
    assert page.status_code == 404
    assert "没有这个页面" in page.content.decode()


def test_a_form_that_stood_too_long_is_told_so(county):
    from django.test import Client

    page = Client(enforce_csrf_checks=True).post("/sign-in/", {"username": "x"})
    assert page.status_code == 403
    assert "放得太久" in page.content.decode()


def results():
    return {each.title: each for each in checks.check_all()}


def test_a_sound_installation_passes_its_check(county, settings):
    county.staffed()
    settings.ALLOWED_HOSTS = ["localhost"]
    bad = [each for each in checks.check_all() if each.tone == "bad"]
    assert bad == []


def test_the_check_finds_lifted_triggers_and_a_clock_that_went_back(county):
    from gongkai.web.log.actors import SYSTEM
    from gongkai.web.log.services import record
    from gongkai.web.log.triggers import lifted

    record(county.bureau, "edit_organ", by=SYSTEM, organ=county.bureau, at=timezone.now() + timedelta(days=1))
    with lifted(connection):
        found = results()
    assert found["日志保护"].tone == "bad"
    assert found["时钟"].tone == "bad"


def test_the_check_finds_what_must_not_face_the_network(county, settings):
    settings.DEBUG, settings.ALLOWED_HOSTS, settings.HTTPS, settings.DEMONSTRATION = (
        True,
        ["gk.example.gov.cn"],
        False,
        True,
    )
    found = results()
    assert found["对外设置"].tone == "bad"
    assert "GONGKAI_HTTPS" in found["对外设置"].text
    assert found["演示"].tone == "bad"


def test_the_check_finds_secrets_that_others_can_read(county, settings, tmp_path):
    settings.HOME = tmp_path
    (tmp_path / "secrets.json").write_text("{}", encoding="ascii")
    (tmp_path / "secrets.json").chmod(0o644)
    assert checks._secrets().tone == "bad"
    (tmp_path / "secrets.json").chmod(stat.S_IRUSR)
    assert checks._secrets().tone == "good"


def test_new_keys_encrypt_everything_anew_and_old_data_stays_readable(county, settings, tmp_path, monkeypatch):
    from cryptography.fernet import Fernet

    from gongkai.web.privacy.cipher import decrypt, encrypt

    monkeypatch.delenv("GONGKAI_SECRET_KEY", raising=False)
    old = list(settings.PRIVACY_KEYS)
    path = tmp_path / "secrets.json"
    path.write_text(json.dumps({"signing": "s", "privacy": old, "lookup": "l"}), encoding="utf-8")
    token = encrypt("张三")
    fields, _ = keys.rotate(path)
    data = json.loads(path.read_text(encoding="utf-8"))
    assert fields > 0
    assert data["privacy"][1:] == old[:1]
    assert data["privacy"][0] not in old
    assert "rotating" not in data
    assert path.stat().st_mode & 0o077 == 0
    assert decrypt(token) == "张三"
    assert Fernet(data["privacy"][0]).decrypt(encrypt("李四").encode()).decode() == "李四"


def test_keys_given_by_the_environment_are_not_changed_here(db, monkeypatch):
    monkeypatch.setenv("GONGKAI_SECRET_KEY", "x")
    with pytest.raises(keys.CannotRotate, match="GONGKAI_PRIVACY_KEYS"):
        keys.rotate()


def test_no_page_style_or_program_of_the_site_names_another_host():
    named = re.compile(
        r"https?://(?!www\.w3\.org/|jsonfeed\.org/version/|www\.sitemaps\.org/schemas/)[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}",
        re.I,
    )
    drawn = re.compile(r"(?:src|href)=[\"']?//|url\([\"']?(?:https?:)?//|@import", re.I)
    found = []
    for path in (SITE / "gongkai" / "web").rglob("*"):
        if path.suffix not in {".py", ".html", ".css", ".js", ".svg"}:
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            example = "例如" in line or "placeholder" in line
            if (named.search(line) and not example) or (drawn.search(line) and path.suffix != ".py"):
                found.append(f"{path.relative_to(SITE)}:{number} {line.strip()[:80]}")
    assert found == []


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-scan.lock"])
def test_the_lock_names_no_address(name):
    assert "://" not in (SITE / name).read_text(encoding="utf-8")


def test_every_setting_from_the_environment_is_in_the_reference():
    told = (SITE / "docs" / "reference" / "settings.md").read_text(encoding="utf-8")
    names = set()
    for path in (SITE / "gongkai").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        names |= set(re.findall(r"[\"'](GONGKAI_[A-Z_0-9]+|DATABASE_URL)[\"']", text))
    assert sorted(name for name in names if f"`{name}`" not in told) == []
    assert sorted(set(re.findall(r"`(GONGKAI_[A-Z_0-9]+)`", told)) - names) == []


def test_files_can_be_kept_in_an_object_storage(monkeypatch):
    from gongkai.web import settings as site

    monkeypatch.setattr(site, "FILES", "s3://gongkai/site/files")
    found = site._file_storage()
    assert found["BACKEND"] == "storages.backends.s3.S3Storage"
    assert (found["OPTIONS"]["bucket_name"], found["OPTIONS"]["location"]) == ("gongkai", "site/files")
    assert (found["OPTIONS"]["default_acl"], found["OPTIONS"]["file_overwrite"]) == ("private", False)


def test_every_move_that_services_note_has_a_chinese_title():
    from gongkai.web.operation.titles import move_titles

    known = move_titles()
    written = re.compile(r"\b(?:save|record|note_person|note_stranger)\(\s*[\w.\[\]()]+,\s*\"([a-z_]+)\"")
    missing = []
    for path in (SITE / "gongkai" / "web").rglob("*.py"):
        for move in written.findall(path.read_text(encoding="utf-8")):
            if move not in known:
                missing.append(f"{path.relative_to(SITE)}：{move}")
    assert missing == []
