"""Importing and handing over in the workbench."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from publishing_walks import column_of, published
from test_exchange_importing import line, listed

from gongkai.organs.roles import Role
from gongkai.web.exchange.models import HandOver, ImportBatch
from gongkai.web.publishing.models import Item
from tests.web.conftest import signed_in, verified

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(county, client):
    column_of(county)
    return verified(client, county.person(Role.FOI_OFFICER))


def upload(client, data, name="清单.csv"):
    return client.post(reverse("workbench:new_item_import"), {"file": SimpleUploadedFile(name, data)})


def test_a_list_is_uploaded_looked_at_and_imported(office):
    page = upload(office, listed(line(1), line(2)))
    batch = ImportBatch.objects.get()
    assert page.url == batch.get_absolute_url()
    shown = office.get(page.url).content.decode()
    assert "导入成草稿（2件）" in shown
    office.post(page.url)
    assert Item.objects.count() == 2
    assert "已导入" in office.get(page.url).content.decode()


def test_wrong_lines_are_shown_and_can_be_taken_home(office):
    upload(office, listed(line(1), line(2, 栏目="=没有的栏目")))
    batch = ImportBatch.objects.get()
    shown = office.get(batch.get_absolute_url(), {"only": "refused"}).content.decode()
    assert "没有“=没有的栏目”这个在用的栏目" in shown
    assert office.post(batch.get_absolute_url()).status_code == 422
    listing = office.get(reverse("workbench:item_import_problems", args=[batch.pk])).content.decode()
    assert "关于第2号收购点的公告" in listing
    office.post(batch.get_absolute_url(), {"without_refused": "yes"})
    assert Item.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ("题目,栏目\n甲,乙".encode("gb18030"), "不认识的列：题目"),
        ("标题,栏目,体裁,正文,发布日期\n甲,乙,丙,丁,2020-01-01".encode(), "由系统在发布时记录"),
        (b"\x00\x01\x02\x03", "编码"),
        (b"", "空的"),
    ],
)
def test_a_file_that_is_no_list_is_answered_beside_the_field(office, data, told):
    page = upload(office, data)
    assert page.status_code == 422
    assert told in page.content.decode()


def test_the_template_can_be_uploaded_as_it_is(office):
    page = upload(office, office.get(reverse("workbench:item_import_template")).content)
    assert page.status_code == 302


def test_who_may_not_import_is_told_so(county, client):
    column_of(county)
    signed_in(client, county.person(Role.INFO_OFFICER))
    assert client.get(reverse("workbench:new_item_import")).status_code == 403
    assert client.get(reverse("workbench:item_imports")).status_code == 403


def test_a_package_is_made_downloaded_and_its_receipt_taken(county, office):
    item = published(county)
    page = office.post(reverse("workbench:new_hand_over"))
    package = HandOver.objects.get()
    assert page.url == package.get_absolute_url()
    got = office.get(reverse("workbench:hand_over_file", args=[package.pk]))
    assert b"".join(got.streaming_content)[:2] == b"PK"
    told = {
        "schema": "gongkai.receipt/1",
        "package_sha256": package.sha256,
        "items": [{"index_number": item.index_number, "url": "https://www.example.gov.cn/1"}],
    }
    office.post(page.url, {"file": SimpleUploadedFile("r.json", json.dumps(told).encode())})
    assert "https://www.example.gov.cn/1" in office.get(page.url).content.decode()


def test_nothing_new_is_told_in_words(county, office):
    page = office.post(reverse("workbench:new_hand_over"))
    assert page.status_code == 422
    assert "不用制作移交包" in page.content.decode()


def test_what_is_no_package_is_answered_beside_the_field(office):
    page = office.post(reverse("workbench:receive_package"), {"file": SimpleUploadedFile("a.zip", b"PK nothing")})
    assert page.status_code == 422
    assert "没有接收" in page.content.decode() or "不是移交包" in page.content.decode()


def test_the_export_holds_what_is_public_and_is_a_list_that_can_be_read_again(county, office):
    published(county, title="=1+1 的通知")
    table = b"".join(office.get(reverse("workbench:export_items_csv")).streaming_content).decode()
    assert "'=1+1" in table
    told = json.loads(b"".join(office.get(reverse("workbench:export_items_json")).streaming_content))
    assert [each["title"] for each in told["items"]] == ["=1+1 的通知"]


def test_the_list_of_a_batch_asks_no_more_for_many_lines(office, django_assert_max_num_queries):
    upload(office, listed(*(line(number) for number in range(1, 31))))
    url = ImportBatch.objects.get().get_absolute_url()
    with django_assert_max_num_queries(14):
        office.get(url)
