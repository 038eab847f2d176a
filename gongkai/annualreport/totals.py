"""The sum of subordinate reports, cell by cell: what a government's own report is made of.

A cell that one report does not have is not known in the sum either; it is never taken as zero unless a person says so. All reports
are of one year, each organ counts once, and a roster tells who is missing (《条例》第四十九条).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from gongkai.annualreport import totals_remarks as remarks
from gongkai.annualreport.model import PRE_FORM, Cell, Report, ReportTable, State, known_forms
from gongkai.annualreport.roster import Roster, plain
from gongkai.annualreport.scheme import TableScheme, address, cell_label, scheme_for, scheme_of, split
from gongkai.checks.finding import Finding
from gongkai.documents.model import Unreadable

ALL = ".all"


@dataclass(slots=True)
class Total:
    """A sum of reports: ``report`` holds it, ``remarks`` say what a person must know, ``findings`` what does not add up.

    ``missing``, ``twice`` and ``strangers`` are names of organs (strangers are not on the roster).
    """

    report: Report
    remarks: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def total(
    reports: list[Report],
    *,
    organ: str | None = None,
    year: int | None = None,
    form: str | None = None,
    roster: Roster | None = None,
    blank_is_zero: bool = False,
) -> Total:
    """Sum ``reports`` into one for ``organ``.

    ``year`` and ``form`` are taken from the reports when not given. ``blank_is_zero`` counts blank cells and dashes as 0, because a
    person said so; cells that are absent or not legible stay unknown. Raises ``Unreadable("totals", …)`` when years differ,
    when an organ has two reports with different figures, or when there is nothing to sum.
    """
    if not reports:
        raise Unreadable("totals", "没有可以汇总的年度报告。")
    year = _year(reports, year)
    form = _form(form, year)
    found = Total(_empty(organ, year, form))
    members = _members(reports, found)
    _call_roll(members, roster, found)
    for table in scheme_of(form).tables:
        found.report.tables[table.key] = _sum_table(table.key, form, members, blank_is_zero, found)
    found.remarks.extend((*remarks.local_rows(members), *remarks.own_errors(members)))
    names = "、".join(name for name, _ in members)
    found.report.preamble = f"以下各表由{len(members)}份{year}年度报告逐格相加得出：{names}。"
    found.findings = _check(found.report)
    return found


def differences(found: Total, published: Report) -> list[str]:
    """Where a published report for the whole differs from the sum, cell by cell, in words."""
    said = []
    for key, table in found.report.tables.items():
        for at in table.scheme.addresses if table is not None else ():
            ours, theirs = found.report.value(at), published.value(at)
            if ours is not None and theirs is not None and ours != theirs and table is not None:
                more = "多" if theirs > ours else "少"
                said.append(
                    f"{cell_label(at, table.form)}：公布{theirs}，汇总{ours}，公布的{more}{abs(theirs - ours)}。"
                )
        if (table is None) != (published.tables.get(key) is None):
            said.append(f"“{key}”表只有一方有，没有比较。")
    return said


def _year(reports: list[Report], year: int | None) -> int:
    years: dict[int | None, list[str]] = {}
    for number, report in enumerate(reports, start=1):
        years.setdefault(report.year, []).append(_name(report, number))
    known = [each for each in years if each is not None]
    if year is None:
        year = known[0] if known else None
    if year is None:
        raise Unreadable("totals", "这些年度报告都没有写明年度，请用 --year 指明汇总哪一年。")
    others = [each for each in known if each != year]
    if others:
        told = "；".join(f"{each}年：{remarks.listed(years[each])}" for each in sorted(known))
        raise Unreadable("totals", f"只能汇总同一年度的报告。现有的报告分属不同年度——{told}。")
    return year


def _form(form: str | None, year: int) -> str:
    if form is not None and form not in known_forms():
        raise Unreadable("totals", f"没有“{form}”这一版格式；可以写的有：{'、'.join(known_forms())}。")
    if form is None:
        scheme = scheme_for(year)
        form = PRE_FORM if scheme is None else scheme.form
    if form == PRE_FORM:
        raise Unreadable("totals", f"{year}年度的报告没有法定统计表，不能汇总。")
    return form


def _empty(organ: str | None, year: int, form: str) -> Report:
    name = organ or "（汇总）"
    title = scheme_of(form).title.format(organ=name, year=year)
    return Report(title=title, organ=name, year=year, form=form, tables={}, organs=[name])


def _name(report: Report, number: int) -> str:
    if report.organ:
        return report.organ
    return report.source.name if report.source else f"第{number}份报告"


def _members(reports: list[Report], found: Total) -> list[tuple[str, Report]]:
    """Each organ's report once. The same figures twice count once; different figures stop the sum."""
    members: dict[str, tuple[str, Report]] = {}
    for number, report in enumerate(reports, start=1):
        name = _name(report, number)
        if report.year is None:
            found.remarks.append(f"“{name}”的报告没有写明年度，按{found.report.year}年计入。")
        key = plain(name)
        if key not in members:
            members[key] = (name, report)
            continue
        if _figures(members[key][1]) != _figures(report):
            raise Unreadable("totals", f"“{name}”有两份数据不同的报告，不知道以哪一份为准。请只留一份再汇总。")
        if name not in found.twice:
            found.twice.append(name)
            found.remarks.append(f"“{name}”的报告出现了不止一次，数据相同，只计一次。")
    return list(members.values())


