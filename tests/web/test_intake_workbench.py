"""Files of a case, similar applications, splitting, merging and frequent requests on the workbench."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from publishing_walks import column_of
from test_applications_pages import FORM, clock, words  # noqa: F401
from test_applications_services import COMPANY, JUNE_1, WANG, go, served, under_review, who
from web.conftest import verified

from gongkai.organs.roles import Role
from gongkai.web.applications import filings, services
from gongkai.web.applications.likeness import alike, frequent
from gongkai.web.applications.models import Application, Proposal
from gongkai.web.log.models import Event

LI = replace(WANG, applicant_name="李大山", identity_kind="passport", identity_number="E12345678")
ZHAO = replace(WANG, applicant_name="赵春来", identity_kind="passport", identity_number="E87654321")


def officer(county: Any, role: Role = Role.FOI_OFFICER) -> Client:
    return verified(Client(), county.person(role))


def url(name: str, application: Application, *args: Any) -> str:
    return reverse(f"workbench:application_{name}", args=[application.number, *args])


def test_files_are_listed_by_kind_and_each_look_is_recorded(county, clock):  # noqa: F811
    application = under_review(county)
    client = officer(county)
    files = [SimpleUploadedFile("记录.txt", b"log"), SimpleUploadedFile("空.txt", b"")]
    page = client.post(url("materials", application), {"role": "search", "uploads": files})
    assert page.status_code == 422 and "空.txt”是空文件" in words(page) and "记录.txt" in words(page)
    kept = application.materials.get()
    answer = client.get(url("material", application, kept.key))
    assert answer.content == b"log" and "no-store" in answer["Cache-Control"]
    assert Event.objects.filter(move="read_material").count() == 1


def test_papers_of_the_applicant_are_for_who_may_know_the_applicant(county, clock):  # noqa: F811
    application = under_review(county)
    by = who(county, Role.FOI_OFFICER)
    services.assign(application, by=by, section=county.section)
    identity = services.add_material(application, role="identity", name="王小禾身份证.txt", data=b"card", by=by)
    source = services.add_material(application, role="source", name="结论.txt", data=b"text", by=by)
    section = officer(county, Role.INFO_OFFICER)
    page = words(section.get(url("materials", application)))
    assert "结论.txt" in page and "王小禾" not in page
    assert section.get(url("material", application, identity.key)).status_code == 403
    assert section.get(url("material", application, source.key)).status_code == 200
    assert officer(county, Role.AUDITOR).get(url("materials", application)).status_code == 403
    stranger = verified(Client(), county.person(Role.FOI_OFFICER, county.other))
    assert stranger.get(url("material", application, source.key)).status_code == 404


def test_what_was_handed_in_online_waits_and_reading_it_is_recorded(county, clock):  # noqa: F811
    application = under_review(county)
    go(county, application, "ask_correction", JUNE_1)
    filings.file(application, "correction", "清溪镇的项目", files=[("图.txt", b"map")])
    client = officer(county)
    assert "待登记" in words(client.get(application.get_absolute_url()))
    assert "申请人在网上递交的材料" in words(client.get("/workbench/"))
    assert application.number in words(client.get(reverse("workbench:applications") + "?heap=filed"))
    before = Event.objects.filter(move="read_personal_data").count()
    page = words(client.get(url("filings", application)))
    assert "清溪镇的项目" in page and "图.txt" in page
    assert Event.objects.filter(move="read_personal_data").count() == before + 1
    assert officer(county, Role.AUDITOR).get(url("filings", application)).status_code == 403


def test_what_was_handed_in_stands_beside_the_form_in_which_it_is_entered(county, clock):  # noqa: F811
    application = under_review(county)
    go(county, application, "ask_correction", JUNE_1)
    client = officer(county)
    assert "在网上递交的补正" not in words(client.get(url("edit", application)))
    filings.file(application, "correction", "清溪镇<b>2025年</b>的项目")
    page = client.get(url("edit", application))
    assert "申请人在网上递交的补正" in words(page) and "清溪镇&lt;b&gt;2025年" in page.content.decode()


def test_similar_applications_are_shown_with_the_reason_and_nothing_is_refused(county, clock):  # noqa: F811
    clock(date(2026, 6, 15))
    answered = served(county)
    again = services.submit(county.bureau, replace(WANG, description="请公开2025年度高标准农田建设项目的验收结论"))
    services.submit(county.bureau, replace(LI, description=WANG.description))
    services.submit(county.bureau, replace(LI, description="2024年度高标准农田建设项目验收结论"))
    services.submit(county.bureau, replace(LI, description="农药经营许可的办理流程"))
    services.submit(county.other, WANG)
    found = alike(again, Application.objects.all())
    assert found[0].number == answered.number and "不予重复处理" in found[0].reason
    assert [each.likeness.same for each in found] == [True, True, False]
    assert "其他申请人，内容相同" in found[1].reason and "第四十四条" in found[1].reason
    assert "数字不同（2024、2025）" in found[2].reason
    page = words(officer(county).get(url("similar", again)))
    assert "只是提示" in page and answered.number in page


def test_an_application_is_split_on_its_page_by_the_items_found(county, clock):  # noqa: F811
    application = under_review(county, replace(WANG, description="1. 2025年度部门决算\n2. 验收结论"))
    client = officer(county)
    page = client.get(url("split", application))
    assert "2025年度部门决算" in page.content.decode() and 'name="part_3"' in page.content.decode()
    assert client.get(url("split", application) + "?fields=99999").status_code == 200
    page = client.post(url("split", application), {"part_1": "写了一半", "more": "1"})
    assert page.status_code == 200 and "写了一半" in words(page) and 'name="part_6"' in page.content.decode()
    page = client.post(url("split", application), {"part_1": "决算", "part_2": "结论", "reason": "王小禾要求"})
    assert page.status_code == 422 and "不要写个人信息" in words(page) and Application.objects.count() == 1
    done = client.post(url("split", application), {"part_1": "决算", "part_2": "结论", "reason": "两项互不相关"})
    assert done.status_code == 302 and Application.objects.count() == 2
    assert "由本件拆分出去" in words(client.get(url("similar", application)))


def test_an_application_is_merged_on_its_page(county, clock):  # noqa: F811
    first, second = under_review(county), under_review(county)
    under_review(county, LI)
    client = officer(county)
    page = words(client.get(url("merge", second)))
    assert first.number in page and "nongye-2026-0003" not in page
    assert client.post(url("merge", second), {"into": "nongye-2026-0003", "reason": "一并"}).status_code == 422
    assert client.post(url("merge", second), {"into": first.number, "reason": "内容相同"}).status_code == 302
    second.refresh_from_db()
    assert second.state == "merged"
    assert client.get(url("merge", second)).status_code == 403


def test_what_several_people_ask_for_is_proposed_and_listed_once_public(county, clock):  # noqa: F811
    column_of(county)
    for details in (WANG, LI, ZHAO, replace(COMPANY, description="农药经营许可的办理流程")):
        services.submit(county.bureau, details)
    (group,) = frequent(Application.objects.all())
    assert group.applicants == 3
    client = officer(county)
    page_url = reverse("workbench:applications_frequent")
    assert "3个申请人" in words(client.get(page_url))
    numbers = ",".join(each.number for each in group.applications)
    given = {
        "numbers": numbers,
        "title": "高标准农田建设项目验收结论",
        "column": column_of(county).pk,
        "genre": "other_documents",
    }
    assert client.post(page_url, given).status_code == 422
    done = client.post(page_url, given | {"reason": "3名申请人先后申请"})
    assert done.status_code == 302 and client.get(done["Location"]).status_code == 200
    assert Proposal.objects.get().applications.count() == 3
    assert "目前还没有" in words(Client().get("/nongye/apply/answers/"))
    assert officer(county, Role.LEADING_GROUP).get(page_url).status_code == 403


def test_scans_of_a_registration_that_is_refused_are_kept(county, clock):  # noqa: F811
    client = officer(county)
    given = FORM | {"channel": "oral", "kind": "natural_person", "on": "2026-06-01", "token": "d" * 32}
    scan = SimpleUploadedFile("申请书.txt", b"paper")
    page = client.post(reverse("workbench:application_register"), given | {"applicant_name": "", "scans": [scan]})
    assert page.status_code == 422 and "申请书.txt" in words(page)
    for _ in range(2):
        assert client.post(reverse("workbench:application_register"), given).status_code == 302
    application = Application.objects.get()
    assert application.state == "received" and application.materials.get().name == "申请书.txt"


@pytest.mark.parametrize(
    "channel", ["mail", "ordinary_mail", "email", "fax", "other_unit", "message", "oral", "in_person"]
)
def test_every_channel_is_registered_with_its_proof(county, clock, channel):  # noqa: F811
    given = FORM | {
        "channel": channel, "kind": "natural_person", "on": "2026-06-01", "received_on": "2026-06-01",
        "evidence": "当日电话确认，通话记录存卷", "tracking": "XA12345678943", "origin": "来信7号",
    }  # fmt: skip
    page = officer(county).post(reverse("workbench:application_register"), given)
    assert page.status_code == 302, words(page)
    assert Application.objects.get().received_on == JUNE_1
    facts = Event.objects.get(move="submit").content["event"]["facts"]
    assert facts.get("tracking", "") == ("XA12345678943" if channel == "mail" else "")
    assert facts.get("origin", "") == ("来信7号" if channel == "message" else "")


def test_the_page_of_similar_applications_asks_the_database_no_more_for_fifty(
    county,
    clock,  # noqa: F811
    django_assert_max_num_queries,
):
    application = under_review(county)
    for _ in range(50):
        services.submit(county.bureau, LI)
    client = officer(county)
    client.get(url("similar", application))
    with django_assert_max_num_queries(25):
        client.get(url("similar", application))
