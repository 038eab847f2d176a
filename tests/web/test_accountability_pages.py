"""Complaints and rectifications in the browser of the public and of staff: each flow by its pages, wrong input, walls, numbers."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gongkai.organs.levels import OrganKind
from gongkai.organs.roles import Role
from gongkai.web.accountability import counting, services
from gongkai.web.accountability.models import Account, Complaint, Liability, Rectification
from gongkai.web.log.actors import SYSTEM
from gongkai.web.log.models import Event
from gongkai.web.log.services import save
from gongkai.web.messages import services as messages
from gongkai.web.organs.models import Appointment, Organ
from tests.web.accountability_walks import (
    CONTENT,
    NAME,
    PHONE,
    accepted,
    again,
    decided,
    office,
    ordered,
    respondent,
    submitted,
    supervisor,
    typed,
)
from tests.web.conftest import County, verified, words

WRITTEN = {
    "about": "nongye", "receiver": "department", "kind": "no_reply", "title": "申请逾期没有答复", "content": CONTENT,
    "name": NAME, "phone": PHONE,
}  # fmt: skip


def desk(county: County, role: Role = Role.SUPERVISING_OFFICE, organ: Organ | None = None) -> Client:
    """Somebody of the government at the desk, unless another organ is named."""
    return verified(Client(), county.person(role, organ or county.government))


def step(client: Client, made: Any, name: str, **given: Any) -> Any:
    kind = "rectification" if isinstance(made, Rectification) else "complaint"
    return client.post(reverse(f"workbench:{kind}_move", args=[made.number, name]), given)


def today() -> str:
    return timezone.localdate().isoformat()


def send(client: Client, **more: Any) -> Any:
    looked = client.post("/complaints/new/", {**WRITTEN, "step": "look"})
    assert looked.status_code == 200 and "青石县人民政府" in words(looked)
    found = re.search(r'name="token" value="([0-9a-f]{32})"', looked.content.decode())
    assert found
    return client.post("/complaints/new/", {**WRITTEN, "step": "send", "token": found[1], **more}, follow=True)


def test_somebody_complains_without_an_account_looks_it_up_and_takes_it_back(client, county):
    page = words(client.get("/complaints/?organ=nongye"))
    assert "《条例》第四十七条第二款、第五十一条" in page and "青石县人民政府" in page and "没有规定天数" in page
    receipt = send(client, papers=SimpleUploadedFile("截图.txt", "逾期".encode()))
    made = Complaint.objects.get()
    assert made.number in words(receipt) and made.papers.count() == 1
    code = made.query_code
    client.post("/complaints/leave/")
    assert (
        client.get("/complaints/status/").status_code == 302 and client.get("/complaints/receipt/").status_code == 302
    )
    wrong = client.post("/complaints/look-up/", {"number": made.number, "code": "AAAA-BBBB-CCCC"})
    assert wrong.status_code == 422 and "对不上" in words(wrong)
    seen = client.post("/complaints/look-up/", {"number": made.number, "code": code}, follow=True)
    assert "待受理" in words(seen) and CONTENT in words(seen) and code not in words(seen)
    assert "“告知是否受理的期限”" in words(seen) and "期限15日" in words(seen)
    client.post("/complaints/status/withdraw/")
    assert again(made).state == "withdrawn"
    refused = client.post("/complaints/status/withdraw/")
    assert refused.status_code == 422 and "没有办理" in words(refused)


def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(client, county):
    for given in (
        {"about": "qingshi"},
        {"about": "没有这个"},
        {"title": " "},
        {"title": "长" * 81},
        {"content": ""},
        {"kind": "x"},
        {"phone": "打给我"},
        {"email": "a@"},
        {"content": "字" * 6001},
    ):
        answer = client.post("/complaints/new/", {**WRITTEN, "step": "look", **given})
        assert answer.status_code == 422, given
        assert NAME in answer.content.decode()
    assert not Complaint.objects.exists()
    many = [SimpleUploadedFile(f"{number}.txt", b"x") for number in range(6)]
    answer = client.post("/complaints/new/", {**WRITTEN, "step": "send", "papers": many})
    assert answer.status_code == 422 and "最多5个" in words(answer) and not Complaint.objects.exists()


def test_nul_bytes_and_marks_are_no_trouble(client, county):
    answer = client.get("/complaints/?organ=%00nongye")
    assert answer.status_code == 200
    client.post("/complaints/new/", {**WRITTEN, "title": "<script>alert(1)</script>", "step": "send"})
    made = Complaint.objects.get()
    page = desk(county).get(made.get_absolute_url())
    assert b"<script>alert" not in page.content


def test_the_office_decides_and_the_person_reads_the_result_and_nothing_of_the_inner_work(client, county):
    made = submitted(county)
    staff, head = desk(county), desk(county, Role.LEADING_GROUP)
    assert step(staff, made, "accept", on=today()).status_code == 302
    refused = step(staff, made, "ask_account", question=f"请说明{NAME}的申请。", days=10)
    assert refused.status_code == 422 and "不能让它知道" in words(refused)
    assert step(staff, made, "ask_account", question="请说明3月以来的申请办理情况。", days=5).status_code == 302
    own = desk(county, Role.FOI_OFFICER, county.bureau)
    account = Account.objects.get()
    home = words(own.get("/workbench/"))
    assert "等本机关说明的投诉" in home
    page = words(own.get(account.get_absolute_url()))
    assert "请说明3月以来" in page
    given = {"text": "登记簿遗漏了3件。", "file": SimpleUploadedFile("登记簿.txt", "登记".encode())}
    assert own.post(account.get_absolute_url(), given).status_code == 302
    shown = own.get(account.get_absolute_url())
    key = made.papers.get(role="account").key
    assert "登记簿.txt" in words(shown)
    assert own.post(reverse("workbench:complaint_account_paper", args=[account.pk, key])).status_code == 200
    assert step(staff, made, "propose", outcome="partly", body="经查，有3件没有登记。").status_code == 302
    assert step(head, made, "decide", opinion="同意。").status_code == 302
    look = {"number": made.number, "code": made.query_code}
    before = words(client.post("/complaints/look-up/", look, follow=True))
    assert "已经作出处理，正在告知" in before and "经查" not in before and "部分属实" not in before
    assert step(staff, made, "tell", on=today(), way="online").status_code == 302
    after = words(client.get("/complaints/status/"))
    assert "处理结果：部分属实" in after and "经查，有3件没有登记" in after
    assert "登记簿遗漏" not in after and "同意。" not in after
    for form in ("docx", "pdf"):
        letter = staff.post(reverse("workbench:complaint_letter", args=[made.number, "result", form]))
        assert letter.status_code == 200 and letter.content[:2] in (b"PK", b"%P")
    assert staff.post(reverse("workbench:complaint_letter", args=[made.number, "declined", "docx"])).status_code == 404


def everything_an_insider_sees(county: County, role: Role) -> str:
    """All pages of the workbench that somebody of the bureau can open about it, walked from the first page."""
    client = desk(county, role, county.bureau)
    seen: dict[str, str] = {}
    ahead = ["/workbench/", reverse("workbench:complaint_accounts"), reverse("workbench:rectifications")]
    ahead += [
        reverse("workbench:complaints"),
        reverse("workbench:complaint_statistics"),
        reverse("workbench:liabilities"),
    ]
    ahead.append("/workbench/log/")
    while ahead:
        path = ahead.pop()
        if path in seen or len(seen) > 120:
            continue
        answer = client.get(path)
        text = answer.content.decode("utf-8", "ignore") if not answer.streaming else ""
        seen[path] = text
        ahead += [
            each
            for each in re.findall(r'href="(/workbench/[^"#]*)"', text)
            if re.match(r"/workbench/(accountability|log|notes)", each) and "docx" not in each and "pdf" not in each
        ]
    return "\n".join(seen.values())


@pytest.mark.parametrize("role", [Role.FOI_OFFICER, Role.LEADING_GROUP, Role.AUDITOR, Role.SUPERVISING_OFFICE])
def test_the_organ_complained_about_never_sees_who_complained(county, role):
    county.staffed()
    made = accepted(county)
    account = services.ask_account(made, "请说明3月以来的办理情况。", by=office(county))
    services.give_account(account, "遗漏了3件。", by=respondent(county))
    made = decided(county, again(made))
    order = ordered(county, complaint=made)
    services.read_personal_data(made, by=office(county))
    insider = desk(county, role, county.bureau)
    for name, args in (
        ("complaint", [made.number]), ("complaint_proof", [made.number]), ("complaint_edit", [made.number]),
        ("complaint_move", [made.number, "tell"]), ("complaint_erase", [made.number]),
    ):  # fmt: skip
        assert insider.get(reverse(f"workbench:{name}", args=args)).status_code == 404, name
    for name, args in (
        ("complaint_reveal", [made.number]), ("complaint_letter", [made.number, "result", "docx"]),
    ):  # fmt: skip
        assert insider.post(reverse(f"workbench:{name}", args=args)).status_code == 404, name
    notice = insider.get(reverse("workbench:rectification_notice", args=[order.number, "pdf"]))
    assert NAME.encode() not in notice.content
    said = everything_an_insider_sees(county, role)
    assert not [each for each in (NAME, PHONE, CONTENT, "申请逾期没有答复", made.query_code) if each in said]
    assert made.number not in said


def test_whoever_belongs_to_both_organs_is_kept_from_the_complaint(county):
    made = submitted(county)
    person = county.person(Role.SUPERVISING_OFFICE, county.government)
    both = verified(Client(), person)
    assert both.get(made.get_absolute_url()).status_code == 200
    post = Appointment(person=person, organ=county.bureau, role=Role.AUDITOR, since=timezone.localdate())
    save(post, "appoint", by=SYSTEM, organ=county.bureau)
    both = verified(Client(), type(person).objects.get(pk=person.pk))
    assert both.get(made.get_absolute_url()).status_code == 404
    assert both.post(reverse("workbench:complaint_reveal", args=[made.number])).status_code == 404
    assert made.number not in words(both.get(f"{reverse('workbench:complaints')}?heap=all"))
    elsewhere = submitted(county, county.other)
    assert both.get(elsewhere.get_absolute_url()).status_code == 200


def test_who_complained_is_shown_only_when_asked_and_that_is_recorded(county):
    made, staff = submitted(county), desk(county)
    page = words(staff.get(made.get_absolute_url()))
    assert NAME not in page and PHONE not in page and "赵**" in page
    before = Event.objects.filter(move="read_personal_data").count()
    assert NAME in words(staff.post(reverse("workbench:complaint_reveal", args=[made.number])))
    assert Event.objects.filter(move="read_personal_data").count() == before + 1


def test_staff_register_what_came_on_paper_or_out_of_a_message(county):
    staff = desk(county, Role.FOI_OFFICER)
    given = {**WRITTEN, "about": county.bureau.pk, "channel": "letter", "received_on": today()}
    answer = staff.post(reverse("workbench:complaint_register"), given)
    assert answer.status_code == 302
    assert Complaint.objects.get().channel == "letter"
    choices = staff.get(reverse("workbench:complaint_register")).content.decode()
    assert "青石县教育局" in choices and ">青石县人民政府</option>" not in choices
    late = {**given, "received_on": (timezone.localdate() + timedelta(days=1)).isoformat()}
    assert staff.post(reverse("workbench:complaint_register"), late).status_code == 422
    text = messages.Letter("农业局不公开", "一直没有公开预算。", "钱问", "13800138001", kind="complaint")
    message = messages.submit(county.government, text)
    address = f"{reverse('workbench:complaint_register')}?message={message.number}"
    assert f'href="{address}"' in staff.get(message.get_absolute_url()).content.decode()
    assert "农业局不公开" in staff.get(address).content.decode()
    taken = {**given, "title": "农业局不公开", "channel": "message", "kind": "not_disclosed", "origin": "由留言转来"}
    assert staff.post(address, taken).status_code == 302
    message.refresh_from_db()
    assert message.state == "transferred" and Complaint.objects.count() == 2
    assert staff.get(address).status_code == 403


def test_a_rectification_goes_to_the_organ_and_back(county):
    made = decided(county)
    staff, own = desk(county), desk(county, Role.FOI_OFFICER, county.bureau)
    due = (timezone.localdate() + timedelta(days=20)).isoformat()
    assert step(staff, made, "order_rectification").status_code == 302
    address = f"{reverse('workbench:rectification_new')}?complaint={made.number}"
    given = {
        "measure": "order",
        "title": "逾期答复",
        "problem": "3件没有登记。",
        "requirements": "补登。",
        "due_on": due,
    }
    refused = staff.post(address, {**given, "problem": f"{NAME}的申请没有登记"})
    assert refused.status_code == 422 and "不能让它知道" in words(refused)
    assert staff.post(address, {**given, "due_on": today()}).status_code == 422
    assert staff.post(address, given).status_code == 302
    order = Rectification.objects.get()
    assert "上级要求的整改" in words(own.get("/workbench/"))
    page = words(own.get(order.get_absolute_url()))
    assert "3件没有登记" in page and made.number not in page
    assert step(own, order, "receive", on=today()).status_code == 302
    upload = {"file": SimpleUploadedFile("台账.txt", "台账".encode())}
    assert own.post(reverse("workbench:rectification_paper_add", args=[order.number]), upload).status_code == 302
    assert step(own, order, "report", on=today(), report="已经补登。").status_code == 302
    assert step(own, order, "accept", on=today(), seen="自己看过。").status_code == 403
    key = order.papers.get().key
    assert staff.post(reverse("workbench:rectification_paper", args=[order.number, key])).status_code == 200
    assert "待核查的整改报告" in words(staff.get("/workbench/"))
    late = step(staff, order, "return", on=today(), reason="没有防止的措施。", limit=today())
    assert late.status_code == 422 and "晚于办理的日期" in words(late)
    assert step(staff, order, "return", on=today(), reason="没有防止的措施。", limit=due).status_code == 302
    assert step(own, order, "report", on=today(), report="指定专人。").status_code == 302
    assert step(staff, order, "accept", on=today(), seen="抽查属实。").status_code == 302
    assert again(order).state == "accepted"
    for side in (staff, own):
        for form in ("docx", "pdf"):
            assert side.get(reverse("workbench:rectification_notice", args=[order.number, form])).status_code == 200


def test_who_was_held_responsible_is_named_on_no_list(county):
    order, staff = ordered(county), desk(county)
    address = f"{reverse('workbench:liability_new')}?rectification={order.number}"
    given = {
        "organ": county.bureau.pk, "person": "钱守信", "position": "办公室主任", "what": "两次逾期不报。", "body": "appointing",
        "body_named": "县委组织部", "proposed_on": today(),
    }  # fmt: skip
    assert staff.post(address, {**given, "body": ""}).status_code == 422
    assert staff.post(address, given).status_code == 302
    made = Liability.objects.get()
    for path in (reverse("workbench:liabilities"), made.get_absolute_url(), order.get_absolute_url()):
        assert "钱守信" not in words(staff.get(path))
    assert "钱守信" in words(staff.post(reverse("workbench:liability_reveal", args=[made.pk])))
    result = {"result": "talk", "result_on": today(), "result_note": "已经谈话。"}
    assert staff.post(made.get_absolute_url(), result).status_code == 302
    assert "谈话提醒" in words(staff.get(made.get_absolute_url()))
    own = desk(county, Role.LEADING_GROUP, county.bureau)
    assert own.get(made.get_absolute_url()).status_code == 404
    assert "责任追究" not in words(own.get(order.get_absolute_url()))


@pytest.mark.parametrize("by", list(counting.BY))
def test_every_number_opens_just_the_records_it_counts(county, by):
    station = Organ(code="zhan", name="农技站", short_name="农技站", kind=OrganKind.SUBORDINATE_UNIT, level="county")
    station.parent = county.bureau
    station.save()
    for about, kind in ((county.bureau, "no_reply"), (county.other, "stale"), (station, "no_reply")):
        submitted(county, about, kind=kind)
    decided(county, accepted(county, submitted(county)), "unfounded")
    decided(county, accepted(county, submitted(county, county.other)))
    staff = desk(county)
    page = staff.get(reverse("workbench:complaint_statistics"), {"by": by}).content.decode()
    links = re.findall(r'<a href="(/workbench/accountability/\?[^"]*column=[^"]*)">(\d+)</a>', page)
    assert len(links) > 8
    for address, number in links:
        opened = staff.get(address.replace("&amp;", "&")).content.decode()
        assert len(re.findall(r'<th scope="row"><a', opened)) == int(number), address


def test_figures_and_lists_are_taken_away_without_names(county):
    made, staff = decided(county), desk(county)
    ordered(county, complaint=made)
    for name in ("complaint_export", "complaint_statistics_export", "rectification_export"):
        for form in ("csv", "xlsx"):
            answer = staff.get(reverse(f"workbench:{name}", args=[form]))
            data = b"".join(answer.streaming_content) if answer.streaming else answer.content
            assert answer.status_code == 200 and NAME.encode() not in data and PHONE.encode() not in data
        assert staff.get(reverse(f"workbench:{name}", args=["exe"])).status_code == 404
    rows = b"".join(staff.get(reverse("workbench:complaint_export", args=["csv"])).streaming_content).decode()
    assert made.number in rows and "属实" in rows


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("complaints", "?heap=received"),
        ("complaint_statistics", ""),
        ("rectifications", "?side=ordered"),
        ("complaint_accounts", ""),
    ],
)
def test_lists_ask_no_more_for_thirty_than_for_one(county, django_assert_max_num_queries, name, query):
    client = desk(county, Role.FOI_OFFICER, county.bureau) if name == "complaint_accounts" else desk(county)

    def asked() -> int:
        with django_assert_max_num_queries(60) as counted:
            assert client.get(reverse(f"workbench:{name}") + query).status_code == 200
        return len(counted)

    def one() -> None:
        made = submitted(county)
        if name == "complaint_accounts":
            services.ask_account(accepted(county, made), "请说明。", by=office(county))
        if name == "rectifications":
            ordered(county)

    one()
    asked()
    first = asked()
    for _ in range(12):
        one()
    assert asked() <= first


def test_the_list_counts_calendar_days_as_the_rule_does(county):
    made = submitted(county)
    left = (made.due_on - timezone.localdate()).days
    assert f"还有{left}日" in words(desk(county).get(reverse("workbench:complaints")))


def test_nobody_rewrites_what_was_written_on_the_portal(county):
    made, staff = submitted(county), desk(county, Role.FOI_OFFICER)
    address = reverse("workbench:complaint_edit", args=[made.number])
    page = staff.get(address)
    assert "投诉人自己写的，不能改" in words(page) and 'name="content"' not in page.content.decode()
    staff.post(address, {"title": "改", "content": "改写", "name": NAME, "phone": "13900000000"})
    kept = again(made)
    assert (kept.title, kept.content, kept.phone) == (made.title, CONTENT, "13900000000")
    with pytest.raises(ValidationError, match="投诉人在网上自己写的"):
        services.edit(kept, {"content": "改写"}, by=office(county))
    paper = services.register(
        county.government, typed(), "letter", by=office(county), received_on=timezone.localdate(), about=county.bureau
    )
    assert services.edit(paper, {"content": "补录的第二页。"}, by=office(county)).content == "补录的第二页。"


def test_staff_register_a_withdrawal_only_with_how_it_was_asked_for(county):
    made, staff = submitted(county), desk(county, Role.FOI_OFFICER)
    refused = step(staff, made, "withdraw", on=today())
    assert refused.status_code == 422 and "怎样要求撤回" in words(refused) and again(made).state == "received"
    with pytest.raises(ValidationError, match="代为登记"):
        services.make_move(again(made), "withdraw", by=office(county), facts={"reason": " "})
    assert step(staff, made, "withdraw", on=today(), reason="今天上午来电话要求撤回。").status_code == 302
    assert again(made).state == "withdrawn"


def test_a_period_the_wrong_way_round_is_said_and_not_counted(county):
    asked = {"since": "2026-12-01", "until": "2026-01-01"}
    page = words(desk(county).get(reverse("workbench:complaint_statistics"), asked))
    assert "2026年1月1日至2026年12月1日" in words(
        desk(county).get(reverse("workbench:complaints"), {"since": "2026-01-01", "until": "2026-12-01"})
    )
    assert "“到”早于“从”" in page and "2026年12月1日至2026年1月1日" not in page


def test_the_overdue_ones_are_listed_on_both_sides_and_said_in_words(county):
    order = ordered(county)
    Rectification.objects.filter(pk=order.pk).update(due_on=timezone.localdate() - timedelta(days=3))
    staff, own = desk(county), desk(county, Role.FOI_OFFICER, county.bureau)
    assert "下级逾期没有报告的整改" in words(staff.get("/workbench/"))
    assert "逾期没有报告的整改" in words(own.get("/workbench/"))
    assert "逾期" in words(staff.get(f"{reverse('workbench:rectifications')}?side=ordered&heap=overdue"))
    assert services.move_rectification(again(order), "remind", by=supervisor(county), facts={"reason": "已经逾期。"})


@pytest.mark.parametrize(
    "query",
    [
        "by=month&key=99999999999999999999-01", "by=month&key=²-³", "by=month&key=2026-13", "by=month&key=%00", "by=kind&key=%00",
        "by=x&key=y", "column=x&since=2026-02-30", "since=9999-12-31&until=0001-01-01&column=received", "page=-1", "heap=%00", "q=%00",
    ],
)  # fmt: skip
def test_an_address_typed_by_hand_is_no_trouble(county, query):
    staff = desk(county)
    for name in ("complaints", "rectifications", "complaint_statistics", "liabilities"):
        assert staff.get(f"{reverse(f'workbench:{name}')}?{query}").status_code == 200
    assert staff.get(f"{reverse('workbench:complaint_export', args=['csv'])}?{query}").status_code == 200
