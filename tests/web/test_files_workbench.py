"""Attachments on an item's page: several at once, each judged by itself; titles, order, previews."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pdf_files import Page

from gongkai.organs.roles import Role
from gongkai.web.publishing import attaching, services
from tests.web.conftest import signed_in
from tests.web.publishing_walks import drafted, who
from tests.web.test_files_keeping import DOCX, _own_storage, kept, pdf, png  # noqa: F401


@pytest.fixture
def drafter(client, county):
    return signed_in(client, county.person(Role.INFO_OFFICER))


def upload(client, version, *files):
    given = [SimpleUploadedFile(name, data) for name, data in files]
    return client.post(reverse("workbench:item_files", args=[version.item_id]), {"uploads": given})


def titles(version):
    return [each.title for each in attaching.attachments_of(version.wording)]


def act(client, version, name, file, **given):
    return client.post(reverse(f"workbench:{name}_item_file", args=[version.item_id, file.key]), given)


def test_several_files_are_uploaded_at_once(drafter, county):
    version = drafted(county)
    answer = upload(drafter, version, ("申请表.docx", DOCX), ("图.png", png()))
    assert answer.status_code == 302 and titles(version) == ["申请表", "图"]
    page = drafter.get(reverse("workbench:item", args=[version.item_id])).content.decode()
    assert "申请表.docx" in page and "Word 文档" in page and 'type="file"' in page


def test_a_file_that_fails_stops_no_other_and_says_why(drafter, county):
    version = drafted(county)
    answer = upload(
        drafter,
        version,
        ("申请表.docx", DOCX),
        ("名单.pdf", b"<html><p>1</p></html>"),
        ("空.txt", b""),
        ("图.png", png()),
    )
    page = answer.content.decode()
    assert answer.status_code == 422 and titles(version) == ["申请表", "图"]
    assert "2个文件没有上传，其他2个已经上传" in page and "名单.pdf" in page and "网页" in page and "空.txt" in page


def test_an_upload_without_files_says_so(drafter, county):
    version = drafted(county)
    answer = upload(drafter, version)
    assert answer.status_code == 422 and "请选择要上传的文件" in answer.content.decode()


def test_files_are_renamed_moved_and_removed(drafter, county):
    version = drafted(county)
    upload(drafter, version, ("甲.docx", DOCX), ("乙.png", png()))
    first, second = (each.file for each in attaching.attachments_of(version.wording))
    assert act(drafter, version, "rename", first, title="附件1").status_code == 302
    assert act(drafter, version, "move", first, way="down").status_code == 302
    assert titles(version) == ["乙", "附件1"]
    assert act(drafter, version, "rename", first, title=" ").status_code == 422
    assert act(drafter, version, "remove", second).status_code == 302
    assert titles(version) == ["附件1"]
    assert act(drafter, version, "remove", second).status_code in (404, 422)


def test_nothing_is_uploaded_to_what_lies_before_the_reviewers(drafter, county):
    version = drafted(county)
    services.submit(version, by=who(county, Role.INFO_OFFICER))
    assert upload(drafter, version, ("申请表.docx", DOCX)).status_code == 403
    page = drafter.get(reverse("workbench:item", args=[version.item_id])).content.decode()
    assert 'type="file"' not in page


def test_the_preview_shows_words_pages_and_warnings(drafter, county):
    version = drafted(county)
    for name, data in (("申请表.docx", DOCX), ("通知.pdf", pdf([Page()])), ("图.png", png())):
        attaching.attach(version, by=who(county, Role.INFO_OFFICER), file=kept(county, name, data))
    word, printed, picture = (each.file for each in attaching.attachments_of(version.wording))

    def preview(file):
        return drafter.get(reverse("workbench:item_file_preview", args=[version.item_id, file.key])).content.decode()

    assert "年满十八周岁" in preview(word) and word.sha256 in preview(word)
    page = reverse("workbench:item_file_page", args=[version.item_id, printed.key, 1])
    assert page in preview(printed)
    answer = drafter.get(page)
    assert answer.headers["Content-Type"] == "image/png" and answer.content.startswith(b"\x89PNG")
    assert drafter.get(page.replace("/1.png", "/2.png")).status_code == 404
    assert "<img" in preview(picture)
