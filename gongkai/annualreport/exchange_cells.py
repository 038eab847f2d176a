"""The tables of a report from JSON: numbers, states, local and further rows, strictly."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from gongkai.annualreport.model import PRE_FORM, Cell, ExtraRow, ReportTable, State
from gongkai.annualreport.scheme import Column, Row, TableScheme, address, schemes
from gongkai.documents.model import NOWHERE, Place, Unreadable

DIGITS = 15
"""A number may have so many digits: what a double, and so every spreadsheet, keeps exactly."""
SHOWN = 5
NUMBER = re.compile(r"[+-]?\d[\d,]*(?:\.\d+)?")
WIDE = str.maketrans("０１２３４５６７８９．，－＋−", "0123456789.,-+-")
EXPECTED = {
    "count": "应为不小于0的整数，没有数据的写 null",
    "change": "应为整数（减少的写负数），没有数据的写 null",
    "amount": "应为不小于0的数（单位见表），没有数据的写 null",
}


class Mistakes:
    """What is wrong in the data, by path, so that a person can mend several at a time."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def add(self, path: str, what: str) -> None:
        self.found.append(f"{path}：{what}")

    def stop(self) -> None:
        """Raise ``Unreadable`` when there were any."""
        if not self.found:
            return
        more = f"；另有{len(self.found) - SHOWN}处" if len(self.found) > SHOWN else ""
        raise Unreadable("bad-json", f"年度报告数据有误：{'；'.join(self.found[:SHOWN])}{more}。")


def shown(value: object) -> str:
    """A JSON value as its writer would know it again, cut short."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    text = f"“{value}”" if isinstance(value, str) else str(value)
    return text if len(text) <= 40 else f"{text[:40]}…"


def hint(given: object, known: Iterable[str]) -> str:
    """What may be written instead of ``given``: the word that looks most like it, or all of them."""
    names = list(known)
    near = difflib.get_close_matches(str(given), names, 1)
    return f"是否应为 {near[0]}" if near else f"可以写的有：{'、'.join(names)}"


def read_table(
    key: str, data: dict[str, Any], report_form: str, form: object, cells: dict[str, Any], mistakes: Mistakes
) -> ReportTable | None:
    """One table; its form is ``form``, or the one whose rows and columns the data has, the report's own first."""
    scheme = _scheme(key, data, report_form, form, mistakes)
    if scheme is None:
        return None
    table = ReportTable(key, scheme.form)
    for row, values in data.items():
        path = f"tables.{key}.{row}"
        if row in scheme.rows:
            _row(table, scheme.rows[row], scheme.columns_of[row], values, cells, mistakes)
        elif _is_extra(values):
            table.extra_rows.append(_extra(row, values, path, mistakes))
        elif row in scheme.null_rows:
            if not _empty(values):
                mistakes.add(path, f"{scheme.form} 格式的这张表没有这一行，不能有数据")
        else:
            mistakes.add(path, f"{scheme.form} 格式的这张表没有这一行；{hint(row, scheme.rows)}")
    return table


def _scheme(key: str, data: dict[str, Any], report_form: str, form: object, mistakes: Mistakes) -> TableScheme | None:
    known = {scheme.form: table for scheme in reversed(schemes()) for table in scheme.tables if table.key == key}
    if form is not None:
        if isinstance(form, str) and form in known:
            return known[form]
        mistakes.add(f"forms.{key}", f"应为 {'、'.join(known)} 之一，现为 {shown(form)}")
        return None
    likely = [known[report_form]] if report_form in known else []
    for table in (*likely, *known.values()):
        if _fits(table, data):
            return table
    if report_form == PRE_FORM:
        mistakes.add(f"tables.{key}", "这个年度还没有这张表，应写 null")
        return None
    return likely[0] if likely else next(iter(known.values()))


def _fits(table: TableScheme, data: dict[str, Any]) -> bool:
    for row, values in data.items():
        if _is_extra(values) and row not in table.rows:
            continue
        if row in table.rows:
            columns = {column.key for column in table.columns_of[row]}
            if isinstance(values, dict) and not columns.issuperset(set(values) - {"label", "as_written"}):
                return False
        elif not (row in table.null_rows and _empty(values)):
            return False
    return True


def _is_extra(values: object) -> bool:
    return isinstance(values, dict) and "values" in values


def _empty(values: object) -> bool:
    return values is None or (isinstance(values, dict) and all(value is None for value in values.values()))


def _row(
    table: ReportTable, row: Row, columns: tuple[Column, ...], values: object, cells: dict[str, Any], mistakes: Mistakes
) -> None:
    path = f"tables.{table.key}.{row.key}"
    if not isinstance(values, dict):
        mistakes.add(path, f"应是一组键值：{'、'.join(column.key for column in columns)}")
        return
    keys = {column.key for column in columns}
    for name, value in values.items():
        if name not in keys and not (name in ("label", "as_written") and isinstance(value, str)):
            mistakes.add(f"{path}.{name}", f"没有这一列；{hint(name, [column.key for column in columns])}")
    for column in columns:
        if column.key not in values:
            continue
        at = address(table.key, row.key, column.key)
        written = values.get("as_written") if column.as_written else None
        if isinstance(written, str) and not _agrees(written, values[column.key]):
            mistakes.add(
                f"{path}.as_written",
                f"写的是“{written[:40]}”，与 {column.key} 的数（{shown(values[column.key])}）不一致",
            )
        cell = _cell(column, values[column.key], cells.get(at), written, (f"tables.{at}", f"cells.{at}"), mistakes)
        if cell is not None:
            table.cells[at] = cell


