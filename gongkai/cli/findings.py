"""Findings on the terminal, as sentences."""

from __future__ import annotations

import sys

from gongkai.annualreport.model import Report
from gongkai.checks.finding import Finding, Severity, Verdict, plain
from gongkai.cli.inputs import Outcome
from gongkai.cli.terminal import rule, say

_NAMES = {
    Severity.ERROR: ("错误", "red", "✗"),
    Severity.WARNING: ("提醒", "yellow", "!"),
    Severity.NOTICE: ("说明", "cyan", "·"),
}


def show_error(outcome: Outcome) -> None:
    """A file that could not be read: its name and the sentence, on standard error."""
    say((f"✗ {outcome.path}", "red"), to=sys.stderr)
    say(f"  {outcome.message}", indent=2, to=sys.stderr)


def show_findings(outcome: Outcome, findings: list[Finding], prior: Report | None) -> None:
    """The findings on one report, errors first."""
    report = outcome.report
    assert report is not None  # 由调用者保证：读不出的走 show_error
    rule(report.title or outcome.path)
    compared = f"，与{prior.year or '上'}年度报告对照" if prior is not None else ""
    say((f"{outcome.path}{compared}", "dim"))
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
    say(_verdict(findings))
    say("")


def _verdict(findings: list[Finding]) -> tuple[str, str]:
    if not findings:
        return "✓ 没有发现问题。", "green"
    counts = {each: sum(finding.severity is each for finding in findings) for each in Severity}
    told = "，".join(f"{_NAMES[each][0]} {count} 条" for each, count in counts.items() if count)
    return f"共 {told}。", "red" if counts[Severity.ERROR] else "bold"


def show_summary(counts: list[tuple[Outcome, int, int]]) -> None:
    """One line a file, the ones with most errors first."""
    from rich.table import Table
    from rich.text import Text

    from gongkai.cli.show import console

    table = Table(title="汇总", title_justify="left", title_style="bold", border_style="dim")
    for head in ("报告", "错误", "提醒"):
        table.add_column(head, justify="left" if head == "报告" else "right")
    for outcome, errors, warnings in sorted(counts, key=lambda each: (-each[1], -each[2])):
        report = outcome.report
        assert report is not None  # 只有读出的报告进汇总
        table.add_row(report.title or outcome.path, Text(str(errors), "bold red" if errors else ""), str(warnings))
    console().print(table)
