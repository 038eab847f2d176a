"""What a page says of itself: the meta tags of 国办发〔2017〕47号, the table with 索引号 and the like, and the lines about the page.

The names of what is found are those of ``Document.meta``: ``title`` (``page_title`` is the raw one), ``published`` and ``source`` as
written, ``site``, ``column``, ``url``, and where a page gives them ``index_number``, ``document_number``, ``signed_on``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gongkai.documents.html_blocks import Page
from gongkai.documents.html_kinds import clean
from gongkai.documents.model import Paragraph, Table

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

_TAGS = {
    "articletitle": "title",
    "pubdate": "published",
    "publishdate": "published",
    "article:published_time": "published",
    "contentsource": "source",
    "sitename": "site",
    "og:site_name": "site",
    "columnname": "column",
    "url": "url",
    "og:url": "url",
}
_LABELS = {
    "索引号": "index_number",
    "信息索引号": "index_number",
    "发布机构": "source",
    "发文机关": "source",
    "发文机构": "source",
    "发布单位": "source",
    "发文单位": "source",
    "公开机构": "source",
    "公开主体": "source",
    "公开责任部门": "source",
    "责任部门": "source",
    "发布部门": "source",
    "信息来源": "source",
    "文章来源": "source",
    "来源": "source",
    "发布日期": "published",
    "发布时间": "published",
    "发文日期": "published",
    "发文时间": "published",
    "公开日期": "published",
    "公开时间": "published",
    "更新时间": "published",
    "时间": "published",
    "日期": "published",
    "成文日期": "signed_on",
    "生成日期": "signed_on",
    "文号": "document_number",
    "发文字号": "document_number",
    "名称": "title",
    "标题": "title",
    "信息名称": "title",
    "文件名称": "title",
    "主题分类": "subject_class",
    "体裁分类": "genre_class",
    "有效性": "validity",
    "信息有效性": "validity",
}
_OTHER_LABELS = frozenset(
    str.split(
        "分类 组配分类 主题词 关键词 公开方式 公开形式 公开程序 公开范围 公开时限 公开类别 信息分类 信息类别 所属主题 服务对象 语种 内容概述 概述 废止日期 失效日期 实施日期 载体类型 "
        "记录形式 信息格式 效力状态 著录日期 主办单位 作者 浏览次数 时效 有效期 关联类型 统一编号 登记号 部门 统一登记号 主题 体裁 栏目 类型"
    )
)
_KNOWN = frozenset((*_LABELS, *_OTHER_LABELS))
_LONGEST = max(map(len, _KNOWN))
_BEFORE_SHORT = frozenset(" \u3000|｜[]【】;；()（）")
_DATE = re.compile(r"\d{4}\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}\s*日?(?:[\sT]*\d{1,2}:\d{2}(?::\d{2})?)?")
_SEPARATED = re.compile(r"\s*[_|｜]\s*|\s+[-–—]+\s+|(?<=报告)[-–—]+|(?<=年报)[-–—]+")
_REPORTS = ("年度报告", "年报告", "年报", "工作报告")
_EMPTY = frozenset({"", "无", "暂无", "-", "—", "/"})


def tags(tree: LexborHTMLParser) -> dict[str, str]:
    """What the head of the page says."""
    found: dict[str, str] = {}
    head = tree.head
    within = head.css("meta") if head is not None else []
    for node in within or tree.css("meta"):
        named = node.attributes
        name = _TAGS.get((named.get("name") or named.get("property") or "").strip().lower())
        value = clean(named.get("content") or "")
        if name and value:
            found.setdefault(name, value)
    title = None if head is None else head.css_first("title")
    if title is not None and (text := clean(title.text())):
        found["page_title"] = text
    return found


def add_visible(meta: dict[str, str], page: Page, start: int, end: int, statutory: set[int]) -> set[int]:
    """Add what tables and lines about the page say; the numbers of those blocks, which are no part of the article."""
    used = set()
    for index, block in enumerate(page.blocks):
        if isinstance(block, Table):
            pairs = None if index in statutory else _pairs(block)
            if pairs is None:
                continue
            used.add(index)
        elif (
            isinstance(block, Paragraph)
            and not (start + 5 <= index < end)
            and len(block.text) < 200
            and ("：" in block.text or ":" in block.text)
        ):
            pairs = _keyed(block.text)
        else:
            continue
        for label, value in pairs:
            name = _LABELS.get(label)
            if name == "title" and not _names_a_report(value):
                continue
            if name and value not in _EMPTY:
                meta.setdefault(name, value)
    return used


def add_title(meta: dict[str, str], page: Page, start: int) -> None:
    """Settle the title: the first of the tag, the page's headings, its title without the site's name and the lines above the article
    that names a report and its year; else the first that names a report; else the tag or the page's title."""
    shown = [
        block
        for index, block in enumerate(page.blocks[: start + 6])
        if isinstance(block, Paragraph) and index not in page.linked and 4 < len(block.text) < 80
    ]
    heads = [block.text for block in shown if block.style == "heading"]
    cleaned = clean_title(meta.get("page_title", ""), meta.get("site", ""))
    titles = [meta.get("title", ""), *heads, cleaned, *(block.text for block in shown)]
    reports = [text for text in titles if _names_a_report(text) and not text.startswith(("当前", "您"))]
    dated = [text for text in reports if _names_a_year(text)]
    if title := next(iter((*dated, *reports, *filter(None, titles[:1]), *filter(None, (cleaned, *heads)))), ""):
        meta["title"] = title


