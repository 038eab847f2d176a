"""Files of a wording: they change only while it is a draft, are sealed with it, and are covered by its digest."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, transaction

from gongkai.casework import NotAllowed
from gongkai.organs.roles import Role
from gongkai.web.files.models import StoredFile
from gongkai.web.log.models import Event
from gongkai.web.operation.checks import check_all
from gongkai.web.publishing import attaching, services
from gongkai.web.publishing.models import Attachment, Wording
from gongkai.web.publishing.queries import altered_files, altered_wordings
from gongkai.web.publishing.triggers import lifted
from tests.web.publishing_walks import GIVEN, drafted, published, submitted, who
from tests.web.test_files_keeping import DOCX, _own_storage, kept, pdf, png  # noqa: F401


def attached(county, version, name="申请表.docx", data=DOCX, **given):
    by = who(county, Role.INFO_OFFICER)
    return attaching.attach(version, by=by, file=kept(county, name, data), **given)


def with_file(county, **fields):
    version = drafted(county, **fields)
    attached(county, version)
    return version


def picture_in(county, name="图.png"):
    file = kept(county, name, png())
    return file, f'<p>现将有关事项通知如下。</p><p><img src="{attaching.file_address(file)}" alt="流程图"></p>'


def test_attaching_changes_the_digest_and_is_noted_in_the_log(county):
    version = drafted(county)
    before = version.wording.sha256
    made = attached(county, version, title="附件1 申请表")
    now = version.wording
    assert now.sha256 != before and now.files_sha256 and made.title == "附件1 申请表"
    assert Event.objects.filter(move="attach_file").get().facts["title"] == "附件1 申请表"
    attaching.rename(version, by=who(county, Role.INFO_OFFICER), file=made.file, title="附件 申请表")
    assert version.wording.sha256 != now.sha256
    attaching.detach(version, by=who(county, Role.INFO_OFFICER), file=made.file)
    assert version.wording.sha256 == before and altered_wordings() == []


def test_the_order_of_files_is_part_of_the_digest(county):
    version = with_file(county)
    attached(county, version, "名单.csv", "序号,姓名\n1,甲".encode())
    before, keys = version.wording.sha256, [each.file.key for each in attaching.attachments_of(version.wording)]
    attaching.reorder(version, by=who(county, Role.INFO_OFFICER), files=keys[::-1])
    assert [each.file.key for each in attaching.attachments_of(version.wording)] == keys[::-1]
    assert version.wording.sha256 != before


def test_the_same_content_is_attached_once(county):
    version = with_file(county)
    with pytest.raises(ValidationError, match="内容相同"):
        attached(county, version, "改了名字.docx")


def test_a_file_of_another_organ_is_not_attached(county):
    version = drafted(county)
    with pytest.raises(ValidationError, match="不属于本机关"):
        attaching.attach(version, by=who(county, Role.INFO_OFFICER), file=kept(county, organ=county.other))


def test_files_of_a_submitted_wording_stay_as_they_are(county):
    version = with_file(county)
    made = attaching.attachments_of(version.wording)[0]
    services.submit(version, by=who(county, Role.INFO_OFFICER))
    by = who(county, Role.INFO_OFFICER)
    with pytest.raises(NotAllowed):
        attaching.attach(version, by=by, file=kept(county, "图.png", png()))
    with pytest.raises(NotAllowed):
        attaching.detach(version, by=by, file=made.file)
    another = kept(county, "图.png", png())
    forbidden = [
        lambda: made.delete(),
        lambda: Attachment.objects.filter(pk=made.pk).update(title="换了"),
        lambda: Attachment.objects.create(wording=made.wording, file=another, title="另加"),
        lambda: StoredFile.objects.filter(pk=made.file_id).update(sha256="0" * 64),
        lambda: StoredFile.objects.filter(pk=made.file_id).update(place="uploads/elsewhere"),
    ]
    for change in forbidden:
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    for statement in (
        f"UPDATE publishing_attachment SET file_id = {another.pk} WHERE id = {made.pk}",
        f"DELETE FROM publishing_attachment WHERE id = {made.pk}",
        f"UPDATE files_storedfile SET name = 'x' WHERE id = {made.file_id}",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    StoredFile.objects.filter(pk=made.file_id).update(text="新提取的文字", facts={"pages": 1})


def test_changing_files_after_a_return_begins_a_new_wording_and_leaves_the_old_one(county):
    version = with_file(county)
    services.submit(version, by=who(county, Role.INFO_OFFICER))
    seen = version.wording
    services.review(version, by=who(county, Role.SECTION_HEAD), conclusion="returned", **GIVEN)
    attached(county, version, "图.png", png())
    assert version.wording.number == seen.number + 1
    assert [each.file.name for each in attaching.attachments_of(version.wording)] == ["申请表.docx", "图.png"]
    assert [each.file.name for each in attaching.attachments_of(seen)] == ["申请表.docx"]
    attaching.detach(version, by=who(county, Role.INFO_OFFICER), file=seen.attachments.get().file)
    assert seen.attachments.count() == 1 and altered_wordings() == [] and altered_files(type(seen).objects.all()) == []


def test_editing_the_text_and_the_next_version_keep_the_files(county):
    version = with_file(county)
    services.edit_draft(version, by=who(county, Role.INFO_OFFICER), title="改过的标题")
    assert version.wording.attachments.count() == 1
    item = published(county, title="另一件")
    first = item.versions.get()
    again = services.new_version(item, by=who(county, Role.INFO_OFFICER))
    attached(county, again)
    assert first.wording.attachments.count() == 0
    services.submit(again, by=who(county, Role.INFO_OFFICER))
    assert altered_wordings() == []


def test_pictures_that_the_text_names_are_attached_and_leave_with_it(county):
    file, body = picture_in(county)
    version = drafted(county, body_html=body)
    found = attaching.attachments_of(version.wording)
    assert [(each.file, each.placed) for each in found] == [(file, "within")]
    with pytest.raises(ValidationError, match="还在正文里"):
        attaching.detach(version, by=who(county, Role.INFO_OFFICER), file=file)
    services.edit_draft(version, by=who(county, Role.INFO_OFFICER), body_html="<p>不要图了。</p>")
    assert attaching.attachments_of(version.wording) == []


def test_a_text_with_a_picture_that_is_not_kept_is_not_submitted(county):
    foreign = kept(county, "图.png", png(), organ=county.other)
    version = drafted(county, body_html=f'<p>如图</p><img src="{attaching.file_address(foreign)}" alt="图">')
    with pytest.raises(ValidationError, match="找不到原件"):
        services.submit(version, by=who(county, Role.INFO_OFFICER))


def test_a_file_that_the_public_cannot_open_is_not_submitted(county):
    version = with_file(county)
    attached(county, version, "坏.pdf", b"%PDF-1.7\nnothing more")
    with pytest.raises(ValidationError, match=r"坏.*公众打不开"):
        services.submit(version, by=who(county, Role.INFO_OFFICER))


def test_words_of_files_are_read_before_reviewers_see_them(county):
    version = with_file(county)
    services.submit(version, by=who(county, Role.INFO_OFFICER))
    assert "年满十八周岁" in version.wording.attachments.get().file.text


def test_the_site_check_finds_bytes_and_lists_that_were_changed(county):
    version = with_file(county)
    services.submit(version, by=who(county, Role.INFO_OFFICER))

    def said():
        return next(each for each in check_all() if each.title == "附件")

    assert said().tone == "good"
    title = Attachment.objects.get().title
    with lifted(connection):
        Attachment.objects.update(title="换了标题")
    assert said().tone == "bad"
    with lifted(connection):
        Attachment.objects.update(title=title)
    with lifted(connection):
        Wording.objects.update(title="换了标题")
    assert next(each for each in check_all() if each.title == "发布审查").tone == "bad"
    place = StoredFile.objects.get().place
    with open(default_storage.path(place), "ab") as file:  # noqa: PTH123
        file.write(b"x")
    assert said().tone == "bad" and "申请表.docx" in said().text


def test_addresses_for_staff_replace_those_of_the_public(county):
    version = submitted(county)
    file, body = picture_in(county)
    shown = attaching.staff_body(body, version.item)
    assert f"/workbench/items/{version.item_id}/files/{file.key}/" in shown and 'src="/files/' not in shown
    assert attaching.referenced_keys(body) == attaching.referenced_keys(shown) == (file.key,)
