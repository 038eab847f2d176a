"""A sum in words: what its sides come to, which is more, which cell is meant, and which cells lack a number."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from gongkai.annualreport.checks.sums import Instance, Taken
from gongkai.annualreport.checks.wording import (
    cells_in_words,
    column_name,
    figure,
    listing,
    row_name,
    table_name,
    unit_of,
)
from gongkai.annualreport.model import State
from gongkai.annualreport.scheme import split

NO_NUMBER = {
    State.BLANK: "空白",
    State.DASH: "填的是横线或斜线",
    State.ABSENT: "缺少此格",
    State.ILLEGIBLE: "读不出",
    State.VALUE: "",
}
SHORT = 4


def over_words(taken: Taken, instance: Instance) -> str:
    """Where a sum is taken: “自然人”列, “（一）予以公开”行; “行政复议”部分 in a table of one line."""
    scheme = taken.compiled.scheme
    if instance.across == "columns":
        name = row_name(scheme, instance.over, brief=True)
        return f"“{name}”部分" if scheme.layout == "line" else f"“{name}”行"
    _, row, _ = split(taken.compiled.cells[instance.left[0]])
    return f"“{column_name(scheme, row, instance.over)}”列"


def _term(taken: Taken, instance: Instance, at: int) -> str:
    _, row, column = split(taken.compiled.cells[at])
    scheme = taken.compiled.scheme
    return column_name(scheme, row, column) if instance.across == "columns" else row_name(scheme, row, brief=True)


def side_words(taken: Taken, instance: Instance, side: Sequence[int]) -> str:
    """One side of a sum with its figures; a cell without a number says so instead."""
    unit = unit_of(taken.compiled.scheme, taken.compiled.cells[side[0]])
    known = [value for at in side if (value := taken.values[at]) is not None]
    whole = len(known) == len(side)
    if len(side) <= SHORT:
        terms = []
        for at in side:
            value = taken.values[at]
            if value is None:
                state = taken.table.cell(taken.compiled.cells[at]).state
                terms.append(f"“{_term(taken, instance, at)}”（{NO_NUMBER[state]}）")
            else:
                terms.append(f"“{_term(taken, instance, at)}”{figure(value)}")
        if len(side) == 1:
            return f"{terms[0]} {unit}" if whole else terms[0]
        return f"{'＋'.join(terms)}＝{figure(sum(known))} {unit}" if whole else "＋".join(terms)
    first, last = _term(taken, instance, side[0]), _term(taken, instance, side[-1])
    kind = "列" if instance.across == "columns" else "行"
    words = f"“{first}”至“{last}”{len(side)}{kind}"
    if whole:
        return f"{words}相加为 {figure(sum(known))} {unit}"
    return f"{words}中有 {len(side) - len(known)} 格没有数字（其余相加为 {figure(sum(known))} {unit}）"


def sum_values(taken: Taken, index: int) -> dict[str, Any]:
    """The parts of the sentence on one sum whose sides differ."""
    instance = taken.compiled.instances[index]
    residual = taken.residuals[index] or 0
    unit = unit_of(taken.compiled.scheme, taken.compiled.cells[instance.right[0]])
    more, gap = ("少", residual) if residual > 0 else ("多", -residual)
    right = "后者" if len(instance.right) > 1 else f"“{_term(taken, instance, instance.right[0])}”"
    other = "前者" if len(instance.right) > 1 else "各项之和"
    return {
        "table": table_name(taken.table.form, taken.table.key),
        "over": over_words(taken, instance),
        "left": side_words(taken, instance, instance.left),
        "right": side_words(taken, instance, instance.right),
        "difference": f"{right}比{other}{more} {figure(gap)} {unit}",
        "unit": unit,
        "residual": residual,
    }


def unread_words(taken: Taken, indexes: Sequence[int], implied: dict[str, int | Decimal]) -> str:
    """The sums of one code that cannot be taken, and the cells that lack a number."""
    scheme = taken.compiled.scheme
    name = table_name(taken.table.form, taken.table.key)
    if len(indexes) <= 2:
        words = []
        for index in indexes:
            instance = taken.compiled.instances[index]
            sides = "；".join(side_words(taken, instance, side) for side in (instance.left, instance.right))
            words.append(f"{over_words(taken, instance)}：{sides}")
        text = f"{name}{'。'.join(words)}。因此无法核对"
    else:
        overs = listing((over_words(taken, taken.compiled.instances[index]) for index in indexes), 4)
        missing = list(dict.fromkeys(cell for index in indexes for cell in taken.missing(index)))
        lack = _lack({taken.table.cell(cell).state for cell in missing})
        text = f"{name}的{overs}有格{lack}，无法核对：{cells_in_words(scheme, missing, 4)}"
    text += "。"
    if 0 < len(implied) <= 3:
        only = "；".join(
            f"{cells_in_words(scheme, [cell])}只能是 {figure(value)} {unit_of(scheme, cell)}"
            for cell, value in implied.items()
        )
        text += f"按现有数字推算，{only}，请核实后填写。"
    elif implied and not any(implied.values()):
        text += f"按现有数字推算，其中 {len(implied)} 格只能是 0，请核实后填写。"
    return text


def _lack(states: set[State]) -> str:
    if states == {State.ILLEGIBLE}:
        return "读不出"
    return "空白" if states <= {State.BLANK} else "没有数字"
