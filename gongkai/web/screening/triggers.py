"""The triggers that keep screenings and decisions as they were (migration ``0002_append_only``): whether they stand, and lifting them in tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

_MIGRATION = "gongkai.web.screening.migrations.0002_append_only"


def standing(connection: Any) -> bool:
    """Whether all triggers are there."""
    names = set(import_module(_MIGRATION).names(connection.vendor))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D'")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        return names <= {name for (name,) in cursor.fetchall()}


@contextmanager
def lifted(connection: Any) -> Iterator[None]:
    """For tests that empty the database: no triggers meanwhile."""
    migration, editor = import_module(_MIGRATION), _Plain(connection)
    migration.remove(None, editor)
    try:
        yield
    finally:
        migration.install(None, editor)


class _Plain:
    """Executes what a migration asks for without a schema editor, which SQLite allows outside transactions only."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection

    def execute(self, statement: str) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute(statement)
