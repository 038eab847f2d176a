"""Tests of the site: an installation of two organs under one county office, with a person for each role."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from django.test import Client, TransactionTestCase

from gongkai.organs.levels import Level, OrganKind
from gongkai.organs.roles import Role
from gongkai.web.accounts.models import Person
from gongkai.web.exemptions.triggers import lifted as assessments_lifted
from gongkai.web.log.actors import SYSTEM
from gongkai.web.log.services import save
from gongkai.web.log.triggers import lifted
from gongkai.web.organs.models import Appointment, Organ, Section
from gongkai.web.publishing.triggers import lifted as gate_lifted
from gongkai.web.screening.triggers import lifted as screenings_lifted

PASSWORD = "竹林-slow-kettle-47"
SINCE = date(2020, 1, 1)


@dataclass
class County:
    """县政府 with two bureaus below it, and in each of them a person for each role, who is there as soon as a test asks."""

    government: Organ
    bureau: Organ
    other: Organ
    section: Section
    people: dict[tuple[str, Role], Person] = field(default_factory=dict)

    def person(self, role: Role, organ: Organ | None = None) -> Person:
        """Who holds a role (in the bureau, unless another organ is named)."""
        organ = organ or self.bureau
        if (organ.code, role) not in self.people:
            in_section = organ == self.bureau and role in (Role.INFO_OFFICER, Role.SECTION_HEAD)
            made = make_person(f"{organ.code}.{role.value}", role, organ, self.section if in_section else None)
            self.people[organ.code, role] = made
        return self.people[organ.code, role]

    def staffed(self) -> County:
        """With everybody there: for tests of lists."""
        for organ in (self.government, self.bureau, self.other):
            for role in Role:
                self.person(role, organ)
        return self


def make_organ(code: str, name: str, kind: OrganKind, parent: Organ | None = None) -> Organ:
    organ = Organ(code=code, name=name, short_name=name[-4:], kind=kind, level=Level.COUNTY, parent=parent)
    organ.full_clean()
    organ.save()
    return organ


def make_person(username: str, role: Role, organ: Organ, section: Section | None = None) -> Person:
    person = Person(username=username, name=f"{organ.short_name}{role.label}")
    person.set_password(PASSWORD)
    save(person, "add_person", by=SYSTEM, organ=organ)
    save(
        Appointment(person=person, organ=organ, section=section, role=role, since=SINCE),
        "appoint",
        by=SYSTEM,
        organ=organ,
    )
    return person


@pytest.fixture
def county(db: None) -> County:
    government = make_organ("qingshi", "青石县人民政府", OrganKind.GOVERNMENT)
    bureau = make_organ("nongye", "青石县农业农村局", OrganKind.DEPARTMENT, government)
    other = make_organ("jiaoyu", "青石县教育局", OrganKind.DEPARTMENT, government)
    section = save(Section(organ=bureau, name="种植业科"), "add_section", by=SYSTEM, organ=bureau)
    return County(government, bureau, other, section)


def verified(client: Client, person: Person) -> Client:
    """Sign a person in with both factors."""
    from django_otp import DEVICE_ID_SESSION_KEY
    from django_otp.plugins.otp_totp.models import TOTPDevice

    device, _ = TOTPDevice.objects.get_or_create(user=person, name="测试", defaults={"confirmed": True})
    client.force_login(person, backend="gongkai.web.accounts.backends.PersonBackend")
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    session.save()
    return client


def signed_in(client: Client, person: Person) -> Client:
    """Sign a person in with the password only."""
    client.force_login(person, backend="gongkai.web.accounts.backends.PersonBackend")
    return client


@pytest.fixture(autouse=True, scope="session")
def _emptying_lifts_the_triggers() -> Iterator[None]:
    """Tests with real transactions empty the tables afterwards, which the triggers of the log and of the gate would refuse."""
    teardown = TransactionTestCase._fixture_teardown

    def with_triggers_lifted(self: TransactionTestCase) -> None:
        with lifted(connection), gate_lifted(connection), assessments_lifted(connection), screenings_lifted(connection):
            teardown(self)

    TransactionTestCase._fixture_teardown = with_triggers_lifted
    yield
    TransactionTestCase._fixture_teardown = teardown


@pytest.fixture
def open_connection() -> Iterator[None]:
    """As Django's own test client does: a request must not close the connection of the test's transaction."""
    signals = (request_started, request_finished)
    for each in signals:
        each.disconnect(close_old_connections)
    yield
    for each in signals:
        each.connect(close_old_connections)


@pytest.fixture
def office(county: County) -> Client:
    """The disclosure officer of the bureau at the desk, signed in with both factors."""
    return verified(Client(), county.person(Role.FOI_OFFICER))


@pytest.fixture
def head(county: County) -> Client:
    """One of the leading group of the bureau, signed in with both factors."""
    return verified(Client(), county.person(Role.LEADING_GROUP))


def words(page: Any) -> str:
    """What a page says, without its marks."""
    return html.unescape(re.sub(r"<[^>]+>", "", page.content.decode()))
