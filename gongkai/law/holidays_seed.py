"""Write a notice as a data file, for a new release: ``python -m gongkai.law.holidays_seed``.

With the file of a notice's text it reads that; with a year it takes the days from the library chinesecalendar (a tool
of development, not needed to run) so that the two can be compared. The years 2004 to 2026 were seeded from that
library and then made to follow the texts of the notices; 2005年12月31日 is the one day on which the two differ
(国办发明电〔2005〕35号 lets it be worked). What an office enters by itself goes into its database instead.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

from gongkai.law.loader import DataError
from gongkai.law.notice_text import read_notice
from gongkai.law.notices import Notice, NoticeKind, Off, Shifted

FESTIVALS = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "Mid-autumn Festival": "中秋节",
    "National Day": "国庆节",
    "Anti-Fascist 70th Day": "中国人民抗日战争暨世界反法西斯战争胜利70周年纪念日",
}


def as_yaml(notices: Iterable[Notice]) -> str:
    """The text of a data file in ``holidays/``."""
    return "\n\n".join("\n".join(_lines(notice)) for notice in notices) + "\n"


def from_library(year: int) -> Notice:
    """The days of a year as chinesecalendar has them, without title and number."""
    try:
        data = import_module("chinese_calendar.constants")
    except ImportError:
        raise DataError("没有安装 chinesecalendar，请改用通知的文字。") from None
    off = _of_year(data.holidays, year)
    if not off:
        raise DataError(f"已安装的 chinesecalendar 里没有{year}年，请改用通知的文字。")
    ranges: list[Off] = []
    for day, festival in off:
        if ranges and ranges[-1].festival == festival and ranges[-1].last + timedelta(days=1) == day:
            ranges[-1] = ranges[-1]._replace(last=day)
        else:
            ranges.append(Off(festival, day, day))
    on = tuple(Shifted(festival, day) for day, festival in _of_year(data.workdays, year))
    return Notice(year, f"{year}年节假日安排（题名待填）", tuple(ranges), on, checked="开源日历数据")


def main(arguments: list[str] | None = None) -> int:
    """Print the data file of a year; what has to be looked at goes to the error stream."""
    parser = argparse.ArgumentParser(description="把放假通知写成 gongkai/law/holidays/ 里的数据文件")
    parser.add_argument("source", metavar="年份或者文本文件", help="四位年份，或者存有通知全文的文本文件")
    parser.add_argument("--amending", action="store_true", help="临时调整的通知，不是全年的安排")
    chosen = parser.parse_args(arguments)
    try:
        if chosen.source.isdigit() and len(chosen.source) == 4:
            print(as_yaml([from_library(int(chosen.source))]), end="")
            return 0
        text = Path(chosen.source).read_text(encoding="utf-8")
        read = read_notice(text, kind=NoticeKind.AMENDING if chosen.amending else NoticeKind.ANNUAL)
    except (DataError, OSError, UnicodeDecodeError) as problem:
        print(f"没有写出：{problem}", file=sys.stderr)
        return 1
    print(as_yaml([read.notice]), end="")
    for doubt in read.doubts:
        print(f"请核对：{doubt}", file=sys.stderr)
    return 0


def _of_year(days: Mapping[date, Any], year: int) -> list[tuple[date, str]]:
    """The days of a year's arrangement: those of New Year in December belong to the year after."""

    def belongs(day: date, festival: str) -> bool:
        return (day.year + 1 if festival == "元旦" and day.month == 12 else day.year) == year

    named = ((day, FESTIVALS[each]) for day, each in sorted(days.items()))
    return [(day, festival) for day, festival in named if belongs(day, festival)]


def _lines(notice: Notice) -> list[str]:
    lines = [f"- year: {notice.year}"]
    if notice.kind is not NoticeKind.ANNUAL:
        lines.append(f"  kind: {notice.kind.value}")
    lines.append(f"  title: {notice.title}")
    if notice.issuer != "国务院办公厅":
        lines.append(f"  issuer: {notice.issuer}")
    lines += [
        f"  number: {notice.number or 'null'}",
        f"  number_sure: {str(notice.number_sure).lower()}",
        f"  issued_on: {notice.issued_on or 'null'}",
        f"  checked: {notice.checked}",
        "  holidays:",
        *(f"    - [{each.festival}, {each.first}, {each.last}]" for each in notice.holidays),
    ]
    if notice.workdays:
        lines += ["  workdays:", *(f"    - [{each.festival}, {each.day}]" for each in notice.workdays)]
    return lines


if __name__ == "__main__":
    raise SystemExit(main())
