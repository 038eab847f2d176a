"""From what each public page is made, told in a word: a page whose word is as it was need not be made again.

A list is made anew when the stamp of its organ has changed (a list of all organs: when any has). The page of an item is
made anew only when something that it shows has: itself, its attachments, its neighbours, its relatives, its columns, its
organ. All items are read with a few questions.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from gongkai.web.components.context import find_site_organ
from gongkai.web.organs.models import Organ
from gongkai.web.portal.caching import installation
from gongkai.web.portal.sitemap import PART
from gongkai.web.publishing.models import Attachment, Item, Relation, SiteColumn
from gongkai.web.publishing.stamps import stamp

SITE = (
    "home",
    "site_map",
    "accessibility",
    "items",
    "policies",
    "services",
    "all_annual_reports",
    "robots",
    "sitemap",
    "sitemap_pages",
)


@dataclass(frozen=True, slots=True)
class Sources:
    """``items``: by address, what the page of an item is made of; ``withdrawn``: addresses at which a note stays."""

    stamp: str
    frame: str
    organs: dict[str, str]
    items: dict[str, str]
    withdrawn: frozenset[str]
    first: tuple[str, ...]
    """Addresses from which all others are found."""

    def of(self, address: str) -> str:
        """What the page of an address is made of."""
        if address.startswith("/static/"):
            return "static"
        if address in self.items:
            return self.items[address]
        if address.startswith("/files/") and not address.endswith("/"):
            # 一个文件的地址里有它的标识，内容不会变；不再公开的，没有页面提到它，就删去
            return "file"
        if address.endswith("/qr.svg"):
            return f"qr {self.frame}"
        code = address.split("/", 2)[1]
        return f"{self.organs.get(code, self.stamp)} {self.frame}"


def sources(extra: str = "") -> Sources:
    """Everything public now. ``extra``: what else pages depend on, such as where the application is."""
    now = stamp()
    site = find_site_organ()
    frame = _word(installation(), extra, _row(site) if site else "")
    organs = {each.pk: each for each in Organ.objects.all()}
    items, withdrawn = _items(frame, organs)
    keys = list(Item.objects.filter(state="published").order_by("-pk").values_list("pk", flat=True)[:1])
    parts = [reverse("portal:sitemap_part", args=[n]) for n in range(1, (keys[0] - 1) // PART + 2)] if keys else []
    first = [*(reverse(f"portal:{name}") for name in SITE), *parts, "/404.html"]
    first += [each.get_absolute_url() for each in organs.values()]
    stamps = {each.code: _word(stamp(each), _row(each)) for each in organs.values()}
    return Sources(now, frame, stamps, items, frozenset(withdrawn), (*first, *items))


def _items(frame: str, organs: dict[int, Organ]) -> tuple[dict[str, str], set[str]]:
    columns: dict[int, dict[str, Any]] = {each.pk: each.__dict__ for each in SiteColumn.objects.all()}
    lines = {key: _line(columns, each) for key, each in columns.items()}
    rows = list(Item.objects.exclude(current=None).order_by("published_at", "id"))
    by_key = {each.pk: each for each in rows}
    beside = _beside(rows)
    related = _related(by_key)
    attached: dict[int, list[Any]] = defaultdict(list)
    wordings = dict(Item.objects.exclude(current=None).values_list("pk", "current__review__wording"))
    for row in Attachment.objects.order_by("id").values():
        attached[row["wording_id"]].append(row)
    heads = {key: _row(each) for key, each in organs.items()}
    found, withdrawn = {}, set()
    for each in rows:
        told = [frame, heads[each.organ_id], lines.get(each.column_id, ""), _row(each), str(each.state)]
        if each.is_public:
            told += [str(each.validity), repr(beside.get(each.pk)), repr(related.get(each.pk))]
            told.append(repr(attached.get(wordings.get(each.pk) or 0)))
        else:
            withdrawn.add(each.get_absolute_url())
        found[each.get_absolute_url()] = _word(*told)
    return found, withdrawn


def _beside(rows: Iterable[Item]) -> dict[int, list[Any]]:
    """The titles of the items before and after each one in its column."""
    found: dict[int, list[Any]] = defaultdict(list)
    last: dict[int, Item] = {}
    for each in rows:
        if not each.is_public:
            continue
        before = last.get(each.column_id)
        if before is not None:
            found[each.pk].append((before.pk, before.title))
            found[before.pk].append((each.pk, each.title))
        last[each.column_id] = each
    return found


def _related(items: dict[int, Item]) -> dict[int, list[Any]]:
    """Each item's relations with the title and the state of the other side."""
    found: dict[int, list[Any]] = defaultdict(list)
    for row in Relation.objects.filter(ended_at=None).order_by("id").values():
        for here, there in ((row["source_id"], row["target_id"]), (row["target_id"], row["source_id"])):
            other = items.get(there) if there else None
            if here in items:
                found[here].append((row, (other.title, other.state) if other else None))
    return found


def _line(columns: dict[int, dict[str, Any]], column: dict[str, Any]) -> str:
    """The columns over one, and itself."""
    keys = [int(part) for part in column["path"].strip("/").split("/")]
    return repr(
        [
            [columns[key][name] for name in ("title", "code", "path", "merged_into_id", "category")]
            for key in keys
            if key in columns
        ]
    )


def _row(record: Any) -> str:
    """All that is stored of a record."""
    return repr([getattr(record, each.attname) for each in record._meta.concrete_fields])


def _word(*told: str) -> str:
    return hashlib.blake2b("\n".join(told).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
