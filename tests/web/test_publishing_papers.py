"""The review of an item can be printed: the form that is signed, and the whole file that an auditor reads."""

from __future__ import annotations

import re
from datetime import timedelta

import pypdfium2
import pytest
from django.utils import timezone
from exemption_walks import PUBLIC, assessed, withheld
from lxml import html
from publishing_walks import GIVEN, drafted, published, reviewed, submitted, who

from gongkai.organs.roles import Role
from gongkai.web.log.models import Event
from gongkai.web.publishing import services
from gongkai.web.publishing.models import Item, Version
from tests.web.conftest import signed_in, verified


def text_of(answer):
    return " ".join(html.fromstring(answer.content.decode()).xpath("//main")[0].text_content().split())


def words_of(answer):
    found = pypdfium2.PdfDocument(answer.content)
    text = "".join(page.get_textpage().get_text_range() for page in found)
    return re.sub(r"[\s\u200b\ufffe\u0002]", "", text)


@pytest.fixture
def item(county):
    """Returned once, written again, published, withdrawn, with another draft after it."""
    version = drafted(county)
    assessed(county, version, PUBLIC | {"third_party": "agreed"}, reason="联系人书面同意")
    services.submit(version, by=who(county, Role.INFO_OFFICER))
    services.review(
        version,
        by=who(county, Role.SECTION_HEAD),
        conclusion="returned",
        opinion="漏写了资金保障",
        basis="《条例》第十七条",
    )
    services.edit_draft(version, by=who(county, Role.INFO_OFFICER), body_html="<p>各乡镇：</p><p>备足收购资金。</p>")
    services.submit(version, by=who(county, Role.INFO_OFFICER))
    reviewed(county, version)
    services.publish(version, by=who(county, Role.FOI_OFFICER))
    made = services.withdraw(Item.objects.get(pk=version.item_id), by=who(county, Role.FOI_OFFICER), reason="附件有误")
    services.new_version(made, by=who(county, Role.INFO_OFFICER), title="还没有公开的新标题")
    return made


def test_the_form_shows_what_was_proposed_found_and_decided_by_whom_and_when(county, client, item):
    page = signed_in(client, county.person(Role.FOI_OFFICER))
    text = words_of(page.get(f"/workbench/items/{item.pk}/approval-paper/?to=pdf&version=1"))
    for said in (
        "政府信息公开审查呈批单", item.index_number, "青农发〔2024〕12号", "主动公开", "联系人书面同意", "《条例》第十五条", "发布前筛查",
        "退回（第1稿）：漏写了资金保障", "通过（第2稿）", f"签名：{county.person(Role.SECRECY_REVIEWER)}", "同意公开（第2稿）", "已撤下",
    ):  # fmt: skip
        assert said in text, said


def test_a_form_on_its_way_leaves_room_for_the_signatures_that_lack(county, client):
    version = reviewed(county, submitted(county), upto="secrecy_review")
    page = signed_in(client, county.person(Role.FOI_OFFICER))
    text = words_of(page.get(f"/workbench/items/{version.item_id}/approval-paper/"))
    assert text.count("签名：年月日") == 2 and "等待保密审查" in text
    assert page.get(f"/workbench/items/{version.item_id}/approval-paper/?version=9").status_code == 404
    assert page.get(f"/workbench/items/{version.item_id}/approval-paper/?to=docx").content[:2] == b"PK"


def test_the_file_holds_everything_with_the_numbers_and_digests_of_the_log(county, client, item):
    page = signed_in(client, county.person(Role.AUDITOR))
    text = re.sub(r"\s", "", text_of(page.get(f"/workbench/items/{item.pk}/dossier/")))
    version = item.versions.get(number=1)
    for each in Event.objects.filter(subject_kind="publishing.version", subject_id=str(version.pk)):
        assert each.digest in text
    for wording in version.wordings.all():
        assert wording.sha256 in text
    for said in (
        "正文增加",
        "漏写了资金保障",
        "联系人书面同意",
        "附件有误",
        "还没有公开的新标题",
        "政府网站",
        "核验方法",
    ):
        assert said in text, said
    printed = words_of(page.get(f"/workbench/items/{item.pk}/dossier/?to=pdf"))
    assert "审查发布卷宗" in printed and version.wording.sha256 in printed


def test_a_higher_level_reads_the_file_of_what_was_published_without_later_drafts(county, client, item):
    page = signed_in(client, county.person(Role.SUPERVISING_OFFICE, county.government))
    text = text_of(page.get(f"/workbench/items/{item.pk}/dossier/"))
    assert "漏写了资金保障" in text and "还没有公开的新标题" not in text
    unpublished = submitted(county, title="另一件")
    assert page.get(f"/workbench/items/{unpublished.item_id}/dossier/").status_code == 404


