"""The pages of proposals: registering, steps, the register as a file, publication, figures that open their records; and the portal."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html
from proposal_walks import assigned, drafted, handed, moment, published, rated, replied, signed

from gongkai.documents.archives import open_archive
from gongkai.documents.xlsx_ooxml import Workbook
from gongkai.organs.roles import Role
from gongkai.web.log.models import Event
from gongkai.web.proposals import services
from gongkai.web.proposals.models import Proposal, Publication
from tests.web.conftest import signed_in, verified

NOW = date(2026, 4, 20)
HEAD = "种类,届次,编号,标题,代表、委员,交办日期,承办方式,主办单位,会办单位,承办科室,答复日期,办理结果,公开属性,不全文公开的理由,满意程度,反馈日期"


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment(NOW, 16))


@pytest.fixture
def officer(client: Any, county: Any) -> Any:
    return verified(client, county.person(Role.FOI_OFFICER))


def text_of(answer: Any) -> str:
    return " ".join(html.fromstring(answer.content).text_content().split())


def file_of(*lines: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("register.csv", "\n".join([HEAD, *lines]).encode(), "text/csv")


def register(client: Any, **given: str) -> Any:
    filled = {
        "kind": "deputy_proposal", "session": "十七届人大三次会议", "register_number": "12", "title": "关于灌溉渠的建议",
        "proposers": "李清和", "handed_on": "2026-04-01", "role": "sole", "contact": "13900000000",
    } | given  # fmt: skip
    return client.post(reverse("workbench:proposal_register"), filled)


def test_a_hand_over_is_registered_and_its_contact_stays_hidden_until_asked_for(officer):
    answer = register(officer)
    found = Proposal.objects.get()
    assert answer.headers["Location"] == found.get_absolute_url()
    said = text_of(officer.get(found.get_absolute_url()))
    assert "2026年7月1日" in said and "13900000000" not in said and "第五十一条" in said
    shown = officer.post(reverse("workbench:proposal_reveal", args=[found.number]))
    assert "13900000000" in text_of(shown)
    assert Event.objects.filter(move="read_personal_data", subject_id=str(found.pk)).count() == 1
    again = register(officer, register_number="0012", title="另一个标题")
    assert again.status_code == 422 and found.number in text_of(again)
    assert "另一个标题" in again.content.decode()


def test_what_is_wrong_with_a_hand_over_is_said_beside_its_field(officer):
    for given, why in (
        ({"role": "co"}, "主办单位"),
        ({"handed_on": "2026-12-01"}, "还没有到"),
        ({"kind": "x"}, "选择"),
        ({"title": ""}, "标题"),
        ({"handed_on": "三月二日"}, "日期"),
    ):
        page = register(officer, **given)
        assert page.status_code == 422 and why in text_of(page), given
    assert not Proposal.objects.exists()


def test_a_step_is_asked_for_made_and_a_wrong_one_told(officer, county):
    proposal = handed(county)
    at = lambda name: reverse("workbench:proposal_move", args=[proposal.number, name])  # noqa: E731
    assert officer.get(at("hand_over")).status_code == 404 and officer.get(at("publish")).status_code == 404
    assert "现在不能办理这一步" in text_of(officer.get(at("approve")))
    assert officer.post(at("assign"), {"to_section": county.section.pk, "remark": ""}).status_code == 302
    talk = {"stage": "before", "way": "phone", "talked_on": "2026-03-20", "text": "电话沟通过。"}
    assert officer.post(at("contact"), talk).status_code == 302
    page = officer.post(at("draft"), {"body": "答复。", "result": "A", "attribute": "summary", "ground": ""})
    assert page.status_code == 422 and "请写明理由" in text_of(page) and "答复。" in page.content.decode()
    given = {"body": "答复。", "result": "A", "attribute": "full", "ground": ""}
    assert officer.post(at("draft"), given).status_code == 302
    page = officer.post(at("approve"), {"on": "2026-04-20", "opinion": "", "note": ""})
    assert page.status_code == 422 and "拟写答复" in text_of(page)
    proposal.refresh_from_db()
    assert proposal.state == "drafted"
    said = text_of(officer.get(proposal.get_absolute_url()))
    assert "电话沟通过。" in said and "第1稿" in said and "办前沟通" in said


def test_only_a_head_with_a_second_factor_signs(client, county):
    proposal = drafted(county)
    services.make_move(proposal, "approve", by=_by(county, Role.SECTION_HEAD), at=moment(date(2026, 4, 2)))
    address = reverse("workbench:proposal_move", args=[proposal.number, "sign"])
    given = {"on": "2026-04-20", "document": "青农函〔2026〕1号", "note": ""}
    assert signed_in(client, county.person(Role.INFO_OFFICER)).post(address, given).status_code in (403, 404)
    assert verified(client, county.person(Role.LEADING_GROUP)).post(address, given).status_code == 302


def _by(county: Any, role: Role) -> Any:
    from proposal_walks import who

    return who(county, role)


def test_a_register_is_looked_at_line_by_line_and_taken_over_once(officer, county):
    here = reverse("workbench:proposal_import")
    bad = file_of(
        "人大代表建议,三次会议,1,好的,李清和,2026-03-02,主办,,县水利局,,,,,,,",
        "意见,三次会议,2,种类不对,李清和,2026-03-02,主办,,,,,,,,,",
        "人大代表建议,三次会议,3,没有主办单位,李清和,2026-03-02,会办,,,,,,,,,",
        "人大代表建议,三次会议,4,日期,李清和,2026年13月,独办,,,,,,,,,",
        "人大代表建议,三次会议,01,重复,李清和,2026-03-02,独办,,,,,,,,,",
        "人大代表建议,三次会议,6,科室,李清和,2026-03-02,独办,,,没有的科,,,,,,",
        "人大代表建议,三次会议,7,结果,李清和,2026-03-02,独办,,,,2026-04-01,Z,全文公开,,,",
        "人大代表建议,三次会议,8,不满意,李清和,2026-03-02,独办,,,,2026-04-01,A,全文公开,,不满意,2026-04-05",
        "政协提案,三次会议,9,早,李清和,2026-03-02,独办,,,,2026-03-01,A,不公开,,,",
    )
    page = officer.post(here, {"file": bad})
    said = text_of(page)
    assert page.status_code == 422 and not Proposal.objects.exists()
    for why in (
        "有8行要改",
        "不认识“意见”",
        "请写明主办单位",
        "不是日期",
        "和第2行是同一件",
        "没有“没有的科”这个科室",
        "办理结果”要填：A",
        "重新办理",
        "早于交办",
        "要填理由",
    ):
        assert why in said, why
    good = (
        f"人大代表建议,三次会议,1,好的,李清和,2026-03-02,主办,,县水利局、{county.government.name},{county.section.name},,,,,,",
        "政协提案,三次会议,2,已经答复的,王委员,2026-03-02,独办,,,,2026-04-01,A,全文公开,,满意,2026-04-05",
        "政协提案,三次会议,3,会办的,王委员,2026-03-02,会办,县水利局,,,,,,,,",
    )
    page = officer.post(here, {"file": file_of(*good)})
    content = html.fromstring(page.content).xpath("//input[@name='content']/@value")
    assert page.status_code == 200 and content
    assert officer.post(here, {"content": content[0]}).status_code == 302
    mine = Proposal.objects.filter(organ=county.bureau)
    assert sorted(mine.values_list("register_number", "state", "attitude")) == [
        ("1", "assigned", ""), ("2", "closed", "satisfied"), ("3", "received", ""),
    ]  # fmt: skip
    assert Proposal.objects.get(organ=county.government).role == "co"
    again = officer.post(here, {"file": file_of(*good)})
    assert "跳过" in text_of(again)
    content = html.fromstring(again.content).xpath("//input[@name='content']/@value")
    officer.post(here, {"content": content[0]})
    assert mine.count() == 3


def test_the_template_of_a_register_can_be_filled_in(officer):
    data = officer.get(reverse("workbench:proposal_import"), {"template": "1"}).content
    page = officer.post(reverse("workbench:proposal_import"), {"file": SimpleUploadedFile("t.csv", data)})
    assert "关于加快高标准农田建设的建议" in text_of(page) and "不认识" not in text_of(page)


def test_a_reply_goes_through_review_to_the_portal_and_down_again(client, county):
    proposal = replied(county)
    officer = verified(client, county.person(Role.FOI_OFFICER))
    address = reverse("workbench:proposal_publication_prepare", args=[proposal.number])
    assert "2.3万亩" in officer.get(address).content.decode()
    given = {
        "attribute": "full",
        "title": "关于农田的答复",
        "proposers": "李清和",
        "summary": "摘要在前",
        "body": "电话13812345678",
    }
    page = officer.post(address, given)
    assert page.status_code == 422 and "手机号码" in text_of(page)
    assert officer.post(address, given | {"body": "全文在后"}).status_code == 302
    made = Publication.objects.get()
    assert client.get(reverse("portal:proposal", args=[made.pk])).status_code == 404
    review = reverse("workbench:proposal_publication_review", args=[made.pk])
    assert officer.post(review, {"passed": "yes"}).status_code == 422
    secrecy = verified(client, county.person(Role.SECRECY_REVIEWER))
    assert secrecy.post(review, {"passed": "no", "opinion": ""}).status_code == 422
    assert secrecy.post(review, {"passed": "yes", "opinion": ""}).status_code == 302
    client.logout()
    said = text_of(client.get(reverse("portal:proposal", args=[made.pk])))
    assert said.index("摘要在前") < said.index("全文在后") and "李清和" in said and "13900000000" not in said
    listed = client.get(
        reverse("portal:proposals"), {"year": "2026", "kind": "deputy_proposal", "organ": county.bureau.code}
    )
    assert "关于农田的答复" in text_of(listed)
    assert "关于农田的答复" not in text_of(client.get(reverse("portal:proposals"), {"year": "2025"}))
    officer = verified(client, county.person(Role.FOI_OFFICER))
    down = reverse("workbench:proposal_publication_withdraw", args=[made.pk])
    assert officer.post(down, {"reason": "数字有误"}).status_code == 302
    assert client.get(reverse("portal:proposal", args=[made.pk])).status_code == 404


@pytest.mark.parametrize(
    "asked", [{"year": "abc"}, {"year": "9" * 40}, {"kind": "x"}, {"organ": "\x00"}, {"page": "-1"}]
)
def test_the_portal_list_takes_what_cannot_be_as_not_asked(client, county, asked):
    published(county)
    assert client.get(reverse("portal:proposals"), asked).status_code == 200


def test_every_number_of_the_report_opens_as_many_proposals(officer, county):
    rated(county)
    rated(county, "basically_satisfied", register_number="2", kind="cppcc_proposal")
    handed(county, register_number="3")
    page = officer.get(reverse("workbench:proposal_report"), {"year": "2026"})
    links = [(each.text, each.get("href")) for each in html.fromstring(page.content).xpath("//table//a")]
    assert len(links) > 20
    for number, address in links:
        assert f"{number}件" in text_of(officer.get(address)), address
    rates = {
        row[0].text: [cell.text for cell in row[1:4]]
        for row in html.fromstring(page.content).xpath("//table[1]//tbody/tr")
    }
    assert rates["办结率"] == ["50", "100", "66.7"] and rates["满意率"] == ["100", "0", "50"]


def test_the_report_and_its_records_are_taken_away_as_files(officer, county):
    proposal = rated(county, title="=1+1", register_number="5")
    report = reverse("workbench:proposal_report")
    table = b"".join(officer.get(report, {"year": "2026", "as": "csv"}).streaming_content).decode()
    assert "满意率（%）,100.0,,100.0" in table
    records = reverse("workbench:proposal_records")
    listed = b"".join(officer.get(records, {"year": "2026", "as": "csv"}).streaming_content)
    assert b"'=1+1" in listed and proposal.number.encode() in listed
    sheet = officer.get(records, {"year": "2026", "figure": "replied", "as": "xlsx"}).content
    assert sheet.startswith(b"PK")
    assert Event.objects.filter(move="export_proposals").count() == 2
    assert officer.get(report, {"as": "exe"}).status_code == 404
    assert officer.get(records, {"figure": "x"}).status_code == 404
    assert officer.get(report, {"year": "x" * 300}).status_code == 200


def test_whoever_drafts_in_a_section_sees_only_its_proposals_and_no_report(client, county):
    mine, other = assigned(county), handed(county, register_number="2")
    writer = signed_in(client, county.person(Role.INFO_OFFICER))
    said = text_of(writer.get(reverse("workbench:proposals"), {"heap": "all"}))
    assert mine.title in said
    assert writer.get(mine.get_absolute_url()).status_code == 200
    assert writer.get(other.get_absolute_url()).status_code == 404
    assert writer.get(reverse("workbench:proposal_report")).status_code == 403
    assert writer.get(reverse("workbench:proposal_import")).status_code == 403


def test_files_are_kept_and_reading_them_is_recorded(officer, county):
    proposal = handed(county)
    form = SimpleUploadedFile("反馈表.txt", "满意".encode(), "text/plain")
    given = {"role": "form", "file": form}
    assert officer.post(reverse("workbench:proposal_paper_add", args=[proposal.number]), given).status_code == 302
    paper = proposal.papers.get()
    answer = officer.post(reverse("workbench:proposal_paper", args=[proposal.number, paper.key]))
    assert b"".join(answer) == "满意".encode()
    assert Event.objects.filter(move="read_proposal_paper").count() == 1


def test_the_rules_of_the_region_are_shown_and_entered(officer):
    said = text_of(officer.get(reverse("workbench:proposal_rules")))
    assert "3个月" in said and "6个月" in said and "20个工作日" in said and "收到反馈，不计入满意率" in said
    given = {"name": "publish", "since": "2026-01-01", "amount": "15", "unit": "workdays", "basis": "县办法第九条"}
    assert officer.post(reverse("workbench:proposal_rule"), given).status_code == 302
    page = officer.post(reverse("workbench:proposal_rule"), given)
    assert page.status_code == 422 and "已经录入过" in text_of(page)
    scheme = {"since": "2026-01-01", "classes": "甲 办成\n甲 没有办成", "basis": "县办法"}
    page = officer.post(reverse("workbench:proposal_scheme"), scheme)
    assert page.status_code == 422 and "写了两次" in text_of(page)
    assert officer.post(reverse("workbench:proposal_scheme"), scheme | {"classes": "甲 办成"}).status_code == 302
    said = text_of(officer.get(reverse("workbench:proposal_rules")))
    assert "15个工作日" in said and "甲" in said


def test_the_proof_of_a_clock_and_amending_have_their_pages(officer, county):
    proposal = handed(county)
    assert "退回交办单位的期限" in text_of(
        officer.get(reverse("workbench:proposal_proof", args=[proposal.number]), {"clock": "objection"})
    )
    head = verified(officer, county.person(Role.LEADING_GROUP))
    address = reverse("workbench:proposal_amend", args=[proposal.number, 1])
    given = {"handed_on": "2026-02-27", "role": "sole", "reason": "交办单是2月27日。"}
    assert head.post(address, given).status_code == 302
    proposal.refresh_from_db()
    assert proposal.due_on == date(2026, 5, 27)


def test_the_list_asks_no_more_for_many_than_for_one(officer, county):
    here = reverse("workbench:proposals")
    asked = []
    for numbers in (range(1, 2), range(2, 12)):
        for number in numbers:
            assigned(county, register_number=str(number))
        officer.get(here, {"heap": "assigned"})
        with CaptureQueriesContext(connection) as queries:
            officer.get(here, {"heap": "assigned"})
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_the_first_page_and_the_menu_lead_to_what_waits(officer, county):
    replied(county)
    said = text_of(officer.get("/workbench/"))
    assert "待公开的建议提案答复" in said and "待收回反馈的建议提案" in said and "登记建议提案" in said


def test_the_spreadsheet_reads_back_as_it_was_written(officer, county):
    signed(county)
    data = officer.get(reverse("workbench:proposal_report"), {"year": "2026", "as": "xlsx"}).content
    (sheet,) = Workbook(open_archive(data, what="电子表格")).sheets()
    assert sheet.cells[3, 1] == "交办" and sheet.cells[3, 4] == "1"
