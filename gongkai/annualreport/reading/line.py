"""The table that is one line of figures under three groups of heads, and the ways in which it is printed otherwise."""

from __future__ import annotations

from gongkai.annualreport.model import Cell, Doubt, ReportTable, State
from gongkai.annualreport.reading.fit import absent_cells, fit, row_name
from gongkai.annualreport.reading.found import Found, heads_above, take_back
from gongkai.annualreport.reading.labels import row_labels
from gongkai.annualreport.reading.observe import Observed, observe
from gongkai.annualreport.reading.order import groups_misplaced, misplaced
from gongkai.annualreport.reading.regions import Region, line_regions, with_heads
from gongkai.annualreport.reading.rows import Row
from gongkai.annualreport.reading.values import parse
from gongkai.annualreport.scheme import TableScheme, address


def read_line(rows: list[Row], scheme: TableScheme) -> Found | None:
    regions = line_regions(rows, scheme)
    targets = [(row.key, column) for part, row in scheme.lines for column in part.columns]
    best: tuple[int, Region, list[Observed]] | None = None
    for region in regions:
        lines = observe(rows, region.first, region.end, len(targets))
        rank = max((len(line.values) for line in lines), default=0)
        if best is None or rank > best[0]:
            best = (rank, region, lines)
    if best is None:
        return None
    _, region, lines = best
    table = ReportTable(scheme.key, scheme.form, place=rows[region.first].place)
    found = Found(table, 1.0, with_heads(rows, region, scheme))
    name = f"表“{scheme.title}”的数据行"
    full = [line for line in lines if not line.blank and not _is_serial(line)]
    if not full:
        full = [line for line in lines if len(line.values) >= len(targets)][:1] or _blank_line(
            rows, region, len(targets)
        )
    full = _joined(full, len(targets), len(scheme.parts[0].columns))
    rowwise = _rowwise(scheme, lines) if len(full) != 1 or len(full[0].values) < len(targets) else {}
    if rowwise:
        for key, line in rowwise.items():
            cells, doubts = fit(scheme, [target for target in targets if target[0] == key], line, row_name(scheme, key))
            table.cells.update(cells)
            found.doubts.extend(doubts)
    elif len(full) == 1 and _ragged(full[0], len(targets)):
        table.cells.update({address(scheme.key, row, column.key): Cell(State.ILLEGIBLE) for row, column in targets})
        raw = " ".join(cell.text.strip() or "□" for cell in full[0].values)
        message = f"{name}首尾有空格，分不清是空着的格还是漏了数字，没有采用。原文：{raw}"
        found.doubts.append(Doubt("C-COUNT", message, list(table.cells), full[0].place, raw))
    elif len(full) == 1:
        cells, doubts = fit(scheme, targets, full[0], name)
        table.cells.update(cells)
        found.doubts.extend(doubts)
    elif full:
        cells_of = {address(scheme.key, row, column.key): Cell(State.ILLEGIBLE) for row, column in targets}
        raw = "；".join(" ".join(cell.text.strip() or "□" for cell in line.values) for line in full)
        table.cells.update(cells_of)
        message = f"{name}应有一行，读到{len(full)}行，没有采用。原文：{raw}"
        found.doubts.append(Doubt("C-COUNT", message, list(cells_of), full[0].place, raw))
    head = heads_above(rows, region)
    written = misplaced(rows[head : region.end], scheme.parts[0].columns) or groups_misplaced(
        rows[head : region.end], scheme
    )
    if written and table.cells:
        take_back(found, list(table.cells), f"表“{scheme.title}”各列的名称或次序与格式不同", written)
    if len(others := _whole_lines(rows, regions, len(targets))) > 1:
        raw = "；".join(" ".join(each) for each in others)
        take_back(found, list(table.cells), f"表“{scheme.title}”出现了不止一次而数字不同", raw)
    table.cells = absent_cells(scheme, table.cells)
    found.whole = bool(full) and not found.doubts
    return found


def _ragged(line: Observed, width: int) -> bool:
    """Whether figures that stand in one row with their heads begin or end with a blank: the stroke between the two is
    then taken for a cell, and a figure may be lost."""
    texts = [cell.text.strip() for cell in line.values]
    return bool(line.label) and len(texts) == width and any(texts) and not (texts[0] and texts[-1])


def _blank_line(rows: list[Row], region: Region, width: int) -> list[Observed]:
    """The line of the form without a single figure, which elsewhere would only be a spacer."""
    for index in range(region.first, region.end):
        row = rows[index]
        if row.in_table and len(row.values) == width and not row.text.strip():
            return [Observed("", None, "", row.values, row.place, True, "", [index])]
    return []


def _whole_lines(rows: list[Row], regions: list[Region], width: int) -> set[tuple[str, ...]]:
    """The different lines of figures as wide as the table that stand in the document's tables of this kind."""
    return {
        texts
        for region in regions
        for line in observe(rows, region.first, region.end, width)
        if len(line.values) == width and not line.blank and not _is_serial(line)
        if (texts := tuple(cell.text.strip() for cell in line.values))
    }


def _joined(lines: list[Observed], width: int, group: int) -> list[Observed]:
    """The one line of the form printed as several tables beside or under each other, whole groups in each."""
    counts = [len(line.values) for line in lines]
    if (
        len(lines) < 2
        or sum(counts) != width
        or any(count % group or not line.in_table for count, line in zip(counts, lines, strict=True))
    ):
        return lines
    if any(line.core for line in lines):
        return lines
    first = lines[0]
    values = [cell for line in lines for cell in line.values]
    return [
        Observed(
            first.core,
            None,
            first.loose,
            values,
            first.place,
            True,
            first.label,
            [row for line in lines for row in line.rows],
        )
    ]


def _is_serial(line: Observed) -> bool:
    """A line that only numbers the columns (1 2 3 …) below their heads."""
    values = [parse(cell.text).value for cell in line.values]
    return len(values) >= 10 and values == list(range(1, len(values) + 1))


def _rowwise(scheme: TableScheme, lines: list[Observed]) -> dict[str, Observed]:
    """The table turned round, one group a line: 行政复议 0 0 0 0 0 / 未经复议直接起诉 …"""
    width = len(scheme.parts[0].columns)
    found: dict[str, Observed] = {}
    for line in lines:
        for label in row_labels(scheme):
            if line.core and label.score(line.core, None) >= 0.9 and len(line.values) >= width:
                if label.key in found:
                    return {}
                found[label.key] = line
                break
    return found if len(found) == len(scheme.lines) else {}
