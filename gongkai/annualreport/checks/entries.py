"""The catalogue of checks as data: ``catalogue/*.yaml`` gives code, severity, title, ground, messages and remedy of each.

``left_out.yaml`` lists the rules that were considered and are no checks, with the reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from gongkai.annualreport.model import PRE_FORM, Report
from gongkai.checks.finding import Severity, Verdict
from gongkai.law.loader import LINE, DataError, Reader, load

CATALOGUE = Path(__file__).parent / "catalogue"
LEFT_OUT = Path(__file__).parent / "left_out.yaml"


@dataclass(frozen=True, slots=True)
class Check:
    """One entry of the catalogue. ``messages`` by name; ``fail`` is the usual one.

    ``tables``: without one of these the check cannot be assessed. ``needs_prior``: it compares with the year before.
    ``forms``: it is about these forms only. ``from_reading``: it is decided by the reading, not by a function.
    ``verdict`` is that of its findings from the reading.
    """

    code: str
    group: str
    title: str
    severity: Severity
    basis: str
    messages: dict[str, str]
    remedy: str
    since_year: int | None
    note: str
    tables: tuple[str, ...]
    forms: tuple[str, ...]
    needs_prior: bool
    from_reading: bool
    verdict: Verdict

    def applies(self, report: Report) -> bool:
        """Whether the check is about reports of this year and form at all."""
        if self.since_year is not None:
            if report.year is None:
                if report.form == PRE_FORM:
                    return False
            elif report.year < self.since_year:
                return False
        if self.forms:
            return any(table is not None and table.form in self.forms for table in report.tables.values())
        return True


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


def left_out() -> list[tuple[str, str, str]]:
    """The rules of the study that are no checks here: code, title, reason."""
    found = []
    for each in load(LEFT_OUT):
        data = Reader(each, LEFT_OUT.name)
        found.append((data.take("code", str), data.take("title", str), data.take("reason", str)))
        data.done()
    return found


def _check(data: Reader, group: str) -> Check:
    message = data.take("message", (str, dict))
    messages = {"fail": message} if isinstance(message, str) else {k: v for k, v in message.items() if k != LINE}
    severity, verdict = data.take("severity", str), data.take("verdict", str, str(Verdict.FAIL))
    if severity not in set(Severity) or verdict not in set(Verdict):
        raise DataError(f"{data.where}：severity 或 verdict 不认识：{severity}、{verdict}")
    check = Check(
        code=data.take("code", str),
        group=group,
        title=data.take("title", str),
        severity=Severity(severity),
        basis=data.take("basis", str),
        messages=messages,
        remedy=data.take("remedy", str),
        since_year=data.take("since_year", int, None),
        note=data.take("note", str, ""),
        tables=data.strings("tables", None),
        forms=data.strings("forms", None),
        needs_prior=data.take("needs_prior", bool, False),
        from_reading=data.take("from_reading", bool, False),
        verdict=Verdict(verdict),
    )
    data.done()
    return check
