"""The open interface: everything public and nothing else, in the same words for lists, single items and tables."""

import json

import pytest
from publishing_walks import cleared, column_of, drafted, published, submitted, who

from gongkai.organs.roles import Role
from gongkai.web.publishing import services
from gongkai.web.publishing.models import Item

pytestmark = pytest.mark.django_db
V1 = "/api/v1"


def get(client, path, status=200, **query):
    answer = client.get(f"{V1}{path}", query)
    assert answer.status_code == status, answer.content.decode()
    return answer.json()


def test_the_description_names_every_address(client):
    paths = get(client, "/openapi.json")["paths"]
    for path in (
        "/items",
        "/items/{index_number}",
        "/policies",
        "/services",
        "/search",
        "/changes",
        "/organs",
        "/annual-reports",
    ):
        assert f"{V1}{path}" in paths


def test_an_item_is_told_with_its_text_and_particulars(client, county):
    item = published(county)
    told = get(client, f"/items/{item.index_number}")
    assert told["title"] == item.title
    assert told["document_number"] == "青农发〔2024〕12号"
    assert "现将有关事项通知如下" in told["body_html"]
    assert told["organ"] == {"code": "nongye", "name": "青石县农业农村局"}
    assert get(client, "/items/" + item.index_number.replace("-", "—"))["index_number"] == item.index_number


def test_nothing_that_is_not_public_is_told_anywhere(client, county):
    for make in (drafted, submitted, cleared):
        make(county, title="还在审查的通知", document_number="青农发〔2024〕99号")
    gone = published(county, title="撤下的名单", document_number="青农发〔2024〕98号")
    services.withdraw(gone, by=who(county, Role.FOI_OFFICER), reason="含有个人隐私")
    Item.objects.filter(state="unpublished").update(index_number=None)
    for path, query in (
        ("/items", {}), ("/policies", {}), ("/services", {}), ("/search", {"q": "通知"}), ("/search", {"q": "名单"}),
        ("/items", {"document_number": "青农发〔2024〕99号"}), ("/organs/nongye/columns", {}), ("/changes", {}),
    ):  # fmt: skip
        said = json.dumps(get(client, path, **query), ensure_ascii=False)
        assert "还在审查" not in said
        assert "撤下的名单" not in said
    table = b"".join(client.get(f"{V1}/items.csv").streaming_content).decode()
    assert "还在审查" not in table
    assert "撤下的名单" not in table
    assert get(client, f"/items/{gone.index_number}", 410)["code"] == "withdrawn"


def test_lists_are_narrowed_and_paged(client, county):
    first, second = published(county), published(county, title="第二件", document_number="青农发〔2024〕13号")
    published(county, county.other, title="别的机关的")
    told = get(client, "/items", organ="nongye", per_page=1)
    assert (told["count"], told["items"][0]["index_number"]) == (2, second.index_number)
    assert told["next"].endswith("page=2")
    assert get(client, "/items", organ="nongye", per_page=1, page=2)["items"][0]["index_number"] == first.index_number
    assert get(client, "/items", document_number="青农发[2024]13号")["count"] == 1
    assert get(client, "/items", organ="nongye", column="documents")["count"] == 2
    assert get(client, "/items", column="nothing", organ="nongye")["count"] == 0
    assert get(client, "/policies", validity="valid")["count"] == 3
    assert get(client, "/policies", validity="repealed")["count"] == 0


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/items", {"page": 0}),
        ("/items", {"per_page": 1000}),
        ("/items", {"validity": "always"}),
        ("/items", {"published_since": "gestern"}),
        ("/items", {"year": "12345"}),
        ("/search", {}),
        ("/changes", {"after": "-1"}),
    ],
)
def test_a_wrong_parameter_is_named_in_a_sentence(client, county, path, query):
    told = get(client, path, 422, **query)
    assert told["code"] == "invalid"
    assert told["parameters"]
    assert told["message"].startswith("参数")


@pytest.mark.parametrize(
    "path", ["/items/none", "/items/x/2024-00001", "/organs/none", "/items/%00", "/organs/none/columns"]
)
def test_what_is_not_there_is_told_in_a_sentence(client, county, path):
    assert get(client, path, 404)["code"] == "not_found"


def test_what_is_hostile_in_a_parameter_finds_nothing(client, county):
    published(county)
    for value in ("\x00", "' or 1=1 --", "％", "🙂" * 10, "a" * 19):
        assert client.get(f"{V1}/items", {"theme": value[:20]}).status_code in (200, 422)
        assert client.get(f"{V1}/items", {"organ": value, "column": value}).status_code in (200, 422)
        assert client.get(f"{V1}/search", {"q": value}).status_code in (200, 422)


def test_changes_go_on_from_where_they_were_left(client, county):
    item = published(county)
    told = get(client, "/changes")
    assert [each["index_number"] for each in told["items"]] == [item.index_number]
    after = told["next_after"]
    assert get(client, "/changes", after=after)["items"] == []
    services.withdraw(item, by=who(county, Role.FOI_OFFICER), reason="内容有误")
    (gone,) = get(client, "/changes", after=after)["items"]
    assert (gone["state"], gone["reason"]) == ("withdrawn", "内容有误")


def test_a_hit_is_told_with_its_words_marked(client, county):
    published(county)
    (hit,) = get(client, "/search", q="秋粮")["items"]
    assert "<mark>" in hit["title_html"]


def test_a_table_holds_what_the_list_holds(client, county):
    published(county)
    for name, head in (("services", "索引号"), ("organs", "代码"), ("annual-reports", "机关")):
        assert b"".join(client.get(f"{V1}/{name}.csv").streaming_content).decode().startswith(f"\ufeff{head}")
    assert "青石县教育局" in b"".join(client.get(f"{V1}/organs.csv").streaming_content).decode()
    table = b"".join(client.get(f"{V1}/items.csv", {"organ": "nongye"}).streaming_content).decode()
    assert "青农发〔2024〕12号" in table
    assert table.startswith("\ufeff索引号,标题")


def test_columns_and_classes_are_told(client, county):
    column_of(county)
    (column,) = get(client, "/organs/nongye/columns")
    assert (column["code"], column["items"]) == ("documents", 0)
    assert {each["key"] for each in get(client, "/classes")["genres"]} >= {"normative_documents", "services"}
    assert get(client, "/organs/nongye")["parent"] == "qingshi"


def test_a_list_asks_the_database_no_more_for_many_items(client, county, django_assert_max_num_queries):
    for number in range(6):
        published(county, title=f"第{number}件公告")
    with django_assert_max_num_queries(6):
        get(client, "/items")
    with django_assert_max_num_queries(18):
        get(client, "/search", q="公告")


def test_only_reading_is_possible(client):
    for method in (client.post, client.put, client.delete, client.patch):
        assert method(f"{V1}/items").status_code == 405
