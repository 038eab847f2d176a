"""Restoring a backup into an empty place, whole or not at all.

Everything is unpacked, compared and proved in a folder beside the place where it will be; only then is that folder renamed.
No module of the site is imported before the folder with its settings' data is there.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gongkai.web.operation.backup.archive import throw_away, unpack


class CannotRestore(Exception):
    """Nothing was restored; the text says why."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored, and how many changes of the database brought it up to this version."""

    manifest: dict[str, Any]
    migrated: int


def restore(source: Path, home: Path, passphrase: str = "") -> Restored:
    """Restore into ``home``, which must not exist or be empty. Raises ``CannotRestore`` and what ``unpack`` raises.

    Makes Django ready for the restored installation: call it once, in a process of its own.
    """
    if home.exists() and (not home.is_dir() or any(home.iterdir())):
        raise CannotRestore(f"“{home}”不是空文件夹。为免盖掉现有的数据，请恢复到一个不存在或者空的文件夹。")
    home.parent.mkdir(parents=True, exist_ok=True)
    draft = home.with_name(f".{home.name}.restoring-{os.getpid()}")
    draft.mkdir(mode=0o700)
    try:
        manifest = unpack(source, draft, passphrase)
        migrated = _proved(draft, manifest)
        if home.exists():
            home.rmdir()
        draft.rename(home)
    except BaseException:
        throw_away(draft)
        raise
    return Restored(manifest, migrated)


def _proved(draft: Path, manifest: dict[str, Any]) -> int:
    """The database in its place, its log proved against the seals in the manifest, and brought up to date."""
    os.environ["GONGKAI_HOME"] = str(draft)
    if manifest["database"] == "sqlite":
        (draft / "database" / "gongkai.sqlite3").rename(draft / "gongkai.sqlite3")
        (draft / "database").rmdir()
        if os.environ.get("DATABASE_URL", "sqlite").split(":")[0] != "sqlite":
            raise CannotRestore(
                "这份备份是 SQLite 的，DATABASE_URL 指的却是别的数据库。请先去掉 DATABASE_URL，再恢复。"
            )
        os.environ.pop("DATABASE_URL", None)
    elif not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        raise CannotRestore("这份备份是 PostgreSQL 的。请建一个空数据库，用 DATABASE_URL 指明，再恢复。")
    if manifest["secrets"] == "environment" and not os.environ.get("GONGKAI_SECRET_KEY"):
        raise CannotRestore("作这份备份的网站用环境变量存放密钥。请先设好 GONGKAI_SECRET_KEY 等三项，再恢复。")
    import django

    django.setup()
    from django.db import connections, transaction

    from gongkai.web.operation.backup.tables import CannotLoad, check_versions, load_tables

    try:
        check_versions(manifest)
        with transaction.atomic() if manifest["database"] == "postgresql" else _nothing():
            if manifest["database"] == "postgresql":
                load_tables(draft / "database", manifest)
                throw_away(draft / "database")
            count = _checked(manifest)
    except CannotLoad as problem:
        raise CannotRestore(str(problem)) from problem
    finally:
        connections.close_all()
    _mark(draft, manifest)
    return count


def _checked(manifest: dict[str, Any]) -> int:
    from gongkai.casework.chain import Seal
    from gongkai.web.log.actors import SYSTEM
    from gongkai.web.log.services import chain_of, record
    from gongkai.web.operation.preparing import migrate
    from gongkai.web.operation.proof import verify_all

    count = migrate()
    seals = {each["chain"]: [Seal(each["number"], each["digest"])] for each in manifest["seals"] if each["number"]}
    findings = [f"{part.title}：{finding}" for part in verify_all(seals) for finding in part.findings]
    if findings:
        told = "\n".join(f"  {finding}" for finding in findings[:20])
        raise CannotRestore(f"备份里的日志没有通过核验，没有恢复：\n{told}")
    facts = {"made_at": manifest["made_at"], "version": manifest["gongkai"], "migrated": count}
    record(chain_of(None), "restore", by=SYSTEM, organ=None, facts=facts)
    return count


def _mark(draft: Path, manifest: dict[str, Any]) -> None:
    """A demonstration stays one; folders that begin anew are taken away."""
    for name in ("metrics", "static"):
        throw_away(draft / name)
    if manifest["demonstration"]:
        (draft / "demonstration").touch()


def _nothing() -> Any:
    from contextlib import nullcontext

    return nullcontext()
