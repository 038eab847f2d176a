"""Statistics of applications: every figure agrees with a slow count over the events, opens its list, and can be taken away."""

from __future__ import annotations

import csv
import io
import re
import sys
from datetime import date, timedelta
from pathlib import Path
from statistics import mean, median
from zipfile import ZipFile

import pytest
from conftest import signed_in
from django.test import Client
from django.urls import reverse
from test_applications_services import COMPANY, JUNE_1, WANG, go, moment, served, under_review, who

sys.path.insert(0, str(Path(__file__).parents[1]))
from applications_plain import as_amended, counted_days, day_of, plain, reply_clock

from gongkai.organs.roles import Role
from gongkai.web.applications import services
from gongkai.web.applications.access import POLICY
from gongkai.web.applications.models import Application
from gongkai.web.applications.statistics import DIVISIONS, MEASURES, Asked, cases, statistics
from gongkai.web.casework.services import steps_of
from gongkai.web.holidays.calendars import calendar_now

TODAY = date(2026, 7, 10)
PERIOD = (JUNE_1, date(2026, 6, 30))
ENDS = {"serve", "withdraw", "merge", "lapse_correction", "lapse_payment"}


def answered(county, case, on, **facts):
    for move in ("draft", "review_secrecy", "approve"):
        go(county, case, move, on)
    go(county, case, "serve", on, {"delivery": "direct"} | facts)
    return case


@pytest.fixture
def filled(county):
    """Applications of every fate that a figure tells apart."""
    clerk = who(county, Role.FOI_OFFICER)
    served(county)
    late = under_review(county, COMPANY)
    services.assign(late, by=clerk, section=county.section)
    answered(county, late, date(2026, 7, 3))
    extended = under_review(county, on=date(2026, 6, 2))
    services.assign(extended, by=clerk, section=county.section)
    go(county, extended, "extend", date(2026, 6, 20))
    answered(county, extended, date(2026, 7, 6))
    corrected = under_review(county, COMPANY, on=date(2026, 6, 3))
    go(county, corrected, "ask_correction", date(2026, 6, 5))
    go(county, corrected, "receive_correction", date(2026, 6, 12), {})
    answered(county, corrected, date(2026, 7, 8))
    go(county, under_review(county, on=date(2026, 6, 4)), "withdraw", date(2026, 6, 9))
    under_review(county, on=date(2026, 6, 5))
    under_review(county, COMPANY, on=date(2026, 6, 29))
    again = served(county)
    go(county, again, "reconsider", date(2026, 6, 15), {})
    go(county, again, "order_again", date(2026, 6, 16), {"limit": {"amount": 5, "unit": "workdays"}})
    go(county, again, "review_again", date(2026, 6, 17), {})
    answered(county, again, date(2026, 7, 9))
    under_review(county, on=date(2026, 5, 29))
    services.submit(county.bureau, WANG, at=moment(date(2026, 6, 8)))
    return county


def fate(case):
    """What the events of one application say, read plainly: the figures it is part of, and how long its answer took."""
    records = [content["event"] for content in steps_of(case).values_list("content", flat=True)]
    is_workday = calendar_now().is_workday
    found, moves = plain(records), {each["move"] for each in as_amended(records)}
    if found.received is None or not PERIOD[0] <= found.received <= PERIOD[1]:
        return None
    figures, days = {"received"}, None
    if found.ended is None:
        figures.add("open")
        clock = reply_clock(records, is_workday, TODAY)
        figures |= {"overdue"} if clock is not None and clock.last < TODAY else set()
    elif found.row.startswith("other."):
        figures.add("otherwise")
    else:
        first = next(number for number, each in enumerate(records) if each["move"] in ENDS)
        clock = reply_clock(records[: first + 1], is_workday, TODAY)
        figures |= {"answered", "late" if clock.late else "on_time"}
        days = counted_days(found.received, found.ended, is_workday)
    figures |= {"extended"} if "extend" in moves else set()
    figures |= {"corrected"} if "ask_correction" in moves else set()
    figures |= {"disputed"} if moves & {"reconsider", "litigate"} else set()
    submitted = next(each for each in records if each["move"] == "submit")["facts"]
    keys = {
        "section": str(case.section_id or ""),
        "outcome": found.row,
        "channel": submitted["channel"],
        "applicant_kind": found.kind,
        "month": f"{day_of(found.received):%Y-%m}",
        "organ": str(case.organ_id),
    }
    return figures, days, keys


def asked(by="section"):
    return Asked(*PERIOD, by, TODAY)


def mine(county):
    return Application.objects.filter(organ=county.bureau)


def test_the_cases_of_this_test_have_every_fate(filled):
    total = statistics(mine(filled), asked()).total.figures
    assert all(total.values()), total
    assert (total["received"], total["answered"], total["late"]) == (8, 5, 1)


@pytest.mark.parametrize("by", DIVISIONS)
def test_every_figure_agrees_with_a_slow_count_and_opens_the_cases_that_it_counts(filled, by):
    table = statistics(mine(filled), asked(by))
    fates = {case.pk: found for case in mine(filled) if (found := fate(case))}
    assert {row.key for row in table.rows} == {keys[by] for _, _, keys in fates.values()}
    for row in (*table.rows, table.total):
        inside = {pk: each for pk, each in fates.items() if row.key in ("*", each[2][by])}
        for name in MEASURES:
            expected = {pk for pk, (figures, _, _) in inside.items() if name in figures}
            assert row.figures[name] == len(expected), (by, row.title, name)
            assert {each.pk for each in cases(mine(filled), asked(by), name, row.key)} == expected
        days = [each[1] for each in inside.values() if each[1] is not None]
        if days:
            assert row.days is not None
            assert (row.days.number, float(row.days.mean), float(row.days.median)) == (
                len(days),
                pytest.approx(mean(days)),
                median(days),
            )
        else:
            assert row.days is None


