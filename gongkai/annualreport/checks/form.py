"""Whether the right form was used, and used as it is: S-TPL-*, S-LAB-*."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from gongkai.annualreport.checks.engine import Context, Outcome, rule
from gongkai.annualreport.checks.wording import column_name, inner_quotes, listing, row_name, table_name
from gongkai.annualreport.model import Label, ReportTable, State
from gongkai.annualreport.scheme import Scheme, TableScheme, address, scheme_of, schemes
from gongkai.checks.finding import Severity

LONGEST = 36


def _tables(context: Context) -> Iterator[ReportTable]:
    for table in context.report.tables.values():
        if table is not None:
            yield table


def _shape(scheme: TableScheme) -> list[tuple[str, tuple[str, ...]]]:
    return [(row.key, tuple(column.key for column in part.columns)) for part, row in scheme.lines if not row.local]


def _misfits(context: Context) -> list[tuple[ReportTable, Scheme]]:
    """Tables in a form that was not in force for the year, where the form due has another shape."""
    year, due = context.report.year, context.due
    if year is None or due is None:
        return []
    found = []
    for table in _tables(context):
        if scheme_of(table.form).in_force(year) or all(each.key != table.key for each in due.tables):
            continue
        if _shape(table.scheme) != _shape(due.table(table.key)):
            found.append((table, due))
    return found


@rule("S-TPL-YEAR")
def form_of_the_year(context: Context) -> Iterator[Outcome]:
    for table, due in context.of(_misfits):
        used = scheme_of(table.form)
        yield Outcome(
            values={
                "year": context.report.year,
                "table": table_name(table.form, table.key),
                "used": f"{used.name}（{_number(used)}）",
                "due": f"{due.name}（{_number(due)}）",
                "changes": _changes(table.scheme, due.table(table.key)),
            },
            cells=[cell for cell in table.scheme.addresses if cell not in due.table(table.key).addresses],
            place=table.place,
        )


def _number(scheme: Scheme) -> str:
    """The document number of a form."""
    found = re.search(r"[^（）()《》]+〔\d{4}〕\d+号", scheme.document)
    return found.group() if found else scheme.document


def _changes(old: TableScheme, new: TableScheme) -> str:
    """What the form due has that the form used has not, and the other way round."""
    words = []
    gone = [row for row in _names(old) if row not in _names(new)]
    come = [row for row in _names(new) if row not in _names(old)]
    for row in list(gone):
        # A row that became a group of rows: the group bears its name.
        parts = [each for each in come if _bare(row_name(old, row)) in map(_bare, new.rows[each].groups)]
        if parts:
            gone.remove(row)
            come = [each for each in come if each not in parts]
            labels = "".join(f"“{new.rows[each].label}”" for each in parts)
            words.append(f"“{row_name(old, row)}”原为一行，现分为{labels}{len(parts)}行")
    if gone:
        words.append(f"不再有{''.join(f'“{row_name(old, row)}”' for row in gone)}行")
    if come:
        words.append(f"增加{''.join(f'“{row_name(new, row)}”' for row in come)}行")
    for row in _names(new):
        if row not in old.rows:
            continue
        before = [column_name(old, row, column.key) for column in old.columns_of[row]]
        now = [column_name(new, row, column.key) for column in new.columns_of[row]]
        if before != now:
            words.append(f"“{row_name(new, row)}”由{''.join(map(_quoted, before))}改为{''.join(map(_quoted, now))}")
    return "；".join(words) or "行列的安排有变动"


def _names(scheme: TableScheme) -> list[str]:
    return [row.key for _, row in scheme.lines if not row.local]


def _quoted(name: str) -> str:
    return f"“{name}”"


@rule("S-TPL-MIX")
def one_form(context: Context) -> Iterator[Outcome]:
    forms = tuple(scheme.form for scheme in schemes())
    tables = [table for table in _tables(context) if not _same_in_all(table.key, forms)]
    if len({table.form for table in tables}) > 1:
        used = "，".join(f"{table_name(each.form, each.key)}是{scheme_of(each.form).name}" for each in tables)
        told = bool(context.of(_misfits))
        yield Outcome(values={"used": used}, severity=Severity.NOTICE if told else None)


@lru_cache(maxsize=64)
def _same_in_all(key: str, forms: tuple[str, ...]) -> bool:
    """Whether the forms do not differ in a table, so that it cannot tell which was used."""
    shapes = [_shape(each) for form in forms for each in scheme_of(form).tables if each.key == key]
    return all(shape == shapes[0] for shape in shapes)


@rule("S-TPL-LOCAL")
def rows_beyond_the_form(context: Context) -> Iterator[Outcome]:
    for table in _tables(context):
        labels = [row.label for row in table.extra_rows]
        cells: list[str] = []
        for part, row in table.scheme.lines:
            at = [address(table.key, row.key, column.key) for column in part.columns]
            if row.local and any(table.cell(cell).state is not State.ABSENT for cell in at):
                labels.append(row.label)
                cells.extend(at)
        if labels:
            name = table_name(table.form, table.key)
            yield Outcome(
                values={"table": name, "rows": listing((_quoted(_cut(label)) for label in labels), 4)},
                cells=cells,
                place=table.extra_rows[0].place if table.extra_rows else table.place,
            )


def _bare(text: str) -> str:
    """A label without spaces, punctuation and numbering."""
    text = unicodedata.normalize("NFKC", text)
    return re.sub(r"[\W_]", "", text)


def _cut(text: str) -> str:
    text = re.sub(r"\s+", "", text)
    return text if len(text) <= LONGEST else text[:LONGEST] + "……"


def _differing(context: Context, axis: str) -> dict[tuple[str, str, str], Label]:
    """Labels that say something else than the form, each kind once.

    The tail of a label whose beginning the file has elsewhere (a head broken over lines) is no other wording.
    """
    found: dict[tuple[str, str, str], Label] = {}
    for table in _tables(context):
        for label in table.labels:
            written, expected = _bare(label.written), _bare(label.expected)
            if label.axis != axis or not written or written == expected:
                continue
            if expected.endswith(written) and written not in map(_bare, _variants(table.scheme, label)):
                continue
            found.setdefault((table.key, _cut(label.written), label.expected), label)
    return found


def _variants(scheme: TableScheme, label: Label) -> tuple[str, ...]:
    if label.axis == "row":
        row = scheme.rows.get(label.key)
        return () if row is None else row.variants
    return tuple(
        variant
        for part in scheme.parts
        for column in part.columns
        if column.key == label.key.rpartition(".")[2]
        for variant in column.variants
    )


def _explained(label: Label) -> bool:
    """Whether the form's label stands there with an explanation in brackets behind it."""
    text = unicodedata.normalize("NFKC", re.sub(r"\s+", "", label.written))
    head, _, rest = text.partition("(")
    return bool(rest) and rest.endswith(")") and _bare(head) == _bare(label.expected)


