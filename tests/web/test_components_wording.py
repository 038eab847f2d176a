"""Days, numbers and changes in Chinese."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.template import Context, Template
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.web.components.wording import change_words, date_words, moment_words, number_words


def shown(template: str, **context: Any) -> str:
    return Template(template).render(Context(context))


def test_a_day_is_written_without_zeros_in_front() -> None:
    assert date_words(date(2024, 9, 5)) == "2024年9月5日"


def test_a_moment_late_in_greenwich_is_the_next_day_in_beijing() -> None:
    late = datetime(2024, 12, 31, 18, 5, tzinfo=UTC)
    assert moment_words(late) == "2025年1月1日 02:05"
    assert date_words(late) == "2025年1月1日"


@pytest.mark.parametrize("nothing", [None, "", "昨天", 0])
def test_what_is_no_day_is_not_shown(nothing: Any) -> None:
    assert date_words(nothing) == moment_words(nothing) == ""


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [
        (0, None, "0"),
        (None, None, "—"),
        ("", None, "—"),
        ("三", None, "—"),
        (float("nan"), None, "—"),
        (float("inf"), 2, "—"),
        (1234567, None, "1234567"),
        (Decimal("12.50"), None, "12.5"),
        (Decimal("12.345"), 2, "12.35"),
        (0.1 + 0.2, 2, "0.30"),
        (-0.001, 2, "0.00"),
        (-3, None, "-3"),
        (10**40, 2, "1" + "0" * 40 + ".00"),
        (True, None, "—"),
    ],
)
def test_a_number_is_plain_digits_and_nothing_is_a_dash(value: Any, decimals: int | None, written: str) -> None:
    assert number_words(value, decimals) == written


@settings(deadline=None)
@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**30), max_value=10**30))
def test_a_number_written_reads_back_the_same(value: Decimal) -> None:
    assert Decimal(number_words(value)) == value


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        (120, 100, "比上年增加20件，增长20.0%"),
        (100, 120, "比上年减少20件，下降16.7%"),
        (7, 7, "与上年持平"),
        (5, 0, "比上年增加5件"),
        (0, 5, "比上年减少5件，下降100.0%"),
        (None, 5, ""),
        (5, None, ""),
    ],
)
def test_a_change_is_told_with_a_rate_only_where_a_rate_has_a_meaning(now: Any, before: Any, said: str) -> None:
    assert change_words(now, before) == said


def test_an_amount_keeps_the_decimals_of_its_form_and_its_unit() -> None:
    assert shown("{{ amount|zh_wan:2 }}，{{ none|zh_wan:2 }}", amount=Decimal("8.2"), none=None) == "8.20万元，—"
