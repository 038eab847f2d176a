"""The statutory tables of one document: for each, the form that fits best and the cells read by it."""

from __future__ import annotations

from collections import Counter

from gongkai.annualreport.model import Cell, Doubt, Label, ReportTable, State
from gongkai.annualreport.reading.align import SKIP_ROW, align
from gongkai.annualreport.reading.fit import absent_cells, fit, row_name
from gongkai.annualreport.reading.found import Found, add_extra, heads_above, take_back, take_back_yuan
from gongkai.annualreport.reading.labels import RowLabels, core, likeness, row_labels, squeeze, unexplained
from gongkai.annualreport.reading.line import read_line
from gongkai.annualreport.reading.observe import Observed, observe, windows
from gongkai.annualreport.reading.order import in_yuan, misplaced
from gongkai.annualreport.reading.regions import (
    ARTICLE,
    Region,
    blocks_regions,
    matrix_regions,
    with_heads,
)
from gongkai.annualreport.reading.rows import Row
from gongkai.annualreport.scheme import Column, Part, TableScheme, address, schemes, table_keys
from gongkai.documents.model import Place

SAME_LABEL = 0.6
MAX_HEAD = 30


def read_tables(rows: list[Row], year: int | None) -> dict[str, Found]:
    """Each statutory table that stands in ``rows``, read by the form that explains most of it."""
    found: dict[str, Found] = {}
    forms = sorted(schemes(), key=lambda scheme: (not (year is not None and scheme.in_force(year)), -scheme.since_year))
    for key in table_keys():
        best: Found | None = None
        for scheme in forms:
            if not any(table.key == key for table in scheme.tables):
                continue
            table = _read(rows, scheme.table(key))
            if table is None:
                continue
            if year is not None and scheme.in_force(year):
                table.score += 0.05
            if best is None or table.score > best.score + 1e-9:
                best = table
            if best.whole:
                break
        if best is not None:
            found[key] = best
    return found


def _read(rows: list[Row], scheme: TableScheme) -> Found | None:
    if scheme.layout == "matrix":
        return _read_matrix(rows, scheme)
    if scheme.layout == "blocks":
        return _read_blocks(rows, scheme)
    return read_line(rows, scheme)


def _read_matrix(rows: list[Row], scheme: TableScheme) -> Found | None:
    regions = matrix_regions(rows, scheme)
    if not regions:
        return None
    region = regions[0]
    columns = scheme.parts[0].columns
    lines = observe(rows, region.first, region.end, len(columns))
    labels = row_labels(scheme)
    placing = align(lines, labels, len(columns))
    table = ReportTable(scheme.key, scheme.form, place=rows[region.first].place)
    unread = len(labels) - 1 - max((at for at in placing.rows if at is not None), default=-1)
    found = Found(table, placing.score + unread * SKIP_ROW, with_heads(rows, region, scheme))
    offset = _usual_offset(lines, placing.rows, len(columns))
    for index, (line, at) in enumerate(zip(lines, placing.rows, strict=True)):
        if at is None:
            if not line.blank and line.core and len(line.values) >= len(columns):
                add_extra(found, line)
            continue
        key = labels[at].key
        targets = [(key, column) for column in columns]
        cells, doubts = fit(scheme, targets, line, row_name(scheme, key), offset)
        if index in placing.unsure and not doubts:
            cells, doubts = _unsure(cells, line, scheme, key)
        table.cells.update(cells)
        found.doubts.extend(doubts)
        _note_row(table, scheme, key, line)
    head = heads_above(rows, region)
    if written := misplaced(rows[head : region.end], columns):
        take_back(found, list(table.cells), f"表“{scheme.title}”各列的名称或次序与格式不同", written)
    table.cells = absent_cells(scheme, table.cells)
    found.whole = placing.exact and len(lines) == len(labels) and not found.doubts
    _note_columns(table, columns, rows, max(0, region.first - 30), region.first + 3)
    found.twice = _stands_twice(rows, regions, scheme)
    return found


