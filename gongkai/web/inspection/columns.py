"""The columns of some organs on a day: which were open, what each showed, how it stands, who answers for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from gongkai.assessment.freshness.judging import ORDER, Standing, class_of, column_standing
from gongkai.assessment.freshness.rules import Rules
from gongkai.web.organs.models import Organ
from gongkai.web.publishing.models import SiteColumn


@dataclass(frozen=True, slots=True)
class Column:
    """What the check needs to know of a column; read without making models, for there may be hundreds."""

    pk: int
    organ: Organ
    parent_id: int | None
    merged_into_id: int | None
    code: str
    title: str
    update_class: str
    period_days: int | None
    opened_on: date
    closed_on: date | None
    section_id: int | None
    section: str
    owner_id: int | None
    owner: str

    def is_open_on(self, day: date) -> bool:
        """Whether it stood on the site on a day that is not before its opening."""
        return self.closed_on is None or self.closed_on > day

    @property
    def update_title(self) -> str:
        """What is asked of it, in words."""
        return str(SiteColumn.UpdateClass(self.update_class).label)


@dataclass(frozen=True, slots=True)
class ColumnState:
    """A column on a day. ``parts``: it has open columns below it. ``counted_in``: the veto that counts it, "" for none."""

    column: Column
    level: int
    parts: bool
    counted_in: str
    standing: Standing

    @property
    def organ_id(self) -> int:
        """Whose it is."""
        return int(self.column.organ.pk)

    @property
    def title(self) -> str:
        """Its title."""
        return self.column.title

    @property
    def url(self) -> str:
        """Its page on the portal, as an inspector sees it."""
        return reverse("portal:column", args=[self.column.organ.code, self.column.code])

    @property
    def subject(self) -> tuple[str, str]:
        """Kind and key of what it is, as problems name it."""
        return "publishing.sitecolumn", str(self.column.pk)

    @property
    def section_id(self) -> int | None:
        """The section that answers for it."""
        return self.column.section_id

    @property
    def officer_id(self) -> int | None:
        """The person who answers for it."""
        return self.column.owner_id

    @property
    def responsible(self) -> str:
        """Who answers for it, in words (栏目责任分解)."""
        names = (self.column.section, self.column.owner)
        return "　".join(name for name in names if name) or "没有落实责任人"

    @property
    def told(self) -> str:
        """Since when nothing is new."""
        standing = self.standing
        if standing.last is None:
            return "栏目里没有公开的信息"
        since = f"最近一条{standing.last.isoformat()}，已经{standing.days}天"
        return f"{since}（期限{standing.limit}）" if standing.limit else since


def columns_among(organs: Mapping[int, Organ]) -> list[Column]:
    """Every column of some organs (by key) with who answers for it, in their order."""
    rows = SiteColumn.objects.filter(organ__in=organs).order_by("organ__order", "organ", "order", "id")
    found: Iterable[tuple[Any, ...]] = rows.values_list(
        "pk", "organ", "parent", "merged_into", "code", "title", "update_class", "period_days", "opened_on", "closed_on",
        "section", "section__name", "owner", "owner__name",
    )  # fmt: skip
    return [_column(organs, row) for row in found]


def _column(organs: Mapping[int, Organ], row: tuple[Any, ...]) -> Column:
    pk, organ, parent, merged, code, title, asked, days, opened, closed, section, named, owner, name = row
    return Column(
        pk,
        organs[organ],
        parent,
        merged,
        code,
        title,
        asked,
        days,
        opened,
        closed,
        section,
        named or "",
        owner,
        name or "",
    )


def columns_on(among: Iterable[Column], on: date, rules: Rules, newest: Mapping[int, date]) -> list[ColumnState]:
    """Those open on a day, the most pressing first. ``newest``: what each showed by itself, see ``newest_on``."""
    rows = [each for each in among if each.opened_on <= on]
    known = {each.pk: each for each in rows}
    over = {each.pk: _over(each, on, known) for each in rows}
    shown = {key: day for key, day in newest.items() if key in known}
    parts: set[int] = set()
    for each in rows:
        last, above, level = newest.get(each.pk), over[each.pk], 0
        while above is not None and level < 10:
            if each.is_open_on(on):
                parts.add(above)
            if last is not None:
                shown[above] = max(shown.get(above, last), last)
            above, level = over[above], level + 1
    found = []
    for each in rows:
        if not each.is_open_on(on):
            continue
        level = _level(each, over)
        standing = column_standing(rules, each.update_class, level, shown.get(each.pk), on, own_days=each.period_days)
        asked = class_of(rules, each.update_class, level)
        # 有下级栏目的，数它的下级；只数一级栏目的那一类，数一级栏目本身
        whole = bool(asked and asked.levels and standing.counted_in == asked.counted_in)
        counted_in = standing.counted_in if each.pk not in parts or whole else ""
        found.append(ColumnState(each, level, each.pk in parts, counted_in, standing))
    return sorted(found, key=lambda each: (ORDER.index(each.standing.colour), -(each.standing.days or 0)))


def _over(column: Column, on: date, known: Mapping[int, Column]) -> int | None:
    """Where what it shows is shown as well: the column above it, or the one into which it had been merged by then."""
    merged = column.merged_into_id if not column.is_open_on(on) else None
    above = merged or column.parent_id
    return above if above in known else None


def _level(column: Column, over: Mapping[int, int | None]) -> int:
    level, above = 1, over[column.pk]
    while above is not None and level < 10:
        level, above = level + 1, over[above]
    return level
