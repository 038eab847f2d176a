"""The results of a round: every object with its total, grade and rank; means and weak points; how the circular tells them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from gongkai.assessment.yearly.scoring import grade_of, ranks, rounded, total_of
from gongkai.assessment.yearly.tables import EMPTY, KINDS, ROUNDINGS, TIES, Table, plain

WEAKEST = 3
"""How many of the weakest indicators the circular names."""
WEAK = Fraction(9, 10)
"""Below which share of the full points an indicator is called weak."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An object before it is summed up: points by indicator (None: nothing of the kind happened) and the vetoes that apply."""

    key: int
    title: str
    points: Mapping[str, Decimal | None]
    vetoes: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """An object with what it came to."""

    key: int
    title: str
    rank: int
    total: Decimal
    grade: str
    groups: Mapping[str, Decimal]
    points: Mapping[str, Decimal | None]
    vetoes: tuple[str, ...] = ()

    @property
    def total_words(self) -> str:
        """The total without needless zeros."""
        return plain(self.total)


@dataclass(frozen=True, slots=True)
class Results:
    """Best first; equals in the order given."""

    year: int
    table: Table
    lines: tuple[Line, ...]

    @property
    def grades(self) -> dict[str, int]:
        """How many got each grade, in the order of the grades."""
        counted = Counter(each.grade for each in self.lines)
        return {each.title: counted[each.title] for each in self.table.grades}

    @property
    def mean(self) -> Decimal | None:
        """The mean of the totals, rounded as totals are."""
        if not self.lines:
            return None
        exact = sum((Fraction(each.total) for each in self.lines), Fraction(0)) / len(self.lines)
        return rounded(exact, max(self.table.places, 1), self.table.rounding)

    @property
    def reached(self) -> dict[str, Fraction | None]:
        """By indicator, which share of its full points the objects reached on the mean; None where nothing was to be scored."""
        found: dict[str, Fraction | None] = {}
        for each in self.table.indicators:
            got = [points for line in self.lines if (points := line.points[each.key]) is not None]
            whole = sum(got, Decimal(0))
            found[each.key] = Fraction(whole) / (len(got) * Fraction(each.full)) if got else None
        return found

    @property
    def weakest(self) -> list[tuple[str, Fraction]]:
        """The titles of the weakest indicators with the share reached, the weakest first."""
        reached = self.reached
        shares = [(each.title, reached[each.key]) for each in self.table.indicators]
        weak = [(title, share) for title, share in shares if share is not None and share < WEAK]
        return sorted(weak, key=lambda pair: pair[1])[:WEAKEST]

    def as_json(self) -> dict[str, Any]:
        """Plain values to be kept; the table is kept elsewhere."""
        return {
            "year": self.year,
            "lines": [
                {
                    "key": each.key,
                    "title": each.title,
                    "rank": each.rank,
                    "total": plain(each.total),
                    "grade": each.grade,
                    "groups": {group: plain(points) for group, points in each.groups.items()},
                    "points": {key: None if points is None else plain(points) for key, points in each.points.items()},
                    "vetoes": list(each.vetoes),
                }
                for each in self.lines
            ],
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any], table: Table) -> Results:
        """What ``as_json`` gave."""
        lines = tuple(
            Line(
                each["key"],
                each["title"],
                each["rank"],
                Decimal(each["total"]),
                each["grade"],
                {group: Decimal(points) for group, points in each["groups"].items()},
                {key: None if points is None else Decimal(points) for key, points in each["points"].items()},
                tuple(each["vetoes"]),
            )
            for each in kept.get("lines", [])
        )
        return cls(kept.get("year", 0), table, lines)


def results_of(year: int, table: Table, entries: Sequence[Entry]) -> Results:
    """Sum up, grade and rank."""
    sums = [total_of(table, each.points) for each in entries]
    caps = {each.title: each.cap for each in table.vetoes}
    lines = [
        Line(
            entry.key,
            entry.title,
            rank,
            each.total,
            grade_of(table, each.total, [caps[veto] for veto in entry.vetoes]),
            {group: points for group, (points, _) in each.groups.items()},
            entry.points,
            tuple(entry.vetoes),
        )
        for entry, each, rank in zip(entries, sums, ranks(table, sums), strict=True)
    ]
    return Results(year, table, tuple(sorted(lines, key=lambda line: line.rank)))


def how_summed(table: Table) -> tuple[str, ...]:
    """How it was summed up and ranked, in sentences."""
    said = [
        f"满分100分，总分保留{table.places}位小数，尾数{ROUNDINGS[table.rounding]}" if table.places else f"满分100分，总分取整数，尾数{ROUNDINGS[table.rounding]}",
        "、".join(f"{each.title}{plain(each.least)}分以上" for each in table.grades[:-1]) + f"，以下为{table.grades[-1].title}",
        EMPTY[table.empty],
        (f"总分相同的比“{table.tie_break}”的得分；" if table.tie_break else "") + TIES[table.ties],
    ]  # fmt: skip
    said += [f"“{each.title}”的，最高评为{each.cap}" for each in table.vetoes]
    return tuple(said)


def composed(results: Results) -> str:
    """The text of the circular, to be edited by a person: paragraphs, with headings like “一、……” on lines of their own."""
    noun = KINDS[results.table.kind]
    parts = [
        f"根据《中华人民共和国政府信息公开条例》第四十六条和年度考核办法，对{results.year}年度各{noun}的政府信息公开工作进行了考核。现将结果通报如下。"
    ]
    if not results.lines:
        return "\n".join([*parts, f"本年度没有列入考核的{noun}。"])
    first, last = results.lines[0], results.lines[-1]
    counted = "，".join(f"{grade}{number}个" for grade, number in results.grades.items() if number)
    parts += ["一、总体情况", f"共考核{len(results.lines)}个{noun}：{counted}。平均{plain(results.mean or Decimal(0))}分，最高{first.total_words}分，最低{last.total_words}分。"]  # fmt: skip
    parts += ["二、考核结果"]
    for grade in results.grades:
        named = [f"{each.title}（{each.total_words}分）" for each in results.lines if each.grade == grade]
        if named:
            parts.append(f"{grade}：{'、'.join(named)}。")
    parts += ["三、主要问题", *_problems(results)]
    parts += ["四、下一步要求", "各单位要对照考核发现的问题逐项整改，整改情况报本机关政府信息公开工作机构。"]
    return "\n".join(parts)


def _problems(results: Results) -> list[str]:
    said = []
    weakest = results.weakest
    if weakest:
        named = "、".join(f"{title}（得分率{share_words(share)}）" for title, share in weakest)
        said.append(f"失分较多的指标是：{named}。")
    for each in results.lines:
        if each.vetoes:
            said.append(f"{each.title}有否决事项：{'、'.join(each.vetoes)}。")
    return said or ["各项指标的平均得分率都在90%以上，没有否决事项。"]


def share_words(share: Fraction | None) -> str:
    """A share in percent with one decimal; nothing for none.

    >>> share_words(Fraction(2, 3)), share_words(Fraction(1)), share_words(None)
    ('66.7%', '100%', '')
    """
    return "" if share is None else f"{plain(rounded(share * 100, 1, 'half_up'))}%"
