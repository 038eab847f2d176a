"""主题分类: the two-level list of the State Council's policy library; data and source in ``themes.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from gongkai.law.loader import DataError, Reader, load

_FILE = Path(__file__).with_name("themes.yaml")


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme. ``top`` is the key of the theme above it, empty for one of the top level."""

    key: str
    title: str
    top: str = ""


@cache
def themes() -> Mapping[str, Theme]:
    """All themes by key, each top one followed by those within it. Raises ``DataError`` for a file that breaks its rules."""
    top = Reader(load(_FILE), _FILE.name)
    top.take("source", str)
    top.take("as_of", (date, str))
    top.take("certain", str)
    found: dict[str, Theme] = {}
    for each in top.take("themes", list):
        above = _added(found, each, "")
        for within in above[1]:
            _added(found, within, above[0])
    top.done()
    return found


def theme_title(key: str) -> str:
    """A theme as pages name it, with the one above it.

    >>> theme_title("0602")
    '农业、林业、水利 / 林业'
    """
    theme = themes().get(key)
    if theme is None:
        return key
    return f"{themes()[theme.top].title} / {theme.title}" if theme.top else theme.title


def theme_groups() -> list[tuple[str, list[tuple[str, str]]]]:
    """What a form offers: each top theme with itself and those within it, as pairs of key and title."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for theme in themes().values():
        if theme.top:
            groups[theme.top].append((theme.key, theme.title))
        else:
            groups[theme.key] = [(theme.key, f"{theme.title}（整类）")]
    return [(themes()[key].title, options) for key, options in groups.items()]


def within(key: str) -> tuple[str, ...]:
    """The keys that a search for a theme takes in: its own and, for a top theme, those within it."""
    return (key, *(each.key for each in themes().values() if each.top == key))


def _added(found: dict[str, Theme], row: Any, top: str) -> tuple[str, list[Any]]:
    reader = Reader(row, _FILE.name)
    theme = Theme(reader.take("key", str), reader.take("title", str), top)
    below = [] if top else reader.take("within", list, [])
    reader.done()
    if theme.key in found:
        raise DataError(f"{reader.where}：主题写了两次：{theme.key}")
    found[theme.key] = theme
    return theme.key, below
