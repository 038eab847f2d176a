"""The workbench's frame and first page: each person sees where he is, what waits, what he may use."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.contrib.messages import constants
from django.test import Client, RequestFactory

from gongkai.organs.roles import Role
from gongkai.web import workbench
from gongkai.web.log.actors import SYSTEM
from gongkai.web.log.services import save
from gongkai.web.operation import errors
from gongkai.web.organs.models import Appointment
from gongkai.web.workbench import home
from gongkai.web.workbench.navigation import SUBJECTS, menu_of
from gongkai.web.workbench.queue import Queue, by_urgency
from tests.web.conftest import SINCE, County, signed_in, verified


def test_every_role_has_a_first_page_with_its_name_duty_and_a_way_out(county: County) -> None:
    for role in Role:
        text = verified(Client(), county.person(role)).get("/workbench/").content.decode()
        assert text.count("<h1") == 1
        assert role.duty in text
        assert county.bureau.name in text
        assert '<form method="post" action="/sign-out/">' in text
        assert " style=" not in text
        assert "<script" not in text


def test_the_menu_has_only_what_the_person_may_use(county: County) -> None:
    def titles(role: Role) -> set[str]:
        person = county.person(role)
        return {entry.url for group in menu_of(person, county.bureau).groups for entry in group.entries}

    assert "/workbench/log/" in titles(Role.AUDITOR)
    assert "/workbench/log/" not in titles(Role.INFO_OFFICER)
    assert "/workbench/applications/" not in titles(Role.ADMINISTRATOR)


@pytest.mark.long
def test_every_entry_of_the_menu_opens(county: County) -> None:
    for role in Role:
        client = verified(Client(), county.person(role))
        for group in menu_of(county.person(role), county.bureau).groups:
            for entry in group.entries:
                assert client.get(entry.url).status_code == 200, (role, entry)


def test_who_works_in_one_organ_sees_no_switch(county: County, client: Client) -> None:
    text = signed_in(client, county.person(Role.FOI_OFFICER)).get("/workbench/").content.decode()
    assert "/workbench/organ/" not in text


def test_who_works_in_two_organs_switches_between_them(county: County, client: Client) -> None:
    person = county.person(Role.FOI_OFFICER)
    more = Appointment(person=person, organ=county.other, role=Role.AUDITOR, since=SINCE)
    save(more, "appoint", by=SYSTEM, organ=county.other)
    signed_in(client, person)
    assert 'action="/workbench/organ/jiaoyu/"' in client.get("/workbench/").content.decode()
    went = client.post("/workbench/organ/jiaoyu/", follow=True)
    assert Role.AUDITOR.duty in went.content.decode()
    assert client.get("/workbench/organ/nongye/").status_code == 405


def test_no_one_switches_to_an_organ_where_he_has_no_role(county: County, client: Client) -> None:
    signed_in(client, county.person(Role.FOI_OFFICER))
    assert client.post("/workbench/organ/jiaoyu/").status_code == 403
    assert client.post("/workbench/organ/meiyou/").status_code == 403


def test_the_most_urgent_queue_comes_first() -> None:
    given = [Queue("甲", "/", 1), Queue("乙", "/", 1, "info"), Queue("丙", "/", 1, "bad"), Queue("丁", "/", 1, "warn")]
    assert [queue.title for queue in by_urgency(given)] == ["丙", "丁", "乙", "甲"]


def test_queues_are_shown_with_number_and_reason(
    county: County, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(home, "queues_of", lambda *_: [Queue("逾期的申请", "/x/", 3, "bad", "请立即办理。")])
    text = signed_in(client, county.person(Role.FOI_OFFICER)).get("/workbench/").content.decode()
    assert '<a href="/x/">逾期的申请</a>' in text
    assert "<b>3</b> 件" in text
    assert "请立即办理。" in text


def test_the_newest_events_are_for_those_who_may_read_the_log(county: County, client: Client) -> None:
    assert "最近的变动" in verified(client, county.person(Role.AUDITOR)).get("/workbench/").content.decode()
    client.logout()
    assert "最近的变动" not in verified(client, county.person(Role.INFO_OFFICER)).get("/workbench/").content.decode()


@pytest.mark.parametrize(
    ("today", "year"), [(date(2090, 9, 30), None), (date(2090, 10, 1), 2091), (date(2024, 11, 1), None)]
)
def test_a_missing_holiday_notice_is_pointed_out_from_october_on(db: None, today: date, year: int | None) -> None:
    assert home.year_without_notice(today) == year


def test_the_demonstration_says_so_on_every_page(county: County, client: Client, settings: Any) -> None:
    settings.DEMONSTRATION = True
    assert "演示网站" in client.get("/").content.decode()
    assert "演示网站" in signed_in(client, county.person(Role.FOI_OFFICER)).get("/workbench/").content.decode()
    settings.DEMONSTRATION = False
    assert "演示网站" not in client.get("/workbench/").content.decode()


def test_the_first_page_asks_the_same_for_any_number_of_organs(
    county: County, client: Client, django_assert_max_num_queries: Any
) -> None:
    person = county.person(Role.FOI_OFFICER)
    for organ in (county.other, county.government):
        save(Appointment(person=person, organ=organ, role=Role.AUDITOR, since=SINCE), "appoint", by=SYSTEM, organ=organ)
    signed_in(client, person)
    with django_assert_max_num_queries(56):
        client.get("/workbench/")


def test_the_page_of_a_failure_asks_the_database_nothing(rf: RequestFactory) -> None:
    """Without the ``db`` mark any query would fail this test."""
    request = rf.get("/")
    request.number = "ab12cd34"  # type: ignore[attr-defined]
    page = errors.server_error(request)
    assert page.status_code == 500
    assert "ab12cd34" in page.content.decode()
    assert "skip" in page.content.decode()


@pytest.mark.parametrize(
    ("make", "status"),
    [(errors.bad_request, 400), (errors.forbidden, 403), (errors.not_found, 404), (errors.stale_form, 403)],
)
def test_every_error_page_says_what_to_do_and_leads_on(rf: RequestFactory, make: Any, status: int) -> None:
    page = make(rf.get("/"))
    text = page.content.decode()
    assert page.status_code == status
    assert text.count("<h1") == 1
    assert 'href="/"' in text


def test_levels_of_messages_are_known(client: Client) -> None:
    from gongkai.web.components.templatetags.components import MESSAGE_TONES

    assert set(MESSAGE_TONES) >= {constants.DEFAULT_TAGS[level] for level in constants.DEFAULT_TAGS} - {"info"}


def test_a_page_stands_under_the_entry_whose_address_its_own_begins_with(county):
    officer = county.person(Role.FOI_OFFICER)
    menu = menu_of(officer, county.bureau, "/workbench/messages/nongye-ly-2026-00001/")
    assert (menu.current, menu.open_group) == ("/workbench/messages/", "互动回应")
    menu = menu_of(officer, county.bureau, "/workbench/messages/statistics/messages/")
    assert menu.current == "/workbench/messages/statistics/"
    assert menu_of(officer, county.bureau, "/workbench/").open_group == ""


def test_every_subject_with_heaps_is_asked_for_the_first_page() -> None:
    packages = {path.parent.name for path in Path(workbench.__file__).parent.glob("*/queues.py")}
    assert packages <= set(SUBJECTS)
