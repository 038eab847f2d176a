"""Where in a document each statutory table stands: clusters of rows that carry the form's labels."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate

from gongkai.annualreport.reading.labels import RowLabels, core, pairs, row_labels, squeeze
from gongkai.annualreport.reading.rows import Row
from gongkai.annualreport.scheme import TableScheme

GAP = 25
TIGHT = 0.6
HEADING = re.compile(r"^\s*(?:第?[一二三四五六七八九]\s*[、.．,，]|第[一二三四五六七八九]部分)\s*\S")
_SENTENCE = re.compile(r"[。；;]|\d\s*[件条]")
ARTICLE = re.compile(r"^第?二十条第?[（(]?[一二三四五六七八九]")


@dataclass(slots=True)
class Region:
    """Rows ``first`` to ``end`` (exclusive) hold a table; ``keys`` are the form's rows seen in them."""

    first: int
    end: int
    keys: set[str]


def matrix_regions(rows: list[Row], scheme: TableScheme) -> list[Region]:
    """Clusters of rows labelled like the rows of a matrix, the fullest first."""
    labels = [label for label in row_labels(scheme) if label.alone]
    hits = [(index, key) for index, row in enumerate(rows) if (key := _matrix_hit(row, labels))]
    regions = _clusters(rows, hits, GAP)
    for region in regions:
        region.end = _tail(rows, region.end)
    return sorted((region for region in regions if len(region.keys) >= 2), key=lambda region: -len(region.keys))


def _matrix_hit(row: Row, labels: list[RowLabels]) -> str | None:
    if not row.core or len(row.core) < 4 or (not row.in_table and (len(row.label) > 60 or _SENTENCE.search(row.label))):
        return None
    ours = pairs(row.core)
    for label in labels:
        for expected in label.cores:
            common = len(ours & pairs(expected))
            if common and min(common / len(ours), common / len(pairs(expected))) >= TIGHT:
                return label.key
    return None


def blocks_regions(rows: list[Row], scheme: TableScheme) -> list[Region]:
    """Clusters of rows that carry the labels of a table of blocks: the labels are short words, so they must be exact
    and several must stand close together."""
    labels = row_labels(scheme)
    hits: list[tuple[int, str]] = []
    for index, row in enumerate(rows):
        if key := _blocks_hit(row, labels):
            hits.append((index, key))
        elif ARTICLE.match(squeeze(row.text)) and len(squeeze(row.text)) <= 14:
            hits.append((index, ""))
    regions = [part for each in _clusters(rows, hits, GAP) for part in _parted(rows, each, hits, scheme)]
    for region in regions:
        region.keys.discard("")
        region.end = _tail(rows, region.end)
    return sorted((region for region in regions if len(region.keys) >= 2), key=lambda region: -len(region.keys))


def _parted(rows: list[Row], region: Region, hits: list[tuple[int, str]], scheme: TableScheme) -> list[Region]:
    """A region cut at the title of the table's section, and round a table that has all rows of the form: a list of licences
    or penalties near by has labels of the form too."""
    inside = [(index, key) for index, key in hits if region.first <= index < region.end]
    due = {row.key for _, row in scheme.lines if not row.local}
    groups: list[list[tuple[int, str]]] = [[]]
    for index, key in inside:
        last = groups[-1][-1][0] if groups[-1] else index
        if any(is_section_title(rows[at], scheme) for at in range(last, index)):
            groups.append([])
        groups[-1].append((index, key))
    found: list[Region] = []
    for group in groups:
        blocks: dict[int, set[str]] = {}
        for index, key in group:
            if rows[index].in_table:
                blocks.setdefault(rows[index].block, set()).add(key)
        whole = [block for block, keys in blocks.items() if due <= keys]
        parts = [[hit for hit in group if rows[hit[0]].block == block] for block in whole] or [group]
        found.extend(Region(part[0][0], part[-1][0] + 1, {key for _, key in part}) for part in parts)
    return found


def is_section_title(row: Row, scheme: TableScheme) -> bool:
    """Whether a line of text is the title of the section that the table stands in, numbered or not."""
    return not row.in_table and len(row.text) <= 40 and core(row.text) == core(scheme.title)


