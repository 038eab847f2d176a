"""Pages of the work on normative documents, as staff use them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from gongkai.organs.roles import Role
from gongkai.web.normative.models import CleanUp, NormativeDocument, RegistrationRule
from gongkai.web.normative.services import start
from gongkai.web.publishing.models import Relation
from tests.web.conftest import signed_in, verified
from tests.web.publishing_walks import column_of, drafted, published, who

ROW = "normative_documents"


@pytest.fixture
def officer(client, county):
    return verified(client, county.person(Role.FOI_OFFICER))


def text_of(page) -> str:
    return page.content.decode()


def begun(county, title="某办法"):
    by = who(county, Role.INFO_OFFICER)
    return start(county.bureau, by=by, title=title, kind=ROW, need="需要", section=county.section)


def test_a_file_is_begun_and_moved_by_forms_and_a_refusal_keeps_what_was_typed(client, county):
    signed_in(client, county.person(Role.INFO_OFFICER))
    words = {"title": "青石县粮食管理办法", "kind": ROW, "need": "上位法要求"}
    assert client.post("/workbench/normative/new/", words | {"title": " "}).status_code == 422
    page = client.post("/workbench/normative/new/", words)
    made = NormativeDocument.objects.get()
    assert page.status_code == 302 and made.section == county.section
    url = reverse("workbench:normative_move", args=[made.pk, "consult"])
    asked = {
        "on": timezone.localdate().isoformat(),
        "starts_on": "2026-03-02",
        "ends_on": "2026-03-03",
        "channel": "本机关网站",
    }
    page = client.post(url, asked)
    assert page.status_code == 422
    assert "一般不少于7个工作日" in text_of(page) and "本机关网站" in text_of(page)
    assert client.post(url, asked | {"shortened_reason": "防汛紧急需要"}).status_code == 302
    made.refresh_from_db()
    assert made.state == "consulting"
    assert client.get(reverse("workbench:normative_move", args=[made.pk, "publish"])).status_code == 404


def test_strangers_are_told_that_a_file_is_not_there(client, county):
    made = begun(county)
    verified(client, county.person(Role.FOI_OFFICER, county.other))
    for url in (made.get_absolute_url(), reverse("workbench:normative_move", args=[made.pk, "consult"])):
        assert client.get(url).status_code == 404


def test_lists_ask_no_more_for_many_rows_than_for_one(officer, county):
    def asked(url):
        with CaptureQueriesContext(connection) as found:
            assert officer.get(url).status_code == 200
        return len(found)

    urls = ("/workbench/normative/", "/workbench/normative/due/", "/workbench/normative/interpretations/")
    begun(county)
    soon = timezone.localdate() + timedelta(days=30)
    published(county, expires_on=soon, signed_on=date(2022, 1, 1))
    before = [asked(url) for url in urls]
    for number in range(8):
        begun(county, f"办法{number}")
    for number in range(2):
        published(county, title=f"文件{number}", expires_on=soon, signed_on=date(2022, 1, 1))
    assert [asked(url) for url in urls] == before


def test_a_relation_is_found_by_number_entered_and_taken_back(officer, county):
    old, new = (
        published(county, signed_on=date(2024, 1, 5)),
        published(county, title="新办法", document_number="青农发〔2025〕1号"),
    )
    url = reverse("workbench:item_relations", args=[new.pk])
    assert f"target={old.pk}" in text_of(officer.get(url, {"q": "青农发[2024]12号"}))
    assert "和“" in text_of(officer.get(url, {"target": old.pk}))
    page = officer.post(url, {"target": old.pk, "kind": "repeals", "partly": "on", "note": ""})
    assert page.status_code == 422 and "哪些条款" in text_of(page)
    assert officer.post(url, {"target": old.pk, "kind": "repeals", "on": "2026-01-01"}).status_code == 302
    old.refresh_from_db()
    assert old.repealed_on == date(2026, 1, 1)
    assert "新办法" in text_of(officer.get(reverse("workbench:item", args=[old.pk])))
    made = Relation.objects.get()
    end = reverse("workbench:item_relation_end", args=[new.pk, made.pk])
    assert officer.post(end, {"reason": ""}).status_code == 422
    assert officer.post(end, {"reason": "选错了文件"}).status_code == 302
    old.refresh_from_db()
    assert old.repealed_on is None
    assert officer.post(end, {"reason": "再来一次"}).status_code == 404


def test_a_hidden_item_of_another_organ_cannot_be_named_by_its_key(officer, county):
    hidden = drafted(county, county.other, title="没有公开的草稿").item
    mine = published(county)
    url = reverse("workbench:item_relations", args=[mine.pk])
    assert "没有公开的草稿" not in text_of(officer.get(url, {"target": hidden.pk}))
    page = officer.post(url, {"target": hidden.pk, "kind": "related"})
    assert page.status_code == 422 and "没有公开的草稿" not in text_of(page)
    for strange in ("x", "9" * 30, "-1"):
        assert officer.get(url, {"target": strange}).status_code == 200


def test_rules_are_written_down_with_an_example_and_wrong_ones_are_refused(client, county):
    verified(client, county.person(Role.FOI_OFFICER, county.government))
    words = {
        "covers": county.government.pk,
        "since": "2024-01-01",
        "mode": "here",
        "basis": "办法第二十条",
        "prefix": "QSDR",
        "unit": "004",
    }
    page = client.post("/workbench/normative/rules/new/", words)
    assert page.status_code == 422 and "要写明序号的位数" in text_of(page)
    assert client.post("/workbench/normative/rules/new/", words | {"width": "4"}).status_code == 302
    year = timezone.localdate().year
    assert f"QSDR-{year}-0040001" in text_of(client.get("/workbench/normative/rules/"))
    assert RegistrationRule.objects.get().registrar == county.government
    setting = {"key": "interpret", "amount": "5", "since": "2024-01-01", "basis": "办法第三十条"}
    assert client.post("/workbench/normative/settings/new/", setting).status_code == 302


def test_a_clean_up_round_is_walked_through_by_pages(officer, county):
    old = published(county, signed_on=date(2020, 1, 6))
    today = timezone.localdate().isoformat()
    page = officer.post("/workbench/normative/cleanups/new/", {"title": "年度清理", "kind": "special", "as_of": today})
    assert page.status_code == 422 and "专项清理请写明" in text_of(page)
    assert (
        officer.post(
            "/workbench/normative/cleanups/new/", {"title": "年度清理", "kind": "periodic", "as_of": today}
        ).status_code
        == 302
    )
    made = CleanUp.objects.get()
    url = made.get_absolute_url()
    page = officer.post(url, {"conclusion": "repeal", "reason": "已经过时"})
    assert page.status_code == 422 and "请先勾选文件" in text_of(page)
    entry = made.entries.get(item=old)
    assert (
        officer.post(url, {"entry": ["x", entry.pk], "conclusion": "repeal", "reason": "已经过时"}).status_code == 302
    )
    finish = reverse("workbench:cleanup_finish", args=[made.pk])
    assert officer.post(finish).status_code == 302
    assert officer.post(url, {"entry": [entry.pk], "conclusion": "continue", "reason": "改主意"}).status_code == 403
    column = column_of(county)
    assert officer.post(finish, {"column": column.pk}).status_code == 302
    page = officer.post(reverse("workbench:cleanup_apply", args=[made.pk]), {"on": today})
    assert page.status_code == 422 and "公开以后才能执行" in text_of(page)
    docx = officer.get(reverse("workbench:cleanup_lists", args=[made.pk, "docx"]))
    assert docx.content[:2] == b"PK"
    assert officer.get(f"{url}lists.exe").status_code == 404


def test_numbers_open_the_list_behind_them_and_a_wrong_period_is_told(officer, county):
    published(county, signed_on=date(2024, 1, 5))
    page = officer.get("/workbench/normative/numbers/", {"row": ROW, "measure": "in_force"})
    assert "现行有效（1件）" in text_of(page)
    page = officer.get("/workbench/normative/numbers/", {"since": "2024-05-01", "until": "2024-01-01"})
    assert "结束的日期早于开始的日期" in text_of(page)
    for strange in ({"row": "x", "measure": "delete"}, {"since": "昨天"}, {"until": "0025-01-01"}):
        assert officer.get("/workbench/normative/numbers/", strange).status_code == 200
