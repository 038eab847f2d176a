"""The database in a backup: SQLite as one file by its online backup, PostgreSQL table by table by COPY in one snapshot."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

SQLITE_FILE = "gongkai.sqlite3"
FOLDER = "tables"


class CannotLoad(Exception):
    """The data does not fit this database or this version of the program; the text says why."""


@contextmanager
def snapshot(folder: Path) -> Iterator[dict[str, Any]]:
    """Write a consistent copy of the database into ``folder``; what the manifest says of it comes back."""
    if connection.vendor == "sqlite":
        yield _copy_file(folder / SQLITE_FILE)
        return
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield _copy_tables(folder / FOLDER)


def _copy_file(target: Path) -> dict[str, Any]:
    source = Path(str(connection.settings_dict["NAME"]))
    connection.ensure_connection()
    with (
        closing(sqlite3.connect(f"{source.as_uri()}?mode=rw", uri=True, timeout=60)) as live,
        closing(sqlite3.connect(target)) as copy,
    ):
        # WAL 下读者不挡写者；一次拷完，中途的写入不进这份拷贝
        live.backup(copy, pages=-1)
        found = _facts(_sqlite_rows(copy), _sqlite_tables(copy))
        problem = copy.execute("PRAGMA quick_check").fetchone()[0]
    if problem != "ok":
        raise CannotLoad(f"数据库文件已经损坏，备份没有作成：{problem}")
    return {"database": "sqlite", **found}


def _sqlite_tables(copy: sqlite3.Connection) -> list[str]:
    names = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
    return [name for (name,) in copy.execute(names)]


def _sqlite_rows(copy: sqlite3.Connection) -> Any:
    return lambda query: copy.execute(query).fetchall()


def _copy_tables(folder: Path) -> dict[str, Any]:
    folder.mkdir()
    columns: dict[str, list[str]] = {}
    with connection.cursor() as cursor:
        tables = sorted(connection.introspection.table_names(cursor))
        for table in tables:
            columns[table] = [each.name for each in connection.introspection.get_table_description(cursor, table)]
            names = ", ".join(connection.ops.quote_name(name) for name in columns[table])
            statement = f"COPY (SELECT {names} FROM {connection.ops.quote_name(table)}) TO STDOUT"  # noqa: S608
            with (folder / f"{table}.copy").open("wb") as file, _raw(cursor).copy(statement) as pieces:
                for piece in pieces:
                    file.write(piece)

    def rows(query: str) -> Any:
        with connection.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchall()

    (folder / "columns.json").write_text(json.dumps(columns, indent=1), encoding="utf-8")
    return {"database": "postgresql", **_facts(rows, tables)}


def _facts(rows: Any, tables: list[str]) -> dict[str, Any]:
    """Migrations applied, seals of the log, and how many rows each table has, of one and the same snapshot."""
    migrations: dict[str, list[str]] = {}
    for app, name in rows("SELECT app, name FROM django_migrations ORDER BY id"):
        migrations.setdefault(app, []).append(name)
    seals = [
        {"chain": key, "number": number, "digest": digest}
        for key, number, digest in rows("SELECT key, length, head FROM log_chain ORDER BY id")
    ]
    # 表名来自数据库自己的目录
    counts = {name: rows(f'SELECT COUNT(*) FROM "{name}"')[0][0] for name in tables}  # noqa: S608
    return {"migrations": migrations, "seals": seals, "counts": counts}


def check_versions(manifest: dict[str, Any]) -> None:
    """Refuse a backup from a newer version of the program."""
    known = MigrationExecutor(connection).loader.disk_migrations
    strange = [
        f"{app}.{name}" for app, names in manifest["migrations"].items() for name in names if (app, name) not in known
    ]
    if strange:
        raise CannotLoad(
            f"这份备份是用较新的程序作的（gongkai {manifest['gongkai']}），本程序不认识其中的 {strange[0]}。请先升级程序，再恢复。"
        )


def load_tables(folder: Path, manifest: dict[str, Any]) -> None:
    """Fill an empty PostgreSQL database as it was: its migrations first, then its rows, all in one transaction."""
    with connection.cursor() as cursor:
        if connection.introspection.table_names(cursor):
            raise CannotLoad("DATABASE_URL 指的数据库不是空的。请另建一个空数据库再恢复，原来的不动。")
    with transaction.atomic():
        _build(manifest)
        columns = json.loads((folder / FOLDER / "columns.json").read_text(encoding="utf-8"))
        with connection.cursor() as cursor:
            # 迁移为改表把约束设成了即时的；装数据时各表的先后不论，提交时再查
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            for table in columns:
                cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {connection.ops.quote_name(table)})")  # noqa: S608
                if cursor.fetchone()[0]:
                    cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")  # noqa: S608
            for table, names in columns.items():
                _copy_in(cursor, folder / FOLDER / f"{table}.copy", table, names)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            _set_sequences(cursor)


def _build(manifest: dict[str, Any]) -> None:
    executor = MigrationExecutor(connection)
    targets = [(app, name) for app, names in manifest["migrations"].items() for name in names]
    executor.migrate(targets)


def _copy_in(cursor: Any, path: Path, table: str, names: list[str]) -> None:
    quoted = ", ".join(connection.ops.quote_name(name) for name in names)
    statement = f"COPY {connection.ops.quote_name(table)} ({quoted}) FROM STDIN"
    with path.open("rb") as file, _raw(cursor).copy(statement) as copy:
        while piece := file.read(1 << 20):
            copy.write(piece)


def _set_sequences(cursor: Any) -> None:
    for table in connection.introspection.table_names(cursor):
        for found in connection.introspection.get_sequences(cursor, table):
            name, column = connection.ops.quote_name(table), connection.ops.quote_name(found["column"])
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence(%s, %s), COALESCE(MAX({column}), 1), MAX({column}) IS NOT NULL) FROM {name}",  # noqa: S608
                [name, found["column"]],
            )


def _raw(cursor: Any) -> Any:
    """psycopg's own cursor under Django's, for COPY."""
    while hasattr(cursor, "cursor") and not hasattr(type(cursor), "copy"):
        cursor = cursor.cursor
    return cursor
