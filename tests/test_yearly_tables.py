"""Score tables of the yearly assessment: what is refused, how points, totals, grades and ranks come out."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from casework_example import untimed
from hypothesis import assume, given
from hypothesis import strategies as st

from gongkai.assessment.yearly.lines import read_grades, read_indicators, read_vetoes, written
from gongkai.assessment.yearly.results import Entry, Results, composed, results_of
from gongkai.assessment.yearly.scoring import Sum, WrongScore, grade_of, points_of, ranks, rounded, total_of
from gongkai.assessment.yearly.tables import (
    WAYS,
    Grade,
    Indicator,
    Table,
    WrongTable,
    check,
    example,
    examples,
    keyed_indicators,
    read_examples,
)
from gongkai.law.loader import DataError

GRADES = (Grade("优秀", Decimal(90)), Grade("合格", Decimal(60)), Grade("不合格", Decimal(0)))
EXAMPLE = example("organs", date(2026, 1, 1)).table
numbers = st.decimals(min_value=0, max_value=100, places=2)


def judged(*full: str, group: str = "公开") -> tuple[Indicator, ...]:
    return keyed_indicators(
        {"group": group, "title": f"指标{number}", "full": Decimal(each), "way": "judged"}
        for number, each in enumerate(full)
    )


def table(*full: str, **more: object) -> Table:
    return Table("organs", "评分表", judged(*full), GRADES, **more)  # type: ignore[arg-type]  # 各项由测试给


@st.composite
def shares(draw: st.DrawFn) -> list[Decimal]:
    """Positive numbers of two decimals that come to 100."""
    cuts = sorted(draw(st.sets(st.integers(1, 9999), max_size=12)))
    ends = [0, *cuts, 10_000]
    return [Decimal(b - a) / 100 for a, b in pairwise(ends)]


@pytest.mark.parametrize("each", examples(), ids=lambda each: each.table.kind)
def test_tables_that_come_with_the_program_are_whole_and_say_how_sure_they_are(each) -> None:
    assert sum(one.full for one in each.table.indicators) == 100
    assert each.basis
    assert each.checked in ("条文", "转述", "待核")


@pytest.mark.parametrize("each", examples(), ids=lambda each: each.table.kind)
def test_a_table_reads_back_as_it_was_typed_and_kept(each) -> None:
    lines = written(each.table)
    assert read_indicators(lines["indicators"]) == each.table.indicators
    assert read_grades(lines["grades"]) == each.table.grades
    assert read_vetoes(lines["vetoes"]) == each.table.vetoes
    assert Table.from_json(json.loads(json.dumps(each.table.as_json()))) == each.table


@untimed
@given(shares())
def test_a_table_whose_full_points_come_to_a_hundred_is_taken(full: list[Decimal]) -> None:
    check(table(*map(str, full)))


@untimed
@given(st.lists(st.decimals(min_value=Decimal("0.01"), max_value=100, places=2), min_size=1, max_size=12))
def test_a_table_whose_full_points_do_not_come_to_a_hundred_is_refused(full: list[Decimal]) -> None:
    assume(sum(full) != 100)
    with pytest.raises(WrongTable, match="应当是100分"):
        check(table(*map(str, full)))


@untimed
@given(st.sampled_from(EXAMPLE.indicators), st.fractions(min_value=0, max_value=10_000))
def test_points_never_leave_the_range_of_the_indicator(indicator: Indicator, value: Fraction) -> None:
    try:
        points = points_of(indicator, value)
    except WrongScore:
        return
    assert 0 <= points <= indicator.full


@untimed
@given(
    st.sampled_from([each for each in EXAMPLE.indicators if each.way == "rate"]),
    st.fractions(0, 100),
    st.fractions(0, 100),
)
def test_a_better_rate_never_gets_fewer_points(indicator: Indicator, one: Fraction, other: Fraction) -> None:
    low, high = sorted((one, other))
    assert points_of(indicator, low) <= points_of(indicator, high)


def test_a_rate_just_below_a_step_does_not_reach_it() -> None:
    rate = next(each for each in EXAMPLE.indicators if each.measure == "applications_in_time")
    assert points_of(rate, Fraction(9499, 100)) == 5
    assert points_of(rate, Fraction(100 * 1899, 1999)) == 5, (
        "94.997 percent, which would be 95.0 if it were rounded first"
    )
    assert points_of(rate, Fraction(95)) == 10


@pytest.mark.parametrize(
    ("way", "value"), [("judged", -1), ("rate", 101), ("deducted", Fraction(1, 2)), ("earned", -3)]
)
def test_a_value_that_cannot_be_is_refused(way: str, value: Fraction) -> None:
    made = Indicator("1-1", "公开", "指标", Decimal(10), way, each=Decimal(1), steps=((Decimal(90), Decimal(10)),))
    with pytest.raises(WrongScore, match="指标"):
        points_of(made, value)


@untimed
@given(shares(), st.data(), st.sampled_from(("half_up", "half_even", "down")), st.integers(0, 2))
def test_a_total_is_the_sum_of_its_groups_and_lies_between_nothing_and_a_hundred(
    full: list[Decimal], data: st.DataObject, rounding: str, places: int
) -> None:
    made = table(*map(str, full), rounding=rounding, places=places)
    points = {each.key: data.draw(st.decimals(0, each.full, places=2)) for each in made.indicators}
    found = total_of(made, points)
    assert 0 <= found.total <= 100
    assert sum(got for got, _ in found.groups.values()) == sum(points.values())
    assert abs(found.total - sum(points.values())) <= Decimal(1).scaleb(-places)


def test_what_did_not_happen_gets_full_points_or_is_left_out() -> None:
    points = {"1-1": Decimal(40), "1-2": None}
    assert total_of(table("80", "20", empty="full"), points).total == 60
    assert total_of(table("80", "20", empty="scaled"), points).total == 50
    assert total_of(table("80", "20", empty="scaled"), {"1-1": None, "1-2": None}).total == 0


def test_a_total_of_a_part_is_none() -> None:
    with pytest.raises(KeyError):
        total_of(table("80", "20"), {"1-1": Decimal(1)})


@untimed
@given(st.lists(st.tuples(numbers, numbers), min_size=1, max_size=20), st.sampled_from(("skip", "dense")), st.randoms())
def test_ranks_do_not_depend_on_the_order_of_input(pairs, ties, shuffle) -> None:
    made = table("100", ties=ties, tie_break="公开")
    sums = [Sum(total, {"公开": (second, Decimal(100))}) for total, second in pairs]
    before = dict(zip(pairs, ranks(made, sums), strict=True))
    shuffled = sums[:]
    shuffle.shuffle(shuffled)
    for each, rank in zip(shuffled, ranks(made, shuffled), strict=True):
        assert before[each.total, each.groups["公开"][0]] == rank
    assert min(before.values()) == 1
    for pair, rank in before.items():
        better = (
            {other for other in pairs if other > pair}
            if ties == "dense"
            else [other for other in pairs if other > pair]
        )
        assert rank == len(better) + 1


def test_equals_share_a_rank_and_a_group_can_decide_between_them() -> None:
    sums = [Sum(Decimal(90), {"公开": (Decimal(each), Decimal(50))}) for each in (40, 50, 40)]
    assert ranks(table("100"), sums) == [1, 1, 1]
    assert ranks(table("100", tie_break="公开"), sums) == [2, 1, 2]


@untimed
@given(numbers)
def test_every_total_has_a_grade_and_a_veto_never_makes_it_better(total: Decimal) -> None:
    made = table("100")
    names = [each.title for each in GRADES]
    free, capped = grade_of(made, total), grade_of(made, total, ["合格"])
    assert names.index(capped) >= max(names.index(free), 1)


def test_grades_begin_at_their_least_points() -> None:
    made = table("100")
    assert [grade_of(made, Decimal(each)) for each in ("90", "89.9", "60", "59.9", "0")] == [
        "优秀", "合格", "合格", "不合格", "不合格",
    ]  # fmt: skip


@untimed
@given(st.fractions(min_value=0, max_value=100), st.integers(0, 2))
def test_rounding_is_exact(exact: Fraction, places: int) -> None:
    step = Fraction(1, 10**places)
    assert 0 <= exact - Fraction(rounded(exact, places, "down")) < step
    assert abs(exact - Fraction(rounded(exact, places, "half_up"))) <= step / 2
    assert abs(exact - Fraction(rounded(exact, places, "half_even"))) <= step / 2


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("公开｜栏目｜十分｜评分", "第1行的满分“十分”不是数"),
        ("公开｜栏目｜-5｜评分", "第1行的满分“-5”不是数"),
        ("公开｜栏目｜10｜打分", "计分方法“打分”不认识"),
        ("公开｜栏目｜10", "第1行请写成"),
        ("公开｜栏目｜10｜评分｜3", "第1行是评分，不用写参数"),
        ("\n公开｜栏目｜10｜扣分", "第2行请写每一件计几分"),
        ("公开｜栏目｜10｜按率得分｜很高", "第1行的分档请写成"),
        ("公开｜栏目｜10｜扣分｜1｜随便", "数据来源“随便”不认识"),
        ("公开｜栏目｜1e2｜评分", "不是数"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(text: str, why: str) -> None:
    with pytest.raises(WrongTable, match=why):
        read_indicators(text)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"grades": GRADES[:1]}, "等次至少写两个"),
        ({"grades": GRADES[:2]}, "最后一个等次从0分起"),
        ({"grades": (GRADES[1], GRADES[0], GRADES[2])}, "从高到低"),
        ({"tie_break": "没有的"}, "没有“没有的”这个一级指标"),
        ({"places": 5}, "小数位数"),
        ({"vetoes": read_vetoes("失泄密｜优秀")}, "最高评为哪个等次"),
        ({"vetoes": read_vetoes("满意率低｜合格｜留言满意率")}, "数据来源要是件数"),
        ({"indicators": ()}, "请至少写一个指标"),
    ],
)
def test_a_table_that_cannot_be_used_is_refused(changes: dict[str, object], why: str) -> None:
    with pytest.raises(WrongTable, match=why):
        check(replace(table("100"), **changes))


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("公开｜甲｜100｜扣分｜1｜申请按期答复率", "只能用于按率得分"),
        ("公开｜甲｜100｜按率得分｜90:100｜逾期的申请", "只能用于计件得分、扣分"),
        ("公开｜甲｜100｜按率得分｜90:50", "最高一档应当是满分"),
        ("公开｜甲｜100｜按率得分｜80:100 90:50", "从高到低"),
        ("公开｜甲｜100｜按率得分｜120:100", "比率在0到100之间"),
        ("公开｜甲｜100｜扣分｜101", "不超过满分"),
        ("公开｜甲｜100｜扣分｜0", "大于0"),
        ("公开｜甲｜50｜评分\n公开｜甲｜50｜评分", "写了两次"),
    ],
)  # fmt: skip
def test_an_indicator_that_cannot_be_scored_is_refused(line: str, why: str) -> None:
    with pytest.raises(WrongTable, match=why):
        check(Table("organs", "评分表", read_indicators(line), GRADES))


def test_what_is_known_of_organs_only_cannot_score_a_section() -> None:
    made = read_indicators("公开｜甲｜100｜扣分｜1｜复议诉讼被纠正")
    with pytest.raises(WrongTable, match="不能用来考核科室"):
        check(Table("sections", "评分表", made, GRADES))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (("checked: 待核", "checked: 大概"), "checked"),
        (('full: "15"', 'full: "14"'), "应当是100分"),
        (("ties: skip", "tie: skip"), "缺少“ties”"),
        (("kind: sections", "kind: people"), "请从给出的里面选"),
        (('least: "90"', 'least: "九十"'), "least"),
        (("since: 2019-05-15", "since: 很久以前"), "since"),
    ],
)
def test_a_file_of_tables_with_a_mistake_is_refused_with_its_place(
    tmp_path: Path, change: tuple[str, str], why: str
) -> None:
    from gongkai.assessment.yearly.tables import FILE

    path = tmp_path / "tables.yaml"
    path.write_text(FILE.read_text(encoding="utf-8").replace(*change, 1), encoding="utf-8")
    with pytest.raises(DataError, match=why):
        read_examples(path)


def test_the_circular_tells_grades_weak_points_and_vetoes() -> None:
    made = replace(table("60", "40"), vetoes=read_vetoes("失泄密｜不合格"))
    found = results_of(
        2025,
        made,
        [
            Entry(1, "教育局", {"1-1": Decimal(60), "1-2": Decimal(30)}),
            Entry(2, "卫健局", {"1-1": Decimal(60), "1-2": Decimal(38)}, ("失泄密",)),
        ],
    )
    assert [(each.title, each.rank, each.grade) for each in found.lines] == [
        ("卫健局", 1, "不合格"),
        ("教育局", 2, "优秀"),
    ]
    text = composed(found)
    for words in (
        "共考核2个下级机关：优秀1个，不合格1个。平均94分，最高98分，最低90分。",
        "指标1（得分率85%）",
        "卫健局有否决事项：失泄密。",
    ):
        assert words in text
    assert Results.from_json(json.loads(json.dumps(found.as_json())), made) == found


def test_ways_are_named() -> None:
    assert {each.way for one in examples() for each in one.table.indicators} <= set(WAYS)