def _blocks_hit(row: Row, labels: tuple[RowLabels, ...]) -> str | None:
    if not row.core or len(row.core) > 200:
        return None
    for label in labels:
        if row.core in label.cores:
            return label.key
        if (
            row.in_table
            and any(row.core.startswith(each) and len(each) >= 2 for each in label.cores)
            and _explained(row)
        ):
            return label.key
    return None


def _explained(row: Row) -> bool:
    return "（" in row.label or "(" in row.label


def line_regions(rows: list[Row], scheme: TableScheme) -> list[Region]:
    """Where the heads of a table in one line stand, and everything up to the next heading or other text."""
    names = {core(row.label) for _, row in scheme.lines}
    words = vocabulary(scheme)
    found: list[Region] = []
    index = 0
    while index < len(rows):
        if not _is_line_head(rows[index], names):
            index += 1
            continue
        end = index + 1
        while end < len(rows) and end - index < 120 and _belongs(rows[end], words):
            end += 1
        first = index
        while first > 0 and rows[first - 1].block == rows[index].block and rows[index].in_table:
            if not _belongs(rows[first - 1], words):
                break
            first -= 1
        found.append(Region(first, end, names))
        index = end
    return found


def vocabulary(scheme: TableScheme) -> frozenset[str]:
    """The characters that the heads of a table are made of."""
    texts: list[str] = []
    for part in scheme.parts:
        for column in part.columns:
            texts.extend((column.label, *column.variants, *column.groups))
        for row in part.rows:
            texts.extend((row.label, *row.variants, *row.groups))
    return frozenset("".join(squeeze(text) for text in texts))


def _is_line_head(row: Row, names: set[str]) -> bool:
    """Whether a row names one of the groups that only this table has (未经复议直接起诉, 复议后起诉)."""
    told = squeeze(row.text)
    if len(told) > 120 or HEADING.match(row.text):
        return False
    return any(len(name) >= 5 and name in told for name in names) and (row.in_table or len(told) <= 40)


def _belongs(row: Row, words: frozenset[str]) -> bool:
    """Whether a row is a head or a line of figures of the table, not text that follows it."""
    if row.heading or HEADING.match(row.text):
        return False
    told = squeeze(row.label)
    if len(told) <= 1:
        return True
    return sum(sign in words for sign in told) >= 0.9 * len(told) or (
        row.in_table and len(told) <= 6 and row.has_figures
    )


def _clusters(rows: list[Row], hits: list[tuple[int, str]], gap: int) -> list[Region]:
    """Hits no more than ``gap`` rows apart, lone figures not counted (one cell a line takes many lines)."""
    places = list(accumulate(0 if row.values and not row.label and not row.in_table else 1 for row in rows))
    regions: list[Region] = []
    for index, key in hits:
        if regions and places[index] - places[regions[-1].end - 1] <= gap:
            regions[-1].end = index + 1
            regions[-1].keys.add(key)
        else:
            regions.append(Region(index, index + 1, {key}))
    return regions


def _tail(rows: list[Row], end: int) -> int:
    """Figures that go on behind the last label: lone figures on lines of their own."""
    while end < len(rows) and not rows[end].in_table and rows[end].values and not rows[end].label:
        end += 1
    return end


def with_heads(rows: list[Row], region: Region, scheme: TableScheme) -> set[int]:
    """The rows of a region and the lines of heads right above it, which are no text either."""
    words = vocabulary(scheme) | frozenset(
        "申请人情况本列数据的勾稽关系为第一项加第二项之和等于第三项加第四项之和信息内容单位万元二十条五六八九表"
    )
    first = region.first
    while first > 0 and region.first - first < 40:
        row = rows[first - 1]
        told = squeeze(row.text)
        if row.in_table and row.block == rows[region.first].block:
            first -= 1
            continue
        if row.in_table or row.heading or HEADING.match(row.text) or len(told) > 60 or is_section_title(row, scheme):
            break
        if sum(sign in words for sign in told) < 0.9 * len(told):
            break
        first -= 1
    return set(range(first, region.end))