def _cell(
    column: Column, value: object, told: object, written: object, paths: tuple[str, str], mistakes: Mistakes
) -> Cell | None:
    path, told_path = paths
    state, text, place = _told(told, told_path, mistakes)
    if not text and isinstance(written, str):
        text = written
    if value is None:
        if state is State.VALUE:
            mistakes.add(path, "cells 说这一格有数（value），这里却是 null")
        if state is State.ABSENT and not text:
            return None
        return Cell(state or State.BLANK, None, text, place)
    number = read_number(value, path, mistakes)
    if number is None:
        return None
    if state not in (None, State.VALUE):
        mistakes.add(path, f"cells 说这一格没有数（{state}），这里应为 null")
        return None
    if text and (exact := _same_number(text, number)) is not None:
        number = exact
    elif _unfit(number, column.kind):
        mistakes.add(path, f"{EXPECTED[column.kind]}，现为 {shown(value)}")
        return None
    if column.kind != "amount" and isinstance(number, Decimal) and number == number.to_integral_value():
        number = int(number)
    return Cell(State.VALUE, number, text or format(number, "f" if isinstance(number, Decimal) else "d"), place)


def _told(told: object, path: str, mistakes: Mistakes) -> tuple[State | None, str, Place]:
    if told is None:
        return None, "", NOWHERE
    if not isinstance(told, dict):
        mistakes.add(path, "应是一组键值：state、text、place")
        return None, "", NOWHERE
    try:
        state = State(str(told.get("state")))
    except ValueError:
        mistakes.add(f"{path}.state", f"应为 {'、'.join(State)} 之一，现为 {shown(told.get('state'))}")
        return None, "", NOWHERE
    text = told.get("text")
    if text is not None and not isinstance(text, str):
        mistakes.add(f"{path}.text", "应为文字")
        text = None
    return state, text or "", read_place(told.get("place"), f"{path}.place", mistakes)


def read_number(value: object, path: str, mistakes: Mistakes) -> int | Decimal | None:
    """A JSON number as it was written; None, with the mistake noted, for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        quotes = "（不要加引号）" if isinstance(value, str) else ""
        mistakes.add(path, f"应为数字{quotes}，没有数据的写 null，现为 {shown(value)}")
        return None
    number = Decimal(repr(value)) if isinstance(value, float) else value
    if isinstance(number, Decimal) and not number.is_finite():
        mistakes.add(path, "不是数字；没有数据的写 null")
        return None
    if not _short_enough(number):
        mistakes.add(path, f"数字太长，最多{DIGITS}位")
        return None
    return number


def _short_enough(number: int | Decimal) -> bool:
    if isinstance(number, int):
        return len(str(abs(number))) <= DIGITS
    _, digits, exponent = number.as_tuple()
    places = int(exponent)
    return len(digits) + max(places, 0) <= DIGITS and -places <= DIGITS


def _same_number(text: str, number: int | Decimal) -> Decimal | None:
    """The number that ``text`` spells, when it is the one given: a reading of a file, right or wrong, is kept as it is."""
    match = NUMBER.search(text.translate(WIDE).replace(" ", ""))
    if match is None:
        return None
    try:
        spelled = Decimal(match[0].replace(",", ""))
    except InvalidOperation:
        return None
    return spelled if spelled == number or float(spelled) == float(number) else None


def _agrees(written: str, value: object) -> bool:
    """Whether an amount as written may be the number given: the same digits, wherever the unit puts the point."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return True
    match = NUMBER.search(written.translate(WIDE).replace(" ", ""))
    if match is None:
        return True
    digits = [
        format(Decimal(str(each)), "f").replace(".", "").strip("0") for each in (match[0].replace(",", ""), value)
    ]
    return digits[0] == digits[1]


def _unfit(number: int | Decimal, kind: str) -> bool:
    return (kind != "change" and number < 0) or (kind != "amount" and number != int(number))


def _extra(key: str, values: dict[str, Any], path: str, mistakes: Mistakes) -> ExtraRow:
    label = values.get("label")
    listed = values["values"]
    if not isinstance(label, str) or not label.strip():
        mistakes.add(f"{path}.label", "格式以外的一行要写明名称")
    for name in values:
        if name not in ("label", "values"):
            mistakes.add(f"{path}.{name}", "格式以外的一行只有 label 和 values")
    if not isinstance(listed, list):
        mistakes.add(f"{path}.values", "应为一列数")
        listed = []
    cells = []
    for index, value in enumerate(listed):
        number = None if value is None else read_number(value, f"{path}.values[{index}]", mistakes)
        cells.append(Cell(State.BLANK) if number is None else Cell(State.VALUE, number, str(number)))
    return ExtraRow(key, label if isinstance(label, str) else "", cells)


def read_place(value: object, path: str, mistakes: Mistakes) -> Place:
    """A place as ``Place.as_json`` writes it; what later versions add is passed over."""
    if value is None:
        return NOWHERE
    if not isinstance(value, dict):
        mistakes.add(path, "应是一组键值：page、line、table、row、column、path、bbox")
        return NOWHERE
    numbers: dict[str, int] = {}
    for name in ("page", "line", "table", "row", "column"):
        each = value.get(name)
        if each is None:
            continue
        if isinstance(each, bool) or not isinstance(each, int):
            mistakes.add(f"{path}.{name}", "应为整数")
        else:
            numbers[name] = each
    inside = value.get("path")
    bbox = value.get("bbox")
    edges: tuple[float, float, float, float] | None = None
    if isinstance(bbox, list) and len(bbox) == 4 and all(isinstance(edge, int | float | Decimal) for edge in bbox):
        left, top, right, bottom = (float(edge) for edge in bbox)
        edges = (left, top, right, bottom)
    return Place(path=inside if isinstance(inside, str) else None, bbox=edges, **numbers)
