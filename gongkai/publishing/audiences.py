"""服务对象: whom an item is mainly for; data in ``audiences.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from gongkai.law.loader import DataError, Reader, load

_FILE = Path(__file__).with_name("audiences.yaml")


@cache
def audience_titles() -> Mapping[str, str]:
    """Titles by key, in the order of the file. Raises ``DataError`` for a file that breaks its rules."""
    top = Reader(load(_FILE), _FILE.name)
    top.take("source", str)
    found: dict[str, str] = {}
    for each in top.take("audiences", list):
        row = Reader(each, _FILE.name)
        key = row.take("key", str)
        if key in found:
            raise DataError(f"{row.where}：服务对象写了两次：{key}")
        found[key] = row.take("title", str)
        row.done()
    top.done()
    return found


def audience_title(key: str) -> str:
    """What pages call an audience.

    >>> audience_title("farmers")
    '农民'
    """
    return audience_titles().get(key, key)
