"""Adding to the log, always in the transaction of the change itself, and keeping records with their events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import models, transaction
from django.utils import timezone

from gongkai.casework import Event as CaseEvent
from gongkai.casework.chain import next_seal
from gongkai.web.log.actors import Actor
from gongkai.web.log.cleaning import full_clean
from gongkai.web.log.models import Chain, Event
from gongkai.web.log.signals import appended
from gongkai.web.log.snapshots import changes, personal_changes, snapshot

if TYPE_CHECKING:
    from gongkai.web.organs.models import Organ

INSTALLATION = "installation"
Record = TypeVar("Record", bound=models.Model)


def kind_of(record: models.Model) -> str:
    """The kind of a record as events name it, such as ``applications.application``."""
    return str(record._meta.label_lower)


def events_of(record: models.Model) -> models.QuerySet[Event]:
    """All that happened to a record, oldest first."""
    return Event.objects.filter(subject_kind=kind_of(record), subject_id=str(record.pk)).order_by("id")


@dataclass(frozen=True, slots=True)
class Entry:
    """An event about to be added, with the record that it happened to and what changed; ``step``: a step of a case."""

    subject: models.Model
    event: CaseEvent
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)
    step: bool = False


@transaction.atomic
def append_many(entries: Sequence[Entry], *, by: Actor, organ: Organ | None) -> list[Event]:
    """Add events to the chain of ``organ`` (None: of the installation), in their order. One writer at a time in each chain."""
    chain = _locked(organ)
    seal, made = chain.seal, []
    for entry in entries:
        kind, key, event = kind_of(entry.subject), str(entry.subject.pk), entry.event
        content: dict[str, Any] = {"subject": {"kind": kind, "id": key}, "event": event.as_json(), "actor": by.name}
        if entry.before or entry.after:
            content |= {"before": dict(entry.before), "after": dict(entry.after)}
        before, seal = seal, next_seal(content, seal)
        made.append(
            Event(
                chain=chain,
                number=seal.number,
                previous=before.digest,
                digest=seal.digest,
                content=content,
                at=event.at,
                on=event.on,
                by=event.by,
                person=by.person,
                subject_kind=kind,
                subject_id=key,
                move=event.move,
                case_number=event.number if entry.step else None,
            )
        )
    chain.length, chain.head = seal.number, seal.digest
    chain.save(update_fields=["length", "head"])
    added = Event.objects.bulk_create(made)
    appended.send(Event, entries=tuple(entries), organ=organ)
    return added


def append(
    subject: models.Model,
    event: CaseEvent,
    *,
    by: Actor,
    organ: Organ | None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    step: bool = False,
) -> Event:
    """Add one event, as ``append_many``."""
    return append_many([Entry(subject, event, before or {}, after or {}, step)], by=by, organ=organ)[0]


def happened(
    subject: models.Model,
    move: str,
    *,
    by: Actor,
    note: str = "",
    facts: Mapping[str, Any] | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    at: datetime | None = None,
    on: date | None = None,
) -> Entry:
    """That something happened to a record that is no case, to be added. ``at`` is now, ``on`` today, unless given."""
    now = at or timezone.now()
    day = on or timezone.localdate(now)
    role = min(by.roles, default="")
    event = CaseEvent(1, move, now, day, by.key, role, dict(facts or {}), note)
    return Entry(subject, event, before or {}, after or {})


def record(
    subject: models.Model,
    move: str,
    *,
    by: Actor,
    organ: Organ | None,
    note: str = "",
    facts: Mapping[str, Any] | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    at: datetime | None = None,
    on: date | None = None,
) -> Event:
    """Note that something happened to a record that is no case. ``at`` is now, ``on`` today, unless given."""
    entry = happened(subject, move, by=by, note=note, facts=facts, before=before, after=after, at=at, on=on)
    return append_many([entry], by=by, organ=organ)[0]


@transaction.atomic
def save(
    subject: Record, move: str, *, by: Actor, organ: Organ | None, note: str = "", at: datetime | None = None
) -> Record:
    """Validate and save a record and note what changed, in one transaction. Raises ``ValidationError``.

    Nothing is noted when nothing changed. A new record's chain may be its own (an organ): give it as ``organ``.
    """
    old = None
    if subject.pk is not None:
        old = type(subject)._default_manager.select_for_update(of=("self",)).filter(pk=subject.pk).order_by().first()
    before = snapshot(old) if old is not None else {}
    full_clean(subject)
    subject.save()
    was, now = changes(before, snapshot(subject))
    now |= personal_changes(old, subject)
    if now or not before:
        record(subject, move, by=by, organ=organ, note=note, before=was, after=now, at=at)
    return subject


def chain_of(organ: Organ | None) -> Chain:
    """The chain of an organ (None: of the installation), begun when there is none. What happens to the log itself happens to it."""
    key = INSTALLATION if organ is None else f"organ:{organ.pk}"
    return Chain.objects.get_or_create(key=key, defaults={"organ": organ})[0]


def _locked(organ: Organ | None) -> Chain:
    """The chain of an organ, locked until the transaction ends."""
    key = INSTALLATION if organ is None else f"organ:{organ.pk}"
    chain = Chain.objects.select_for_update().filter(key=key).first()
    if chain is None:
        chain = Chain.objects.select_for_update().get(pk=chain_of(organ).pk)
    return chain
