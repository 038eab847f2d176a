"""Columns: a tree that offices rearrange while every address that was public goes on leading somewhere."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
import segno
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from publishing_walks import column_of, drafted, published, who

from gongkai.organs.roles import Role
from gongkai.web.log.services import events_of
from gongkai.web.publishing import services
from gongkai.web.publishing.column_queries import beside, column_tree, in_column, public_counts
from gongkai.web.publishing.models import Placement, SiteColumn
from tests.web.conftest import verified


@pytest.fixture
def tree(county):
    """政策文件 / 规范性文件 / 农业 / 种植业, with 公告 beside the first."""
    top = column_of(county, code="policy", title="政策文件")
    second = column_of(county, code="normative", title="规范性文件", parent=top)
    third = column_of(county, code="farming", title="农业", parent=second)
    fourth = column_of(county, code="crops", title="种植业", parent=third)
    return {"top": top, "second": second, "third": third, "fourth": fourth,
            "beside": column_of(county, code="notices", title="公告")}  # fmt: skip


@pytest.fixture
def office(county):
    return who(county, Role.FOI_OFFICER)


def test_columns_go_four_levels_deep_and_no_deeper_nor_in_a_circle(county, tree, office):
    with pytest.raises(ValidationError, match="最多4级"):
        column_of(county, code="too-deep", title="水稻", parent=tree["fourth"])
    with pytest.raises(ValidationError, match="自己或者它的下级"):
        services.move_column(tree["top"], by=office, parent=tree["third"])
    with pytest.raises(ValidationError, match="最多4级"):
        services.move_column(tree["top"], by=office, parent=tree["beside"])


def test_what_is_in_a_column_moves_with_it(county, tree, office):
    item = published(county, column=tree["fourth"])
    assert [*in_column(tree["top"])] == [item] and not in_column(tree["beside"])
    services.move_column(tree["third"], by=office, parent=tree["beside"])
    moved = {each.code: each for each in SiteColumn.objects.all()}
    assert [*in_column(moved["notices"])] == [item] and not in_column(moved["policy"])
    assert moved["crops"].path.startswith(moved["farming"].path)
    assert events_of(tree["third"]).last().move == "move_column"


def test_a_merged_column_shows_in_the_other_and_its_address_leads_there_for_good(county, tree, office, client):
    item = published(county, column=tree["second"])
    services.merge_column(tree["second"], by=office, into=tree["beside"], reason="两个栏目内容重复")
    merged = SiteColumn.objects.get(code="normative")
    assert merged.merged_into == tree["beside"] and "内容重复" in merged.closed_why
    assert SiteColumn.objects.get(code="farming").parent == tree["beside"]
    assert [*in_column(SiteColumn.objects.get(code="notices"))] == [item]
    page = client.get("/nongye/catalogue/normative/")
    assert (page.status_code, page["Location"]) == (301, "/nongye/catalogue/notices/")
    with pytest.raises(ValidationError, match="不能重新启用"):
        services.reopen_column(merged, by=office, reason="还要用")
    with pytest.raises(ValidationError, match="不能再移动"):
        services.move_column(merged, by=office, parent=None)


def test_a_column_is_not_merged_into_itself_into_what_is_below_it_or_into_another_organs(county, tree, office):
    foreign = column_of(county, county.other, code="documents")
    for into in (tree["top"], tree["third"], foreign):
        with pytest.raises(ValidationError):
            services.merge_column(tree["top"], by=office, into=into, reason="重复")
    with pytest.raises(ValidationError, match="理由"):
        services.merge_column(tree["fourth"], by=office, into=tree["beside"], reason=" ")


def test_a_renamed_column_is_reached_by_its_old_address(county, tree, office, client):
    services.edit_column(tree["beside"], by=office, code="gonggao", title="公告公示")
    page = client.get("/nongye/catalogue/notices/?page=2")
    assert (page.status_code, page["Location"]) == (301, "/nongye/catalogue/gonggao/")
    with pytest.raises(ValidationError, match="别的栏目用过"):
        column_of(county, code="notices", title="另一个")
    services.edit_column(SiteColumn.objects.get(code="gonggao"), by=office, code="notices")
    assert client.get("/nongye/catalogue/notices/").status_code == 200
    assert client.get("/nongye/catalogue/gonggao/")["Location"] == "/nongye/catalogue/notices/"


def test_closing_and_reopening_are_dated_with_a_reason(county, tree, office):
    today = timezone.localdate()
    with pytest.raises(ValidationError, match="先停用下级栏目"):
        services.close_column(tree["top"], by=office, on=today, reason="不用了")
    with pytest.raises(ValidationError, match="早于开设日期"):
        services.close_column(tree["beside"], by=office, on=today - timedelta(days=400), reason="不用了")
    services.close_column(tree["beside"], by=office, on=today, reason="三年没有新的内容")
    with pytest.raises(ValidationError, match="已经从"):
        services.close_column(tree["beside"], by=office, on=today, reason="再停一次")
    services.reopen_column(tree["beside"], by=office, reason="今年重新开展")
    assert [each.move for each in events_of(tree["beside"])] == ["add_column", "close_column", "reopen_column"]
    assert [each.note for each in events_of(tree["beside"])][1:] == ["三年没有新的内容", "今年重新开展"]


def test_the_order_among_those_beside_it_is_changed_one_place_at_a_time(county, tree, office):
    services.shift_column(tree["beside"], by=office, steps=-1)
    assert [each.column.code for each in column_tree(county.bureau)] == ["notices", "policy"]
    services.shift_column(tree["beside"], by=office, steps=-1)
    assert [each.column.code for each in column_tree(county.bureau)] == ["notices", "policy"]


def test_an_item_is_shown_and_counted_once_in_each_column_where_it_is_placed(
    county, tree, office, django_assert_max_num_queries
):
    item = published(county, column=tree["fourth"], also_in=[tree["beside"].pk, tree["third"].pk])
    other = published(county, column=tree["beside"], title="公告一则", document_number="")
    assert Placement.objects.count() == 2
    assert {*in_column(tree["beside"])} == {item, other}
    assert [*in_column(tree["top"])] == [item]
    counts = {SiteColumn.objects.get(pk=pk).code: count for pk, count in public_counts(county.bureau).items()}
    assert counts == {"policy": 1, "normative": 1, "farming": 1, "crops": 1, "notices": 2}
    with django_assert_max_num_queries(2):
        list(in_column(tree["beside"]))
    services.withdraw(item, by=office, reason="含有个人信息")
    assert public_counts(county.bureau) == {tree["beside"].pk: 1}


def test_a_column_without_placements_is_read_by_its_index(county, tree):
    from django.db import connection

    if connection.vendor != "sqlite":
        pytest.skip("看的是 SQLite 的查询计划")
    published(county, column=tree["fourth"])
    plan = in_column(tree["fourth"])[:20].explain()
    assert "item_public_in_column" in plan and "TEMP B-TREE" not in plan


def test_neighbours_are_those_of_the_column_that_the_public_can_read(county, tree):
    first, second, third = (
        published(county, column=tree["beside"], title=f"公告{number}", document_number="") for number in (1, 2, 3)
    )
    drafted(county, column=tree["beside"])
    assert beside(second) == (first, third)
    assert beside(first)[0] is None and beside(third)[1] is None


def test_the_office_arranges_columns_on_its_pages_and_reads_their_history(
    county, tree, client, django_assert_max_num_queries
):
    verified(client, county.person(Role.FOI_OFFICER))
    at = "/workbench/items/columns/"
    pk = tree["beside"].pk
    assert client.post(f"{at}{pk}/shift/", {"to": "up"}).status_code == 302
    page = client.post(f"{at}{pk}/close/", {"on": "", "reason": ""})
    assert page.status_code == 422 and "请填写停用日期" in page.content.decode()
    assert client.post(f"{at}{pk}/close/", {"on": "2099-01-01", "reason": "不用了"}).status_code == 302
    assert client.post(f"{at}{pk}/reopen/", {"reason": "又用了"}).status_code == 302
    page = client.post(f"{at}{pk}/merge/", {"into": pk, "reason": "重复"})
    assert page.status_code == 422 and "不能并入这个栏目" in page.content.decode()
    assert client.post(f"{at}{pk}/merge/", {"into": tree["top"].pk, "reason": "重复"}).status_code == 302
    history = client.get(f"{at}{pk}/history/").content.decode()
    for told in ("开设", "停用栏目", "又用了", "合并栏目", "并入由“空”改为“政策文件”"):
        assert told in history or told == "开设"
    with django_assert_max_num_queries(12):
        listed = client.get(at).content.decode()
    assert "已经合并的栏目" in listed and "深" not in listed
    told = {"title": "种植", "code": "crops", "parent": tree["top"].pk, "kind": "news", "update_class": "news",
            "order": 10, "topic": "on", "introduction": "导语"}  # fmt: skip
    assert client.post(f"{at}{tree['fourth'].pk}/", told).status_code == 302
    assert SiteColumn.objects.get(code="crops").parent == tree["top"]


def test_a_reader_of_columns_sees_the_history_and_changes_nothing(county, tree, client):
    verified(client, county.person(Role.INFO_OFFICER))
    at = f"/workbench/items/columns/{tree['beside'].pk}/"
    assert client.get(f"{at}history/").status_code == 200
    for step in ("close/", "reopen/", "merge/", "shift/", ""):
        assert client.post(at + step, {"to": "up", "reason": "理由", "on": "2099-01-01"}).status_code == 403
    verified(client, county.person(Role.FOI_OFFICER, county.other))
    for step in ("history/", "close/", ""):
        assert client.get(at + step).status_code == 404


def test_a_topic_takes_a_picture_with_its_description_and_nothing_else(county, client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    verified(client, county.person(Role.FOI_OFFICER))
    told = {
        "title": "秋粮收购",
        "code": "harvest",
        "kind": "other",
        "update_class": "regular",
        "order": 10,
        "topic": "on",
    }
    drawn = io.BytesIO()
    segno.make("秋粮收购").save(drawn, kind="png")

    def sent(data, **more):
        upload = SimpleUploadedFile("banner.png", data)
        return client.post("/workbench/items/columns/new/", told | more | {"new_picture": upload})

    page = sent(drawn.getvalue())
    assert page.status_code == 422 and "读屏软件" in page.content.decode()
    page = sent(b"%PDF-1.4 no picture", picture_text="收割")
    assert page.status_code == 422 and not SiteColumn.objects.filter(code="harvest").exists()
    assert sent(drawn.getvalue(), picture_text="联合收割机在收割").status_code == 302
    topic = SiteColumn.objects.get(code="harvest")
    shown = client.get("/nongye/catalogue/harvest/picture")
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/png")
    assert 'alt="联合收割机在收割"' in client.get(topic.get_absolute_url()).content.decode()
    assert client.post(f"/workbench/items/columns/{topic.pk}/", told | {"no_picture": "on"}).status_code == 302
    assert client.get("/nongye/catalogue/harvest/picture").status_code == 404
