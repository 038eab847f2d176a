"""Charts made on the server: nothing breaks with odd values, and nothing is told by colour alone."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from decimal import Decimal
from typing import Any

import pytest
from django.template import Context, Template
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.web.components.charts import Chart, Series, bar_chart, grouped_bars, line_chart

NUMBERS = st.none() | st.integers(-(10**12), 10**12) | st.decimals(allow_nan=False, allow_infinity=False, places=2)
LABELS = ("新收", "办结", "结转")


def html(chart: Chart) -> str:
    return Template("{% chart chart %}").render(Context({"chart": chart}))


def within(chart: Chart) -> bool:
    marks = [bar.x >= 0 and bar.x + bar.width <= chart.width + 0.1 and bar.width > 0 for bar in chart.bars]
    marks += [0 <= dot.x <= chart.width and 0 <= dot.y <= chart.height for dot in chart.dots]
    return all(marks)


def test_a_missing_value_has_no_bar_and_a_dash_but_zero_has_its_digit() -> None:
    chart = bar_chart("办理", ("予以公开", "不予公开", "无法提供"), (57, 0, None))
    assert len(chart.bars) == 2
    assert [text.words for text in chart.texts if text.css == "value"] == ["57", "0", "—"]
    assert chart.rows == (("予以公开", ("57",)), ("不予公开", ("0",)), ("无法提供", ("—",)))


def test_a_line_breaks_where_a_value_is_missing() -> None:
    chart = line_chart("历年", ("2020", "2021", "2022", "2023", "2024"), [Series("新收", (1, 2, None, 3, 4))])
    assert len([stroke for stroke in chart.strokes if stroke.css == "series-1"]) == 2


def test_each_bar_says_its_series_and_value_in_words() -> None:
    chart = grouped_bars("比较", ("新收",), [Series("2023年", (132,)), Series("2022年", (118,))])
    assert {"2023年 132", "2022年 118"} <= {text.words for text in chart.texts}


@pytest.mark.parametrize("values", [(), (0,), (0, 0), (-5, 3), (-5, -3), (10**60, 1), (Decimal("0.01"), None), (None,)])
@pytest.mark.parametrize("kind", [bar_chart, lambda *given: line_chart(given[0], given[1], [Series("新收", given[2])])])
def test_odd_values_are_drawn_or_left_out_without_a_fault(kind: Any, values: tuple[Any, ...]) -> None:
    chart = kind("图", tuple(f"第{number}项" for number in range(len(values))), values)
    assert within(chart)
    assert "</figure>" in html(chart)


@settings(deadline=None)
@given(st.lists(st.tuples(st.text(max_size=60), NUMBERS, NUMBERS), max_size=12))
def test_marks_stay_within_the_drawing_and_the_table_has_every_value(rows: list[tuple[str, Any, Any]]) -> None:
    labels = [label for label, _, _ in rows]
    series = [Series("本年", [now for _, now, _ in rows]), Series("上年", [before for _, _, before in rows])]
    for chart in (grouped_bars("图", labels, series), line_chart("图", labels, series)):
        assert within(chart)
        assert len(chart.rows) == len(rows)
        assert all(len(values) == 2 for _, values in chart.rows)


def test_a_larger_value_has_a_longer_bar() -> None:
    bars = bar_chart("办理", LABELS, (10, 20, 40)).bars
    assert [round(bar.width / bars[0].width, 1) for bar in bars] == [1.0, 2.0, 4.0]


def test_the_picture_is_named_described_and_followed_by_its_table() -> None:
    page = html(bar_chart("办理情况", LABELS, (10, 20, 40)))
    drawing = ElementTree.fromstring(re.search(r"<svg.*?</svg>", page, re.S).group())  # type: ignore[union-attr]
    named = drawing.attrib["aria-labelledby"].split()
    texts = {each.attrib.get("id"): each.text for each in drawing.iter()}
    assert [texts[name] for name in named] == ["办理情况", "最多的是结转40件，最少的是新收10件。"]
    assert "<caption>办理情况（单位：件）</caption>" in page
    assert "style=" not in page


def test_words_in_labels_cannot_become_markup() -> None:
    assert "<script" not in html(bar_chart("<script>", ("<script>alert(1)</script>",), (1,)))


def test_series_of_another_length_than_the_labels_are_refused() -> None:
    with pytest.raises(ValueError, match="2个值，却有3个名称"):
        bar_chart("图", LABELS, (1, 2))


def test_a_chart_without_labels_says_that_there_are_no_data() -> None:
    assert "没有数据" in html(bar_chart("图", (), ()))
