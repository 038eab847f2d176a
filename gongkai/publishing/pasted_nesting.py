"""What may stand in what: blocks out of inline elements and headings, points into lists, terms into lists of terms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gongkai.publishing.pasted_tree import unwrap

if TYPE_CHECKING:
    from lxml.etree import _Element

_INLINE = {"a", "strong", "em", "u", "s", "sub", "sup"}
_BLOCKS = (
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "table", "hr", "div", "section",
    "article", "center", "header", "footer", "main", "pre", "figure", "figcaption", "address", "aside",
)  # fmt: skip
_POINTS = {"ul": ("li",), "ol": ("li",), "dl": ("dt", "dd")}
_PLACES = {"li": ("ul", "ol"), "dt": ("dl",), "dd": ("dl",)}
_SPACE = " \t\r\n\f\xa0\u3000"


def make_legal(body: _Element) -> None:
    """Bring the elements of a tree into places where they may stand; words are never lost by it."""
    for each in list(body.iter(*_INLINE))[::-1]:
        if next(each.iter(*_BLOCKS), None) is not None:
            unwrap(each)
    for each in list(body.iter("p", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "caption", "pre")):
        if any(child is not each for child in each.iter(*_BLOCKS)):
            _open(each)
    for each in list(body.iter(*_PLACES)):
        parent: Any = each.getparent()
        if parent.tag not in _PLACES[str(each.tag)]:
            each.tag = "div"
    for each in list(body.iter(*_POINTS)):
        _fill(each, _POINTS[str(each.tag)])


def _open(each: _Element) -> None:
    """A heading, paragraph or caption around blocks is only a box around them."""
    if each.tag == "caption":
        for child in list(each.iter(*_BLOCKS)):
            if child is not each:
                unwrap(child)
        return
    each.tag = "dd" if each.tag == "dt" else "div"


def _fill(each: _Element, points: tuple[str, ...]) -> None:
    """Whatever stands in a list outside its points becomes a point of its own."""
    from lxml import html

    point: Any = None
    loose = (each.text or "").strip(_SPACE)
    parts = list(each)
    each.text = None
    if loose:
        point = html.Element(points[-1])
        point.text = loose
        each.insert(0, point)
    for part in parts:
        after, part.tail = part.tail, None
        if part.tag in points:
            point = None
        else:
            if point is None:
                point = html.Element(points[-1])
                part.addprevious(point)
            point.append(part)
            part.tail, after = after, None
        if after and after.strip(_SPACE):
            point = html.Element(points[-1])
            point.text = after
            part.addnext(point)
