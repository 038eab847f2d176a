"""The report of a period: each unit's numbers, with the period before and last year's beside them, and how the circular tells it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongkai.assessment.submissions.periods import Period
from gongkai.assessment.submissions.ranking import Tally, ranks
from gongkai.assessment.submissions.rules import COMBINING, TIE_BREAKS, TIES, Rules
from gongkai.casework.events import told

GROUPS = {"sections": "科室", "bureaus": "下级机关"}
FIRST = 3
"""How many of the first are named in the text."""


@dataclass(frozen=True, slots=True)
class Line:
    """One unit. ``rank`` is None for a unit that submitted nothing."""

    key: int
    title: str
    now: Tally
    before: Tally
    last_year: Tally
    rank: int | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """The sections, or the lower organs, best first; those that submitted nothing last."""

    key: str
    lines: tuple[Line, ...]

    @property
    def title(self) -> str:
        """What they are called."""
        return GROUPS[self.key]

    @property
    def total(self) -> Line:
        """All of them together."""
        return Line(
            0,
            "合计",
            sum((each.now for each in self.lines), Tally()),
            sum((each.before for each in self.lines), Tally()),
            sum((each.last_year for each in self.lines), Tally()),
        )

    @property
    def silent(self) -> tuple[Line, ...]:
        """Those that submitted nothing."""
        return tuple(each for each in self.lines if not each.now.submitted)


@dataclass(frozen=True, slots=True)
class Report:
    """A period as it stood on ``counted_on``. ``channels``: title, level and how often each adopted."""

    period: Period
    counted_on: date
    basis: str
    how: tuple[str, ...]
    groups: tuple[Group, ...]
    channels: tuple[tuple[str, str, int], ...]

    @property
    def total(self) -> Line:
        """Everything together."""
        lines = [each.total for each in self.groups]
        return Group("sections", tuple(lines)).total

    def as_json(self) -> dict[str, Any]:
        """Plain values to be kept."""
        return {
            "period": [self.period.kind, self.period.year, self.period.number],
            "counted_on": self.counted_on.isoformat(),
            "basis": self.basis,
            "how": list(self.how),
            "groups": [
                {
                    "key": group.key,
                    "lines": [
                        {
                            "key": each.key,
                            "title": each.title,
                            "rank": each.rank,
                            "now": each.now.as_json(),
                            "before": each.before.as_json(),
                            "last_year": each.last_year.as_json(),
                        }
                        for each in group.lines
                    ],
                }
                for group in self.groups
            ],
            "channels": [list(each) for each in self.channels],
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Report:
        """What ``as_json`` gave."""
        groups = tuple(
            Group(
                group["key"],
                tuple(
                    Line(
                        each["key"],
                        each["title"],
                        Tally.from_json(each["now"]),
                        Tally.from_json(each["before"]),
                        Tally.from_json(each["last_year"]),
                        each["rank"],
                    )
                    for each in group["lines"]
                ),
            )
            for group in kept["groups"]
        )
        channels = tuple((title, level, count) for title, level, count in kept["channels"])
        period = Period(*kept["period"])
        return cls(period, date.fromisoformat(kept["counted_on"]), kept["basis"], tuple(kept["how"]), groups, channels)


def ranked(key: str, lines: Sequence[Line], rules: Rules) -> Group:
    """A group with its ranks, in their order; equals stay in the order given."""
    found = ranks([each.now for each in lines], rules)
    placed = [
        Line(each.key, each.title, each.now, each.before, each.last_year, rank)
        for each, rank in zip(lines, found, strict=True)
    ]
    return Group(key, tuple(sorted(placed, key=lambda each: (each.rank is None, each.rank or 0))))


def how_counted(rules: Rules) -> tuple[str, ...]:
    """How it was counted, in sentences."""
    said = [
        "按报送日期归入期间，采用、退回的情形数到统计的那一天",
        f"一篇被几处采用的，{COMBINING[rules.combining]}",
        f"名次按得分排，{TIE_BREAKS[rules.tie_break]}；{TIES[rules.ties]}",
        "没有报送的单位没有采用率，也不排名次",
    ]
    if rules.urgent_hours:
        said.append(f"紧急信息在事情发生{rules.urgent_hours}小时以后才报来的算迟报")
    return tuple(said)


def composed(report: Report, rules: Rules) -> str:
    """The text of the circular, to be edited by a person: paragraphs, with headings like “一、……” on lines of their own."""
    all_of, period = report.total, report.period
    units = "和".join(f"各{each.title}" for each in report.groups) or "各单位"
    parts = [f"现将{period.title}信息报送和采用情况通报如下。"]
    if not all_of.now.submitted:
        parts.append(f"截至{told(report.counted_on)}，{period.title}{units}没有报送信息。")
        return "\n".join([*parts, *_asked(report, rules, "一")])
    parts += [
        "一、总体情况",
        f"截至{told(report.counted_on)}，{period.title}{units}共{_numbers(all_of.now)}。{_compared(report)}",
    ]
    if report.channels:
        named = "，".join(f"{title}{count}篇" for title, _, count in report.channels)
        parts.append(f"按采用的渠道分：{named}；一篇被几处采用的，各计一次。")
    ordinals = iter("二三四五")
    for group in report.groups:
        parts += [f"{next(ordinals)}、{group.title}报送情况", _group(group)]
    return "\n".join([*parts, *_asked(report, rules, next(ordinals))])


def _numbers(tally: Tally) -> str:
    said = [f"报送信息{tally.submitted}篇，采用{tally.adopted}篇，采用率{tally.rate_words}"]
    if tally.waiting:
        said.append(f"还没有处理{tally.waiting}篇")
    if tally.returned:
        said.append(f"被退回过{tally.returned}篇")
    if tally.late:
        said.append(f"迟报{tally.late}篇")
    return "，".join(said)


def _compared(report: Report) -> str:
    total, said = report.total, []
    for words, earlier, tally in (
        ("上期", report.period.before, total.before),
        ("上年同期", report.period.last_year, total.last_year),
    ):
        if earlier is None or (words == "上期" and report.period.kind == "year"):
            continue
        if not tally.submitted:
            said.append(f"{words}（{earlier.title}）没有报送记录")
            continue
        more = total.now.submitted - tally.submitted
        moved = "持平" if not more else f"{'增加' if more > 0 else '减少'}{abs(more)}篇"
        said.append(
            f"与{words}（{earlier.title}，报送{tally.submitted}篇、采用{tally.adopted}篇、采用率{tally.rate_words}）比，报送{moved}"
        )
    return "；".join(said) + "。" if said else ""


def _group(group: Group) -> str:
    total = group.total.now
    if not total.submitted:
        return f"各{group.title}都没有报送信息。"
    said = [
        f"{len(group.lines)}个{group.title}中，{len(group.lines) - len(group.silent)}个有报送，共{_numbers(total)}。"
    ]
    first = [each for each in group.lines if each.rank is not None and each.rank <= FIRST and each.now.score]
    if first:
        named = "；".join(
            f"第{each.rank}名{each.title}，得{each.now.score_words}分（报送{each.now.submitted}篇、采用{each.now.adopted}篇）"
            for each in first
        )
        said.append(f"得分在前的是：{named}。")
    if group.silent:
        said.append(f"没有报送信息的是：{'、'.join(each.title for each in group.silent)}。")
    unused = [each.title for each in group.lines if each.now.submitted and not each.now.adopted]
    if unused:
        said.append(f"有报送但还没有采用的是：{'、'.join(unused)}。")
    return "".join(said)


def _asked(report: Report, rules: Rules, ordinal: str) -> list[str]:
    said = []
    if any(group.silent for group in report.groups):
        said.append("没有报送信息的单位要落实信息员，主动报送。")
    if report.total.now.returned:
        said.append("被退回的信息，请按退回的意见补充核实后重新报送。")
    if report.total.now.late:
        hours = f"，在事情发生后{rules.urgent_hours}小时以内报来" if rules.urgent_hours else ""
        said.append(f"约定了时间的信息要按时报送；紧急信息要随时报送{hours}。")
    said.append("请各单位围绕中心工作，多报送有情况、有分析、有建议的信息，报送前由单位负责人核实。")
    return [f"{ordinal}、下一步要求", "".join(said)]
