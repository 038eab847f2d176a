"""A draft as it stands now: figures counted from the ledger, figures entered by hand and signed, the newest text of each section."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from gongkai.annualreport.checks.engine import check
from gongkai.annualreport.counting import REGISTERS, Period, period, selection, tables_of, without_register
from gongkai.annualreport.model import Report, Section, report_json
from gongkai.annualreport.reading.reader import read_report
from gongkai.annualreport.scheme import Scheme, cell_label, scheme_of
from gongkai.annualreport.writing import write
from gongkai.checks.finding import Finding, Severity, Verdict
from gongkai.web.annualreport.intake import digest_of, prior_of
from gongkai.web.annualreport.ledger import counted, records_behind, register_records
from gongkai.web.annualreport.models import Adjustment, KeptReport, ReportDraft, SectionText

PREAMBLE = "preamble"
PREAMBLE_TITLE = "开头"
BEYOND_MENDING = frozenset({"S-DATE-LATE"})
"""A report that is late is wrong and must be published all the same; the finding stays on the page."""


@dataclass(slots=True)
class Drafted:
    """``counted`` are the cells that registers feed; ``by_hand`` those entered and signed, ``waiting`` those not yet signed.

    ``problems`` say of cells why the registers give no figure; what was entered by hand stands only where they are silent.
    """

    draft: ReportDraft
    scheme: Scheme
    during: Period
    report: Report
    counted: dict[str, int | Decimal]
    by_hand: dict[str, Adjustment]
    waiting: dict[str, Adjustment]
    texts: dict[str, SectionText] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)

    @property
    def open(self) -> list[str]:
        """The cells that a person may enter: the registers say nothing of them."""
        return [at for at in without_register(self.scheme) if at not in self.counted and at not in self.problems]

    @property
    def missing(self) -> list[str]:
        """The cells that have no figure: nobody entered one, or nobody signed it yet, or the registers contradict themselves."""
        blank = (at for at in without_register(self.scheme) if at not in self.counted)
        return [at for at in blank if at not in self.by_hand]


def draft_report(draft: ReportDraft, on: date | None = None) -> Drafted:
    """The draft as of ``on`` (today): the year's end once it is past. Counting only reads."""
    scheme = scheme_of(draft.form)
    during = period(draft.year, on or timezone.localdate())
    found = counted(draft.organ, scheme, during)
    by_hand, waiting = (
        {at: each for at, each in entries.items() if at not in found.cells and at not in found.problems}
        for entries in _entered(draft)
    )
    values: dict[str, int | Decimal] = {**found.cells, **{at: each.value for at, each in by_hand.items()}}
    texts = newest_texts(draft)
    report = Report(
        title=scheme.title.format(organ=draft.organ.name, year=draft.year),
        organ=draft.organ.name,
        year=draft.year,
        form=draft.form,
        tables=tables_of(scheme, values),
        sections=[
            Section(each.key, each.title, texts[each.key].text if each.key in texts else "", number)
            for number, each in enumerate(scheme.sections, 1)
        ],
        preamble=texts[PREAMBLE].text if PREAMBLE in texts else "",
        organs=[draft.organ.name],
        signed_by=draft.organ.name,
        dated=timezone.localdate(),
    )
    return Drafted(draft, scheme, during, report, found.cells, by_hand, waiting, texts, found.problems)


def newest_texts(draft: ReportDraft) -> dict[str, SectionText]:
    """The newest wording of each section."""
    found: dict[str, SectionText] = {}
    for each in draft.texts.select_related("written_by").order_by("number"):
        found[each.section] = each
    return found


def _entered(draft: ReportDraft) -> tuple[dict[str, Adjustment], dict[str, Adjustment]]:
    """By cell: the newest signed figure, and a newer one that waits for its second name."""
    signed: dict[str, Adjustment] = {}
    waiting: dict[str, Adjustment] = {}
    for each in draft.adjustments.select_related("entered_by", "signed_by").order_by("id"):
        if each.signed_by_id is None:
            waiting[each.cell] = each
        else:
            signed[each.cell] = each
    for at, each in list(waiting.items()):
        if at in signed and signed[at].pk > each.pk:
            del waiting[at]
    return signed, waiting


