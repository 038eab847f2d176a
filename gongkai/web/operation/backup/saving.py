"""Making a backup while the site runs."""

from __future__ import annotations

import os
import platform
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.utils import timezone

from gongkai import __version__
from gongkai.web.log.actors import SYSTEM
from gongkai.web.log.services import chain_of, record
from gongkai.web.operation.backup.archive import writing
from gongkai.web.operation.backup.tables import FOLDER, SQLITE_FILE, snapshot


class Exists(Exception):
    """There is a file of that name; it is left as it is."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What was saved: size of the file, rows and files in it, whether it holds the secrets."""

    bytes: int
    rows: int
    files: int
    with_secrets: bool
    files_elsewhere: str


def save_to(target: Path, passphrase: str = "") -> Saved:
    """Write a backup whole or not at all. Raises ``Exists``, ``CannotLoad``, ``OSError``.

    The database is copied first and the files afterwards: files are never changed nor deleted once a record names them,
    so every file that the copied records name is there.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        raise Exists
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    elsewhere = settings.FILES if settings.FILES.startswith("s3://") else ""
    secrets = settings.HOME / "secrets.json"
    files = 0
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".gongkai-backup-") as held:
            folder = Path(held)
            with snapshot(folder) as facts:
                pass
            with part.open("xb") as file:
                with writing(file, passphrase) as archive:
                    for path in _database_files(folder):
                        archive.add(f"database/{path.relative_to(folder).as_posix()}", path)
                    for path in () if elsewhere else _files():
                        with suppress(FileNotFoundError):
                            archive.add(f"files/{path.relative_to(settings.FILES).as_posix()}", path)
                            files += 1
                    for name in ("secrets.json", "demonstration"):
                        if (settings.HOME / name).exists():
                            archive.add(name, settings.HOME / name)
                    archive.finish(_particulars(facts, secrets=secrets.exists(), files=elsewhere or "included"))
                file.flush()
                os.fsync(file.fileno())
        size = part.stat().st_size
        try:
            os.link(part, target)
        except FileExistsError:
            raise Exists from None
    finally:
        with suppress(FileNotFoundError):
            part.unlink()
    rows = sum(facts["counts"].values())
    noted = {"file": target.name, "bytes": size, "rows": rows, "files": files, "encrypted": bool(passphrase)}
    record(chain_of(None), "backup", by=SYSTEM, organ=None, facts=noted)
    return Saved(size, rows, files, secrets.exists(), elsewhere)


def _database_files(folder: Path) -> Iterator[Path]:
    if (folder / SQLITE_FILE).exists():
        yield folder / SQLITE_FILE
    if (folder / FOLDER).exists():
        yield from sorted((folder / FOLDER).iterdir())


def _files() -> Iterator[Path]:
    root = Path(settings.FILES)
    if root.exists():
        yield from (each for each in sorted(root.rglob("*")) if each.is_file() and not each.is_symlink())


def _particulars(facts: dict[str, Any], *, secrets: bool, files: str) -> dict[str, Any]:
    return {
        "made_at": timezone.localtime().isoformat(timespec="seconds"),
        "gongkai": __version__,
        "python": platform.python_version(),
        "django": django.get_version(),
        "secrets": "included" if secrets else "environment",
        "files": files,
        "demonstration": bool(settings.DEMONSTRATION),
        **facts,
    }
