"""What a region sets for proposals. A version is added, never changed; the nearer organ's goes before that of one above it.

limit_of(organ, name, day) -> Version | None
scheme_of(organ, day) -> Scheme
set_rule(rule, *, by) -> LocalRule
set_scheme(scheme, *, by) -> ResultScheme
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError

from gongkai.casework.counting import Length
from gongkai.casework.workday_calendar import law_limits
from gongkai.engagement.proposals.choices import HANDING_IN, Scheme, kinds, scheme_on
from gongkai.engagement.proposals.local import Version, limit_on
from gongkai.web.log.actors import Actor
from gongkai.web.log.services import save
from gongkai.web.organs.models import Organ
from gongkai.web.proposals.models import LocalRule, ResultScheme


@dataclass(frozen=True, slots=True)
class Ruled:
    """What an organ and those above it entered, fetched once for many proposals."""

    versions: Sequence[Version]
    schemes: Sequence[Scheme]

    def limit(self, name: str, day: date) -> Version | None:
        """The local limit of that name in force on a day."""
        return limit_on(name, day, self.versions)

    def answer(self, kind: str, role: str, day: date) -> tuple[Length, str]:
        """How long the organ has, and on what ground: the law's limit for its kind, the local one for a co-handler's opinion."""
        found: Length | Version | None
        if role == HANDING_IN:
            found = self.limit("opinion", day)
            if found is not None:
                return found.limit, found.basis
        else:
            found = law_limits(kinds()[kind].limit, day)
            if found is not None:
                return found, found.basis
        raise ValidationError({"handed_on": f"没有{day.year}年的期限规定，请核对交办日期。"})

    def results(self, day: date) -> Mapping[str, str]:
        """The classes of results for a proposal handed over that day."""
        return scheme_on(day, self.schemes).classes


def ruled(organ: Organ) -> Ruled:
    """What holds for an organ."""
    above = [int(key) for key in organ.path.strip("/").split("/") if key]
    nearness = {key: place + 1 for place, key in enumerate(above)}
    return Ruled(
        [each.as_version(nearness[each.organ_id]) for each in LocalRule.objects.filter(organ__in=above)],
        [each.as_scheme(nearness[each.organ_id]) for each in ResultScheme.objects.filter(organ__in=above)],
    )


def limit_of(organ: Organ, name: str, day: date) -> Version | None:
    """The local limit for an organ on a day."""
    return ruled(organ).limit(name, day)


def scheme_of(organ: Organ, day: date) -> Scheme:
    """How results are classified in an organ for what was handed over on a day."""
    return scheme_on(day, ruled(organ).schemes)


def set_rule(rule: LocalRule, *, by: Actor, at: datetime | None = None) -> LocalRule:
    """Enter a limit that holds since a day. Clocks that run keep theirs."""
    if by.person is None:
        raise ValueError("期限要由人录入。")
    rule.entered_by, rule.basis = by.person, " ".join(rule.basis.split())
    return save(rule, "set_proposal_rule", by=by, organ=rule.organ, at=at)


def set_scheme(scheme: ResultScheme, *, by: Actor, at: datetime | None = None) -> ResultScheme:
    """Enter how results are classified since a day."""
    if by.person is None:
        raise ValueError("分类要由人录入。")
    scheme.entered_by, scheme.basis = by.person, " ".join(scheme.basis.split())
    return save(scheme, "set_proposal_results", by=by, organ=scheme.organ, at=at)
