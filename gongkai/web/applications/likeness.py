"""Applications that may ask for the same: shown to the officer with the reason, never a ground by themselves.

alike(application, records) -> list[Alike]           the nearest first
frequent(records) -> list[Group]                     what several applicants ask for (《条例》第四十四条)
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet

from gongkai.applications.items import items_of
from gongkai.applications.outcomes import outcome_title
from gongkai.applications.similar import Likeness, Words, compare, settings, words_of
from gongkai.web.applications.models import Application

SHOWN = 20
_COLUMNS = (
    "pk",
    "number",
    "description",
    "state",
    "ended_on",
    "outcome",
    "name_index",
    "identity_index",
    "received_on",
)


@dataclass(frozen=True, slots=True)
class Alike:
    """Another application, why it is shown, and how like the wording is."""

    number: str
    description: str
    state_title: str
    reason: str
    tone: str
    likeness: Likeness


@dataclass
class Group:
    """Applications of several applicants for the same; ``answered`` the last outcome that was given."""

    description: str
    applications: list[Application] = field(default_factory=list)
    applicants: int = 0
    latest: date | None = None


def alike(application: Application, records: QuerySet[Application]) -> list[Alike]:
    """Applications of the organ among ``records`` that the officer should look at, the nearest first."""
    mine = _words(application.description)
    if not mine.pairs:
        return []
    found = []
    for row in _rows(records.filter(organ=application.organ).exclude(pk=application.pk)):
        near = compare(mine, _words(row["description"]))
        if near.similar:
            found.append((_is_same_applicant(application, row), near, row))
    found.sort(key=lambda each: (not each[0], not each[1].same, -each[1].percent, -each[2]["pk"]))
    return [_told(same, near, row) for same, near, row in found[:SHOWN]]


def frequent(records: QuerySet[Application]) -> list[Group]:
    """What several applicants ask for, the most asked for first. Groups are formed around the newest application of each."""
    heads: list[tuple[Words, list[dict[str, Any]]]] = []
    by_pair: dict[str, list[int]] = {}
    for row in _rows(records):
        words = _words(row["description"])
        if not words.pairs:
            continue
        # 只与至少有一个二字组相同的比
        near = {place for pair in words.pairs for place in by_pair.get(pair, ())}
        home = next((place for place in sorted(near) if compare(words, heads[place][0]).same), None)
        if home is None:
            home = len(heads)
            heads.append((words, []))
            for pair in words.pairs:
                by_pair.setdefault(pair, []).append(home)
        heads[home][1].append(row)
    several = [rows for _, rows in heads if _applicants(rows) >= settings()["frequent"]]
    several.sort(key=lambda rows: (-_applicants(rows), -rows[0]["pk"]))
    known = Application.objects.in_bulk([row["pk"] for rows in several for row in rows])
    return [
        Group(
            rows[0]["description"],
            [known[row["pk"]] for row in rows],
            _applicants(rows),
            max((row["received_on"] for row in rows if row["received_on"]), default=None),
        )
        for rows in several
    ]


def _words(description: str) -> Words:
    """Without the numbers before its items, which are no years."""
    return words_of("\n".join(items_of(description)))


def _rows(records: QuerySet[Application]) -> Iterable[dict[str, Any]]:
    found: Iterable[dict[str, Any]] = records.filter(erased_at=None).order_by("-id").values(*_COLUMNS)[: settings()["looked_at"]]  # fmt: skip
    return found


def _applicants(rows: list[dict[str, Any]]) -> int:
    return len({row["identity_index"] or row["name_index"] or row["pk"] for row in rows})


def _is_same_applicant(application: Application, row: dict[str, Any]) -> bool:
    mine, other = application.identity_index, row["identity_index"]
    if mine and other:
        return bool(mine == other)
    return bool(application.name_index) and application.name_index == row["name_index"]


def _told(same_applicant: bool, near: Likeness, row: dict[str, Any]) -> Alike:
    who = "同一申请人" if same_applicant else "其他申请人"
    what = "内容相同" if near.same else "内容相近"
    if near.differing and near.percent >= settings()["same"]:
        what += f"，但年份、文号等数字不同（{'、'.join(near.differing)}）"
    reason = f"{who}，{what}（文字有{near.percent}%相同）。"
    if row["ended_on"]:
        day = row["ended_on"]
        reason += f"{day.year}年{day.month}月{day.day}日办结：{outcome_title(row['outcome'])}。"
        if same_applicant and near.same and not row["outcome"].startswith("other."):
            reason += "如果经核对确是重复申请，可以告知不予重复处理（《条例》第三十六条第（六）项）。"
    else:
        reason += "正在办理。"
        if same_applicant:
            reason += "可以并入先收到的一件。" if near.same else ""
    if not same_applicant and near.same:
        reason += "多个申请人申请相同的信息，属于可以公开的，可以纳入主动公开（《条例》第四十四条）。"
    tone = "warn" if same_applicant and near.same else "info"
    return Alike(row["number"], row["description"], Application.table.title_of(row["state"]), reason, tone, near)
