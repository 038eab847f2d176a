"""The page docs/reference/checks.md, written from the catalogue: ``python -m gongkai.annualreport.checks.document``."""

from __future__ import annotations

import re
from pathlib import Path

from gongkai.annualreport.checks.entries import Check, catalogue, left_out
from gongkai.checks.finding import Severity, Verdict

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "checks.md"
SEVERITY = {Severity.ERROR: "错误", Severity.WARNING: "提醒", Severity.NOTICE: "提示"}
GROUPS = {
    "structure": "结构、格式、题名和日期",
    "cells": "单格的填写和读取",
    "tables": "表内的勾稽和数字",
    "years": "与上年比较",
    "text": "文字与统计表、文字自身",
}
MESSAGES = {
    "fail": "",
    "located": "一格可以确定时",
    "group": "几格都有可能时",
    "doubt": "读数有疑问时",
    "image": "数字由图像识别得出时",
    "many": "大半不成立时",
    "unread": "缺少数字时",
    "alone": "没有上年报告时",
}
HEAD = """# 核对目录

这一页由 `python -m gongkai.annualreport.checks.document` 从 `gongkai/annualreport/checks/catalogue/` 写出，不要直接改。

每项核对有四种结论：通过（不出现在结果里）、不通过、无法核对（有格空白或者读不出）、需要其他材料（多为上年的报告）。
程度分三级：**错误**只用于确定有误的，命令的退出状态因此为 1；**提醒**值得看一眼；**提示**备查。
结论不是“不通过”的，程度最高为提醒。数字存疑的格先请人核对读数，不当作填报有误。

“话怎么说”一栏里花括号中的词由报告的数字和名称填入；只写了 `{message}` 的，由读取时的情况写出。
"""


def page() -> str:
    """The page as Markdown."""
    entries = catalogue()
    counts = [sum(each.severity is severity for each in entries.values()) for severity in Severity]
    parts = [HEAD, f"共 {len(entries)} 项：错误 {counts[0]} 项，提醒 {counts[1]} 项，提示 {counts[2]} 项。\n"]
    groups = dict.fromkeys((*GROUPS, *(each.group for each in entries.values())))
    for group in groups:
        members = [each for each in entries.values() if each.group == group]
        if members:
            parts.append(f"## {GROUPS.get(group, group)}\n")
            parts.extend(_entry(each) for each in members)
    parts.append("## 没有作的核对\n")
    parts.append("\n".join(f"- `{code}` {title}：{reason}" for code, title, reason in left_out()) + "\n")
    return "\n".join(parts)


def _entry(check: Check) -> str:
    lines = [f"### `{check.code}` {check.title}", "", f"- 程度：{SEVERITY[check.severity]}", f"- 依据：{check.basis}"]
    if scope := _scope(check):
        lines.append(f"- 范围：{scope}")
    if len(check.messages) == 1:
        lines.append(f"- 话怎么说：{_literal(next(iter(check.messages.values())))}")
    else:
        lines.append("- 话怎么说：")
        for name, text in check.messages.items():
            when = MESSAGES.get(name, "")
            lines.append(f"  - {when + '：' if when else ''}{_literal(text)}")
    lines.append(f"- 怎么办：{_literal(check.remedy)}")
    if check.note:
        lines.append(f"- 说明：{check.note}")
    return "\n".join(lines) + "\n"


def _scope(check: Check) -> str:
    words = []
    if check.since_year is not None:
        words.append(f"{check.since_year}年度及以后的报告")
    if check.forms:
        words.append("、".join(f"{form}年版格式" for form in check.forms))
    if check.needs_prior:
        words.append("要有上年的报告")
    if check.from_reading:
        words.append("由读取时的情况决定")
    if check.verdict is not Verdict.FAIL:
        words.append("结论为无法核对")
    return "；".join(words)


def _literal(text: str) -> str:
    return re.sub(r"(\{\w+\})", r"`\1`", text)


def main() -> None:
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
