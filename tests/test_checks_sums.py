"""Changing any single figure of a report whose sums hold makes the checks name that very cell and blame nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from checks_cases_tables import add, clean, doubted, further, put, row, state

from gongkai.annualreport import scheme
from gongkai.annualreport.checks.engine import check, examine
from gongkai.annualreport.model import Report, State
from gongkai.annualreport.scheme import cell_label, split
from gongkai.checks.finding import Finding

GROUPS = ("tables", "cells")
FORMS = {"2021": 2023, "2019": 2020}


def wrong_figures(value: int) -> list[int]:
    """One more, one less, ten times, a digit dropped at either end, nothing."""
    found = [value + 1]
    if value:
        found += [value - 1, value * 10, 0]
    if value >= 10:
        found += [int(str(value)[:-1]), int(str(value)[1:])]
    return [each for each in dict.fromkeys(found) if each != value]


def findings(report: Report) -> list[Finding]:
    return examine(report, groups=GROUPS).findings


def group_of(cell: str) -> list[str]:
    table, line, _ = split(cell)
    columns = scheme.scheme_of("2021").table(table).columns_of[line]
    return [f"{table}.{line}.{column.key}" for column in columns]


def changed_one_at_a_time(report: Report) -> Iterator[tuple[str, int, int, list[Finding]]]:
    """Every cell of tables 3 and 4 with every wrong figure, and the findings that the change brings."""
    known = {(each.code, each.message) for each in findings(report)}
    for table in (report.tables["applications"], report.tables["disputes"]):
        assert table is not None
        for cell in table.scheme.addresses:
            held = table.cells[cell]
            right = held.value
            assert isinstance(right, int)
            for wrong in wrong_figures(right):
                held.value = wrong
                yield cell, right, wrong, [each for each in findings(report) if (each.code, each.message) not in known]
            held.value = right


def assert_named(cell: str, right: int, form: str, found: list[Finding]) -> None:
    errors = [each for each in found if each.severity == "error"]
    assert errors, cell
    for each in found:
        if cell.startswith("disputes."):
            assert each.cells == group_of(cell), (cell, each.message)
            assert {cell: right} in [candidate["cells"] for candidate in each.candidates]
        else:
            assert each.cells == [cell], (cell, each.message)
            assert [candidate["cells"] for candidate in each.candidates] == [{cell: right}]
            assert cell_label(cell, form) in each.message
            assert cell in each.inputs


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("seed", range(3))
def test_changing_any_figure_names_that_very_cell_and_nothing_else(form: str, seed: int) -> None:
    report = clean(form, seed=seed)
    number = 0
    for cell, right, _, found in changed_one_at_a_time(report):
        assert_named(cell, right, form, found)
        number += 1
    assert number > 300


def test_a_wrong_cell_is_told_by_each_sum_that_reads_it() -> None:
    report = clean()
    add(report, "applications.processed_total.business", 2)
    assert sorted(each.code for each in findings(report)) == ["T3-BAL", "T3-ROW", "T3-TOT"]


def test_the_whole_catalogue_blames_no_other_cell_of_the_table() -> None:
    report = clean()
    known = {(each.code, each.message) for each in check(report)}
    for cell in scheme.scheme_of("2021").table("applications").addresses[::23]:
        right = report.value(cell)
        add(report, cell, 1)
        new = [each for each in check(report) if (each.code, each.message) not in known]
        assert {at for each in new for at in each.cells} == {cell}, [each.message for each in new]
        put(report, cell, right)


def test_two_wrong_cells_apart_from_each_other_are_both_named() -> None:
    report = clean()
    add(report, "applications.granted.business", 2)
    add(report, "applications.not_processed.repeat.research", 5)
    assert {tuple(each.cells) for each in findings(report)} == {
        ("applications.granted.business",),
        ("applications.not_processed.repeat.research",),
    }


def test_two_wrong_cells_of_the_same_amount_are_not_told_apart_by_guessing() -> None:
    report = clean()
    for key in scheme.scheme_of("2021").table("applications").rows:
        row(report, f"applications.{key}", 0, 0, 0, 0, 0, 0, 0)
    for key, each in (("received", 10), ("granted", 5), ("not_processed.repeat", 5), ("processed_total", 10)):
        row(report, f"applications.{key}", 0, each, each, 0, 0, 0, 2 * each)
    assert findings(report) == []
    add(report, "applications.granted.business", 3)
    add(report, "applications.not_processed.repeat.research", 3)
    crossing = {
        f"applications.{line}.{column}"
        for line in ("granted", "not_processed.repeat")
        for column in ("business", "research")
    }
    found = findings(report)
    assert len(found) == 4
    for each in found:
        assert len(each.cells) > 1
        assert set(each.cells) <= crossing


def test_where_no_single_cell_explains_it_the_cells_of_the_sum_are_shown() -> None:
    report = clean()
    add(report, "applications.granted.business", 3)
    add(report, "applications.granted.research", 4)
    found = {each.code: each for each in findings(report)}
    assert found["T3-ROW"].cells == found["T3-ROW"].inputs
    assert found["T3-ROW"].candidates == []


def test_a_disputes_total_of_nothing_names_the_group_and_the_one_figure_that_fits() -> None:
    report = clean()
    row(report, "disputes.reconsideration", 10, 1, 0, 0, 0)
    (found,) = findings(report)
    assert found.cells == group_of("disputes.reconsideration.total")
    assert "“总计”0 件" in found.message
    assert "“总计”比各项之和少 11 件" in found.message
    assert [each["cells"] for each in found.candidates] == [{"disputes.reconsideration.total": 11}]


def test_a_blank_makes_a_sum_not_assessable_and_is_no_zero() -> None:
    report = clean()
    carried = report.value("applications.carried_out.total")
    put(report, "applications.carried_out.total", None)
    found = {each.code: each for each in findings(report)}
    assert set(found) == {"C-EMPTY", "T3-ROW", "T3-BAL"}
    balance = found["T3-BAL"]
    assert (balance.verdict, balance.severity) == ("not_assessable", "notice")
    assert balance.cells == ["applications.carried_out.total"]
    assert balance.candidates[0]["cells"] == {"applications.carried_out.total": carried}
    received, carried_in, done = (
        report.value(f"applications.{line}.total") for line in ("received", "carried_in", "processed_total")
    )
    assert f"＝{int(received or 0) + int(carried_in or 0)} 件" in balance.message
    assert f"“（七）总计”{done}" in balance.message
    assert "（空白）" in balance.message


def test_many_blanks_are_one_finding_a_code() -> None:
    report = clean()
    for cell in scheme.scheme_of("2021").table("applications").addresses[::3]:
        put(report, cell, None)
    codes = [each.code for each in findings(report)]
    assert sorted(codes) == ["C-EMPTY", "T3-BAL", "T3-ROW", "T3-TOT"]


def test_blanks_that_can_only_be_nothing_are_offered_as_such_and_left_blank() -> None:
    """As where only the natural persons and the total were filled in."""
    report = clean()
    for key in scheme.scheme_of("2021").table("applications").rows:
        row(report, f"applications.{key}", 0, 0, 0, 0, 0, 0, 0)
    for key in ("received", "granted", "processed_total"):
        row(report, f"applications.{key}", 56, 0, 0, 0, 0, 0, 56)
    blank = [
        f"applications.{key}.{column}"
        for key in scheme.scheme_of("2021").table("applications").rows
        for column in ("business", "research", "public_welfare", "legal_service", "other_org")
    ]
    for cell in blank:
        put(report, cell, None)
    found = next(each for each in findings(report) if each.code == "T3-ROW")
    assert found.candidates[0]["cells"] == dict.fromkeys(blank, 0)
    assert "其中 125 格只能是 0" in found.message
    assert report.value(blank[0]) is None


def test_figures_recognised_from_an_image_are_to_be_compared_with_it_first() -> None:
    report = clean()
    add(report, "applications.granted.business", 1)
    doubted("C-OCR")(report)
    sums = [each for each in findings(report) if each.code.startswith("T3-")]
    assert {(each.verdict, each.severity) for each in sums} == {("not_assessable", "warning")}
    assert all(each.cells == ["applications.granted.business"] for each in sums)


def test_sums_that_disagree_on_a_blank_offer_no_figure_for_it() -> None:
    report = clean()
    put(report, "applications.carried_out.total", None)
    add(report, "applications.received.total", 1)
    balance = next(each for each in findings(report) if each.code == "T3-BAL")
    assert balance.candidates == []


def test_a_table_most_of_whose_sums_fail_is_told_as_shifted_and_not_sum_by_sum() -> None:
    report = clean()
    addresses = scheme.scheme_of("2021").table("applications").addresses
    figures = [report.value(cell) for cell in addresses]
    for cell, value in zip(addresses, [figures[-1], *figures[:-1]], strict=True):
        put(report, cell, value)
    found = findings(report)
    assert len(found) <= 3
    assert {each.severity for each in found} == {"warning"}
    assert all("整张表的行或者列错开了" in each.message for each in found)


def test_a_doubtful_reading_is_not_blamed_on_the_organ() -> None:
    report = clean()
    cell = "applications.granted.business"
    add(report, cell, 1)
    doubted("C-SHIFT", (cell,))(report)
    sums = [each for each in findings(report) if each.code.startswith("T3-")]
    assert {each.verdict for each in sums} == {"not_assessable"}
    assert {each.severity for each in sums} == {"notice"}
    assert all("读数有疑问" in each.message and "应有15个" in each.message for each in sums)


def test_an_illegible_table_is_not_assessable_and_a_blank_one_left_to_other_checks() -> None:
    report = clean()
    for cell in scheme.scheme_of("2021").table("disputes").addresses:
        state(report, cell, State.ILLEGIBLE, "0 0 9")
    assert {each.code: each.verdict for each in findings(report)} == {
        "C-ILLEGIBLE": "not_assessable",
        "T4-SUM": "not_assessable",
    }
    for cell in scheme.scheme_of("2021").table("disputes").addresses:
        state(report, cell, State.BLANK)
    assert [each.code for each in findings(report)] == ["C-EMPTY"]


@pytest.fixture
def made_up_form(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("GONGKAI_FORMS", str(Path(__file__).parent / "forms"))
    scheme.schemes.cache_clear()
    yield
    monkeypatch.undo()
    scheme.schemes.cache_clear()


@pytest.mark.usefixtures("made_up_form")
def test_a_further_form_brings_its_sums_by_its_file_alone() -> None:
    report = further()()
    assert findings(report) == []
    add(report, "training.lectures.public", 4)
    found = findings(report)
    assert [(each.code, each.cells) for each in found] == [("T-SUM", ["training.lectures.public"])] * 2
    assert "人次" in found[0].message


@pytest.mark.usefixtures("made_up_form")
@pytest.mark.parametrize(
    ("rent", "printing", "total", "holds"),
    [("1.25", "2.31", "3.6", True), ("1.25", "2.31", "3.50", False), ("1.2", "2.3", "3.5", True)],
)
def test_amounts_add_up_within_their_last_digit(rent: str, printing: str, total: str, holds: bool) -> None:
    report = further()()
    for column, amount in (("rent", rent), ("print", printing), ("total", total)):
        put(report, f"costs.year.{column}", Decimal(amount))
    assert (findings(report) == []) == holds


def test_the_same_finding_keeps_its_fingerprint_until_a_figure_changes() -> None:
    report, again, other = clean(), clean(), clean()
    for each in (report, again):
        add(each, "applications.granted.business", 1)
    add(other, "applications.granted.business", 2)
    first, second, third = (findings(each)[0].fingerprint for each in (report, again, other))
    assert first == second != third


SHARED = Path(__file__).parents[1].parent / "shared" / "reports"
CLEAN_REPORTS = ("suqian-2023.txt", "suqian-2024.txt", "extra/masked-city-2025.html", "pingtan-2025.html")


@pytest.mark.skipif(not SHARED.is_dir(), reason="没有 ../shared/reports，不能用真实报告核对")
@pytest.mark.parametrize("name", CLEAN_REPORTS)
def test_the_same_holds_for_real_reports_whose_sums_hold(name: str) -> None:
    from gongkai.annualreport.reading.reader import read_report

    report = read_report((SHARED / name).read_bytes(), name)
    for cell, right, _, found in changed_one_at_a_time(report):
        assert_named(cell, right, "2021", found)
