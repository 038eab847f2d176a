"""The triggers that hold records as they were: whether they stand, and lifting them in tests. ``standing`` and ``lifted`` are the log's own.

A migration that makes triggers has ``install``, ``remove`` and ``names(vendor)``: every trigger, alone or with its table.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import Any


@dataclass(frozen=True, slots=True)
class Triggers:
    """The triggers that the migration of that name makes."""

    migration: str

    def standing(self, connection: Any) -> bool:
        """Whether all are there; the site's own check asks (``gongkai site check``)."""
        names = import_module(self.migration).names(connection.vendor)
        wanted = {each if isinstance(each, str) else each[0] for each in names}
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D'")
            else:
                cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            return wanted <= {name for (name,) in cursor.fetchall()}

    @contextmanager
    def lifted(self, connection: Any) -> Iterator[None]:
        """For tests that tamper with evidence or empty the database: no triggers meanwhile."""
        migration, editor = import_module(self.migration), _Plain(connection)
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


_APPEND_ONLY = Triggers("gongkai.web.log.migrations.0002_append_only")
standing, lifted = _APPEND_ONLY.standing, _APPEND_ONLY.lifted
