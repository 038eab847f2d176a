"""What the public was concerned about in the made-up county and how it was answered; press conferences, interviews, questions."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import partial
from typing import Any

from django.utils import timezone

from gongkai.casework.events import BEIJING
from gongkai.demo.site.clock import Diary
from gongkai.demo.site.files import load
from gongkai.demo.site.organisation import Cast
from gongkai.web.concerns import meetings, questions, services
from gongkai.web.concerns.models import AskedQuestion, Concern, PublicMeeting
from gongkai.web.log.actors import Actor

ORGAN, SECTION = "nongye", "种植业科"
OFFICE, WRITER, CHIEF, HEAD = "gongkai", "xinxi", "kezhang", "juzhang"
BY = {"draft": WRITER, "propose_silence": OFFICE, "approve": CHIEF, "approve_silence": HEAD}
AFTER = timedelta(days=3)
"""How long after an interview the questions that were left are answered."""


def enter_year(cast: Cast, diary: Diary) -> None:
    """Enter every concern's and every meeting's life into the diary."""
    data = load("concerns.yaml")
    for each in data["meetings"]:
        _Meeting(cast, each).enter(diary)
    for each in data["concerns"]:
        _Concern(cast, each).enter(diary)


def _at(diary: Diary, data: dict[str, Any]) -> datetime:
    hour, minute = (int(part) for part in data["at"].split(":"))
    return datetime.combine(diary.today - timedelta(days=data["day"]), time(hour, minute), BEIJING)


def _enter(diary: Diary, when: datetime, act: Any) -> None:
    local = timezone.localtime(when)
    diary.at(local.date(), act, local.hour, local.minute)


@dataclass
class _Concern:
    """One concern from when it was known to where it stands."""

    cast: Cast
    data: dict[str, Any]
    concern: Concern | None = field(default=None)
    meeting: PublicMeeting | None = field(default=None)

    def enter(self, diary: Diary) -> None:
        found = _at(diary, self.data)
        _enter(diary, found + timedelta(minutes=20), partial(self._begin, found))
        for hours, name, given in self.data["steps"]:
            _enter(diary, found + timedelta(hours=hours), partial(self._step, name, dict(given)))

    def _by(self, name: str) -> Actor:
        return self.cast.acting(BY.get(name, OFFICE))

    def _begin(self, found: datetime) -> None:
        given = self.data
        self.concern = services.register(
            self.cast.organs[ORGAN],
            given["title"],
            source=given["source"],
            severity=given.get("severity", "other"),
            found_at=found,
            by=self._by("register"),
            summary=given["summary"],
            where_seen=given.get("where", ""),
            reference=given.get("reference", ""),
        )

    def _step(self, name: str, given: dict[str, Any]) -> None:
        assert self.concern is not None
        concern, by = Concern.objects.select_related("organ").get(pk=self.concern.pk), self._by(name)
        match name:
            case "assess":
                services.assess(concern, given["finding"], self.cast.sections[ORGAN, SECTION], by=by)
            case "draft":
                services.draft(concern, given["heading"], given["body"], by=by)
            case "respond":
                services.respond(concern, ways=given["ways"], by=by)
            case "hold_conference":
                # 开完两小时以后登记
                held = PublicMeeting(
                    organ=concern.organ,
                    kind="press_conference",
                    title=self.data["conference"],
                    place="县政府新闻发布厅",
                    hosts="县政府新闻办公室、县农业农村局",
                    participants="县农业农村局局长秦守田",
                    head_attended=True,
                    starts_at=timezone.now() - timedelta(hours=2),
                )
                self.meeting = meetings.hold(meetings.prepare(held, by=by), by=by)
                services.hold_conference(concern, self.meeting, by=by)
            case _:
                services.make_move(concern, name, by=by, facts=given)


@dataclass
class _Meeting:
    """One meeting, with what was asked."""

    cast: Cast
    data: dict[str, Any]
    meeting: PublicMeeting | None = field(default=None)

    def enter(self, diary: Diary) -> None:
        starts, given = _at(diary, self.data), self.data
        if "announced" not in given:
            _enter(diary, starts + timedelta(hours=3), partial(self._held, starts))
            return
        announced = starts - timedelta(days=given["announced"])
        _enter(diary, announced, partial(self._announce, starts))
        for number, each in enumerate(given.get("questions", ())):
            _enter(diary, announced + timedelta(hours=20, minutes=number), partial(self._ask, each))
        _enter(diary, starts + timedelta(hours=3), self._hold)
        _enter(diary, starts + AFTER, self._answer)
        _enter(diary, starts + AFTER + timedelta(hours=2), self._release)

    def _made(self, starts: datetime) -> PublicMeeting:
        given = self.data
        names = ("kind", "title", "place", "hosts", "participants", "about")
        made = PublicMeeting(
            organ=self.cast.organs[ORGAN],
            starts_at=starts,
            part=given.get("part", "held"),
            head_attended=given.get("head", False),
            takes_questions=given.get("asks", False),
            **{name: given[name] for name in names if name in given},
        )
        if "hours" in given:
            made.ends_at = starts + timedelta(hours=given["hours"])
        return meetings.prepare(made, by=self.cast.acting(OFFICE))

    def _held(self, starts: datetime) -> None:
        meetings.hold(self._made(starts), by=self.cast.acting(OFFICE))

    def _announce(self, starts: datetime) -> None:
        self.meeting = meetings.announce(self._made(starts), by=self.cast.acting(OFFICE))

    def _ask(self, given: dict[str, Any]) -> None:
        assert self.meeting is not None
        asked, by = questions.ask(self.meeting, given["text"]), self.cast.acting(OFFICE)
        if "declined" in given:
            questions.decline(asked, given["declined"], by=by)
        elif {"to", "live", "after"} & set(given):
            questions.let_through(asked, given.get("to", given["text"]), by=by)

    def _hold(self) -> None:
        assert self.meeting is not None
        by = self.cast.acting(OFFICE)
        for each, given in self._with("live"):
            questions.answer_live(each, given, by=by)
        meetings.hold(self.meeting, by=by, transcript=self.data.get("transcript", ""))

    def _answer(self) -> None:
        for each, given in self._with("after"):
            questions.draft_answer(each, given, by=self.cast.acting(WRITER))

    def _release(self) -> None:
        for each, _ in self._with("after"):
            questions.release_answer(each, by=self.cast.acting(CHIEF))

    def _with(self, name: str) -> list[tuple[AskedQuestion, str]]:
        """The questions that are answered so, with the answers."""
        assert self.meeting is not None
        answers = {each["text"]: each[name] for each in self.data.get("questions", ()) if name in each}
        return [(each, answers[each.asked]) for each in self.meeting.questions.all() if each.asked in answers]
