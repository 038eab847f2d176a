"""Names of WordprocessingML: one short name for an element, whichever edition of the format wrote it.

Transitional and Strict OOXML (ECMA-376, ISO/IEC 29500) differ in namespaces only; Word 2003 XML differs in a few names.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

_NAMESPACES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.microsoft.com/office/word/2003/wordml": "w",
    "http://schemas.microsoft.com/office/word/2003/auxHint": "wx",
    "http://schemas.microsoft.com/aml/2001/core": "aml",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing": "wp",
    "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing": "wp",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a",
    "http://purl.oclc.org/ooxml/drawingml/main": "a",
    "urn:schemas-microsoft-com:vml": "v",
    "urn:schemas-microsoft-com:office:office": "o",
    "http://schemas.openxmlformats.org/package/2006/relationships": "rel",
    "http://schemas.openxmlformats.org/package/2006/metadata/core-properties": "cp",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://schemas.microsoft.com/office/2006/xmlPackage": "pkg",
}
_URIS: dict[str, tuple[str, ...]] = {}
for _uri, _prefix in _NAMESPACES.items():
    _URIS[_prefix] = (*_URIS.get(_prefix, ()), _uri)
_RENAMED = {"w:vmerge": "w:vMerge", "w:hmerge": "w:hMerge"}
_OLD_NAMES = {new: old for old, new in _RENAMED.items()}


@lru_cache(maxsize=4096)
def short(tag: str) -> str:
    """``w:p`` for a tag in Clark notation; ``?:name`` where the namespace is none that is read here."""
    uri, brace, local = tag.rpartition("}")
    name = f"{_NAMESPACES.get(uri[1:], '?') if brace else ''}:{local}"
    return _RENAMED.get(name, name)


@lru_cache(maxsize=1024)
def _keys(name: str) -> tuple[str, ...]:
    prefix, _, local = name.rpartition(":")
    return (*(f"{{{uri}}}{local}" for uri in _URIS[prefix or "w"]), local)


@lru_cache(maxsize=1024)
def _tags(name: str) -> tuple[str, ...]:
    names = (name, _OLD_NAMES[name]) if name in _OLD_NAMES else (name,)
    return tuple(tag for each in names for tag in _keys(each)[:-1])


def attribute(element: _Element, name: str) -> str | None:
    """The attribute ``name`` (prefix ``w`` unless another is written), or None."""
    for key in _keys(name):
        value = element.get(key)
        if value is not None:
            return value
    return None


def child(element: _Element | None, name: str) -> _Element | None:
    """The first direct child called ``name``."""
    if element is not None:
        for each in element:  # faster than a search by tags: what is looked for stands first
            if short(each.tag) == name:
                return each
    return None


def children(element: _Element | None, name: str) -> Iterator[_Element]:
    """The direct children called ``name``."""
    return iter(()) if element is None else element.iterchildren(*_tags(name))


Members = dict[str, "_Element"]


def members(element: _Element | None) -> Members:
    """The direct children by name: one pass where several properties are asked for."""
    return {} if element is None else {short(each.tag): each for each in element}


def value(given: Members, name: str, default: str | None = None) -> str | None:
    """``w:val`` of the property called ``name``."""
    found = given.get(name)
    if found is None:
        return default
    written = attribute(found, "val")
    return default if written is None else written


def number(given: Members, name: str, default: int | None = None) -> int | None:
    """``w:val`` of a property as a whole number; ``default`` where it is missing or no number."""
    return whole(value(given, name), default)


def whole(text: str | None, default: int | None = None) -> int | None:
    """A small whole number as XML writes it, else ``default``."""
    if text is not None and len(text) < 10 and text.isascii():
        try:
            return int(text)
        except ValueError:
            return default
    return default


def on(given: Members, name: str) -> bool | None:
    """A toggle such as ``w:vanish``: None where it is not there, False where it is written as off."""
    found = given.get(name)
    if found is None:
        return None
    return attribute(found, "val") not in ("0", "false", "off", "none")
