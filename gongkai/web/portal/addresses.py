"""Every public address on which an item appears, for whoever keeps pages and must know which are old."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from gongkai.publishing.genres import DOCUMENTS
from gongkai.web.organs.models import Organ
from gongkai.web.portal.panels import SERVICES
from gongkai.web.portal.publishing.feeds import FORMATS
from gongkai.web.portal.sitemap import PART
from gongkai.web.publishing.column_queries import beside
from gongkai.web.publishing.links import relations_shown
from gongkai.web.publishing.models import Item, Placement, SiteColumn


def public_urls_of(item: Item) -> list[str]:
    """The addresses, without query: its own, those of its neighbours and relatives, of its columns, its organ, the site.

    Lists are named once, by their first page; whoever keeps further pages of them drops those that begin so. Give the item
    before a change and after it: what it leaves is old as well.
    """
    if item.index_number is None:
        return []
    found = [*page_urls(item), reverse("portal:item_qr", args=[item.index_number])]
    found += [other.get_absolute_url() for other in _near(item)]
    for column in _columns(item):
        found += column_urls(item.organ, column)
    found += organ_urls(item.organ, item.genre)
    found += [reverse("portal:sitemap"), reverse("portal:sitemap_part", args=[(item.pk - 1) // PART + 1])]
    return list(dict.fromkeys(found))


def page_urls(item: Item) -> list[str]:
    """The page of an item and the same for paper."""
    return [item.get_absolute_url(), reverse("portal:item_print", args=[item.index_number])]


def column_urls(organ: Organ, column: SiteColumn) -> list[str]:
    """The list of a column with its feeds."""
    feeds = [reverse("portal:column_feed", args=[organ.code, column.code, to]) for to in FORMATS]
    return [reverse("portal:column", args=[organ.code, column.code]), *feeds]


def organ_urls(organ: Organ, genre: str) -> list[str]:
    """What an organ and the whole site show of an item of a genre: first pages, lists, tables and feeds."""
    code = [organ.code]
    found = [reverse("portal:home"), organ.get_absolute_url(), reverse("portal:items"), reverse("portal:site_map")]
    found += [reverse("portal:catalogue", args=code), reverse("portal:catalogue_csv", args=code)]
    for to in FORMATS:
        found += [reverse("portal:site_feed", args=[to]), reverse("portal:organ_feed", args=[organ.code, to])]
    if genre in DOCUMENTS:
        found += [reverse("portal:policies"), reverse("portal:policies_csv")]
        found += [reverse("portal:organ_policies", args=code), reverse("portal:organ_policies_csv", args=code)]
    if genre == SERVICES:
        found += [reverse("portal:services"), reverse("portal:organ_services", args=code)]
    return found


def _columns(item: Item) -> Iterable[SiteColumn]:
    """The columns that show it: its own, those in which it is placed, and all above each of them."""
    own = SiteColumn.objects.filter(pk__in=[item.column_id, *_placed(item)])
    keys = {int(part) for path in own.values_list("path", flat=True) for part in path.strip("/").split("/")}
    return SiteColumn.objects.filter(pk__in=keys, merged_into=None).order_by("pk")


def _placed(item: Item) -> list[int]:
    return list(Placement.objects.filter(item=item).values_list("column", flat=True))


def _near(item: Item) -> list[Item]:
    """The items whose pages name it: its neighbours in the column, and what is related to it."""
    if item.published_at is None:
        return []
    related = [link.item for group in relations_shown(item) for link in group.links if link.item is not None]
    return [other for other in (*beside(item), *related) if other is not None and other.index_number]
