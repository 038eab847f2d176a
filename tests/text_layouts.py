"""Made-up reports as text in the layouts in which such texts are met: pipes, tabs, one cell a line, a page, glued."""

from __future__ import annotations

from collections.abc import Callable

from gongkai.annualreport.model import Cell, Report, ReportTable, State
from gongkai.annualreport.scheme import Row, address

Line = tuple[list[str], list[str]]


def figure(cell: Cell) -> str:
    return "" if cell.state is State.BLANK else "/" if cell.state is State.DASH else str(cell.value)


def matrix_lines(table: ReportTable) -> list[Line]:
    """Labels (a group's name only where it begins) and figures of each row."""
    seen: set[str] = set()
    found = []
    for part, row in table.scheme.lines:
        if row.local:
            continue
        labels = [("" if group in seen else group) for group in row.groups] + [row.label]
        seen.update(row.groups)
        found.append((labels, [figure(table.cell(address(table.key, row.key, c.key))) for c in part.columns]))
    return found


def block_lines(table: ReportTable) -> list[list[str]]:
    found: list[list[str]] = []
    for part in table.scheme.parts:
        found.append([part.title])
        found.append([part.corner, *(column.label for column in part.columns)])
        for row in part.rows:
            if not row.local:
                found.append(
                    [row.label, *(figure(table.cell(address(table.key, row.key, c.key))) for c in part.columns)]
                )
    return found


def line_heads(table: ReportTable) -> list[list[str]]:
    part = table.scheme.parts[0]
    columns = [column.label for column in part.columns]
    first, *rest = part.rows
    return [
        [first.label, rest[0].groups[0]],
        [*columns, *(row.label for row in rest)],
        [""] * len(columns) + columns * len(rest),
    ]


def line_figures(table: ReportTable) -> list[str]:
    return [figure(table.cell(at)) for at in table.scheme.addresses]


HEAD3 = [
    ["（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", "申请人情况"],
    ["", "自然人", "法人或其他组织", "总计"],
    ["", "", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", ""],
]


def _rows(table: ReportTable) -> list[list[str]]:
    layout = table.scheme.layout
    if layout == "blocks":
        return block_lines(table)
    if layout == "matrix":
        return HEAD3 + [labels + figures for labels, figures in matrix_lines(table)]
    return [*line_heads(table), line_figures(table)]


def _whole(report: Report, tables: Callable[[ReportTable], str], gap: str = "\n") -> str:
    parts = [report.title or "", report.preamble]
    for section in report.sections:
        parts += [section.title, section.text]
        table = report.tables.get(section.key or "")
        if table is not None:
            parts.append(tables(table))
    return gap.join(parts)


def pipes(report: Report) -> str:
    return _whole(report, lambda t: "\n" + "\n".join("| " + " | ".join(row) + " |" for row in _rows(t)) + "\n")


def broken_pipes(report: Report) -> str:
    """Cells of a pipe table on lines of their own, as some extractors leave them."""

    def lines(row: list[str]) -> str:
        while row and not row[0]:  # 网页里跨行的标签只在第一行有
            row = row[1:]
        return "|\n" + "\n".join(f"{cell} |".strip() for cell in row)

    return _whole(report, lambda t: "\n" + "\n".join(lines(row) for row in _rows(t)) + "\n")


def tabs(report: Report) -> str:
    return _whole(report, lambda t: "\n" + "\n".join("\t".join(row) for row in _rows(t)) + "\n")


def indented(report: Report) -> str:
    return _whole(
        report, lambda t: "\n" + "\n\n".join("\n".join("\t" + cell for cell in row) for row in _rows(t)) + "\n\n"
    )


def one_cell_a_line(report: Report) -> str:
    return _whole(report, lambda t: "\n\n".join(cell for row in _rows(t) for cell in row if cell), "\n\n")


def _page_table(table: ReportTable) -> str:
    if table.scheme.layout == "blocks":
        return "\n".join("    ".join(row) for row in block_lines(table))
    if table.scheme.layout == "matrix":
        lines = [
            "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和） 申请人情况",
            "",
            "        法人或其他组织",
            "  自然人      总计",
        ]
        lines += ["      商业   科研   社会公益 法律服务 其他", "      企业   机构   组织   机构"]
        for labels, figures in matrix_lines(table):
            label = labels[-1]
            numbers = "     ".join(figures)
            if len(label) > 16:  # 长标签折成两行，数字在第二行
                lines += [f"            {label[:14]}", f"            {label[14:]}      {numbers}", ""]
            else:
                lines += [f"     {label}            {numbers}", ""]
        return "\n".join(lines)
    heads = [" ".join(cell for cell in row if cell) for row in line_heads(table)]
    return "\n".join([*heads, "   " + "      ".join(line_figures(table))])


def page(report: Report) -> str:
    return _whole(report, _page_table)


def _glued_table(table: ReportTable) -> str:
    if table.scheme.layout == "blocks":
        return "".join("".join(row) for row in block_lines(table))
    if table.scheme.layout == "matrix":
        head = "".join(cell for row in HEAD3 for cell in row)
        return head + "".join("".join(labels) + "".join(figures) for labels, figures in matrix_lines(table))
    return "".join(cell for row in line_heads(table) for cell in row) + "".join(line_figures(table))


def glued(report: Report) -> str:
    parts = [report.preamble]
    for section in report.sections:
        table = report.tables.get(section.key or "")
        parts.append(section.title + " " + section.text + (_glued_table(table) if table else ""))
    return (report.title or "") + "\n" + "".join(parts)


LAYOUTS: dict[str, Callable[[Report], str]] = {
    "pipes": pipes,
    "broken pipes": broken_pipes,
    "tabs": tabs,
    "indented": indented,
    "one cell a line": one_cell_a_line,
    "page": page,
}


def local_row(label: str) -> Row:
    return Row("extra", label, (), (), True)
