"""Noting on cases and following them. Who may read the case may do both; the case's own policy says who that is.

    write_note(case, text, *, by, to=None, at=None) -> Note
    strike_note(note, *, by, why, at=None) -> Note           by who wrote it, once
    see_note(note, *, by, at=None) -> Note                   by whom it is addressed to
    watch(case, *, by, at=None) -> Watch                     a second time changes nothing
    unwatch(case, *, by) -> None
    looked(person, *, case=None, at=None) -> int             at what happened in one followed case, or in all
    erase_notes(case, *, by, at) -> int                      with the personal data of the case

Refusals: ``Denied`` (who may not read the case), ``ValidationError`` (what was filled in), both in Chinese.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from gongkai.casework.chain import commitment, new_salt
from gongkai.web.casework.models import Case
from gongkai.web.log.actors import Actor
from gongkai.web.log.services import append_many, happened, kind_of, record, save
from gongkai.web.notes.kinds import kind_named
from gongkai.web.notes.models import LONGEST, Note, Watch
from gongkai.web.notes.sight import watches_of

if TYPE_CHECKING:
    from gongkai.web.accounts.models import Person


@transaction.atomic
def write_note(case: Case, text: str, *, by: Actor, to: Person | None = None, at: datetime | None = None) -> Note:
    """Note something on a case for all who may read it; ``to`` finds it on the first page."""
    author, now = _reader(case, by), at or timezone.now()
    tidy = text.replace("\r\n", "\n").strip()
    if not tidy:
        raise ValidationError({"text": "请写备注的内容，例如“已请档案室查找2019年的卷宗”。"})
    if len(tidy) > LONGEST:
        raise ValidationError({"text": f"备注不超过{LONGEST}字，现在有{len(tidy)}字。长的材料请存入卷内。"})
    if getattr(case, "erased_at", None):
        raise ValidationError("这件案件的个人信息已经删除，不能再写备注。")
    if to is not None and not (to.active and kind_named(kind_of(case)).policy.may(to, "read", case)):
        raise ValidationError({"to": f"{to.name}看不到这件案件，请另选一位，或者不指定。"})
    salt = new_salt()
    note = Note(
        organ=case.organ,
        kind=kind_of(case),
        case=case.pk,
        name=str(case),
        text=tidy,
        salt=salt,
        digest=commitment(tidy, salt),
        author=author,
        written_at=now,
        addressee=to,
        seen_at=now if to == author else None,
    )
    return save(note, "write_note", by=by, organ=case.organ, at=at)


@transaction.atomic
def strike_note(note: Note, *, by: Actor, why: str, at: datetime | None = None) -> Note:
    """Strike a note: it stays to be read, struck, with the reason."""
    fresh = Note.objects.select_for_update(of=("self",)).select_related("organ").get(pk=note.pk)
    if by.person is None or fresh.author_id != by.person.pk:
        raise ValidationError("备注只能由写的人划去。有不同意见，请另写一条。")
    if fresh.struck_at is not None:
        raise ValidationError("这条备注已经划去。")
    if fresh.erased_at is not None:
        raise ValidationError("这条备注的内容已经随个人信息删除。")
    if not why.strip():
        raise ValidationError({"why": "请写明划去的原因，例如“写错了案件”。"})
    fresh.struck_at, fresh.struck_why = at or timezone.now(), why.strip()
    return save(fresh, "strike_note", by=by, organ=fresh.organ, at=at)


@transaction.atomic
def see_note(note: Note, *, by: Actor, at: datetime | None = None) -> Note:
    """That whom a note is addressed to has seen it."""
    fresh = Note.objects.select_for_update(of=("self",)).select_related("organ").get(pk=note.pk)
    if by.person is None or fresh.addressee_id != by.person.pk:
        raise ValidationError("这条备注不是请您看的。")
    if fresh.seen_at is not None:
        return fresh
    fresh.seen_at = at or timezone.now()
    return save(fresh, "see_note", by=by, organ=fresh.organ, at=at)


@transaction.atomic
def watch(case: Case, *, by: Actor, at: datetime | None = None) -> Watch:
    """Follow a case from now on."""
    person, now = _reader(case, by), at or timezone.now()
    found = Watch.objects.filter(person=person, kind=kind_of(case), case=case.pk).first()
    if found is not None:
        return found
    made = Watch(
        organ=case.organ, kind=kind_of(case), case=case.pk, name=str(case), person=person, since=now, looked_at=now
    )
    return save(made, "watch", by=by, organ=case.organ, at=at)


@transaction.atomic
def unwatch(case: Case, *, by: Actor) -> None:
    """Follow it no longer."""
    found = Watch.objects.select_for_update().filter(person=by.person, kind=kind_of(case), case=case.pk).first()
    if found is not None:
        record(found, "unwatch", by=by, organ=case.organ, facts={"kind": found.kind, "number": found.name})
        found.delete()


def looked(person: Person, *, case: Case | None = None, at: datetime | None = None) -> int:
    """Note that the person has looked at what happened; no event, as of reminders: it is nobody else's business."""
    found = watches_of(person).order_by()
    if case is not None:
        found = found.filter(kind=kind_of(case), case=case.pk)
    return Watch.objects.filter(pk__in=list(found.values_list("pk", flat=True))).update(looked_at=at or timezone.now())


def erase_notes(case: Case, *, by: Actor, at: datetime) -> int:
    """Erase what was noted on a case, since it may name persons; who noted when, and the digest, stay. How many."""
    found = list(Note.objects.select_for_update(of=("self",)).filter(kind=kind_of(case), case=case.pk, erased_at=None))
    for note in found:
        note.text = note.struck_why = ""
        note.erased_at = at
        note.save(update_fields=["text", "struck_why", "erased_at"])
    if found:
        append_many([happened(note, "erase_note", by=by, at=at) for note in found], by=by, organ=case.organ)
    return len(found)


def _reader(case: Case, by: Actor) -> Person:
    """Who acts, if that person may read the case. Raises ``Denied``."""
    if by.person is None:
        raise ValueError("备注和关注都是人的事。")
    kind_named(kind_of(case)).policy.check(by.person, "read", case)
    return by.person
