"""The two tariffs of the processing fee: the law's examples, every boundary, and that nothing is charged twice."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis.strategies import integers

from gongkai.applications.fees import (
    FILE,
    NoFee,
    per_page_fee,
    per_request_fee,
    read_fees,
    readings,
    tariffs,
)
from gongkai.law.loader import DataError

ON = date(2026, 6, 1)
REQUESTS, PAGES = tariffs()["per_request"], tariffs()["per_page"]


def plain_requests(count: int) -> int:
    """The tariff by request, counted one application after the other."""
    total = 0
    for place in range(1, count + 1):
        if place > 30:
            total += 200 + (place - 31) // 10 * 100
        elif place > 10:
            total += 100
    return total


def plain_pages(count: int) -> int:
    total = 0
    for page in range(1, count + 1):
        total += 40 if page > 200 else 20 if page > 100 else 10 if page > 30 else 0
    return total


def test_the_examples_of_the_measures():
    assert REQUESTS.amount(45, ON) == 20 * 100 + 10 * 200 + 5 * 300 == 5500
    assert PAGES.amount(250, ON) == 70 * 10 + 100 * 20 + 50 * 40 == 4700


@pytest.mark.parametrize(
    ("place", "yuan"),
    [(1, 0), (10, 0), (11, 100), (30, 100), (31, 200), (40, 200), (41, 300), (50, 300), (51, 400), (101, 900)],
)
def test_each_application_costs_the_rate_of_its_place_in_the_month(place, yuan):
    assert REQUESTS.rate(place, ON) == yuan


@pytest.mark.parametrize(
    ("pages", "yuan"),
    [(1, 0), (30, 0), (31, 10), (100, 700), (101, 720), (200, 2700), (201, 2740)],
)
def test_pages_are_charged_band_by_band(pages, yuan):
    assert PAGES.amount(pages, ON) == yuan


@given(integers(1, 3000))
def test_what_the_applications_of_a_month_cost_adds_up_to_the_tariff(count):
    assert REQUESTS.amount(count, ON) == plain_requests(count)
    assert sum(REQUESTS.rate(place, ON) for place in range(1, min(count, 200) + 1)) == plain_requests(min(count, 200))
    assert PAGES.amount(count, ON) == plain_pages(count)


def test_below_the_threshold_nothing_is_asked():
    with pytest.raises(NoFee, match="累计10件，没有超过10件，不收信息处理费"):
        per_request_fee(10, ON)
    with pytest.raises(NoFee, match="提供30页，没有超过30页"):
        per_page_fee(30, ON)
    assert per_request_fee(11, ON).amount == 100
    assert per_page_fee(31, ON).amount == 10


@pytest.mark.parametrize("pages", [0, -1, -(10**9), 100001, 10**12])
def test_a_number_of_pages_that_cannot_be_meant_is_refused_at_once(pages):
    with pytest.raises(NoFee, match="请核对"):
        per_page_fee(pages, ON)


def test_before_the_measures_there_is_no_fee():
    with pytest.raises(NoFee, match="还没有“按量计收”的收费标准"):
        per_page_fee(250, date(2020, 12, 31))


def test_the_standard_is_told_in_words():
    assert per_page_fee(250, ON).standard == (
        "按量计收：第1至30页不收费；第31至100页每页10元；第101至200页每页20元；第201至250页每页40元"
    )
    assert per_request_fee(31, ON).standard == "按件计收：第31件200元"


def test_each_open_point_says_how_it_is_read_and_why():
    for each in readings().values():
        assert each.told and each.reason and each.basis and each.decided_by


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("{up_to: 30, yuan: 100}", "{up_to: 5, yuan: 100}", "逐档增大"),
        ("checked: 转述", "checked: 也许", "checked"),
        ("yuan: 200, more: 100}", "yuan: 200, more: 100, extra: 1}", "不认识的键：extra"),
        ("chosen: received", "chosen: someday", "chosen 应是"),
        ("  per_page:", "  per_paper:", "应恰好有"),
    ],
)
def test_a_wrong_tariff_stops_with_file_and_line(tmp_path: Path, old, new, said):
    wrong = tmp_path / "fees.yaml"
    wrong.write_text(FILE.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(DataError, match=said) as problem:
        read_fees(wrong)
    assert "fees.yaml" in str(problem.value)
