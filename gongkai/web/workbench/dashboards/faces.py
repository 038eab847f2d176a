"""How a record of each kind is shown in the list behind a number: nothing that identifies a person."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Model, QuerySet
from django.urls import reverse

from gongkai.engagement.concerns.choices import meeting_kinds
from gongkai.publishing.genres import genres
from gongkai.web.applications.models import Application
from gongkai.web.casework.models import Case
from gongkai.web.concerns.models import PublicMeeting
from gongkai.web.consultations.models import Consultation
from gongkai.web.disputes.models import Dispute
from gongkai.web.inspection.columns import ColumnState
from gongkai.web.messages.models import Message
from gongkai.web.privacy.fields import EncryptedTextField
from gongkai.web.proposals.models import Proposal
from gongkai.web.publishing.models import Item
from gongkai.web.releases.models import Release
from gongkai.web.submissions.models import Submission


@dataclass(frozen=True, slots=True)
class Row:
    """A record in a list."""

    title: str
    url: str
    organ: str
    particulars: str
    state: str
    day: date | datetime | None
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Face:
    """What of a record is shown. ``only``: the columns that are fetched; empty for all that are not encrypted."""

    particulars: Callable[[Any], str]
    state: Callable[[Any], str]
    day: Callable[[Any], date | datetime | None]
    only: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    title: Callable[[Any], str] = str
    url: Callable[[Any], str] = lambda record: str(record.get_absolute_url())


_CASE = ("number", "state", "due_on", "ended", "organ__short_name", "organ__name")
FACES: Mapping[type[Model], Face] = {
    Item: Face(
        lambda item: f"{item.column.title}　{genres()[item.genre].title if item.genre in genres() else ''}",
        lambda item: item.get_state_display(),
        lambda item: item.published_at,
        ("title", "genre", "state", "published_at", "column__title", "organ__short_name"),
        ("column",),
        url=lambda item: reverse("workbench:item", args=[item.pk]),
    ),
    Release: Face(
        lambda release: f"{release.channel_title}　{release.get_kind_display()}",
        lambda release: "",
        lambda release: release.on,
        ("title", "channel", "kind", "on", "organ__short_name"),
        title=lambda release: str(release.title),
    ),
    Application: Face(
        lambda case: f"{case.channel_title}　{case.outcome_title}",
        lambda case: case.state_title,
        lambda case: case.received_on,
        (*_CASE, "channel", "outcome", "received_on"),
    ),
    Message: Face(
        lambda case: f"{case.channel_title}　{case.kind_title}　{case.satisfaction_title}",
        lambda case: case.state_title,
        lambda case: case.received_on,
        (*_CASE, "channel", "kind", "satisfaction", "received_on"),
    ),
    Dispute: Face(
        lambda case: f"{case.kind_title}　{case.outcome_title}",
        lambda case: case.state_title,
        lambda case: case.began_on,
        (*_CASE, "kind", "row", "outcome", "began_on"),
    ),
    Submission: Face(
        lambda piece: f"{piece.unit_title}　{piece.get_kind_display()}{'　紧急' if piece.urgent else ''}",
        lambda piece: piece.get_state_display(),
        lambda piece: piece.submitted_on,
        (
            "number", "title", "kind", "urgent", "state", "submitted_on", "due_on", "organ__short_name", "source__short_name",
            "section__name",
        ),
        ("source", "section"),
        title=lambda piece: str(piece.title),
    ),
    PublicMeeting: Face(
        lambda meeting: f"{meeting_kinds()[meeting.kind].title if meeting.kind in meeting_kinds() else ''}　{meeting.get_part_display()}",
        lambda meeting: meeting.get_state_display(),
        lambda meeting: meeting.on,
    ),
    Consultation: Face(
        lambda case: f"{case.number}　{case.get_kind_display()}",
        lambda case: case.state_title,
        lambda case: case.opened_on,
        title=lambda case: str(case.title),
    ),
    Proposal: Face(
        lambda case: f"{case.number}　{case.session}",
        lambda case: case.state_title,
        lambda case: case.handed_on,
        title=lambda case: str(case.title),
    ),
}  # fmt: skip
_OTHER_CASE = Face(lambda case: str(case.table.title), lambda case: case.state_title, lambda case: None)


def face_of(model: type[Model]) -> Face:
    """How records of a model are shown; a new kind of case by its number, state and last day."""
    if model in FACES:
        return FACES[model]
    if issubclass(model, Case):
        return _OTHER_CASE
    return Face(lambda record: "", lambda record: "", lambda record: None)


def fetched(found: QuerySet[Any], *also: str) -> QuerySet[Any]:
    """With what is shown (``also`` these columns) and no more: no encrypted column is read, nor a long text where columns are named."""
    face = face_of(found.model)
    found = found.select_related("organ", *face.related)
    if face.only:
        return found.only(*face.only, *also)
    sealed = [each.name for each in found.model._meta.fields if isinstance(each, EncryptedTextField)]
    return found.defer(*sealed)


def row_of(record: Any, dated: str = "") -> Row:
    """A record as it is shown, with the day in the column ``dated`` by which it was counted."""
    if isinstance(record, ColumnState):
        return Row(
            record.title,
            record.url,
            record.column.organ.short_name,
            f"{record.told}　{record.responsible}",
            record.standing.colour.label,
            record.standing.last,
        )
    face = face_of(type(record))
    return Row(
        face.title(record),
        face.url(record),
        record.organ.short_name,
        face.particulars(record).strip(),
        face.state(record),
        getattr(record, dated) if dated else face.day(record),
        record.due_on if isinstance(record, Case) and not record.ended else None,
    )
