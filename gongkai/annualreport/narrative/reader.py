"""From a report's text to what it states. Nothing here needs a model or a network; the words are in ``measures.yaml``."""

from __future__ import annotations

import re
from decimal import Decimal

from gongkai.annualreport.model import Report, Section
from gongkai.annualreport.narrative.binding import Passage, Stated
from gongkai.annualreport.narrative.claims import groupings
from gongkai.annualreport.narrative.denials import denials
from gongkai.annualreport.narrative.grouping import Grouping
from gongkai.annualreport.narrative.growth import changes
from gongkai.annualreport.narrative.model import Claim, Fact, Growth, Narrative
from gongkai.annualreport.narrative.prose import Prose, prose_of
from gongkai.annualreport.narrative.remarks import remarks

_REST = re.compile(r"[,;、](?:其余|剩余|余下|其他(?:均|都|为))")


def read_narrative(report: Report) -> Narrative:
    """Every figure, statement of none, part–whole claim and stated growth of a report's text, in the order of the text."""
    narrative = Narrative()
    sections = [Section(None, "", report.preamble), *report.sections] if report.preamble else list(report.sections)
    organ = report.organ or ""
    for section in sections:
        if section.text.strip():
            _read(section, report.year, organ, narrative)
    return narrative


def _read(section: Section, year: int | None, organ: str, narrative: Narrative) -> None:
    passage = Passage(prose_of(section), year, organ)
    passage.read()
    groups = groupings(passage)
    _parts_are_not_wholes(passage.stated, groups)
    facts = [
        _fact(passage.prose, each, previous)
        for each, previous in zip(passage.stated, [None, *passage.stated], strict=False)
    ]
    narrative.facts.extend(facts)
    for denial in denials(passage):
        narrative.facts.append(
            Fact(
                measure=denial.measure,
                value=Decimal(0),
                unit="",
                quote=passage.prose.quote(denial.start, denial.end),
                section=passage.prose.key,
                place=passage.prose.place(denial.start),
                start=passage.prose.origin(denial.start),
                end=passage.prose.origin(denial.end - 1) + 1,
                column=denial.column,
                scope=denial.scope,
                negated=True,
                year=denial.year,
                phrase=denial.phrase,
            )
        )
    for group in groups:
        narrative.claims.append(_claim(passage, group, facts))
    narrative.remarks.extend(remarks(passage))
    for change in changes(passage):
        start, end = passage.prose.clause(change.start, change.end)
        narrative.growth.append(
            Growth(
                fact=None if change.figure is None else facts[change.figure],
                percent=change.percent,
                rises=change.rises,
                decimals=change.decimals,
                quote=passage.prose.quote(start, end),
                section=passage.prose.key,
                place=passage.prose.place(change.start),
                approximate=change.approximate,
                amount=change.amount,
                base=change.base,
            )
        )


def _parts_are_not_wholes(stated: list[Stated], groups: list[Grouping]) -> None:
    """A part never is its whole's measure, unless it is that of one kind of applicant; such a part takes the whole's measure."""
    for group in groups:
        whole = stated[group.whole]
        for index in group.parts:
            part = stated[index]
            if part.measure == "releases.total":
                part.measure = None
            elif part.measure is not None and whole.measure is not None:
                _part_of(part, whole, group.marker)


def _part_of(part: Stated, whole: Stated, marker: str) -> None:
    received = part.measure == "applications.received"
    if part.column != whole.column and _about_applications(part) and _about_applications(whole):
        if received:
            part.measure, part.sure = whole.measure, whole.sure
        return
    if whole.measure == "applications.handled" and marker == "共":
        return  # 收到 a 件，上年结转 b 件，共 c 件
    if part.measure == whole.measure or (received and _about_applications(whole)):
        part.measure = None


def _about_applications(each: Stated) -> bool:
    return each.measure in ("applications.received", "applications.handled", "applications.processed_total")


def _fact(prose: Prose, each: Stated, previous: Stated | None) -> Fact:
    figure = each.figure
    start, _ = prose.clause(figure.start, figure.end)
    if previous is not None:
        start = max(start, previous.figure.end)
    end = figure.end + len(each.tail)
    return Fact(
        measure=each.measure,
        value=figure.value,
        unit=figure.unit,
        quote=prose.quote(start, end),
        section=prose.key,
        place=prose.place(figure.start),
        start=prose.origin(figure.start),
        end=prose.origin(figure.end - 1) + 1,
        column=each.column,
        scope=each.scope,
        approximate=figure.approximate,
        year=each.year,
        phrase=each.clause + "#" + each.tail,
        slack=figure.slack,
        sure=each.sure,
        sentence=each.sentence,
    )


def _claim(passage: Passage, group: Grouping, facts: list[Fact]) -> Claim:
    members = [passage.stated[i].figure for i in (group.whole, *group.parts)]
    first, last = min(f.start for f in members), max(f.end for f in members)
    start, end = passage.prose.clause(first, last)
    if _REST.match(passage.prose.text, end):
        _, end = passage.prose.clause(first, end + 2)
    return Claim(
        whole=facts[group.whole],
        parts=tuple(facts[i] for i in group.parts),
        kind=group.kind,
        marker=group.marker,
        quote=passage.prose.quote(start, end),
        section=passage.prose.key,
        place=passage.prose.place(members[0].start),
    )
