"""The pages of disputes: the list in heaps, registering with every refusal beside its field, moves, files, the bundle."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from datetime import date
from typing import Any

import pytest
from dispute_walks import answer, answered, office, review, step, suit
from django.urls import reverse
from test_applications_services import go, moment

from gongkai.organs.roles import Role
from gongkai.web.disputes import services
from gongkai.web.disputes.models import Dispute
from gongkai.web.log.models import Event
from tests.web.conftest import signed_in, verified

NOW = date(2026, 7, 20)


@pytest.fixture
def officer(client: Any, county: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment(NOW, 15))
    return verified(client, county.person(Role.FOI_OFFICER))


def text_of(answer: Any) -> str:
    from lxml import html

    return " ".join(html.fromstring(answer.content).text_content().split())


def register(client: Any, **given: str) -> Any:
    filled = {
        "what": "receive_copy", "on": "2026-07-16", "act": "reply", "party": "applicant", "body": "青石县人民政府",
    } | given  # fmt: skip
    return client.post(reverse("workbench:dispute_register"), filled)


def test_a_copy_is_registered_from_the_application_and_leads_to_its_page(officer, county):
    application = answered(county)
    page = officer.get(application.get_absolute_url()).content.decode()
    assert f"/workbench/disputes/new/?application={application.number}" in page
    form = officer.get(
        reverse("workbench:dispute_register"), {"application": application.number, "what": "receive_copy"}
    )
    assert application.number in form.content.decode() and "青石县人民政府" in form.content.decode()
    made = register(officer, application=application.number, complainant="王小禾")
    found = Dispute.objects.get()
    assert made.headers["Location"] == found.get_absolute_url()
    said = text_of(officer.get(found.get_absolute_url()))
    assert "待答复" in said and "2026年7月30日" in said and "王小禾" not in said and application.number in said
    assert "依法的复议机关" in said and "第二十四条" in said
    back = officer.get(application.get_absolute_url()).content.decode()
    assert found.number in back and "行政复议中" in back


def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(officer, county):
    application = answered(county, outcome="refused.deliberative")
    page = register(
        officer, what="receive_suit", application=application.number, standing="maker", way="direct_suit", body="青石县人民法院",
        body_number="（2026）青01行初12号",
    )  # fmt: skip
    assert page.status_code == 422 and "应当先申请行政复议" in text_of(page)
    assert "（2026）青01行初12号" in page.content.decode()
    for given, why in (
        ({"on": "2026-06-01", "application": application.number}, "不会更早"),
        ({"on": "2026-12-01", "application": application.number}, "还没有发生的事不能登记"),
        ({"application": "nongye-2026-9999"}, "没有这个编号的申请"),
        ({"act": "proactive"}, "请写明不服的是什么行为"),
        ({"on": "20260-01-01"}, "日期"),
        ({"what": "order_pizza"}, "收到的是什么"),
    ):
        page = register(officer, **given)
        assert page.status_code == 422 and why in text_of(page), given
    assert not Dispute.objects.exists()


def test_the_list_has_heaps_with_counts_and_searches(officer, county):
    review(county, date(2026, 7, 16))
    late = review(county, date(2026, 6, 29))
    done = review(county, date(2026, 7, 1), about="另一件")
    step(county, done, "end_early", date(2026, 7, 3), outcome="review.withdrawn")
    here = reverse("workbench:disputes")
    said = text_of(officer.get(here))
    assert "待答复 2" in said and "逾期 1" in said and "已结 1" in said and "逾期5个工作日" in said
    assert late.number in text_of(officer.get(here, {"heap": "overdue"}))
    assert done.number in text_of(officer.get(here, {"q": done.number}))
    assert "没有查到" in text_of(officer.get(here, {"q": "没有这样的号"}))
    assert "最后一日" in said and "近30日" in said


def test_the_list_asks_no_more_for_fifty_than_for_one(officer, county, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    review(county, date(2026, 7, 16))
    officer.get(reverse("workbench:disputes"))
    with CaptureQueriesContext(connection) as one:
        officer.get(reverse("workbench:disputes"))
    for _ in range(8):
        review(county, date(2026, 7, 16))
    with django_assert_max_num_queries(len(one)):
        officer.get(reverse("workbench:disputes"))


def test_a_move_is_made_and_a_wrong_one_is_told_with_what_can_be_done(officer, county):
    dispute = review(county, date(2026, 7, 16))
    address = reverse("workbench:dispute_move", args=[dispute.number, "receive_decision"])
    assert "现在不能办理这一步" in text_of(officer.get(address))
    page = officer.post(address, {"on": "2026-07-17", "outcome": "review.uphold", "decided_on": "2026-07-17"})
    assert page.status_code == 422 and "现在可以" in text_of(page)
    answered_at = reverse("workbench:dispute_move", args=[dispute.number, "submit_answer"])
    assert officer.post(answered_at, {"on": "2026-07-17", "paper": "答复书及证据目录"}).status_code == 302
    form = officer.get(reverse("workbench:dispute_move", args=[dispute.number, "receive_order"])).content.decode()
    assert "撤销并责令重新答复" in form and "驳回行政复议请求" not in form
    sent = officer.post(
        reverse("workbench:dispute_move", args=[dispute.number, "receive_order"]),
        {
            "on": "2026-07-20",
            "outcome": "review.perform",
            "decided_on": "2026-07-18",
            "limit": "10",
            "limit_unit": "calendar_days",
        },
    )
    assert sent.status_code == 302
    dispute.refresh_from_db()
    assert (dispute.state, dispute.due_on) == ("to_fulfil", date(2026, 7, 30))
    assert "10日" in text_of(officer.get(dispute.get_absolute_url()))
    assert officer.get(reverse("workbench:dispute_move", args=[dispute.number, "nothing"])).status_code == 404


def test_a_hearing_stands_in_the_calendar(officer, county):
    dispute = suit(county, date(2026, 6, 29))
    answer(county, dispute, date(2026, 7, 2))
    step(county, dispute, "be_summoned", date(2026, 7, 6), hearing_on="2026-08-03")
    said = text_of(officer.get(reverse("workbench:disputes")))
    assert "2026年8月3日" in said and "开庭、听证" in said


def test_an_application_disputed_before_is_offered_for_registering(officer, county):
    application = answered(county)
    go(county, application, "reconsider", date(2026, 7, 1))
    assert "待补登的复议、诉讼" in text_of(officer.get("/workbench/"))
    page = officer.get(reverse("workbench:disputes_unregistered"))
    assert application.number in text_of(page)
    form = officer.get(
        reverse("workbench:dispute_register"), {"application": application.number, "what": "receive_copy"}
    )
    assert "2026-07-01" in form.content.decode()
    register(officer, application=application.number, on="2026-07-01")
    assert "没有需要补登的案件" in text_of(officer.get(reverse("workbench:disputes_unregistered")))


def test_reading_names_and_files_is_recorded(officer, county):
    dispute = review(county, date(2026, 7, 16))
    paper = services.add_paper(dispute, role="complaint", name="申请书.txt", data="正文".encode(), by=office(county))
    said = text_of(officer.post(reverse("workbench:dispute_reveal", args=[dispute.number])))
    assert "王小禾" in said and "已经记录" in said
    file = officer.post(reverse("workbench:dispute_paper", args=[dispute.number, paper.key]))
    assert file.content.decode() == "正文" and "attachment" in file.headers["Content-Disposition"]
    moves = set(Event.objects.filter(subject_kind="disputes.dispute").values_list("move", flat=True))
    assert {"read_personal_data", "read_paper", "add_paper"} <= moves


def test_a_file_that_is_no_file_is_refused_in_words(officer, county):
    from django.core.files.uploadedfile import SimpleUploadedFile

    dispute = review(county, date(2026, 7, 16))
    address = reverse("workbench:dispute_paper_add", args=[dispute.number])
    page = officer.post(address, {"role": "evidence", "file": SimpleUploadedFile("程序.exe", b"MZ" + b"0" * 100)})
    assert page.status_code == 422 and "程序" in text_of(page)
    assert officer.post(address, {"role": "evidence"}).status_code == 422
    assert (
        officer.post(address, {"role": "evidence", "file": SimpleUploadedFile("a.txt", "证据".encode())}).status_code
        == 302
    )


def test_the_bundle_holds_both_files_and_can_be_checked_without_the_system(officer, county):
    application = answered(county)
    dispute = review(county, date(2026, 7, 16), application=application)
    services.add_paper(dispute, role="complaint", name="复议申请书.txt", data="申请".encode(), by=office(county))
    address = reverse("workbench:dispute_bundle", args=[dispute.number])
    assert "个人信息" in text_of(officer.get(address))
    packed = zipfile.ZipFile(io.BytesIO(officer.post(address).content))
    names = packed.namelist()
    assert names[0] == "00 目录.pdf" and any("复议申请书.txt" in name for name in names)
    assert any("申请登记表" in name for name in names) and any("送达的答复" in name for name in names)
    sums = dict(reversed(line.split("  ", 1)) for line in packed.read("校验值.txt").decode().splitlines())
    assert set(sums) == set(names) - {"校验值.txt"}
    assert all(hashlib.sha256(packed.read(name)).hexdigest() == digest for name, digest in sums.items())
    events = json.loads(packed.read(next(name for name in names if name.endswith("案件的办理记录.json"))))
    assert events[0]["content"]["event"]["move"] == "receive_copy" and events[0]["digest"]
    assert Event.objects.filter(move="export_bundle", subject_id=str(dispute.pk)).exists()


def test_the_bundle_asks_for_the_second_factor(client, county):
    dispute = review(county, date(2026, 7, 16))
    signed_in(client, county.person(Role.FOI_OFFICER))
    answer = client.post(reverse("workbench:dispute_bundle", args=[dispute.number]))
    assert answer.status_code != 200 or b"PK" not in answer.content[:2]
    assert not Event.objects.filter(move="export_bundle").exists()


def test_a_record_is_amended_by_a_second_person(client, county):
    dispute = review(county, date(2026, 7, 16))
    verified(client, county.person(Role.LEADING_GROUP))
    address = reverse("workbench:dispute_amend", args=[dispute.number, 1])
    assert client.post(address, {"on": "2026-07-16", "reason": "没有改"}).status_code == 422
    assert client.post(address, {"on": "2026-07-15", "reason": "回执上是7月15日"}).status_code == 302
    dispute.refresh_from_db()
    assert dispute.began_on == date(2026, 7, 15)
    assert "更正第1步的记录" in text_of(client.get(dispute.get_absolute_url()))


def test_what_was_entered_can_be_changed_and_the_log_says_no_name(officer, county):
    dispute = review(county, date(2026, 7, 16))
    address = reverse("workbench:dispute_edit", args=[dispute.number])
    assert "王小禾" in officer.get(address).content.decode()
    given = {
        "party": "applicant",
        "complainant": "李春生",
        "body": "青石县人民政府",
        "body_number": "青政复〔2026〕9号",
        "about": "改写",
    }
    assert officer.post(address, given).status_code == 302
    dispute.refresh_from_db()
    assert (dispute.complainant, dispute.body_number) == ("李春生", "青政复〔2026〕9号")
    assert officer.post(address, given | {"body": ""}).status_code == 422
    assert "李春生" not in str(list(Event.objects.values_list("content", flat=True)))


def test_a_page_of_a_dispute_asks_little_of_the_database(officer, county, django_assert_max_num_queries):
    application = answered(county)
    dispute = review(county, date(2026, 7, 16), application=application)
    officer.get(dispute.get_absolute_url())
    # 十二次，加上备注和关注的两次
    with django_assert_max_num_queries(14):
        officer.get(dispute.get_absolute_url())
