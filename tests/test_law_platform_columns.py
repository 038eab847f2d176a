"""The columns of a platform: names and order as prescribed, and a reader that refuses mistakes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from gongkai.law.loader import DataError
from gongkai.law.platform_columns import platform_columns, read_versions

COLUMN = "{key: guide, title: 指南, address: guide, about: 说明, basis: 依据}"


def versions(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "columns.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_platform_has_the_five_columns_in_the_prescribed_order() -> None:
    titles = [column.title for column in platform_columns(date(2024, 1, 1))]
    assert titles == ["政府信息公开指南", "政府信息公开制度", "法定主动公开内容", "政府信息公开年报", "依申请公开"]


def test_no_columns_were_prescribed_before_the_first_rule() -> None:
    assert platform_columns(date(2019, 1, 1)) == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"versions: [{{since: 2020-01-01, columns: [{COLUMN}]}}]", "缺少“basis”"),
        (f"versions: [{{since: 2020-01-01, basis: 依据, columns: [{COLUMN}, {COLUMN}]}}]", "重复"),
        ("versions: [{since: 2020-01-01, basis: 依据, columns: []}]", "没有栏目"),
        ("versions: []", "先后"),
        (f"versions: [{{since: 2020-01-01, basis: 依据, columns: [{COLUMN}], more: 1}}]", "不认识的键"),
        (
            "versions: [{since: 2020-01-01, basis: 依据, columns: [{key: a, title: 甲, address: A/b, about: 说明, basis: 依据}]}]",
            "address",
        ),
    ],
)
def test_a_mistake_in_the_file_is_refused_with_what_is_wrong(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(DataError, match=told):
        read_versions(versions(tmp_path, text))
