"""The pages of 信息报送: from the section's piece to the issued circular, and walls between organs."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from gongkai.organs.roles import Role
from gongkai.web.organs.authority import acting
from gongkai.web.submissions import services
from gongkai.web.submissions.models import Circular, Submission
from tests.web.conftest import County, signed_in, verified, words

HOME = "/workbench/submissions/"


def submit(county: County, number: int = 1) -> list[Submission]:
    by = acting(county.person(Role.INFO_OFFICER), county.bureau)
    return [
        services.submit(
            county.bureau, source=county.bureau, section=county.section, by=by, title=f"春耕{each}", kind="news", body="到村。"
        )
        for each in range(number)
    ]  # fmt: skip


def test_a_piece_goes_from_the_section_over_the_office_into_the_circular(
    county: County, office: Client, head: Client
) -> None:
    writer = signed_in(Client(), county.person(Role.INFO_OFFICER))
    form = {
        "to": county.bureau.code,
        "section": county.section.pk,
        "title": "春耕备耕",
        "kind": "news",
        "body": "种子到村。",
    }
    page = writer.post(f"{HOME}new/", form, follow=True)
    assert "已报送，等办公室处理" in words(page)
    found = Submission.objects.get()
    here = f"{HOME}{found.number}/"
    assert office.post(f"{here}return/", {"reason": "请补充面积"}).status_code == 302
    assert "请补充面积" in words(writer.get(here))
    again = {"title": "春耕备耕", "author": "陈小满", "kind": "news", "body": "种子到村，面积三万亩。"}
    assert writer.post(f"{here}resubmit/", again).status_code == 302
    adoption = {"channel": "市级刊物", "on": timezone.localdate().isoformat(), "evidence": "第12期"}
    assert office.post(f"{here}adopt/", adoption).status_code == 302
    assert "已采用" in words(office.get(here))
    report = words(office.get(f"{HOME}report/"))
    assert "采用率100%" in report
    today = timezone.localdate()
    page = office.post(
        f"{HOME}circulars/new/", {"year": today.year, "period": f"quarter-{(today.month + 2) // 3}"}, follow=True
    )
    assert "第1名种植业科，得5分" in words(page)
    made = Circular.objects.get()
    there = made.get_absolute_url()
    assert writer.get(there).status_code == 404
    assert head.post(f"{there}approve/").status_code == 302
    assert office.post(f"{there}issue/", {"number": "", "on": today.isoformat()}).status_code == 302
    assert "已印发" in words(writer.get(there))
    assert "现在的统计" in words(office.get(there))
    assert "现在的统计" not in words(writer.get(there)), "who only submits cannot open it"
    for form_, start in (("pdf", b"%PDF"), ("docx", b"PK")):
        assert writer.get(f"{there}paper.{form_}").content.startswith(start)


def test_numbers_of_the_report_open_their_pieces(county: County, office: Client) -> None:
    submit(county, 3)
    page = office.get(f"{HOME}report/pieces/?which=submitted&group=sections&unit={county.section.pk}")
    assert "3篇" in words(page)
    assert office.get(f"{HOME}report/pieces/?which=secrets").status_code == 404
    assert office.get(f"{HOME}report/pieces/?which=submitted&group=x").status_code == 404


@pytest.mark.parametrize(
    "asked",
    ["", "?year=9999&period=quarter-9", "?year=x&period=month-", "?year=2021&period=half-2", "?year=²&period=year-1"],
)
def test_the_report_stands_whatever_period_is_asked_for(county: County, office: Client, asked: str) -> None:
    assert office.get(f"{HOME}report/{asked}").status_code == 200


def test_a_stranger_does_not_see_a_piece(county: County) -> None:
    (found,) = submit(county)
    for stranger in (county.person(Role.FOI_OFFICER, county.other), county.person(Role.ADMINISTRATOR)):
        assert verified(Client(), stranger).get(f"{HOME}{found.number}/").status_code == 404


def test_what_is_refused_stays_on_the_page(county: County, office: Client) -> None:
    (found,) = submit(county)
    page = office.post(
        f"{HOME}{found.number}/adopt/", {"channel": "市级刊物", "on": "2100-01-01", "evidence": "第12期"}
    )
    assert page.status_code == 422
    assert "采用日期还没有到" in words(page)
    page = office.post(
        f"{HOME}rules/new/",
        {"since": "2026-01-01", "channels": "简报", "combining": "sum", "ties": "skip", "basis": "会议议定"},
    )
    assert page.status_code == 422
    assert "第1行" in words(page)
    page = office.post(
        f"{HOME}{found.number}/adopt/",
        {"channel": "市级刊物", "on": timezone.localdate().isoformat(), "item": "999999"},
    )
    assert "没有这条信息" in words(page)


def test_the_report_goes_out_as_a_table(county: County, office: Client) -> None:
    submit(county)
    csv = b"".join(office.get(f"{HOME}report/export.csv").streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert "种植业科,1,0,0%" in csv
    assert office.get(f"{HOME}report/export.xlsx").content.startswith(b"PK")
    assert office.get(f"{HOME}report/export.exe").status_code == 404


@pytest.mark.parametrize("address", ["", "report/", "circulars/", "rules/"])
def test_lists_ask_the_database_no_more_for_many(
    county: County, office: Client, address: str, django_assert_max_num_queries: Any
) -> None:
    submit(county, 25)
    office.get(HOME)
    with django_assert_max_num_queries(45):
        assert office.get(HOME + address).status_code == 200