def _figures(report: Report) -> dict[str, tuple[State, int | Decimal | None]]:
    return {
        at: (cell.state, cell.value)
        for table in report.tables.values()
        if table is not None
        for at, cell in table.cells.items()
    }


def _call_roll(members: list[tuple[str, Report]], roster: Roster | None, found: Total) -> None:
    if roster is None:
        return
    present: dict[str, list[str]] = {}
    for name, report in members:
        entry = roster.find([name, *report.organs])
        if entry is None:
            near = roster.near(name)
            ask = (
                f"是否就是名单上的“{near}”？是的话，请把这个名称加到名单里它的后面。"
                if near
                else "请核对是否应当计入。"
            )
            found.strangers.append(name)
            found.remarks.append(f"“{name}”不在名单上，数据已经计入。{ask}")
        else:
            present.setdefault(entry.name, []).append(name)
    for entry_name, names in present.items():
        if len(names) > 1:
            raise Unreadable(
                "totals",
                f"名单上的“{entry_name}”对应了{len(names)}份报告（{'、'.join(names)}），会重复计算。请只留一份再汇总。",
            )
    found.missing = [entry.name for entry in roster.entries if entry.name not in present]
    if found.missing:
        found.remarks.append(
            f"名单上{len(roster.entries)}个机关中有{len(found.missing)}个没有报告：{'、'.join(found.missing)}。"
        )


def _sum_table(
    key: str, form: str, members: list[tuple[str, Report]], blank_is_zero: bool, found: Total
) -> ReportTable | None:
    tables = [(name, report.tables.get(key)) for name, report in members]
    without = [name for name, table in tables if table is None]
    if len(without) == len(tables):
        found.remarks.append(f"没有一份报告有“{scheme_of(form).table(key).title}”表，没有汇总。")
        return None
    scheme = _scheme(key, form, [table for _, table in tables if table is not None], found)
    if without:
        found.remarks.append(
            f"下列报告没有“{scheme.title}”表，这张表各格的汇总数因此都不能确定：{remarks.listed(without)}。"
        )
    made = ReportTable(key, scheme.form)
    gaps: dict[str, list[str]] = {}
    for at in scheme.addresses:
        parts: list[int | Decimal] = []
        for name, table in tables:
            value = None if table is None else _value(table, at, blank_is_zero)
            if value is None:
                if table is not None:
                    gaps.setdefault(name, []).append(at)
                continue
            parts.append(value)
        if len(parts) == len(tables):
            figure = sum(parts, start=Decimal(0)) if any(isinstance(part, Decimal) for part in parts) else sum(parts)
            made.cells[at] = Cell(
                State.VALUE, figure, format(figure, "f") if isinstance(figure, Decimal) else str(figure)
            )
        else:
            made.cells[at] = Cell(State.BLANK)
    zeros = {name: count for name, table in tables if blank_is_zero and table and (count := _blanks(table))}
    found.remarks.extend(remarks.gaps(scheme, gaps, zeros))
    return made


def _scheme(key: str, form: str, tables: list[ReportTable], found: Total) -> TableScheme:
    """The form to sum a table in: the one asked for, or an older one with a single row where one report has only that."""
    wanted = scheme_of(form).table(key)
    forms = sorted({table.form for table in tables})
    if forms == [wanted.form]:
        return wanted
    single = [table.scheme for table in tables if any(row.endswith(ALL) for row in table.scheme.rows)]
    if single and not any(row.endswith(ALL) for row in wanted.rows):
        found.remarks.append(
            f"“{wanted.title}”表有的报告用{'、'.join(forms)}年版格式，“（六）其他处理”只有一行，因此合并成一行汇总，不再分三项。"
        )
        return single[0]
    found.remarks.append(
        f"“{wanted.title}”表的报告用了不同的格式（{'、'.join(forms)}年版），按{wanted.form}年版汇总，对不上的格留空。"
    )
    return wanted


def _value(table: ReportTable, at: str, blank_is_zero: bool) -> int | Decimal | None:
    """What a table contributes to a cell; a single row is the sum of the rows it was split into later."""
    _, row, column = split(at)
    if row not in table.scheme.rows and row.endswith(ALL):
        group = row.removesuffix(ALL) + "."
        rows = [each for each in table.scheme.rows if each.startswith(group)]
        parts = [_one(table, address(table.key, each, column), blank_is_zero) for each in rows]
        known = [part for part in parts if part is not None]
        return sum(known) if rows and len(known) == len(rows) else None
    return _one(table, at, blank_is_zero)


def _one(table: ReportTable, at: str, blank_is_zero: bool) -> int | Decimal | None:
    cell = table.cell(at)
    if cell.state is State.VALUE:
        return cell.value
    return 0 if blank_is_zero and cell.state in (State.BLANK, State.DASH) else None


def _blanks(table: ReportTable) -> int:
    return sum(table.cell(at).state in (State.BLANK, State.DASH) for at in table.scheme.addresses)


def _check(report: Report) -> list[Finding]:
    """What the checks of sums say about the total; checks of text have nothing to read here."""
    from gongkai.annualreport.checks.engine import check

    return [
        finding for finding in check(report) if finding.code[:2] in ("T2", "T3", "T4") and "FLOW" not in finding.code
    ]
