"""What is no annual report, refused in words: comparisons, half-year figures, notices, error pages, policy texts."""

from __future__ import annotations

import re

from gongkai.annualreport.reading.found import Found
from gongkai.annualreport.reading.identity import squashed
from gongkai.documents.model import Document, Unreadable

_PART_YEAR = re.compile(r"上半年|下半年|第?[一二三四1-4]季度|半年|月份|月报|季报|\d+月")
_COMPARISON = re.compile(r"比对|对比|对照|比较")
_NOTICE = re.compile(
    r"(?:通知|办法|方案|细则|意见|公告|通报|函|要点|指南|目录|解读|制度|说明|名单|统计表|汇总表|评估|考核)(?:[（(].*[)）])?$"
)
_ERROR_PAGE = re.compile(
    r"404|页面不存在|找不到.{0,4}页面|访问的页面|无法访问|Not Found|请登录|请先登录|访问出错|系统繁忙|403"
)
NOT_A_REPORT = "not-a-report"


def refuse(document: Document, title: str | None, text: str, tables: dict[str, Found]) -> None:
    """Raise ``Unreadable`` when the document is no annual report; ``text`` is its text outside the tables."""
    name = squashed(title or document.meta.get("title", "") or _first_line(text))
    start = squashed(text[:400])
    twice = [found for found in tables.values() if found.twice]
    years = set(re.findall(r"20\d\d(?=年?(?:报告|年报|vs))", start, re.IGNORECASE))
    if _COMPARISON.search(name) or (twice and (_COMPARISON.search(start) or len(years) > 1)):
        raise Unreadable(NOT_A_REPORT, "这份文件是两份年报的比对材料，不是一份年度报告。请分别读取被比对的两份原件。")
    if len(twice) >= 2 or any(found.twice for key, found in tables.items() if key == "applications"):
        raise Unreadable(
            NOT_A_REPORT, "这份文件里同一张统计表出现了两次，像是几份报告合在一起。请拆成一份一份的文件再读取。"
        )
    if _PART_YEAR.search(re.sub(r"年度报告.*", "", name)) and "年度报告" not in name:
        raise Unreadable(NOT_A_REPORT, "这是半年、季度或月度的统计，不是年度报告。")
    if tables:
        return
    is_report = re.search(r"(?:信息公开|政务公开).{0,14}(?:报告|年报)$", name) is not None
    if is_report and "年" in name and not _NOTICE.search(name):
        return
    if attachment := next((note for note in document.notes if note.code == "attachment"), None):
        raise Unreadable(NOT_A_REPORT, f"这个网页只有附件的链接，没有报告正文。{attachment.message}")
    if _ERROR_PAGE.search(start) and len(squashed(text)) < 1500:
        raise Unreadable(NOT_A_REPORT, "这是网站的出错或登录页面，不是年度报告。请重新下载原件。")
    if not squashed(text):
        raise Unreadable("no-text", "文件里没有读到文字。")
    if _NOTICE.search(name):
        written = (title or document.meta.get("title", "")).strip() or name
        raise Unreadable(NOT_A_REPORT, f"这份文件的标题是“{written[:40]}”，不是年度报告。")
    raise Unreadable(NOT_A_REPORT, "没有找到政府信息公开工作年度报告的标题和统计表，这份文件不是年度报告。")


def _first_line(text: str) -> str:
    """The first line, when it is short enough to be a title."""
    first = text.strip().partition("\n")[0]
    return first if len(first) <= 60 else ""
