"""Persons and their accounts: added, let in anew, shut out. Whether the one who asks may, the caller has asked before.

Each service writes its event in the same transaction, on the chain of the organ where the person works unless ``organ``
says another. One-time passwords are handed back once and kept nowhere.
"""

from __future__ import annotations

import secrets
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, NamedTuple

from axes.utils import reset as forget_failures
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from gongkai.web.accounts.events import note_person
from gongkai.web.accounts.models import Person, Session
from gongkai.web.accounts.places import home_organ
from gongkai.web.log.actors import Actor
from gongkai.web.log.services import record, save

if TYPE_CHECKING:
    from gongkai.web.organs.models import Organ

_PLAIN = "abcdefghjkmnpqrstuvwxyz23456789"
"""Letters and digits that nobody takes for one another on paper."""


class NewPerson(NamedTuple):
    """A person just added, and the password with which to sign in the first time (empty when it was given)."""

    person: Person
    one_time_password: str


def one_time_password() -> str:
    """A password for one sign-in, such as ``k7mq-w3ht-9dxz-b4rn``: 79 bits, easy to read out."""
    return "-".join("".join(secrets.choice(_PLAIN) for _ in range(4)) for _ in range(4))


class ReadyPassword(NamedTuple):
    """A one-time password and what is kept of it."""

    plain: str
    kept: str


def ready_passwords(count: int) -> list[ReadyPassword]:
    """One-time passwords for ``add_person``, made ready before a transaction that adds many persons.

    Hashing takes a third of a second each and would keep the database locked meanwhile; threads share the cores.
    """
    plain = [one_time_password() for _ in range(count)]
    with ThreadPoolExecutor() as pool:
        return [ReadyPassword(*pair) for pair in zip(plain, pool.map(make_password, plain), strict=True)]


@transaction.atomic
def add_person(
    *,
    username: str,
    name: str,
    by: Actor,
    organ: Organ | None,
    position: str = "",
    office_phone: str = "",
    outside_id: str = "",
    password: str = "",
    ready: ReadyPassword | None = None,
) -> NewPerson:
    """Add a person. Without ``password`` one is made (or ``ready``) that must be changed at the first sign-in.

    Raises ``ValidationError`` (by field) for a name that is taken or a password that is too easy.
    """
    person = Person(
        username=username, name=name, position=position, office_phone=office_phone, outside_id=outside_id.strip()
    )
    person.clean()
    made = "" if password else ready.plain if ready else one_time_password()
    if password:
        _check_password(password, person)
    if ready and not password:
        person.password = ready.kept
    else:
        person.set_password(password or made)
    person.must_change_password = not password
    return NewPerson(save(person, "add_person", by=by, organ=organ), made)


def edit_person(person: Person, *, by: Actor, organ: Organ | None = None) -> Person:
    """Keep what was changed in the particulars. Raises ``ValidationError``."""
    return save(person, "edit_person", by=by, organ=organ or home_organ(person))


@transaction.atomic
def change_password(person: Person, new: str, *, by: Actor, keep: str | None = None) -> None:
    """Keep a new password and end the person's sessions but the one with the key ``keep``.

    Raises ``ValidationError`` for a password that is too easy or the same as before.
    """
    if person.check_password(new):
        raise ValidationError("新密码和原来的密码一样，请换一个。")
    validate_password(new, person)
    person.set_password(new)
    person.must_change_password = False
    person.save(update_fields=["password", "must_change_password"])
    Session.objects.filter(person=person).exclude(pk=keep or "").delete()
    note_person(person, "change_password", by=by)


@transaction.atomic
def set_password_by_administrator(person: Person, by: Actor, *, organ: Organ | None = None) -> str:
    """Set a one-time password that must be changed at the next sign-in; ends all sessions and the lock. Returns it."""
    made = one_time_password()
    person.set_password(made)
    person.must_change_password = True
    person.save(update_fields=["password", "must_change_password"])
    Session.objects.filter(person=person).delete()
    forget_failures(username=person.username)
    _note(person, "set_password", by, organ)
    return made


@transaction.atomic
def deactivate(person: Person, by: Actor, *, organ: Organ | None = None, note: str = "") -> Person:
    """Shut a person out at once: no sign-in, no session. The appointments are the organs' to end."""
    person.active = False
    save(person, "deactivate_person", by=by, organ=organ or home_organ(person), note=note)
    Session.objects.filter(person=person).delete()
    return person


@transaction.atomic
def reactivate(person: Person, by: Actor, *, organ: Organ | None = None, note: str = "") -> str:
    """Let a person in again, with a one-time password that is handed back: the old one may be known by now."""
    person.active = True
    save(person, "reactivate_person", by=by, organ=organ or home_organ(person), note=note)
    return set_password_by_administrator(person, by, organ=organ)


@transaction.atomic
def reset_second_factor(person: Person, by: Actor, *, organ: Organ | None = None) -> None:
    """Take the second factor away (a lost telephone), with its recovery codes; ends all sessions."""
    TOTPDevice.objects.filter(user=person).delete()
    StaticDevice.objects.filter(user=person).delete()
    Session.objects.filter(person=person).delete()
    _note(person, "reset_second_factor", by, organ)


@transaction.atomic
def end_sessions(person: Person, by: Actor, *, but: str | None = None, organ: Organ | None = None) -> int:
    """End all sessions of a person but the one with the key ``but``; returns how many."""
    ended, _ = Session.objects.filter(person=person).exclude(pk=but or "").delete()
    if ended:
        _note(person, "end_sessions", by, organ, facts={"ended": ended})
    return ended


@transaction.atomic
def end_session(person: Person, by: Actor, key: str) -> bool:
    """End one session of a person; whether there was one."""
    ended, _ = Session.objects.filter(person=person, pk=key).delete()
    if ended:
        _note(person, "end_sessions", by, None, facts={"ended": ended})
    return bool(ended)


@transaction.atomic
def unlock_sign_in(person: Person, by: Actor, *, organ: Organ | None = None) -> None:
    """Let a person try again who was locked out by wrong passwords."""
    forget_failures(username=person.username)
    _note(person, "unlock_sign_in", by, organ)


def _check_password(password: str, person: Person) -> None:
    try:
        validate_password(password, person)
    except ValidationError as problem:
        raise ValidationError({"password": problem.messages}) from problem


def _note(person: Person, move: str, by: Actor, organ: Organ | None, **more: Any) -> None:
    record(person, move, by=by, organ=organ or home_organ(person), **more)
