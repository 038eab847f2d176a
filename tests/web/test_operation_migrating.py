"""Migrations done with less work do the same to the database."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from django.core.management import call_command
from django.core.management.commands.migrate import Command as DjangosCommand
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from gongkai.web.operation.migrating import Executor

APPS = ("files", "screening")
"""With what they depend on: tables that refer to one another in a ring, fields added later, indexes, constraints, triggers: enough kinds of steps."""


def built(executor_class: type[MigrationExecutor], path: Path, settings: dict[str, object]) -> list[tuple[str, ...]]:
    """The schema that an executor makes in an empty SQLite database."""
    alias = path.stem
    connections.databases[alias] = {**settings, "ENGINE": "django.db.backends.sqlite3", "NAME": str(path)}
    try:
        executor = executor_class(connections[alias])
        executor.migrate([key for key in executor.loader.graph.leaf_nodes() if key[0] in APPS])
    finally:
        connections[alias].close()
        del connections[alias], connections.databases[alias]
    with sqlite3.connect(path) as opened:
        return opened.execute("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name").fetchall()


def test_the_schema_is_the_one_that_django_makes(tmp_path, django_db_blocker):
    settings = dict(connections["default"].settings_dict)
    with django_db_blocker.unblock():
        usual = built(MigrationExecutor, tmp_path / "usual.sqlite3", settings)
        quick = built(Executor, tmp_path / "quick.sqlite3", settings)
    assert quick == usual
    assert {kind for kind, *_ in usual} == {"table", "index", "trigger"}


def test_the_command_of_the_site_uses_it_and_leaves_djangos_as_it_was(db, monkeypatch):
    used = []
    monkeypatch.setattr(DjangosCommand, "handle", lambda self, *_, **__: used.append(djangos().__name__))
    before = djangos()
    call_command("migrate", verbosity=0)
    assert used == ["Executor"]
    assert djangos() is before


def djangos() -> type[MigrationExecutor]:
    from django.core.management.commands import migrate

    found: type[MigrationExecutor] = migrate.MigrationExecutor
    return found
