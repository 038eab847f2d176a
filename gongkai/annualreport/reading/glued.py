"""Text whose cells were run together (``…申请数量640020470二、上年结转…``): split only where one reading is left.

Labels cut the text into runs of digits, one run a line of the form. A run as long as its line has cells can be read in
one way. A longer one is read only if exactly one splitting satisfies every sum of the table it touches, and the
whole table then agrees; otherwise its cells stay ILLEGIBLE and what the sums allow is offered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, pairwise, product
from math import comb

from gongkai.annualreport.model import Candidate, Cell, Doubt, ReportTable, State
from gongkai.annualreport.reading.fit import absent_cells, row_name, sums_hold
from gongkai.annualreport.reading.values import parse, plain
from gongkai.annualreport.scheme import Column, TableScheme, address
from gongkai.documents.model import Place

MAX_SPLITS = 5000
MAX_TRIALS = 20000
_GAP = r"[\s“”\"'‘’、，,：:（）()]*"
_TRAIL = r"[“”\"'‘’）)：:]*"
_RUN = re.compile(r"^[\s\d.,]*")
Target = tuple[str, Column]


@dataclass(slots=True)
class Run:
    """A run of digits behind a label: ``splits`` are the ways to cut it that satisfy the sums within its line."""

    key: str
    targets: list[Target]
    text: str
    certain: bool
    splits: list[tuple[str, ...]]


@dataclass(slots=True)
class Glued:
    """A table read out of running text, the doubts, and the span of the text it took."""

    table: ReportTable
    doubts: list[Doubt]
    start: int
    end: int
    labels: int


def read_glued(text: str, scheme: TableScheme, place: Place) -> Glued | None:
    """The table in running ``text``, or None where its labels do not stand one after another with figures behind."""
    told = plain(text)
    found = _line_runs(told, scheme) if scheme.layout == "line" else _label_runs(told, scheme)
    if found is None:
        return None
    runs, start, end = found
    table = ReportTable(scheme.key, scheme.form, place=place)
    chosen = _choose(scheme, runs)
    doubts: list[Doubt] = []
    for run in runs:
        split = chosen.get(run.key)
        if split is None:
            for row, column in run.targets:
                table.cells[address(scheme.key, row, column.key)] = Cell(State.ILLEGIBLE, None, run.text, place)
            doubts.append(_doubt(scheme, run, place))
            continue
        for (row, column), token in zip(run.targets, split, strict=True):
            table.cells[address(scheme.key, row, column.key)] = parse(token, place, unit=column.unit)
    table.cells = absent_cells(scheme, table.cells)
    return Glued(table, doubts, start, end, len(runs))


def _pattern(label: str) -> str:
    """The label with any blanks and punctuation between its characters, its own numbering required as it is."""
    signs = [sign for sign in plain(label) if re.match(r"[0-9A-Za-z\u3400-\u9fff]", sign)]
    body = _GAP.join(re.escape(sign) for sign in signs)
    numbered = re.match(r"^\d", plain(label))
    return body.replace(re.escape(signs[0]), rf"{re.escape(signs[0])}\s*[.、．]", 1) if numbered else body


def _label_runs(text: str, scheme: TableScheme) -> tuple[list[Run], int, int] | None:
    lines = [(part, row) for part, row in scheme.lines if not row.local]
    at = _first(text, scheme)
    if at is None:
        return None
    start = _with_corner(text, at, scheme)
    spots: list[tuple[int, int, int]] = []
    for number, (_, row) in enumerate(lines):
        matches = (re.search(_pattern(label) + _TRAIL, text[at:]) for label in (row.label, *row.variants))
        best = min((each for each in matches if each), key=lambda each: (each.start(), -each.end()), default=None)
        if best is None or best.start() > 400:
            return None
        spots.append((at + best.start(), at + best.end(), number))
        at += best.end()
    runs = []
    for index, (_, after, number) in enumerate(spots):
        before = spots[index + 1][0] if index + 1 < len(spots) else len(text)
        run = _RUN.match(text[after:before])
        part, row = lines[number]
        targets = [(row.key, column) for column in part.columns]
        runs.append(_run(scheme, row.key, targets, run[0] if run else ""))
    last = spots[-1][1]
    tail = _RUN.match(text[last:])
    return runs, start, last + (tail.end() if tail else 0)


def _first(text: str, scheme: TableScheme) -> int | None:
    """Where the table begins: at its first label with a digit right behind, or at the article heading above it."""
    if scheme.parts[0].title:
        found = re.search(_pattern(scheme.parts[0].title), text)
        return found.start() if found else None
    for label in (scheme.lines[0][1].label, *scheme.lines[0][1].variants):
        found = re.search(_pattern(label) + r"\s*(?=\d)", text)
        if found:
            return found.start()
    return None


def _with_corner(text: str, at: int, scheme: TableScheme) -> int:
    """Back to the corner cell of the head, when it stands shortly before."""
    corner = scheme.parts[0].corner
    if scheme.layout != "matrix" or not corner:
        return at
    found = list(re.finditer(r"[（(]?" + _pattern(corner), text[max(0, at - 300) : at]))
    return max(0, at - 300) + found[-1].start() if found else at


def _line_runs(text: str, scheme: TableScheme) -> tuple[list[Run], int, int] | None:
    """The heads of a table in one line stand in a row; the run follows the last of them."""
    heads = [column.label for column in scheme.parts[0].columns]
    groups = [row.label for _, row in scheme.lines]
    last = re.search(_pattern("".join(heads * max(1, len(groups) - 1))) + r"\s*(?=\d)", text)
    if last is None:
        last = re.search(_pattern("".join(heads)) + r"\s*(?=\d)", text)
    if last is None:
        return None
    first = max(text.rfind(group, 0, last.start()) for group in groups)
    start = min(
        (at for group in groups if (at := text.rfind(group, max(0, last.start() - 200), last.end())) >= 0),
        default=first,
    )
    run = _RUN.match(text[last.end() :])
    targets = [(row.key, column) for part, row in scheme.lines for column in part.columns]
    digits = run[0] if run else ""
    return [_run(scheme, "", targets, digits)], start, last.end() + len(digits)


def _run(scheme: TableScheme, key: str, targets: list[Target], text: str) -> Run:
    """A run is certain when it can be cut in one way only and the sums within the line, if it has any, hold.

    Without a sum the run must leave no other reading even if some of its cells were blank.
    """
    every = list(_splits(text, len(targets)))
    sums = _own_sums(scheme, targets)
    if not sums:
        fewer = any(next(_splits(text, width), None) for width in range(1, len(targets)))
        return Run(key, targets, text.strip(), len(every) == 1 and not fewer, every if len(every) == 1 else [])
    holding = [split for split in every if _holds(sums, split)]
    return Run(key, targets, text.strip(), len(every) == 1 and len(holding) == 1, holding)


def _splits(text: str, width: int) -> Iterator[tuple[str, ...]]:
    """Every way to cut a run into as many figures as there are cells; blanks in the run are cuts, no figure is padded."""
    words = text.split()
    if width == 1:
        if len(words) == 1 and not _is_padded(words[0]):
            yield (words[0],)
        return
    digits = "".join(words)
    if not digits.isdigit() or not width <= len(digits) <= 40:
        return
    forced: set[int] = set()
    at = 0
    for word in words[:-1]:
        at += len(word)
        forced.add(at)
    free = [spot for spot in range(1, len(digits)) if spot not in forced]
    missing = width - 1 - len(forced)
    if missing < 0 or comb(len(free), missing) > MAX_SPLITS:
        return
    for cuts in combinations(free, missing):
        edges = [0, *sorted({*cuts, *forced}), len(digits)]
        parts = tuple(digits[left:right] for left, right in pairwise(edges))
        if all(len(part) == 1 or not part.startswith("0") for part in parts):
            yield parts


def _is_padded(word: str) -> bool:
    return len(word) > 1 and word[0] == "0" and word[1] != "."


def _figures(scheme: TableScheme, targets: list[Target], split: tuple[str, ...]) -> dict[str, int]:
    return {address(scheme.key, row, column.key): int(part) for (row, column), part in zip(targets, split, strict=True)}


def _own_sums(scheme: TableScheme, targets: list[Target]) -> list[tuple[list[int], list[int]]]:
    """The sums that lie within one line, as positions in it."""
    order = {address(scheme.key, row, column.key): place for place, (row, column) in enumerate(targets)}
    return [
        ([order[at] for at in left], [order[at] for at in right])
        for _, _, left, right in scheme.instances()
        if all(at in order for at in (*left, *right))
    ]


def _holds(sums: list[tuple[list[int], list[int]]], split: tuple[str, ...]) -> bool:
    figures = [int(part) for part in split]
    return all(sum(figures[at] for at in left) == sum(figures[at] for at in right) for left, right in sums)


def _choose(scheme: TableScheme, runs: list[Run]) -> dict[str, tuple[str, ...]]:
    """The splittings beyond doubt: the certain ones, and the others only when exactly one choice for all of them
    makes the whole table agree."""
    chosen = {run.key: run.splits[0] for run in runs if run.certain}
    open_runs = [run for run in runs if not run.certain]
    if not open_runs or any(not run.splits for run in open_runs):
        return chosen
    trials = 1
    for run in open_runs:
        trials *= len(run.splits)
    if trials > MAX_TRIALS:
        return chosen
    known: dict[str, int | Decimal] = {}
    for run in runs:
        if run.certain and all(part.isdigit() for part in run.splits[0]):
            known.update(_figures(scheme, run.targets, run.splits[0]))
    agreeing = []
    for choice in product(*(run.splits for run in open_runs)):
        figures = dict(known)
        for run, split in zip(open_runs, choice, strict=True):
            figures.update(_figures(scheme, run.targets, split))
        if sums_hold(scheme, figures):
            agreeing.append(choice)
            if len(agreeing) > 1:
                return chosen
    if len(agreeing) == 1:
        chosen.update({run.key: split for run, split in zip(open_runs, agreeing[0], strict=True)})
    return chosen


def _doubt(scheme: TableScheme, run: Run, place: Place) -> Doubt:
    name = row_name(scheme, run.key) if run.key else f"表“{scheme.title}”的数据行"
    cells = [address(scheme.key, row, column.key) for row, column in run.targets]
    candidates = [
        Candidate(dict(_figures(scheme, run.targets, split)), "这样断开，本行合计成立") for split in run.splits[:5]
    ]
    if not run.text:
        return Doubt("C-GLUED", f"{name}后面没有读到数字。", cells, place, "", [])
    message = f"{name}的数字连成一串“{run.text}”，断不开，没有采用。请对照原件逐格填写。"
    return Doubt("C-GLUED", message, cells, place, run.text, candidates)
