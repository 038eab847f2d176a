"""Lists of items: a dry run first, each line told, nothing half done, nothing twice."""

import json
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from publishing_walks import column_of, published, who

from gongkai.organs.importing.table import UnreadableList
from gongkai.organs.roles import Role
from gongkai.web.exchange.importing import carry_out, counts, drop
from gongkai.web.exchange.models import ImportBatch, ImportLine
from gongkai.web.exchange.planning import plan_batch
from gongkai.web.publishing.models import Item, Version

pytestmark = pytest.mark.django_db
HEAD = "标题,栏目,科室,体裁,正文,文号,成文日期,索引号"


def listed(*lines, encoding="utf-8"):
    return "\n".join((HEAD, *lines)).encode(encoding)


def line(number, **cells):
    given = {
        "标题": f"关于第{number}号收购点的公告",
        "栏目": "documents",
        "科室": "种植业科",
        "体裁": "公告公示",
        "正文": f"第{number}号收购点开秤。",
    }
    given |= {"文号": f"青农发〔2024〕{number}号", "成文日期": "2024-09-20", "索引号": ""} | cells
    return ",".join(given[name] for name in HEAD.split(","))


def planned(county, *lines, encoding="utf-8"):
    column_of(county)
    return plan_batch(
        county.bureau, by=who(county, Role.FOI_OFFICER), name="清单.csv", data=listed(*lines, encoding=encoding)
    )


def test_a_dry_run_writes_no_item(county):
    batch = planned(county, line(1), line(2), encoding="gb18030")
    assert counts(batch) == {"ready": 2}
    assert not Item.objects.exists()


def test_a_batch_becomes_drafts_for_review_and_nothing_public(county):
    batch = planned(county, line(1), line(2))
    carry_out(batch, by=who(county, Role.FOI_OFFICER))
    assert batch.state == "done"
    assert [item.state for item in Item.objects.all()] == ["unpublished"] * 2
    assert {version.state for version in Version.objects.all()} == {"draft"}
    assert Item.objects.order_by("pk")[0].document_number == "青农发〔2024〕1号"


def test_while_a_line_is_wrong_nothing_is_imported_unless_it_is_left_out(county):
    batch = planned(county, line(1), line(2, 栏目="没有的栏目"), line(3, 科室=""))
    assert counts(batch) == {"ready": 1, "refused": 2}
    with pytest.raises(ValidationError, match="还有2行有错"):
        carry_out(batch, by=who(county, Role.FOI_OFFICER))
    assert not Item.objects.exists()
    carry_out(batch, by=who(county, Role.FOI_OFFICER), without_refused=True)
    assert Item.objects.count() == 1


def test_the_same_list_again_imports_nothing(county):
    carry_out(planned(county, line(1), line(2)), by=who(county, Role.FOI_OFFICER))
    again = planned(county, line(1), line(2), line(3))
    assert counts(again) == {"known": 2, "ready": 1}
    carry_out(again, by=who(county, Role.FOI_OFFICER))
    assert Item.objects.count() == 3


def test_an_index_number_that_is_borne_is_refused_with_its_owner(county):
    owner = published(county)
    batch = planned(county, line(1, 索引号=owner.index_number))
    (refused,) = batch.lines.all()
    assert refused.state == "refused"
    assert owner.title in refused.problems[0]


def test_an_index_number_of_another_organs_unpublished_item_does_not_give_its_title_away(county):
    theirs = published(county, county.other)
    batch = planned(county, line(1, 索引号=theirs.index_number))
    (refused,) = batch.lines.all()
    assert theirs.title not in refused.problems[0]


def test_an_imported_index_number_is_kept_on_publication_and_stepped_over(county):
    taken = f"nongye/{date.today().year}-00001"
    batch = planned(county, line(1, 索引号=taken))
    carry_out(batch, by=who(county, Role.FOI_OFFICER))
    assert Item.objects.get().index_number == taken
    other = published(county)
    assert other.index_number.endswith("-00002")


def test_an_import_that_was_cut_off_goes_on_where_it_stopped(county, monkeypatch):
    monkeypatch.setattr("gongkai.web.exchange.importing.PORTION", 2)
    moments = iter([0.0, 100.0, 100.0, 100.0, 100.0, 100.0, 100.0, 100.0])
    batch = planned(county, *(line(number) for number in range(1, 6)))
    carry_out(batch, by=who(county, Role.FOI_OFFICER), clock=lambda: next(moments))
    assert (batch.state, Item.objects.count()) == ("running", 2)
    carry_out(batch, by=who(county, Role.FOI_OFFICER))
    assert (batch.state, Item.objects.count()) == ("done", 5)
    assert ImportLine.objects.filter(state="done", item__isnull=False).count() == 5


def test_a_finished_batch_is_not_imported_again(county):
    batch = planned(county, line(1))
    carry_out(batch, by=who(county, Role.FOI_OFFICER))
    with pytest.raises(ValidationError, match="已导入"):
        carry_out(batch, by=who(county, Role.FOI_OFFICER))
    assert Item.objects.count() == 1


def test_a_new_dry_run_replaces_the_one_before(county):
    first = planned(county, line(1))
    planned(county, line(1))
    first.refresh_from_db()
    assert first.state == "dropped"
    with pytest.raises(ValidationError):
        drop(first, by=who(county, Role.FOI_OFFICER))


def test_what_is_no_list_leaves_no_batch(county):
    with pytest.raises(UnreadableList):
        plan_batch(county.bureau, by=who(county, Role.FOI_OFFICER), name="a.csv", data=json.dumps([1]).encode())
    assert not ImportBatch.objects.exists()
