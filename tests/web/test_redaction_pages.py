"""The pages of covering: who sees them, marking without a script, wrong input, release by another person with the second factor."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pdf_files import Page, pdf

from gongkai.organs.roles import Role
from gongkai.redaction.marks import Marks, box
from gongkai.web.applications.models import Material
from gongkai.web.applications.services import assign
from gongkai.web.log.services import events_of
from gongkai.web.redaction import marking
from gongkai.web.redaction.marking import begin
from gongkai.web.redaction.models import Redaction, Release
from tests.web.conftest import signed_in, verified
from tests.web.redaction_walks import COVERED, SECRET, begun, marked, source_of, two_pages, who
from tests.web.test_applications_services import under_review

pytestmark = pytest.mark.django_db
GROUND = "trade_secret"


@pytest.fixture
def redaction(county) -> Redaction:
    found = begun(county)
    assign(found.application, by=who(county, Role.FOI_OFFICER), section=county.section)
    found.refresh_from_db()
    return found


@pytest.fixture
def officer(client, county):
    return signed_in(client, county.person(Role.INFO_OFFICER))


def post(client, redaction, what, **given):
    last = marking.latest(redaction)
    known = {"page": 1, "based_on": last.number if last else 0}
    return client.post(f"{redaction.get_absolute_url()}{what}", known | given)


def test_a_box_is_added_and_removed_without_a_script(officer, redaction):
    numbers = {"left": "10", "top": "12.5", "width": "40", "height": "3", "ground": GROUND}
    answer = post(officer, redaction, "boxes/", **numbers)
    assert answer.status_code == 302 and answer.url.endswith("?page=1&ground=trade_secret#page")
    assert marking.marks_of(redaction).on(1) == (box(0.1, 0.125, 0.4, 0.03, GROUND),)
    page = officer.get(redaction.get_absolute_url()).content.decode()
    assert "《条例》第十五条（商业秘密）" in page and "12.5%" in page and "<rect" in page and "style=" not in page
    assert post(officer, redaction, "boxes/", remove="1").status_code == 302
    assert not marking.marks_of(redaction)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"left": "95", "width": "20"}, "右边超出了页面"),
        ({"height": "0"}, "太小，遮不住内容"),
        ({"left": "nan"}, "请输入"),
        ({"left": "inf"}, "请输入"),
        ({"top": "-1"}, "大于或等于"),
        ({"ground": "because"}, "不在可用的选项中"),
        ({"width": ""}, "必填"),
    ],
)
def test_a_wrong_number_is_told_beside_the_field_and_nothing_is_lost(officer, redaction, wrong, said):
    given = {"left": "10", "top": "12.5", "width": "40", "height": "3", "ground": GROUND} | wrong
    answer = post(officer, redaction, "boxes/", **given)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "12.5" in page or "-1" in page
    assert marking.latest(redaction) is None
    assert any(each in page for each in (said, "请选择", "填写", "数字")), said


@pytest.mark.parametrize(
    "boxes",
    ["", "x", "[1]", "{}", "[[0.1,0.1,NaN,0.1,\"trade_secret\"]]", "[[0.1,0.1,2,0.1,\"trade_secret\"]]", "[" * 5000, "[[0.1,0.1,0,0,\"trade_secret\"]]"],
)  # fmt: skip
def test_drawn_boxes_that_cannot_be_are_refused(officer, redaction, boxes):
    answer = post(officer, redaction, "boxes/", boxes=boxes)
    assert answer.status_code == 422 and marking.latest(redaction) is None


def test_drawn_boxes_replace_those_of_the_page_only(officer, county, redaction):
    marked(county, redaction, Marks().with_page(2, [box(0.1, 0.1, 0.1, 0.1, GROUND)]))
    drawn = json.dumps([[0.2, 0.2, 0.3, 0.05, GROUND], [0.2, 0.3, 0.3, 0.05, "personal_privacy"]])
    assert post(officer, redaction, "boxes/", boxes=drawn).status_code == 302
    marks = marking.marks_of(redaction)
    assert (len(marks.on(1)), len(marks.on(2))) == (2, 1)


def test_who_saved_over_another_is_told_and_sees_the_newest(officer, county, redaction):
    marked(county, redaction, role=Role.FOI_OFFICER)
    answer = post(officer, redaction, "boxes/", based_on="0", boxes="[]")
    assert answer.status_code == 422 and "保存过新的标注" in answer.content.decode()
    assert marking.marks_of(redaction).count == 2


def test_a_page_is_withheld_and_shown_again_and_a_saving_undone(officer, redaction):
    assert post(officer, redaction, "withhold/", ground="deliberative").status_code == 302
    assert "这一页整页不提供" in officer.get(redaction.get_absolute_url()).content.decode()
    assert post(officer, redaction, "withhold/", show="1").status_code == 302
    assert not marking.marks_of(redaction)
    assert post(officer, redaction, "undo/").status_code == 302
    assert marking.marks_of(redaction).withheld == {1: "deliberative"}
    assert post(officer, redaction, "withhold/", ground="because").status_code == 422


def test_what_looks_like_personal_data_is_proposed_and_covered(officer, redaction):
    page = post(officer, redaction, "proposals/").content.decode()
    assert "居民身份证号码" in page and "手机号码" in page
    assert SECRET not in page and COVERED not in page
    answer = post(officer, redaction, "proposals/", chosen=["1-identity_number"], ground="personal_information")
    assert answer.status_code == 302 and marking.marks_of(redaction).count == 1
    assert "居民身份证号码" not in post(officer, redaction, "proposals/").content.decode()
    assert post(officer, redaction, "proposals/", ground="personal_information").status_code == 422


def test_page_pictures_are_private_and_their_reading_is_recorded(officer, redaction):
    address = f"{redaction.get_absolute_url()}pages/1.png"
    answer = officer.get(address)
    assert answer["Content-Type"] == "image/png" and answer.content.startswith(b"\x89PNG")
    assert "no-store" in answer["Cache-Control"] and "private" in answer["Cache-Control"]
    assert events_of(redaction).filter(move="read_redaction_page").count() == 1
    assert officer.get(f"{redaction.get_absolute_url()}pages/9.png").status_code == 404
    assert officer.get(f"{redaction.get_absolute_url()}preview/2.png").content.startswith(b"\x89PNG")


def test_an_auditor_reads_the_record_but_no_page(client, county, redaction):
    marked(county, redaction)
    signed_in(client, county.person(Role.AUDITOR))
    assert "您的角色只看记录" in client.get(redaction.get_absolute_url()).content.decode()
    for what in ("pages/1.png", "preview/1.png"):
        assert client.get(f"{redaction.get_absolute_url()}{what}").status_code == 403
    listed = client.get(f"/workbench/redaction/{redaction.application.number}/").content.decode()
    assert "验收结论" not in listed


def test_another_section_and_another_organ_find_nothing(client, county, redaction):
    from gongkai.web.log.actors import SYSTEM
    from gongkai.web.log.services import save
    from gongkai.web.organs.models import Section

    save(Section(organ=county.bureau, name="畜牧科"), "add_section", by=SYSTEM, organ=county.bureau)
    assign(redaction.application, by=who(county, Role.FOI_OFFICER), section=Section.objects.get(name="畜牧科"))
    signed_in(client, county.person(Role.INFO_OFFICER))
    for what in ("", "pages/1.png", "release/"):
        assert client.get(f"{redaction.get_absolute_url()}{what}").status_code == 404
    signed_in(client, county.person(Role.FOI_OFFICER, county.other))
    assert client.get(redaction.get_absolute_url()).status_code == 404
    assert client.get(f"/workbench/redaction/{redaction.application.number}/").status_code == 404


def test_releasing_needs_the_second_factor_and_another_person(client, county, redaction):
    marked(county, redaction)
    address = f"{redaction.get_absolute_url()}release/"
    signed_in(client, county.person(Role.FOI_OFFICER))
    given = {"version": "1", "looked": "on"}
    assert client.post(address, given).status_code in (302, 403)
    assert not Release.objects.exists()
    verified(client, county.person(Role.FOI_OFFICER))
    page = client.get(address).content.decode()
    assert "《条例》第十五条（商业秘密）" in page and "1处" in page and "重新打开" in page
    assert client.post(address, {"version": "1"}).status_code == 422
    assert "又有新的标注" in client.post(address, given | {"version": "7"}).content.decode()
    answer = client.post(address, given, follow=True)
    assert "通过核验，存入卷内" in answer.content.decode()
    release = Release.objects.get()
    assert release.state == Release.State.RELEASED and release.reviewer == county.person(Role.FOI_OFFICER)
    got = client.get(f"{redaction.get_absolute_url()}released/{release.pk}.pdf")
    assert got.content.startswith(b"%PDF") and "attachment" in got["Content-Disposition"]
    assert events_of(redaction.application).filter(move="read_material").exists()
    assert client.get(f"{redaction.get_absolute_url()}released/999.pdf").status_code == 404


def test_a_long_source_is_made_in_the_background(client, county, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    redaction = begun(county, data=pdf([Page(200, 200)] * 20))
    marked(county, redaction, Marks().with_withheld(3, GROUND))
    verified(client, county.person(Role.FOI_OFFICER))
    address = f"{redaction.get_absolute_url()}release/"
    answer = client.post(address, {"version": "1", "looked": "on"}, follow=True)
    assert "正在后台生成" in answer.content.decode()
    assert Release.objects.get().state == Release.State.RELEASED


def test_a_source_is_added_and_its_marking_begun(officer, county):
    application = under_review(county)
    assign(application, by=who(county, Role.FOI_OFFICER), section=county.section)
    address = f"/workbench/redaction/{application.number}/"
    file = SimpleUploadedFile("验收结论.pdf", two_pages(), "application/pdf")
    answer = officer.post(address, {"file": file, "layer": "applicant"})
    assert answer.status_code == 302 and Redaction.objects.get().pages == 2
    assert "还没有标注" in officer.get(address).content.decode()
    assert officer.get("/workbench/redaction/").status_code == 200


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("坏.pdf", b"%PDF-1.7\nnothing", "PDF"),
        ("说明.txt", "说明".encode(), "另存（导出）为 PDF"),
        ("空.pdf", b"", "空"),
    ],
)
def test_a_file_that_has_no_pages_is_refused_and_not_kept(officer, county, name, data, said):
    application = under_review(county)
    assign(application, by=who(county, Role.FOI_OFFICER), section=county.section)
    answer = officer.post(
        f"/workbench/redaction/{application.number}/", {"file": SimpleUploadedFile(name, data), "layer": "applicant"}
    )
    assert answer.status_code == 422 and said in answer.content.decode()
    assert not Material.objects.exists() and not Redaction.objects.exists()


def test_lists_ask_the_database_no_more_for_many_than_for_one(client, county, redaction, django_assert_max_num_queries):
    signed_in(client, county.person(Role.FOI_OFFICER))
    client.get("/workbench/redaction/")
    with django_assert_max_num_queries(40) as one:
        client.get("/workbench/redaction/")
    for index in range(5):
        source = source_of(county, redaction.application, name=f"{index}.pdf")
        marked(county, begin(redaction.application, source, "applicant", by=who(county, Role.INFO_OFFICER)))
    with django_assert_max_num_queries(len(one.captured_queries)):
        client.get("/workbench/redaction/")


def test_the_case_page_says_how_far_the_covering_is(client, county, redaction):
    marked(county, redaction)
    signed_in(client, county.person(Role.FOI_OFFICER))
    page = client.get(redaction.application.get_absolute_url()).content.decode()
    assert "已标注，等待另一人核验" in page and f"/workbench/redaction/{redaction.application.number}/" in page
