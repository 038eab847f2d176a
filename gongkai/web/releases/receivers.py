"""What releases hear of publishing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from gongkai.web.publishing.models import Item
from gongkai.web.publishing.signals import later
from gongkai.web.releases.services import website_releases


def on_published(sender: Any, *, item: Item, first: bool, at: datetime, **_: Any) -> None:
    """The website released an item: the first time it counts, later versions are the same release."""
    if first:
        later(_released, (item, at))


def _released(things: list[Any]) -> None:
    website_releases(things)
