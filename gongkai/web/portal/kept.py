"""What many public pages have in common, kept in this process while nothing public changes: organs, their columns, the frame.

All of it belongs to one value of the stamp of everything public (``caching.site_stamp``), which is read before anything is made
and changes in the transaction of each change. Another stamp, and all is forgotten: so there is never more kept than one site
has, and each process goes by the database. Signed-in readers have no stamp here (``stamp_of``): for them everything is made anew,
and nothing made for them is kept.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import get_script_prefix

from gongkai.web.components.context import find_site_organ
from gongkai.web.organs.models import Organ
from gongkai.web.publishing import column_queries
from gongkai.web.publishing.models import SiteColumn

KEPT_SECONDS = 600
"""No longer, in case somebody changed the database by hand."""
MOST = 5000
"""Things; when there are more, it begins anew."""
T = TypeVar("T")


@dataclass(slots=True)
class _Kept:
    stamp: str = ""
    until: float = 0.0
    things: dict[Hashable, Any] = field(default_factory=dict)


_kept = _Kept()


def stamp_of(request: HttpRequest) -> str:
    """The stamp under which things may be kept for the reader; empty: for none. ``caching.KeptPages`` gives it to anonymous readers."""
    return getattr(request, "public_stamp", "")


def keep(stamp: str, key: Hashable, make: Callable[[], T]) -> T:
    """What ``make`` gives, or gave under the same stamp. It is shared by all readers: nobody changes it."""
    global _kept
    if not stamp:
        return make()
    kept = _kept
    if kept.stamp != stamp or kept.until < time.monotonic() or len(kept.things) >= MOST:
        kept = _kept = _Kept(stamp, time.monotonic() + KEPT_SECONDS)
    # 前缀不同，网址就不同
    whole = (key, get_script_prefix())
    if whole not in kept.things:
        kept.things[whole] = make()
    found: T = kept.things[whole]
    return found


def organ_at(stamp: str, code: str) -> Organ:
    """The organ of an address; what there is none of is not there."""
    return keep(stamp, ("organ at", code), lambda: get_object_or_404(Organ, code=code))


def organ_of(stamp: str, key: int) -> Organ:
    """The organ with a key."""
    return keep(stamp, ("organ", key), lambda: Organ.objects.get(pk=key))


def site_organ(stamp: str) -> Organ | None:
    """The organ whose site this is."""
    return keep(stamp, "site organ", find_site_organ)


def columns_of(stamp: str, organ: Organ) -> dict[int, SiteColumn]:
    """All columns of an organ by key, in their order."""
    return keep(stamp, ("columns", organ.pk), lambda: {each.pk: each for each in column_queries.columns_of(organ)})
