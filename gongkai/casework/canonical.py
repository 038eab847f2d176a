"""Plain values and the one way to write them as bytes, so that the same record always gives the same digest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

_DEEPEST = 32


def frozen(value: Any) -> Any:
    """A copy of plain JSON that cannot be changed: mappings read-only, lists as tuples. Refuses what ``check`` does."""
    check(value)
    return _frozen(value)


def check(value: Any, depth: int = 0) -> None:
    """Refuse what is not plain JSON that every machine writes and every database keeps alike.

    That is: fractions, other objects, keys that are not text, text that is not Unicode or holds the character NUL, and
    nesting beyond all sense.
    """
    # 日志的每一条都要走一遍，所以常见的几种先认
    kind = type(value)
    if kind is str or isinstance(value, str):
        text(value)
    elif value is None or kind is int or isinstance(value, int):
        return
    elif depth > _DEEPEST:
        raise ValueError("记录的内容套得太深了。")
    elif kind is dict or isinstance(value, Mapping):
        for key, each in value.items():
            if not isinstance(key, str):
                raise ValueError(f"记录里的名目应当是文字：{key!r}")
            text(key)
            check(each, depth + 1)
    elif isinstance(value, list | tuple):
        for each in value:
            check(each, depth + 1)
    else:
        raise ValueError(f"记录里只能有文字、整数、是否和它们的组合，不能有 {value!r}。")


def text(value: str) -> str:
    """Text that every database takes; refuses the character NUL and what is not Unicode."""
    if "\0" in value:
        raise ValueError("记录里有不能保存的空字符。")
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError as problem:
            raise ValueError("记录里有写不成 UTF-8 的文字。") from problem
    return value


def thawed(value: Any) -> Any:
    """The same as ordinary dictionaries and lists, for storing."""
    if isinstance(value, Mapping):
        return {key: thawed(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [thawed(each) for each in value]
    return value


def canonical(value: Any) -> bytes:
    """Plain JSON as bytes: keys in order, no spaces, UTF-8.

    >>> canonical({"乙": [1, None], "甲": True}).decode()
    '{"乙":[1,null],"甲":true}'
    """
    check(value)
    return _ENCODER.encode(value).encode()


def digest(value: Any) -> str:
    """SHA-256 of the canonical bytes, in hexadecimal."""
    return hashlib.sha256(canonical(value)).hexdigest()


_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False, default=dict)


def _frozen(value: Any) -> Any:
    if isinstance(value, str):
        return str(value)
    if isinstance(value, Mapping):
        return MappingProxyType({str(key): _frozen(each) for key, each in value.items()})
    if isinstance(value, list | tuple):
        return tuple(_frozen(each) for each in value)
    return value
