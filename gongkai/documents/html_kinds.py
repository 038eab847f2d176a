"""What each HTML element means to reading order, and text as a browser shows it."""

from __future__ import annotations

import re
from functools import lru_cache

INLINE, BLOCK, REGION, HEADING, SKIPPED, BREAK, TABLE, ROWS, ROW, CELL, LINK, RAISED, STRUCK, IMAGE, FIELD, VERBATIM = (
    range(16)
)
KINDS = {
    **dict.fromkeys(
        str.split("p li dt dd caption figcaption legend address hr figure details summary optgroup"), BLOCK
    ),
    **dict.fromkeys(
        str.split(
            "html body div section article main nav header footer aside form center ul ol dl blockquote fieldset marquee"
        ),
        REGION,
    ),
    **dict.fromkeys(str.split("h1 h2 h3 h4 h5 h6"), HEADING),
    **dict.fromkeys(
        str.split(
            "head title script style template noscript iframe frame frameset object embed applet svg canvas audio video map "
            "select option datalist button textarea del rp rt xml w:worddocument w:latentstyles o:officedocumentsettings "
            "noembed noframes param source track base link meta -comment -doctype"
        ),
        SKIPPED,
    ),
    "br": BREAK,
    "table": TABLE,
    **dict.fromkeys(str.split("thead tbody tfoot"), ROWS),
    "tr": ROW,
    "td": CELL,
    "th": CELL,
    "a": LINK,
    **dict.fromkeys(str.split("sup sub"), RAISED),
    **dict.fromkeys(("s", "strike", "x-struck"), STRUCK),
    "img": IMAGE,
    "input": FIELD,
    **dict.fromkeys(str.split("pre xmp listing plaintext"), VERBATIM),
}
SECTIONS = {"thead": 0, "tbody": 1, "tfoot": 2}
BREAKING = frozenset((BLOCK, REGION, HEADING, BREAK, TABLE, ROWS, ROW, CELL, VERBATIM))
LINE_KINDS = frozenset((BREAK, BLOCK, REGION, HEADING))
LINE_ENDING = frozenset(tag for tag, kind in KINDS.items() if kind in BREAKING)
_UNSEEN = re.compile(r"[\u200b-\u200f\u2060\ufeff\u00ad\u202a-\u202e\x00-\x08\x0e-\x1f]")
_GAP = re.compile(r"[ \t\r\n\f]+")
_EDGES = " \t\r\n\f\v\u3000\u2002\u2003\u2009"


def clean(text: str) -> str:
    """Text with white space as a browser shows it, without invisible characters; figures are left as they are written.

    A line break of the source beside a Chinese character is no space.

    >>> clean("政府\\n 信息  公开\\xa0 12\\n件")
    '政府信息 公开  12件'
    """
    if text.isalnum():
        return text
    if _UNSEEN.search(text):
        text = _UNSEEN.sub("", text)
    if "\n" in text or "\r" in text or "\t" in text or "  " in text:
        text = _GAP.sub(_narrow, text)
    return text.replace("\xa0", " ").strip(_EDGES)


def _narrow(gap: re.Match[str]) -> str:
    if "\n" in gap[0] or "\r" in gap[0]:
        text, start, end = gap.string, gap.start(), gap.end()
        if (start and text[start - 1] > "\u2e7f") or (end < len(text) and text[end] > "\u2e7f"):
            return ""
    return " "


@lru_cache(maxsize=4096)
def clean_label(text: str) -> str:
    """``clean`` for what stands in cells: the labels of the form come again in every report."""
    return clean(text)
