"""What is public, and the counts that the annual report takes from it. Every count is a list of items that can be opened."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from gongkai.publishing.genres import counted_as, counting_on
from gongkai.web.organs.models import Organ
from gongkai.web.publishing.carrying import files_digest
from gongkai.web.publishing.drafting import digest_of
from gongkai.web.publishing.models import Attachment, Item, Version, Wording

LIST_FIELDS = (
    "id", "title", "index_number", "published_at", "revised_at", "document_number", "genre", "signed_on", "effective_on",
    "expires_on", "repealed_on", "amended_on", "state", "organ__code", "organ__name", "organ__short_name", "column__code", "column__title",
)  # fmt: skip


def public_items(organ: Organ | None = None) -> QuerySet[Item]:
    """What the public can read now, newest first, with what a list shows of each."""
    # state 写成常量，数据库才用得上部分索引
    found = Item.objects.filter(state="published").order_by("-published_at", "-id")
    if organ is not None:
        found = found.filter(organ=organ)
    return found.select_related("organ", "column").only(*LIST_FIELDS)


def latest(organ: Organ | None = None, count: int = 10) -> list[Item]:
    """The newest public items of an organ, or of all."""
    return list(public_items(organ)[:count])


def public_versions(item: Item) -> QuerySet[Version]:
    """The versions that the public could read at some time, newest first."""
    return item.versions.filter(publication__isnull=False).select_related("publication").order_by("-number")


def published_in(organ: Organ, since: date, until: date) -> QuerySet[Item]:
    """Items that became public from ``since`` to ``until``, both included, withdrawn ones too."""
    return Item.objects.filter(organ=organ, published_at__gte=_start(since), published_at__lt=_start(until, 1))


def issued(organ: Organ, row: str, since: date, until: date) -> QuerySet[Item]:
    """Documents of a row of table 2 (``government_rules``, ``normative_documents``) first published in a period: 本年制发件数."""
    return published_in(organ, since, until).filter(genre__in=counted_as(row))


def repealed(organ: Organ, row: str, since: date, until: date) -> QuerySet[Item]:
    """Documents of a row repealed in a period: 本年废止件数; those that lapsed only when the choice in force says so."""
    gone = Q(repealed_on__range=(since, until))
    if counting_on(until).lapse_counts_as_repeal:
        gone |= _lapsed(since, until)
    return _documents(organ, row, until).filter(gone)


def lapsed(organ: Organ, row: str, since: date, until: date) -> QuerySet[Item]:
    """Documents of a row whose term ended in a period without repeal (失效)."""
    return _documents(organ, row, until).filter(_lapsed(since, until))


def in_force(organ: Organ, row: str, day: date) -> QuerySet[Item]:
    """Documents of a row in force at the end of ``day``: published, not repealed, not lapsed, not withdrawn: 现行有效件数."""
    found = _documents(organ, row, day).exclude(repealed_on__lte=day).exclude(expires_on__lt=day)
    found = found.exclude(state="withdrawn", withdrawn_at__lt=_start(day, 1))
    if counting_on(day).in_force_from == "effect":
        found = found.exclude(effective_on__gt=day)
    return found


def altered_wordings(wordings: Iterable[Wording] | None = None) -> list[Wording]:
    """Wordings whose text is no longer what their digest covers; the site's check asks. None is as it should be."""
    rows = wordings if wordings is not None else Wording.objects.iterator(chunk_size=500)
    return [each for each in rows if digest_of(each) != each.sha256]


def altered_files(wordings: QuerySet[Wording]) -> list[Wording]:
    """Wordings whose attachments are no longer what their digest covers; the site's check asks."""
    having = Q(pk__in=Attachment.objects.values("wording_id"))
    with_files = wordings.filter(having | ~Q(files_sha256="")).order_by("pk")
    rows = with_files.prefetch_related("attachments__file").iterator(chunk_size=500)
    return [each for each in rows if files_digest(each.attachments.all()) != each.files_sha256]


def _documents(organ: Organ, row: str, day: date) -> QuerySet[Item]:
    return Item.objects.filter(organ=organ, genre__in=counted_as(row), published_at__lt=_start(day, 1))


def _lapsed(since: date, until: date) -> Q:
    """The first day without force lies in the period, and the document was not repealed by then."""
    term = Q(expires_on__range=(since - timedelta(days=1), until - timedelta(days=1)))
    return term & (Q(repealed_on=None) | Q(repealed_on__gt=until))


def _start(day: date, later: int = 0) -> datetime:
    return timezone.make_aware(datetime.combine(day + timedelta(days=later), time()))
