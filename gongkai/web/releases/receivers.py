"""What releases hear of publishing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from gongkai.web.publishing.models import Item
from gongkai.web.releases.services import website_release


def on_published(sender: Any, *, item: Item, first: bool, at: datetime, **_: Any) -> None:
    """The website released an item: the first time it counts, later versions are the same release."""
    if first:
        website_release(item, at)
