"""What happened in followed cases since their followers last looked: steps, some other happenings and notes, without anybody's data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from gongkai.web.log.models import Event
from gongkai.web.notes.kinds import kind_named
from gongkai.web.notes.models import Note, Watch


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened; ``who`` is a colleague, the public or the system."""

    at: datetime
    title: str
    who: str


def news_of(
    watches: Sequence[Watch], *, since: datetime | None = None, until: datetime | None = None
) -> dict[int, list[Happening]]:
    """By the key of each watch what is new to its person, oldest first; one's own doings are not. Two questions in all.

    New is what came after the person last looked; with ``since`` and ``until`` of that only what lies between them.
    """
    found: dict[int, list[Happening]] = {each.pk: [] for each in watches}
    if not watches:
        return found
    begin = {each.pk: max(each.looked_at, since) if since else each.looked_at for each in watches}
    cases: dict[tuple[str, str], list[Watch]] = {}
    for each in watches:
        cases.setdefault((each.kind, str(each.case)), []).append(each)
    first = min(begin.values())
    for event in _between(
        Event.objects.filter(_about(watches, "subject_kind", "subject_id", text=True)), "at", first, until
    ):
        title = kind_named(event.subject_kind).title_of(event.move)
        for each in cases[event.subject_kind, event.subject_id] if title else ():
            if event.at > begin[each.pk] and event.person_id != each.person_id:
                found[each.pk].append(Happening(event.at, title, str(event.content.get("actor", ""))))
    notes = Note.objects.filter(_about(watches, "kind", "case"), struck_at=None).select_related("author")
    for note in _between(notes, "written_at", first, until):
        for each in cases[note.kind, str(note.case)]:
            if note.written_at > begin[each.pk] and note.author_id != each.person_id:
                found[each.pk].append(Happening(note.written_at, "新的办理备注", note.author.name))
    for happened in found.values():
        happened.sort(key=lambda each: each.at)
    return found


def _about(watches: Sequence[Watch], kind: str, key: str, *, text: bool = False) -> Q:
    """The condition on rows about any of the cases."""
    by_kind: dict[str, set[int]] = {}
    for each in watches:
        by_kind.setdefault(each.kind, set()).add(each.case)
    found = Q(pk__in=[])
    for label, keys in by_kind.items():
        found |= Q(**{kind: label, f"{key}__in": sorted(map(str, keys) if text else keys)})
    return found


def _between(rows: QuerySet[Any], field: str, first: datetime, until: datetime | None) -> QuerySet[Any]:
    found = rows.filter(**{f"{field}__gt": first})
    return found.filter(**{f"{field}__lt": until}) if until else found
