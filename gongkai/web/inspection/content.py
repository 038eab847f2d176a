"""What a self-inspection found, as plain data that is kept with the report and never changes."""

from __future__ import annotations

import calendar
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from gongkai.assessment.freshness.judging import Colour, Verdict
from gongkai.casework.events import told
from gongkai.web.inspection.models import Problem
from gongkai.web.inspection.sites import Site, Sites
from gongkai.web.inspection.survey import Survey, Veto, whole_verdict
from gongkai.web.organs.models import Organ
from gongkai.web.publishing.counts import day_start
from gongkai.web.publishing.models import Item
from gongkai.web.releases.models import Release

FORM = 1
"""The form of what is kept; a later one reads earlier ones."""


def quarter_span(year: int, quarter: int) -> tuple[date, date]:
    """The first and the last day of a quarter.

    >>> quarter_span(2026, 3)
    (datetime.date(2026, 7, 1), datetime.date(2026, 9, 30))
    """
    month = quarter * 3
    return date(year, month - 2, 1), date(year, month, calendar.monthrange(year, month)[1])


class Drawing:
    """The check of an organ on a day for its report: of the whole site where the organ answers for it, else of its own part."""

    def __init__(self, organ: Organ, on: date) -> None:
        self.organ, self.on = organ, on
        self.sites = Sites(on)
        self.site: Site = self.sites.of(organ)
        self.whole = self.site.host.pk == organ.pk
        self.survey = Survey(self.site.organs, on)
        self.vetoes: list[Veto] = self.survey.vetoes(self.site)
        self.scope: tuple[Organ, ...] = self.site.organs if self.whole else (organ,)

    @property
    def keys(self) -> set[int]:
        """The organs that it is about."""
        return {each.pk for each in self.scope}

    def found(self) -> Iterable[tuple[Veto, Any]]:
        """What is to be set right: each counted record of the organs that it is about, with its veto."""
        for veto in self.vetoes:
            for record in veto.records:
                if record.organ_id in self.keys:
                    yield veto, record

    def of_site(self) -> Iterable[Veto]:
        """Triggered vetoes that are about the site as a whole: the host sets them right; of answers, the organ that gave them."""
        for veto in self.vetoes:
            if veto.verdict is Verdict.TRIGGERED and not veto.records and self.whole:
                yield veto

    def content(self, year: int, quarter: int, problems: Iterable[Problem]) -> dict[str, Any]:
        """All of it as plain data."""
        rules = self.survey.rules
        return {
            "form": FORM,
            "basis": rules.basis,
            "site": {
                "title": self.site.title,
                "code": self.site.code,
                "host": self.site.host.name,
                "whole": self.whole,
            },
            "verdict": whole_verdict(self.vetoes).value,
            "counts": self._counts(year, quarter),
            "vetoes": [self._veto(each) for each in self.vetoes],
            "problems": [as_row(each) for each in problems],
        }

    def _counts(self, year: int, quarter: int) -> list[dict[str, Any]]:
        since, until = quarter_span(year, quarter)
        until = min(until, self.on)
        keys = self.keys
        columns = [each for each in self.survey.columns if each.organ_id in keys and not each.parts]
        published = Item.objects.filter(
            organ__in=keys, published_at__gte=day_start(since), published_at__lt=day_start(until, 1)
        ).count()
        accounts = [each for each in self.survey.accounts if each.organ_id in keys]
        released = Release.objects.filter(
            organ__in=keys,
            voided_at=None,
            on__range=(since, until),
            channel__in={each.account.platform for each in accounts},
        ).count()
        colours = [each.standing.colour for each in columns]
        span = f"{told(since)}至{told(until)}"
        return [
            {"title": "机关", "number": len(keys), "unit": "个"},
            {"title": f"{span}网站发布信息", "number": published, "unit": "件"},
            {"title": "栏目", "number": len(columns), "unit": "个"},
            {"title": "其中逾期未更新", "number": colours.count(Colour.RED), "unit": "个"},
            {"title": "其中空白", "number": colours.count(Colour.EMPTY), "unit": "个"},
            {"title": "其中快要到期", "number": colours.count(Colour.AMBER), "unit": "个"},
            {"title": "政务新媒体账号", "number": len(accounts), "unit": "个"},
            {"title": f"{span}新媒体发布", "number": released, "unit": "条"},
        ]

    def _veto(self, veto: Veto) -> dict[str, Any]:
        indicator = veto.indicator
        keys = self.keys
        return {
            "key": indicator.key,
            "part": indicator.part,
            "number": indicator.number,
            "title": indicator.title,
            "trigger": indicator.trigger,
            "how": indicator.how,
            "verdict": veto.verdict.value,
            "count": veto.number,
            "limit": indicator.limit,
            "own": sum(1 for each in veto.records if each.organ_id in keys),
            "said": veto.said,
            "answers": [
                {
                    "organ": each.organ.short_name,
                    "on": each.on.isoformat(),
                    "words": each.words,
                    "note": each.note,
                    "by": each.by.name,
                }
                for each in veto.answers
                if each.organ_id in keys or each.organ_id == self.site.host.pk
            ],
        }


def as_row(problem: Problem) -> dict[str, Any]:
    """A problem as the report lists it."""
    who = (problem.section.name if problem.section else "", problem.officer.name if problem.officer else "")
    return {
        "number": problem.number,
        "organ": problem.organ.short_name,
        "indicator": problem.indicator,
        "subject": problem.subject,
        "what": problem.what,
        "responsible": "　".join(each for each in who if each) or f"{problem.organ.short_name}政务公开办",
        "due_on": problem.due_on.isoformat() if problem.due_on else "",
        "state": problem.state,
    }


def carried_on(organs: Collection[int]) -> Any:
    """Problems of some organs that are not set right yet."""
    rows = Problem.objects.filter(organ__in=organs, ended=False)
    return rows.select_related("organ", "section", "officer").order_by("organ__order", "id")
