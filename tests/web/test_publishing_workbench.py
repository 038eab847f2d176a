"""The pages on which items are written, reviewed and released."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from conftest import signed_in, verified
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html as lxml_html
from publishing_walks import GIVEN, WORDS, cleared, column_of, drafted, published, reviewed, submitted, who

from gongkai.organs.roles import Role
from gongkai.web.publishing import services
from gongkai.web.publishing.models import Item, Review, SiteColumn, Version
from gongkai.web.workbench.publishing.queues import queues


def client_of(county, role, organ=None):
    return verified(Client(), county.person(role, organ))


def main_of(page):
    return lxml_html.fromstring(page.content.decode()).get_element_by_id("main")


def text_of(page):
    return " ".join(main_of(page).text_content().split())


def url(name, version, *more):
    return reverse(f"workbench:{name}", args=[version.item_id, *more])


def form_of(county, **changes):
    given = {
        "title": "青石县农业农村局关于做好秋收的通知", "column": column_of(county).pk, "section": county.section.pk,
        "genre": "normative_documents", "disclosure_class": "proactive", "body_html": "一、总则\n二、分工",
    }  # fmt: skip
    return given | changes


def test_an_item_goes_from_its_author_to_the_public_by_the_pages_alone(county):
    author, head = client_of(county, Role.INFO_OFFICER), client_of(county, Role.SECTION_HEAD)
    secrecy, office = client_of(county, Role.SECRECY_REVIEWER), client_of(county, Role.FOI_OFFICER)
    page = author.post("/workbench/items/new/", form_of(county))
    version = Version.objects.get()
    assert page.url == version.get_absolute_url()
    assert author.post(url("item_step", version, "submit")).status_code == 302
    for client, conclusion in ((head, "passed"), (secrecy, "passed"), (office, "cleared")):
        assert "二、分工" in text_of(client.get(url("review", version)))
        given = {"conclusion": conclusion, "wording": version.wording.pk, **GIVEN}
        assert client.post(url("review", version), given).status_code == 302
    assert "公众可以在门户" in text_of(office.get(url("item_step", version, "publish")))
    assert office.post(url("item_step", version, "publish")).status_code == 302
    item = Item.objects.get()
    assert "二、分工" in text_of(Client().get(item.get_absolute_url()))
    shown = text_of(author.get(version.get_absolute_url()))
    assert "看门户上的页面" in shown and "审定公开" in shown and GIVEN["opinion"] in shown


def test_the_author_is_told_who_reviews_and_gets_no_review_page(county):
    version = submitted(county)
    page = client_of(county, Role.INFO_OFFICER).get(version.get_absolute_url())
    assert "等待科室审核" in text_of(page)
    assert url("review", version) not in page.content.decode()
    assert client_of(county, Role.INFO_OFFICER).get(url("review", version)).status_code == 403


def test_an_author_with_a_reviewers_role_is_told_on_the_form_why_not(county):
    from gongkai.web.log.actors import SYSTEM
    from gongkai.web.log.services import save
    from gongkai.web.organs.models import Appointment

    author = county.person(Role.INFO_OFFICER)
    head = Appointment(person=author, organ=county.bureau, role=Role.SECTION_HEAD, since=date(2020, 1, 1))
    save(head, "appoint", by=SYSTEM, organ=county.bureau)
    version = submitted(county)
    given = {"conclusion": "passed", "wording": version.wording.pk, **GIVEN}
    page = client_of(county, Role.INFO_OFFICER).post(url("review", version), given)
    assert page.status_code == 422
    assert "要由没有办理过“起草”的人办理" in text_of(page)
    assert GIVEN["opinion"] in page.content.decode()
    assert not Review.objects.exists()


def test_a_review_that_lacks_an_opinion_is_marked_beside_its_field_and_nothing_typed_is_lost(county):
    version = submitted(county)
    given = {"conclusion": "passed", "wording": version.wording.pk, "opinion": " ", "basis": "《条例》第十九条"}
    page = client_of(county, Role.SECTION_HEAD).post(url("review", version), given)
    assert page.status_code == 422
    assert "请填写审查意见。" in text_of(page) and "《条例》第十九条" in page.content.decode()


def test_a_conclusion_on_a_wording_that_was_replaced_is_not_recorded(county):
    version = submitted(county)
    seen = version.wording.pk
    services.recall(version, by=who(county, Role.INFO_OFFICER), reason="漏了附件")
    services.edit_draft(version, by=who(county, Role.INFO_OFFICER), title="换过的标题")
    services.submit(version, by=who(county, Role.INFO_OFFICER))
    page = client_of(county, Role.SECTION_HEAD).post(
        url("review", version), {"conclusion": "passed", "wording": seen, **GIVEN}
    )
    assert page.status_code == 422 and "已经被退回或者换过" in text_of(page)
    assert not Review.objects.exists()


def test_a_draft_that_cannot_be_saved_keeps_what_was_typed(county):
    given = form_of(county, signed_on="2024-09-20", effective_on="2024-09-01", body_html="打了很久的正文")
    page = client_of(county, Role.INFO_OFFICER).post("/workbench/items/new/", given)
    assert page.status_code == 422
    assert "施行日期早于成文日期" in text_of(page) and "打了很久的正文" in page.content.decode()
    assert not Item.objects.exists()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"title": ""}, "请填写标题。"),
        ({"title": "\x00" * 3}, "标题"),
        ({"column": "99999"}, "栏目"),
        ({"genre": "novel"}, "体裁"),
        ({"disclosure_class": "withheld"}, "请填写理由和依据"),
        ({"signed_on": "昨天"}, "成文日期请写成"),
        ({"title": "长" * 201}, "标题"),
    ],
)
def test_what_is_wrong_in_a_draft_is_said_in_words(county, changes, told):
    page = client_of(county, Role.INFO_OFFICER).post("/workbench/items/new/", form_of(county, **changes))
    assert page.status_code == 422
    assert told in text_of(page)


def test_plain_paragraphs_are_edited_as_lines(county):
    version = drafted(county, body_html="第一段\n第二段")
    page = client_of(county, Role.INFO_OFFICER).get(url("edit_draft", version))
    assert main_of(page).find(".//textarea[@name='body_html']").text.strip() == "第一段\n第二段"


def test_what_is_under_review_cannot_be_edited_and_the_page_says_what_to_do(county):
    page = client_of(county, Role.INFO_OFFICER).get(url("edit_draft", submitted(county)))
    assert page.status_code == 422 and "请先撤回送审" in text_of(page)


def test_strangers_are_told_that_there_is_no_such_item(county):
    version = submitted(county)
    for role in Role:
        client = client_of(county, role, county.other)
        for name, more in (
            ("item", ()),
            ("edit_draft", ()),
            ("review", ()),
            ("compare_wordings", ()),
            ("item_step", ("publish",)),
        ):
            assert client.get(url(name, version, *more)).status_code == 404, (role, name)


def test_an_info_officer_of_another_section_reads_but_does_not_write(county):
    from conftest import make_person

    from gongkai.web.log.actors import SYSTEM
    from gongkai.web.log.services import save
    from gongkai.web.organs.models import Section

    section = save(Section(organ=county.bureau, name="畜牧科"), "add_section", by=SYSTEM, organ=county.bureau)
    other = verified(Client(), make_person("nongye.other", Role.INFO_OFFICER, county.bureau, section))
    version = drafted(county)
    assert other.get(version.get_absolute_url()).status_code == 200
    assert other.get(url("edit_draft", version)).status_code == 403
    assert other.post(url("item_step", version, "submit")).status_code == 403
    head = verified(Client(), make_person("nongye.head2", Role.SECTION_HEAD, county.bureau, section))
    services.submit(version, by=who(county, Role.INFO_OFFICER))
    assert head.get(url("review", version)).status_code == 403


def test_publishing_asks_for_the_second_factor(county):
    version = cleared(county)
    client = signed_in(Client(), county.person(Role.FOI_OFFICER))
    page = client.post(url("item_step", version, "publish"))
    assert page.status_code == 302 and "next=" in page.url
    assert Version.objects.get(pk=version.pk).state == "cleared"


def test_a_step_that_is_not_possible_says_what_can_be_done_instead(county):
    version = submitted(county)
    page = client_of(county, Role.FOI_OFFICER).post(url("item_step", version, "publish"))
    assert page.status_code == 422
    assert "这一稿目前“等待科室审核”，不能“发布”" in text_of(page)
    page = client_of(county, Role.FOI_OFFICER).post(url("item_step", version, "withdraw"), {"reason": "有误"})
    assert page.status_code == 422 and "还没有公开，不需要撤下" in text_of(page)


def test_a_time_in_the_past_is_refused_beside_the_field(county):
    version = cleared(county)
    office = client_of(county, Role.FOI_OFFICER)
    page = office.post(url("item_step", version, "schedule"), {"publish_at": "2020-01-01T09:00"})
    assert page.status_code == 422 and "不能倒填" in text_of(page)
    soon = timezone.localtime() + timedelta(hours=3)
    page = office.post(url("item_step", version, "schedule"), {"publish_at": soon.strftime("%Y-%m-%dT%H:%M")})
    assert page.status_code == 302
    assert Version.objects.get(pk=version.pk).scheduled_at is not None


def test_withdrawing_and_repealing_and_a_new_version_by_the_pages(county):
    item = published(county)
    version = item.current.version
    office, author = client_of(county, Role.FOI_OFFICER), client_of(county, Role.INFO_OFFICER)
    page = office.post(url("repeal", version), {"on": "2025-01-01", "ground": "青政发〔2024〕9号"})
    assert page.status_code == 302 and Item.objects.get().repealed_on == date(2025, 1, 1)
    assert author.get(url("repeal", version)).status_code == 403
    assert author.post(url("new_version", version)).status_code == 302
    assert Item.objects.get().versions.count() == 2
    page = office.post(url("item_step", version, "withdraw"), {"reason": "有误"})
    assert page.status_code == 302 and Item.objects.get().state == "withdrawn"
    assert "从门户撤下" in text_of(office.get(version.get_absolute_url()))


def test_two_wordings_are_compared_in_words(county):
    version = submitted(county, body_html="第一段\n第二段\n第三段")
    services.review(version, by=who(county, Role.SECTION_HEAD), conclusion="returned", **GIVEN)
    services.edit_draft(
        version, by=who(county, Role.INFO_OFFICER), body_html="第一段\n新的第二段\n第三段", title="新标题"
    )
    page = client_of(county, Role.INFO_OFFICER).get(url("compare_wordings", version))
    text = text_of(page)
    assert "删去： 第二段" in text.replace("：第", "： 第") and "新增： 新的第二段" in text.replace("：新", "： 新")
    assert WORDS["title"] in text and "新标题" in text
    wrong = client_of(county, Role.INFO_OFFICER).get(url("compare_wordings", version), {"older": "1x", "newer": "2"})
    assert wrong.status_code == 404


def test_the_reviewer_is_shown_what_the_screening_found_with_numbers_masked(county):
    version = submitted(county, body_html="请致电张某，手机13800138000。")
    page = client_of(county, Role.SECTION_HEAD).get(url("review", version))
    found = main_of(page).find_class("screening")[0].text_content()
    quoted = "".join(each.text_content() for each in main_of(page).find_class("hit-quote"))
    assert "手机号码" in found and quoted and "13800138000" not in quoted


def test_the_queues_tell_each_role_what_waits_for_it(county):
    bureau = county.bureau
    submitted(county)
    reviewed(county, submitted(county, title="二"), upto="secrecy_review")
    reviewed(county, submitted(county, title="三"), upto="office_review")
    back = submitted(county, title="四")
    services.review(back, by=who(county, Role.SECTION_HEAD), conclusion="returned", **GIVEN)
    cleared(county, title="五")
    waits = {role: [(each.title, each.count) for each in queues(county.person(role), bureau)] for role in Role}
    assert waits[Role.SECTION_HEAD] == [("等待科室审核的信息", 1)]
    assert waits[Role.INFO_OFFICER] == [("退回给您修改的信息", 1)]
    assert waits[Role.AUDITOR] == [] and waits[Role.ADMINISTRATOR] == []
    page = client_of(county, Role.SECTION_HEAD).get("/workbench/items/")
    assert WORDS["title"] in text_of(page) and "二" not in [a.text for a in main_of(page).findall(".//table//a")]


def test_a_list_asks_the_database_no_more_for_thirty_rows_than_for_one(county, django_assert_max_num_queries):
    client = client_of(county, Role.FOI_OFFICER)
    submitted(county)
    for tab in ("waiting", "mine", "all"):
        client.get("/workbench/items/", {"tab": tab})
    with django_assert_max_num_queries(40) as first:
        client.get("/workbench/items/", {"tab": "all"})
    for number in range(12):
        submitted(county, title=f"第{number}份")
    with django_assert_max_num_queries(len(first)):
        client.get("/workbench/items/", {"tab": "all"})


def test_columns_are_opened_changed_and_closed_by_the_office(county):
    office = client_of(county, Role.FOI_OFFICER)
    given = {
        "title": "政策文件",
        "code": "policy",
        "update_class": "notices",
        "order": "10",
        "kind": "catalogue",
        "section": county.section.pk,
    }
    assert office.post("/workbench/items/columns/new/", given).status_code == 302
    column = SiteColumn.objects.get(code="policy")
    again = office.post("/workbench/items/columns/new/", given)
    assert again.status_code == 422 and "已经用过" in text_of(again)
    address = reverse("workbench:edit_site_column", args=[column.pk])
    assert office.post(address, given | {"title": "政策"}).status_code == 302
    closing = reverse("workbench:close_site_column", args=[column.pk])
    assert office.post(closing, {"on": str(timezone.localdate())}).status_code == 422
    assert office.post(closing, {"on": str(timezone.localdate()), "reason": "并入通知公告"}).status_code == 302
    column.refresh_from_db()
    assert (column.title, column.closed_on) == ("政策", timezone.localdate())
    assert "政策" in text_of(client_of(county, Role.AUDITOR).get("/workbench/items/columns/"))
    assert client_of(county, Role.INFO_OFFICER).get("/workbench/items/columns/new/").status_code == 403
    assert client_of(county, Role.FOI_OFFICER, county.other).get(address).status_code == 404


def test_what_is_saved_twice_from_one_page_is_one_item(county):
    author, given = client_of(county, Role.INFO_OFFICER), form_of(county)
    first = author.post("/workbench/items/new/", given)
    again = author.post("/workbench/items/new/", given, follow=True)
    assert again.redirect_chain[-1][0] == first.url
    assert "没有再建一件" in again.content.decode()
    assert author.post("/workbench/items/new/", given | {"body_html": "另一段"}).url != first.url
    assert Item.objects.count() == 2
