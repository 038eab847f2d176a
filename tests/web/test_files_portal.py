"""Files on the portal: there while the item that has them is public, and not a moment longer."""

from __future__ import annotations

import pytest
from django.urls import reverse

from gongkai.organs.roles import Role
from gongkai.web.files.models import StoredFile
from gongkai.web.publishing import attaching, services
from gongkai.web.publishing.models import Item
from tests.web.publishing_walks import drafted, reviewed, submitted, who
from tests.web.test_files_keeping import DOCX, _own_storage, kept, pdf, png  # noqa: F401


def item_with(county, name="申请表.docx", data=DOCX, upto="published", version=None):
    version = version or drafted(county)
    file = kept(county, name, data)
    attaching.attach(version, by=who(county, Role.INFO_OFFICER), file=file)
    if upto != "draft":
        services.submit(version, by=who(county, Role.INFO_OFFICER))
        reviewed(county, version)
    if upto == "published":
        services.publish(version, by=who(county, Role.FOI_OFFICER))
    return Item.objects.get(pk=version.item_id), file


def body_of(answer):
    return b"".join(answer.streaming_content)


def test_a_file_of_a_public_item_is_handed_out_safely(client, county):
    _, file = item_with(county)
    answer = client.get(attaching.file_address(file))
    assert answer.status_code == 200 and body_of(answer) == DOCX
    headers = answer.headers
    assert headers["Content-Disposition"].startswith("attachment;") and "%E7%94%B3" in headers["Content-Disposition"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "must-revalidate" in headers["Cache-Control"] and headers["ETag"] == f'"{file.sha256}"'
    assert "Set-Cookie" not in headers and "Cookie" not in headers.get("Vary", "")


def test_pictures_are_shown_in_the_page(client, county):
    _, file = item_with(county, "图.png", png())
    answer = client.get(attaching.file_address(file))
    assert (answer.headers["Content-Type"], answer.headers["Content-Disposition"][:7]) == ("image/png", "inline;")


def test_an_unchanged_file_is_not_sent_again_and_a_part_on_demand(client, county):
    _, file = item_with(county)
    address = attaching.file_address(file)
    assert client.get(address, headers={"If-None-Match": f'W/"{file.sha256}"'}).status_code == 304
    part = client.get(address, headers={"Range": "bytes=2-5"})
    assert (part.status_code, body_of(part)) == (206, DOCX[2:6])
    assert part.headers["Content-Range"] == f"bytes 2-5/{len(DOCX)}"
    assert body_of(client.get(address, headers={"Range": "bytes=-3"})) == DOCX[-3:]
    assert client.get(address, headers={"Range": f"bytes={len(DOCX)}-"}).status_code == 416
    assert body_of(client.get(address, headers={"Range": "bytes=0-1", "If-Range": '"old"'})) == DOCX
    assert client.get(address, headers={"Range": "bytes=5-2,1-1"}).status_code == 200
    head = client.head(address)
    assert (head.status_code, head.headers["Content-Length"], head.content) == (200, str(len(DOCX)), b"")


@pytest.mark.parametrize("upto", ["draft", "cleared"])
def test_a_file_of_what_is_not_public_is_not_there(client, county, upto):
    _, file = item_with(county, upto=upto)
    assert client.get(attaching.file_address(file)).status_code == 404
    assert client.get(reverse("portal:file_preview", args=[file.key])).status_code == 404


def test_a_file_that_belongs_to_nothing_is_not_there(client, county):
    assert client.get(attaching.file_address(kept(county))).status_code == 404
    assert client.get("/files/00000000-0000-0000-0000-000000000001/x.pdf").status_code == 404


def test_a_file_of_a_withdrawn_item_leaves_the_note(client, county):
    item, file = item_with(county)
    services.withdraw(item, by=who(county, Role.FOI_OFFICER), reason="内容有误")
    answer = client.get(attaching.file_address(file))
    assert answer.status_code == 410 and "内容有误" in answer.content.decode()
    assert "申请表" not in answer.content.decode() and answer.headers["Cache-Control"] == "no-store"
    assert client.get(reverse("portal:file_preview", args=[file.key])).status_code == 410


def test_a_file_that_the_next_version_leaves_out_is_gone(client, county):
    item, file = item_with(county)
    again = services.new_version(item, by=who(county, Role.INFO_OFFICER))
    attaching.detach(again, by=who(county, Role.INFO_OFFICER), file=file)
    added = item_with(county, "图.png", png(), upto="cleared", version=again)[1]
    assert client.get(attaching.file_address(file)).status_code == 200
    assert client.get(attaching.file_address(added)).status_code == 404
    services.publish(again, by=who(county, Role.FOI_OFFICER))
    assert client.get(attaching.file_address(file)).status_code == 404
    assert client.get(attaching.file_address(added)).status_code == 200


def test_a_file_in_two_items_stays_while_one_of_them_is_public(client, county):
    first, file = item_with(county)
    item_with(county)
    assert StoredFile.objects.count() == 1
    services.withdraw(first, by=who(county, Role.FOI_OFFICER), reason="重复公开")
    assert client.get(attaching.file_address(file)).status_code == 200


def test_another_name_leads_to_the_right_one(client, county):
    _, file = item_with(county)
    answer = client.get(f"/files/{file.key}/x.exe")
    assert (answer.status_code, answer.headers["Location"]) == (301, attaching.file_address(file))


def test_a_document_has_a_page_that_says_the_same(client, county):
    _, file = item_with(county)
    answer = client.get(reverse("portal:file_preview", args=[file.key]))
    assert "年满十八周岁" in answer.content.decode()


def test_staff_see_a_file_before_it_is_public_and_strangers_never(client, county):
    from tests.web.conftest import signed_in

    version = submitted(county)
    assert version.state == "section_review"
    item, file = item_with(county, upto="draft")
    address = reverse("workbench:item_file", args=[item.pk, file.key])
    signed_in(client, county.person(Role.INFO_OFFICER))
    assert body_of(client.get(address)) == DOCX
    other = reverse("workbench:item_file", args=[version.item_id, file.key])
    assert client.get(other).status_code == 404
    signed_in(client, county.person(Role.FOI_OFFICER, county.other))
    for name in ("item_file", "item_file_preview"):
        assert client.get(reverse(f"workbench:{name}", args=[item.pk, file.key])).status_code == 404
    client.logout()
    assert client.get(address).status_code == 302


def test_a_picture_in_the_text_is_shown_to_staff_at_once_and_to_the_public_when_published(client, county):
    from tests.web.conftest import signed_in

    file = kept(county, "图.png", png())
    version = drafted(county, body_html=f'<p>如图：</p><p><img src="{attaching.file_address(file)}" alt="流程图"></p>')
    assert client.get(attaching.file_address(file)).status_code == 404
    signed_in(client, county.person(Role.INFO_OFFICER))
    address = reverse("workbench:item_file", args=[version.item_id, file.key])
    assert f'src="{address}"' in client.get(reverse("workbench:item", args=[version.item_id])).content.decode()
    assert body_of(client.get(address)) == png()
    client.logout()
    services.submit(version, by=who(county, Role.INFO_OFFICER))
    services.publish(reviewed(county, version), by=who(county, Role.FOI_OFFICER))
    page = client.get(Item.objects.get(pk=version.item_id).get_absolute_url()).content.decode()
    assert f'src="{attaching.file_address(file)}"' in page and 'class="file-list"' not in page
    assert client.get(attaching.file_address(file)).status_code == 200
