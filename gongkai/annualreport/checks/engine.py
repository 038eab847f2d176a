"""One catalogue of checks as data, and functions that decide them.

``catalogue/*.yaml`` says of each check its code, severity, title, ground, message and remedy; a function registered under the
code looks at the report and yields an ``Outcome`` for whatever does not pass. Functions hand figures and names to the
messages of the catalogue. What the reading could not settle (``report.doubts``) is worded by the catalogue too.

Four verdicts: a check passes, fails, cannot be assessed (a cell is blank or was not legible), or needs other data (the
report of the year before). A pass leaves no finding; ``assess`` tells of it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from gongkai.annualreport.checks.entries import Check, catalogue
from gongkai.annualreport.model import PRE_FORM, Doubt, Report
from gongkai.annualreport.scheme import Scheme, scheme_for, scheme_of
from gongkai.checks.finding import Finding, Severity, Verdict, plain
from gongkai.documents.model import NOWHERE, Place
from gongkai.law.loader import DataError

if TYPE_CHECKING:
    from gongkai.annualreport.narrative.model import Narrative

PASS = "pass"  # noqa: S105 - a verdict, not a secret
OTHER_DOUBT = "C-DOUBT"
TEXT = "text"
__all__ = [
    "Check",
    "Context",
    "Examination",
    "Outcome",
    "assess",
    "catalogue",
    "check",
    "examine",
    "finding",
    "rule",
    "rules",
]

T = TypeVar("T")


@dataclass(slots=True)
class Outcome:
    """What a check saw. ``values`` fill the message called ``message`` in the catalogue (``fail`` by default).

    ``certain``: ``cells`` is the one cell that is wrong, beyond doubt. ``severity`` lowers (never raises) the catalogue's severity, for instance where the text speaks of another scope.
    """

    values: dict[str, Any] = field(default_factory=dict)
    cells: list[str] = field(default_factory=list)
    inputs: list[str] = field(default_factory=list)
    place: Place = NOWHERE
    quote: str = ""
    message: str = "fail"
    verdict: Verdict = Verdict.FAIL
    severity: Severity | None = None
    candidates: list[dict[str, Any]] = field(default_factory=list)
    certain: bool = False


class Context:
    """What the checks of one report look at. ``prior`` is the same organ's report for the year before, if given."""

    def __init__(self, report: Report, prior: Report | None = None) -> None:
        self.report = report
        self.prior = prior
        self._done: dict[Callable[[Context], Any], Any] = {}

    def of(self, work: Callable[[Context], T]) -> T:
        """``work(self)``, done once however many checks ask for it."""
        if work not in self._done:
            self._done[work] = work(self)
        found: T = self._done[work]
        return found

    @cached_property
    def narrative(self) -> Narrative:
        """What the text states: facts, zero statements, claims of parts and wholes."""
        from gongkai.annualreport.narrative.reader import read_narrative

        return read_narrative(self.report)

    @cached_property
    def prior_narrative(self) -> Narrative | None:
        from gongkai.annualreport.narrative.reader import read_narrative

        return None if self.prior is None else read_narrative(self.prior)

    @cached_property
    def due(self) -> Scheme | None:
        """The form in which the report is due: by its year, else by its structure; None before the first form."""
        if self.report.year is not None:
            return scheme_for(self.report.year)
        return None if self.report.form == PRE_FORM else scheme_of(self.report.form)

    @cached_property
    def doubted(self) -> dict[str, Doubt]:
        """The cells whose reading is in doubt, each with the first doubt about it."""
        found: dict[str, Doubt] = {}
        for doubt in self.report.doubts:
            for cell in doubt.cells:
                found.setdefault(cell, doubt)
        return found


RuleFunction = Callable[[Context], Iterable[Outcome]]
_rules: dict[str, RuleFunction] = {}


def rule(code: str) -> Callable[[RuleFunction], RuleFunction]:
    """Register the function that decides the check ``code``."""

    def register(function: RuleFunction) -> RuleFunction:
        if code in _rules:
            raise DataError(f"检查 {code} 有两个函数")
        _rules[code] = function
        return function

    return register


def rules() -> dict[str, RuleFunction]:
    """The functions by code (importing the modules that hold them)."""
    from gongkai.annualreport.checks import modules

    modules.load()
    return _rules


def finding(check: Check, outcome: Outcome) -> Finding:
    """Word an outcome by its catalogue entry."""
    severity = outcome.severity or check.severity
    if outcome.verdict is not Verdict.FAIL and severity is Severity.ERROR:
        severity = Severity.NOTICE
    template = check.messages[outcome.message]
    return Finding(
        code=check.code,
        verdict=outcome.verdict,
        severity=severity,
        message=template.format(**outcome.values),
        remedy=check.remedy.format_map(_Given(outcome.values)),
        basis=check.basis,
        cells=outcome.cells,
        inputs=outcome.inputs or outcome.cells,
        place=outcome.place,
        quote=outcome.quote,
        candidates=outcome.candidates,
        values=outcome.values,
    )


