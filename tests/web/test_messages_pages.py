"""Messages in the browser of staff and of the public: each flow by its pages, wrong input answered in words, walls kept."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from lxml import html
from message_walks import answered, approved, assigned, letter, moment, registered, who, written

from gongkai.organs.roles import Role
from gongkai.web.messages import publishing, services
from gongkai.web.messages.models import Category, Contribution, LimitVersion, Message, Publication
from gongkai.web.organs.models import Section
from tests.web.conftest import verified

TODAY = date(2026, 6, 1)


def desk(client: Any, county: Any, role: Role = Role.FOI_OFFICER) -> Any:
    return verified(client, county.person(role))


def page(client: Any, name: str, *args: Any, **query: Any) -> str:
    answer = client.get(reverse(f"workbench:{name}", args=args), query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def step(client: Any, message: Message, name: str, **given: Any) -> Any:
    return client.post(reverse("workbench:message_move", args=[message.number, name]), given)


WRITTEN = {
    "channel": "website", "kind": "complaint", "title": "门口夜间施工", "content": "每晚十一点以后还在施工，请处理。", "name": "周小禾",
    "phone": "13900000000", "email": "", "may_publish": "on",
}  # fmt: skip


def test_somebody_writes_without_an_account_looks_it_up_rates_and_asks_again(client, county):
    asked = {**WRITTEN, "organ": "nongye"}
    looked = client.post("/messages/new/", {**asked, "step": "look"})
    assert (
        looked.status_code == 200 and "核对留言" in looked.content.decode() and "15个工作日" in looked.content.decode()
    )
    token = re.search(r'name="token" value="([0-9a-f]{32})"', looked.content.decode())
    assert token
    sent = {**asked, "step": "send", "token": token[1], "papers": SimpleUploadedFile("现场.txt", "照片说明".encode())}
    receipt = client.post("/messages/new/", sent, follow=True)
    text = receipt.content.decode()
    message = Message.objects.get()
    assert message.number in text and "查询码" in text and message.papers.count() == 1 and message.may_publish
    client.post("/messages/leave/")
    assert client.get("/messages/status/").status_code == 302 and client.get("/messages/receipt/").status_code == 302
    wrong = client.post("/messages/look-up/", {"number": message.number, "code": "AAAA-BBBB-CCCC"})
    assert wrong.status_code == 422 and "对不上" in wrong.content.decode()
    code = message.query_code.lower()
    found = client.post(
        "/messages/look-up/", {"number": f" {message.number} ", "code": code}, follow=True
    ).content.decode()
    assert "待分办" in found and "答复期限" in found and "评价" not in re.sub(r"办理情况和答复，可以评价", "", found)
    services.assign(message, county.section, by=who(county))
    services.draft(message, "已经责令停止夜间施工。", by=who(county, Role.INFO_OFFICER))
    services.make_move(message, "approve", by=who(county, Role.SECTION_HEAD))
    assert "已经责令" not in client.get("/messages/status/").content.decode()
    services.make_move(message, "answer", by=who(county), facts={"way": "online"})
    assert "已经责令停止夜间施工" in client.get("/messages/status/").content.decode()
    assert client.post("/messages/status/rate/", {"score": ""}).status_code == 422
    assert client.post("/messages/status/rate/", {"score": "dissatisfied", "text": "还在施工"}).status_code == 302
    assert client.post("/messages/status/rate/", {"score": "satisfied"}).status_code == 422
    assert client.post("/messages/status/reopen/", {"reason": "昨晚又施工了"}).status_code == 302
    assert "待分办" in client.get("/messages/status/").content.decode()


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"title": ""}, "标题"),
        ({"organ": "nowhere"}, "选"),
        ({"phone": "不告诉你"}, "联系电话写得不对"),
        ({"channel": "hotline"}, "选"),
        ({"kind": "poem"}, "选"),
        ({"content": "x" * 4001}, "4000"),
    ],
)
def test_a_message_written_wrongly_comes_back_with_all_that_was_typed(client, county, wrong, told):
    answer = client.post("/messages/new/", {**WRITTEN, "organ": "nongye", "step": "send", **wrong})
    text = answer.content.decode()
    assert answer.status_code == 422 and told in text and not Message.objects.exists()
    assert "周小禾" in text


def test_needless_personal_data_is_warned_of_and_frequent_questions_are_shown_before_sending(client, county):
    officer, head = who(county), who(county, Role.LEADING_GROUP)
    made = publishing.prepare(
        Publication(
            organ=county.bureau,
            frequent=True,
            title="夜间施工怎样投诉",
            question="夜间施工向谁投诉？",
            answer="拨打12345。",
        ),
        by=officer,
    )
    publishing.review(made, passed=True, by=head)
    asked = {**WRITTEN, "organ": "nongye", "content": "身份证号11010519491231002X，夜间施工怎样投诉？"}
    text = client.post("/messages/new/", {**asked, "step": "look"}).content.decode()
    assert "夜间施工怎样投诉" in text and "拨打12345" in text and "身份证号码" in text
    hits = client.post("/messages/similar/", {"q": "夜间施工投诉", "organ": "nongye"}).json()["hits"]
    assert [each["title"] for each in hits] == ["夜间施工怎样投诉"]
    assert client.post("/messages/similar/", {"q": "社保怎样缴纳", "organ": "\x00"}).json()["hits"] == []


def test_guessing_codes_is_slowed_down(client, county):
    message = written(county)
    for _ in range(5):
        client.post("/messages/look-up/", {"number": message.number, "code": "WRONG"})
    answer = client.post("/messages/look-up/", {"number": message.number, "code": message.query_code})
    assert answer.status_code == 429


def test_the_office_leads_a_message_to_its_answer_by_the_pages(client, county):
    message = written(county, timezone.localdate() - timedelta(days=1))
    desk(client, county)
    assert message.number in page(client, "messages") and "周小禾" not in page(client, "message", message.number)
    assert step(client, message, "assign", to_section=county.section.pk, remark="请尽快").status_code == 302
    second = Section.objects.create(organ=county.bureau, name="执法科")
    assert step(client, message, "ask_section", to_section=second.pk).status_code == 302
    refused = step(client, message, "draft", body="已经处理。")
    assert (
        refused.status_code == 422 and "执法科" in refused.content.decode() and "已经处理。" in refused.content.decode()
    )
    part = Contribution.objects.get()
    assert message.number in page(client, "message_parts") and "夜间" in page(client, "message_part", part.pk)
    assert client.post(reverse("workbench:message_part", args=[part.pk]), {"text": "已检查。"}).status_code == 302
    assert step(client, message, "draft", body="已经处理。").status_code == 302
    assert step(client, message, "approve", on=timezone.localdate().isoformat()).status_code == 422
    desk(client, county, Role.LEADING_GROUP)
    assert step(client, message, "approve", on=timezone.localdate().isoformat()).status_code == 302
    desk(client, county)
    assert step(client, message, "answer", on=timezone.localdate().isoformat(), way="online").status_code == 302
    assert step(client, message, "call_back", score="satisfied", text="解决了").status_code == 302
    message.refresh_from_db()
    assert (message.state, message.satisfaction) == ("answered", "satisfied")
    text = page(client, "message", message.number)
    assert "已经处理。" in text and "解决了" in text and "周小禾" not in text and "139" in text
    shown = client.post(reverse("workbench:message_reveal", args=[message.number])).content.decode()
    assert "周小禾" in shown and "13900000000" in shown
    assert page(client, "message_proof", message.number) and page(client, "message_edit", message.number)


def test_every_step_has_a_page_that_says_what_is_asked_or_why_not(client, county):
    from gongkai.engagement.messages.moves import BEGINNINGS, TABLE

    message = assigned(county, timezone.localdate() - timedelta(days=1))
    desk(client, county)
    for move in TABLE.moves:
        answer = client.get(reverse("workbench:message_move", args=[message.number, move.name]))
        expected = (404,) if move.name in (*BEGINNINGS, "rate") else (200, 403)
        assert answer.status_code in expected, (move.name, answer.status_code)


def test_messages_are_registered_transferred_merged_and_turned_into_applications_by_the_pages(client, county):
    desk(client, county)
    given = {
        "channel": "hotline",
        "kind": "help",
        "received_on": timezone.localdate().isoformat(),
        "source_number": "H-1",
        "title": "停水",
    }
    assert client.post(reverse("workbench:message_register"), given).status_code == 302
    again = client.post(reverse("workbench:message_register"), given)
    assert again.status_code == 422 and "已经登记过" in again.content.decode()
    assert client.post(reverse("workbench:message_register"), {**given, "received_on": "2999-01-01"}).status_code == 422
    message = Message.objects.get()
    assert step(client, message, "merge", into="nongye-ly-2020-00001").status_code == 422
    assert client.post(reverse("workbench:message_register"), {**given, "source_number": "H-2"}).status_code == 302
    other = Message.objects.exclude(pk=message.pk).get()
    assert step(client, other, "merge", into=message.number).status_code == 302
    assert (
        step(client, message, "transfer", where="organ", reason="属于教育局", to=county.other.pk, organ="").status_code
        == 302
    )
    assert Message.objects.filter(organ=county.other, source_number="").count() == 1
    third = written(county, timezone.localdate() - timedelta(days=1), title="要2025年决算")
    assert (
        step(
            client, third, "become_application", applicant_name="周小禾", phone="13900000000", description="2025年决算"
        ).status_code
        == 302
    )
    third.refresh_from_db()
    assert third.state == "moved" and third.application.number in page(client, "message", third.number)
    for heap in ("received", "assigned", "overdue", "answered", "elsewhere", "all"):
        page(client, "messages", heap=heap)
    assert third.number in page(client, "messages", q="13900000000") and "没有查到" in page(
        client, "messages", q="\x00'"
    )


def test_a_list_of_fifty_asks_no_more_than_one_of_one(client, county, django_assert_max_num_queries):
    desk(client, county)
    for _ in range(30):
        written(county, timezone.localdate() - timedelta(days=1))
    page(client, "messages")
    with django_assert_max_num_queries(24):
        page(client, "messages")


def test_questions_are_published_by_another_and_without_personal_data(client, county):
    message = answered(county, timezone.localdate() - timedelta(days=1))
    desk(client, county)
    address = reverse("workbench:publication_prepare") + f"?message={message.number}"
    text = client.get(address).content.decode()
    assert "责令停止" in text
    given = {"title": "夜间施工", "question": "周小禾问：夜间施工怎么办？", "answer": "已责令停止。", "category": ""}
    refused = client.post(address, given)
    assert refused.status_code == 422 and "留言人的姓名" in refused.content.decode()
    assert client.post(address, {**given, "question": "夜间施工怎么办？"}).status_code == 302
    made = Publication.objects.get()
    review = reverse("workbench:publication_review", args=[made.pk])
    assert client.post(review, {"passed": "yes"}).status_code == 422
    assert client.get(f"/messages/questions/{made.pk}/").status_code == 404
    desk(client, county, Role.SECRECY_REVIEWER)
    assert client.post(review, {"passed": "no", "opinion": ""}).status_code == 422
    assert client.post(review, {"passed": "no", "opinion": "写明依据"}).status_code == 302
    desk(client, county)
    edit = reverse("workbench:publication_edit", args=[made.pk])
    assert (
        client.post(edit, {**given, "question": "夜间施工怎么办？", "answer": "依据某办法已责令停止。"}).status_code
        == 302
    )
    desk(client, county, Role.SECRECY_REVIEWER)
    assert client.post(review, {"passed": "yes"}).status_code == 302
    client.logout()
    assert "依据某办法" in client.get(f"/messages/questions/{made.pk}/").content.decode()
    for address in (
        "/messages/",
        "/messages/questions/",
        "/messages/questions/?organ=nongye",
        "/messages/questions/?frequent=1&page=x",
    ):
        assert client.get(address).status_code == 200
    desk(client, county)
    withdraw = reverse("workbench:publication_withdraw", args=[made.pk])
    assert client.post(withdraw, {"reason": "有新规定"}).status_code == 302
    assert client.get(f"/messages/questions/{made.pk}/").status_code == 404
    assert Message.objects.get().content == letter().content


def test_nothing_is_published_against_the_will_of_who_wrote_or_before_the_answer(client, county):
    from django.core.exceptions import ValidationError

    silent = answered(county, may_publish=False)
    with pytest.raises(ValidationError, match="没有同意"):
        publishing.prepare(publishing.from_message(silent), by=who(county))
    with pytest.raises(ValidationError, match="答复以后"):
        publishing.prepare(publishing.from_message(approved(county)), by=who(county))


def test_limits_and_categories_are_set_by_the_pages(client, county):
    desk(client, county)
    assert "国办发〔2014〕57号" in page(client, "message_rules")
    limit = {
        "channel": "hotline",
        "kind": "",
        "since": "2026-01-01",
        "amount": "3",
        "unit": "workdays",
        "longest": "0",
        "window": "10",
        "basis": "本县办法",
    }
    assert client.post(reverse("workbench:message_limit"), {**limit, "amount": "0"}).status_code == 422
    assert client.post(reverse("workbench:message_limit"), limit).status_code == 302
    assert client.post(reverse("workbench:message_limit"), limit).status_code == 422
    assert LimitVersion.objects.count() == 1 and "本县办法" in page(client, "message_rules")
    category = {"name": "复工复产", "since": "2026-01-01", "order": "1"}
    assert client.post(reverse("workbench:message_category"), category).status_code == 302
    made = Category.objects.get()
    close = reverse("workbench:message_category_close", args=[made.pk])
    assert client.post(close, {"until": "2025-01-01"}).status_code == 422
    assert client.post(close, {"until": "2026-12-31"}).status_code == 302


def test_statistics_add_up_on_the_page_and_in_the_file(client, county):
    answered(county, timezone.localdate() - timedelta(days=3))
    registered(county, day=timezone.localdate() - timedelta(days=1))
    desk(client, county)
    for by in ("channel", "kind", "category", "section"):
        assert "合计" in page(client, "message_statistics", by=by, since="2020-01-01")
    answer = client.get(reverse("workbench:message_statistics"), {"since": "2020-01-01", "as": "csv"})
    assert b"".join(answer).decode("utf-8-sig").splitlines()[-1].startswith("合计,2,1,0,1")
    assert "请填写日期，例如" in page(client, "message_statistics", since="不是日期")


def test_every_number_of_the_statistics_opens_just_the_messages_that_it_counts(client, county):
    answered(county, timezone.localdate() - timedelta(days=3))
    registered(county, day=timezone.localdate() - timedelta(days=1))
    desk(client, county)
    opened = 0
    for by in ("channel", "kind", "category", "section"):
        shown = html.document_fromstring(page(client, "message_statistics", by=by, since="2020-01-01"))
        for cell in shown.xpath("//td[@class='number']/a"):
            listed = html.document_fromstring(client.get(cell.get("href")).content.decode())
            assert len(listed.xpath("//tbody/tr")) == int(cell.text), cell.get("href")
            opened += 1
    assert opened >= 8
    address = reverse("workbench:message_counted")
    for wrong in (
        {"what": "nothing"},
        {"what": "received", "by": "section", "key": "x"},
        {"what": "received", "since": "2026-02-30"},
    ):
        assert client.get(address, wrong).status_code == 404


def test_a_period_that_ends_before_it_begins_is_said_beside_the_field(client, county):
    desk(client, county)
    assert "“到”早于“从”" in page(client, "message_statistics", since="2026-05-01", until="2026-04-30")


def test_strangers_find_no_message_of_another_organ(client, county):
    message = written(county)
    verified(client, county.person(Role.FOI_OFFICER, county.other))
    for name in ("message", "message_proof", "message_edit"):
        assert client.get(reverse(f"workbench:{name}", args=[message.number])).status_code == 404
    assert message.number not in page(client, "messages", heap="all")


def test_the_first_page_shows_what_waits_in_messages(client, county):
    written(county, moment(TODAY).date())
    desk(client, county)
    home = page(client, "home")
    assert "待分办的留言" in home and "逾期没有答复的留言" in home and "公众留言" in home
