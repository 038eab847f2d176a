"""The page docs/reference/limits.md, written from the data of the law: ``python -m gongkai.law.document_limits``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from gongkai.law import choices, festivals, limits
from gongkai.law.notices import FOLDER, Notice, NoticeKind, national_notices

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "limits.md"
HEAD = """# 期限、放假通知和取法

这一页由 `python -m gongkai.law.document_limits` 从 `gongkai/law/` 里的数据写出，不要直接改。

一件事适用哪一版期限，看期限开始的那一天。“核对”一栏：条文＝对照过条文原文；转述＝对照过官方转述；待核＝凭通行的说法抄录，采用前请对照原文。
"""
KINDS = {NoticeKind.ANNUAL: "全年安排", NoticeKind.AMENDING: "临时调整", NoticeKind.LOCAL: "地方放假"}


def page() -> str:
    """The page as Markdown."""
    return "\n".join([HEAD, *_limits(), *_choices(), *_notices(), *_statutory()]) + "\n"


def _limits() -> Iterator[str]:
    yield "## 期限\n"
    for name, versions in limits.limits().items():
        newest = versions[-1]
        yield f"### {newest.title}（`{name}`）\n"
        begins = "" if newest.unit is limits.Unit.HOURS else "（当日不计入）"
        yield f"- 谁的期限：{newest.whose}；从哪一天算：{newest.starts}{begins}"
        if newest.note:
            yield f"- {newest.note}"
        yield "\n| 自 | 期限 | 依据 | 核对 |\n|---|---|---|---|"
        for each in versions:
            yield f"| {each.since} | {each.length} | {each.basis} | {each.checked} |"
        yield ""


def _choices() -> Iterator[str]:
    yield "## 法律留有余地之处的取法\n"
    yield "每一处都是数据（`gongkai/law/choices.yaml`），理由见[决定0010](../decisions/0010-counting-limits.md)。\n"
    for name, each in choices.choices().items():
        yield f"### {each.question}（`{name}`）\n"
        who = each.changed_by if each.changed_by == choices.FIXED else f"可以另取的是{each.changed_by}"
        yield f"- 现取：**{each.reading}**（`{each.chosen}`）。取法来自{each.decided_by}；{who}"
        others = "；".join(f"{text}（`{key}`）" for key, text in each.options.items() if key != each.chosen)
        yield f"- 其他读法：{others}"
        yield f"- 依据：{each.basis}"
        yield f"- 理由：{each.reason}\n"


def _notices() -> Iterator[str]:
    yield "## 随程序提供的放假通知\n"
    yield f"一年一个文件，在 `gongkai/law/{FOLDER.name}/`。文号待核的，证明和文书里只写题名。怎样录入新的通知见[怎样录入放假通知](../how-to/holidays.md)。\n"
    yield "| 年份 | 种类 | 题名 | 文号 | 成文日期 | 放假 | 调休上班 | 核对 |\n|---|---|---|---|---|---:|---:|---|"
    yield from (_notice(each) for each in national_notices())
    yield ""


def _notice(notice: Notice) -> str:
    number = notice.number or "待核"
    if notice.number and not notice.number_sure:
        number += "（待核）"
    return (
        f"| {notice.year} | {KINDS[notice.kind]} | {notice.title} | {number} | {notice.issued_on or '待核'} "
        f"| {len(notice.days_off)}天 | {len(notice.days_on)}天 | {notice.checked} |"
    )


def _statutory() -> Iterator[str]:
    yield "## 没有放假通知的年份暂按的法定节假日\n"
    yield f"农历节日和清明的公历日期有{festivals.first_year()}年至{festivals.last_year()}年的，日历也只到这些年份。\n"
    announced = {notice.year for notice in national_notices() if notice.kind is NoticeKind.ANNUAL}
    for year in range(max(announced) + 1, max(announced) + 4):
        days = festivals.statutory_days(year)
        listed = "、".join(f"{day.month}月{day.day}日（{each.festival}）" for day, each in days.items())
        yield f"- {year}年：{listed}"
    yield f"\n依据：{next(iter(days.values())).basis}。"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
