"""What people see on the terminal: tables as on the form, findings in sentences."""

from __future__ import annotations

import sys
from functools import cache

from rich.cells import cell_len
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from gongkai.annualreport.model import PRE_FORM, Cell, Report, ReportTable, State
from gongkai.annualreport.scheme import address, scheme_of
from gongkai.checks.finding import Finding, Severity, Verdict, plain
from gongkai.cli.inputs import Outcome

_NAMES = {
    Severity.ERROR: ("错误", "bold red", "✗"),
    Severity.WARNING: ("提醒", "yellow", "!"),
    Severity.NOTICE: ("说明", "cyan", "·"),
}
_FORMATS = {"text": "文本", "markdown": "Markdown", "html": "网页", "image": "图片"}
_STATES = {State.BLANK: "空", State.DASH: "/", State.ABSENT: "缺", State.ILLEGIBLE: "？"}


NO_LINE_START = frozenset("，。；：、？！）》”’〕】%,.;:)")


@cache
def console() -> Console:
    return Console(highlight=False, width=None if sys.stdout.isatty() else 120)


def say(*parts: tuple[str, str] | str, indent: int = 0) -> None:
    """Print one message. On a terminal it is folded between Chinese characters and hangs by ``indent``; in a file or a pipe
    it stays one line, so that it can be searched."""
    text = Text.assemble(*parts)
    if not console().is_terminal:
        console().print(text, soft_wrap=True)
        return
    width = console().width
    lines = text.divide(_breaks(text.plain, width, indent))
    for number, line in enumerate(lines):
        console().print(Text(" " * indent if number else "") + line, soft_wrap=True)


def _breaks(text: str, width: int, indent: int) -> list[int]:
    """Where to fold: within the width, not before a closing mark, not inside a number or a Latin word."""
    found: list[int] = []
    used, start = 0, 0
    for index, sign in enumerate(text):
        used += cell_len(sign)
        if used <= width:
            continue
        at = index
        while at > start + 1 and (
            text[at] in NO_LINE_START
            or (text[at].isascii() and text[at - 1].isascii() and " " not in text[at - 1 : at + 1])
        ):
            at -= 1
        at = index if at <= start + 1 else at
        found.append(at)
        start, used = at, indent + sum(cell_len(each) for each in text[at : index + 1])
    return found


def show_error(outcome: Outcome) -> None:
    """A file that could not be read: its name and the sentence, on standard error."""
    Console(stderr=True, highlight=False).print(f"[bold red]✗ {escape(outcome.path)}[/]\n  {escape(outcome.message)}")


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
    shown = Table(title=scheme.title, title_justify="left", title_style="bold", border_style="dim")
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


def show_findings(outcome: Outcome, findings: list[Finding], prior: Report | None) -> None:
    """The findings on one report, errors first."""
    report = outcome.report
    assert report is not None  # 由调用者保证：读不出的走 show_error
    out = console()
    out.rule(f"[bold]{escape(report.title or outcome.path)}", align="left")
    compared = f"，与{prior.year or '上'}年度报告对照" if prior is not None else ""
    out.print(f"[dim]{escape(outcome.path)}{compared}[/]")
    for finding in findings:
        name, style, sign = _NAMES[finding.severity]
        if finding.verdict is Verdict.NOT_ASSESSABLE:
            name = "无法核对"
        elif finding.verdict is Verdict.NEEDS_OTHER_DATA:
            name = "需要其他资料"
        say((f"{sign} {name} ", style), (f"{finding.code} ", "dim"), finding.message, indent=2)
        where = str(finding.place)
        if finding.quote:
            where = f"{where}：“{finding.quote}”" if where else f"“{finding.quote}”"
        if where:
            say((f"    原文　{where}", "dim"), indent=10)
        if finding.severity is not Severity.NOTICE:
            say(f"    怎么办　{finding.remedy}", indent=12)
            say((f"    依据　{finding.basis}", "dim"), indent=10)
        for candidate in finding.candidates if finding.code.startswith("C-") else ():
            figures = " ".join(str(plain(value)) for value in candidate["cells"].values())
            say((f"    可能是　{figures}（{candidate['why']}），请对照原件确认", "dim"), indent=12)
    out.print(_verdict(findings))
    out.print()


def _verdict(findings: list[Finding]) -> Text:
    if not findings:
        return Text("✓ 没有发现问题。", "bold green")
    counts = {each: sum(finding.severity is each for finding in findings) for each in Severity}
    told = "，".join(f"{_NAMES[each][0]} {count} 条" for each, count in counts.items() if count)
    return Text(f"共 {told}。", "bold red" if counts[Severity.ERROR] else "bold")


def show_summary(counts: list[tuple[Outcome, int, int]]) -> None:
    """One line a file, the ones with most errors first."""
    table = Table(title="汇总", title_justify="left", title_style="bold", border_style="dim")
    for head in ("报告", "错误", "提醒"):
        table.add_column(head, justify="left" if head == "报告" else "right")
    for outcome, errors, warnings in sorted(counts, key=lambda each: (-each[1], -each[2])):
        report = outcome.report
        assert report is not None  # 只有读出的报告进汇总
        table.add_row(report.title or outcome.path, Text(str(errors), "bold red" if errors else ""), str(warnings))
    console().print(table)