def _usual_offset(lines: list[Observed], placed: list[int | None], width: int) -> int | None:
    """Where the figures begin in most lines of the table that leave no choice."""
    starts: Counter[tuple[int, int]] = Counter()
    for line, at in zip(lines, placed, strict=True):
        if at is not None and len(line.values) > width:
            places = windows(line.values, width)
            if len(places) == 1 and any(cell.text.strip() for cell in line.values):
                starts[(len(line.values), places[0])] += 1
    return starts.most_common(1)[0][0][1] if starts else None


def _unsure(
    cells: dict[str, Cell], line: Observed, scheme: TableScheme, key: str
) -> tuple[dict[str, Cell], list[Doubt]]:
    raw = " ".join(cell.text.strip() or "□" for cell in line.values)
    message = f"有一行数字（{raw}）的行名读不准，可能是{row_name(scheme, key)}，也可能是相邻的行，没有采用。"
    doubt = Doubt("C-DOUBT", message, list(cells), line.place, raw)
    return {at: Cell(State.ILLEGIBLE, None, cell.text, cell.place) for at, cell in cells.items()}, [doubt]


def _read_blocks(rows: list[Row], scheme: TableScheme) -> Found | None:
    regions = blocks_regions(rows, scheme)
    if not regions:
        return None
    region = regions[0]
    table = ReportTable(scheme.key, scheme.form, place=rows[region.first].place)
    found = Found(table, 0.0, with_heads(rows, region, scheme))
    lines = observe(rows, region.first, region.end, 1000)
    labels = row_labels(scheme)
    taken: dict[str, Observed] = {}
    clashes: set[str] = set()
    for line in lines:
        scores = [(label.score(_bare(line), line.ordinal), label.key) for label in labels]
        score, key = max(scores)
        if score < 0.75 or (score < 1 and line.core not in ("",) and not _near(_bare(line), labels, key)):
            if not line.blank and line.core and line.in_table:
                add_extra(found, line)
            continue
        if key in taken and [cell.text.strip() for cell in taken[key].values] != [c.text.strip() for c in line.values]:
            clashes.add(key)
        taken.setdefault(key, line)
    for part, row in scheme.lines:
        if row.key not in taken:
            continue
        line = taken[row.key]
        targets = [(row.key, column) for column in part.columns]
        if row.key in clashes:
            cells, doubts = _clash(scheme, row.key, targets, line)
        else:
            cells, doubts = fit(scheme, targets, line, row_name(scheme, row.key))
        found.score += 1.0 if not doubts else -0.5
        table.cells.update(cells)
        found.doubts.extend(doubts)
        _note_row(table, scheme, row.key, line)
    heads = _heads(rows, region)
    known = 0
    for part in scheme.parts:
        for column in part.columns:
            expected = {core(column.label), *(core(each) for each in column.variants)}
            if any(head in expected for head in heads):
                found.score += 0.5
                known += 1
        first, end = _head_of(part, taken, region)
        own = [at for at in table.cells if any(at.split(".", 1)[1].startswith(row.key + ".") for row in part.rows)]
        if own and (written := misplaced(rows[first:end], part.columns)):
            take_back(found, own, f"“{part.title}”各列的名称或次序与格式不同", written)
        for column in part.columns:
            if column.unit == "万元" and not column.as_written and (written := in_yuan(rows[first:end], column)):
                take_back_yuan(found, [at for at in own if at.endswith("." + column.key)], written)
        _note_columns(table, part.columns, rows, first, end, tie=part.rows[0].key)
    if not any(row.key in taken for _, row in scheme.lines if not row.local):
        return None
    if not (known or any(row.key in taken for row in scheme.parts[0].rows) or _names_article(rows, region)):
        return None  # 只有“行政许可”一类的行，没有这张表的栏目：是别的清单
    table.cells = absent_cells(scheme, table.cells)
    found.whole = (
        not found.doubts
        and not table.extra_rows
        and known == sum(len(part.columns) for part in scheme.parts)
        and all(row.key in taken for _, row in scheme.lines if not row.local)
    )
    found.twice = len(clashes) >= 2 or len([each for each in regions if len(each.keys) >= 4]) > 1
    return found


