"""Tables of a web page: which hold data and which only lay the page out.

While the page is walked every table is taken apart into blocks, as if it only laid out the page; when it ends it is decided
whether those blocks become the cells of a data table. Rows are ragged: spans are noted and never expanded.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from gongkai.documents.model import Block, Paragraph, Picture, Place, Table, TextCell

PICTURE_ONLY = "〔图片〕"
MAX_COLSPAN = 100
MAX_ROWSPAN = 1_000
MAX_NESTED = 20
_USUAL = 20
_USUAL_ROWS = 60

STATUTORY = tuple(
    str.split(
        "第二十条第 本年制发 本年废止 现行有效 处理决定数量 本年收费金额 行政事业性收费 规范性文件 本年新制作 本年新公开 对外公开总数 上一年项目 "
        "政府集中采购 本年新收 上年结转 予以公开 部分公开 不予公开 属于国家秘密 三安全一稳 第三方合法权益 内部事务信息 过程性信息 行政执法案卷 "
        "行政查询事项 不掌握相关 没有现成信息 仍不明确 信访举报投诉 重复申请 公开出版物 大量反复 重新出具 逾期不补正 结转下年度 结转下一年度 "
        "申请人情况 商业企业 科研机构 法律服务机构 结果维持 结果纠正 尚未审结 未经复议 复议后起诉 "
        "主动公开政府信息数 收到申请数 申请办结数 申请答复数 行政复议数量 行政诉讼数量 信息公开指定专人"
    )
)
_HEADING = re.compile(
    r"^[一二三四五六七][、.．]\s*(?:总体情况|概述|.{0,12}主动公开.{0,8}情况|.{0,6}收到和处理|.{0,12}行政复议|.{0,12}主要问题|.{0,6}存在.{0,4}问题|其他需要)"
)
_SPACE = re.compile(r"\s+")
_NUMBER = re.compile(r"\s*\+?(\d{1,9})")


class Frame:
    """A table while the page is walked.

    ``rows`` carry 0, 1 or 2 for head, body and foot; a cell is held with the stretch of blocks that stand in it.
    """

    def __init__(self, start: int, depth: int, regions: int) -> None:
        self.start = start
        self.depth = depth
        self.regions = regions
        self.section = 1
        self.rows: list[tuple[int, list[list[Any]]]] = []
        self.open: list[Any] | None = None


@lru_cache(maxsize=256)
def span(written: str | None, most: int) -> int:
    """A span as a number; what is no sensible span counts as 1 and what is absurdly large as ``most``.

    >>> span("3", 100), span("0", 100), span("9999", 100), span("x", 100)
    (3, 1, 100, 1)
    """
    if written is None:
        return 1
    found = _NUMBER.match(written)
    return 1 if found is None else min(max(int(found[1]), 1), most)


def is_heading(text: str) -> bool:
    """Whether a line is the heading of one of the report's sections."""
    return len(text) < 60 and _HEADING.match(text) is not None


def is_statutory(table: Table) -> bool:
    """Whether a table has the words of the statutory tables (or of the statistical table used before them)."""
    text = "|".join([cell.text for row in table.rows for cell in row])
    return _has_two_words(text) or _has_two_words(_SPACE.sub("", text))


def _has_two_words(text: str) -> bool:
    hits = 0
    for word in STATUTORY:
        if word in text:
            hits += 1
            if hits == 2:
                return True
    return False


def settle(frame: Frame, blocks: list[Any]) -> list[Block] | None:
    """What takes the place of the blocks of a table that has ended; None when it only laid out the page.

    ``frame.rows`` are lists of [cell, start, end, names], whose cells still have no text.
    """
    if frame.depth > MAX_NESTED:
        return None
    rows = [row for _, row in sorted(frame.rows, key=_by_section)]
    inside = 0
    nested = False
    for row in rows:
        for cell, start, end, _ in row:
            if start < end:
                inside += end - start
                nested = _fill(cell, blocks, start, end) or nested
    if nested and not _holds_more_than_is_nested(rows, blocks):
        return None
    table = as_data([[held[0] for held in row] for row in rows])
    if table is None or inside == len(blocks) - frame.start:
        return table
    return [*_loose(frame, rows, blocks), *table]


