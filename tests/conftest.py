"""The test database: made by the migrations once, and copied by every further process that wants the same."""

from __future__ import annotations

import fcntl
import hashlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
import pytest

ROOT = Path(__file__).parents[1]
KEPT = ROOT / ".pytest_cache" / "databases"


def _fingerprint() -> str:
    """What the migrations make depends on: themselves, the models that they import from, and Django."""
    told = hashlib.sha256(f"{django.get_version()} {sqlite3.sqlite_version}".encode())
    for path in sorted((ROOT / "gongkai" / "web").rglob("*.py")):
        if "migrations" in path.parts or "models" in path.parts or path.stem in ("models", "settings", "apps"):
            told.update(path.read_bytes())
    told.update((ROOT / "requirements.lock").read_bytes())
    return told.hexdigest()[:24]


@pytest.fixture(scope="session")
def _copied_database() -> Iterator[None]:
    """On SQLite, ``migrate`` fills the test database from a copy of what an earlier process made, if there is one."""
    from django.core.management.commands.migrate import Command
    from django.db import connection

    if connection.vendor != "sqlite":
        yield
        return
    migrate = Command.handle

    def handle(self: Any, *args: Any, **options: Any) -> Any:
        if args or options.get("app_label"):
            return migrate(self, *args, **options)
        KEPT.mkdir(parents=True, exist_ok=True)
        template = KEPT / f"{_fingerprint()}.sqlite3"
        with (KEPT / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not template.exists():
                for old in KEPT.glob("*.sqlite3*"):
                    old.unlink()
                migrate(self, *args, **options)
                _copy(connection.connection, template)
                return None
        connection.ensure_connection()
        with sqlite3.connect(template) as made:
            made.backup(connection.connection)
        made.close()
        return None

    Command.handle = handle
    yield
    Command.handle = migrate


@pytest.fixture(scope="session")
def django_db_setup(_copied_database: None, django_db_setup: None) -> None:
    """The database as pytest-django sets it up, filled from a copy."""


def _copy(made: sqlite3.Connection, template: Path) -> None:
    part = template.with_suffix(".part")
    with sqlite3.connect(part) as copy:
        made.backup(copy)
    copy.close()
    part.rename(template)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """All browser tests in one worker, since each worker would start a site of its own; every other test by itself."""
    from xdist.scheduler import LoadScopeScheduling

    class OneSite(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return "browser" if nodeid.startswith("tests/browser/") else nodeid

    return OneSite(config, log)