def test_an_order_to_decide_again_changes_neither_the_answer_nor_its_being_on_time(filled):
    again = mine(filled).get(disputed=True)
    assert again.ended_on == date(2026, 6, 12)
    assert again.answer_due_on == date(2026, 6, 30)
    assert again.answer_workdays == 9


def test_the_median_of_an_even_number_lies_between(county):
    for on in (2, 3, 8, 9):
        answered(county, under_review(county), date(2026, 6, on))
    days = statistics(mine(county), asked()).total.days
    assert days is not None
    assert (float(days.median), float(days.mean)) == (3.5, 3.5)


def page(client, **given):
    found = client.get(reverse("workbench:applications_statistics"), given)
    return found.status_code, found.content.decode()


PERIOD_GIVEN = {"since": "2026-06-01", "until": "2026-06-30"}


@pytest.fixture
def officer(county):
    return signed_in(Client(), county.person(Role.FOI_OFFICER))


def test_the_page_says_what_is_counted_and_every_number_opens(officer, filled):
    status, text = page(officer, **PERIOD_GIVEN)
    assert status == 200
    assert "收到申请之日在期间内" in text
    assert "<svg" in text
    links = re.findall(r'href="([^"]+statistics/cases/[^"]+)">(\d+)<', text)
    assert len(links) > 10
    for link, number in links:
        listed = officer.get(link.replace("&amp;", "&"))
        assert listed.context["page"].paginator.count == int(number)


def test_nothing_is_shown_where_nothing_is_known(officer, county):
    assert "没有收到" in page(officer, since="2019-01-01", until="2019-12-31")[1]
    under_review(county)
    text = page(officer, **PERIOD_GIVEN)[1]
    assert text.count("—</td>") >= 2


@pytest.mark.parametrize(
    "given",
    [
        {"since": "2026-06-30", "until": "2026-06-01"},
        {"since": "0000-00-00"},
        {"until": "昨天"},
        {"by": "applicant_name"},
        {"by": "'; DROP TABLE"},
    ],
)
def test_a_wrong_question_is_answered_in_words(officer, county, given):
    assert page(officer, **PERIOD_GIVEN | given)[0] == 422
    address = reverse("workbench:applications_statistics_file", args=["csv"])
    assert officer.get(address, PERIOD_GIVEN | given).status_code == 404


@pytest.mark.parametrize("key", ["x", "999999", "-1", "2026-13", "1e9", "９", "9" * 40])
@pytest.mark.parametrize("by", ["section", "outcome", "month", "organ"])
def test_a_row_that_there_is_not_is_not_found(officer, county, by, key):
    address = reverse("workbench:applications_statistics_cases")
    given = {**PERIOD_GIVEN, "by": by, "measure": "received", "key": key}
    assert officer.get(address, given).status_code == 404
    assert officer.get(address, given | {"measure": "everything"}).status_code == 404


def test_each_sees_the_figures_of_what_may_be_seen(filled, county):
    section = signed_in(Client(), county.person(Role.SECTION_HEAD))
    assert ">2</a>" in page(section, **PERIOD_GIVEN)[1]
    stranger = signed_in(Client(), county.person(Role.FOI_OFFICER, county.other))
    assert "没有收到" in page(stranger, **PERIOD_GIVEN)[1]
    assert "没有收到" in page(stranger, **PERIOD_GIVEN, below="1")[1]
    office = signed_in(Client(), county.person(Role.SUPERVISING_OFFICE, county.government))
    assert "没有收到" in page(office, **PERIOD_GIVEN)[1]
    text = page(office, **PERIOD_GIVEN, below="1", by="organ")[1]
    assert county.bureau.name in text
    assert POLICY.may(county.person(Role.SUPERVISING_OFFICE, county.government), "read", mine(county).first())


def test_the_table_can_be_taken_away_as_csv_and_xlsx(officer, filled):
    name = "workbench:applications_statistics_file"
    answer = officer.get(reverse(name, args=["csv"]), PERIOD_GIVEN)
    rows = list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    assert rows[0][:3] == ["承办科室", "收到", "在办"]
    assert rows[-1][:2] == ["合计", "8"]
    with ZipFile(io.BytesIO(officer.get(reverse(name, args=["xlsx"]), PERIOD_GIVEN).content)) as book:
        assert "合计" in book.read("xl/sharedStrings.xml").decode()
        last = re.findall(r"<row .*?</row>", book.read("xl/worksheets/sheet1.xml").decode())[-1]
    assert re.findall(r"<c [^>]*><v>(\d+)</v>", last)[1:3] == ["8", "2"]
    assert officer.get(reverse(name, args=["pdf"]), PERIOD_GIVEN).status_code == 404


def test_the_page_asks_no_more_for_many_cases_than_for_one(officer, county, django_assert_max_num_queries):
    under_review(county)
    given = {**PERIOD_GIVEN, "by": "channel"}
    page(officer, **given)
    with django_assert_max_num_queries(9):
        page(officer, **given)
    for number in range(6):
        answered(county, under_review(county), JUNE_1 + timedelta(days=number + 1))
    with django_assert_max_num_queries(9):
        page(officer, **given)
