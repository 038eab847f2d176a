"""Consultations and surveys of the county's bureau: open, reported, too short with its reason, overdue, withdrawn, with results."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.utils import timezone

from gongkai.demo.site.clock import Diary
from gongkai.demo.site.files import load
from gongkai.demo.site.organisation import Cast
from gongkai.engagement.consultations.questions import OTHER, Given
from gongkai.web.consultations import services
from gongkai.web.consultations.models import Consultation, Question
from gongkai.web.log.actors import Actor
from gongkai.web.organs.models import Organ, Section

ORGAN, SECTION = "nongye", "种植业科"


@dataclass(frozen=True, slots=True)
class Hands:
    """Who does what: writes, reviews, reviews for secrecy, opens and publishes."""

    writer: Actor
    chief: Actor
    secrecy: Actor
    office: Actor


def enter_year(cast: Cast, diary: Diary) -> None:
    """Enter every consultation's life into the diary."""
    data = load("consultations.yaml")
    hands = Hands(*(cast.acting(name) for name in ("xinxi", "kezhang", "baomi", "gongkai")))
    for each in data["consultations"]:
        questions = data["questions"][each["questions"]] if "questions" in each else ()
        on = diary.today - timedelta(days=each["day"])
        Life(cast.organs[ORGAN], cast.sections[ORGAN, SECTION], hands, each, questions).enter(diary, on, 14)


@dataclass
class Life:
    """One of them from its draft to where it stands."""

    organ: Organ
    section: Section
    hands: Hands
    data: dict[str, Any]
    questions: Sequence[dict[str, Any]] = ()
    found: Consultation | None = field(default=None)

    def enter(self, diary: Diary, on: date, hour: int) -> None:
        """All its acts, the opening on a day."""
        diary.at(on, partial(self._begin, on), hour)
        for number, opinion in enumerate(self.data.get("opinions", ())):
            diary.at(on + timedelta(days=opinion["after"]), partial(self._opinion, opinion), hour, 10 + number)
        sheets = self.data.get("sheets", 0)
        span = max(min(self.data.get("days", 1) - 1, self.data.get("day", 400) - 1), 1)
        for number in range(sheets):
            diary.at(on + timedelta(days=1 + number * span // sheets), partial(self._sheet, number, sheets), hour, 20)
        closes = on + timedelta(days=self.data.get("days", 0))
        if "withdrawn" in self.data:
            diary.at(on + timedelta(days=5), self._withdraw, hour, 40)
        if "result" in self.data:
            days = self.data["result"]
            if not self.questions:
                diary.at(closes + timedelta(days=max(days - 4, 1)), self._sort, hour, 40)
            diary.at(closes + timedelta(days=max(days - 2, 1)), self._draft_result, hour, 45)
            diary.at(closes + timedelta(days=days), self._publish, hour, 50)

    def _begin(self, on: date) -> None:
        data, hands = self.data, self.hands
        fields: dict[str, Any] = {name: data[name] for name in ("explanation", "draft", "ways") if name in data}
        if "about" in data:
            fields["about_year"] = on.year - 1
        made = services.start(
            self.organ, data["kind"], data["title"], by=hands.writer, section=self.section,
            wanted_reason=data.get("reason", ""), **fields,
        )  # fmt: skip
        for each in self.questions:
            services.add_question(made, by=hands.writer, **each)
        self.found = made
        services.make_move(made, "submit", by=hands.writer)
        if data.get("stops") == "reviewing":
            return
        services.make_move(made, "pass_review", by=hands.chief)
        services.make_move(made, "pass_secrecy", by=hands.secrecy, facts={"opinion": "不涉及国家秘密和工作秘密。"})
        closes = on + timedelta(days=data["days"])
        services.open_up(made, by=hands.office, closes_on=closes, shortened_reason=data.get("reason", ""))

    def _opinion(self, given: dict[str, Any]) -> None:
        assert self.found is not None
        who = {name: given[name] for name in ("name", "contact") if name in given}
        if "source" not in given:
            services.give(self.found, given["content"], **who)
            return
        services.enter(
            self.found, given["content"], source=given["source"], received_on=timezone.localdate(), by=self.hands.writer
        )

    def _sheet(self, number: int, whole: int) -> None:
        assert self.found is not None
        given = {each.pk: _chosen(each, number) for each in self.found.questions.all()}
        if number >= whole - self.data.get("paper", 0):
            services.enter_sheet(self.found, given, filled_on=timezone.localdate(), by=self.hands.writer)
        else:
            services.answer(self.found, given, address=f"192.0.2.{number % 200 + 1}")

    def _sort(self) -> None:
        found = self.found
        assert found is not None
        for place, each in enumerate(self.data.get("groups", ()), start=1):
            made = services.make_group(found, by=self.hands.writer, **each)
            opinions = enumerate(self.data["opinions"], start=1)
            services.sort(
                found, [serial for serial, one in opinions if one.get("group") == place], made, by=self.hands.writer
            )

    def _draft_result(self) -> None:
        assert self.found is not None
        services.draft_result(self.found, services.composed_result(self.found), by=self.hands.writer)

    def _publish(self) -> None:
        assert self.found is not None
        services.publish_result(self.found, by=self.hands.office, opinion="同意公布。")

    def _withdraw(self) -> None:
        assert self.found is not None
        services.withdraw(self.found, by=self.hands.office, reason=self.data["withdrawn"])


def _chosen(question: Question, number: int) -> Given:
    """What the sheet of that number says: the same whenever the demonstration is built."""
    mixed = number * 5 + question.place * 3
    match question.form:
        case "single":
            if question.other and number % 9 == 8:
                return Given((OTHER,), "中药材")
            return Given((mixed % len(question.options),))
        case "multiple":
            return Given(tuple(sorted({mixed % len(question.options), (mixed // 3) % len(question.options)})))
        case "scale":
            return Given((question.steps - (0, 0, 1, 0, 2, 1, 3)[mixed % 7],))
        case _:
            return Given((), "希望多讲一些实例。") if number % 6 == 5 else Given()
