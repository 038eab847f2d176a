"""Packages between installations: what is new or changed, once, checked part by part, reviewed anew where it arrives."""

import hashlib
import io
import json
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from publishing_walks import GIVEN, cleared, column_of, published, who

from gongkai.organs.roles import Role
from gongkai.web.exchange.importing import carry_out, counts
from gongkai.web.exchange.packing import hand_over, keep_receipt
from gongkai.web.exchange.receiving import open_package, plan_package, receipt
from gongkai.web.publishing import services
from gongkai.web.publishing.models import Item

pytestmark = pytest.mark.django_db


def bytes_of(package):
    with default_storage.open(package.place) as stream:
        return stream.read()


def packed(county, **more):
    return hand_over(county.bureau, by=who(county, Role.FOI_OFFICER), **more)


def elsewhere(county, data):
    """The package as it would come to an installation where the organ has none of these items: to the other bureau, as if its own."""
    column_of(county, county.other)
    numbers = {item.index_number: f"county/2024-{item.pk:05d}" for item in Item.objects.exclude(index_number=None)}
    return changed(data, lambda text: replaced(text, numbers), county.other.code)


def replaced(text, numbers):
    for old, new in numbers.items():
        text = text.replace(old, new)
    return text


def changed(data, change, organ="jiaoyu"):
    """The same package with other items, its manifest made right."""
    given = zipfile.ZipFile(io.BytesIO(data))
    parts = {name: given.read(name) for name in given.namelist()}
    parts["items.jsonl"] = change(parts["items.jsonl"].decode()).encode()
    manifest = json.loads(parts["manifest.json"])
    manifest["organ"]["code"] = organ
    for part in manifest["parts"]:
        part["sha256"] = hashlib.sha256(parts[part["path"]]).hexdigest()
    parts["manifest.json"] = json.dumps(manifest).encode()
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return written.getvalue()


def received(county, data):
    by = who(county, Role.FOI_OFFICER, county.other)
    return plan_package(county.other, by=by, name="移交包.zip", data=data)


def test_a_package_holds_what_is_public_and_nothing_else(county):
    item = published(county)
    cleared(county, title="还没有发布的通知")
    data = bytes_of(packed(county))
    package = open_package(data)
    assert [told["index_number"] for told in package.records] == [item.index_number]
    assert "还没有发布" not in data.decode("latin-1") + package.archive.read("items.jsonl").decode()


def test_the_next_package_holds_only_what_changed_since(county):
    published(county)
    packed(county)
    with pytest.raises(ValidationError, match="不用制作"):
        packed(county)
    second = published(county, title="第二件")
    (told,) = open_package(bytes_of(packed(county))).records
    assert told["index_number"] == second.index_number


def test_a_withdrawn_item_is_told_without_its_words(county):
    item = published(county, title="不该公开的名单")
    packed(county)
    services.withdraw(item, by=who(county, Role.FOI_OFFICER), reason="含有个人隐私")
    data = bytes_of(packed(county))
    (told,) = open_package(data).records
    assert told["state"] == "withdrawn"
    assert "不该公开的名单" not in json.dumps(told, ensure_ascii=False)


def test_a_package_becomes_drafts_and_twice_becomes_no_more(county):
    published(county)
    data = elsewhere(county, bytes_of(packed(county)))
    batch = received(county, data)
    assert counts(batch) == {"ready": 1}
    carry_out(batch, by=who(county, Role.FOI_OFFICER, county.other))
    (mine,) = Item.objects.filter(organ=county.other)
    assert mine.state == "unpublished"
    assert mine.earlier_published_on is not None
    again = received(county, data)
    assert counts(again) == {"known": 1}


def test_a_changed_item_becomes_a_new_version_here(county):
    published(county)
    data = elsewhere(county, bytes_of(packed(county)))
    by = who(county, Role.FOI_OFFICER, county.other)
    carry_out(received(county, data), by=by)
    (mine,) = Item.objects.filter(organ=county.other)
    version = mine.versions.get()
    services.submit(version, by=by)
    for role, conclusion in (
        (Role.SECTION_HEAD, "passed"),
        (Role.SECRECY_REVIEWER, "passed"),
        (Role.LEADING_GROUP, "cleared"),
    ):
        services.review(version, by=who(county, role, county.other), conclusion=conclusion, **GIVEN)
    services.publish(version, by=who(county, Role.LEADING_GROUP, county.other))
    later = changed(data, lambda text: text.replace("现将有关事项", "现将修改后的事项"))
    batch = received(county, later)
    assert counts(batch) == {"changed": 1}
    carry_out(batch, by=by)
    assert mine.versions.count() == 2
    assert "修改后的事项" in mine.versions.order_by("-number")[0].wording.body_html


def test_a_package_that_was_tampered_with_is_refused(county):
    published(county)
    data = bytes_of(packed(county))
    given = zipfile.ZipFile(io.BytesIO(data))
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name in given.namelist():
            content = given.read(name)
            archive.writestr(
                name, content.replace("现将".encode(), "现在".encode()) if name == "items.jsonl" else content
            )
    with pytest.raises(ValidationError, match="校验值不一致"):
        open_package(written.getvalue())


@pytest.mark.parametrize("data", [b"", b"PK", b"{}", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_package_is_refused_in_words(data):
    with pytest.raises(ValidationError):
        open_package(data)


def test_the_package_of_another_organ_is_refused(county):
    published(county)
    with pytest.raises(ValidationError, match="青石县农业农村局"):
        received(county, bytes_of(packed(county)))


def test_a_receipt_tells_the_sender_where_each_item_stands(county):
    item = published(county)
    package = packed(county)
    told = {
        "schema": "gongkai.receipt/1",
        "package_sha256": package.sha256,
        "items": [{"index_number": item.index_number, "url": "http://www.example.gov.cn/items/1"}],
    }
    by = who(county, Role.FOI_OFFICER)
    assert keep_receipt(package, by=by, data=json.dumps(told).encode()) == 1
    assert package.lines.get().url == "http://www.example.gov.cn/items/1"
    with pytest.raises(ValidationError, match="不是这一包"):
        keep_receipt(package, by=by, data=json.dumps(told | {"package_sha256": "0" * 64}).encode())
    with pytest.raises(ValidationError, match="网址不对"):
        wrong = told | {"items": [{"index_number": item.index_number, "url": "javascript:alert(1)"}]}
        keep_receipt(package, by=by, data=json.dumps(wrong).encode())


def test_a_receipt_names_only_what_is_public_here(county):
    published(county)
    data = elsewhere(county, bytes_of(packed(county)))
    batch = received(county, data)
    carry_out(batch, by=who(county, Role.FOI_OFFICER, county.other))
    assert receipt(batch)["items"] == []