def as_data(rows: list[list[TextCell]]) -> list[Block] | None:
    """The rows as a table, cut where a row holds a section's heading or running text; None when they only lay out text."""
    longest = widest = wide = 0
    for row in rows:
        filled = 0
        for cell in row:
            if text := cell.text:
                filled += 1
                if len(text) > longest:
                    longest = len(text)
        if len(row) > widest:
            widest = len(row)
        wide += filled >= 3
    if widest < 2 or not longest or (longest > 300 and wide < 4):
        return None
    found: list[Block] = []
    table = Table([])
    for row in rows:
        if not row:
            continue
        if longest > 6 and (prose := _prose(row)):
            if table.rows:
                found.append(table)
                table = Table([])
            found.extend(Paragraph(line) for line in prose.split("\n"))
        else:
            table.rows.append(row)
    if table.rows:
        found.append(table)
    return found


def _by_section(row: tuple[int, list[list[Any]]]) -> int:
    return row[0]


def _fill(cell: TextCell, blocks: list[Any], start: int, end: int) -> bool:
    """Give a cell the text of the blocks that stand in it; whether a table is among them."""
    lines: list[str] = []
    pictures = nested = False
    for block in blocks[start:end]:
        if isinstance(block, Table):
            nested = True
            lines.extend(each.text for row in block.rows for each in row if each.text)
        elif isinstance(block, Picture):
            pictures = True
        else:
            lines.append(block.text)
    cell.text = PICTURE_ONLY if pictures and not lines else "\n".join(lines)
    return nested


def _loose(frame: Frame, rows: list[list[list[Any]]], blocks: list[Block]) -> list[Block]:
    """What stands in a table but in none of its cells: captions, and text that the HTML rules move before the table."""
    taken = {index for row in rows for _, start, end, _ in row for index in range(start, end)}
    return [blocks[index] for index in range(frame.start, len(blocks)) if index not in taken]


def _holds_more_than_is_nested(rows: list[list[list[Any]]], blocks: list[Any]) -> bool:
    """A table with figures of its own beside one that is nested in it, rather than one that holds tables for the layout."""
    inner = plain = wide = 0
    for row in rows:
        own = 0
        for _, start, end, _ in row:
            tables = [block for block in blocks[start:end] if isinstance(block, Table)]
            inner += sum(len(line) for table in tables for line in table.rows)
            own += start < end and not tables
        plain += own
        wide += own >= 3
    return wide >= 2 and plain >= 2 * inner


def _prose(cells: list[TextCell]) -> str:
    """The text of a row that holds nothing but a section's heading or running text; empty for any other row."""
    text = ""
    for cell in cells:
        if cell.text:
            if text:
                return ""
            text = cell.text
    return text if _is_prose(text) else ""


def _is_prose(text: str) -> bool:
    return is_heading(text) or (len(text) > 120 and text.count("。") >= 2)


def joined(blocks: list[Block]) -> list[Block]:
    """The same blocks with tables of one row each, three or more with nothing between them, put together as one."""
    found: list[Block] = []
    run: list[Table] = []
    for block in [*blocks, None]:
        if isinstance(block, Table) and len(block.rows) == 1:
            run.append(block)
            continue
        if len(run) >= 3:
            found.append(Table([row for table in run for row in table.rows]))
        else:
            found.extend(run)
        run = []
        if block is not None:
            found.append(block)
    return found


def put_places(blocks: list[Block]) -> None:
    """Number paragraphs, tables, rows and cells in the order in which they are read."""
    lines = tables = 0
    for block in blocks:
        if isinstance(block, Table):
            tables += 1
            block.place = Place(table=tables)
            for number, row in enumerate(block.rows, 1):
                if len(row) <= _USUAL and number <= _USUAL_ROWS:
                    for cell, place in zip(row, _row_places(tables, number), strict=False):
                        cell.place = place
                else:
                    for column, cell in enumerate(row, 1):
                        cell.place = Place(table=tables, row=number, column=column)
        elif isinstance(block, Paragraph):
            lines += 1
            block.place = _line_place(lines)


@lru_cache(maxsize=512)
def _row_places(table: int, row: int) -> tuple[Place, ...]:
    return tuple(Place(table=table, row=row, column=column) for column in range(1, _USUAL + 1))


@lru_cache(maxsize=512)
def _line_place(line: int) -> Place:
    return Place(line=line)
