"""Pages of organs, people and their work: who sees what, what a form does, what is shown when it is refused."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from gongkai.organs.roles import Role
from gongkai.web.accounts.models import Person
from gongkai.web.log.actors import SYSTEM, actor
from gongkai.web.organs import services
from gongkai.web.organs.models import Appointment, Organ, OrganDocumentVersion, WorkPoint
from tests.web.conftest import signed_in, verified

TODAY = timezone.localdate


@pytest.fixture
def admin(county, client):
    """The administrator of the county government, with both factors."""
    return verified(client, county.person(Role.ADMINISTRATOR, county.government))


def url(name, *args):
    return reverse(f"workbench:{name}", args=args)


def lists(county):
    """The lists and pages that everyone in an organ reads."""
    code = county.bureau.code
    return [
        url("organs"), url("organ", code), url("people"), url("group", code), url("organ_documents", code),
        url("work_points", code), url("trainings", code),
    ]  # fmt: skip


def released(county, body="一、公开\n<script>alert(1)</script>", **more):
    document = services.add_document(
        county.bureau, by=SYSTEM, kind=more.get("kind", "foi_guide"), title="公开指南", code=more.get("code", "guide")
    )
    draft = services.write_version(
        document, by=actor(county.person(Role.FOI_OFFICER)), body=body, effective_on=date(2024, 1, 1)
    )
    return services.release_version(draft, by=actor(county.person(Role.LEADING_GROUP)))


@pytest.mark.parametrize("role", list(Role))
def test_everyone_in_an_organ_reads_its_pages(county, client, role):
    signed_in(client, county.person(role))
    for address in lists(county):
        assert client.get(address).status_code == 200, address


def test_a_wall_stands_between_organs_and_the_level_above_reads_below(county, client):
    point = services.add_work_point(county.bureau, by=SYSTEM, year=2024, title="任务")
    version = released(county)
    addresses = [
        *(address for address in lists(county) if county.bureau.code in address),
        url("work_point", point.pk), url("organ_document", version.document_id), url("document_version", version.pk),
        url("person", county.person(Role.FOI_OFFICER).pk),
    ]  # fmt: skip
    signed_in(client, county.person(Role.FOI_OFFICER, county.other))
    assert {client.get(address).status_code for address in addresses} == {404}
    signed_in(client, county.person(Role.SUPERVISING_OFFICE, county.government))
    assert {client.get(address).status_code for address in addresses} == {200}


def test_the_level_above_does_not_read_drafts_of_the_level_below(county, client):
    document = services.add_document(county.bureau, by=SYSTEM, kind="foi_rules", title="制度", code="zhidu")
    draft = services.write_version(
        document, by=actor(county.person(Role.FOI_OFFICER)), body="草稿内容", effective_on=TODAY()
    )
    signed_in(client, county.person(Role.SUPERVISING_OFFICE, county.government))
    assert client.get(url("document_version", draft.pk)).status_code == 404
    assert "第1版" not in client.get(url("organ_document", document.pk)).content.decode()
    assert client.get(url("compare_versions", document.pk)).status_code == 404
    signed_in(client, county.person(Role.AUDITOR))
    assert client.get(url("document_version", draft.pk)).status_code == 200


def test_administering_asks_for_the_second_factor(county, client):
    signed_in(client, county.person(Role.ADMINISTRATOR))
    page = client.get(url("edit_organ", "nongye"))
    assert page.status_code == 302 and page.url.startswith(reverse("second_factor"))
    assert "先用动态口令再验证一次身份" in client.get(url("organ", "nongye")).content.decode()


def test_an_organ_is_corrected_and_a_wrong_code_is_told_beside_its_field(county, admin):
    address = url("edit_organ", "nongye")
    given = {
        "name": county.bureau.name, "short_name": "农业局", "code": "nongye", "kind": "department", "level": "county",
        "order": "5", "uscc": "91110000600037341X",
    }  # fmt: skip
    page = admin.post(address, given)
    assert page.status_code == 422
    assert "校验位不对" in page.content.decode() and "农业局" in page.content.decode()
    page = admin.post(address, given | {"uscc": "91110000600037341L"})
    assert page.status_code == 302
    assert Organ.objects.get(code="nongye").short_name == "农业局"


def test_an_administrator_of_a_bureau_manages_that_bureau_only(county, client):
    verified(client, county.person(Role.ADMINISTRATOR))
    assert client.get(url("edit_organ", "nongye")).status_code == 200
    assert client.get(url("edit_organ", "jiaoyu")).status_code == 404
    assert client.get(url("add_organ")).status_code == 403
    above = county.person(Role.ADMINISTRATOR, county.government)
    services.appoint(above, county.bureau, Role.AUDITOR, by=SYSTEM, since=TODAY())
    page = client.post(url("new_password", above.pk))
    assert page.status_code == 403
    assert client.post(url("deactivate_person", above.pk), {"note": "x"}).status_code == 403


def test_a_new_person_gets_a_one_time_password_that_is_shown_once(county, admin):
    given = {"username": "zhang.san", "name": "张三", "role": "info_officer", "since": "2024-01-01"}
    page = admin.post(url("add_person", "nongye"), given, follow=True)
    person = Person.objects.get(username="zhang.san")
    shown = page.context["one_time_password"]
    assert person.check_password(shown) and shown in page.content.decode()
    assert shown not in admin.get(url("person", person.pk)).content.decode()
    assert Appointment.objects.get(person=person).organ == county.bureau


def test_a_person_whose_role_is_refused_is_not_added_at_all(county, admin):
    services.edit_organ(county.bureau, by=SYSTEM, established_on=date(2019, 3, 1))
    given = {"username": "li.si", "name": "李四", "role": "info_officer", "since": "2010-01-01"}
    page = admin.post(url("add_person", "nongye"), given)
    assert page.status_code == 422 and "才设立" in page.content.decode()
    assert not Person.objects.filter(username="li.si").exists()


def test_password_second_factor_and_account_are_managed_from_the_page_of_the_person(county, admin):
    person = county.person(Role.INFO_OFFICER)
    page = admin.post(url("new_password", person.pk), follow=True)
    person.refresh_from_db()
    assert person.check_password(page.context["one_time_password"])
    assert admin.post(url("reset_second_factor", person.pk)).status_code == 302
    assert admin.post(url("deactivate_person", person.pk), {"note": "调离"}).status_code == 302
    person.refresh_from_db()
    assert not person.active
    assert admin.post(url("reactivate_person", person.pk)).status_code == 302
    person.refresh_from_db()
    assert person.active


def test_people_are_found_by_name_role_and_organ(county, client):
    county.staffed()
    signed_in(client, county.person(Role.SUPERVISING_OFFICE, county.government))
    found = lambda query: {each.username for each in client.get(url("people") + query).context["page"]}  # noqa: E731
    assert found("?organ=nongye&role=auditor") == {"nongye.auditor"}
    assert "jiaoyu.foi_officer" in found("?q=foi_officer")
    assert found("?q=没有这个人") == set()
    assert client.get(url("people") + "?role=nonsense&organ=nowhere&page=999").status_code == 200


def test_a_reorganisation_is_shown_first_and_done_on_confirmation_only(county, admin):
    county.staffed()
    given = {
        "organs": ["nongye", "jiaoyu"], "into": "", "new_name": "青石县农业教育局", "new_short_name": "农教局",
        "new_code": "nongjiao", "on": "2024-03-01", "basis": "青发〔2024〕3号", "carry_people": "on",
    }  # fmt: skip
    address = url("reorganise_kind", "merge")
    page = admin.post(address, given)
    assert page.status_code == 200
    text = page.content.decode()
    assert "青石县农业农村局撤销：1个科室随之撤销，9项任职到前一天为止" in text
    assert not Organ.objects.filter(code="nongjiao").exists()
    assert admin.post(address, given | {"back": "yes"}).status_code == 200
    page = admin.post(address, given | {"confirm": "yes"})
    assert page.status_code == 302
    assert Organ.objects.get(code="nongjiao").exists_now
    assert "合并" in admin.get(url("organ", "nongye")).content.decode()


@pytest.mark.parametrize("kind", ["rename", "move", "merge", "split", "dissolve"])
def test_every_reorganisation_form_refuses_an_empty_one(county, admin, kind):
    address = url("reorganise_kind", kind)
    assert admin.get(address).status_code == 200
    assert admin.post(address, {}).status_code == 422


def test_an_administrator_cannot_place_an_organ_outside_of_what_he_administers(county, client):
    verified(client, county.person(Role.ADMINISTRATOR))
    given = {"organ": "nongye", "parent": "", "on": "2024-03-01", "basis": "某文", "confirm": "yes"}
    page = client.post(url("reorganise_kind", "move"), given)
    assert page.status_code == 422 and "最上一级机关" in page.content.decode()
    page = client.post(url("reorganise_kind", "move"), given | {"parent": "jiaoyu"})
    assert page.status_code == 422
    page = client.post(
        url("reorganise_kind", "split"),
        {
            "organ": "nongye", "stays": "on", "new_name": "新局", "new_short_name": "新局", "new_code": "xin",
            "what": "一些", "on": "2024-03-01", "basis": "某文", "confirm": "yes",
        },
    )  # fmt: skip
    assert page.status_code == 422 and "不在您管理的范围内" in page.content.decode()
    assert not Organ.objects.filter(code="xin").exists()


def test_a_guide_goes_from_draft_to_the_portal_through_two_persons(county, client):
    officer, head = county.person(Role.FOI_OFFICER), county.person(Role.LEADING_GROUP)
    signed_in(client, officer)
    client.post(
        url("add_document", "nongye"), {"kind": "foi_guide", "title": "公开指南", "code": "guide", "order": "1"}
    )
    document = county.bureau.documents.get()
    given = {"body": "一、公开\n内容", "effective_on": "2024-01-01"}
    assert client.post(url("write_version", document.pk), given).status_code == 302
    version = OrganDocumentVersion.objects.get()
    page = client.get(url("document_version", version.pk))
    assert "请由另一人批准公布" in page.content.decode()
    assert client.post(url("release_version", version.pk), {"read": "on"}).status_code == 403
    verified(client, head)
    page = client.get(url("document_version", version.pk))
    seen = page.context["form"].initial["seen"]
    address = url("release_version", version.pk)
    assert client.post(address, {"seen": "x" * 64, "read": "on"}).status_code == 422
    assert client.post(address, {"seen": seen}).status_code == 422
    assert client.post(address, {"seen": seen, "read": "on"}).status_code == 302
    client.logout()
    assert "内容" in client.get("/nongye/guide/").content.decode()


def test_the_portal_escapes_what_was_written_and_keeps_former_versions(county, client):
    first = released(county)
    page = client.get("/nongye/guide/").content.decode()
    assert "<script>alert(1)</script>" not in page and "&lt;script&gt;" in page
    assert "<h2>一、公开</h2>" in page
    second = services.write_version(
        first.document, by=actor(county.person(Role.FOI_OFFICER)), body="二、新的内容", effective_on=date(2024, 6, 1)
    )
    assert "新的内容" not in client.get("/nongye/guide/").content.decode()
    assert client.get("/nongye/guide/2/").status_code == 404
    services.release_version(second, by=actor(county.person(Role.LEADING_GROUP)))
    assert "新的内容" in client.get("/nongye/guide/").content.decode()
    old = client.get("/nongye/guide/1/").content.decode()
    assert "已经由新的版本代替" in old and "2024年1月1日" in old


def test_rules_have_a_list_and_a_page_each_and_an_organ_without_any_says_so(county, client):
    released(county, body="第一条 为了公开。", kind="foi_rules", code="banfa")
    assert "公开指南" in client.get("/nongye/rules/").content.decode()
    page = client.get("/nongye/rules/banfa/").content.decode()
    assert "<strong>第一条</strong>" in page
    assert client.get("/nongye/rules/nothing/").status_code == 404
    assert "还没有公布" in client.get("/jiaoyu/rules/").content.decode()
    assert "还没有公布" in client.get("/jiaoyu/guide/").content.decode()
    assert client.get("/nowhere/guide/").status_code == 404


def test_a_section_reports_progress_of_its_own_tasks_only(county, client):
    finance = services.add_section(county.bureau, by=SYSTEM, name="计财科")
    mine = services.add_work_point(county.bureau, by=SYSTEM, year=2024, title="我的", section=county.section)
    other = services.add_work_point(county.bureau, by=SYSTEM, year=2024, title="别人的", section=finance)
    signed_in(client, county.person(Role.INFO_OFFICER))
    given = {"on": TODAY().isoformat(), "what": "发布了3条", "link": "https://example.invalid/1"}
    assert client.post(url("record_progress", mine.pk), given).status_code == 302
    assert client.post(url("record_progress", other.pk), given).status_code == 403
    assert client.post(url("finish_work_point", mine.pk), {"on": "2024-01-01", "result": "好"}).status_code == 403
    page = client.post(url("record_progress", mine.pk), given | {"link": "javascript:alert(1)"})
    assert page.status_code == 422 and "发布了3条" in page.content.decode()
    signed_in(client, county.person(Role.SECTION_HEAD))
    assert client.post(url("finish_work_point", mine.pk), {"on": "2024-01-01", "result": "好"}).status_code == 302
    assert WorkPoint.objects.get(pk=mine.pk).done_on == date(2024, 1, 1)


def upload(client, kind, text, name="list.csv"):
    data = text if isinstance(text, bytes) else text.encode("gb18030")
    return client.post(url("import"), {"kind": kind, "file": SimpleUploadedFile(name, data)}, follow=True)


PEOPLE = "登录名,姓名,机关,科室,角色\nzhang.san,张三,nongye,种植业科,信息员\nli.si,李四,nongye,,审计员\n"


def test_a_list_is_checked_confirmed_and_its_passwords_are_shown_once(county, admin):
    page = upload(admin, "people", PEOPLE)
    assert page.status_code == 200 and "张三（zhang.san）" in page.content.decode()
    assert not Person.objects.filter(username="zhang.san").exists()
    plan = page.context["plan"]
    address = page.request["PATH_INFO"]
    given = {"sha256": plan.sha256, "fingerprint": plan.fingerprint}
    assert admin.post(address, given | {"sha256": "0" * 64}).status_code == 422
    done = admin.post(address, given, follow=True)
    (zhang,) = [password for person, password in done.context["passwords"] if person.username == "zhang.san"]
    assert Person.objects.get(username="zhang.san").check_password(zhang)
    again = admin.get(address)
    assert zhang not in again.content.decode() and "2行" in again.content.decode()


def test_confirming_after_the_data_changed_shows_the_new_plan_and_writes_nothing(county, admin):
    page = upload(admin, "sections", "机关,科室名称,职责\nnongye,种植业科,指导种植\n")
    plan, address = page.context["plan"], page.request["PATH_INFO"]
    services.edit_section(county.section, by=SYSTEM, duties="别的职责")
    page = admin.post(address, {"sha256": plan.sha256, "fingerprint": plan.fingerprint})
    assert page.status_code == 422
    assert "数据又有变动" in page.content.decode() and "别的职责" in page.content.decode()
    county.section.refresh_from_db()
    assert county.section.duties == "别的职责"


def test_a_wrong_list_is_told_line_by_line_and_cannot_be_confirmed(county, admin):
    page = upload(admin, "people", PEOPLE.replace("信息员", "局长"))
    assert "不认识“局长”" in page.content.decode() and "确认导入" not in page.content.decode().split("<form")[-1]
    plan = page.context["plan"]
    refused = admin.post(page.request["PATH_INFO"], {"sha256": plan.sha256, "fingerprint": plan.fingerprint})
    assert refused.status_code == 422 and "没有改动任何数据" in refused.content.decode()


def test_a_file_that_is_no_list_is_refused_at_once(county, admin):
    assert upload(admin, "people", b"\x00\x01\x02").status_code == 422
    assert upload(admin, "people", "甲,乙\n1,2\n").status_code == 422


def test_nobody_confirms_the_list_of_another(county, admin):
    page = upload(admin, "people", PEOPLE)
    verified(admin, county.person(Role.ADMINISTRATOR))
    assert admin.get(page.request["PATH_INFO"]).status_code == 404


def test_templates_are_for_download(county, admin):
    for kind in ("organs", "sections", "people"):
        page = admin.get(url("import_template", kind))
        assert page.content.startswith(b"\xef\xbb\xbf") and "attachment" in page["Content-Disposition"]


def test_the_first_page_names_overdue_tasks_drafts_to_release_and_organs_without_an_officer(county, client):
    county.staffed()
    services.add_work_point(
        county.bureau, by=SYSTEM, year=2024, title="逾期", section=county.section, due_on=date(2024, 1, 1)
    )
    document = services.add_document(county.bureau, by=SYSTEM, kind="foi_rules", title="制度", code="zhidu")
    services.write_version(document, by=actor(county.person(Role.FOI_OFFICER)), body="内容", effective_on=TODAY())
    titles = lambda: {queue.title for queue in client.get(url("home")).context["queues"]}  # noqa: E731
    signed_in(client, county.person(Role.INFO_OFFICER))
    assert "2024年要点任务已逾期" in titles()
    signed_in(client, county.person(Role.INFO_OFFICER, county.other))
    assert "2024年要点任务已逾期" not in titles()
    signed_in(client, county.person(Role.LEADING_GROUP))
    assert "指南、制度待批准公布" in titles()
    held = Appointment.objects.get(organ=county.other, role=Role.FOI_OFFICER)
    services.end_appointment(held, by=SYSTEM, until=TODAY() - timedelta(days=1))
    verified(client, county.person(Role.ADMINISTRATOR, county.government))
    assert "机关没有政务公开专职人员" in titles()


@pytest.mark.parametrize("count", [1, 50])
def test_lists_ask_the_database_no_more_for_fifty_rows_than_for_one(
    county, client, count, django_assert_max_num_queries
):
    for number in range(count):
        services.add_organ(
            by=SYSTEM, parent=county.bureau, code=f"z{number}", name=f"站{number}", short_name=f"站{number}",
            kind="subordinate_unit", level="county",
        )  # fmt: skip
        services.add_work_point(
            county.bureau, by=SYSTEM, year=TODAY().year, title=f"任务{number}", section=county.section
        )
        services.add_training(county.bureau, by=SYSTEM, on=TODAY(), topic=f"培训{number}", participants=number)
        services.add_member(county.bureau, by=SYSTEM, name=f"成员{number}", position="member", since=TODAY())
        services.add_document(county.bureau, by=SYSTEM, kind="foi_rules", title=f"制度{number}", code=f"z{number}")
        person = Person.objects.create(username=f"p{number}", name=f"人{number}")
        services.appoint(person, county.bureau, Role.AUDITOR, by=SYSTEM, since=TODAY())
    verified(client, county.person(Role.ADMINISTRATOR))
    client.get(url("organs"))
    for address in lists(county):
        with django_assert_max_num_queries(14):
            assert client.get(address).status_code == 200
