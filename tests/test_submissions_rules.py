"""信息报送: points, ranks, periods, the words of the circular."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from gongkai.assessment.submissions.periods import Period
from gongkai.assessment.submissions.ranking import Tally, ranks
from gongkai.assessment.submissions.report import Line, Report, composed, how_counted, ranked
from gongkai.assessment.submissions.rules import Rules, WrongRules, default_rules, read_data, read_lines
from gongkai.law.loader import DataError

RULES = default_rules(date(2026, 1, 1))


def rules(**changes: object) -> Rules:
    given = {name: getattr(RULES, name) for name in Rules.__dataclass_fields__}
    return Rules(**{**given, **changes})  # type: ignore[arg-type]


def test_a_piece_adopted_twice_counts_as_the_rules_say() -> None:
    points = [Decimal(1), Decimal(5)]
    assert rules(combining="highest").score(points) == 5
    assert rules(combining="sum").score(points) == 6
    assert rules().score([]) == 0


def test_equals_share_a_rank_and_the_next_is_skipped_or_not() -> None:
    tallies = [Tally(3, 2, score=Decimal(5)), Tally(3, 2, score=Decimal(5)), Tally(1, 1, score=Decimal(1)), Tally()]
    assert ranks(tallies, rules(ties="skip")) == [1, 1, 3, None]
    assert ranks(tallies, rules(ties="dense")) == [1, 1, 2, None]


def test_equal_scores_are_told_apart_as_the_rules_say() -> None:
    tallies = [Tally(9, 2, score=Decimal(5)), Tally(1, 1, score=Decimal(5))]
    assert ranks(tallies, rules(tie_break="")) == [1, 1]
    assert ranks(tallies, rules(tie_break="adopted")) == [1, 2]
    assert ranks(tallies, rules(tie_break="rate")) == [2, 1]


def test_without_submissions_there_is_no_rate() -> None:
    assert Tally().rate is None
    assert Tally().rate_words == ""
    assert Tally(2, 0).rate_words == "0%"


@pytest.mark.parametrize(
    ("period", "since", "until", "before", "last_year"),
    [
        (Period("quarter", 2021, 1), date(2021, 1, 1), date(2021, 3, 31), Period("quarter", 2020, 4), Period("quarter", 2020, 1)),
        (Period("month", 2024, 2), date(2024, 2, 1), date(2024, 2, 29), Period("month", 2024, 1), Period("month", 2023, 2)),
        (Period("half", 2021, 2), date(2021, 7, 1), date(2021, 12, 31), Period("half", 2021, 1), Period("half", 2020, 2)),
        (Period("year", 2021), date(2021, 1, 1), date(2021, 12, 31), Period("year", 2020), Period("year", 2020)),
    ],
)  # fmt: skip
def test_a_period_knows_its_days_and_what_it_is_compared_with(period, since, until, before, last_year) -> None:  # type: ignore[no-untyped-def]
    assert (period.since, period.until, period.before, period.last_year) == (since, until, before, last_year)


def test_the_first_period_of_all_has_nothing_before_it() -> None:
    assert Period("quarter", 2000, 1).before is None


@pytest.mark.parametrize("number", [0, 5])
def test_there_is_no_fifth_quarter(number: int) -> None:
    with pytest.raises(ValueError, match="没有这样的期间"):
        Period("quarter", 2021, number)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "至少写一个"),
        ("市政务信息，市级", "第1行"),
        ("市政务信息，街道级，5", "级别“街道级”不认识"),
        ("市政务信息，市级，五", "分值"),
        ("市政务信息，市级，-1", "分值"),
        ("市政务信息，市级，NaN", "分值"),
        ("市政务信息，市级，0.25", "分值"),
        ("市政务信息，市级，5\n\n市政务信息，市级，6", "写了两次"),
    ],
)
def test_a_wrong_list_of_channels_is_told_by_line(typed: str, says: str) -> None:
    with pytest.raises(WrongRules, match=says):
        read_lines(typed)


def test_a_list_of_channels_reads_back_as_written() -> None:
    read = read_lines(RULES.lines)
    assert [(each["title"], each["level"]) for each in read] == [
        (each.title, each.level) for each in RULES.channels.values()
    ]


def test_a_data_file_without_basis_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "rules.yaml"
    text = Path("gongkai/assessment/submissions/rules.yaml").read_text(encoding="utf-8")
    file.write_text(text.replace("checked: 待核", "checked: 也许"), encoding="utf-8")
    with pytest.raises(DataError, match="checked"):
        read_data(file)


def a_report(*tallies: Tally) -> Report:
    lines = [Line(number, f"科室{number}", each, Tally(), Tally(4, 2)) for number, each in enumerate(tallies, start=1)]
    groups = (ranked("sections", lines, RULES),)
    return Report(Period("quarter", 2026, 3), date(2026, 10, 8), RULES.basis, how_counted(RULES), groups, ())


def test_the_circular_names_the_first_and_those_that_submitted_nothing() -> None:
    text = composed(a_report(Tally(4, 3, returned=1, score=Decimal(9)), Tally(2, 0), Tally()), RULES)
    assert "共报送信息6篇，采用3篇，采用率50%，被退回过1篇" in text
    assert "第1名科室1，得9分（报送4篇、采用3篇）" in text
    assert "没有报送信息的是：科室3。" in text
    assert "有报送但还没有采用的是：科室2。" in text
    assert "与上年同期（2025年第三季度，报送12篇、采用6篇、采用率50%）比，报送减少6篇" in text
    assert "上期（2026年第二季度）没有报送记录" in text


def test_the_circular_of_a_period_without_anything_says_so() -> None:
    text = composed(a_report(Tally(), Tally()), RULES)
    assert "没有报送信息" in text
    assert "采用率" not in text
    assert "一、下一步要求" in text


def test_a_report_reads_back_as_it_was_kept() -> None:
    report = a_report(Tally(4, 3, score=Decimal("9.5")), Tally())
    assert Report.from_json(report.as_json()) == report
