"""Score tables: indicators in groups with full points and how they are scored, grades, vetoes, rounding, ranks (``tables.yaml``).

Terms: 一级指标 ``group``, 二级指标 ``indicator``, 满分 ``full``, 等次 ``grade``, 否决项 ``veto``: what keeps an object from a better grade.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from gongkai.assessment.yearly.measures import MEASURES
from gongkai.law.loader import DataError, Reader, grounded, load

FILE = Path(__file__).with_name("tables.yaml")
KINDS = {"organs": "下级机关", "sections": "科室"}
JUDGED, EARNED, DEDUCTED, RATE = "judged", "earned", "deducted", "rate"
WAYS = {JUDGED: "评分", EARNED: "计件得分", DEDUCTED: "扣分", RATE: "按率得分"}
ROUNDINGS = {"half_up": "四舍五入", "half_even": "四舍六入五成双", "down": "舍去"}
TIES = {"skip": "并列，后面的名次跳过（1、1、3）", "dense": "并列，后面的名次不跳过（1、1、2）"}
EMPTY = {"full": "没有发生的得满分", "scaled": "没有发生的不计，其余各项按比例折算成满分"}
WHOLE = Decimal(100)
"""What the full points of a table come to."""
MOST_INDICATORS = 80
MOST_STEPS = 10


class WrongTable(ValueError):
    """A table that cannot be; the text says where and why."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """``measure``: what is counted from the records, "" where a person says it. ``each``: points for one occurrence (earned, deducted).

    ``steps``: for rates, from how many percent on how many points, the highest first.
    """

    key: str
    group: str
    title: str
    full: Decimal
    way: str
    measure: str = ""
    each: Decimal = Decimal(0)
    steps: tuple[tuple[Decimal, Decimal], ...] = ()

    @property
    def how(self) -> str:
        """How it is scored, in words."""
        source = f"按记录计算：{MEASURES[self.measure].title}" if self.measure else "由人填写"
        if self.way == JUDGED:
            return f"在0到{plain(self.full)}分之间评分，写明理由"
        if self.way == RATE:
            said = "，".join(f"达到{plain(least)}%得{plain(points)}分" for least, points in self.steps)
            return f"{said}，不到{plain(self.steps[-1][0])}%不得分（{source}）"
        if self.way == EARNED:
            return f"每一件得{plain(self.each)}分，最多{plain(self.full)}分（{source}）"
        return f"每发生一件扣{plain(self.each)}分，扣完为止（{source}）"


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade and the least total that it asks for."""

    title: str
    least: Decimal


