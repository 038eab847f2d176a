"""Writing an item: all its particulars, what was typed is never lost, and files that become drafts."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest
from conftest import verified
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from lxml import html as lxml_html
from publishing_walks import column_of, drafted, published, submitted, who

from gongkai.organs.roles import Role
from gongkai.publishing.cleaning import LONGEST
from gongkai.web.accounts.models import Person
from gongkai.web.files.models import StoredFile
from gongkai.web.publishing import local_classes, services
from gongkai.web.publishing.drafting import Overtaken, said_digest
from gongkai.web.publishing.models import Item, LocalClass, Version
from tests.test_publishing_importing import PNG, letter
from tests.test_publishing_pasting import PASTED

SCHEME = {"key": "liangshi", "title": "粮食补贴", "order": 1}


@pytest.fixture(autouse=True)
def _files(tmp_path, settings):
    location = str(tmp_path / "files")
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": location}}
    }


def writer(county) -> Client:
    return verified(Client(), county.person(Role.INFO_OFFICER))


def said(page) -> str:
    root = lxml_html.fromstring(page.content.decode())
    return " ".join(root.get_element_by_id("main").text_content().split())


def filled(county, **changes):
    given = {
        "title": "关于秋收的通知", "column": column_of(county).pk, "section": county.section.pk, "genre": "announcements",
        "disclosure_class": "proactive", "body_html": "<p>请抓紧秋收。</p>",
    }  # fmt: skip
    return given | changes


def edit_url(version) -> str:
    return reverse("workbench:edit_draft", args=[version.item_id])


def form_of(page) -> dict[str, str]:
    root = lxml_html.fromstring(page.content.decode())
    (form,) = [each for each in root.forms if "data-draft" in each.attrib]
    # 浏览器去掉文本框开头的一个换行，解析器不去
    return {name: value.removeprefix("\n") for name, value in form.form_values() if name != "csrfmiddlewaretoken"}


def test_the_form_keeps_all_particulars_and_shows_them_to_the_reviewers(county):
    made = local_classes.add_local_class(
        county.bureau, by=who(county, Role.FOI_OFFICER), within=county.bureau, **SCHEME
    )
    further = column_of(county, code="notices", title="通知公告")
    given = filled(
        county, genre="services", theme="0601", audience="farmers", issuer="青石县农业农村局、青石县财政局",
        statutory_classes=["art20_5", "art20_11"], local_classes=[made.key], also_in=[str(further.pk)],
        services__conditions="种粮农户", services__fee="不收费", services__online="https://example.gov.cn/",
    )  # fmt: skip
    client = writer(county)
    assert client.post(reverse("workbench:new_item"), given).status_code == 302
    wording = Version.objects.get().wording
    assert wording.details == {"conditions": "种粮农户", "fee": "不收费", "online": "https://example.gov.cn/"}
    assert (wording.statutory_classes, wording.local_classes, wording.also_in) == (
        ["art20_5", "art20_11"], ["liangshi"], [further.pk],
    )  # fmt: skip
    shown = said(client.get(wording.version.get_absolute_url()))
    for words in ("农业、林业、水利 / 农业、畜牧业、渔业", "农民", "粮食补贴", "通知公告", "受理条件", "青石县财政局"):
        assert words in shown
    again = form_of(client.get(edit_url(wording.version)))
    assert again["services__fee"] == "不收费" and again["theme"] == "0601" and again["local_classes"] == "liangshi"


def test_the_issuer_is_the_organ_unless_another_is_named_and_no_day_of_publication_is_asked(county):
    page = writer(county).get(reverse("workbench:new_item"))
    values = form_of(page)
    assert values["issuer"] == county.bureau.name
    assert not [name for name in values if "publish" in name]


def test_what_belongs_to_another_genre_is_not_dropped_in_silence(county):
    page = writer(county).post(reverse("workbench:new_item"), filled(county, services__fee="不收费"))
    assert page.status_code == 422 and "这是“办事服务”才有的内容" in said(page)
    assert form_of(page)["services__fee"] == "不收费"


def test_a_service_guide_is_complete_before_the_reviewers_get_it(county):
    version = drafted(county, genre="services", details={"fee": "不收费"})
    with pytest.raises(ValidationError, match="办事服务还要写明“办理依据”"):
        services.submit(version, by=who(county, Role.INFO_OFFICER))
    assert Version.objects.get(pk=version.pk).state == "draft"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("theme", "9999"), ("audience", "martians"), ("statutory_classes", ["art99"]), ("local_classes", ["none"]), ("also_in", [999_999]),
        ("details", {"form": "song"}),
    ],
)  # fmt: skip
def test_classes_that_are_not_there_are_refused(county, field, value):
    with pytest.raises(ValidationError) as refusal:
        drafted(county, **{"genre": "interpretations", field: value})
    assert set(refusal.value.message_dict) == {field}


def test_a_class_of_another_organ_or_a_closed_one_is_not_to_be_had(county):
    office = who(county, Role.FOI_OFFICER, county.other)
    local_classes.add_local_class(county.other, by=office, within=county.other, **SCHEME)
    with pytest.raises(ValidationError, match="没有的或者已经停用的"):
        drafted(county, local_classes=["liangshi"])


def test_an_item_is_found_by_its_classes_from_its_publication_on(county):
    by = who(county, Role.FOI_OFFICER)
    made = local_classes.add_local_class(county.bureau, by=by, within=county.bureau, **SCHEME)
    further = column_of(county, code="notices", title="通知公告")
    item = published(
        county, theme="0601", local_classes=["liangshi"], statutory_classes=["art20_11"], also_in=[further.pk]
    )
    assert set(item.classes.values_list("scheme", "key")) == {
        ("theme", "0601"), ("local", "liangshi"), ("statutory", "art20_11"),
    }  # fmt: skip
    assert [each.column for each in item.placements.all()] == [further]
    local_classes.close_local_class(made, by=by, within=county.bureau, on=made_on())
    version = services.new_version(item, by=by)
    assert version.wording.local_classes == [] and version.wording.also_in == [further.pk]


def made_on():
    from django.utils import timezone

    return timezone.localdate()


def test_two_people_at_one_draft_do_not_overwrite_each_other(county):
    version = drafted(county)
    first, second = writer(county), verified(Client(), county.person(Role.FOI_OFFICER))
    opened = form_of(first.get(edit_url(version))) | {"body_html": "我写的一段"}
    theirs = form_of(second.get(edit_url(version))) | {"body_html": "别人写的一段", "keywords": "别人的关键词"}
    assert second.post(edit_url(version), theirs).status_code == 302
    page = first.post(edit_url(version), opened)
    assert page.status_code == 422
    for words in ("在您打开以后改过这一稿", "只有您的：我写的一段", "只有对方的：别人写的一段", "别人的关键词"):
        assert words in said(page)
    again = form_of(page)
    assert again["body_html"] == "我写的一段"
    assert first.post(edit_url(version), again).status_code == 302
    assert version.wording.body_html == "<p>我写的一段</p>"


def test_an_overtaken_draft_is_not_written(county):
    version = drafted(county)
    with pytest.raises(Overtaken):
        services.edit_draft(version, by=who(county, Role.INFO_OFFICER), expected="0" * 64, title="改")
    digest = said_digest(version.wording)
    services.edit_draft(version, by=who(county, Role.INFO_OFFICER), expected=digest, title="改")
    assert version.wording.title == "改"


def test_a_text_that_is_too_long_is_refused_with_the_form_filled_in_again(county):
    page = writer(county).post(reverse("workbench:new_item"), filled(county, body_html="x" * (5 * 1024 * 1024)))
    assert page.status_code == 422
    assert f"正文有{5 * 1024 * 1024}个字符，超过{LONGEST}个" in said(page)
    assert len(form_of(page)["body_html"]) == 5 * 1024 * 1024 and form_of(page)["title"] == "关于秋收的通知"
    assert not Item.objects.exists()


def test_a_form_beyond_all_measure_is_answered_in_words(county):
    client = writer(county)
    page = client.post(
        reverse("workbench:new_item"), "x=" + "y" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE, content_type="application/x-www-form-urlencoded"
    )  # fmt: skip
    assert page.status_code == 413 and "请返回上一页，填写的内容还在" in page.content.decode()


def test_what_was_typed_outlives_the_session(county):
    version = drafted(county)
    client, url = writer(county), edit_url(version)
    typed = form_of(client.get(url)) | {"body_html": "写了很久的一段\n又一段"}
    client.logout()
    page = client.post(url, typed)
    assert page.status_code == 403 and "您填写的都在这一页上" in said(page)
    root = lxml_html.fromstring(page.content.decode())
    assert f"next={url}".replace("/", "%2F") in root.xpath("//a[@target='_blank']/@href")[0]
    (form,) = [each for each in root.forms if each.action.endswith("/resume/")]
    verified(client, county.person(Role.INFO_OFFICER))
    resumed = client.post(form.action, dict(form.form_values()))
    assert resumed.status_code == 200 and "还没有保存" in said(resumed)
    assert form_of(resumed)["body_html"].split() == ["写了很久的一段", "又一段"]
    assert version.wording.body_html != "<p>写了很久的一段</p>\n<p>又一段</p>"
    assert client.post(url, form_of(resumed)).status_code == 302
    assert version.wording.body_html == "<p>写了很久的一段</p>\n<p>又一段</p>"


def test_a_stale_page_gives_back_what_was_typed(county):
    client = Client(enforce_csrf_checks=True)
    verified(client, county.person(Role.INFO_OFFICER))
    page = client.post(reverse("workbench:new_item"), filled(county, title="写了半天的标题"))
    assert page.status_code == 403 and "写了半天的标题" in page.content.decode()
    resumed = client.post(reverse("workbench:resume_new_item"), filled(county, title="写了半天的标题"))
    assert form_of(resumed)["title"] == "写了半天的标题" and not Item.objects.exists()


def test_a_draft_that_went_on_meanwhile_gives_back_what_was_typed(county):
    version = submitted(county)
    page = writer(county).post(edit_url(version), filled(county, body_html="<p>来不及保存的话</p>"))
    assert page.status_code == 422 and "要用的请抄下：来不及保存的话" in said(page)


def test_a_paste_comes_back_clean_with_its_pictures_kept(county):
    html = (PASTED / "wps.html").read_text(encoding="utf-8")
    answer = json.loads(writer(county).post(reverse("workbench:new_paste"), {"html": html}).content)
    stored = StoredFile.objects.get()
    assert f'<img src="/files/{stored.key}/' in answer["html"] and "mso" not in answer["html"]
    assert answer["told"] == []


def test_pictures_in_pasted_code_are_kept_when_the_draft_is_saved(county):
    client = writer(county)
    code = (PASTED / "wps.html").read_text(encoding="utf-8")
    page = client.post(reverse("workbench:new_item"), filled(county, body_html=code), follow=True)
    version = Version.objects.get()
    stored = StoredFile.objects.get()
    assert page.status_code == 200 and f"/files/{stored.key}/" in version.wording.body_html
    assert [each.file for each in version.wording.attachments.all()] == [stored]


def upload(name="tu.png", data=PNG):
    return SimpleUploadedFile(name, data)


def test_a_picture_needs_words_for_those_who_cannot_see_it(county):
    client, url = writer(county), reverse("workbench:new_pictures")
    refused = client.post(url, {"picture": upload(), "alt": " "})
    assert refused.status_code == 422 and "替代文字" in json.loads(refused.content)["told"][0]
    kept = json.loads(client.post(url, {"picture": upload(), "alt": "流程图"}).content)
    assert re.fullmatch(r"/files/[0-9a-f-]{36}/tu\.png", kept["src"])
    shown = client.get(reverse("workbench:new_picture", args=[kept["src"].split("/")[2]]))
    assert shown["Content-Type"] == "image/png"


def test_what_is_no_picture_does_not_go_into_a_text(county):
    answer = writer(county).post(
        reverse("workbench:new_pictures"), {"picture": upload("a.png", b"MZ" + b"\0" * 90), "alt": "图"}
    )
    assert answer.status_code == 422 and json.loads(answer.content)["told"]


def test_without_scripts_a_picture_is_put_at_the_end_of_the_draft(county):
    version = drafted(county)
    client = writer(county)
    url = reverse("workbench:draft_pictures", args=[version.item_id])
    assert "替代文字" in said(client.get(url))
    assert client.post(url, {"picture": upload(), "alt": ""}, headers={"accept": "text/html"}).status_code == 422
    assert (
        client.post(url, {"picture": upload(), "alt": "流程<图>"}, headers={"accept": "text/html"}).status_code == 302
    )
    assert version.wording.body_html.endswith('alt="流程图"></p>') or "流程" in version.wording.body_html
    assert version.wording.attachments.count() == 1


def test_a_picture_without_words_keeps_the_draft_from_the_reviewers(county):
    client = writer(county)
    kept = json.loads(client.post(reverse("workbench:new_pictures"), {"picture": upload(), "alt": "图"}).content)
    version = drafted(county, body_html=f'<p>见图。</p><p><img src="{kept["src"]}" alt=""></p>')
    with pytest.raises(ValidationError, match="1张图片没有替代文字"):
        services.submit(version, by=who(county, Role.INFO_OFFICER))


def test_a_word_file_opens_as_a_draft_to_be_checked(county):
    column_of(county)
    page = writer(county).post(reverse("workbench:item_from_file"), {"file": upload("通知.docx", letter())})
    assert page.status_code == 200 and "还没有保存" in said(page) and not Item.objects.exists()
    values = form_of(page)
    assert values["title"] == "青石县农业农村局关于做好秋粮收购工作的通知"
    assert (values["document_number"], values["signed_on"]) == ("青农发〔2024〕12号", "2024-09-20")
    stored = StoredFile.objects.get()
    assert f"/files/{stored.key}/" in values["body_html"] and "<table>" in values["body_html"]
    chosen = {"column": column_of(county).pk, "section": county.section.pk, "genre": "announcements"}
    assert writer(county).post(reverse("workbench:new_item"), values | chosen).status_code == 302
    assert Version.objects.get().wording.attachments.get().file == stored


def test_a_file_that_cannot_be_read_is_refused_beside_its_field(county):
    url = reverse("workbench:item_from_file")
    page = writer(county).post(url, {"file": upload("a.docx", b"%PDF-1.4 x")})
    assert page.status_code == 422 and "PDF" in said(page)
    assert "请选择要导入的文件" in said(writer(county).post(url, {}))


def test_classes_are_kept_by_the_office_and_keys_stay(county):
    office = verified(Client(), county.person(Role.FOI_OFFICER))
    add = reverse("workbench:new_local_class")
    assert office.post(add, SCHEME).status_code == 302
    made = LocalClass.objects.get()
    assert made.organ == county.bureau
    twice = office.post(add, SCHEME)
    assert twice.status_code == 422 and "已经用过" in said(twice)
    url = reverse("workbench:edit_local_class", args=[made.pk])
    assert office.post(url, {"title": "种粮补贴", "key": "anders", "order": 2}).status_code == 302
    made.refresh_from_db()
    assert (made.title, made.key) == ("种粮补贴", "liangshi")
    assert office.post(url, {"close": "1"}).status_code == 302
    assert "已停用" in said(office.get(reverse("workbench:local_classes")))
    assert writer(county).get(add).status_code == 403
    stranger = verified(Client(), county.person(Role.FOI_OFFICER, county.other))
    assert stranger.get(url).status_code == 404


def test_a_key_of_the_whole_site_is_not_used_again_by_an_organ(county):
    top = who(county, Role.FOI_OFFICER, county.government)
    local_classes.add_local_class(None, by=top, within=county.government, **SCHEME)
    with pytest.raises(ValidationError, match="这个代码已经用过"):
        local_classes.add_local_class(county.bureau, by=who(county, Role.FOI_OFFICER), within=county.bureau, **SCHEME)
    assert drafted(county, local_classes=["liangshi"]).wording.local_classes == ["liangshi"]


def test_the_list_of_classes_asks_no_more_for_fifty_than_for_one(county, django_assert_max_num_queries):
    office, by = verified(Client(), county.person(Role.FOI_OFFICER)), who(county, Role.FOI_OFFICER)
    url = reverse("workbench:local_classes")
    local_classes.add_local_class(county.bureau, by=by, within=county.bureau, **SCHEME)
    office.get(url)
    with django_assert_max_num_queries(60) as before:
        office.get(url)
    for number in range(50):
        local_classes.add_local_class(county.bureau, by=by, within=county.bureau, key=f"k{number}", title=f"类{number}")
    with django_assert_max_num_queries(len(before.captured_queries)):
        assert unescape(office.get(url).content.decode()).count("<code>") == 51


def test_nobody_without_the_role_gets_at_the_editors_addresses(county):
    outsider: Person = county.person(Role.AUDITOR)
    client = verified(Client(), outsider)
    for name in ("new_paste", "new_pictures", "item_from_file", "resume_new_item"):
        assert client.post(reverse(f"workbench:{name}"), {"html": "x"}).status_code == 403, name
