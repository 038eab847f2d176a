"""Limits, open choices and statutory days: dated data with a basis, read strictly."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from gongkai.law import document_limits
from gongkai.law.choices import FIXED, choices, choices_with
from gongkai.law.festivals import first_year, last_year, statutory_days
from gongkai.law.limits import Unit, limit, limits, read_limits
from gongkai.law.loader import DataError
from gongkai.workdays.calendar import NEXT_YEAR_FROM


@pytest.mark.parametrize(
    ("name", "on", "length"),
    [
        ("reply_to_application", "2008-05-01", "15个工作日"),
        ("reply_to_application", "2019-05-14", "15个工作日"),
        ("reply_to_application", "2019-05-15", "20个工作日"),
        ("extend_reply", "2018-01-01", "15个工作日"),
        ("extend_reply", "2024-01-01", "20个工作日"),
        ("ask_correction", "2024-01-01", "7个工作日"),
        ("third_party_opinion", "2024-01-01", "15个工作日"),
        ("co_maker_opinion", "2024-01-01", "15个工作日"),
        ("pay_processing_fee", "2024-01-01", "20个工作日"),
        ("publish_information", "2024-01-01", "20个工作日"),
        ("apply_for_reconsideration", "2024-01-01", "60日"),
        ("apply_for_reconsideration_untold", "2024-01-01", "1年"),
        ("sue_directly", "2015-04-30", "3个月"),
        ("sue_directly", "2024-01-01", "6个月"),
        ("sue_after_reconsideration", "2024-01-01", "15日"),
        ("answer_reconsideration", "2023-12-31", "10日"),
        ("answer_reconsideration", "2024-01-01", "10个工作日"),
        ("answer_reconsideration_simplified", "2024-01-01", "5个工作日"),
        ("decide_reconsideration_simplified", "2024-01-01", "30日"),
    ],
)
def test_a_limit_is_the_one_in_force_on_the_day(name: str, on: str, length: str) -> None:
    found = limit(name, date.fromisoformat(on))
    assert found is not None
    assert found.length == length


def test_before_the_first_rule_there_is_no_limit() -> None:
    assert limit("reply_to_application", date(2008, 4, 30)) is None
    assert limit("ask_correction", date(2019, 5, 14)) is None


def test_every_limit_names_its_law_and_how_it_was_compared() -> None:
    for versions in limits().values():
        for each in versions:
            assert "《" in each.basis
            # 法律、法规写到条；国务院办公厅的文件写到文号
            assert "第" in each.basis or "国办发〔" in each.basis
            assert each.checked in {"条文", "转述", "待核"}


def test_limits_of_the_regulations_in_force_were_compared_with_the_text() -> None:
    ours = [each for versions in limits().values() for each in versions if "第711号" in each.basis]
    assert len(ours) == 6
    assert {each.checked for each in ours} == {"条文"}


GOOD = """reply:
  title: 答复的期限
  whose: 行政机关
  starts: 收到之日
  counted_in: workdays
  versions:
    - {since: 2019-05-15, days: 20, basis: 《条例》第三十三条, checked: 条文}
"""


@pytest.mark.parametrize(
    ("wrong", "right", "said"),
    [
        ("days: 20", "days: 0", "期限应不小于1"),
        ("days: 20", "days: true", "“days”的类型不对"),
        ("days: 20", "months: 20", "缺少“days”"),
        ("days: 20, ", "days: 20, hours: 3, ", "不认识的键：hours"),
        (", basis: 《条例》第三十三条", "", "缺少“basis”"),
        ("basis: 《条例》第三十三条", 'basis: " "', "basis 不能空着"),
        ("checked: 条文", "checked: 大概", "checked 应是"),
        ("counted_in: workdays", "counted_in: weeks", "counted_in 应是"),
        ("since: 2019-05-15", "since: 2019-13-45", "“since”的类型不对|month must be"),
        (
            "    - {since",
            "    - {since: 2019-05-15, days: 15, basis: 《条例》第一条, checked: 条文}\n    - {since",
            "不能重叠",
        ),
        ("  title: 答复的期限\n", "  title: 答复的期限\n  title: 又一个\n", "写了两次"),
    ],
)
def test_a_mistake_in_the_file_stops_with_its_place(tmp_path: Path, wrong: str, right: str, said: str) -> None:
    assert wrong in GOOD
    path = tmp_path / "limits.yaml"
    path.write_text(GOOD, encoding="utf-8")
    assert read_limits(path)["reply"][0].unit is Unit.WORKDAYS
    path.write_text(GOOD.replace(wrong, right, 1), encoding="utf-8")
    with pytest.raises((DataError, ValueError), match=said):
        read_limits(path)


def test_every_choice_says_who_decided_it_and_on_what_ground() -> None:
    for choice in choices().values():
        assert choice.chosen in choice.options
        assert len(choice.options) >= 2
        assert all((choice.decided_by, choice.changed_by, choice.basis, choice.reason))


def test_an_office_can_take_another_reading_where_it_may() -> None:
    taken = choices_with({"pause_first_day": "counted"}, decided_by="样例县政府办公室")
    assert (taken["pause_first_day"].chosen, taken["pause_first_day"].decided_by) == ("counted", "样例县政府办公室")
    assert choices()["pause_first_day"].chosen == "left_out"


@pytest.mark.parametrize(
    ("taken", "said"),
    [
        ({"pause_first_day": "maybe"}, "没有“maybe”这一种读法"),
        ({"pause": "counted"}, "没有“pause”这一项选择"),
        ({"first_day": "included"}, "不能另取读法"),
    ],
)
def test_a_reading_that_is_not_open_is_refused_in_words(taken: dict[str, str], said: str) -> None:
    with pytest.raises(DataError, match=said):
        choices_with(taken, decided_by="样例县政府办公室")


def test_the_calendar_counts_as_the_fixed_choices_say() -> None:
    assert choices()["next_year_from"].chosen == "{:02}-{:02}".format(*NEXT_YEAR_FROM)
    assert choices()["first_day"].changed_by == FIXED


@pytest.mark.parametrize(
    ("year", "number"), [(2007, 10), (2008, 11), (2013, 11), (2014, 11), (2024, 11), (2025, 13), (2050, 13)]
)
def test_the_law_gives_so_many_days_off(year: int, number: int) -> None:
    assert sum(1 + each.festival.count("、") for each in statutory_days(year).values()) == number


def test_the_eve_of_the_spring_festival_was_off_from_2008_to_2013_and_again_from_2025() -> None:
    eves = {2007: "2007-02-17", 2008: "2008-02-06", 2013: "2013-02-09", 2014: "2014-01-30", 2025: "2025-01-28"}
    assert [year for year, eve in eves.items() if date.fromisoformat(eve) in statutory_days(year)] == [2008, 2013, 2025]


def test_statutory_days_are_known_without_a_gap() -> None:
    assert (first_year(), last_year()) == (2000, 2050)
    assert all(day.year == year for year in range(2000, 2051) for day in statutory_days(year))


def test_the_page_of_the_limits_is_up_to_date() -> None:
    assert document_limits.PAGE.read_text(encoding="utf-8") == document_limits.page(), (
        "请运行 python -m gongkai.law.document_limits"
    )


def test_the_page_of_the_limits_has_every_limit_and_choice() -> None:
    page = document_limits.page()
    assert [name for name in (*limits(), *choices()) if f"（`{name}`）" not in page] == []
