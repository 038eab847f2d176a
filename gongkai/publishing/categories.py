"""What must be disclosed of an organ's own accord, by article (《条例》第十九条至第二十一条); data in ``categories.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from gongkai.law.loader import DataError, Reader, load

_FILE = Path(__file__).with_name("categories.yaml")


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of information that the law lists, with its article."""

    key: str
    title: str
    article: str


@cache
def categories() -> Mapping[str, Category]:
    """All categories by key, in the law's order."""
    top = Reader(load(_FILE), _FILE.name)
    top.take("basis", str)
    found: dict[str, Category] = {}
    for each in top.take("categories", list):
        row = Reader(each, _FILE.name)
        category = Category(row.take("key", str), row.take("title", str), row.take("article", str))
        row.done()
        if category.key in found:
            raise DataError(f"{row.where}：类别写了两次：{category.key}")
        found[category.key] = category
    top.done()
    return found


def category_titles() -> dict[str, str]:
    """Titles with their articles, by key."""
    return {key: f"{each.title}（{each.article}）" for key, each in categories().items()}
