"""Lists of items as they come: every line read or told what is wrong with it."""

import json
from datetime import date

import pytest

from gongkai.organs.importing.table import UnreadableList
from gongkai.publishing.catalogue_rows import HEADINGS, read_rows

HEAD = "标题,栏目,体裁,正文,文号,成文日期"


def rows(*lines, head=HEAD, encoding="utf-8"):
    return read_rows("\n".join((head, *lines)).encode(encoding))


def test_a_line_becomes_the_fields_of_a_wording():
    (row,) = rows("关于秋粮收购的通知,documents,行政规范性文件,一、范围。,青农发[2024]012号,2024年9月20日")
    assert row.errors == []
    assert row.column == "documents"
    assert row.fields == {
        "title": "关于秋粮收购的通知",
        "genre": "normative_documents",
        "body_html": "一、范围。",
        "document_number": "青农发〔2024〕12号",
        "signed_on": date(2024, 9, 20),
        "disclosure_class": "proactive",
    }


def test_a_list_written_by_an_old_spreadsheet_is_read():
    (row,) = rows("关于秋粮收购的通知,documents,公告公示,正文,,", encoding="gb18030")
    assert row.fields["title"] == "关于秋粮收购的通知"


def test_a_publication_date_is_refused_with_the_reason():
    with pytest.raises(UnreadableList, match="系统在发布时记录"):
        rows("甲,documents,公告公示,正文,2020-01-01", head="标题,栏目,体裁,正文,发布日期")
    with pytest.raises(UnreadableList, match="系统在发布时记录"):
        read_rows(json.dumps([{"title": "甲", "published_at": "2020-01-01"}]).encode())


def test_a_wrong_heading_is_named_with_those_that_there_are():
    with pytest.raises(UnreadableList, match=r"题目.*标题"):
        rows("甲,documents,公告公示,正文", head="题目,栏目,体裁,正文", encoding="gb18030")


def test_each_wrong_cell_is_told_and_the_rest_of_the_line_is_kept():
    (row,) = rows("甲,documents,通告,正文,,2024-02-30")
    assert len(row.errors) == 2
    assert "通告" in row.errors[0]
    assert "2024-02-30" in row.errors[1]


def test_a_missing_title_is_told():
    (row,) = rows(",documents,公告公示,正文,,")
    assert row.errors == ["没有填“标题”。"]


def test_the_same_item_twice_in_one_list_is_told_on_the_second_line():
    first, second = rows("甲,documents,公告公示,正文,,", "甲,documents,公告公示,正文,,")
    assert first.errors == []
    assert "第2行" in second.errors[0]


def test_a_duplicate_index_number_is_told_however_it_is_written():
    head = HEAD + ",索引号"
    line = "甲{},documents,公告公示,正文,,,{}"
    first, second = rows(line.format(1, "000014349/2017-00110"), line.format(2, "０００014349／2017—00110"), head=head)
    assert first.index_number == second.index_number == "000014349/2017-00110"
    assert "重复" in second.errors[0]


def test_json_takes_the_same_fields_by_their_names():
    given = {
        "title": "粮食种植补贴申领",
        "column": "services",
        "genre": "services",
        "body_html": "<p>说明</p>",
        "statutory_classes": ["第二十条第（五）项", "art20_11"],
        "details": {"basis": "《粮食安全保障法》"},
    }
    (row,) = read_rows(json.dumps({"items": [given]}, ensure_ascii=False).encode())
    assert row.errors == []
    assert row.fields["statutory_classes"] == ["art20_5", "art20_11"]
    assert row.fields["details"] == {"basis": "《粮食安全保障法》"}


@pytest.mark.parametrize("data", [b"", b"{", b"[1]", b'{"items": 3}', b"[" * 100_000, b"\x00\x01\x02", "标题".encode()])
def test_what_is_no_list_is_refused_in_words(data):
    with pytest.raises(UnreadableList):
        read_rows(data)


def test_every_heading_is_read_from_json_and_from_a_table():
    assert len({each.title for each in HEADINGS}) == len({each.field for each in HEADINGS}) == len(HEADINGS)