@pytest.mark.parametrize("role", [Role.INFO_OFFICER, Role.SECTION_HEAD, Role.ADMINISTRATOR])
def test_the_file_is_not_for_everybody(county, client, role):
    made = published(county)
    assert signed_in(client, county.person(role)).get(f"/workbench/items/{made.pk}/dossier/").status_code == 404


def test_the_file_of_something_withheld_tells_why(county, client):
    version = withheld(county)
    page = signed_in(client, county.person(Role.LEADING_GROUP))
    text = text_of(page.get(f"/workbench/items/{version.item_id}/dossier/"))
    assert "过程性信息" in text and "没有公开过" in text


def many(county):
    for number in range(3):
        at = timezone.now() - timedelta(days=3 - number)
        reviewed(county, submitted(county, title=f"第{number + 1}件", at=at), upto="secrecy_review", at=at)
    return list(Version.objects.filter(state="secrecy_review").order_by("id"))


def row(version, conclusion="passed", opinion="不涉密，同意", basis="《保守国家秘密法》第三十五条"):
    name = f"v{version.pk}"
    given = {"conclusion": conclusion, "opinion": opinion, "basis": basis, "wording": version.wording.pk}
    return {f"{name}-{key}": value for key, value in given.items()}


ADDRESS = "/workbench/items/review-many/"


def test_each_of_many_gets_a_review_of_its_own_and_a_wrong_one_hinders_no_other(county, client):
    first, second, third = many(county)
    page = verified(client, county.person(Role.SECRECY_REVIEWER))
    assert "已等3天" in text_of(page.get(ADDRESS))
    answer = page.post(ADDRESS, row(first) | row(second, opinion="") | row(third, conclusion="", opinion=""))
    text = text_of(answer)
    assert answer.status_code == 422 and "请填写意见，每一件都要有" in text and "已记录1件：“第1件”" in text
    states = [Version.objects.get(pk=each.pk).state for each in (first, second, third)]
    assert states == ["office_review", "secrecy_review", "secrecy_review"]
    assert [each.opinion for each in first.wording.reviews.filter(stage="secrecy")] == ["不涉密，同意"]
    assert "第1件" not in text_of(page.get(ADDRESS)) and "第2件" in text_of(page.get(ADDRESS))


def test_an_opinion_for_what_another_decided_meanwhile_is_given_back(county, client):
    first, second, _ = many(county)
    page = verified(client, county.person(Role.SECRECY_REVIEWER))
    services.review(first, by=who(county, Role.SECRECY_REVIEWER), conclusion="passed", **GIVEN)
    answer = page.post(ADDRESS, row(first, opinion="我写的意见") | row(second))
    assert answer.status_code == 422 and "我写的意见" in text_of(answer) and "已经由别人办过" in text_of(answer)
    assert Version.objects.get(pk=second.pk).state == "office_review"


def test_without_the_second_factor_nothing_of_many_is_recorded(county, client):
    first, second, _ = many(county)
    signed_in(client, county.person(Role.SECRECY_REVIEWER)).post(ADDRESS, row(first) | row(second))
    assert {Version.objects.get(pk=each.pk).state for each in (first, second)} == {"secrecy_review"}


def test_the_list_of_many_asks_the_database_no_more_for_many(county, client, django_assert_max_num_queries):
    page = verified(client, county.person(Role.SECRECY_REVIEWER))
    many(county)
    with django_assert_max_num_queries(45) as three:
        page.get(ADDRESS)
    many(county)
    with django_assert_max_num_queries(len(three)):
        page.get(ADDRESS)


def test_an_opinion_typed_while_another_reviewed_is_given_back(county, client):
    version = submitted(county)
    page = signed_in(client, county.person(Role.SECTION_HEAD))
    services.review(version, by=who(county, Role.SECTION_HEAD), conclusion="passed", **GIVEN)
    given = {"conclusion": "passed", "opinion": "我写了半天的意见", "basis": "《条例》", "wording": version.wording.pk}
    answer = page.post(f"/workbench/items/{version.item_id}/review/", given)
    assert answer.status_code == 422 and "我写了半天的意见" in text_of(answer)


def test_a_step_that_is_no_longer_possible_says_so_on_the_items_page(county, client):
    version = reviewed(county, submitted(county))
    page = verified(client, county.person(Role.FOI_OFFICER))
    services.publish(version, by=who(county, Role.FOI_OFFICER))
    answer = page.get(f"/workbench/items/{version.item_id}/hold/")
    assert answer.status_code == 422 and "不能“暂缓”" in text_of(answer)


def test_taking_back_a_time_is_offered_only_where_one_is_set(county, client):
    version = reviewed(county, submitted(county))
    page = verified(client, county.person(Role.FOI_OFFICER))
    address = f"/workbench/items/{version.item_id}/"
    assert "取消定时" not in text_of(page.get(address))
    office = who(county, Role.FOI_OFFICER)
    services.schedule(version, by=office, publish_at=timezone.now() + timedelta(days=1))
    assert "取消定时" in text_of(page.get(address))
