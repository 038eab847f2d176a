"""``gongkai total``: subordinate reports summed cell by cell."""

from __future__ import annotations

import sys
from pathlib import Path

from gongkai.annualreport.totals import Total, total
from gongkai.checks.finding import Severity
from gongkai.cli.inputs import expand, file_bytes, load_all
from gongkai.cli.output import save
from gongkai.cli.parser import Arguments
from gongkai.cli.write import format_of
from gongkai.documents.model import Unreadable


def run(options: Arguments) -> int:
    """Sum the reports; status 2 when one could not be read, 1 when the sum does not add up."""
    from gongkai.annualreport.roster import read_roster

    output = Path(options.output)
    to = format_of(output, None)
    roster = read_roster(file_bytes(Path(options.roster))) if options.roster else None
    reports, unread = [], []
    for outcome in load_all(expand(options.files), None):
        if outcome.report is None:
            unread.append(outcome)
        else:
            reports.append(outcome.report)
    if unread:
        told = "\n".join(f"  {outcome.path}：{outcome.message}" for outcome in unread)
        raise Unreadable("unread", f"有{len(unread)}份报告没有读出来，没有汇总：\n{told}")
    found = total(reports, organ=options.organ, year=options.year, roster=roster, blank_is_zero=options.blank_is_zero)
    from gongkai.annualreport.writing import write

    save(output, write(found.report, to), force=options.force)
    _say(found, len(reports), output)
    return 1 if any(each.severity is Severity.ERROR for each in found.findings) else 0


def _say(found: Total, count: int, output: Path) -> None:
    lines = [f"已汇总{count}份报告，写成 {output}"]
    for names, what in ((found.missing, "没有报送"), (found.twice, "报送了不止一份"), (found.strangers, "不在名单上")):
        if names:
            lines.append(f"{what}（{len(names)}）：{'、'.join(names)}")
    lines.extend(found.remarks)
    lines.extend(f"{finding.code} {finding.message}" for finding in found.findings)
    sys.stdout.write("\n".join(lines) + "\n")
