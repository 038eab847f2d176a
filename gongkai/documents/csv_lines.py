"""Writing tables as CSV that spreadsheets open as they are: UTF-8 with its mark, and no cell that is taken for a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import Any

MEDIA_TYPE = "text/csv; charset=utf-8"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_lines(head: Iterable[str], rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """The table line by line, for files and for answers that are sent as they are made. None is a blank cell.

    >>> list(csv_lines(["标题"], [["=1+1"], [None]]))
    ['\\ufeff标题\\r\\n', "'=1+1\\r\\n", '""\\r\\n']
    """
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(list(head))
    for row in rows:
        yield writer.writerow([safe_cell(value) for value in row])


def safe_cell(value: Any) -> str:
    """A value as text that a spreadsheet does not take for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


class _Echo:
    """What ``csv.writer`` writes to; gives each line back."""

    def write(self, line: str) -> str:
        return line
