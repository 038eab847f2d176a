"""Parsing a web page within bounds, and mending the two faults that make HTML parsers drop figures.

A page made to exhaust a parser is refused before it is parsed: parsing costs the number of tags times their depth, and the square
of the number of attributes of one tag. Elements such as ``<b>`` that are left open are opened anew in every paragraph that follows,
which can turn a small page into millions of elements: where that threatens, they are made plain ``<span>``. Rows and cells that stand outside any table are dropped by the HTML rules, so that their
figures run together; they are put into a table first.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from gongkai.documents.model import Unreadable

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

MAX_BYTES = 50_000_000
MAX_WORK = 200_000_000
MAX_ATTRIBUTES = 2_000
_SMALL = 100_000
_FEW = 3
_FEW_TAGS = 1_000
_MANY_OPEN = 100
_MANY_CLONES = 1_000_000
_LARGE_TAG = 4_000
_LONG_TAG = 15_000

_NEVER_DEEP = frozenset(
    bytes.split(
        b"area base br col embed hr img input link meta param source track wbr p li dt dd option tr td th thead tbody tfoot html head body"
    )
)
_UNSEEN = ((b"<!--", b"-->"), (b"<script", b"</script"), (b"<textarea", b"</textarea"), (b"<template", b"</template"))
_TAG = rb"""<!--(?:.*?-->|.*\Z)
      | <(?P<raw>script|style|title|textarea|xmp|iframe|noembed)\b(?:[^>]*>.*?</(?P=raw)|.*\Z)
      | <(?P<end>/?)(?P<name>[a-z][^\s/>]*)(?P<rest>(?:[^>"']|"[^"]*(?:"|\Z)|'[^']*(?:'|\Z))*+)(?:>|\Z)"""
_ATTRIBUTE = rb"[\s/]+[^\s/>=]"
_NAMES = rb"font|strong|[bius]|em|big|small|tt|code|nobr|strike"
_FORMATTING = rb"<(/?)(?:" + _NAMES + rb")(?=[\s>/])"
_FORMATTING_OPENED = rb"<(?:" + _NAMES + rb")[\s>/]"
_LARGE_FORMATTING = rb"<(?:a|" + _NAMES + rb")\s[^<>]{%d}" % (2 * _LARGE_TAG)
_STRUCK = rb"<(/?)(?:s|strike)(?=[\s>/])"
_LINK = rb"<(/?)a(?=[\s>/])"
_SELF_CLOSED = rb"<(script|iframe|title|textarea|style|noscript|select|object|xmp)\b([^<>]*)/>"
_NOT_XML = "[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
# Patterns are compiled when a page first needs them, which few do.


def parse(raw: bytes, lowered: bytes | None = None) -> LexborHTMLParser:
    """The tree of a page in UTF-8. Raises ``Unreadable`` for a page that is nested beyond any sense.

    ``lowered`` is the page in lower case, where the caller has it.
    """
    from selectolax.lexbor import LexborHTMLParser, SelectolaxError

    tags = raw.count(b"<")
    _refuse_traps(raw, tags)
    raw = _without_reopened(raw, raw.lower() if lowered is None else lowered, tags)
    try:
        return LexborHTMLParser(raw)
    except (SelectolaxError, UnicodeError, ValueError):
        return LexborHTMLParser(_through_lxml(raw)[0])


def _without_reopened(raw: bytes, lowered: bytes, tags: int) -> bytes:
    """The page with its formatting elements made plain where many stay open at once, or where one is as large as a page."""
    if tags < _FEW_TAGS:
        return raw
    large = _gap(raw, _LARGE_TAG) and re.search(_LARGE_FORMATTING, lowered) is not None
    if not large:
        if len(re.findall(_FORMATTING_OPENED, lowered)) * tags < _MANY_CLONES:
            return raw
        opened = most = 0
        for end in re.findall(_FORMATTING, lowered):
            opened = max(0, opened - 1) if end else opened + 1
            most = max(most, opened)
        if most <= _MANY_OPEN:
            return raw
    else:
        raw = re.sub(_LINK, rb"<\1span ", raw, flags=re.I)
    raw = re.sub(_STRUCK, rb"<\1x-struck", raw, flags=re.I)
    return re.sub(_FORMATTING, rb"<\1span ", raw, flags=re.I)


def _gap(raw: bytes, size: int) -> bool:
    """Whether ``size`` bytes without ``>`` may stand somewhere: they do where twice as many do."""
    return any(raw.find(b">", start, start + size) < 0 for start in range(0, len(raw), size))


def mended(raw: bytes, lowered: bytes, tree: LexborHTMLParser, cells: int) -> LexborHTMLParser | None:
    """The tree of the same page with its stray cells in tables; None when none of its cells were lost.

    ``lowered`` is the page in lower case, ``cells`` how many cells were found by walking ``tree``.
    """
    written = lowered.count(b"<td")
    if written < cells + _FEW:
        return None
    cells = len(tree.css("td"))
    if written < cells + _FEW or written - _unseen_cells(lowered) < cells + _FEW:
        return None
    whole, strays = _through_lxml(raw)
    return parse(whole) if strays else None


def with_closed_tags(raw: bytes) -> LexborHTMLParser:
    """The tree of a page in which ``<script …/>`` and the like end where XHTML says so instead of swallowing the rest."""
    return parse(re.sub(_SELF_CLOSED, rb"<\1\2></\1>", raw, flags=re.I))


def _unseen_cells(lowered: bytes) -> int:
    """How many cells are written in comments and scripts."""
    pieces = []
    for opening, closing in _UNSEEN:
        start = lowered.find(opening)
        while start >= 0:
            end = lowered.find(closing, start)
            end = len(lowered) if end < 0 else end
            pieces.append(lowered[start:end])
            start = lowered.find(opening, end)
    return b" ".join(pieces).count(b"<td")


def _refuse_traps(raw: bytes, opening: int) -> None:
    """Refuse what would keep the parser busy: counted roughly first, and tag by tag only where that leaves a doubt."""
    deep = opening * opening > MAX_WORK
    long = len(raw) > _SMALL and (raw.count(b">") - opening > MAX_ATTRIBUTES or _gap(raw, _LONG_TAG))
    if not deep and not long:
        return
    depth = deepest = tags = 0
    for found in re.finditer(_TAG, raw, re.I | re.S | re.X):
        name = found["name"]
        if name is None:
            continue
        tags += 1
        if name.lower() in _NEVER_DEEP:
            pass
        elif found["end"]:
            depth = max(0, depth - 1)
        elif not found["rest"].endswith(b"/"):
            depth += 1
            deepest = max(deepest, depth)
        if len(found["rest"]) > MAX_ATTRIBUTES and len(re.findall(_ATTRIBUTE, found["rest"])) > MAX_ATTRIBUTES:
            raise _too_complex("网页中有属性多得不正常的标记")
    if deepest * tags > MAX_WORK:
        raise _too_complex("网页的标记一层套一层，多得不正常")


def _too_complex(what: str) -> Unreadable:
    return Unreadable("too-complex", f"{what}，为安全起见没有读取。请在浏览器中打开后另存，再用另存的文件。")


def _through_lxml(raw: bytes) -> tuple[bytes, int]:
    """The page as libxml2 understands it, which keeps stray rows and cells, with a table put around each run of them, and their
    number."""
    from lxml import etree
    from lxml import html as lxml_html

    try:
        root: Any = lxml_html.document_fromstring(raw, parser=_lxml_parser())
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as problem:
        raise Unreadable("damaged", "这个文件不能作为网页读取，请确认它是否完整。") from problem
    strays = [
        each
        for each in root.iter("tr", "td", "th", "tbody", "thead", "tfoot")
        if each.getparent() is not None and not _in_table(each)
    ]
    for stray in strays:
        parent = stray.getparent()
        before = stray.getprevious()
        if before is not None and before.get("data-stray") and not (before.tail or "").strip():
            before.append(stray)
            continue
        table = parent.makeelement("table", {"data-stray": "1"})
        parent.replace(stray, table)
        table.tail, stray.tail = re.sub(_NOT_XML, "", stray.tail or ""), None
        table.append(stray)
    return bytes(lxml_html.tostring(root, encoding="utf-8")), len(strays)


def _lxml_parser() -> Any:
    from lxml import html as lxml_html

    return lxml_html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True)


def _in_table(element: Any) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag in {"table", "tr", "tbody", "thead", "tfoot"}
