"""Which cell is wrong: the one that all failing sums through it agree on.

A cell written ``e`` too high moves every sum that reads it by ``e`` (by ``-e`` where it stands on the right), and no other. So a
cell explains its failing sums when all assessable sums through it fail, by the same ``e``. Where failing sums
are covered by cells in one smallest way only, those cells are named; a sum that stands alone (table 4, where no
second sum crosses) or that several cells explain names them all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from gongkai.annualreport.checks.sums import Taken

STEPS = 600


@dataclass(slots=True)
class Located:
    """What a failing sum points at. ``fitting`` gives each suspected cell the figure with which its sums hold."""

    cells: list[str]
    certain: bool
    fitting: dict[str, int | Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Explainer:
    cell: int
    sums: frozenset[int]
    excess: int | Decimal
    possible: bool


def locate(taken: Taken) -> dict[int, Located]:
    """For each failing sum of a table, by its index: the cell or cells to look at."""
    failing = taken.failing
    if not failing:
        return {}
    by_sum: dict[int, list[_Explainer]] = {index: [] for index in failing}
    for explainer in _explainers(taken, failing):
        for index in explainer.sums:
            by_sum[index].append(explainer)
    chosen: dict[int, _Explainer] = {}
    for group in _groups(by_sum):
        for explainer in _only_cover(group, by_sum) or ():
            for index in explainer.sums:
                chosen[index] = explainer
    return {index: _located(taken, index, by_sum[index], chosen.get(index)) for index in failing}


def _located(taken: Taken, index: int, explainers: list[_Explainer], chosen: _Explainer | None) -> Located:
    if chosen is not None and (len(chosen.sums) > 1 or len(explainers) == 1):
        return Located([taken.compiled.cells[chosen.cell]], True, _fitting(taken, [chosen]))
    if explainers:
        cells = [taken.compiled.cells[each.cell] for each in explainers]
        order = taken.cells_of(index)
        return Located(sorted(cells, key=order.index), False, _fitting(taken, explainers))
    return Located(taken.cells_of(index), False)


def _fitting(taken: Taken, explainers: list[_Explainer]) -> dict[str, int | Decimal]:
    found = {}
    for each in explainers:
        value = taken.values[each.cell]
        if each.possible and value is not None:
            found[taken.compiled.cells[each.cell]] = value - each.excess
    return found


def _explainers(taken: Taken, failing: list[int]) -> Iterator[_Explainer]:
    failed = set(failing)
    touched = dict.fromkeys(
        at
        for index in failing
        for at in (*taken.compiled.instances[index].left, *taken.compiled.instances[index].right)
    )
    for at in touched:
        excess: int | Decimal | None = None
        sums = []
        for index, sign in taken.compiled.uses[at]:
            residual = taken.residuals[index]
            if residual is None:
                continue
            if index not in failed or (excess is not None and sign * residual != excess):
                break
            excess = sign * residual
            sums.append(index)
        else:
            value = taken.values[at]
            if excess is not None and value is not None:
                yield _Explainer(at, frozenset(sums), excess, value >= excess or at in taken.compiled.signed)


def _groups(by_sum: dict[int, list[_Explainer]]) -> Iterator[set[int]]:
    """Failing sums that share explainers, directly or through others."""
    left = {index for index, explainers in by_sum.items() if explainers}
    while left:
        group: set[int] = set()
        waiting = [left.pop()]
        while waiting:
            index = waiting.pop()
            group.add(index)
            for explainer in by_sum[index]:
                waiting.extend(explainer.sums & left)
                left -= explainer.sums
        yield group


def _only_cover(group: set[int], by_sum: dict[int, list[_Explainer]]) -> tuple[_Explainer, ...] | None:
    """The one smallest set of cells that explains each sum of the group exactly once; None when there are more or none.

    A cell that would have to be negative explains nothing.
    """
    best: list[tuple[_Explainer, ...]] = []
    steps = 0

    def search(open_sums: frozenset[int], picked: tuple[_Explainer, ...]) -> None:
        nonlocal steps, best
        steps += 1
        if steps > STEPS or (best and len(picked) > len(best[0])):
            return
        if not open_sums:
            if not best or len(picked) < len(best[0]):
                best = [picked]
            else:
                best.append(picked)
            return
        hardest = min(open_sums, key=lambda index: len(by_sum[index]))
        for explainer in by_sum[hardest]:
            if explainer.possible and explainer.sums <= open_sums:
                search(open_sums - explainer.sums, (*picked, explainer))

    search(frozenset(group), ())
    return best[0] if len(best) == 1 and steps <= STEPS else None
