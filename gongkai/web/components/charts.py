"""Charts drawn on the server: plain data for a template that writes SVG with its table.

Lengths are in units of the drawing, which is ``WIDTH`` wide and scales with the page. Every value stands beside its mark in
digits, and series are told apart by words and dashes, so that no meaning hangs on a colour. A value that is not there has no
mark and the word “—”; a zero has its digit on the axis.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil
from typing import Any

from gongkai.web.components.wording import MISSING, as_decimal, number_words

WIDTH = 400
TEXT = 15
LINE = 22
BAR = 16
GAP = 14
AXIS_LEFT = 4
PLOT_HEIGHT = 180


@dataclass(frozen=True, slots=True)
class Series:
    """Values under one name, one for each label; None where a value is not there."""

    name: str
    values: Sequence[Any]


@dataclass(frozen=True, slots=True)
class Text:
    """Words in the drawing; ``anchor`` is start, middle or end."""

    x: float
    y: float
    words: str
    anchor: str = "start"
    css: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar; ``css`` names its series."""

    x: float
    y: float
    width: float
    css: str
    height: float = BAR


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through points (``x,y x,y``)."""

    points: str
    css: str


@dataclass(frozen=True, slots=True)
class Dot:
    """A point of a line."""

    x: float
    y: float
    css: str


@dataclass(frozen=True)
class Chart:
    """A drawing with what it says in words and its table (``head`` over ``rows``: a label and its values)."""

    title: str
    summary: str
    unit: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    height: float = 0
    bars: tuple[Bar, ...] = ()
    strokes: tuple[Stroke, ...] = ()
    dots: tuple[Dot, ...] = ()
    texts: tuple[Text, ...] = ()
    width: float = field(default=WIDTH)

    @property
    def key(self) -> str:
        """A name for ids, the same for the same chart."""
        return f"chart-{zlib.crc32(f'{self.title}{self.head}{self.rows}'.encode()):08x}"


def bar_chart(
    title: str, labels: Sequence[str], values: Sequence[Any], *, unit: str = "件", decimals: int | None = None
) -> Chart:
    """One bar for each label."""
    return grouped_bars(title, labels, [Series(unit, values)], unit=unit, decimals=decimals)


def grouped_bars(
    title: str, labels: Sequence[str], series: Sequence[Series], *, unit: str = "件", decimals: int | None = None
) -> Chart:
    """For each label one bar of each series under another, such as this year and the year before."""
    head, rows = _table(labels, series, decimals)
    named = len(series) > 1
    written = [
        [f"{one.name} {words}" if named else words for one, words in zip(series, cells, strict=True)]
        for _, cells in rows
    ]
    margin = max((_length(words) for line in written for words in line), default=0) + 8
    scale = _Scale([value for one in series for value in one.values], AXIS_LEFT, WIDTH - AXIS_LEFT - margin, margin)
    width = max(WIDTH, scale.last + margin)
    bars, texts, y = [], [], 0.0
    for number, label in enumerate(labels):
        for part in _wrapped(label):
            y += LINE
            texts.append(Text(AXIS_LEFT, y - 6, part, css="label"))
        for index, one in enumerate(series):
            value = _fraction(one.values[number])
            if value is not None:
                begin, end = sorted((scale.zero, scale.at(value)))
                bars.append(Bar(begin, round(y, 1), max(end - begin, 1), f"series-{index + 1}"))
            left = value is not None and value < 0
            end_at = scale.zero if value is None else scale.at(value)
            x = end_at - 6 if left else max(end_at, scale.zero) + 6
            texts.append(Text(round(x, 1), y + BAR - 3, written[number][index], "end" if left else "start", "value"))
            y += BAR + 4
        y += GAP
    axis = (Stroke(f"{scale.zero},0 {scale.zero},{max(y - GAP, 1):g}", "axis"),) if labels else ()
    drawn = (max(y - GAP, 0), tuple(bars), axis, (), tuple(texts), width)
    return Chart(title, _summary(labels, series, unit, decimals), unit, head, rows, *drawn)


def line_chart(
    title: str, labels: Sequence[str], series: Sequence[Series], *, unit: str = "件", decimals: int | None = None
) -> Chart:
    """A line for each series over the labels (years); it breaks where a value is not there.

    Where labels or values would run into each other, only some are written; the table has all.
    """
    head, rows = _table(labels, series, decimals)
    longest = max((_length(words) for _, cells in rows for words in cells), default=0)
    longest = max([longest, *(_length(label) for label in labels)])
    top, side = LINE * 1.5, max(34.0, longest / 2 + 4)
    width = max(WIDTH, 2 * side)
    scale = _Scale([value for one in series for value in one.values], 0, PLOT_HEIGHT, 0)
    step = (width - 2 * side) / max(len(labels) - 1, 1)
    xs = [width / 2 if len(labels) == 1 else round(side + step * number, 1) for number in range(len(labels))]
    every = max(1, ceil((longest + 8) / step)) if step else max(1, len(labels))
    strokes, dots, texts = [], [], []
    for index, one in enumerate(series):
        css = f"series-{index + 1}"
        run: list[tuple[float, float]] = []
        for number, raw in enumerate(one.values):
            value = _fraction(raw)
            if value is None:
                strokes += _stroke(run, css)
                run = []
                continue
            x, y = xs[number], round(top + PLOT_HEIGHT - scale.at(value), 1)
            run.append((x, y))
            dots.append(Dot(x, y, css))
            if number % every == 0:
                below = index % 2 == 1
                texts.append(
                    Text(x, y + (LINE if below else -9), number_words(raw, decimals), "middle", f"value {css}")
                )
        strokes += _stroke(run, css)
    base = round(top + PLOT_HEIGHT - scale.zero, 1)
    bottom = top + PLOT_HEIGHT + LINE * (2 if len(series) > 1 else 1)
    strokes.append(Stroke(f"0,{base:g} {width:g},{base:g}", "axis"))
    texts += [
        Text(x, bottom, label, "middle", "label")
        for number, (x, label) in enumerate(zip(xs, labels, strict=True))
        if number % every == 0
    ]
    height = bottom + 8
    if len(series) > 1:
        for index, one in enumerate(series):
            height += LINE
            strokes.append(
                Stroke(f"{AXIS_LEFT},{height - 13:g} {AXIS_LEFT + 36},{height - 13:g}", f"series-{index + 1}")
            )
            texts.append(Text(AXIS_LEFT + 44, height - 8, one.name, css="label"))
    drawn = (height if labels else 0, (), tuple(strokes), tuple(dots), tuple(texts), width)
    return Chart(title, _summary(labels, series, unit, decimals), unit, head, rows, *drawn)


class _Scale:
    """Places values between ``first`` and ``last``; zero is always within. ``room`` is kept for words left of negative bars."""

    def __init__(self, values: Sequence[Any], first: float, last: float, room: float) -> None:
        known = [found for value in values if (found := _fraction(value)) is not None]
        self._low, self._high = min([*known, Fraction(0)]), max([*known, Fraction(0)])
        self._first = first + (room if self._low < 0 else 0)
        self._length = max(last - self._first, 40.0)
        self.last = self._first + self._length
        self.zero = self.at(Fraction(0))

    def at(self, value: Fraction) -> float:
        """Where a value stands."""
        if self._high == self._low:
            return self._first
        return round(self._first + float((value - self._low) / (self._high - self._low)) * self._length, 1)


def _table(
    labels: Sequence[str], series: Sequence[Series], decimals: int | None
) -> tuple[tuple[str, ...], tuple[tuple[str, tuple[str, ...]], ...]]:
    for one in series:
        if len(one.values) != len(labels):
            raise ValueError(f"“{one.name}”有{len(one.values)}个值，却有{len(labels)}个名称。")
    rows = tuple(
        (label, tuple(number_words(one.values[number], decimals) for one in series))
        for number, label in enumerate(labels)
    )
    return tuple(one.name for one in series), rows


def _summary(labels: Sequence[str], series: Sequence[Series], unit: str, decimals: int | None) -> str:
    """For each series the largest and the smallest value, or the only one, in a sentence."""
    parts = []
    for one in series:
        known = [
            (found, label, raw)
            for label, raw in zip(labels, one.values, strict=True)
            if (found := _fraction(raw)) is not None
        ]
        name = f"{one.name}：" if len(series) > 1 else ""
        if not known:
            parts.append(f"{name}没有数据")
            continue
        most, least = max(known, key=lambda each: each[0]), min(known, key=lambda each: each[0])
        said = [f"{each[1]}{number_words(each[2], decimals)}{unit}" for each in (most, least)]
        if most[0] == least[0]:
            parts.append(
                f"{name}{said[0]}" if len(known) == 1 else f"{name}各项都是{number_words(most[2], decimals)}{unit}"
            )
        else:
            parts.append(f"{name}最多的是{said[0]}，最少的是{said[1]}")
    return "；".join(parts) + "。" if parts and labels else "没有数据。"


def _stroke(run: Sequence[tuple[float, float]], css: str) -> list[Stroke]:
    return [Stroke(" ".join(f"{x:g},{y:g}" for x, y in run), css)] if len(run) > 1 else []


def _fraction(value: Any) -> Fraction | None:
    number = as_decimal(value)
    return None if number is None else Fraction(number)


def _length(words: str) -> float:
    """How wide words are drawn: a Chinese character is a square, a digit a little over half of one."""
    return sum(TEXT if ord(each) > 0x2E7F else TEXT * 0.58 for each in words)


def _wrapped(label: str) -> list[str]:
    """A label in lines that fit the drawing."""
    lines, line = [], ""
    for each in label or MISSING:
        if _length(line + each) > WIDTH - 2 * AXIS_LEFT:
            lines.append(line)
            line = ""
        line += each
    return [*lines, line]
