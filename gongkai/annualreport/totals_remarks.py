"""What a person must know about a sum: which cells stay open and through whom, what was left out, who has mistakes."""

from __future__ import annotations

from gongkai.annualreport.model import Report, ReportTable
from gongkai.annualreport.scheme import TableScheme, address, cell_label

NAMED = 6
"""So many are named one by one; of more only the number is said."""


def listed(names: list[str]) -> str:
    """The names, or the first of many and how many there are."""
    return "、".join(names[:NAMED]) + (f"等{len(names)}份" if len(names) > NAMED else "")


def gaps(scheme: TableScheme, open_cells: dict[str, list[str]], zeros: dict[str, int]) -> list[str]:
    """Which report leaves which cells open, and where blanks were counted as 0 because a person said so."""
    said = []
    for name, addresses in open_cells.items():
        if len(addresses) == len(scheme.addresses):
            said.append(f"“{name}”的“{scheme.title}”表没有一格有数，这张表各格的汇总数因此都不能确定。")
            continue
        cells = "、".join(cell_label(at, scheme.form) for at in addresses[:NAMED])
        more = f"等{len(addresses)}格" if len(addresses) > NAMED else ""
        said.append(f"“{name}”的{cells}{more}没有数，汇总表的这些格因此留空。")
    for name, count in zeros.items():
        said.append(f"“{name}”的“{scheme.title}”表有{count}格空白或者画线，按你的要求当作0计入。")
    return said


def local_rows(members: list[tuple[str, Report]]) -> list[str]:
    """Rows beyond the national form, which are not summed."""
    rows: dict[str, dict[str, None]] = {}
    for name, report in members:
        for table in report.tables.values():
            if table is None:
                continue
            for row in table.extra_rows:
                rows.setdefault(row.label, {})[name] = None
            for part, line in table.scheme.lines:
                if line.local and any(
                    address(table.key, line.key, column.key) in table.cells for column in part.columns
                ):
                    rows.setdefault(line.label, {})[name] = None
    return [
        f"“{label}”一行不是全国统一格式的内容，没有汇总（{listed(list(names))}有这一行）。"
        for label, names in rows.items()
    ]


def own_errors(members: list[tuple[str, Report]]) -> list[str]:
    """Reports whose own sums do not hold: the total inherits their mistake."""
    said = []
    for name, report in members:
        tables = [table for table in report.tables.values() if table is not None]
        if broken := sum(_broken_sums(table) for table in tables):
            said.append(f"“{name}”的报告自身有{broken}处勾稽关系不成立，请先核对更正，再汇总。")
    return said


def _broken_sums(table: ReportTable) -> int:
    broken = 0
    for _, _, left, right in table.scheme.instances():
        ours = [value for at in left if (value := table.value(at)) is not None]
        theirs = [value for at in right if (value := table.value(at)) is not None]
        whole = len(ours) == len(left) and len(theirs) == len(right)
        broken += whole and sum(ours) != sum(theirs)
    return broken
