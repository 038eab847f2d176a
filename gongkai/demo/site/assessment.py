"""The county's yearly assessment of the organs below it: a finished round, and this year's while self-scores are filled in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from django.utils import timezone

from gongkai.assessment.yearly.lines import written
from gongkai.demo.site.clock import Diary
from gongkai.demo.site.files import load
from gongkai.demo.site.organisation import Cast
from gongkai.web.assessment import services
from gongkai.web.assessment.models import Round, Subject
from gongkai.web.assessment.services import Given

COUNTY, OFFICE, HEAD = "qingshi", "xiangong", "fuxianzhang"
SETTLED = 3
"""From this month on the round of last year is over; before it, the one before that is shown."""
OPEN_FOR = timedelta(days=9)
COUNTED_BEFORE = timedelta(days=2)


def enter_year(cast: Cast, diary: Diary) -> None:
    """Enter both rounds."""
    data, today = load("assessment.yaml"), diary.today
    finished = today.year - 1 if today.month >= SETTLED else today.year - 2
    Life(cast, data).finish(diary, finished)
    opened = today - OPEN_FOR
    Life(cast, data).begin_only(diary, opened, opened - COUNTED_BEFORE)


@dataclass
class Life:
    """One round."""

    cast: Cast
    data: Mapping[str, Any]
    found: Round | None = field(default=None)

    @property
    def round(self) -> Round:
        """The round, once it is opened."""
        assert self.found is not None
        return self.found

    def finish(self, diary: Diary, year: int) -> None:
        """From January to the announcement in February."""
        after = year + 1
        days = {
            "cut_off_on": date(year, 12, 31),
            "self_due_on": date(after, 1, 16),
            "review_due_on": date(after, 1, 30),
            "objection_due_on": date(after, 2, 8),
        }
        diary.at(date(after, 1, 6), partial(self._open, year, days), 15, 5)
        for number, (code, each) in enumerate(self.data["organs"].items()):
            if "self" in each:
                diary.at(date(after, 1, 9 + number), partial(self._fill, code, each, hand_in=True), 16, 5)
        diary.at(date(after, 1, 12), self._appraise, 16, 20)
        diary.at(date(after, 1, 17), partial(self._step, services.close_self_scoring), 15, 10)
        diary.at(date(after, 1, 20), self._review, 15, 30)
        diary.at(date(after, 1, 28), partial(self._step, services.tell_results), 15, 40)
        diary.at(date(after, 2, 3), self._object, 15, 50)
        diary.at(date(after, 2, 6), self._answer, 16, 0)
        diary.at(date(after, 2, 10), partial(self._step, services.submit_results), 16, 10)
        diary.at(date(after, 2, 11), partial(self._step, services.approve_results, HEAD), 16, 20)
        diary.at(date(after, 2, 12), partial(self._step, services.announce_results, HEAD), 16, 30)

    def begin_only(self, diary: Diary, on: date, cut_off: date) -> None:
        """Opened and counted; one object has handed in, one has begun, the others have not."""
        days = {
            "cut_off_on": cut_off,
            "self_due_on": on + timedelta(days=15),
            "review_due_on": on + timedelta(days=30),
            "objection_due_on": on + timedelta(days=40),
        }
        organs = self.data["organs"]
        diary.at(on, partial(self._open, cut_off.year, days), 15, 5)
        diary.at(on, partial(self._step, services.count_round), 15, 10)
        diary.at(on + timedelta(days=5), partial(self._fill, "jiaoyu", organs["jiaoyu"], hand_in=True), 16, 5)
        diary.at(on + timedelta(days=7), partial(self._fill, "nongye", organs["nongye"], hand_in=False), 16, 5)

    def _open(self, year: int, days: Mapping[str, date]) -> None:
        organ, office = self.cast.organs[COUNTY], self.cast.acting(OFFICE)
        draft = services.make_table(organ, by=office, year=year, kind="organs")
        scheme = draft.table
        lines = written(scheme) | {name: self.data[name] for name in ("indicators", "vetoes")}
        choices = {name: getattr(scheme, name) for name in ("places", "rounding", "ties", "tie_break", "empty")}
        table = services.edit_table(draft, by=office, title=draft.title, basis=self.data["basis"], **lines, **choices)
        targets = [self.cast.organs[code] for code in self.data["organs"]]
        self.found = services.open_round(table, by=office, targets=targets, **days)

    def _subject(self, code: str) -> Subject:
        return self.round.subjects.get(target=self.cast.organs[code])

    def _fill(self, code: str, each: Mapping[str, Any], *, hand_in: bool) -> None:
        by, subject = self.cast.acting(each["by"]), self._subject(code)
        given = {key: Given(Decimal(points), words=words) for key, (points, words) in each["self"].items()}
        if not hand_in:
            given = dict(list(given.items())[:2])
        services.fill_in(subject, by=by, given=given)
        if hand_in:
            services.hand_in(subject, by=by)

    def _appraise(self) -> None:
        today = timezone.localdate()
        for code, each in self.data["organs"].items():
            if each["appraisal"]:
                sample, satisfied = each["appraisal"]
                services.enter_appraisal(
                    self._subject(code),
                    by=self.cast.acting(OFFICE),
                    method=self.data["appraised"],
                    since=today - timedelta(days=30),
                    until=today - timedelta(days=2),
                    sample=sample,
                    satisfied=satisfied,
                    evidence=f"{self.round.year}年度社会评议汇总表，存县政务公开办",
                )

    def _review(self) -> None:
        office = self.cast.acting(OFFICE)
        for code, each in self.data["organs"].items():
            subject = self._subject(code)
            differing = each["review"]
            given = {}
            for score in subject.scores.all():
                if score.indicator in differing:
                    points, words = differing[score.indicator]
                    given[score.indicator] = Given(Decimal(points), words=words)
                else:
                    given[score.indicator] = Given(score.self_points, score.absent)
            services.review(subject, by=office, given=given)
            services.finish_review(subject, by=office)

    def _object(self) -> None:
        for code, each in self.data["organs"].items():
            if "objection" in each:
                said = each["objection"]
                by = self.cast.acting(each["by"])
                services.object_to(self._subject(code), by=by, text=said["text"], indicator=said["indicator"])

    def _answer(self) -> None:
        for code, each in self.data["organs"].items():
            if "objection" in each:
                said, subject = each["objection"], self._subject(code)
                services.answer_objection(
                    subject.objections.get(),
                    by=self.cast.acting(OFFICE),
                    upheld=True,
                    answer=said["answer"],
                    points=Decimal(said["points"]),
                )

    def _step(self, act: Any, by: str = OFFICE) -> None:
        self.found = act(self.round, by=self.cast.acting(by, COUNTY))
