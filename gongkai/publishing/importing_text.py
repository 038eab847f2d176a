"""A file that becomes a draft: its text as clean HTML with tables and pictures, and title, number, date and issuer where certain.

A guess is made only from a line that can be nothing else: a number standing alone, one single line that is only a date, a title
that ends in the name of a kind of document. Everything else is left to the person who checks the form.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from email import message_from_bytes, policy
from html import escape, unescape
from pathlib import PurePath
from typing import Any
from urllib.parse import unquote

from gongkai.documents.archives import MAX_ENTRY, damaged
from gongkai.documents.html_encoding import as_utf8
from gongkai.documents.html_words import EDITORS
from gongkai.documents.mhtml import extract_mhtml
from gongkai.documents.model import Unreadable
from gongkai.documents.sniff import EMPTY, sniff
from gongkai.publishing.cleaning import plain_text
from gongkai.publishing.document_numbers import document_number
from gongkai.publishing.importing_docx import docx_html
from gongkai.publishing.pasted_tree import take_out
from gongkai.publishing.pasting import Tidied, tidied

LARGEST = 30 << 20
"""Bytes of a file to be read; a longer text belongs into an attachment."""
INSTEAD = {
    "doc": "这是旧版 Word 文件。请用 Word 或者 WPS 打开，另存为 DOCX 再导入。",
    "rtf": "这是 RTF 文件。请用 Word 或者 WPS 打开，另存为 DOCX 再导入。",
    "wordxml": "这是 Word XML 文件。请用 Word 打开，另存为 DOCX 再导入。",
    "pdf": "这是 PDF 文件，排好的版面不能可靠地还原成正文。请导入它的 Word 文件，把 PDF 作为附件上传。",
    "ofd": "这是 OFD 文件，排好的版面不能可靠地还原成正文。请导入它的 Word 文件，把 OFD 作为附件上传。",
    "image": "这是图片，不能作为正文导入。请把文字写进正文，图片用“插入图片”放进去。",
    "xlsx": "这是 Excel 表格。请在 Excel 里选中表格复制，粘贴到正文里，或者作为附件上传。",
    "xls": "这是 Excel 表格。请在 Excel 里选中表格复制，粘贴到正文里，或者作为附件上传。",
    "ods": "这是电子表格。请选中表格复制，粘贴到正文里，或者作为附件上传。",
    "zip": "这是压缩包，或者不是 Word 文件。请先解压，再导入里面的 DOCX 或者网页文件。",
    EMPTY: "这个文件是空的，请核对。",
}
OTHER = "这个文件不是 Word（DOCX）或者网页文件，不能导入。请另存为 DOCX 再试。"
_ENDINGS = {"docx": (".docx", ".docm", ".dotx"), "html": (".html", ".htm", ".shtml"), "mhtml": (".mht", ".mhtml")}
_TITLES = {"docx": "Word 文件", "html": "网页", "mhtml": "单个文件的网页"}

_KIND = (
    r"(?:通知|通告|公告|公示|决定|意见|办法|规定|规则|细则|方案|批复|函|报告|请示|规划|计划|纲要|预案|要点|清单|目录|指南|预算|决算|"
    r"公报|命令|令|议案|纪要|章程|条例|标准|说明|解读|问答|总结|情况)"
)
_TITLE = re.compile(rf"[^。；;！!？?]{{4,120}}{_KIND}(?:（[^（）]{{1,20}}）)?")
_ORGAN = re.compile(
    r"[\u4e00-\u9fff、（） ]{2,40}(?:人民政府|政府办公室|办公室|办公厅|局|委员会|委|厅|部|院|会|中心|街道办事处|镇|乡|大队|支队)"
)
_NUMBER = re.compile(r"[\u4e00-\u9fff]{2,14}\s*[\[(（［【〔]\s*20\d{2}\s*[\])）］】〕]\s*第?\s*\d{1,4}\s*号")
_DAY = re.compile(r"(20\d{2})\s*年\s*(1[0-2]|0?[1-9])\s*月\s*(3[01]|[12]\d|0?[1-9])\s*日")
_HAN_DAY = re.compile(
    r"([二〇零○Ｏ一三四五六七八九]{4})年(十[一二]?|[一二三四五六七八九])月(三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])日"
)
_HAN = {
    "〇": 0,
    "零": 0,
    "○": 0,
    "Ｏ": 0,
    "一": 1,
    "二": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_HEAD, _LONGEST_TITLE = 15, 200


@dataclass(frozen=True, slots=True)
class Imported:
    """What was read: the text with its pictures as ``tidied`` gives it, guesses (empty or None where not certain)."""

    found: Tidied
    title: str = ""
    document_number: str = ""
    signed_on: date | None = None
    issuer: str = ""


def imported(data: bytes, name: str) -> Imported:
    """Read a DOCX, a web page or a web page in one file. Raises ``Unreadable`` with a sentence that says what to do."""
    if len(data) > LARGEST:
        raise Unreadable(
            "too-large", f"文件超过{LARGEST >> 20}兆字节，没有读取。请压缩其中的图片，或者把长表格、名单改作附件。"
        )
    kind = sniff(data, name)
    said: list[str] = []
    headline = ""
    if kind == "docx":
        found = _from_docx(data)
    elif kind in ("html", "mhtml"):
        found, headline = _from_html(data) if kind == "html" else _from_mhtml(data)
    elif kind in ("text", "markdown") and PurePath(name.casefold()).suffix in (".docx", ".doc", ".wps"):
        raise damaged("Word 文件")
    elif kind in ("text", "markdown"):
        text, _ = as_utf8(data)
        found = tidied("\n".join(f"<p>{escape(line)}</p>" for line in text.decode().splitlines() if line.strip()))
    elif kind == "zip" and PurePath(name.casefold()).suffix in _ENDINGS["docx"]:
        raise damaged("Word 文件")
    else:
        raise Unreadable("not-text", INSTEAD.get(kind, OTHER))
    if kind in _ENDINGS and PurePath(name.casefold()).suffix not in _ENDINGS[kind]:
        said.append(f"文件名的结尾与内容不一致：内容是{_TITLES[kind]}，已经按内容读入。")
    if not plain_text(found.html) and not found.pictures:
        raise Unreadable("no-text", "没有从文件里读出文字。如果是扫描件，请先转成文字，或者作为附件上传。")
    found.told[:0] = said
    return replace(_guessed(found, headline), found=found)


def _from_docx(data: bytes) -> Tidied:
    try:
        text, told = docx_html(data)
    except Unreadable as problem:
        if problem.code == "too-large":
            raise Unreadable(
                "too-large", "这个文件展开以后大得不合常理，为安全起见没有读取。请用 Word 打开，另存一份再试。"
            ) from problem
        raise
    except Exception as problem:
        # 转换器遇到结构残缺的文件会抛出各种错误；对人来说都是同一件事
        raise Unreadable(
            "damaged", "这个 Word 文件的结构有问题，没有读出来。请用 Word 或者 WPS 打开，另存为 DOCX 再试。"
        ) from problem
    found = tidied(text)
    found.told[:0] = told
    return found


def _from_html(
    data: bytes, charset: str = "", resolve: Callable[[str], bytes | None] | None = None
) -> tuple[Tidied, str]:
    raw, note = as_utf8(data, charset)
    text = raw.decode("utf-8", "replace")
    headline = re.search(r"<title[^>]*>(.*?)</title>", text[:200_000], re.I | re.S)
    found = tidied(_article(text), resolve)
    if note is not None:
        found.told.insert(0, note.message)
    return found, " ".join(unescape(headline[1]).split()) if headline else ""


def _from_mhtml(data: bytes) -> tuple[Tidied, str]:
    page, charset = extract_mhtml(data)
    message = message_from_bytes(data.lstrip(), policy=policy.compat32)
    kept: dict[str, bytes] = {}
    for part in message.walk():
        if part.get_content_maintype() != "image":
            continue
        content = part.get_payload(decode=True)
        if not isinstance(content, bytes) or len(content) > MAX_ENTRY:
            continue
        for address in (part.get("Content-Location"), part.get("Content-ID")):
            if address:
                kept[_place(str(address))] = content
                kept.setdefault(_place(str(address)).rsplit("/", 1)[-1], content)

    def resolve(address: str) -> bytes | None:
        place = _place(address)
        return kept.get(place) or kept.get(place.rsplit("/", 1)[-1])

    return _from_html(page, charset, resolve)


def _place(address: str) -> str:
    return unquote(address.strip().removeprefix("cid:").strip("<>"))


def _article(text: str) -> str:
    """The element in which content systems put the article, when it holds most of the words; else all of the page."""
    from lxml import etree, html

    try:
        root = html.document_fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8", huge_tree=True))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return text
    body = root.find("body")
    if body is None:
        return text
    for each in list(body.iter("script", "style", "noscript", "nav", "header", "footer", "aside", "form")):
        if not any(_called(parent) for parent in each.iterancestors()):
            take_out(each)
    named = [each for each in body.iter("div", "td", "article", "section") if _called(each) or each.tag == "article"]
    fullest = max((_length(each) for each in named), default=0)
    if not fullest or fullest < _length(body) * 0.3:
        return etree.tostring(body, encoding="unicode", method="html")
    chosen = min((each for each in named if _length(each) >= fullest * 0.9), key=_length)
    return etree.tostring(chosen, encoding="unicode", method="html", with_tail=False)


def _called(each: Any) -> bool:
    names = f"{each.get('id') or ''} {each.get('class') or ''}".casefold().split()
    return not EDITORS.isdisjoint(name.replace("_", "").replace("-", "").rstrip("0123456789") for name in names)


def _length(each: Any) -> int:
    return sum(len(str(text).strip()) for text in each.itertext())


def _guessed(found: Tidied, headline: str) -> Imported:
    lines = plain_text(found.html).splitlines()
    title, used = _title(lines[:_HEAD], headline)
    if used:
        found.html = _without(found.html, used)
        found.told.append("标题已经放到“标题”一栏，正文里不再重复。")
    numbers = [line for line in lines[:_HEAD] if _NUMBER.fullmatch(line.strip())]
    day, issuer = _day(lines)
    return Imported(found, title, document_number(numbers[0]) if len(numbers) == 1 else "", day, issuer)


def _title(lines: list[str], headline: str) -> tuple[str, list[str]]:
    """The title and the lines it was taken from; no lines where the title stays in the text."""
    for index, line in enumerate(lines):
        said = line.strip()
        if not _TITLE.fullmatch(said) or len(said) > _LONGEST_TITLE or said.endswith(("：", ":")):
            continue
        before = lines[index - 1].strip() if index else ""
        if said.startswith(("关于", "印发", "转发")) and _ORGAN.fullmatch(before):
            return f"{before}{said}", [before, said]
        if not said.startswith(("各", "现将", "根据", "按照", "为")):
            return said, [said]
    if headline and len(headline) <= _LONGEST_TITLE:
        head = re.split(r"[-_|—－–]{1,2}\s*", headline)[0].strip() or headline
        return head, [head] if head in [line.strip() for line in lines] else []
    first = lines[0].strip() if lines else ""
    return (first, [first]) if 0 < len(first) <= 60 and not first.endswith(("。", "：", "；")) else ("", [])


def _without(body: str, lines: list[str]) -> str:
    """The text without the blocks at its beginning that are its title."""
    blocks = body.split("\n")
    for line in lines:
        for index, block in enumerate(blocks[:_HEAD]):
            if plain_text(block).strip() == line and re.match(r"<(?:p|h[2-4])>", block):
                del blocks[index]
                break
    return "\n".join(blocks)


def _day(lines: list[str]) -> tuple[date | None, str]:
    """The only line that is nothing but a date, and the organ that signs above it."""
    found = [(index, day) for index, line in enumerate(lines) if (day := _read_day(line)) is not None]
    if len({day for _, day in found}) != 1:
        return None, ""
    index, day = found[-1]
    above = lines[index - 1].strip() if index else ""
    return day, above if _ORGAN.fullmatch(above) and " " not in above else ""


def _read_day(line: str) -> date | None:
    said = re.sub(r"\s", "", line.strip(" （）()"))
    plain = _DAY.fullmatch(said)
    try:
        if plain:
            return date(int(plain[1]), int(plain[2]), int(plain[3]))
        han = _HAN_DAY.fullmatch(said)
        if han:
            year = int("".join(str(_HAN[digit]) for digit in han[1]))
            return date(year, _han_number(han[2]), _han_number(han[3]))
    except ValueError:
        return None
    return None


def _han_number(text: str) -> int:
    """Up to thirty-one, as days and months are written."""
    tens, ten, ones = text.partition("十")
    if not ten:
        return _HAN[text]
    return (_HAN[tens] if tens else 1) * 10 + (_HAN[ones] if ones else 0)
