"""The whole check of some organs on a day: every veto with its count, the records behind it and who answers for them.

``Survey(organs, sites, on)`` asks the database a fixed number of questions, however many organs and columns there are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any, Protocol

from gongkai.assessment.freshness.judging import (
    Colour,
    Standing,
    Verdict,
    counted,
    dated_standing,
    services_verdict,
    visits_verdict,
)
from gongkai.assessment.freshness.rules import Indicator, rules_on
from gongkai.web.inspection.accounts import AccountState, accounts_on
from gongkai.web.inspection.columns import ColumnState, columns_among, columns_on
from gongkai.web.inspection.guides import guides_on
from gongkai.web.inspection.models import Answer, Setting
from gongkai.web.inspection.newest import newest_on
from gongkai.web.inspection.sites import Site, Sites
from gongkai.web.inspection.unanswered import unanswered_on
from gongkai.web.organs.models import Organ

COLUMNS = ("news_and_notices", "should_update", "empty")


class Record(Protocol):
    """One record behind a count: what it is, since when it is not as it should be, and who answers for it."""

    @property
    def organ_id(self) -> int: ...
    @property
    def title(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def told(self) -> str: ...
    @property
    def responsible(self) -> str: ...
    @property
    def subject(self) -> tuple[str, str]: ...
    @property
    def section_id(self) -> int | None: ...
    @property
    def officer_id(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class Veto:
    """A veto over a site: how many records (None where nothing is counted), which, and what a person found."""

    indicator: Indicator
    verdict: Verdict
    number: int | None = None
    records: Sequence[Record] = ()
    answers: Sequence[Answer] = ()
    said: str = ""
    standing: Standing | None = None

    def own(self, organ: Organ) -> list[Record]:
        """The records of one organ."""
        return [each for each in self.records if each.organ_id == organ.pk]

    @property
    def count(self) -> str:
        """The count in words."""
        return "—" if self.number is None else str(self.number)

    @property
    def limit(self) -> str:
        """The limit in words."""
        if self.number is None:
            return "—"
        return f"{self.indicator.limit}" if self.indicator.limit > 1 else "1"


@dataclass(frozen=True, slots=True)
class Tally:
    """An organ in the table of the office above: how its columns and accounts stand."""

    organ: Organ
    site: Site
    colours: Counter[Colour]
    late_accounts: int
    flawed: int

    @property
    def red(self) -> int:
        """Columns too long without anything new."""
        return self.colours[Colour.RED]

    @property
    def empty(self) -> int:
        """Columns with nothing in them."""
        return self.colours[Colour.EMPTY]

    @property
    def amber(self) -> int:
        """Columns that soon will be."""
        return self.colours[Colour.AMBER]

    @property
    def columns(self) -> int:
        """How many columns it has."""
        return sum(self.colours.values())


@dataclass
class Survey:
    """The check of ``organs`` on the day ``on``; vetoes are counted for whole sites."""

    organs: Collection[Organ]
    on: date
    keys: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.rules = rules_on(self.on)
        self.keys = [each.pk for each in self.organs]
        above = {int(part) for each in self.organs for part in each.path.strip("/").split("/")}
        self.settings = {each.organ_id: each for each in Setting.objects.filter(organ__in=above | set(self.keys))}
        (self.newest,) = newest_on(self.keys, [self.on])
        self._among = columns_among({each.pk: each for each in self.organs})
        self.columns = columns_on(self._among, self.on, self.rules, self.newest)

    @cached_property
    def accounts(self) -> list[AccountState]:
        """The official accounts on new media."""
        return accounts_on(self.organs, self.on, self.rules.indicators["accounts"], self.settings)

    @cached_property
    def _guides(self) -> Any:
        return guides_on(self.keys, self.on, self.rules)

    @cached_property
    def _unanswered(self) -> Any:
        numbers = self.rules.indicators["messages"].numbers
        return unanswered_on(self.keys, self.on, numbers["months"], numbers["within_months"])

    @cached_property
    def _answers(self) -> list[Answer]:
        since = self.on - timedelta(days=self.rules.answer_days)
        rows = Answer.objects.filter(organ__in=self.keys, on__gt=since, on__lte=self.on).select_related("by", "organ")
        newest: dict[tuple[int, str], Answer] = {}
        for each in rows.order_by("on", "id"):
            newest[each.organ_id, each.indicator] = each
        return list(newest.values())

    def vetoes(self, site: Site) -> list[Veto]:
        """Every veto of a site, in the order of the indicators."""
        keys = {each.pk for each in site.organs}
        return [self._veto(each, site, keys) for each in self.rules.indicators.values()]

    def tallies(self, sites: Sites, organs: Iterable[Organ]) -> list[Tally]:
        """How each organ stands by itself."""
        colours: dict[int, Counter[Colour]] = {key: Counter() for key in self.keys}
        for column in self.columns:
            if not column.parts:
                colours[column.organ_id][column.standing.colour] += 1
        late = Counter(each.organ_id for each in self.accounts if each.standing.counted_in)
        flawed = Counter(each.organ_id for each in self._guides[1] if self._serves(each.organ_id))
        return [
            Tally(each, sites.of(each), colours.get(each.pk, Counter()), late[each.pk], flawed[each.pk])
            for each in organs
        ]

    def _serves(self, organ: int) -> bool:
        found = self.settings.get(organ)
        return found is None or found.public_services

    def _veto(self, indicator: Indicator, site: Site, keys: set[int]) -> Veto:
        key = indicator.key
        if not indicator.by_program:
            return self._asked(indicator, site, keys)
        if key in COLUMNS:
            found = [each for each in self.columns if each.counted_in == key and each.organ_id in keys]
            return Veto(indicator, counted(indicator, len(found)), len(found), found)
        if key == "home":
            return self._home(indicator, keys)
        if key == "accounts":
            return self._accounts(indicator, keys)
        if key == "messages":
            return self._messages(indicator, keys)
        return self._services(indicator, keys)

    def _home(self, indicator: Indicator, keys: set[int]) -> Veto:
        days = [self.newest[each.pk] for each in self._among if each.organ.pk in keys and each.pk in self.newest]
        numbers = indicator.numbers
        standing = dated_standing(
            max(days, default=None), self.on, numbers["days"], numbers["amber_days"], indicator.key
        )
        late = bool(standing.counted_in)
        said = f"最近一条{standing.last.isoformat()}，已经{standing.days}天" if standing.last else "全站没有公开的信息"
        verdict = Verdict.TRIGGERED if late else Verdict.CLEAR
        return Veto(indicator, verdict, int(late), said=said, standing=standing)

    def _accounts(self, indicator: Indicator, keys: set[int]) -> Veto:
        own = [each for each in self.accounts if each.organ_id in keys]
        if not own:
            return Veto(indicator, Verdict.NOT_APPLICABLE, said="没有登记政务新媒体账号")
        late = [each for each in own if each.standing.counted_in]
        return Veto(indicator, counted(indicator, len(late)), len(late), late, said=f"共{len(own)}个账号")

    def _messages(self, indicator: Indicator, keys: set[int]) -> Veto:
        found = [each for each in self._unanswered if each.organ_id in keys]
        return Veto(indicator, counted(indicator, len(found)), len(found), found)

    def _services(self, indicator: Indicator, keys: set[int]) -> Veto:
        serving = {key for key in keys if self._serves(key)}
        if not serving:
            return Veto(indicator, Verdict.NOT_APPLICABLE, said="没有对外服务职能")
        whole, flawed = self._guides
        number = sum(whole[key] for key in serving)
        if indicator.key == "no_services":
            return Veto(
                indicator,
                Verdict.CLEAR if number else Verdict.TRIGGERED,
                int(not number),
                said=f"公开办事指南{number}件",
            )
        if not number:
            return Veto(indicator, Verdict.NOT_APPLICABLE, said="没有办事指南可查")
        found = [each for each in flawed if each.organ_id in serving]
        verdict = services_verdict(indicator, len(found), number)
        return Veto(indicator, verdict, len(found), found, said=f"公开办事指南{number}件")

    def _asked(self, indicator: Indicator, site: Site, keys: set[int]) -> Veto:
        """What people found. The host answers for the site, each organ with accounts for its own."""
        asked = {site.host.pk}
        if indicator.part == "media":
            asked = {each.organ_id for each in self.accounts if each.organ_id in keys}
            if not asked:
                return Veto(indicator, Verdict.NOT_APPLICABLE, said="没有登记政务新媒体账号")
        answers = [each for each in self._answers if each.indicator == indicator.key and each.organ_id in keys]
        verdicts = {each.organ_id: self._verdict_of(indicator, each) for each in answers}
        if Verdict.TRIGGERED in verdicts.values():
            verdict = Verdict.TRIGGERED
        elif all(verdicts.get(key) is Verdict.CLEAR for key in asked):
            verdict = Verdict.CLEAR
        else:
            verdict = Verdict.NOT_ASSESSED
        missing = len([key for key in asked if key not in verdicts])
        said = f"{missing}个机关没有填写" if indicator.part == "media" and missing else "" if answers else "没有人填写"
        return Veto(indicator, verdict, answers=answers, said=said)

    def _verdict_of(self, indicator: Indicator, answer: Answer) -> Verdict:
        if indicator.how == "visits":
            return visits_verdict(indicator, answer.visits or 0, answer.failed or 0)
        return Verdict.TRIGGERED if answer.finding == Answer.Finding.FOUND else Verdict.CLEAR


def whole_verdict(vetoes: Iterable[Veto]) -> Verdict:
    """What they come to: one is enough to fail; nothing is said to be clear while one was not assessed."""
    found = {each.verdict for each in vetoes}
    return next(
        each
        for each in (Verdict.TRIGGERED, Verdict.NOT_ASSESSED, Verdict.CLEAR)
        if each in found or each is Verdict.CLEAR
    )


def columns_of(organ: Organ, on: date) -> list[ColumnState]:
    """How the columns of one organ stand on a day. Asks three questions."""
    (newest,) = newest_on([organ.pk], [on])
    return columns_on(columns_among({organ.pk: organ}), on, rules_on(on), newest)
