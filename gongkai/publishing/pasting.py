"""What Word, WPS, Excel or a web page put on the clipboard, made into plain semantic HTML: paragraphs, headings, lists, tables, pictures.

The layout of an office document says in classes, styles and conditional comments what HTML has elements for. Headings are taken
only from what is marked as one (a heading's element, class or outline level), never guessed from bold type: in official documents
“一、” may open a heading or an ordinary paragraph. What cannot be kept is told in sentences.

The result still goes through ``cleaning.clean_html``, which alone decides what is safe.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import nh3

from gongkai.publishing.pasted_inline import tidy_inline
from gongkai.publishing.pasted_lists import make_lists
from gongkai.publishing.pasted_nesting import make_legal
from gongkai.publishing.pasted_pictures import Picture, Pictures
from gongkai.publishing.pasted_tables import tidy_tables
from gongkai.publishing.pasted_tree import take_out, unwrap

if TYPE_CHECKING:
    from lxml.etree import _Element

INLINE = {"a", "b", "strong", "i", "em", "u", "s", "strike", "del", "ins", "sub", "sup", "span", "font", "br", "img"}
BLOCKS = {
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "blockquote", "table", "hr", "div", "section", "article",
    "center", "header", "footer", "main", "pre", "figure", "figcaption", "address", "aside",
}  # fmt: skip
CONTAINERS = {"div", "section", "article", "center", "header", "footer", "main", "figure", "address", "aside", "body"}
_KEPT = INLINE | BLOCKS | {"li", "dt", "dd", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"}
_LOOKS = {"class", "style"}
_ATTRIBUTES: dict[str, set[str]] = {tag: set(_LOOKS) for tag in _KEPT} | {
    "a": {"href", "title", *_LOOKS},
    "img": {"src", "alt", *_LOOKS},
    "td": {"colspan", "rowspan", *_LOOKS},
    "th": {"colspan", "rowspan", "scope", *_LOOKS},
    "ol": {"start", *_LOOKS},
}
_DROPPED = {
    "script",
    "style",
    "svg",
    "math",
    "iframe",
    "object",
    "embed",
    "template",
    "noscript",
    "title",
    "xml",
    "head",
}
_SCHEMES = {"http", "https", "mailto", "data", "file", "cid", "blob", "picture"}
_SIMPLE = re.compile(
    r"(?:<(p|h[2-4])>(?:[^\s<&\u3000\xa0]|&(?:lt|gt|amp);)(?:[^<&\u3000\xa0\n\r\t]++|&(?:lt|gt|amp);|</?(?:strong|em)>)*+</\1>\n?)*+"
)
_HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|mso-hide\s*:\s*all)", re.I)
_COMMENT = re.compile(r"mso-element\s*:\s*(?:comment|header|footer)", re.I)
_OUTLINE = re.compile(r"mso-outline-level\s*:\s*(\d)", re.I)
_HEADING = re.compile(r"\b(?:MsoHeading|Heading|标题)\s?([1-6])\b", re.I)
_LONGEST_HEADING = 120
"""Characters; a longer “heading” is a paragraph whose outline level was set by mistake."""
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufeff\ufffe\uffff\ud800-\udfff]")
"""Characters that no text means, and that databases, feeds or XML refuse."""
_SPACE = " \t\r\n\f\xa0\u3000"
_WORDS = re.compile(r"[\s\xa0\u3000]+")


@dataclass(slots=True)
class Tidied:
    """HTML in which pictures stand as ``picture:N``; those pictures; and what was not kept, in sentences."""

    html: str
    pictures: list[Picture] = field(default_factory=list)
    told: list[str] = field(default_factory=list)


def tidied(text: str, resolve: Callable[[str], bytes | None] | None = None) -> Tidied:
    """``text`` as plain HTML. ``resolve`` gives the bytes of a picture by its address, for files that bring their pictures along.

    >>> tidied('<p class="MsoNormal" style="text-indent:32pt"><span>　　为了<b>规范</b></span><o:p></o:p></p>').html
    '<p>为了<strong>规范</strong></p>'
    """
    if _SIMPLE.fullmatch(text):
        return Tidied(text)
    first = nh3.clean(
        CONTROL.sub("", text),
        tags=_KEPT,
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        clean_content_tags=_DROPPED,
        link_rel=None,
    )
    first = CONTROL.sub("", first)
    body = _tree(first)
    if body is None:
        body = _tree(
            nh3.clean(first, tags=_KEPT - CONTAINERS - {"span", "font"}, attributes=_ATTRIBUTES, url_schemes=_SCHEMES)
        )
    if body is None:
        return Tidied(text)
    pictures = Pictures(resolve)
    told = _leave_out(body)
    pictures.take(body)
    _mark_headings(body)
    make_lists(body)
    tidy_inline(body)
    make_legal(body)
    _flatten(body)
    tidy_tables(body)
    _tidy_blocks(body)
    for each in body.iter():
        for name in _LOOKS:
            each.attrib.pop(name, "")
    blocks = [_written(each) for each in body]
    return Tidied("\n".join(block for block in blocks if block), pictures.found, told + pictures.told)


def _tree(text: str) -> _Element | None:
    """The body; None where the parser would lose words (elements within elements by the hundred)."""
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(f"<body>{text}</body>".encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    body: Any = root.find("body")
    if body is None:
        return None
    bare = nh3.clean(text, tags=set())
    from html import unescape

    said = _WORDS.sub("", unescape(bare))
    return body if len(_WORDS.sub("", "".join(map(str, body.itertext())))) >= len(said) else None


def _leave_out(body: _Element) -> list[str]:
    """Take out what readers of the document do not see: revisions that were deleted, comments, hidden text."""
    counts = {"deleted": 0, "comments": 0, "hidden": 0}
    for each in list(body.iter()):
        style, kind = each.get("style") or "", (each.get("class") or "").casefold()
        if each.tag == "del" or "msodel" in kind:
            counts["deleted"] += _drop(each)
        elif _COMMENT.search(style) or "msocomment" in kind:
            counts["comments"] += _drop(each)
        elif _HIDDEN.search(style) and each.tag not in ("td", "th", "tr"):
            counts["hidden"] += _drop(each)
    sentences = {
        "deleted": "修订中删除的文字没有带过来。请在原文件里接受或者拒绝全部修订，再核对正文。",
        "comments": "批注和页眉页脚没有带过来。",
        "hidden": "设为隐藏的文字没有带过来。",
    }
    return [sentences[name] for name, count in counts.items() if count]


def _drop(each: _Element) -> int:
    """Take an element out with what is in it, leaving what follows; 1 when there were words in it."""
    words = bool("".join(map(str, each.itertext())).strip(_SPACE))
    if each.getparent() is not None:
        take_out(each)
    return int(words)


def _mark_headings(body: _Element) -> None:
    """Headings as elements of the levels that a text has: h2 to h4, the title of the item being h1."""
    shifted = next(body.iter("h1"), None) is not None
    for each in list(body.iter("p", "h1", "h2", "h3", "h4", "h5", "h6", "div")):
        level = _level(each, shifted=shifted)
        if each.tag == "div" and any(child.tag in BLOCKS for child in each):
            continue
        if not level:
            continue
        words = "".join(map(str, each.itertext())).strip(_SPACE)
        inside = any(parent.tag in ("td", "th", "li", "caption") for parent in each.iterancestors())
        each.tag = "p" if len(words) > _LONGEST_HEADING or inside else f"h{min(level, 4)}"


def _level(each: _Element, *, shifted: bool) -> int:
    tag = str(each.tag)
    if tag[0] == "h" and tag[1:].isdecimal():
        level = int(tag[1:])
        return level + 1 if shifted else max(2, level)
    marked = _OUTLINE.search(each.get("style") or "") or _HEADING.search(each.get("class") or "")
    return int(marked[1]) + 1 if marked and marked[1] != "0" else 0


def _flatten(body: _Element) -> None:
    """Boxes taken away: each is what is in it; bare text beside blocks becomes paragraphs."""
    for each in [one for one in body.iter("div", *CONTAINERS) if one is not body][::-1]:
        if any(child.tag in BLOCKS for child in each):
            _in_paragraphs(each)
            unwrap(each)
        else:
            each.tag = "p"
    for each in list(body.iter("figcaption", "pre")):
        each.tag = "p"
    for each in body.iter("td", "th", "li", "blockquote", "dd"):
        if any(child.tag in BLOCKS - {"ul", "ol"} for child in each):
            _in_paragraphs(each)
    _in_paragraphs(body)


def _in_paragraphs(box: _Element) -> None:
    """Put each run of words and inline elements between blocks into a paragraph of its own."""
    from lxml import html

    run: Any = None
    parts = list(box)
    if box.text and box.text.strip(_SPACE):
        run = html.Element("p")
        run.text, box.text = box.text, None
        box.insert(0, run)
    else:
        box.text = None
    for part in parts:
        after, part.tail = part.tail, None
        if part.tag in BLOCKS or part.tag == "li":
            run = None
        else:
            if run is None:
                run = html.Element("p")
                part.addprevious(run)
            run.append(part)
            part.tail, after = after, None
        if after and after.strip(_SPACE):
            run = html.Element("p")
            run.text = after
            part.addnext(run)


def _tidy_blocks(body: _Element) -> None:
    """No blanks at the ends of blocks, no empty blocks, no paragraph where a cell or a point of a list has only one."""
    for each in list(body.iter("p", "h2", "h3", "h4", "li", "td", "th", "caption", "dt", "dd")):
        _strip(each)
    for each in list(body.iter("p", "h2", "h3", "h4", "ul", "ol", "blockquote", "caption", "li"))[::-1]:
        if not _full(each) and each.getparent() is not None:
            take_out(each)
    for each in list(body.iter("td", "th", "li", "dd", "caption")):
        children = list(each)
        first = children[0] if children else None
        lonely = len(children) == 1 or (each.tag == "li" and all(child.tag in ("ul", "ol") for child in children[1:]))
        if first is not None and first.tag == "p" and lonely and not (each.text or "").strip(_SPACE):
            unwrap(first)
            _strip(each)

    for each in list(body.iter("ul", "ol"))[::-1]:
        _hoist(each)


def _hoist(each: _Element) -> None:
    """A list whose only point is another list is only that one, as of a deeper level without the one above."""
    if len(each) != 1 or (each[0].text or "").strip(_SPACE) or not len(each[0]):
        return
    inner = list(each[0])
    if all(child.tag in ("ul", "ol") and not (child.tail or "").strip(_SPACE) for child in inner):
        for child in inner:
            child.tail = None
            each.addprevious(child)
        take_out(each)


def _full(each: _Element) -> bool:
    return bool("".join(map(str, each.itertext())).strip(_SPACE)) or any(True for _ in each.iter("img", "table", "hr"))


def _strip(each: _Element) -> None:
    """Blanks and breaks off both ends, through the inline elements that stand there."""
    place: Any = each
    while True:
        place.text = (place.text or "").lstrip(_SPACE) or None
        if place.text or not len(place):
            break
        first = place[0]
        if first.tag == "br" and each.tag != "td":
            take_out(first)
            continue
        if first.tag not in INLINE or first.tag in ("br", "img"):
            break
        place = first
    place = each
    while len(place):
        last = place[-1]
        last.tail = (last.tail or "").rstrip(_SPACE) or None
        if last.tail:
            return
        if last.tag == "br":
            take_out(last)
            continue
        if last.tag not in INLINE or last.tag == "img":
            return
        place = last
    place.text = (place.text or "").rstrip(_SPACE) or None


def _written(each: _Element) -> str:
    from lxml import etree

    each.tail = None
    return etree.tostring(each, encoding="unicode", method="html").strip()
