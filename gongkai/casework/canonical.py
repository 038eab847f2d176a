"""Plain values and the one way to write them as bytes, so that the same record always gives the same digest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

_DEEPEST = 32


def frozen(value: Any, depth: int = 0) -> Any:
    """A copy of plain JSON that cannot be changed: mappings read-only, lists as tuples.

    Refuses fractions (two machines may write them differently), other objects, keys that are not text, text that is not
    Unicode, and nesting beyond all sense.
    """
    if depth > _DEEPEST:
        raise ValueError("记录的内容套得太深了。")
    if isinstance(value, str):
        return _text(value)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, Mapping):
        for key in value:
            if not isinstance(key, str):
                raise ValueError(f"记录里的名目应当是文字：{key!r}")
        return MappingProxyType({_text(key): frozen(each, depth + 1) for key, each in value.items()})
    if isinstance(value, list | tuple):
        return tuple(frozen(each, depth + 1) for each in value)
    raise ValueError(f"记录里只能有文字、整数、是否和它们的组合，不能有 {value!r}。")


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
    plain = thawed(frozen(value))
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def digest(value: Any) -> str:
    """SHA-256 of the canonical bytes, in hexadecimal."""
    return hashlib.sha256(canonical(value)).hexdigest()


def _text(value: str) -> str:
    try:
        value.encode()
    except UnicodeEncodeError as problem:
        raise ValueError("记录里有写不成 UTF-8 的文字。") from problem
    return str(value)
