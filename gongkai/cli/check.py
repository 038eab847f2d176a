"""``gongkai check``: what is wrong with a report, on what ground, and what to do."""

from __future__ import annotations

import sys
from pathlib import Path

from gongkai.annualreport.checks.engine import check
from gongkai.annualreport.model import Report
from gongkai.checks.finding import Severity, Verdict
from gongkai.cli.inputs import Outcome, expand, load, load_all
from gongkai.cli.output import line, print_json
from gongkai.cli.parser import Arguments
from gongkai.documents.model import Unreadable


def run(options: Arguments) -> int:
    """Check every file; status 2 when one could not be read, else 1 when a check found an error."""
    priors = [_prior(name) for name in options.prior]
    paths = expand(options.files)
    outcomes = load_all(paths, options.workers)
    status = 0
    counts: list[tuple[Outcome, int, int]] = []
    for outcome in outcomes:
        if outcome.report is None:
            status = 2
            if options.json:
                print_json(line(outcome, brief=options.brief))
            else:
                from gongkai.cli.findings import show_error

                show_error(outcome)
            continue
        prior = choose_prior(outcome.report, priors, alone=len(paths) == 1)
        findings = check(outcome.report, prior)
        errors = sum(each.severity is Severity.ERROR and each.verdict is Verdict.FAIL for each in findings)
        warnings = sum(each.severity is Severity.WARNING for each in findings)
        counts.append((outcome, errors, warnings))
        if errors and status == 0:
            status = 1
        if options.errors_only:
            findings = [each for each in findings if each.severity is Severity.ERROR]
        if options.json:
            print_json(line(outcome, brief=options.brief, findings=findings))
        else:
            from gongkai.cli.findings import show_findings

            show_findings(outcome, findings, prior)
    if not options.json and len(counts) > 1:
        from gongkai.cli.findings import show_summary

        show_summary(counts)
    return status


def _prior(name: str) -> Report:
    outcome = load(Path(name))
    if outcome.report is None:
        raise Unreadable(outcome.code, f"上年年报“{Path(name).name}”没有读出来：{outcome.message}")
    return outcome.report


def choose_prior(report: Report, priors: list[Report], *, alone: bool) -> Report | None:
    """The report of the year before: of the same organ; a single prior for a single file needs no matching name."""
    due = [each for each in priors if report.year is None or each.year is None or each.year == report.year - 1]
    for each in priors:
        if alone and each not in due:
            sys.stderr.write(f"给出的上年年报是{each.year}年度的，不是{(report.year or 0) - 1}年度，没有用它核对。\n")
    same = [each for each in due if each.organ and each.organ == report.organ]
    if same:
        return same[0]
    return due[0] if alone and len(due) == 1 else None