@dataclass(frozen=True, slots=True)
class Veto:
    """With it an object gets ``cap`` at best. With a ``measure`` it follows from the records as soon as there is one."""

    title: str
    cap: str
    measure: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A whole table. ``tie_break``: the group whose points decide between equals, "" for none."""

    kind: str
    title: str
    indicators: tuple[Indicator, ...]
    grades: tuple[Grade, ...]
    vetoes: tuple[Veto, ...] = ()
    places: int = 1
    rounding: str = "half_up"
    ties: str = "skip"
    tie_break: str = ""
    empty: str = "full"

    @property
    def by_key(self) -> dict[str, Indicator]:
        """The indicators by key."""
        return {each.key: each for each in self.indicators}

    @property
    def groups(self) -> dict[str, tuple[Indicator, ...]]:
        """The indicators by group, in their order."""
        found: dict[str, tuple[Indicator, ...]] = {}
        for each in self.indicators:
            found[each.group] = (*found.get(each.group, ()), each)
        return found

    @property
    def measures(self) -> tuple[str, ...]:
        """What is counted from the records for it, each once."""
        found = [each.measure for each in self.indicators] + [each.measure for each in self.vetoes]
        return tuple(dict.fromkeys(filter(None, found)))

    def as_json(self) -> dict[str, Any]:
        """Plain values to be kept."""
        kept = asdict(self)
        for each in kept["indicators"]:
            each["steps"] = [[plain(least), plain(points)] for least, points in each["steps"]]
            each["full"], each["each"] = plain(each["full"]), plain(each["each"])
        for each in kept["grades"]:
            each["least"] = plain(each["least"])
        return kept | {name: list(kept[name]) for name in ("indicators", "grades", "vetoes")}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Table:
        """What ``as_json`` gave."""
        indicators = tuple(
            Indicator(**{
                **each,
                "full": Decimal(each["full"]),
                "each": Decimal(each["each"]),
                "steps": tuple((Decimal(least), Decimal(points)) for least, points in each["steps"]),
            })
            for each in kept["indicators"]
        )  # fmt: skip
        grades = tuple(Grade(each["title"], Decimal(each["least"])) for each in kept["grades"])
        vetoes = tuple(Veto(**each) for each in kept["vetoes"])
        return cls(**{**kept, "indicators": indicators, "grades": grades, "vetoes": vetoes})


@dataclass(frozen=True, slots=True)
class Example:
    """A table that comes with the program, from a day on, with its basis and how sure that is."""

    since: date
    table: Table
    basis: str
    checked: str


def plain(number: Decimal) -> str:
    """Digits without needless zeros.

    >>> plain(Decimal("2.50")), plain(Decimal("100"))
    ('2.5', '100')
    """
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def number_of(text: str) -> Decimal | None:
    """A number of at most two decimals that is not negative; None for anything else.

    >>> number_of("2.5"), number_of("-1"), number_of("两分"), number_of("1e3"), number_of("0.125")
    (Decimal('2.5'), None, None, None, None)
    """
    text = text.strip()
    if not text.isascii() or not text.replace(".", "", 1).isdigit():
        return None
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found if found <= 1_000_000 and found == round(found, 2) else None


def keyed_indicators(rows: Iterable[Mapping[str, Any]]) -> tuple[Indicator, ...]:
    """Indicators with their keys: the number of the group and within it, such as ``2-3``. The rows of a group stand together."""
    groups: dict[str, int] = {}
    found = []
    for row in rows:
        groups[row["group"]] = groups.get(row["group"], 0) + 1
        number = list(groups).index(row["group"]) + 1
        found.append(Indicator(key=f"{number}-{groups[row['group']]}", **row))
    return tuple(found)


def check(table: Table) -> None:
    """Refuse a table that cannot be used. Raises ``WrongTable``."""
    if table.kind not in KINDS or table.rounding not in ROUNDINGS or table.ties not in TIES or table.empty not in EMPTY:
        raise WrongTable("考核对象、尾数、并列、没有发生的怎样计，请从给出的里面选。")
    if not 0 <= table.places <= 2:
        raise WrongTable("总分保留的小数位数请写0、1或者2。")
    if not table.indicators:
        raise WrongTable("请至少写一个指标。")
    if len(table.indicators) > MOST_INDICATORS:
        raise WrongTable(f"指标最多写{MOST_INDICATORS}个。")
    titles: set[tuple[str, str]] = set()
    for each in table.indicators:
        _check_indicator(each, table.kind)
        if (each.group, each.title) in titles:
            raise WrongTable(f"指标“{each.title}”写了两次。")
        titles.add((each.group, each.title))
    total = sum((each.full for each in table.indicators), Decimal(0))
    if total != WHOLE:
        raise WrongTable(f"各指标的满分相加是{plain(total)}分，应当是{plain(WHOLE)}分，请核对。")
    _check_grades(table)
    if table.tie_break and table.tie_break not in table.groups:
        raise WrongTable(f"同分时比哪个一级指标：没有“{table.tie_break}”这个一级指标。")


def _check_indicator(each: Indicator, kind: str) -> None:
    named = f"指标“{each.title}”"
    if not each.title.strip() or not each.group.strip() or len(each.title) > 60 or len(each.group) > 30:
        raise WrongTable("每个指标都要写一级指标（30个字以内）和二级指标（60个字以内）。")
    if not 0 < each.full <= WHOLE:
        raise WrongTable(f"{named}的满分请写大于0、不超过{plain(WHOLE)}的数。")
    if each.way not in WAYS:
        raise WrongTable(f"{named}的计分方法请写：{'、'.join(WAYS.values())}。")
    if each.measure:
        measure = MEASURES.get(each.measure)
        if measure is None:
            raise WrongTable(f"{named}：没有这样的数据来源。")
        if each.way == JUDGED or measure.rate != (each.way == RATE):
            right = WAYS[RATE] if measure.rate else f"{WAYS[EARNED]}、{WAYS[DEDUCTED]}"
            raise WrongTable(f"{named}的数据来源“{measure.title}”只能用于{right}。")
        if kind == "sections" and not measure.sections:
            raise WrongTable(f"{named}：“{measure.title}”只能按机关计算，不能用来考核科室。")
    if each.way in (EARNED, DEDUCTED) and not 0 < each.each <= each.full:
        raise WrongTable(f"{named}请写每一件计几分，大于0，不超过满分{plain(each.full)}分。")
    if each.way == RATE:
        _check_steps(each, named)


def _check_steps(each: Indicator, named: str) -> None:
    if not 0 < len(each.steps) <= MOST_STEPS:
        raise WrongTable(f"{named}请写分档，例如 100:{plain(each.full)} 95:1，最多{MOST_STEPS}档。")
    if any(not 0 <= least <= WHOLE or not 0 <= points <= each.full for least, points in each.steps):
        raise WrongTable(f"{named}的分档：比率在0到100之间，分数不超过满分{plain(each.full)}分。")
    if any(a[0] <= b[0] or a[1] <= b[1] for a, b in pairwise(each.steps)):
        raise WrongTable(f"{named}的分档请从高到低写，比率和分数都一档比一档低。")
    if each.steps[0][1] != each.full:
        raise WrongTable(f"{named}最高一档应当是满分{plain(each.full)}分。")


def _check_grades(table: Table) -> None:
    grades = table.grades
    if len(grades) < 2 or len({each.title for each in grades}) < len(grades):
        raise WrongTable("等次至少写两个，名称不能相同。")
    if any(not each.title.strip() or len(each.title) > 10 for each in grades):
        raise WrongTable("等次的名称请写1到10个字。")
    if any(a.least <= b.least for a, b in pairwise(grades)) or grades[0].least > WHOLE:
        raise WrongTable("等次请从高到低写，分数一个比一个低，最高的不超过100分。")
    if grades[-1].least != 0:
        raise WrongTable("最后一个等次从0分起，每个总分才都有等次。")
    names = [each.title for each in grades]
    for veto in table.vetoes:
        if not veto.title.strip() or len(veto.title) > 60:
            raise WrongTable("否决事项请写1到60个字。")
        if veto.cap not in names[1:]:
            raise WrongTable(f"否决事项“{veto.title}”最高评为哪个等次，请写：{'、'.join(names[1:])}。")
        if veto.measure and (veto.measure not in MEASURES or MEASURES[veto.measure].rate):
            raise WrongTable(f"否决事项“{veto.title}”的数据来源要是件数，例如 没有按期发布的年度报告。")
        if veto.measure and table.kind == "sections" and not MEASURES[veto.measure].sections:
            raise WrongTable(f"否决事项“{veto.title}”的数据来源只能按机关计算，不能用来考核科室。")
    if len({each.title for each in table.vetoes}) < len(table.vetoes):
        raise WrongTable("否决事项写了两次。")


@cache
def examples() -> tuple[Example, ...]:
    """The tables that come with the program."""
    return read_examples(FILE)


def example(kind: str, on: date) -> Example:
    """The one for a kind of objects on a day; the oldest for a day before all."""
    found = [each for each in examples() if each.table.kind == kind]
    return next((each for each in reversed(found) if each.since <= on), found[0])


def read_examples(path: Path) -> tuple[Example, ...]:
    """Read such a file, strictly; raises ``DataError`` with file and line."""
    whole = Reader(load(path), path.name)
    rows = whole.take("tables", list)
    whole.done()
    found = tuple(_example(each, path.name) for each in rows)
    for kind in KINDS:
        days = [each.since for each in found if each.table.kind == kind]
        if not days or days != sorted(set(days)):
            raise DataError(f"{path.name}：{kind} 的表至少一张，按 since 先后排列，不能重叠")
    return found


def _example(given: Any, where: str) -> Example:
    data = Reader(given, where)
    since, basis, checked = data.take("since", date), data.take("basis", str), data.take("checked", str)
    grounded(data, basis, checked)
    rows = [_row(each, where) for each in data.take("indicators", list)]
    grades = []
    for each in data.take("grades", list):
        one = Reader(each, where)
        grades.append(Grade(one.take("title", str), _decimal(one, "least")))
        one.done()
    vetoes = []
    for each in data.take("vetoes", list, []):
        one = Reader(each, where)
        vetoes.append(Veto(one.take("title", str), one.take("cap", str), one.take("measure", str, "")))
        one.done()
    made = Table(
        kind=data.take("kind", str),
        title=data.take("title", str),
        indicators=keyed_indicators(rows),
        grades=tuple(grades),
        vetoes=tuple(vetoes),
        places=data.take("places", int),
        rounding=data.take("rounding", str),
        ties=data.take("ties", str),
        tie_break=data.take("tie_break", str, ""),
        empty=data.take("empty", str),
    )
    data.done()
    try:
        check(made)
    except WrongTable as problem:
        raise DataError(f"{data.where}：{problem}") from problem
    return Example(since, made, basis, checked)


def _row(given: Any, where: str) -> dict[str, Any]:
    one = Reader(given, where)
    row = {
        "group": one.take("group", str),
        "title": one.take("title", str),
        "full": _decimal(one, "full"),
        "way": one.take("way", str),
        "measure": one.take("measure", str, ""),
        "each": _decimal(one, "each", "0"),
        "steps": tuple(_step(each, one) for each in one.strings("steps", [])),
    }
    one.done()
    return row


def _decimal(one: Reader, name: str, default: Any = ...) -> Decimal:
    text = one.take(name, str, default)
    found = number_of(text)
    if found is None:
        raise DataError(f"{one.where}：“{name}”应是最多两位小数的数，用引号写成文字：{text!r}")
    return found


def _step(text: str, one: Reader) -> tuple[Decimal, Decimal]:
    least, _, points = text.partition(":")
    found = number_of(least), number_of(points)
    if found[0] is None or found[1] is None:
        raise DataError(f"{one.where}：分档应写成“95:8”的样子：{text!r}")
    return found[0], found[1]
