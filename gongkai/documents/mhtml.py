"""Web pages in one file (MHTML: .mht, and .doc files that word processors saved as such): the page inside."""

from __future__ import annotations

import email
import email.policy
from email.message import Message

from gongkai.documents.archives import MAX_ENTRY, damaged, too_large
from gongkai.documents.model import Unreadable

WHAT = "MHTML 文件"


def extract_mhtml(data: bytes) -> tuple[bytes, str]:
    """The HTML of the page and the encoding its part declares (empty where it declares none).

    Of several pages the one that ``start`` names is taken, else the first. ``Unreadable`` where there is none.
    """
    if len(data) > MAX_ENTRY:
        raise too_large(WHAT)
    try:
        message = email.message_from_bytes(data.lstrip(), policy=email.policy.compat32)
        pages = [part for part in message.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    except (RecursionError, ValueError, LookupError, AssertionError) as error:
        raise damaged(WHAT) from error
    start = str(message.get_param("start", ""))
    pages.sort(key=lambda part: not start or str(part.get("Content-ID", "")).strip() != start)
    for page in pages:
        content, encoding = _decoded(page)
        if content.strip():
            return content, encoding
    raise Unreadable(
        "no-page", "这个 MHTML 文件里没有网页正文，无法读取。请用浏览器或 Word 打开后另存为 DOCX 或 PDF 再试。"
    )


def _decoded(part: Message) -> tuple[bytes, str]:
    try:
        content = part.get_payload(decode=True)
        encoding = part.get_param("charset", "")
    except (ValueError, LookupError, AssertionError) as error:
        raise damaged(WHAT) from error
    name = encoding[2] if isinstance(encoding, tuple) else str(encoding or "")
    name = {"unicode": "utf-16", "gb2312": "gb18030", "gbk": "gb18030"}.get(name.strip().casefold(), name.strip())
    return content if isinstance(content, bytes) else b"", name
