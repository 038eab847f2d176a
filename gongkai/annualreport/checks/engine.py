"""One catalogue of checks as data, and functions that decide them.

``catalogue/*.yaml`` says of each check its code, severity, title, ground, message and remedy; a function registered under the
code looks at the report and yields an ``Outcome`` for whatever does not pass. The function never words anything:
it hands figures to the message of the catalogue.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gongkai.annualreport.model import Report
from gongkai.checks.finding import Finding, Severity, Verdict
from gongkai.documents.model import NOWHERE, Place
from gongkai.law.loader import DataError, Reader, load

if TYPE_CHECKING:
    from gongkai.annualreport.narrative.model import Narrative

CATALOGUE = Path(__file__).parent / "catalogue"


@dataclass(slots=True)
class Outcome:
    """What a check saw. ``values`` fill the message called ``message`` in the catalogue (``fail`` by default).

    ``severity`` lowers (never raises) the catalogue's severity, for instance where the text speaks of another scope.
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


class Context:
    """What the checks of one report look at. ``prior`` is the same organ's report for the year before, if given."""

    def __init__(self, report: Report, prior: Report | None = None) -> None:
        self.report = report
        self.prior = prior

    @cached_property
    def narrative(self) -> Narrative:
        """What the text states: facts, zero statements, claims of parts and wholes."""
        from gongkai.annualreport.narrative.reader import read_narrative

        return read_narrative(self.report)

    @cached_property
    def prior_narrative(self) -> Narrative | None:
        from gongkai.annualreport.narrative.reader import read_narrative

        return None if self.prior is None else read_narrative(self.prior)


@dataclass(frozen=True, slots=True)
class Check:
    """One entry of the catalogue. ``messages`` by name; ``fail`` is the usual one."""

    code: str
    group: str
    title: str
    severity: Severity
    basis: str
    messages: dict[str, str]
    remedy: str
    since_year: int | None
    note: str


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


@cache
def catalogue() -> dict[str, Check]:
    """Every check by code, in the order of the files. ``DataError`` names file, line and key of a mistake."""
    found: dict[str, Check] = {}
    for path in sorted(CATALOGUE.glob("*.yaml")):
        for each in load(path):
            check = _check(Reader(each, path.name), path.stem)
            if check.code in found:
                raise DataError(f"{path.name}：{check.code} 写了两次")
            found[check.code] = check
    return found


def _check(data: Reader, group: str) -> Check:
    message = data.take("message", (str, dict))
    messages = {"fail": message} if isinstance(message, str) else {k: v for k, v in message.items() if k != "__line__"}
    check = Check(
        code=data.take("code", str),
        group=group,
        title=data.take("title", str),
        severity=Severity(data.take("severity", str)),
        basis=data.take("basis", str),
        messages=messages,
        remedy=data.take("remedy", str),
        since_year=data.take("since_year", int, None),
        note=data.take("note", str, ""),
    )
    data.done()
    return check


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


def check(report: Report, prior: Report | None = None) -> list[Finding]:
    """Every finding on a report, errors first; ``prior`` is the year before, for checks across years."""
    context = Context(report, prior)
    found: list[Finding] = []
    functions = rules()
    for code, entry in catalogue().items():
        if entry.since_year is not None and report.year is not None and report.year < entry.since_year:
            continue
        function = functions.get(code)
        if function is not None:
            found.extend(finding(entry, outcome) for outcome in function(context))
    return sorted(found, key=lambda each: _ORDER[each.severity])
