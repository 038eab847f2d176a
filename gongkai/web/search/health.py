"""Whether the index says what the items say; the site's check asks."""

from __future__ import annotations

from django.db import connection

from gongkai.web.search.documents import RULES, sources
from gongkai.web.search.engines import engine_of
from gongkai.web.search.indexing import difference
from gongkai.web.search.models import Document

COMPARED = 60
"""Documents that are compared with their items word for word: the newest, and some of all."""
THOROUGH = 20_000
"""Up to so many documents the whole index is read."""


def problems() -> list[str]:
    """What is wrong, as sentences; none when all is well."""
    missing, strange = difference()
    found = []
    if missing:
        found.append(f"有 {missing} 件已经公开的信息查不到")
    if strange:
        found.append(f"有 {strange} 件没有公开或者已经撤下的信息还在检索索引里")
    old = Document.objects.exclude(made_with=RULES).count()
    if old:
        found.append(f"有 {old} 件是按旧的规则编的，或者重建没有做完")
    different = _different()
    if different:
        found.append(f"抽查的信息有 {different} 件与检索索引不一致")
    count = Document.objects.count()
    found += [each.rstrip("。") for each in engine_of(connection).problems(thorough=count <= THOROUGH)]
    return found


def _different() -> int:
    """Of the newest documents and of some others, those that no longer say what their items say."""
    rows = Document.objects.order_by("-id").values_list("item_id", "digest")
    newest = dict(rows[: COMPARED // 2])
    count = rows.count()
    step = max(1, count // (COMPARED // 2))
    others = dict(row for place in range(0, count, step) for row in rows[place : place + 1])
    kept = newest | others
    return sum(kept[source.item_id] != source.digest() for source in sources(kept))
