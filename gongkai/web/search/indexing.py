"""Keeping the index as the items are: in the transaction of whatever changes them. Doing it again changes nothing."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from gongkai.web.publishing.models import Attachment, Item
from gongkai.web.search.codes import codes_of
from gongkai.web.search.documents import RULES, Source, sources
from gongkai.web.search.engines import engine_of
from gongkai.web.search.models import Document, Words

_EPOCH = datetime(2000, 1, 1, tzinfo=timezone.get_fixed_timezone(0))
_A_MINUTE = 64
"""Places for documents in a minute of publication; what is more goes on into the next."""
CHUNK = 100
TIDIED = 500
"""Pages of the index that are put together in one step, within a tenth of a second or so."""
_log = logging.getLogger("gongkai.search")


@transaction.atomic
def index_items(items: Iterable[int]) -> int:
    """Let the index say what these items say now; those that are not public are taken out. How many are in it afterwards."""
    wanted = sorted(set(items))
    found = sources(wanted)
    public = {source.item_id for source in found}
    remove_items([key for key in wanted if key not in public])
    _write(found)
    return len(found)


def remove_items(items: Sequence[int]) -> None:
    """Take items out of the index."""
    keys = list(Document.objects.filter(item__in=items).values_list("pk", flat=True)) if items else []
    if keys:
        # 先删词，触发器随之更新索引；级联会一件一件查
        Words.objects.filter(pk__in=keys)._raw_delete(using=connection.alias)  # type: ignore[attr-defined]
        Document.objects.filter(pk__in=keys)._raw_delete(using=connection.alias)  # type: ignore[attr-defined]


def _write(found: Sequence[Source]) -> None:
    if not found:
        return
    known = dict(Document.objects.filter(item__in=[each.item_id for each in found]).values_list("item_id", "pk"))
    new = sorted(
        (each for each in found if each.item_id not in known), key=lambda each: (each.published_at, each.item_id)
    )
    known |= {each.item_id: key for each, key in zip(new, _places(new), strict=True)}
    today = timezone.localdate()
    codes = codes_of(each.facets.parts(today) for each in found)
    rows = [_document(each, known[each.item_id], code) for each, code in zip(found, codes, strict=True)]
    fields = [field.attname for field in Document._meta.concrete_fields if not field.primary_key]
    Document.objects.bulk_create(
        rows, batch_size=50, update_conflicts=True, unique_fields=["id"], update_fields=[*fields]
    )
    engine_of(connection).write(
        [{"document_id": known[each.item_id], "text": each.packed(), **each.tokens(today)} for each in found]
    )


def _document(source: Source, key: int, codes: str) -> Document:
    facets = source.facets
    dates = {name: getattr(facets, name) for name in ("effective_on", "expires_on", "repealed_on", "amended_on")}
    return Document(
        id=key,
        item_id=source.item_id,
        published_at=source.published_at,
        binding=facets.binding,
        facets=codes,
        digest=source.digest(),
        waiting=source.waiting,
        made_with=RULES,
        **dates,
    )


def _places(new: Sequence[Source]) -> Iterator[int]:
    """Keys for new documents, in the order of their publication: behind the last, or in a gap for what came out of turn."""
    if not new:
        return
    last = Document.objects.order_by("-id").values_list("id", flat=True).first() or 0
    taken: set[int] = set()
    for source in new:
        wanted = int((source.published_at - _EPOCH).total_seconds() // 60) * _A_MINUTE
        if wanted > last:
            last = wanted
            yield wanted
            continue
        if wanted + _A_MINUTE * 5 > last:
            last += 1
            yield last
            continue
        key = _gap(wanted, taken)
        taken.add(key)
        last = max(last, key)
        yield key


def _gap(wanted: int, taken: set[int]) -> int:
    """The first free key from ``wanted`` on."""
    while True:
        there = set(Document.objects.filter(id__gte=wanted, id__lt=wanted + 2000).values_list("id", flat=True)) | taken
        free = next((key for key in range(wanted, wanted + 2000) if key not in there), None)
        if free is not None:
            return free
        wanted += 2000


def outdated() -> Any:
    """Public items that are not in the index, or are there by older rules; keys in their order."""
    right = Document.objects.filter(item=OuterRef("pk"), made_with=RULES)
    return Item.objects.filter(state="published").filter(~Exists(right)).order_by("pk").values_list("pk", flat=True)


def strangers() -> Any:
    """Documents of items that are not public."""
    return Document.objects.exclude(item__state="published").order_by("pk").values_list("item_id", flat=True)


def begin_rebuild() -> bool:
    """Mark every document as to be made anew. False when an earlier rebuild was not finished: it is gone on with."""
    if Document.objects.filter(made_with=0).exists():
        return False
    Document.objects.update(made_with=0)
    return True


def rebuild() -> Iterator[int]:
    """Make anew what is marked or missing, and take out what is not public; how many were done after each step.

    Each step is a transaction of its own, so that the site goes on serving and writing; a rebuild that was broken off goes on
    where it was.
    """
    done = 0
    while True:
        gone = list(strangers()[:CHUNK])
        with transaction.atomic():
            remove_items(gone)
        keys = list(outdated()[:CHUNK])
        if keys:
            index_items(keys)
        if not gone and not keys:
            break
        done += len(keys) + len(gone)
        yield done
    engine = engine_of(connection)
    more = bool(done) and engine.tidy(TIDIED, whole=True)
    while more:
        more = engine.tidy(TIDIED)


def catch_up(now: datetime) -> int:
    """Index again the items whose attachments have got their words meanwhile, and those that the index lacks; for the tick.

    The parts of the index that many single publications leave behind are put together as well, some at a time.
    """
    engine_of(connection).tidy(TIDIED)
    unread = Attachment.objects.filter(
        wording__reviews__publication=OuterRef("item__current"), placed="below", file__text_state="pending"
    )
    ready = Document.objects.filter(waiting=True).filter(~Exists(unread)).values_list("item_id", flat=True)[:CHUNK]
    missing = outdated()[: CHUNK // 2] if not Document.objects.filter(made_with=0).exists() else []
    keys = [*ready, *missing]
    return index_items(keys) if keys else 0


def index_file(file: Any) -> int:
    """Index again the public items to which a file is attached: its words are there now."""
    keys = Item.objects.filter(state="published", current__review__wording__attachments__file=file)
    return index_items(list(keys.values_list("pk", flat=True)))


def difference() -> tuple[int, int]:
    """How many public items are not in the index, and how many in it are not public."""
    missing = Item.objects.filter(state="published", search_document=None).count()
    counted = Document.objects.aggregate(stray=Count("pk", filter=~Q(item__state="published")))
    return missing, int(counted["stray"])
