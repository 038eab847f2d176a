"""Service, file and keeping over the pages of the workbench."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pdf_files import Page, pdf
from test_applications_services import go, moment, served, who
from test_archives import JUNE_12, approved, filed
from web.conftest import signed_in, verified, words

from gongkai.applications.archive_verify import verify_bundle
from gongkai.organs.roles import Role
from gongkai.web.archives import services
from gongkai.web.archives.models import Disposal, RetentionLine
from gongkai.web.log.models import Event

HERE = "/workbench/archives/"


def slip(name: str = "送达回证.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, pdf([Page()]), "application/pdf")


def test_a_reply_is_served_with_its_proof_from_a_page(county, office):
    application = approved(county)
    here = f"{HERE}{application.number}/"
    page = office.post(f"{here}serve/", {"delivery": "post", "on": "2026-06-15", "proofs": slip()})
    assert page.status_code == 422 and "请填写交邮的日期" in words(page)
    page = office.post(f"{here}serve/", {"delivery": "", "on": "x"})
    assert page.status_code == 422
    given = {"delivery": "post", "on": "2026-06-15", "posted_on": "2026-06-13", "proofs": slip()}
    assert office.post(f"{here}serve/", given).status_code == 302
    shown = words(office.get(here))
    assert "2026年6月13日" in shown and "还没有登记申请人签收" in shown and "送达凭证" in shown
    assert "送达回证.pdf" not in shown, "names of files may name persons"
    assert office.post(f"{here}sign-for/", {"on": "2026-06-18", "proofs": slip("回执.pdf")}).status_code == 302
    assert "2026年6月18日（申请人签收）" in words(office.get(here))
    page = office.post(f"{here}serve/", given)
    assert page.status_code == 422 and "已送达" in words(page)
    page = office.post(f"{here}proofs/", {})
    assert page.status_code == 422 and "请选择送达凭证" in words(page)


def test_a_wrong_proof_is_refused_beside_its_field_and_nothing_is_served(county, office):
    application = approved(county)
    wrong = SimpleUploadedFile("回证.pdf", b"MZ no pdf", "application/pdf")
    given = {"delivery": "direct", "on": "2026-06-13", "proofs": wrong}
    page = office.post(f"{HERE}{application.number}/serve/", given)
    assert page.status_code == 422 and "回证.pdf" in words(page)
    application.refresh_from_db()
    assert application.state == "decision_approved"


def test_names_of_files_are_shown_on_request_and_on_record(county, office):
    application = filed(county)
    page = office.post(f"{HERE}{application.number}/contents/")
    assert "挂号信回执.pdf" in words(page)
    assert Event.objects.filter(move="read_contents").count() == 1
    made = office.post(f"{HERE}{application.number}/contents.pdf")
    assert made.content[:4] == b"%PDF" and "attachment" in made["Content-Disposition"]
    material = application.materials.get()
    taken = office.post(f"{HERE}{application.number}/materials/{material.key}/")
    assert taken.content[:4] == b"%PDF" and "no-store" in taken["Cache-Control"]
    assert Event.objects.filter(move="read_material").count() == 1
    other = filed(county)
    assert office.post(f"{HERE}{other.number}/materials/{material.key}/").status_code == 404


def test_the_bundle_asks_for_the_second_factor_and_is_on_record(county, office, tmp_path: Path):
    application = filed(county)
    url = f"{HERE}{application.number}/bundle/"
    once = signed_in(Client(), county.person(Role.FOI_OFFICER))
    assert once.post(url)["Location"].startswith("/account/second-factor/")
    assert verified(Client(), county.person(Role.AUDITOR)).post(url).status_code == 403
    assert office.get(url).status_code == 405
    assert not Event.objects.filter(move="hand_out_archive").exists()
    answer = office.post(url)
    data = b"".join(answer.streaming_content)
    path = tmp_path / "x.zip"
    path.write_bytes(data)
    verdict = verify_bundle(path)
    assert verdict.findings == [] and zipfile.is_zipfile(io.BytesIO(data))
    assert Event.objects.get(move="hand_out_archive").facts["manifest"] == verdict.manifest


def test_the_table_of_periods_is_entered_and_applies(county, office):
    url = f"{HERE}retention/new/"
    page = office.post(url, {"kind": "answered", "forever": "no", "since": "2025-01-01", "basis": "本机关表"})
    assert page.status_code == 422 and "请填写年数" in words(page)
    page = office.post(
        url, {"kind": "answered", "forever": "no", "years": "100000", "since": "2025-01-01", "basis": "x"}
    )
    assert page.status_code == 422
    given = {"kind": "answered", "forever": "yes", "years": "5", "since": "2025-01-01", "basis": "青档函〔2025〕8号"}
    assert office.post(url, given).status_code == 302
    assert RetentionLine.objects.get().years is None
    assert "永久" in words(office.get(f"{HERE}retention/"))
    assert office.post(url, given).status_code == 422


def test_disposal_goes_from_the_list_of_due_files_to_another_person(county, office, head, monkeypatch, settings):
    settings.SESSION_IDLE_SECONDS = settings.SESSION_COOKIE_AGE = 10**9
    application = filed(county)
    late = moment(date(2037, 1, 4))
    monkeypatch.setattr("django.utils.timezone.now", lambda: late)
    office = verified(Client(), county.person(Role.FOI_OFFICER))
    head = verified(Client(), county.person(Role.LEADING_GROUP))
    assert application.number in words(office.get(f"{HERE}?tab=due"))
    ask = f"{HERE}disposals/ask/"
    page = office.post(ask, {"opinion": "期满"})
    assert page.status_code == 422 and "请选择要提请销毁的案卷" in words(page)
    page = office.post(ask, {"number": application.number, "opinion": ""})
    assert page.status_code == 422 and "checked" in page.content.decode()
    assert office.post(ask, {"number": "jiaoyu-2026-0001", "opinion": "期满"}).status_code == 404
    assert office.post(ask, {"number": application.number, "opinion": "期满，没有保存价值"}).status_code == 302
    disposal = Disposal.objects.get()
    decide = f"{HERE}disposals/{disposal.pk}/"
    assert office.get(decide).status_code == 403
    assert "待批准销毁" in words(head.get("/workbench/"))
    page = head.post(decide, {"approved": "no", "note": "有用"})
    assert page.status_code == 422 and "今天以后" in words(page)
    assert head.post(decide, {"approved": "yes"}).status_code == 302
    application.refresh_from_db()
    assert application.erased_at is not None
    assert "已经销毁" in words(office.get(f"{HERE}{application.number}/"))
    assert application.number in words(office.get(f"{HERE}?tab=done"))
    assert head.post(decide, {"approved": "yes"}).status_code == 403
    register = office.get(f"{HERE}disposals.csv").content.decode("utf-8-sig")
    assert f"{application.number},已经作出答复的,定期10年,2037-01-01" in register and "王小禾" not in register


@pytest.mark.parametrize("tab", ["to_archive", "kept", "due", "asked", "done", "refused", "none"])
def test_each_list_is_shown(county, office, tab):
    filed(county)
    served(county)
    assert office.get(f"{HERE}?tab={tab}").status_code == 200


@pytest.mark.parametrize("tab", ["to_archive", "kept"])
def test_a_list_asks_the_database_no_more_for_many_files(county, office, tab, django_assert_max_num_queries):
    make = served if tab == "to_archive" else filed
    make(county)
    with django_assert_max_num_queries(40) as one:
        office.get(f"{HERE}?tab={tab}")
    for _ in range(4):
        make(county)
    with django_assert_max_num_queries(len(one)):
        office.get(f"{HERE}?tab={tab}")


def test_the_case_page_says_when_it_was_served_and_whether_that_is_proven(county, office):
    application = approved(county)
    shown = words(office.get(application.get_absolute_url()))
    assert "送达并存入凭证" in shown
    services.serve(application, by=who(county, Role.FOI_OFFICER), delivery="direct", on=JUNE_12, at=moment(JUNE_12))
    assert "没有送达凭证" in words(office.get(application.get_absolute_url()))
    go(county, application, "archive", JUNE_12, {})
    assert "案卷和卷内目录" in words(office.get(application.get_absolute_url()))
