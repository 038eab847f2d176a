"""Which public items lead to which addresses outside, so that a broken link is told of with the item in which it stands."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet

from gongkai.checks.body_text import body_text
from gongkai.checks.links import is_external, is_local
from gongkai.web.inspection.models import LinkUse
from gongkai.web.publishing.models import Item, Publication
from gongkai.web.publishing.signals import later
from gongkai.web.screening.material import address_key
from gongkai.web.screening.models import LinkCheck


def note_links(sender: type, *, item: Item, publication: Publication, **_: object) -> None:
    """Receiver of ``published``: rewrite what the item leads to."""
    later(_rewrite, (item, publication))


def _rewrite(published: list[Any]) -> None:
    wanted: dict[int, set[str]] = {}
    for item, publication in published:
        body = publication.wording.body_html
        # 多数信息没有外部链接，先看一眼，不必都拆开
        found = {address for _, _, address in body_text(body).links} if "://" in body else set()
        wanted[item.pk] = {address_key(each) for each in found if is_external(each) and not is_local(each)}
    LinkUse.objects.filter(item__in=wanted).delete()
    keys = {key for each in wanted.values() for key in each}
    if not keys:
        return
    known = dict(LinkCheck.objects.filter(address_sha256__in=keys).values_list("address_sha256", "pk"))
    uses = [
        LinkUse(item_id=item, link_id=known[key])
        for item, each in wanted.items()
        for key in sorted(each)
        if key in known
    ]
    LinkUse.objects.bulk_create(uses, ignore_conflicts=True)


def broken(organs: Collection[int]) -> QuerySet[LinkUse]:
    """Links that did not open when they were looked at last, in items that are public now."""
    rows = LinkUse.objects.filter(
        link__state=LinkCheck.State.BROKEN, item__organ__in=organs, item__state=Item.State.PUBLISHED
    )
    return rows.select_related("link", "item__organ", "item__section", "item__column").order_by(
        "-link__checked_at", "id"
    )


def looked_at(organs: Collection[int]) -> tuple[int, int]:
    """How many different addresses outside public items lead to, and how many of them were looked at."""
    rows = LinkCheck.objects.filter(uses__item__organ__in=organs, uses__item__state=Item.State.PUBLISHED).distinct()
    return rows.count(), rows.exclude(state=LinkCheck.State.WAITING).count()
