"""Table 4 out of the disputes: as of any day, over the years, the same by query and by replaying every event."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

import pytest
from dispute_walks import answer, answered, office, review, step, suit
from django.urls import reverse
from test_applications_services import go, moment

from gongkai.annualreport.counting import DISPUTES, Period, period
from gongkai.annualreport.scheme import scheme_of
from gongkai.casework import NotAllowed
from gongkai.disputes.counted import counted
from gongkai.disputes.outcomes import outcomes
from gongkai.law.choices import choices_with
from gongkai.organs.roles import Role
from gongkai.web.annualreport.drafting import draft_report, records_of
from gongkai.web.annualreport.ledger import counted as counted_cells
from gongkai.web.annualreport.ledger import figures, records_behind
from gongkai.web.annualreport.reference import figures_from_events
from gongkai.web.annualreport.services import drafting
from gongkai.web.casework.services import history_of
from gongkai.web.disputes import services
from tests.web.conftest import signed_in

FORM = scheme_of("2021")


def table4(organ: Any, during: Period) -> dict[str, int]:
    """Its cells that are not 0, and the same by the slow way."""
    quick = {at: each for at, each in figures(organ, FORM, during).items() if at.startswith(DISPUTES)}
    slow = {at: each for at, each in figures_from_events(organ, FORM, during).items() if at.startswith(DISPUTES)}
    assert quick == slow and len(quick) == 15
    return {at.removeprefix("disputes."): each for at, each in quick.items() if each}


@pytest.fixture
def three_years(county: Any) -> Any:
    """A reconsideration within 2024; a suit from 2023 to 2025; one withdrawn; one pending; and what is not counted."""
    done = review(county, date(2024, 3, 4))
    answer(county, done, date(2024, 3, 11))
    step(county, done, "receive_decision", date(2024, 5, 6), outcome="review.uphold")
    long = suit(county, date(2023, 11, 6))
    answer(county, long, date(2023, 11, 15))
    step(county, long, "judge_first", date(2024, 4, 8), outcome="suit.dismiss_claims")
    step(county, long, "appeal", date(2024, 4, 15))
    step(county, long, "reverse", date(2025, 2, 10), outcome="suit.revoke", decided_on="2025-02-03")
    step(county, review(county, date(2024, 6, 3)), "end_early", date(2024, 6, 5), outcome="review.withdrawn")
    review(county, date(2024, 12, 30))
    suit(county, date(2024, 7, 1), facts={"standing": "body_co_defendant"})
    services.register(
        county.bureau, "receive_application", replace_body(), by=office(county), on=date(2024, 8, 1), facts={"act": "proactive"},
        at=moment(date(2024, 8, 1)),
    )  # fmt: skip
    return county


def replace_body() -> Any:
    from dispute_walks import REVIEW

    return REVIEW


def test_each_year_counts_what_ended_in_it_and_what_was_pending_at_its_end(three_years):
    organ = three_years.bureau
    assert table4(organ, period(2022)) == {}
    assert table4(organ, period(2023)) == {"direct_suit.pending": 1, "direct_suit.total": 1}
    assert table4(organ, period(2024)) == {
        "reconsideration.upheld": 1, "reconsideration.other": 1, "reconsideration.pending": 1, "reconsideration.total": 3,
        "direct_suit.pending": 1, "direct_suit.total": 1,
    }  # fmt: skip
    assert table4(organ, period(2025))["direct_suit.overturned"] == 1
    assert table4(organ, Period(2025, date(2025, 2, 2)))["direct_suit.pending"] == 1
    assert table4(three_years.other, period(2024)) == {}


def test_a_list_behind_every_figure_is_as_long_as_it(client, three_years):
    draft = drafting.start_draft(three_years.bureau, 2024, by=office(three_years))
    drafted = draft_report(draft)
    signed_in(client, three_years.person(Role.FOI_OFFICER))
    for at, figure in drafted.counted.items():
        if at.startswith(DISPUTES):
            records = records_behind(three_years.bureau, 2024, at)
            assert records is not None and records.count() == figure, at
    page = client.get(
        reverse("workbench:report_draft_cell", args=[draft.pk, "disputes.reconsideration.total"])
    ).content.decode()
    assert "3件案件" in page and "nongye-fy-2024-001" in page and "维持" in page
    kept = records_of(drafted)["disputes.reconsideration.upheld"]
    assert kept["kind"] == "disputes.dispute" and len(kept["ids"]) == 1


def test_the_choices_of_instance_and_day_change_the_cell(three_years):
    from gongkai.web.disputes.models import Dispute

    case = history_of(Dispute.objects.get(number="nongye-ss-2023-001"))
    usual = counted(case)
    assert (usual.outcome, usual.concluded_on) == ("suit.revoke", date(2025, 2, 3))
    first = counted(case, choices_with({"suit_stage": "first_instance"}, decided_by="县政府办"))
    assert (first.outcome, first.concluded_on) == ("suit.dismiss_claims", date(2024, 4, 8))
    received = counted(case, choices_with({"dispute_concluded_on": "received"}, decided_by="县政府办"))
    assert received.concluded_on == date(2025, 2, 10)


def test_a_retrial_leaves_the_counted_result_unless_chosen_otherwise(three_years):
    from gongkai.web.disputes.models import Dispute

    case = Dispute.objects.get(number="nongye-ss-2023-001")
    before = table4(three_years.bureau, period(2025))
    step(three_years, case, "retry", date(2025, 9, 1))
    assert table4(three_years.bureau, period(2025)) == before
    again = counted(history_of(case), choices_with({"retrial_result": "replaces"}, decided_by="县政府办"))
    assert again.concluded_on is None
    step(three_years, case, "reverse", date(2026, 3, 2), outcome="suit.dismiss_claims")
    again = counted(history_of(case), choices_with({"retrial_result": "replaces"}, decided_by="县政府办"))
    assert (again.outcome, again.concluded_year) == ("suit.dismiss_claims", 2026)
    assert table4(three_years.bureau, period(2025)) == before


def test_an_unregistered_dispute_leaves_its_cell_blank_with_the_reason(county):
    application = answered(county)
    go(county, application, "reconsider", date(2026, 7, 1))
    found = counted_cells(county.bureau, FORM, period(2026))
    assert "案件还没有登记" in found.problems["disputes.reconsideration.pending"]
    assert "disputes.reconsideration.total" not in found.cells and found.cells["disputes.reconsideration.upheld"] == 0
    review(county, date(2026, 7, 1), application=application)
    found = counted_cells(county.bureau, FORM, period(2026))
    assert found.problems == {} and found.cells["disputes.reconsideration.pending"] == 1


@pytest.mark.parametrize("seed", range(6))
def test_random_disputes_count_the_same_by_query_and_by_replaying_events(county, seed):
    chance = random.Random(seed)
    keys = list(outcomes())
    for _ in range(12):
        on = date(2023, 9, 1) + timedelta(days=chance.randrange(700))
        facts = {"standing": chance.choice(["maker", "maker", "body_co_defendant", "body_defendant"])}
        case = review(county, on) if chance.random() < 0.5 else suit(county, on, facts=facts)
        for _ in range(chance.randrange(7)):
            moves = list(case.table.moves_from(case.state))
            if not moves:
                break
            on += timedelta(days=chance.randrange(60))
            move = chance.choice(moves)
            given = {"outcome": chance.choice(keys)} if any(each.name == "outcome" for each in move.needs) else {}
            if "hearing_on" in move.fields:
                given["hearing_on"] = on.isoformat()
            try:
                step(county, case, move.name, on, **given)
            except NotAllowed:
                continue
    for during in (*map(period, range(2023, 2028)), Period(2024, date(2024, 6, 30)), Period(2025, date(2025, 3, 3))):
        found = table4(county.bureau, during)
        for at, figure in found.items():
            assert records_behind(county.bureau, during.year, f"disputes.{at}", during.until).count() == figure


def test_the_table_is_counted_by_two_queries_from_indexes_only(three_years, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from gongkai.web.annualreport.ledger import dispute_groups

    for during in (period(2024), Period(2024, date(2024, 6, 30))):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            dispute_groups(three_years.bureau, during)
        assert len(asked) == 2
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                for query in asked.captured_queries:
                    cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}")
                    plan = " ".join(str(row) for row in cursor.fetchall())
                    assert "USING COVERING INDEX dispute_" in plan, plan


def test_every_key_fits_into_its_column():
    from gongkai.disputes.outcomes import WAYS, acts, standings, titles
    from gongkai.web.disputes.models import Dispute

    keys = {"outcome": outcomes(), "standing": standings(), "act": acts(), "row": WAYS, "party": titles("parties")}
    for name, known in keys.items():
        assert max(map(len, known)) <= (Dispute._meta.get_field(name).max_length or 0)


def test_another_choice_is_followed_by_the_command(three_years, monkeypatch, capsys):
    from django.core.management import call_command

    from gongkai.disputes import counted as module
    from gongkai.web.disputes.models import Dispute

    call_command("recount_disputes")
    assert "计数有变化的0件" in capsys.readouterr().out
    monkeypatch.setattr(
        module, "choices", lambda: choices_with({"suit_stage": "first_instance"}, decided_by="县政府办")
    )
    call_command("recount_disputes")
    assert "计数有变化的1件" in capsys.readouterr().out
    assert Dispute.objects.get(number="nongye-ss-2023-001").concluded_on == date(2024, 4, 8)
    assert table4(three_years.bureau, period(2024))["direct_suit.upheld"] == 1
