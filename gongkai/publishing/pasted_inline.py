"""Words of pasted text: bold, italic, underline, raised and lowered from styles; everything else of a span or font taken away."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from gongkai.publishing.pasted_tree import take_out, unwrap

if TYPE_CHECKING:
    from lxml.etree import _Element

_CJK = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60\u3001-\u303f]"
_WRAPPED = re.compile(rf"(?<={_CJK})[ \t]*[\r\n]+[ \t]*(?={_CJK})")
_WHITE = re.compile(r"[ \t\r\n\f\xa0]+")
_WEIGHT = re.compile(r"(?:^|;)\s*font-weight\s*:\s*(bold|bolder|normal|lighter|\d+)", re.I)
_SLANT = re.compile(r"(?:^|;)\s*font-style\s*:\s*(italic|oblique)", re.I)
_LINE = re.compile(r"(?:^|;)\s*text-decoration(?:-line)?\s*:\s*([^;]*)", re.I)
_RAISED = re.compile(r"(?:^|;)\s*vertical-align\s*:\s*(super|sub)\b", re.I)
_BREAK = re.compile(r"page-break-before|mso-special-character\s*:\s*line-break|mso-break-type\s*:\s*section", re.I)
NAMES = {"b": "strong", "i": "em", "strike": "s"}
MARKS = ("strong", "em", "u", "s", "sub", "sup")
BOLD = 600
"""The weight from which a font is bold."""


def tidy_inline(body: _Element) -> None:
    """Leave of inline markup what means something, and put the white space in order."""
    for each in list(body.iter("br")):
        if _BREAK.search(each.get("style") or "") and "page-break" in (each.get("style") or ""):
            take_out(each)
    for each in list(body.iter("span", "font", "ins")):
        _unwrap(each)
    for each in list(body.iter(*NAMES)):
        each.tag = NAMES[str(each.tag)]
    for each in list(body.iter("a")):
        address = (each.get("href") or "").strip()
        if not address or address.startswith(("#", "file:", "about:", "data:", "blob:")):
            unwrap(each)
    _unnest(body)
    for each in list(body.iter("h2", "h3", "h4", "th")):
        for mark in list(each.iter("strong")):
            unwrap(mark)
    _words(body)
    for each in list(body.iter(*MARKS, "a"))[::-1]:
        if not "".join(map(str, each.itertext())).strip() and next(each.iter("img"), None) is None:
            unwrap(each)
    _join(body)


def _unwrap(each: _Element) -> None:
    """A span becomes the marks that its style asks for, or nothing."""
    style = each.get("style") or ""
    marks = []
    weight = _WEIGHT.search(style)
    if weight and (weight[1].lower() in ("bold", "bolder") or (weight[1].isdecimal() and int(weight[1]) >= BOLD)):
        marks.append("strong")
    if _SLANT.search(style):
        marks.append("em")
    line = _LINE.search(style)
    if line and "underline" in line[1].lower() and next(each.iterancestors("a"), None) is None:
        marks.append("u")
    if line and "line-through" in line[1].lower():
        marks.append("s")
    raised = _RAISED.search(style)
    if raised:
        marks.append("sup" if raised[1].lower() == "super" else "sub")
    if not marks or any(child.tag in ("p", "table", "ul", "ol", "div") for child in each):
        unwrap(each)
        return
    from lxml import html

    inner: Any = each
    each.tag = marks[0]
    each.attrib.clear()
    for mark in marks[1:]:
        deeper: Any = html.Element(mark)
        deeper.text, inner.text = inner.text, None
        for child in list(inner):
            deeper.append(child)
        inner.append(deeper)
        inner = deeper


def _unnest(body: _Element) -> None:
    for each in list(body.iter(*MARKS)):
        if any(parent.tag == each.tag for parent in each.iterancestors()):
            unwrap(each)


def _join(body: _Element) -> None:
    """“为了</strong><strong>规范” was one stretch that the office program cut up."""
    for each in list(body.iter(*MARKS)):
        while True:
            after = each.getnext()
            if after is None or after.tag != each.tag or each.tail:
                break
            _append(each, after.text)
            for child in list(after):
                each.append(child)
            each.tail = after.tail
            after.tail = None
            take_out(after)


def _append(each: _Element, text: str | None) -> None:
    if len(each):
        each[-1].tail = (each[-1].tail or "") + (text or "") or None
    else:
        each.text = (each.text or "") + (text or "") or None


def _words(body: _Element) -> None:
    """One blank for many; none where the program wrapped a line between two Chinese characters."""
    for each in body.iter():
        if each.text:
            each.text = _plain(each.text)
        if each.tail:
            each.tail = _plain(each.tail)


def _plain(text: str) -> str:
    return _WHITE.sub(" ", _WRAPPED.sub("", text))
