"""Previews of files, made at the first call and kept beside the data until they have not been asked for in a month."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from gongkai.publishing.upload_preview import page_picture, preview_html
from gongkai.publishing.upload_reading import Failed
from gongkai.publishing.uploads import limits
from gongkai.web.files.keeping import bytes_of
from gongkai.web.files.models import StoredFile

FORMAT = 1
"""Changes when previews are made differently, so that older ones are not shown."""
DAYS = 30


def shown_pages(stored: StoredFile) -> range:
    """The pages of which there are pictures, from 1; none for what is no PDF or was not read yet."""
    if stored.kind_of_file.preview != "pages":
        return range(0)
    return range(1, min(int(stored.facts.get("pages", 1)), limits()["preview_pages"]) + 1)


def picture_of(stored: StoredFile, number: int) -> bytes:
    """A page as PNG. Raises ``Failed``."""
    if number not in shown_pages(stored):
        raise Failed("no-page")
    return _kept(f"{stored.sha256}-{number}.png", lambda: page_picture(bytes_of(stored), number))


def html_of(stored: StoredFile) -> str:
    """Words and tables as clean HTML; empty for what has none. Raises ``Failed``."""
    if stored.kind_of_file.family != "document":
        return ""
    made = _kept(f"{stored.sha256}.html", lambda: preview_html(bytes_of(stored), stored.kind, stored.name).encode())
    return made.decode()


def _folder() -> Path:
    return Path(settings.HOME) / "previews"


def _kept(name: str, make: Callable[[], bytes]) -> bytes:
    path = _folder() / f"{FORMAT}-{name}"
    with suppress(OSError):
        data = path.read_bytes()
        os.utime(path)
        return data
    try:
        data = make()
    except OSError as problem:
        raise Failed("missing") from problem
    with suppress(OSError):
        path.parent.mkdir(mode=0o700, exist_ok=True)
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        draft.write_bytes(data)
        draft.replace(path)
    return data


def forget_old() -> int:
    """Delete previews nobody asked for in a month; how many."""
    old, deleted = time.time() - DAYS * 86400, 0
    for path in _folder().glob("*") if _folder().is_dir() else ():
        with suppress(OSError):
            if path.stat().st_mtime < old:
                path.unlink()
                deleted += 1
    return deleted
