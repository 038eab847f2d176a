"""Lists that Word and WPS write as paragraphs (``mso-list``), made into lists.

Only bullets and plain decimal numbers (“1.”, “1、”, “1)”) become lists. Where an automatic number is part of how the document is
quoted, “一、”, “（一）”, “第三条”, it stays in the text as it was shown.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from gongkai.publishing.pasted_tree import take_out

if TYPE_CHECKING:
    from lxml.etree import _Element

_LIST = re.compile(r"mso-list\s*:\s*(l\d+)\s+level(\d+)", re.I)
_IGNORE = re.compile(r"mso-list\s*:\s*Ignore", re.I)
_DECIMAL = re.compile(r"(\d{1,3})\s*[.．、)）]?")
_BULLET = re.compile("[·•●○◆◇■□▪▫➢✓✔√\\-–—*oOnluqvØüþ§\uf000-\uf0ff]")
_SPACE = " \t\r\n\f\xa0\u3000"
DEEPEST = 4


def make_lists(body: _Element) -> None:
    """Put runs of such paragraphs into ``ul`` and ``ol``."""
    lists: list[Any] = []
    last: Any = None
    for each in list(body.iter("p", "div")):
        found = _LIST.search(each.get("style") or "")
        if not found or next(each.iterancestors("li"), None) is not None:
            continue
        marker = _marker(each)
        kind, number = _kind(marker)
        if not kind:
            _keep(each, marker)
            continue
        level = min(int(found[2]), DEEPEST)
        if last is None or _before(each) is not last:
            lists = []
        point = _placed(each, kind, number, level, lists)
        last = lists[0][0] if lists else None
        each.tag = "li"
        each.attrib.clear()
        del point


def _marker(each: _Element) -> str:
    """What was shown before the text, taken out of it."""
    for span in each.iter("span"):
        if _IGNORE.search(span.get("style") or ""):
            said = "".join(map(str, span.itertext())).strip(_SPACE)
            take_out(span)
            return said
    return ""


def _kind(marker: str) -> tuple[str, int]:
    decimal = _DECIMAL.fullmatch(marker)
    if decimal:
        return "ol", int(decimal[1])
    return ("ul", 0) if not marker or _BULLET.fullmatch(marker) else ("", 0)


def _keep(each: _Element, marker: str) -> None:
    gap = "" if marker[-1:] in "、）)．." else "　"
    text = (each.text or "").lstrip(_SPACE)
    each.text = f"{marker}{gap}{text}"


def _before(each: _Element) -> Any:
    """The element right before, when there are no words between."""
    before = each.getprevious()
    return before if before is not None and not (before.tail or "").strip(_SPACE) else None


def _placed(each: _Element, kind: str, number: int, level: int, lists: list[Any]) -> Any:
    """Move the paragraph into the list of its level, beginning lists as needed; ``lists`` are the open ones, outermost first."""
    from lxml import html

    while len(lists) > level:
        lists.pop()
    if len(lists) == level:
        _, open_kind, following = lists[-1]
        if open_kind != kind or (kind == "ol" and number != following):
            lists.pop()
            if not lists:
                lists.clear()
    while len(lists) < level:
        made: Any = html.Element(kind)
        if kind == "ol" and len(lists) + 1 == level and number > 1:
            made.set("start", str(number))
        if lists and len(lists[-1][0]):
            lists[-1][0][-1].append(made)
        elif lists:
            holder: Any = html.Element("li")
            holder.append(made)
            lists[-1][0].append(holder)
        else:
            each.addprevious(made)
        lists.append((made, kind, number))
    target = lists[-1][0]
    tail, each.tail = each.tail, None
    target.append(each)
    if tail and tail.strip(_SPACE):
        lists[0][0].tail = tail
    lists[-1] = (target, kind, number + 1)
    return each
