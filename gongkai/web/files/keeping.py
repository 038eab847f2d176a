"""Bytes in the storage: under names that nobody guesses and no server executes, gone again when the transaction is undone."""

from __future__ import annotations

import logging
import os
import uuid
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from gongkai.web.files.models import StoredFile

FOLDER = "uploads"
KEPT_WITHOUT_RECORD = timedelta(days=7)
log = logging.getLogger(__name__)


def store(organ_key: int, data: bytes, folder: str = FOLDER) -> str:
    """Write bytes and give their place. Call it in a transaction: when that is undone, they are deleted.

    Whoever keeps other things than uploads names a ``folder`` of its own: uploads without a record are swept away.
    """
    place = str(default_storage.save(f"{folder}/{organ_key}/{uuid.uuid4().hex}", ContentFile(data)))
    transaction.on_commit(_Undone(place))
    _settle(place)
    return place


def bytes_of(stored: StoredFile) -> bytes:
    """The bytes of a file."""
    with default_storage.open(stored.place) as stream:
        data: bytes = stream.read()
    return data


class _Undone:
    """Deletes the bytes unless it is called. Django holds it until the commit and lets it go at a rollback, also of a savepoint."""

    def __init__(self, place: str) -> None:
        self.place, self.kept = place, False

    def __call__(self) -> None:
        self.kept = True

    def __del__(self) -> None:
        if not self.kept:
            try:
                default_storage.delete(self.place)
            except Exception:
                # 删不掉的由 sweep 以后再删
                log.warning("bytes of an undone upload were not deleted", extra={"place": self.place})


def _settle(place: str) -> None:
    """Have a file system write it out before the record says that it is there."""
    with suppress(NotImplementedError, OSError):
        path = Path(default_storage.path(place))
        for each, flags in ((path, os.O_RDONLY), (path.parent, os.O_RDONLY)):
            descriptor = os.open(each, flags)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


def sweep(now: datetime) -> int:
    """Delete bytes that no record names a week after they came: their process ended between writing and committing. And old previews."""
    from gongkai.web.files.previewing import forget_old

    deleted = forget_old()
    try:
        folders, _ = default_storage.listdir(FOLDER)
    except FileNotFoundError:
        return 0
    for folder in folders:
        _, names = default_storage.listdir(f"{FOLDER}/{folder}")
        for start in range(0, len(names), 500):
            places = {f"{FOLDER}/{folder}/{name}" for name in names[start : start + 500]}
            named = set(StoredFile.objects.filter(place__in=places).values_list("place", flat=True))
            for place in places - named:
                if now - default_storage.get_modified_time(place) > KEPT_WITHOUT_RECORD:
                    default_storage.delete(place)
                    deleted += 1
    return deleted


def damaged(stored: StoredFile) -> bool:
    """Whether the bytes are gone or are no longer those that were kept; the site's check asks."""
    import hashlib

    digest = hashlib.sha256()
    try:
        with default_storage.open(stored.place) as stream:
            while piece := stream.read(1 << 20):
                digest.update(piece)
    except OSError:
        return True
    return digest.hexdigest() != stored.sha256
