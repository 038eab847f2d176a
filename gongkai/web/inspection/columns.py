"""The columns of some organs on a day: which were open, what each showed, how it stands, who answers for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from gongkai.assessment.freshness.judging import ORDER, Standing, class_of, column_standing
from gongkai.assessment.freshness.rules import Rules
from gongkai.web.organs.models import Organ
from gongkai.web.publishing.models import SiteColumn


@dataclass(frozen=True, slots=True)
class ColumnState:
    """A column on a day. ``parts``: it has open columns below it. ``counted_in``: the veto that counts it, "" for none."""

    column: SiteColumn
    level: int
    parts: bool
    counted_in: str
    standing: Standing

    @property
    def organ_id(self) -> int:
        """Whose it is."""
        return int(self.column.organ_id)

    @property
    def title(self) -> str:
        """Its title."""
        return self.column.title

    @property
    def url(self) -> str:
        """Its page on the portal, as an inspector sees it."""
        return self.column.get_absolute_url()

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
        names = (
            self.column.section.name if self.column.section else "",
            self.column.owner.name if self.column.owner else "",
        )
        return "　".join(name for name in names if name) or "没有落实责任人"

    @property
    def told(self) -> str:
        """Since when nothing is new."""
        standing = self.standing
        if standing.last is None:
            return "栏目里没有公开的信息"
        since = f"最近一条{standing.last.isoformat()}，已经{standing.days}天"
        return f"{since}（期限{standing.limit}）" if standing.limit else since


def columns_among(organs: Mapping[int, Organ]) -> list[SiteColumn]:
    """Every column of some organs (by key) with who answers for it, in their order."""
    rows = SiteColumn.objects.filter(organ__in=organs).select_related("section", "owner")
    found = list(rows.order_by("organ__order", "organ", "order", "id"))
    for each in found:
        each.organ = organs[each.organ_id]
    return found


def columns_on(among: Iterable[SiteColumn], on: date, rules: Rules, newest: Mapping[int, date]) -> list[ColumnState]:
    """Those open on a day, the most pressing first. ``newest``: what each showed by itself, see ``newest_on``."""
    rows = [each for each in among if each.opened_on <= on]
    known = {each.pk: each for each in rows}
    over = {each.pk: _over(each, on, known) for each in rows}
    shown = {key: day for key, day in newest.items() if key in known}
    parts: set[int] = set()
    for each in rows:
        last, above, level = newest.get(each.pk), over[each.pk], 0
        while above is not None and level < 10:
            if _open(each, on):
                parts.add(above)
            if last is not None:
                shown[above] = max(shown.get(above, last), last)
            above, level = over[above], level + 1
    found = []
    for each in rows:
        if not _open(each, on):
            continue
        level = _level(each, over)
        standing = column_standing(rules, each.update_class, level, shown.get(each.pk), on, own_days=each.period_days)
        asked = class_of(rules, each.update_class, level)
        # 有下级栏目的，数它的下级；只数一级栏目的那一类，数一级栏目本身
        whole = bool(asked and asked.levels and standing.counted_in == asked.counted_in)
        counted_in = standing.counted_in if each.pk not in parts or whole else ""
        found.append(ColumnState(each, level, each.pk in parts, counted_in, standing))
    return sorted(found, key=lambda each: (ORDER.index(each.standing.colour), -(each.standing.days or 0)))


def _open(column: SiteColumn, on: date) -> bool:
    return column.closed_on is None or column.closed_on > on


def _over(column: SiteColumn, on: date, known: Mapping[int, SiteColumn]) -> int | None:
    """Where what it shows is shown as well: the column above it, or the one into which it had been merged by then."""
    merged = column.merged_into_id if not _open(column, on) else None
    above = merged or column.parent_id
    return above if above in known else None


def _level(column: SiteColumn, over: Mapping[int, int | None]) -> int:
    level, above = 1, over[column.pk]
    while above is not None and level < 10:
        level, above = level + 1, over[above]
    return level
