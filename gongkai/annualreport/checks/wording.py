"""How tables, rows, columns and figures are named in findings, from the words of the form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache

from gongkai.annualreport.scheme import TableScheme, scheme_of, split

NUMERALS = "零一二三四五六七八九十"


def figure(value: int | Decimal) -> str:
    """A figure as people write it.

    >>> figure(Decimal("7.4630"))
    '7.463'
    """
    if isinstance(value, int):
        return str(value)
    plain = format(value, "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def listing(names: Iterable[str], limit: int = 6) -> str:
    """Names in a row; a long list is cut and says how many there are."""
    names = list(names)
    if len(names) <= limit:
        return "、".join(names)
    return "、".join(names[:limit]) + f"等{len(names)}处"


def inner_quotes(text: str) -> str:
    """A text made fit to stand in quotation marks.

    >>> inner_quotes("3.危及“三安全一稳定”")
    '3.危及‘三安全一稳定’'
    """
    return text.replace("“", "‘").replace("”", "’")


@lru_cache(maxsize=256)
def table_name(form: str, key: str) -> str:
    """表二、表三、表四: a table bears the number of its section; without a section, its title.

    >>> table_name("2021", "applications")
    '表三'
    """
    for index, section in enumerate(scheme_of(form).sections[:10], start=1):
        if section.key == key:
            return f"表{NUMERALS[index]}"
    return f"“{scheme_of(form).table(key).title}”表"


def row_name(scheme: TableScheme, key: str, *, brief: bool = False) -> str:
    """A row by its label, to stand in quotation marks; a numbered label gets the name of its group before it."""
    row = scheme.rows.get(key)
    if row is None:
        return key
    name = row.label.partition("（区分处理")[0] if brief else row.label
    if row.groups and name[:1].isdigit():
        name = f"{row.groups[-1]} {name}"
    return inner_quotes(name)


def column_name(scheme: TableScheme, row: str, key: str) -> str:
    for column in scheme.columns_of.get(row, ()):
        if column.key == key:
            return column.label
    return key


def unit_of(scheme: TableScheme, cell: str) -> str:
    _, row, key = split(cell)
    for column in scheme.columns_of.get(row, ()):
        if column.key == key:
            return column.unit
    return ""


def cells_in_words(scheme: TableScheme, cells: Sequence[str], limit: int = 6) -> str:
    """Cells gathered by row: “（一）予以公开”行的自然人、总计列；…"""
    rows: dict[str, list[str]] = {}
    for cell in cells:
        _, row, column = split(cell)
        rows.setdefault(row, []).append(column)
    words = []
    for row, columns in rows.items():
        label = f"“{row_name(scheme, row, brief=True)}”"
        whole = [column.key for column in scheme.columns_of.get(row, ())]
        if columns == whole and len(whole) > 1:
            words.append(f"{label}{'各格' if scheme.layout == 'line' else '整行'}")
        elif whole == columns:
            words.append(label)
        else:
            words.append(f"{label}的{'、'.join(column_name(scheme, row, column) for column in columns)}")
    if len(words) <= limit:
        return "；".join(words)
    return "；".join(words[:limit]) + f"；等共{len(rows)}行{len(cells)}格"