def _names_a_report(text: str) -> bool:
    return "公开" in text and "年" in text and "。" not in text and _is_report(text)


def _names_a_year(text: str) -> bool:
    return re.search(r"\d{4}|[〇○零一二三四五六七八九]{4}", text) is not None


def _is_report(text: str) -> bool:
    return any(word in text for word in _REPORTS)


def clean_title(title: str, site: str = "") -> str:
    """The title of a page without the names of site and column.

    >>> clean_title("青石县财政局2023年政府信息公开工作年度报告_青石县人民政府")
    '青石县财政局2023年政府信息公开工作年度报告'
    """
    if site and title.endswith(site):
        title = title[: -len(site)].rstrip(" _-|–—｜") or title
    parts = [part for part in _SEPARATED.split(title) if part]
    for part in parts:
        if _is_report(part) and _names_a_year(part):
            return part
    return parts[0] if parts else title


def _keyed(text: str) -> list[tuple[str, str]]:
    """The pairs of a line such as “来源：… 发布时间：…”; dates without their surroundings."""
    marks = []
    for place, sign in enumerate(text):
        if sign in ":：" and (found := _label_before(text, place)):
            marks.append((*found, place + 1))
    pairs = []
    for number, (label, _, after) in enumerate(marks):
        end = marks[number + 1][1] if number + 1 < len(marks) else len(text)
        value = text[after:end].strip(" \u3000|｜[]【】;；")
        if _LABELS.get(label) in {"published", "signed_on"}:
            day = _DATE.search(value)
            value = day[0].strip() if day else ""
        elif _LABELS.get(label) == "source":
            value = value.replace("|", " ").replace("｜", " ").partition(" ")[0].partition("\u3000")[0]
        if len(value) < 120:
            pairs.append((label, value))
    return pairs


def _label_before(text: str, end: int) -> tuple[str, int] | None:
    """The longest known label that ends at ``end``, with its start; blanks within it do not count.

    A label of two or three characters must stand apart: “统计时间” is not “时间”.
    """
    letters = ""
    starts = []
    place = end - 1
    while place >= 0 and len(letters) < _LONGEST:
        if text[place] not in " \u3000":
            letters = text[place] + letters
            starts.append(place)
        place -= 1
    for size in range(len(letters), 1, -1):
        start = starts[size - 1]
        if letters[-size:] in _KNOWN and (size > 3 or start == 0 or text[start - 1] in _BEFORE_SHORT):
            return letters[-size:], start
    return None


def _pairs(table: Table) -> list[tuple[str, str]] | None:
    """Label and value of each entry when a table plainly describes the page, else None."""
    if len(table.rows) > 12:
        return None
    found: list[tuple[str, str]] = []
    known = other = 0
    for row in table.rows:
        texts = [cell.text for cell in row]
        position = 0
        while position < len(texts):
            label = re.sub(r"[\s:：\[\]【】]", "", texts[position])
            if label in _LABELS or label in _OTHER_LABELS:
                value = texts[position + 1] if position + 1 < len(texts) else ""
                found.append((label, value))
                known += 1
                position += 2
                continue
            inner = _keyed(texts[position])
            found.extend(inner)
            known += len(inner)
            other += not inner and bool(label)
            position += 1
    sure = sum(1 for label, _ in found if label in _LABELS)
    return found if known >= 3 and sure >= 2 and other <= known else None
