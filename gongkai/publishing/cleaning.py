"""The text of an item as clean HTML: paragraphs, headings, lists, tables, links and pictures; everything else is taken out.

Only what is on the list stays. Scripts, styles, forms, frames, pictures from elsewhere, event handlers and addresses other than
http, https and mailto never reach the database, so that no page has to mistrust what it shows. A picture is a file of the site,
``<img src="/files/<key>/<name>" alt="…">``. What was pasted from an office program is brought into shape by ``pasting`` first.
"""

from __future__ import annotations

import html
import re
from typing import Any

import nh3

from gongkai.publishing.pasted_pictures import OWN
from gongkai.publishing.pasting import tidied

TAGS = {
    "p", "br", "hr", "h2", "h3", "h4", "strong", "b", "em", "i", "u", "s", "sub", "sup", "ul", "ol", "li", "dl", "dt", "dd",
    "blockquote", "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "a",
    "img",
}  # fmt: skip
ATTRIBUTES: dict[str, set[str]] = {
    "a": {"href", "title"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "ol": {"start"},
    "img": {"src", "alt"},
}
SCHEMES = {"http", "https", "mailto"}
DROPPED = {"script", "style", "svg", "math", "iframe", "object", "embed", "template", "noscript", "title", "textarea"}
LONGEST = 2_000_000
"""Characters of a text; a longer one belongs into an attachment."""
ROUNDS = 5
"""How often broken markup is put in order anew before it is left as it is."""

_MARKUP = re.compile(
    rf"</?(?:{'|'.join(sorted(TAGS | {'div', 'span', 'font', 'h1', 'h5', 'h6'}))})\b[^<>]*>", re.IGNORECASE
)
_NUMBER = re.compile(r"[1-9]\d{0,2}")
_TOP = re.compile(r"<(/?)h1\b", re.IGNORECASE)
_PICTURE = re.compile(r"<img\b[^>]*>")
_SOURCE, _WORDS = re.compile(r' src="([^"]*)"'), re.compile(r' alt="([^"]*)"')
_BLANK_PARAGRAPH = re.compile(r"<p>(?:\s|&nbsp;|<br\s*/?>)*</p>")


class TooLong(ValueError):
    """A text beyond ``LONGEST``; the sentence says what to do."""


def clean_html(text: str) -> str:
    """``text`` with only what is on the list. Raises ``TooLong``.

    >>> clean_html('<p onclick="x()">一、<script>x()</script>目的</p>')
    '<p>一、目的</p>'
    """
    if len(text) > LONGEST:
        raise TooLong(f"正文有{len(text)}个字符，超过{LONGEST}个。请把长表格、名单改作附件，正文写要点。")
    cleaned = nh3.clean(
        _TOP.sub(r"<\1h2", text.replace("\x00", "")),
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        clean_content_tags=DROPPED,
        attribute_filter=_attribute,
        strip_comments=True,
        link_rel="noopener noreferrer",
    )
    return _BLANK_PARAGRAPH.sub("", _PICTURE.sub(_picture, cleaned)).strip()


def _picture(found: re.Match[str]) -> str:
    """A picture with its source and words and nothing else; one without a source of ours is taken out."""
    source, words = _SOURCE.search(found[0]), _WORDS.search(found[0])
    if source is None:
        return ""
    return f'<img src="{source[1]}" alt="{words[1] if words else ""}">'


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name in ("colspan", "rowspan", "start"):
        return value if _NUMBER.fullmatch(value.strip()) else None
    if tag == "img":
        fits = not set(value) & set("<>") if name == "alt" else OWN.fullmatch(value)
        return value if fits else None
    if name == "scope":
        return value if value in ("row", "col", "rowgroup", "colgroup") else None
    return value


def body_of(text: str) -> str:
    """Clean HTML from what was typed or pasted: marked-up text as it is, plain text a paragraph a line.

    >>> body_of("一、总则\\n第一条 为了&规范")
    '<p>一、总则</p>\\n<p>第一条 为了&amp;规范</p>'
    """
    if _MARKUP.search(text):
        return _settled(text)
    lines = [line.strip() for line in text.replace("\x00", "").splitlines()]
    return _settled("\n".join(f"<p>{html.escape(line, quote=False)}</p>" for line in lines if line))


def _settled(text: str) -> str:
    """The clean form that stays as it is when it is cleaned again; broken markup may need a second round."""
    body = clean_html(tidied(text).html)
    for _ in range(ROUNDS):
        again = clean_html(tidied(body).html)
        if again == body:
            break
        body = again
    return body


def plain_text(body: str) -> str:
    """The words of a cleaned text, those that stand for its pictures included, a line for each block."""
    body = _PICTURE.sub(lambda found: "".join(_WORDS.findall(found[0])), body)
    broken = re.sub(r"</(?:p|h[2-4]|li|tr|caption|dt|dd|blockquote)>|<br\s*/?>|<hr\s*/?>", "\n", body)
    broken = re.sub(r"</t[dh]>", "\t", broken)
    bare: Any = nh3.clean(broken, tags=set())
    lines = [line.strip() for line in html.unescape(bare).splitlines()]
    return "\n".join(line for line in lines if line)


def editable(body: str) -> str:
    """A cleaned text as it is typed: paragraphs without markup a line each, anything richer as it is.

    >>> editable("<p>一、总则</p>\\n<p>为了&amp;规范</p>")
    '一、总则\\n为了&规范'
    >>> editable("<p>见<strong>附件</strong></p>")
    '<p>见<strong>附件</strong></p>'
    """
    bare = re.sub(r"\s*</?p>\s*", "\n", body)
    if "<" in bare:
        return body
    typed = "\n".join(html.unescape(line) for line in bare.splitlines() if line.strip())
    return body if _MARKUP.search(typed) else typed