def _label_outcome(context: Context, axis: str) -> Iterator[Outcome]:
    differing = context.of(_row_labels) if axis == "row" else context.of(_column_labels)
    if not differing:
        return
    by_table: dict[str, list[str]] = {}
    explained = [label for label in differing.values() if _explained(label)]
    for (key, written, expected), label in differing.items():
        if label in explained:
            continue
        table = context.report.tables[key]
        name = key if table is None else table_name(table.form, key)
        shown, meant = inner_quotes(written), inner_quotes(_cut(expected))
        by_table.setdefault(name, []).append(f"“{shown}”（格式：“{meant}”）")
    words = "；".join(f"{name}{'、'.join(each)}" for name, each in by_table.items())
    first = next((label for label in differing.values() if label not in explained), explained[0] if explained else None)
    if first is None:
        return
    values = {"labels": words, "number": len(differing) - len(explained), "explained": len(explained)}
    message = "fail" if not explained else "both" if words else "explained"
    yield Outcome(values=values, place=first.place, quote=first.written.strip(), message=message)


def _row_labels(context: Context) -> dict[tuple[str, str, str], Label]:
    return _differing(context, "row")


def _column_labels(context: Context) -> dict[tuple[str, str, str], Label]:
    return _differing(context, "column")


@rule("S-LAB-ROW")
def row_labels(context: Context) -> Iterator[Outcome]:
    yield from _label_outcome(context, "row")


@rule("S-LAB-COL")
def column_labels(context: Context) -> Iterator[Outcome]:
    yield from _label_outcome(context, "column")


@rule("S-LAB-UNIT")
def amounts_say_their_unit(context: Context) -> Iterator[Outcome]:
    """The form has 万元 in the head of the amount; where it has not (2019), the cell must say it."""
    for table in _tables(context):
        for part, row in table.scheme.lines:
            for column in part.columns:
                if column.kind != "amount":
                    continue
                cell = address(table.key, row.key, column.key)
                held = table.cell(cell)
                if held.state is not State.VALUE or "元" in held.text:
                    continue
                keys = (column.key, f"{row.key}.{column.key}")
                heads = [label for label in table.labels if label.axis == "column" and label.key in keys]
                in_form = column.unit in column.label
                values = {
                    "table": table_name(table.form, table.key),
                    "row": row_name(table.scheme, row.key),
                    "label": column.label,
                    "unit": column.unit,
                }
                if in_form and heads and all("元" not in label.written for label in heads):
                    yield Outcome(
                        values | {"written": inner_quotes(_cut(heads[0].written))}, [cell], place=heads[0].place
                    )
                elif not in_form and held.value:
                    yield Outcome(values, [cell], message="cell")
