"""Lists as people make them are read into lines, and a list that cannot be read says why."""

from __future__ import annotations

import io

import pytest
import xlsxwriter

from gongkai.organs.importing.kinds import KINDS, ORGANS, PEOPLE, SECTIONS
from gongkai.organs.importing.table import MAX_LINES, UnreadableList, read_listing

TEXT = '机关,科室名称,电话\nnongye,种植业科,0700-1\n,,\nnongye,"法规,科",\n'


def sections(data):
    return read_listing(data, headings=SECTIONS.headings, needed=SECTIONS.needed)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_same_list_is_read_the_same_in_every_encoding(encoding):
    listing = sections(TEXT.encode(encoding))
    assert [(line.number, line.cells["科室名称"]) for line in listing.lines] == [(2, "种植业科"), (4, "法规,科")]


def test_a_spreadsheet_is_read_like_its_csv_file():
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for row, cells in enumerate(
            (["机关", "科室名称*", "电话"], ["nongye", "种植业科", 7001], [], ["nongye", "法规科"])
        ):
            sheet.write_row(row, 0, cells)
    listing = sections(written.getvalue())
    assert [(line.number, line.cells["科室名称"]) for line in listing.lines] == [(2, "种植业科"), (4, "法规科")]
    assert listing.lines[0].cells["电话"] == "7001"


@pytest.mark.parametrize("separator", ["\t", ";", "，"])
def test_other_separators_are_told_by_the_headings(separator):
    listing = sections(f"机关{separator}科室名称\nnongye{separator}农机科\n".encode())
    assert listing.lines[0].cells == {"机关": "nongye", "科室名称": "农机科"}


def test_a_formula_stays_text_and_is_noted():
    listing = sections("机关,科室名称\nnongye,=HYPERLINK(1)\n".encode())
    assert listing.lines[0].cells["科室名称"] == "=HYPERLINK(1)"
    assert "不当公式计算" in listing.lines[0].notes[0]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "是空的"),
        (b"\n\n", "是空的"),
        ("机关,名字\nnongye,农机科".encode(), "不认识的列：名字"),
        ("机关\nnongye".encode(), "缺少必填的列：科室名称"),
        ("甲,乙\n1,2".encode(), "第一行不是表头"),
        ("机关,机关,科室名称\na,b,c".encode(), "重复的列：机关"),
        ('机关,科室名称\nnongye,"没有结尾\n'.encode(), "第2行的引号不成对"),
        (b"\x00\x01\x02\x03", "文字编码"),
        (b"\xff\xfe\x00", "文字编码"),
        (b"PK\x03\x04rubbish", "."),
        (b"\xd0\xcf\x11\xe0rubbish", "老的 XLS"),
        (("机关,科室名称\n" + "nongye,科\n" * (MAX_LINES + 1)).encode(), "分成几个文件"),
        (b"x" * (5 * 1024 * 1024 + 1), "超过5MB"),
    ],
    ids=[
        "nothing",
        "blank",
        "strange",
        "missing",
        "no-head",
        "twice",
        "quote",
        "binary",
        "half",
        "zip",
        "xls",
        "long",
        "big",
    ],
)
def test_what_is_no_list_is_refused_with_what_to_do(data, sentence):
    with pytest.raises(UnreadableList, match=sentence):
        sections(data)


def test_a_line_with_more_cells_than_headings_is_wrong():
    listing = sections("机关,科室名称\nnongye,法规,科\n".encode())
    assert "多出了内容" in listing.lines[0].errors[0]


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_a_template_can_be_read_and_its_example_is_right(kind):
    listing = read_listing(kind.template(), headings=kind.headings, needed=kind.needed)
    _, errors = kind.values(listing.lines[0].cells)
    assert (errors, set(listing.headings)) == ([], set(kind.headings))


@pytest.mark.parametrize(
    ("kind", "heading", "cell", "sentence"),
    [
        (ORGANS, "统一社会信用代码", "11430221006123456X", "校验位不对"),
        (ORGANS, "性质", "局", "可以填：人民政府、政府部门"),
        (ORGANS, "设立日期", "2024-02-30", "不是日期"),
        (ORGANS, "排列次序", "-1", "不是数字"),
        (PEOPLE, "角色", "信息员、局长", "不认识“局长”"),
        (PEOPLE, "任职起日", "去年", "不是日期"),
    ],
)
def test_a_wrong_cell_says_what_can_stand_there(kind, heading, cell, sentence):
    _, errors = kind.values({heading: cell})
    assert any(sentence in error and heading in error for error in errors)
