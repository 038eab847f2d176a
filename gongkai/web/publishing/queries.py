"""What is public, and the counts that the annual report takes from it. Every count is a list of items that can be opened."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from gongkai.web.organs.models import Organ
from gongkai.web.publishing.carrying import files_digest
from gongkai.web.publishing.counts import amended, day_start, in_force, issued, lapsed, repealed
from gongkai.web.publishing.drafting import digest_of
from gongkai.web.publishing.links import relations_shown
from gongkai.web.publishing.models import Attachment, Item, Version, Wording
from gongkai.web.publishing.prepared import Given, Prepared

__all__ = [
    "altered_files", "altered_wordings", "amended", "in_force", "issued", "lapsed", "latest", "public_items",
    "public_versions", "published_in", "relations_shown", "repealed",
]  # fmt: skip

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


def public_versions(item: Item) -> list[Version]:
    """The versions that the public could read at some time, newest first: their numbers, and when they were published."""
    return _VERSIONS(item=item.pk)


def _versions() -> QuerySet[Version]:
    found = Version.objects.filter(item=Given("item"), publication__isnull=False)
    return found.select_related("publication").only("number", "publication__published_at").order_by("-number")


_VERSIONS = Prepared(_versions)


def published_in(organ: Organ, since: date, until: date) -> QuerySet[Item]:
    """Items that became public from ``since`` to ``until``, both included, withdrawn ones too."""
    return Item.objects.filter(organ=organ, published_at__gte=day_start(since), published_at__lt=day_start(until, 1))


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