def prior_report(draft: ReportDraft) -> KeptReport | None:
    """What is kept of the year before."""
    return prior_of(draft.organ, draft.organ.name, draft.organ, draft.year)


def findings_on(drafted: Drafted) -> list[Finding]:
    """What the engine says of the draft."""
    return findings_beside(drafted, prior_report(drafted.draft))


def findings_beside(drafted: Drafted, prior: KeptReport | None) -> list[Finding]:
    """The same, where the report of the year before is at hand."""
    return check(drafted.report, None if prior is None else prior.report)


def errors_in(findings: list[Finding]) -> list[Finding]:
    """Those that stop a report: surely wrong, and such that changing the report can mend them."""
    return [
        each
        for each in findings
        if each.severity is Severity.ERROR and each.verdict is Verdict.FAIL and each.code not in BEYOND_MENDING
    ]


def records_of(drafted: Drafted) -> dict[str, Any]:
    """For each cell that is no sum: the kind and keys of the records counted (``parts`` of several kinds), or the figure entered by hand."""
    found: dict[str, Any] = {}
    for at in sorted(drafted.counted):
        chosen = selection(at, drafted.scheme)
        if chosen is not None and chosen.register == REGISTERS:
            sets = register_records(drafted.draft.organ, drafted.draft.year, at, drafted.during.until)
            found[at] = {"parts": [_kept(records) for records in sets]}
            continue
        if chosen is None or at.endswith(".total") or ".processed_total." in at or not drafted.counted[at]:
            continue
        records = records_behind(drafted.draft.organ, drafted.draft.year, at, drafted.during.until)
        if records is not None:
            found[at] = _kept(records)
    found |= {at: {"adjustment": each.pk} for at, each in sorted(drafted.by_hand.items())}
    return found


def _kept(records: Any) -> dict[str, Any]:
    """The kind and the keys of a set of records."""
    return {
        "kind": records.model._meta.label_lower,
        "ids": sorted(records.order_by().values_list("pk", flat=True)),
    }


def contents_of(drafted: Drafted) -> dict[str, Any]:
    """The report as the contract's object, without its date: that is the day of publication."""
    content = report_json(drafted.report)
    content.pop("dated_on", None)
    return content


def digest_over(content: Mapping[str, Any], records: Mapping[str, Any]) -> str:
    """What a snapshot's digest covers."""
    return digest_of({"content": content, "records": records})


@dataclass(frozen=True, slots=True)
class ReadBack:
    """A draft written to DOCX and read again: where the figures differ (none may), and what the checks say of the file."""

    data: bytes
    cells: int
    differences: list[tuple[str, str, str]]
    findings: list[Finding]
    more: list[Finding]


def read_back(drafted: Drafted, report: Report | None = None) -> ReadBack:
    """Write to DOCX, read the file, compare cell by cell and section by section, check. Raises ``Unreadable``."""
    ours = report or drafted.report
    data = write(ours, "docx")
    theirs = read_report(data, "年报.docx")
    differences = []
    cells = 0
    for table in ours.tables.values():
        for at in table.scheme.addresses if table is not None else ():
            cells += 1
            if (ours.value(at), ours.cell(at).state) != (theirs.value(at), theirs.cell(at).state):
                differences.append((cell_label(at, ours.form), _said(ours, at), _said(theirs, at)))
    for section in ours.sections:
        found = theirs.section(section.key or "")
        if _squeezed(section.text) != _squeezed(found.text if found else ""):
            differences.append((f"“{section.title}”的文字", section.text[:60], (found.text if found else "")[:60]))
    prior = prior_report(drafted.draft)
    before = None if prior is None else prior.report
    findings = check(theirs, before)
    known = {(each.code, each.message) for each in check(ours, before)}
    return ReadBack(
        data, cells, differences, findings, [each for each in findings if (each.code, each.message) not in known]
    )


def _said(report: Report, at: str) -> str:
    value = report.value(at)
    return "空白" if value is None else str(value)


def _squeezed(text: str) -> str:
    return "".join(text.split())
