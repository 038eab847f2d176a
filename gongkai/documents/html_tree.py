"""Parsing a web page within bounds, and mending the two faults that make HTML parsers drop figures.

A page made to exhaust a parser is refused before it is parsed: parsing costs the number of tags times their depth, and the square
of the number of attributes of one tag. Rows and cells that stand outside any table are dropped by the HTML rules, so that their
figures run together; they are put into a table first.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from gongkai.documents.model import Unreadable

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

MAX_BYTES = 50_000_000
MAX_DEPTH = 3_000
MAX_WORK = 200_000_000
MAX_ATTRIBUTES = 2_000
_SMALL = 100_000
_FEW_TAGS = 5_000

_TAG = re.compile(
    r"""<!--(?:.*?-->|.*\Z)
      | <(?P<raw>script|style|title|textarea|xmp|iframe|noembed)\b(?:[^>]*>.*?</(?P=raw)|.*\Z)
      | <(?P<end>/?)(?P<name>[a-z][^\s/>]*)(?P<rest>(?:[^>"']|"[^"]*(?:"|\Z)|'[^']*(?:'|\Z))*+)(?:>|\Z)""",
    re.I | re.S | re.X,
)
_NEVER_DEEP = frozenset(
    str.split(
        "area base br col embed hr img input link meta param source track wbr p li dt dd option tr td th thead tbody tfoot html head body"
    )
)
_ATTRIBUTE = re.compile(r"[\s/]+[^\s/>=]")
_CELL = re.compile(r"<t[dh][\s>/]", re.I)
_SELF_CLOSED = re.compile(r"<(script|iframe|title|textarea|style|noscript|select|object|xmp)\b([^<>]*)/>", re.I)


def parse(text: str) -> LexborHTMLParser:
    """The tree of a page. Raises ``Unreadable`` for a page that is nested beyond any sense."""
    from selectolax.lexbor import LexborHTMLParser, SelectolaxError

    if len(text) > _SMALL or text.count("<") > _FEW_TAGS:
        _refuse_traps(text)
    try:
        return LexborHTMLParser(text)
    except (SelectolaxError, UnicodeError, ValueError):
        return LexborHTMLParser(_through_lxml(text.encode("utf-8", "replace").decode("utf-8")))


def mended(text: str, cells: int) -> LexborHTMLParser | None:
    """The tree of the same page with its stray cells in tables; None when none of its cells were lost.

    ``cells`` is the number of cells found in the tree as it was parsed.
    """
    if text.count("<td") + text.count("<TD") + text.count("<th") + text.count("<TH") <= cells:
        return None
    bare = _TAG.sub(lambda found: "" if found["name"] is None else found[0], text)
    if len(_CELL.findall(bare)) < cells + 3:
        return None
    return parse(_through_lxml(text))


def with_closed_tags(text: str) -> LexborHTMLParser:
    """The tree of a page in which ``<script …/>`` and the like end where XHTML says so instead of swallowing the rest."""
    return parse(_SELF_CLOSED.sub(r"<\1\2></\1>", text))


def _refuse_traps(text: str) -> None:
    depth = deepest = tags = 0
    for found in _TAG.finditer(text):
        name = found["name"]
        if name is None:
            continue
        tags += 1
        if name.lower() in _NEVER_DEEP:
            pass
        elif found["end"]:
            depth = max(0, depth - 1)
        elif not found["rest"].endswith("/"):
            depth += 1
            deepest = max(deepest, depth)
        if len(found["rest"]) > MAX_ATTRIBUTES and len(_ATTRIBUTE.findall(found["rest"])) > MAX_ATTRIBUTES:
            raise Unreadable(
                "too_complex", "网页中有属性多得不正常的标记，未予读取。请在浏览器中打开后另存，再用另存的文件。"
            )
    if deepest > MAX_DEPTH or deepest * tags > MAX_WORK:
        raise Unreadable(
            "too_complex", "网页的标记一层套一层，多得不正常，未予读取。请在浏览器中打开后另存，再用另存的文件。"
        )


def _through_lxml(text: str) -> str:
    """The page as libxml2 understands it, which keeps stray rows and cells, with a table put around each run of them."""
    from lxml import etree
    from lxml import html as lxml_html

    try:
        root: Any = lxml_html.document_fromstring(text.encode("utf-8", "replace"), parser=_lxml_parser())
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as problem:
        raise Unreadable("not_readable", "这个文件不能作为网页读取，请确认它是否完整。") from problem
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
        table.tail, stray.tail = stray.tail, None
        table.append(stray)
    return str(lxml_html.tostring(root, encoding="unicode"))


def _lxml_parser() -> Any:
    from lxml import html as lxml_html

    return lxml_html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True)


def _in_table(element: Any) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag in {"table", "tr", "tbody", "thead", "tfoot"}
