"""Whether the six sections and the three tables are there, whole and in order: S-BLANK, S-SEC-*, S-TAB-*, S-IMG-TAB.

What the form asks for is taken from the form that is due for the report's year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.annualreport.checks.cells import surveys
from gongkai.annualreport.checks.engine import Context, Outcome, rule
from gongkai.annualreport.checks.wording import NUMERALS, listing, row_name, table_name
from gongkai.annualreport.model import Report, ReportTable, Section, State
from gongkai.annualreport.scheme import SectionScheme, address
from gongkai.checks.finding import Severity
from gongkai.documents.model import NOWHERE, Place

TEXT_ENOUGH = 60
"""So many characters of prose show that a person has written a report around its blank tables."""
_PROBLEMS = re.compile(
    r"(存在|面临)[^。；]{0,12}(问题|不足|薄弱)|(问题|不足)[^。；]{0,16}改进|主要问题|改进(情况|措施)"
)
_HEAD = re.compile(r"^[（(]?[一二三四五六七八九十\d]+[)）]?\s*[、.．]?\s*")


def numeral(number: int) -> str:
    """一、二 … for small numbers, else digits."""
    return NUMERALS[number] if 0 < number < len(NUMERALS) else str(number)


def heading(section: Section) -> str:
    """A heading on one line."""
    return " ".join(section.title.split())


def plain_heading(text: str) -> str:
    """A heading without its number, spaces and punctuation."""
    return re.sub(r"[\s　:：。.、，,（）()“”\"]", "", _HEAD.sub("", text.strip()))


@rule("S-BLANK")
def blank_form(context: Context) -> Iterator[Outcome]:
    report = context.report
    if not report.is_blank:
        return
    prose = sum(len(section.text.strip()) for section in report.sections)
    written = report.organ is not None and report.year is not None and prose >= TEXT_ENOUGH
    yield Outcome(message="tables" if written else "fail")


def _has_table(report: Report, key: str) -> bool:
    return report.tables.get(key) is not None


@rule("S-SEC-MISS")
def sections_present(context: Context) -> Iterator[Outcome]:
    report, due = context.report, context.due
    if due is None:
        return
    missing = [each for each in due.sections if report.section(each.key) is None]
    if len(missing) == len(due.sections):
        yield Outcome(values={"sections": len(due.sections)}, message="none")
        return
    # A section that shares its heading with another is told by S-SEC-MERGED.
    for each in missing:
        before, after = _around(report, due.sections, each)
        values = {"title": each.title, "between": before + after}
        if _told_elsewhere(report, each):
            yield Outcome(values=values, message="heading", severity=Severity.WARNING)
        else:
            yield Outcome(values=values)


def _told_elsewhere(report: Report, section: SectionScheme) -> bool:
    if _has_table(report, section.key):
        return True
    if section.key == "issues_and_improvements":
        return any(_PROBLEMS.search(each.text) for each in report.sections)
    return False


def _around(report: Report, sections: tuple[SectionScheme, ...], missing: SectionScheme) -> tuple[str, str]:
    at = sections.index(missing)
    before = next((found for each in reversed(sections[:at]) if (found := report.section(each.key))), None)
    after = next((found for each in sections[at + 1 :] if (found := report.section(each.key))), None)
    if before is not None and after is not None:
        return f"“{heading(before)}”", f"之后就是“{heading(after)}”，"
    if before is not None:
        return f"“{heading(before)}”", "之后没有其他部分，"
    return "", ""


@rule("S-SEC-ORDER")
def sections_in_order(context: Context) -> Iterator[Outcome]:
    report, due = context.report, context.due
    if due is None:
        return
    place = {each.key: index for index, each in enumerate(due.sections)}
    keyed = [each for each in report.sections if each.key in place]
    order = [place[each.key] for each in keyed if each.key is not None]
    numbered = [each for each in report.sections if each.number is not None]
    numbers = [each.number for each in numbered if each.number is not None]
    titles = listing((heading(each) for each in keyed), 8)
    written = "、".join(numeral(number) for number in numbers)
    if order != sorted(order):
        yield Outcome(values={"titles": titles, "numbers": written}, message="order")
    elif numbers and numbers != list(range(1, len(numbers) + 1)):
        yield Outcome(values={"titles": titles, "numbers": written})
    else:
        shifted = [
            f"“{heading(each)}”在格式中是第{numeral(place[each.key] + 1)}部分"
            for each in keyed
            if each.key is not None and each.number is not None and each.number != place[each.key] + 1
        ]
        if shifted:
            values = {"shifted_titles": listing(shifted), "numbers": written, "last": numeral(len(numbers)) + "部分"}
            yield Outcome(values=values, message="shifted", severity=Severity.NOTICE)


@rule("S-SEC-MERGED")
def headings_of_their_own(context: Context) -> Iterator[Outcome]:
    due = context.due
    if due is None:
        return
    titles = {each.key: each.title for each in due.sections}
    own = {each.key for each in context.report.sections}
    for section in context.report.sections:
        merged = [key for key in section.merged if key in titles and key not in own and key != section.key]
        if section.key in titles and merged:
            covered = "、".join(f"“{titles[key]}”" for key in (section.key, *merged) if key is not None)
            yield Outcome(
                values={"heading": heading(section), "covered": covered, "sections": len(own & set(titles))},
                place=section.place,
                quote=heading(section),
            )


@rule("S-SEC-HEAD")
def headings_worded_as_in_the_form(context: Context) -> Iterator[Outcome]:
    due = context.due
    if due is None:
        return
    titles = {each.key: each.title for each in due.sections}
    differing = [
        (section, titles[section.key])
        for section in context.report.sections
        if section.key in titles
        and not section.merged
        and plain_heading(section.title) != plain_heading(titles[section.key])
    ]
    if differing:
        words = (f"“{heading(section)}”（格式：“{title}”）" for section, title in differing)
        first = differing[0][0]
        yield Outcome(values={"headings": "；".join(words)}, place=first.place, quote=heading(first))


@rule("S-SEC-EMPTY")
def sections_not_empty(context: Context) -> Iterator[Outcome]:
    """A section of a table is full when its table is there; S-TAB-MISS tells when it is not."""
    due = context.due
    if due is None:
        return
    tables = {each.key for each in due.tables}
    sections = context.report.sections
    for index, section in enumerate(sections):
        if section.key is None or section.key in tables or tables.intersection(section.merged):
            continue
        if not _text_below(sections, index):
            yield Outcome(values={"title": heading(section)}, place=section.place, quote=heading(section))


def _text_below(sections: list[Section], index: int) -> bool:
    if sections[index].text.strip():
        return True
    for section in sections[index + 1 :]:
        if section.key is not None:
            return False
        if section.text.strip() or heading(section):
            return True
    return False


@rule("S-SEC-EXTRA")
def no_further_sections(context: Context) -> Iterator[Outcome]:
    extra = [each for each in context.report.sections if each.key is None and each.number is not None]
    if extra and context.due is not None:
        titles = listing((f"“{heading(each)}”" for each in extra), 4)
        yield Outcome(values={"titles": titles}, place=extra[0].place, quote=extra[0].title.strip())


@rule("S-TAB-MISS")
def tables_present(context: Context) -> Iterator[Outcome]:
    report, due = context.report, context.due
    if due is None or any(doubt.code == "S-IMG-TAB" for doubt in report.doubts):
        return
    missing = [each for each in due.tables if not _has_table(report, each.key)]
    if len(missing) == len(due.tables):
        yield Outcome(values={"tables": "、".join(f"“{each.title}”" for each in missing)}, message="all")
        return
    for each in missing:
        section = report.section(each.key)
        yield Outcome(
            values={
                "table": table_name(due.form, each.key),
                "title": each.title,
                "section": "" if section is not None else "，相应的部分也没有",
            },
            place=report.sections[-1].place if section is None and report.sections else _place(section),
        )


def _place(section: Section | None) -> Place:
    return NOWHERE if section is None else section.place


@rule("S-TAB-TRUNC")
def tables_whole(context: Context) -> Iterator[Outcome]:
    report = context.report
    if report.is_blank or any(doubt.code == "S-TAB-TRUNC" for doubt in report.doubts):
        return
    for survey in context.of(surveys):
        table, absent = survey.table, survey.absent_rows()
        if not absent:
            continue
        rows = [row.key for _, row in table.scheme.lines if not row.local]
        filled = [row for row in rows if State.VALUE in _states(table, row)]
        cut = rows[-len(absent) :] == absent
        present = [row for row in rows if row not in absent]
        yield Outcome(
            values={
                "table": table_name(table.form, table.key),
                "rows": len(rows),
                "present": len(present),
                "filled": len(filled),
                "missing": listing((f"“{row_name(table.scheme, row, brief=True)}”" for row in absent), 4),
                "last": row_name(table.scheme, present[-1], brief=True) if present else "",
            },
            cells=[address(table.key, row, column.key) for row in absent for column in table.scheme.columns_of[row]],
            place=table.place,
            message="fail" if cut and present else "rows",
        )


def _states(table: ReportTable, row: str) -> set[State]:
    return {table.cell(address(table.key, row, column.key)).state for column in table.scheme.columns_of[row]}
