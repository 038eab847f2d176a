"""A file follows what the public sees of its document: published, amended, expired, repealed. Made by the system, on the day it begins."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from gongkai.publishing.normative import ENDED, LIVING
from gongkai.publishing.validity import Validity
from gongkai.web.casework.services import act, history_of
from gongkai.web.log.services import save
from gongkai.web.normative.models import NormativeDocument
from gongkai.web.publishing.models import Item, Relation
from gongkai.web.publishing.releasing import CLOCKWORK

WANTED = {
    Validity.IN_FORCE: "published",
    Validity.NOT_YET: "published",
    Validity.AMENDED: "amended",
    Validity.EXPIRED: "expired",
    Validity.REPEALED: "repealed",
}
MOVE_TO = {
    "published": "continue",
    "amended": "amend",
    "expired": "expire",
    "repealed": "repeal",
    "superseded": "supersede",
}


@transaction.atomic
def follow(document: NormativeDocument, *, at: datetime | None = None) -> None:
    """Bring the file of a document to where its item is. Doing it twice changes nothing."""
    item = Item.objects.select_related("current", "organ").filter(normative_document=document).first()
    if item is None or item.published_at is None:
        return
    today = timezone.localdate(at)
    if document.state in ("signed", "registered") and item.is_public:
        first = item.earlier_published_on or timezone.localdate(item.published_at)
        facts = {"published_on": first.isoformat(), "item": item.pk}
        act(document, "publish", by=CLOCKWORK, facts=facts, at=at)
    if document.state not in (*LIVING, *ENDED):
        return
    _note_earlier(document, item, at)
    wanted = _wanted(item, today)
    if wanted == document.state:
        return
    if document.state in ENDED and wanted in ("amended", "expired"):
        # 取消了误登记的废止：先恢复，再按现在的情况标注
        _move(document, "continue", "原来的标注已经取消", today, at)
    if wanted != document.state:
        _move(document, MOVE_TO[wanted], _basis(item, wanted), _day(item, wanted) or today, at)


def follow_due(now: datetime | None = None) -> int:
    """Move the files whose documents expired, or whose repeal or amendment began, since; for the tick. Running twice is once."""
    today = timezone.localdate(now)
    gone = Q(item__repealed_on__lte=today) | Q(item__expires_on__lt=today)
    amended = Q(state="published", item__amended_on__lte=today)
    rows = NormativeDocument.objects.filter(state__in=LIVING).filter(gone | amended)
    count = 0
    for document in rows.select_related("organ"):
        before = document.state
        follow(document, at=now)
        count += document.state != before
    return count


def _note_earlier(document: NormativeDocument, item: Item, at: datetime | None) -> None:
    """A document from before counts from the day on which it was published then, not from the day it came to this site."""
    was = document.published_on
    if was is None or item.published_at is None or item.earlier_published_on == was:
        return
    if was < timezone.localdate(item.published_at) and history_of(document).last("enter_history") is not None:
        item.earlier_published_on = was
        save(item, "note_earlier_publication", by=CLOCKWORK, organ=item.organ, at=at)


def _wanted(item: Item, today: date) -> str:
    found = WANTED.get(item.validity_on(today), "published")
    if found == "repealed" and item.related_from.filter(marks=True, kind=Relation.Kind.SUPERSEDES).exists():
        return "superseded"
    return found


def _basis(item: Item, wanted: str) -> str:
    if wanted in ("repealed", "superseded"):
        return item.repealed_by
    if wanted == "expired":
        return f"有效期至{item.expires_on:%Y-%m-%d}"
    return item.amended_by or "有效期已经改定，或者原来的标注已经取消"


def _day(item: Item, wanted: str) -> date | None:
    return {"repealed": item.repealed_on, "superseded": item.repealed_on, "amended": item.amended_on}.get(wanted)


def _move(document: NormativeDocument, name: str, basis: str, on: date, at: datetime | None) -> None:
    """On the day it began, but not before the step before it, nor ahead of today."""
    entered = history_of(document).entered
    day = max(on, entered.on) if entered is not None else on
    act(document, name, by=CLOCKWORK, facts={"basis": basis}, on=min(day, timezone.localdate(at)), at=at)