def _head_of(part: Part, taken: dict[str, Observed], region: Region) -> tuple[int, int]:
    """The rows that hold the heads of a block: between the figures before it and its own."""
    starts = {line.rows[0] for line in taken.values()}
    own = [taken[row.key].rows[0] for row in part.rows if row.key in taken]
    if not own:
        return 0, 0
    before = [at for at in starts if at < min(own)]
    return (max(before) + 1 if before else max(0, region.first - 6)), min(own)


def _bare(line: Observed) -> str:
    return core(unexplained(line.label)) if line.label else line.core


def _near(written: str, labels: tuple[RowLabels, ...], key: str) -> bool:
    """A label of this table is a short word: another word that only contains it is another label."""
    for label in labels:
        if label.key == key:
            return any(likeness(written, each) >= 0.75 and abs(len(written) - len(each)) <= 3 for each in label.cores)
    return False


def _clash(
    scheme: TableScheme, key: str, targets: list[tuple[str, Column]], line: Observed
) -> tuple[dict[str, Cell], list[Doubt]]:
    cells = {
        address(scheme.key, row, column.key): Cell(State.ILLEGIBLE, None, "", line.place) for row, column in targets
    }
    message = f"{row_name(scheme, key)}在表中出现两次而数字不同，没有采用。"
    return cells, [Doubt("C-DOUBT", message, list(cells), line.place, line.label)]


def _names_article(rows: list[Row], region: Region) -> bool:
    return any(ARTICLE.match(squeeze(row.text)) for row in rows[max(0, region.first - 6) : region.end])


def _heads(rows: list[Row], region: Region) -> set[str]:
    heads: set[str] = set()
    for row in rows[max(0, region.first - 6) : region.end]:
        if row.cells is not None:
            heads.update(core(unexplained(cell.text)) for cell in row.cells if cell.text.strip())
        else:
            heads.add(core(unexplained(row.text)))
            heads.update(core(each) for each in row.text.split())
    return heads


def _note_row(table: ReportTable, scheme: TableScheme, key: str, line: Observed) -> None:
    expected = scheme.rows[key].label
    written = line.label.strip()
    if (
        line.in_table
        and written
        and squeeze(written) != squeeze(expected)
        and not squeeze(written).endswith(squeeze(expected))
    ):
        table.labels.append(Label(table.key, key, "row", " ".join(written.split()), expected, line.place))


def _note_columns(
    table: ReportTable, columns: tuple[Column, ...], rows: list[Row], first: int, end: int, tie: str = ""
) -> None:
    """Column heads that are written otherwise than on the form; of lines of text only those of a block of its own."""
    heads: list[tuple[str, Place]] = []
    for row in rows[first:end]:
        if row.cells is not None and not row.has_figures:
            heads.extend((cell.text.strip(), cell.place) for cell in row.cells if cell.text.strip())
        elif tie and row.cells is None and not row.values and len(row.text) <= MAX_HEAD:
            heads.append((row.text.strip(), row.place))
    told = {squeeze(text) for text, _ in heads}
    for column in columns:
        if squeeze(column.label) in told:
            continue
        near = [
            (max(likeness(core(text), core(each)) for each in (column.label, *column.variants)), text, place)
            for text, place in heads
        ]
        score, text, place = max(near, key=lambda each: each[0], default=(0.0, "", Place()))
        if score >= SAME_LABEL and not any(squeeze(text) == squeeze(other.label) for other in columns):
            key = f"{tie}.{column.key}" if tie else column.key
            table.labels.append(Label(table.key, key, "column", " ".join(text.split()), column.label, place))


def _stands_twice(rows: list[Row], regions: list[Region], scheme: TableScheme) -> bool:
    """Whether the document holds two whole tables of this kind (a comparison, a collection)."""
    if len([region for region in regions if len(region.keys) >= 10]) > 1:
        return True
    labels = [label for label in row_labels(scheme) if label.alone]
    region = regions[0]
    seen: Counter[str] = Counter()
    for row in rows[region.first : region.end]:
        if row.has_figures and row.core:
            for label in labels:
                if row.core in label.cores:
                    seen[label.key] += 1
    return len([key for key, count in seen.items() if count > 1]) >= 5