class _Given(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "所涉数据"


_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTICE: 2}
_WORST = (Verdict.FAIL, Verdict.NOT_ASSESSABLE, Verdict.NEEDS_OTHER_DATA)


@dataclass(slots=True)
class Examination:
    """The findings on a report, errors first, and the verdict of every check that is about it."""

    findings: list[Finding]
    verdicts: dict[str, str]

    @property
    def summary(self) -> str:
        """One sentence on how many checks were made and how they came out."""
        counted = [str(verdict) for verdict in self.verdicts.values()]
        text = f"已核对 {len(counted)} 项，通过 {counted.count(PASS)} 项"
        for verdict, words in (
            (Verdict.FAIL, "需要处理或者留意"),
            (Verdict.NOT_ASSESSABLE, "因缺少数字或者读不出而无法核对"),
            (Verdict.NEEDS_OTHER_DATA, "需要上年报告等其他材料"),
        ):
            if number := counted.count(str(verdict)):
                text += f"，{words} {number} 项"
        return text + "。"


def examine(report: Report, prior: Report | None = None, groups: Collection[str] | None = None) -> Examination:
    """Make every check on a report; ``prior`` is the year before, for checks across years.

    ``groups`` keeps to the checks of these files of the catalogue (``tables``, ``cells`` …). A blank statutory form gets
    the one finding that it is blank.
    """
    context = Context(report, prior)
    functions = rules()
    blank = catalogue().get("S-BLANK")
    if blank is not None and report.is_blank:
        outcomes = list(functions["S-BLANK"](context))
        if any(outcome.message == "fail" for outcome in outcomes):
            return Examination(list(_worded(report, blank, outcomes)), {"S-BLANK": str(Verdict.FAIL)})
    found: list[Finding] = []
    verdicts: dict[str, str] = {}
    doubts = _doubts(report)
    named: set[str] = set()
    for code, entry in catalogue().items():
        if not entry.applies(report) or (groups is not None and entry.group not in groups):
            continue
        function = functions.get(code)
        outcomes = [] if function is None else list(function(context))
        outcomes.extend(_doubt(entry, doubt) for doubt in doubts.get(code, ()))
        named.update(outcome.cells[0] for outcome in outcomes if outcome.certain)
        if named and entry.group == TEXT:
            _narrow(outcomes, named)
        found.extend(_worded(report, entry, outcomes))
        verdicts[code] = _verdict(context, entry, outcomes)
    return Examination(sorted(found, key=lambda each: _ORDER[each.severity]), verdicts)


def _narrow(outcomes: list[Outcome], named: set[str]) -> None:
    """Where the text disagrees with several cells and the sums have named one of them, that one is meant."""
    for outcome in outcomes:
        meant = [cell for cell in outcome.cells if cell in named]
        if meant and outcome.verdict is Verdict.FAIL:
            outcome.inputs = outcome.inputs or outcome.cells
            outcome.cells = meant


def check(report: Report, prior: Report | None = None) -> list[Finding]:
    """Every finding on a report, errors first; ``prior`` is the year before, for checks across years."""
    return examine(report, prior).findings


def assess(report: Report, prior: Report | None = None) -> dict[str, str]:
    """The verdict of every check that is about this report, ``pass`` included, by code."""
    return examine(report, prior).verdicts


def _worded(report: Report, entry: Check, outcomes: list[Outcome]) -> Iterator[Finding]:
    for outcome in outcomes:
        each = finding(entry, outcome)
        if each.place == NOWHERE and each.cells:
            each.place = _place_of(report, each.cells[0])
        yield each


def _place_of(report: Report, cell: str) -> Place:
    place = report.cell(cell).place
    table = report.tables.get(cell.partition(".")[0])
    return table.place if place == NOWHERE and table is not None else place


def _verdict(context: Context, entry: Check, outcomes: list[Outcome]) -> str:
    given = {outcome.verdict for outcome in outcomes}
    for verdict in _WORST:
        if verdict in given:
            return str(verdict)
    if any(context.report.tables.get(key) is None for key in entry.tables):
        return str(Verdict.NOT_ASSESSABLE)
    if entry.needs_prior and context.prior is None:
        return str(Verdict.NEEDS_OTHER_DATA)
    return PASS


def _doubts(report: Report) -> dict[str, list[Doubt]]:
    found: dict[str, list[Doubt]] = {}
    for doubt in report.doubts:
        found.setdefault(doubt.code if doubt.code in catalogue() else OTHER_DOUBT, []).append(doubt)
    return found


def _doubt(entry: Check, doubt: Doubt) -> Outcome:
    return Outcome(
        values={"message": doubt.message},
        cells=list(doubt.cells),
        place=doubt.place,
        quote=doubt.quote,
        message="doubt" if "doubt" in entry.messages else "fail",
        verdict=entry.verdict,
        candidates=[
            {"cells": {cell: plain(value) for cell, value in each.cells.items()}, "why": each.why}
            for each in doubt.candidates
        ],
    )
