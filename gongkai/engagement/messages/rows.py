"""Rows of messages from another platform (CSV, XLSX or JSON): their headings, and each read and checked; sentences for what is wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from gongkai.engagement.messages.channels import channels, titles
from gongkai.organs.importing.kinds import WrongCell, day
from gongkai.organs.importing.table import UnreadableList, read_listing

MOST_BYTES = 64 * 1024 * 1024
MOST_LINES = 100_000
HEADINGS = {
    "source_number": "来件编号",
    "received_on": "收到日期",
    "kind": "种类",
    "category": "类别",
    "title": "标题",
    "content": "内容",
    "name": "姓名",
    "phone": "电话",
    "section": "主办科室",
    "answered_on": "答复日期",
    "answer": "答复内容",
    "score": "满意度",
}
NEEDED = ("source_number", "received_on", "kind", "title")
_LONGEST = {"source_number": 80, "title": 80, "content": 4000, "name": 120, "phone": 40, "answer": 8000}


@dataclass(slots=True)
class Row:
    """One line: what it says by field, and what is wrong with it."""

    line: int
    values: dict[str, Any] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)


def read_rows(data: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    """Every line with its cells by field. Raises ``UnreadableList``."""
    if data.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in (b"[", b"{"):
        yield from _json(data)
        return
    listing = read_listing(
        data,
        headings=list(HEADINGS.values()),
        needed=[HEADINGS[name] for name in NEEDED],
        longest=8000,
        most_bytes=MOST_BYTES,
        most_lines=MOST_LINES,
    )
    names = {title: name for name, title in HEADINGS.items()}
    for line in listing.lines:
        yield line.number, {names[heading]: cell for heading, cell in line.cells.items() if heading in names}


def _json(data: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    if len(data) > MOST_BYTES:
        raise UnreadableList(f"文件超过{MOST_BYTES // 1024 // 1024}MB，请分成几个文件导入。")
    try:
        found = json.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise UnreadableList("这个JSON文件读不出来，请用UTF-8编码、写成一组留言的样子。") from None
    if isinstance(found, Mapping):
        found = found.get("messages")
    if not isinstance(found, list) or not all(isinstance(each, Mapping) for each in found):
        raise UnreadableList("JSON文件应是一组留言，每件是一组名目和值，名目与CSV的表头相同。")
    if len(found) > MOST_LINES:
        raise UnreadableList(f"文件超过{MOST_LINES}行，请分成几个文件导入。")
    names = {title: name for name, title in HEADINGS.items()} | {name: name for name in HEADINGS}
    for number, each in enumerate(found, 1):
        yield number, {names[str(key)]: _text(value) for key, value in each.items() if str(key) in names}


def _text(value: Any) -> str:
    return "" if value is None else str(value).strip()


@dataclass(frozen=True, slots=True)
class Reading:
    """What rows are checked against: the channel, today, the organ's categories and sections by name."""

    channel: str
    today: date
    categories: Mapping[str, int]
    sections: Mapping[str, int]

    def row(self, line: int, cells: Mapping[str, str]) -> Row:
        """One line, read and checked."""
        made = Row(line)
        for name in NEEDED:
            if not cells.get(name):
                made.errors.append(f"没有填“{HEADINGS[name]}”。")
        for name, longest in _LONGEST.items():
            text = cells.get(name, "")
            made.values[name] = text
            if len(text) > longest:
                made.errors.append(f"“{HEADINGS[name]}”最多{longest}个字。")
        self._days(cells, made)
        self._choices(cells, made)
        return made

    def _days(self, cells: Mapping[str, str], made: Row) -> None:
        for name in ("received_on", "answered_on"):
            made.values[name] = None
            if cells.get(name):
                try:
                    made.values[name] = day(cells[name])
                except WrongCell:
                    made.errors.append(f"“{HEADINGS[name]}”不是日期，请写成 2024-09-25 的样子。")
        came, answered = made.values["received_on"], made.values["answered_on"]
        if came and came > self.today:
            made.errors.append("“收到日期”还没有到。")
        if answered and answered > self.today:
            made.errors.append("“答复日期”还没有到。")
        if came and answered and answered < came:
            made.errors.append("“答复日期”早于“收到日期”。")
        if answered and not channels()[self.channel].elsewhere:
            made.errors.append("这个渠道的答复要由本系统拟稿、审核，不能随导入补登，请空着“答复日期”。")

    def _choices(self, cells: Mapping[str, str], made: Row) -> None:
        for name, listed in (("kind", "kinds"), ("score", "scores")):
            given = cells.get(name, "")
            key = next((key for key, title in titles(listed).items() if given in (key, title)), "")
            made.values[name] = key
            if given and not key:
                made.errors.append(f"“{HEADINGS[name]}”可以填：{'、'.join(titles(listed).values())}。")
        made.values["section_name"] = cells.get("section", "")
        for name, known in (("category", self.categories), ("section", self.sections)):
            given = cells.get(name, "")
            made.values[name] = known.get(given)
            if given and given not in known:
                made.errors.append(
                    f"本机关没有这个名称的{'类别' if name == 'category' else '科室'}，请先设立或者空着。"
                )
        if made.values["score"] and not made.values["answered_on"]:
            made.errors.append("填了“满意度”的，要填“答复日期”。")
