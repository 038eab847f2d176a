"""What was read from a file, on the terminal: tables as on the form, the sections, what could not be told."""

from __future__ import annotations

import sys
from functools import cache

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from gongkai.annualreport.model import PRE_FORM, Cell, Report, ReportTable, State
from gongkai.annualreport.scheme import address, scheme_of
from gongkai.cli.inputs import Outcome
from gongkai.cli.terminal import say

_FORMATS = {"text": "文本", "markdown": "Markdown", "html": "网页", "image": "图片"}
_STATES = {State.BLANK: "空", State.DASH: "/", State.ABSENT: "缺", State.ILLEGIBLE: "？"}


@cache
def console() -> Console:
    return Console(highlight=False, width=None if sys.stdout.isatty() else 120)


def show_report(outcome: Outcome) -> None:
    """Everything that was read from one file."""
    report = outcome.report
    assert report is not None  # 由调用者保证：读不出的走 show_error
    out = console()
    out.rule(f"[bold]{escape(report.title or '（没有标题）')}", align="left")
    out.print(_facts(outcome, report))
    for table in report.tables.values():
        if table is not None:
            out.print(_statutory(table))
    for key, table in report.tables.items():
        if table is None and report.form != PRE_FORM:
            title = scheme_of(report.form).table(key).title
            out.print(f"[yellow]没有读到统计表“{title}”。[/]")
    for section in report.sections:
        text = " ".join(section.text.split())
        short = text[:56] + ("……" if len(text) > 56 else "")
        out.print(Text.assemble((section.title, "bold"), f"  {short or '（没有正文）'}"))
    out.print()
    _show_unread(report)


def _facts(outcome: Outcome, report: Report) -> str:
    assert report.source is not None  # 从文件读出的报告都有来源
    form = "2019年以前的自由格式" if report.form == PRE_FORM else scheme_of(report.form).name
    written = _FORMATS.get(report.source.format, report.source.format.upper())
    parts = [f"机关：{report.organ or '没有读出'}", f"年度：{report.year or '没有读出'}", f"格式：{form}"]
    mixed = {table.form for table in report.tables.values() if table is not None}
    if len(mixed) > 1:
        parts[-1] += "（各表不一）"
    parts.append(f"文件：{outcome.path}（{written}）")
    return escape("　".join(parts)) + "\n"


def _statutory(table: ReportTable) -> Table:
    scheme = table.scheme
    shown = Table(
        title=scheme.title,
        title_justify="left",
        title_style="bold",
        border_style="dim",
        show_header=scheme.layout != "blocks",
    )
    shown.add_column("", overflow="fold", ratio=1 if scheme.layout == "matrix" else None)
    if scheme.layout == "blocks":
        width = max(len(part.columns) for part in scheme.parts)
        for _ in range(width):
            shown.add_column("", justify="right")
        for part in scheme.parts:
            heads = [column.label for column in part.columns]
            shown.add_row(
                Text(part.title, "dim"),
                *(Text(head, "dim") for head in heads),
                *[""] * (width - len(heads)),
                end_section=False,
            )
            for index, row in enumerate(part.rows):
                cells = [table.cell(address(table.key, row.key, column.key)) for column in part.columns]
                if row.local and all(cell.state is State.ABSENT for cell in cells):
                    continue
                figures = [_figure(cell) for cell in cells]
                last = index == len(part.rows) - 1
                shown.add_row(row.label, *figures, *[""] * (width - len(figures)), end_section=last)
        return shown
    for column in scheme.parts[0].columns:
        shown.add_column(column.label, justify="right", min_width=4, overflow="fold")
    group = ""
    for part, row in scheme.lines:
        figures = [_figure(table.cell(address(table.key, row.key, column.key))) for column in part.columns]
        own = row.groups[-1] if row.groups else ""
        if own != group and own.startswith("（"):
            shown.add_row(Text(own, "dim"))
        group = own
        shown.add_row(("  " if own.startswith("（") else "") + row.label, *figures)
    return shown


def _figure(cell: Cell) -> Text:
    if cell.state is State.VALUE:
        return Text(f"{cell.value}", "bold" if cell.value else "")
    return Text(_STATES[cell.state], "yellow" if cell.state in (State.ILLEGIBLE, State.ABSENT) else "dim")


def _show_unread(report: Report) -> None:
    out = console()
    states = [cell.state for table in report.tables.values() if table for cell in table.cells.values()]
    counted = {state: states.count(state) for state in State}
    if any(counted[state] for state in (State.BLANK, State.ABSENT, State.ILLEGIBLE)):
        out.print(
            f"法定单元格 {len(states)} 个：读出 {counted[State.VALUE]}，空白 {counted[State.BLANK]}，"
            f"画线 {counted[State.DASH]}，原件没有 {counted[State.ABSENT]}，读不准 {counted[State.ILLEGIBLE]}"
        )
    for doubt in report.doubts:
        say(("没有读准：", "yellow"), doubt.message, indent=10)
        for candidate in doubt.candidates:
            figures = "、".join(str(value) for value in candidate.cells.values())
            say((f"  可能是：{figures}（{candidate.why}），请对照原件确认", "dim"), indent=10)
    for note in report.notes:
        out.print(f"[dim]{escape(note)}[/]")
