"""What search hears of: publications and changes of items, words of files."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save

from gongkai.web.publishing.signals import changed, later, published


def connect() -> None:
    """Connect once, from the app's ``ready``."""
    published.connect(_item, dispatch_uid="search.published")
    changed.connect(_item, dispatch_uid="search.changed")
    post_save.connect(_file, sender="files.StoredFile", dispatch_uid="search.file")


def _item(sender: Any, item: Any, **about: Any) -> None:
    later(_index, item.pk)


def _file(sender: Any, instance: Any, created: bool, raw: bool = False, **about: Any) -> None:
    """The words of a file are there: what it is attached to is public already, or is indexed when it becomes so."""
    if created or raw or instance.text_state == "pending":
        return
    from gongkai.web.search.indexing import index_file

    index_file(instance)


def _index(keys: list[Any]) -> None:
    from gongkai.web.search.indexing import index_items

    index_items(keys)
