"""The pages of the dashboard: who sees which numbers, and that each opens its records."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from gongkai.organs.roles import Role
from gongkai.web.messages.models import Message
from gongkai.web.organs.authority import acting
from gongkai.web.publishing.models import Item, SiteColumn
from gongkai.web.submissions import services
from tests.web.conftest import County, signed_in, verified, words
from tests.web.forced_rows import anything_goes, row

HOME = "/workbench/dashboards/"


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def submit(county: County, number: int = 1) -> None:
    by = acting(county.person(Role.INFO_OFFICER), county.bureau)
    for each in range(number):
        services.submit(
            county.bureau, source=county.bureau, section=county.section, by=by, title=f"=春耕{each}", kind="news", body="到村。"
        )  # fmt: skip


def links(page: Any) -> list[tuple[str, str]]:
    """The numbers that open records, with their addresses."""
    found = re.findall(r'<a href="([^"]*dashboards/records/[^"]*)">([^<]+)</a>', page.content.decode())
    return [(unescape(address), said) for address, said in found]


@pytest.mark.parametrize("role", list(Role))
def test_numbers_are_for_the_office_the_heads_the_auditor_and_the_administrator(county: County, role: Role) -> None:
    page = verified(Client(), county.person(role)).get(HOME)
    allowed = {Role.FOI_OFFICER, Role.LEADING_GROUP, Role.AUDITOR, Role.ADMINISTRATOR, Role.SUPERVISING_OFFICE}
    assert page.status_code == (200 if role in allowed else 403)


def test_another_organs_numbers_are_not_there_for_a_stranger(office: Client, county: County) -> None:
    for organ in (county.other, county.government):
        for path in ("", "coverage/", "subjects/messages/", "export.csv", "paper.docx"):
            assert office.get(f"{HOME}{path}", {"organ": organ.code}).status_code == 404
        behind = {"organ": organ.code, "measure": "items"}
        assert office.get(f"{HOME}records/", behind).status_code == 404


def test_the_office_above_sees_each_organ_below_and_all_together(county: County) -> None:
    submit(county)
    above = verified(Client(), county.person(Role.SUPERVISING_OFFICE, county.government))
    assert "青石县农业农村局" in words(above.get(HOME, {"organ": "nongye"}))
    assert "青石县人民政府和下级机关" in words(above.get(HOME, {"below": "1"}))
    office = verified(Client(), county.person(Role.FOI_OFFICER, county.government))
    assert office.get(HOME, {"below": "1"}).status_code == 403
    head = verified(Client(), county.person(Role.LEADING_GROUP, county.government))
    assert "青石县人民政府和下级机关" in words(head.get(HOME, {"below": "1"}))


def test_every_number_on_every_page_opens_as_many_records(county: County, head: Client) -> None:
    submit(county, 3)
    person = county.person(Role.FOI_OFFICER)
    today = timezone.localdate()
    with anything_goes():
        column = row(SiteColumn, county.bureau, person, {"path": "/1/", "category": "", "section": None})
        for each in range(4):
            made = timezone.now() - timedelta(days=each)
            row(Item, county.bureau, person, {"column": column, "state": "published", "published_at": made})
            due = today - timedelta(days=each)
            known = {
                "received_on": today,
                "due_on": due,
                "clock_status": "running",
                "channel": "website",
                "kind": "advice",
            }
            row(Message, county.bureau, person, known | {"number": f"LY-{each}"})
        wrong, seen = [], set[str]()
        for path in ("", "subjects/publishing/", "subjects/messages/", "subjects/submissions/", "coverage/"):
            for address, said in links(head.get(f"{HOME}{path}")):
                if address in seen or said.endswith("%"):
                    continue
                seen.add(address)
                page = head.get(address)
                if page.status_code != 200 or f"：{said}" not in words(page):
                    wrong.append((address, said))
    assert wrong == []
    assert len(seen) > 20


def test_who_may_not_read_the_records_is_told_how_many_there_are(county: County) -> None:
    submit(county, 2)
    behind = {"measure": "submissions_submitted"}
    administrator = verified(Client(), county.person(Role.ADMINISTRATOR))
    page = words(administrator.get(f"{HOME}records/", behind))
    assert "这个数是2篇，下面列出您可以打开的0篇" in page
    assert "春耕" not in page
    assert "下面列出" not in words(verified(Client(), county.person(Role.FOI_OFFICER)).get(f"{HOME}records/", behind))


def test_a_message_is_listed_by_its_number_and_nothing_that_was_written(county: County, office: Client) -> None:
    person = county.person(Role.FOI_OFFICER)
    known = {
        "received_on": timezone.localdate(),
        "number": "LY-7",
        "title": "渠水不来",
        "name": "周小满",
        "channel": "website",
    }
    with anything_goes():
        row(Message, county.bureau, person, known)
        page = words(office.get(f"{HOME}records/", {"measure": "messages_received"}))
    assert "LY-7" in page
    assert "渠水" not in page and "周小满" not in page


@pytest.mark.parametrize(
    "query",
    (
        "measure=",
        "measure=nothing",
        "measure=items&by=nothing&value=1",
        "measure=items&by=section&value=x",
        "measure=items&by=section&value=99999999999999999999",
        "measure=items&by=section&value=²",
        "measure=due-open&value=nothing",
        "measure=due-nothing&value=public_messages.message",
        "measure=columns-purple",
        "measure=category&value=art99",
    ),
)
def test_a_number_that_there_is_not_has_no_list(office: Client, query: str) -> None:
    assert office.get(f"{HOME}records/?{query}").status_code == 404


@pytest.mark.parametrize(
    ("given", "said"),
    (
        ("2024-13-01", "请把日期写成"),
        ("昨天", "请把日期写成"),
        ("20240101", "请把日期写成"),
        ("9999-12-31", "还没有到"),
        ("1999-01-01", "2008年以后"),
    ),
)
def test_a_day_that_cannot_be_is_told_of_and_today_is_shown(office: Client, given: str, said: str) -> None:
    page = office.get(HOME, {"on": given})
    assert page.status_code == 200
    assert said in words(page)


def test_a_leap_day_is_set_against_the_last_of_february(office: Client) -> None:
    page = words(office.get(HOME, {"on": "2024-02-29"}))
    assert "2024年1月1日至2024年2月29日，与2023年1月1日至2023年2月28日比较" in page
    assert "2023年没有2月29日" in page


def test_due_and_overdue_are_of_today_whatever_the_day(office: Client, county: County) -> None:
    person, today = county.person(Role.FOI_OFFICER), timezone.localdate()
    with anything_goes():
        row(Message, county.bureau, person, {"due_on": today, "clock_status": "running", "received_on": today})
        page = words(office.get(HOME, {"on": date(today.year - 1, 12, 31).isoformat()}))
    assert "不随上面选的日子变" in page
    assert "答复以后在复议诉讼中的" in words(office.get(HOME))


def test_a_subject_that_is_not_used_says_so_and_shows_no_zeros(office: Client) -> None:
    page = words(office.get(HOME))
    assert page.count("没有任何记录，没有启用") >= 5
    assert "没有任何记录" in words(office.get(f"{HOME}subjects/disputes/"))
    assert office.get(f"{HOME}subjects/nothing/").status_code == 404


def test_the_table_to_take_away_has_definitions_and_no_formulas(county: County, office: Client) -> None:
    submit(county, 2)
    text = b"".join(office.get(f"{HOME}export.csv")).decode("utf-8-sig")
    assert "信息报送,报送,,合计,篇,2,," in text
    assert "报送日期在这段日子里" in text
    assert "法定类别" in text and "没有公开的信息" in text
    assert office.get(f"{HOME}export.xlsx").content[:2] == b"PK"
    assert office.get(f"{HOME}export.txt").status_code == 404


def test_the_paper_is_a_document_of_the_same_numbers(county: County, head: Client) -> None:
    submit(county, 2)
    assert head.get(f"{HOME}paper.docx").content[:2] == b"PK"
    assert head.get(f"{HOME}paper.pdf").content[:4] == b"%PDF"
    assert head.get(f"{HOME}paper.txt").status_code == 404


def test_the_dashboard_stands_in_the_menu_and_on_the_first_page_for_its_readers(county: County, head: Client) -> None:
    assert f'href="{HOME}"' in head.get("/workbench/").content.decode()
    writer = signed_in(Client(), county.person(Role.INFO_OFFICER))
    assert HOME not in writer.get("/workbench/").content.decode()


def test_a_page_asks_no_more_for_many_records_than_for_one(
    county: County, office: Client, django_assert_max_num_queries: Any
) -> None:
    submit(county)
    address = f"{HOME}records/?measure=submissions_submitted"
    office.get(address)
    with django_assert_max_num_queries(30) as one:
        office.get(address)
    submit(county, 30)
    with django_assert_max_num_queries(len(one)):
        office.get(address)
    office.get(HOME)
    with django_assert_max_num_queries(14):
        office.get(HOME)
