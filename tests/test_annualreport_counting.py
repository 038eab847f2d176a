"""Counting: which record stands in which cell, and sums that hold by construction."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.annualreport.checks.engine import check
from gongkai.annualreport.counting import (
    ApplicationRecord,
    DisputeRecord,
    DocumentRecord,
    Uncounted,
    application_cells,
    column_of_dispute,
    count,
    dispute_cells,
    kinds_of,
    outcomes_of,
    period,
    row_of_outcome,
    rows_of_application,
    selection,
    tables_of,
    without_register,
)
from gongkai.annualreport.model import Report, State
from gongkai.annualreport.scheme import scheme_of, schemes
from gongkai.checks.finding import Severity, Verdict

FORM = scheme_of("2021")
TABLE = FORM.table("applications")
YEAR = period(2024)


def rows(received: date, ended: date | None = None, outcome: str = "granted") -> set[str]:
    record = ApplicationRecord("natural_person", received, ended, outcome if ended else "")
    return set(rows_of_application(record, YEAR, TABLE))


def test_an_application_decided_in_its_year_stands_in_received_and_in_its_result():
    assert rows(date(2024, 3, 1), date(2024, 3, 20)) == {"received", "granted", "processed_total"}


def test_an_application_pending_at_the_end_of_the_year_is_carried_out():
    assert rows(date(2024, 12, 20)) == {"received", "carried_out"}
    assert rows(date(2024, 12, 20), date(2025, 1, 3)) == {"received", "carried_out"}
    assert rows(date(2024, 12, 20), date(2024, 12, 31)) == {"received", "granted", "processed_total"}


def test_an_application_from_the_year_before_is_carried_in():
    assert rows(date(2023, 12, 20), date(2024, 1, 3)) == {"carried_in", "granted", "processed_total"}
    assert rows(date(2022, 12, 20)) == {"carried_in", "carried_out"}


def test_an_application_that_ended_before_or_came_after_the_year_does_not_count():
    assert rows(date(2023, 12, 1), date(2023, 12, 31)) == set()
    assert rows(date(2025, 1, 1)) == set()


def test_looked_at_in_the_middle_of_the_year_what_is_open_then_is_carried_out():
    record = ApplicationRecord("business", date(2024, 6, 1), date(2024, 7, 2), "granted")
    assert rows_of_application(record, period(2024, date(2024, 6, 30)), TABLE) == {"received", "carried_out"}


def test_the_form_of_2019_has_one_row_for_all_other_handling():
    assert row_of_outcome("other.fee_unpaid", scheme_of("2019").table("applications")) == "other.all"


def test_an_outcome_that_the_form_does_not_know_is_refused_in_words():
    with pytest.raises(Uncounted, match="没有对应的一行"):
        row_of_outcome("mislaid", TABLE)
    with pytest.raises(Uncounted, match="没有对应的一列"):
        application_cells({("received", "martian"): 1}, TABLE)


def test_what_was_repealed_or_lapsed_is_not_in_force_and_only_the_repealed_counts_as_repealed():
    texts = [
        DocumentRecord("normative_documents", date(2020, 1, 1)),
        DocumentRecord("normative_documents", date(2024, 2, 1)),
        DocumentRecord("normative_documents", date(2021, 2, 1), date(2024, 5, 1)),
        DocumentRecord("normative_documents", date(2021, 3, 1), None, date(2024, 6, 1)),
        DocumentRecord("normative_documents", date(2025, 1, 1)),
    ]
    cells = count(FORM, YEAR, [], texts)
    row = "proactive_disclosure.normative_documents"
    assert [cells[f"{row}.{column}"] for column in ("issued", "repealed", "in_force")] == [1, 1, 2]
    assert cells["proactive_disclosure.government_rules.in_force"] == 0


def test_cells_without_a_register_are_left_blank_and_never_zero():
    tables = tables_of(FORM, count(FORM, YEAR, [], []))
    blank = {at for table in tables.values() if table for at, cell in table.cells.items() if cell.state is State.BLANK}
    by_hand = set(without_register(FORM))
    assert "proactive_disclosure.licensing.decisions" in by_hand
    assert blank == by_hand
    assert not any(at.startswith("disputes.") for at in by_hand)


def test_the_sum_of_a_row_is_made_when_all_its_parts_are_known():
    parts = {f"disputes.reconsideration.{key}": 1 for key in ("upheld", "overturned", "other")}
    assert tables_of(FORM, parts)["disputes"].value("disputes.reconsideration.total") is None
    parts["disputes.reconsideration.pending"] = 0
    assert tables_of(FORM, parts)["disputes"].value("disputes.reconsideration.total") == 3


def test_a_dispute_stands_in_one_cell_of_each_year_until_its_result():
    record = DisputeRecord("direct_suit", date(2023, 11, 6), date(2025, 2, 3), "overturned")
    assert [column_of_dispute(record, period(year)) for year in (2022, 2023, 2024, 2025, 2026)] == [
        None, "pending", "pending", "overturned", None,
    ]  # fmt: skip
    assert column_of_dispute(record, period(2025, date(2025, 2, 2))) == "pending"


def test_every_cell_of_table_4_is_counted_and_a_strange_one_is_refused():
    cells = dispute_cells({("reconsideration", "upheld"): 2, ("reconsideration", "pending"): 1}, FORM.table("disputes"))
    assert (cells["disputes.reconsideration.total"], cells["disputes.direct_suit.total"], len(cells)) == (3, 0, 15)
    with pytest.raises(Uncounted, match="没有"):
        dispute_cells({("arbitration", "upheld"): 1}, FORM.table("disputes"))


days = st.dates(date(2022, 6, 1), date(2025, 6, 30))


@st.composite
def applications(draw: st.DrawFn) -> ApplicationRecord:
    received = draw(days)
    ended = received + timedelta(days=draw(st.integers(0, 400))) if draw(st.booleans()) else None
    outcome = draw(st.sampled_from(outcomes_of(TABLE))) if ended else ""
    return ApplicationRecord(draw(st.sampled_from(kinds_of(TABLE))), received, ended, outcome)


@st.composite
def documents(draw: st.DrawFn) -> DocumentRecord:
    issued = draw(days)
    later = st.one_of(st.none(), st.integers(0, 500).map(lambda count: issued + timedelta(days=count)))
    return DocumentRecord(draw(st.sampled_from(("government_rules", "normative_documents"))), issued, draw(later))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(applications(), max_size=40), st.sampled_from(schemes()))
def test_whatever_is_recorded_the_sums_of_the_form_hold(records, scheme):
    cells = count(scheme, YEAR, records, [])
    for rule, where, left, right in scheme.table("applications").instances():
        assert sum(cells[at] for at in left) == sum(cells[at] for at in right), (rule.code, where)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(applications(), max_size=40))
def test_what_one_year_carries_out_the_next_carries_in(records):
    first, second = (count(FORM, period(year), records, []) for year in (2023, 2024))
    for kind in (*kinds_of(TABLE), "total"):
        assert first[f"applications.carried_out.{kind}"] == second[f"applications.carried_in.{kind}"]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(documents(), max_size=30))
def test_what_is_in_force_follows_from_the_year_before(records):
    first, second = (count(FORM, period(year), [], records) for year in (2023, 2024))
    for row in ("government_rules", "normative_documents"):
        at = f"proactive_disclosure.{row}"
        moved = first[f"{at}.in_force"] + second[f"{at}.issued"] - second[f"{at}.repealed"]
        assert second[f"{at}.in_force"] == moved


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(applications(), max_size=30), st.lists(documents(), max_size=20))
def test_the_records_selected_for_a_cell_are_as_many_as_its_figure(cases, texts):
    from gongkai.annualreport.counting import measures_of_document

    for at, figure in count(FORM, YEAR, cases, texts).items():
        chosen = selection(at, FORM)
        assert chosen is not None
        if chosen.register == "applications":
            picked = [
                each
                for each in cases
                if each.applicant_kind in chosen.kinds and chosen.rows & rows_of_application(each, YEAR, TABLE)
            ]
        else:
            picked = [
                each for each in texts if each.row in chosen.rows and chosen.measure in measures_of_document(each, YEAR)
            ]
        assert len(picked) == figure


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(applications(), max_size=40))
def test_a_counted_table_passes_every_check_of_sums(records):
    report = Report("题", "机关", 2024, "2021", tables_of(FORM, count(FORM, YEAR, records, [])))
    errors = [each for each in check(report) if each.severity is Severity.ERROR and each.verdict is Verdict.FAIL]
    assert [each.code for each in errors if each.code.startswith("T3-")] == []
