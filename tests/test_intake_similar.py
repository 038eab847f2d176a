"""When two descriptions ask for the same, told from their words."""

from __future__ import annotations

import pytest

from gongkai.applications.items import composed, items_of
from gongkai.applications.similar import likeness

SAME = [
    ("2025年度高标准农田建设项目验收结论", "请公开2025年度高标准农田建设项目的验收结论"),
    ("青农〔2025〕12号文件全文", "申请公开青农[2025]12号文件的全文。"),
    ("清溪镇大河村2024年征地补偿安置方案", "本人申请获取：清溪镇大河村2024年征地补偿安置方案（电子版）"),
    ("2023年部门决算公开表", "2023年度部门决算公开表"),
]
OTHER = [
    ("2024年度部门决算", "2025年度部门决算"),
    ("青农〔2025〕12号文件全文", "青农〔2025〕13号文件全文"),
    ("清溪镇大河村征地补偿安置方案", "清溪镇小学招生方案"),
    ("农药经营许可的办理流程", "高标准农田建设项目验收结论"),
]


@pytest.mark.parametrize(("one", "two"), SAME)
def test_the_same_request_in_other_words_is_recognised(one, two):
    assert likeness(one, two).same, likeness(one, two)


@pytest.mark.parametrize(("one", "two"), OTHER)
def test_another_request_is_not_taken_for_the_same(one, two):
    assert not likeness(one, two).same, likeness(one, two)


def test_another_year_is_similar_but_told_apart():
    found = likeness("2024年度高标准农田建设项目验收结论", "2025年度高标准农田建设项目验收结论")
    assert found.similar and not found.same
    assert found.differing == ("2024", "2025")


def test_likeness_does_not_depend_on_the_order():
    for one, two in SAME + OTHER:
        assert likeness(one, two).percent == likeness(two, one).percent


@pytest.mark.parametrize("text", ["", "　", "请公开", "？！", "\x00"])
def test_empty_words_are_like_nothing(text):
    assert not likeness(text, text).similar


def test_items_are_composed_and_read_back():
    items = ("2023年部门决算", "青农〔2025〕12号文件\n及其附件", "验收结论")
    assert items_of(composed(items)) == items
    assert items_of("只有一项\n分两行写") == ("只有一项\n分两行写",)
    assert composed(("只有一项",)) == "只有一项"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1. 甲\n2. 乙", ("甲", "乙")),
        ("一、甲\n二、乙", ("甲", "乙")),
        ("（1）甲\n（2）乙", ("甲", "乙")),
        ("申请以下信息：\n1、甲\n2、乙", ("甲", "乙")),
        ("2023年决算", ("2023年决算",)),
        ("1. 甲\n3. 乙", ("1. 甲\n3. 乙",)),
    ],
)
def test_items_that_are_numbered_are_told_apart(text, expected):
    assert items_of(text) == expected
