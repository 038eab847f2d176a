"""The log on the workbench: for auditors and administrators, of their own organ only, whatever its length."""

from __future__ import annotations

import pytest
from django.urls import reverse

from gongkai.organs.roles import Role
from gongkai.web.log.actors import SYSTEM
from gongkai.web.log.export_files import verify_file
from gongkai.web.log.models import Chain, Event
from gongkai.web.log.services import record, save
from tests.web.conftest import signed_in, verified

LIST = "workbench:log"


@pytest.fixture
def auditor(county, client):
    return signed_in(client, county.person(Role.AUDITOR))


def test_an_auditor_reads_the_log_of_the_own_organ_only(county, auditor):
    county.staffed()
    save(county.other, "edit_organ", by=SYSTEM, organ=county.other)
    page = auditor.get(reverse(LIST))
    assert page.status_code == 200
    assert {row.event.chain_id for row in page.context["rows"]} == {county.bureau.chain.pk}
    foreign = Event.objects.filter(chain=county.other.chain).first()
    assert auditor.get(reverse("workbench:log_event", args=[foreign.pk])).status_code == 404
    address = reverse("workbench:log_subject", args=[foreign.subject_kind, foreign.subject_id])
    assert auditor.get(address).status_code == 404


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.AUDITOR, Role.ADMINISTRATOR}))
def test_no_other_role_reads_the_log(county, client, role):
    assert verified(client, county.person(role)).get(reverse(LIST)).status_code == 404


def test_the_list_asks_no_more_of_the_database_for_fifty_events_than_for_one(
    county, auditor, django_assert_max_num_queries
):
    for number in range(60):
        record(county.bureau, "edit_organ", by=SYSTEM, organ=county.bureau, note=f"第{number}次")
    with django_assert_max_num_queries(17):
        page = auditor.get(reverse(LIST))
    assert len(page.context["rows"]) == 50
    older = auditor.get(f"{reverse(LIST)}?{page.context['older']}")
    assert older.context["rows"][0].event.pk < page.context["rows"][-1].event.pk


def test_the_log_is_narrowed_by_who_what_and_when(county, auditor):
    record(county.bureau, "edit_organ", by=SYSTEM, organ=county.bureau)
    page = auditor.get(reverse(LIST), {"move": "edit_organ", "who": "system", "since": "2020-01-01"})
    assert {row.event.move for row in page.context["rows"]} == {"edit_organ"}
    assert auditor.get(reverse(LIST), {"until": "2019-01-01"}).context["rows"] == []


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"since": "昨天"}, "日期请写成"),
        ({"since": "2026-02-01", "until": "2026-01-01"}, "早于开始的日期"),
        ({"move": "nothing"}, ""),
    ],
)
def test_a_wrong_filter_is_answered_beside_its_field(auditor, query, said):
    page = auditor.get(reverse(LIST), query)
    assert page.status_code == 422
    assert said in page.content.decode()


@pytest.mark.parametrize("before", ["x", "-1", "9" * 30, "０"])
def test_a_wrong_place_in_the_list_is_taken_for_its_beginning(auditor, before):
    assert auditor.get(reverse(LIST), {"before": before}).status_code == 200


def test_the_page_of_an_event_shows_before_and_after_in_words(county, auditor):
    county.bureau.phone = "0700-1234567"
    save(county.bureau, "edit_organ", by=SYSTEM, organ=county.bureau)
    event = Event.objects.filter(chain=county.bureau.chain).last()
    page = auditor.get(reverse("workbench:log_event", args=[event.pk]))
    assert page.context["differences"] == [("公开电话", "（空）", "0700-1234567")]
    assert "修改机关资料" in page.content.decode()


def test_every_event_of_the_county_has_a_page_without_codes(county, auditor):
    for event in Event.objects.filter(chain=county.bureau.chain):
        text = auditor.get(reverse("workbench:log_event", args=[event.pk])).content.decode()
        assert "其他事项（" not in text
        assert "其他（" not in text


def test_what_belongs_to_no_organ_is_read_at_the_top_only(county, client, auditor):
    from gongkai.web.log.services import chain_of

    record(chain_of(None), "backup", by=SYSTEM, organ=None)
    assert auditor.get(reverse(LIST), {"chain": "installation"}).status_code == 404
    top = signed_in(client, county.person(Role.AUDITOR, county.government))
    page = top.get(reverse(LIST), {"chain": "installation"})
    assert [row.title for row in page.context["rows"]] == ["作备份"]


def test_proving_by_the_button_is_an_event_with_its_result(county, auditor):
    answer = auditor.post(reverse("workbench:log_verify"), follow=True)
    assert "核验通过" in answer.content.decode()
    assert Event.objects.filter(chain=county.bureau.chain, move="verify_log").count() == 1
    assert Chain.objects.get(organ=county.bureau).head in answer.content.decode()


def test_a_long_log_is_proved_in_the_background(county, auditor, monkeypatch, settings):
    from gongkai.web.workbench.log import proving

    monkeypatch.setattr(proving, "AT_ONCE", 0)
    answer = auditor.post(reverse("workbench:log_verify"), follow=True)
    assert "已交后台核验" in answer.content.decode()


def test_an_export_needs_the_second_factor_and_proves_whole(county, client, auditor, tmp_path):
    refused = auditor.post(reverse("workbench:log_export"))
    assert (refused.status_code, refused.headers["Location"].split("?")[0]) == (302, reverse("second_factor"))
    answer = verified(client, county.person(Role.AUDITOR)).post(reverse("workbench:log_export"))
    target = tmp_path / "log.jsonl"
    target.write_bytes(b"".join(answer.streaming_content))
    assert [part.findings for part in verify_file(target)] == [()]
    assert Event.objects.filter(chain=county.bureau.chain, move="export_log").exists()


def test_a_wrong_day_for_an_export_is_answered_beside_its_field(county, client):
    page = verified(client, county.person(Role.AUDITOR)).post(reverse("workbench:log_export"), {"since": "2026-13-01"})
    assert page.status_code == 422
    assert "日期请写成" in page.content.decode()
