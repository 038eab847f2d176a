"""The engine of the database in use: FTS5 within SQLite, a GIN index over ``tsvector`` in PostgreSQL. Both are part of the
transaction in which an item changes, so neither can say anything else than the items do.
"""

from __future__ import annotations

from typing import Any

from gongkai.web.search.engines.port import Engine


def engine_of(connection: Any) -> Engine:
    """The engine for a connection. Raises ``LookupError`` for a database that has none."""
    if connection.vendor == "sqlite":
        from gongkai.web.search.engines.sqlite import Fts5

        return Fts5(connection)
    if connection.vendor == "postgresql":
        from gongkai.web.search.engines.postgresql import Tsvector

        return Tsvector(connection)
    raise LookupError(f"没有用于 {connection.vendor} 的检索。")


__all__ = ["Engine", "engine_of"]
