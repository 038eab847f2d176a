"""Which wording of guides and rules is in force on a day, and which were before."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from gongkai.web.organs.models import Organ, OrganDocument, OrganDocumentVersion


def in_force_of(documents: QuerySet[OrganDocument], on: date | None = None) -> QuerySet[OrganDocumentVersion]:
    """The versions in force on a day (today), one of each document that had any; in the order of the documents. One query."""
    day = on or timezone.localdate()
    newest = _published(day).filter(document=OuterRef("pk"), effective_on__lte=day).order_by("-number")
    keys = documents.order_by().annotate(newest=Subquery(newest.values("pk")[:1])).values("newest")
    found = OrganDocumentVersion.objects.filter(pk__in=keys).select_related("document__organ", "released_by", "author")
    return found.order_by("document__kind", "document__order", "document_id")


def in_force(organ: Organ, on: date | None = None) -> QuerySet[OrganDocumentVersion]:
    """The guide and the rules of an organ in force on a day (today)."""
    return in_force_of(OrganDocument.objects.filter(organ=organ), on)


def former_versions(document: OrganDocument) -> QuerySet[OrganDocumentVersion]:
    """All released versions, newest first."""
    return document.versions.exclude(published_at=None).select_related("released_by", "author")


def _published(day: date) -> QuerySet[OrganDocumentVersion]:
    end = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
    return OrganDocumentVersion.objects.filter(published_at__lt=end)
