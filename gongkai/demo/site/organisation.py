"""The demonstration's organs, sections and people; their guides, tasks and training."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.utils import timezone

from gongkai.demo.site.clock import Diary
from gongkai.demo.site.files import load
from gongkai.organs.roles import Role
from gongkai.web.accounts.demonstration import Entry, enrol_for_demonstration
from gongkai.web.accounts.models import Person
from gongkai.web.accounts.services import add_person
from gongkai.web.log.actors import SYSTEM, Actor
from gongkai.web.organs.authority import acting
from gongkai.web.organs.models import Organ, Section, WorkPoint
from gongkai.web.organs.services import (
    add_document,
    add_member,
    add_organ,
    add_section,
    add_training,
    add_work_point,
    appoint,
    finish_work_point,
    record_progress,
    release_version,
    write_version,
)


@dataclass
class Cast:
    """Who and what the demonstration is about, by code and sign-in name."""

    organs: dict[str, Organ] = field(default_factory=dict)
    sections: dict[tuple[str, str], Section] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    homes: dict[str, str] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)

    def acting(self, username: str, organ: str = "") -> Actor:
        """A person as the one who acts, in the own organ unless another is named."""
        return acting(self.people[username], self.organs[organ or self.homes[username]])


def found(cast: Cast, password: str, since: date) -> None:
    """Set up the made-up county and let its people in, as the system does before anyone can sign in."""
    settle(cast, load("places.yaml"), load("people.yaml"), password, since)


def settle(cast: Cast, places: list[dict[str, Any]], people: list[dict[str, Any]], password: str, since: date) -> None:
    """Set up organs with their sections, and let people in."""
    for number, place in enumerate(places, start=1):
        each = {"order": 10 * number} | place
        sections = each.pop("sections", [])
        parent = cast.organs.get(each.pop("parent", ""))
        organ = add_organ(by=SYSTEM, parent=parent, **each)
        cast.organs[organ.code] = organ
        for order, name in enumerate(sections, start=1):
            cast.sections[organ.code, name] = add_section(organ, by=SYSTEM, name=name, order=10 * order)
    with _quick_passwords():
        for each in people:
            _let_in(cast, each, password, since)


@contextmanager
def _quick_passwords() -> Iterator[None]:
    """A password that is printed on the sign-in page needs no slow digest; it gets one when a person first signs in."""
    usual = PBKDF2PasswordHasher.iterations
    PBKDF2PasswordHasher.iterations = 1000
    try:
        yield
    finally:
        PBKDF2PasswordHasher.iterations = usual


def _let_in(cast: Cast, each: dict[str, Any], password: str, since: date) -> None:
    organ, roles = cast.organs[each["organ"]], [Role(role) for role in each["roles"]]
    made = add_person(
        username=each["username"],
        name=each["name"],
        position=each.get("position", ""),
        password=password,
        by=SYSTEM,
        organ=organ,
    )
    section = cast.sections.get((organ.code, each.get("section", "")))
    for role in roles:
        appoint(made.person, organ, role, by=SYSTEM, since=since, section=section)
    if each.get("group"):
        particulars = {"person": made.person, "name": each["name"], "post": each.get("position", "")}
        add_member(organ, by=SYSTEM, position=each["group"], since=since, **particulars)
    enrol_for_demonstration(made.person)
    cast.people[each["username"]], cast.homes[each["username"]] = made.person, organ.code
    if each.get("offered", True):
        labels = tuple(role.label for role in roles)
        cast.entries.append(Entry(each["username"], each["name"], labels, organ.short_name))


def enter_year(cast: Cast, diary: Diary) -> None:
    """Guides and rules, tasks of the year and trainings, each on its day."""
    today = diary.today
    for each in load("rules.yaml"):
        on = today - timedelta(days=each["day"])
        diary.at(on, partial(_publish_document, cast, each, on), 10)
    for each in load("tasks.yaml"):
        begun = min(max(date(today.year, 1, 20), today - timedelta(days=280)), today)
        task = _Task(cast, each, today)
        diary.at(begun, task.begin, 11)
        diary.at(max(begun, min(task.due_on, today - timedelta(days=3))), task.go_on, 16)
    bureau, office = cast.organs["nongye"], cast.acting("gongkai")
    for days, topic, people in ((29, "信息公开审查怎样做：常见的六类错误", 23), (210, "依申请公开的期限和答复", 18)):
        on = today - timedelta(days=days)
        particulars = {"on": on, "topic": topic, "teacher": "林知秋", "hours": 2, "participants": people}
        diary.at(on, partial(add_training, bureau, by=office, **particulars), 17)


def _publish_document(cast: Cast, each: dict[str, Any], on: date) -> None:
    organ = cast.organs[each["organ"]]
    document = organ.documents.filter(code=each["code"]).first()
    writer, releaser = cast.acting(each["writer"]), cast.acting(each["releaser"])
    if document is None:
        document = add_document(organ, by=writer, kind=each["kind"], title=each["title"], code=each["code"])
    version = write_version(
        document, by=writer, body=each["body"], effective_on=on, what_changed=each.get("what_changed", "")
    )
    release_version(version, by=releaser)


@dataclass
class _Task:
    """A task of the year: set in January, worked on until its day."""

    cast: Cast
    data: dict[str, Any]
    today: date
    point: WorkPoint | None = None

    @property
    def due_on(self) -> date:
        return date(self.today.year, *self.data["due"])

    def begin(self) -> None:
        self.point = add_work_point(
            self.cast.organs["nongye"],
            by=self.cast.acting("gongkai"),
            year=self.today.year,
            title=self.data["title"],
            source=self.data["source"].format(year=self.today.year),
            section=self.cast.sections["nongye", self.data["section"]],
            due_on=self.due_on,
        )

    def go_on(self) -> None:
        officer, on, point = self.cast.acting("gongkai"), timezone.localdate(), self.point
        if point is not None and self.data.get("progress"):
            record_progress(point, by=officer, on=on, what=self.data["progress"])
        if point is not None and self.data.get("result"):
            finish_work_point(point, by=officer, on=on, result=self.data["result"])
