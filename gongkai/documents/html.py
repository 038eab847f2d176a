"""Reading a web page into blocks: visible text in reading order, data tables as ragged rows, what the page says of itself.

Meant for pages of government sites as they are: wrong charsets and spans, nested layout tables, markup from Word, navigation around
the article. Pages whose report is only linked, as a file, say so in a note.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gongkai.documents import html_content, html_meta
from gongkai.documents.html_blocks import Page, hidden_elements, may_hide, walk
from gongkai.documents.html_encoding import as_utf8, looks_garbled
from gongkai.documents.html_kinds import clean
from gongkai.documents.html_tables import joined, put_places
from gongkai.documents.html_tree import MAX_BYTES, mended, parse, with_closed_tags
from gongkai.documents.model import Document, Note, Paragraph, Table, Unreadable

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

_FILE = r"([^/\\?&=#\"'<>\s]+\.(?:pdf|docx?|wps|ofd|xlsx?|et|zip|rar|7z))(?:$|[?#&\"'])"
_SCRIPTED = rb"[\"']([^\"'<>\s]{1,300}\.(?:pdf|docx?|wps|ofd))[\"']"
_STATUTORY_WORDS = tuple(word.encode() for word in ("本年新收", "予以公开", "结果维持", "本年制发", "处理决定数量"))
_LITTLE = 1_500


def read_html(data: bytes, charset: str = "") -> Document:
    """Read a page. Raises ``Unreadable`` for one that is too large or nested beyond sense.

    ``charset`` is what was declared outside the page. ``line`` of a place counts paragraphs, ``table``, ``row`` and ``column`` count as the page shows them.
    """
    if len(data) > MAX_BYTES:
        raise Unreadable(
            "too-large", f"网页超过{MAX_BYTES // 1_000_000}兆字节，未予读取。请只保存年度报告的正文后再试。"
        )
    raw, doubtful = as_utf8(data, charset)
    notes = [doubtful] if doubtful else []
    tree, page, weights = _seen(raw, notes)
    start, end = html_content.choose(page, weights)
    meta = html_meta.tags(tree)
    about = html_meta.add_visible(meta, page, start, end, set(weights.anchors))
    html_meta.add_title(meta, page, start)
    blocks = joined(html_content.content(page, weights, start, end, about))
    put_places(blocks)
    if not any(isinstance(page.blocks[index], Table) for index in weights.anchors):
        notes.extend(_why_no_tables(tree, raw, sum(len(each.text) for each in blocks if isinstance(each, Paragraph))))
    return Document("html", blocks, meta, notes)


def _seen(raw: bytes, notes: list[Note]) -> tuple[LexborHTMLParser, Page, html_content.Weights]:
    """What the page shows; other ways of taking the page are tried where the first one loses statutory tables."""
    lowered = raw.lower()
    tree = parse(raw, lowered)
    hides = may_hide(lowered)
    page = walk(tree, hidden_elements(tree) if hides else set())
    if (better := mended(raw, lowered, tree, page.cells)) is not None:
        tree = better
        page = walk(tree, hidden_elements(tree) if hides else set())
    weights = html_content.weigh(page)
    if weights.anchors or not any(word in raw for word in _STATUTORY_WORDS):
        return tree, page, weights
    if hides:
        whole = walk(tree, set())
        found = html_content.weigh(whole)
        if found.anchors:
            notes.append(
                Note("hidden", "网页把年度报告的正文设为不显示，已按其中的内容读取，请与网页实际显示的内容核对。")
            )
            return tree, whole, found
    closed = with_closed_tags(raw)
    whole = walk(closed, hidden_elements(closed))
    found = html_content.weigh(whole)
    return (closed, whole, found) if found.anchors else (tree, page, weights)


def _why_no_tables(tree: LexborHTMLParser, raw: bytes, length: int) -> list[Note]:
    """Notes for a page without statutory tables: the report is in linked files, or the characters are garbled."""
    notes = []
    if looks_garbled(raw):
        notes.append(Note("garbled", "网页的文字已经是乱码，可能保存时用错了编码。请重新下载原网页。"))
    if length <= _LITTLE and (names := _linked_files(tree, raw)):
        listed = "、".join(f"“{name}”" for name in names[:5])
        notes.append(
            Note("attachment", f"网页上没有年度报告的表格，报告在它链接的文件里：{listed}。请下载后直接读取该文件。")
        )
    return notes


def _linked_files(tree: LexborHTMLParser, raw: bytes) -> list[str]:
    """The documents that a page links, embeds or hands to a viewer, by the words of the link and the file's name."""
    from urllib.parse import unquote

    found: dict[str, str] = {}
    for node in tree.css("a[href], iframe[src], frame[src], embed[src], object[data]"):
        named = node.attributes
        target = unquote(named.get("href") or named.get("src") or named.get("data") or "", errors="replace")
        if (file := re.search(_FILE, target, re.I)) is not None:
            found.setdefault(file[1], clean(node.text())[:60])
        elif node.tag in {"iframe", "frame"} and re.search(r"\.s?html?(?:$|[?#])", target):
            found.setdefault(target[-80:], "")
    if not found:
        for match in re.finditer(_SCRIPTED, raw, re.I):
            found.setdefault(match[1].decode("utf-8", "replace").replace("\\/", "/").rsplit("/", 1)[-1], "")
    return [file if not words or file in words else f"{words}（{file}）" for file, words in found.items()]
