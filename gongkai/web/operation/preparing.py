"""What must be done before the site serves: the database migrated, static files collected. Quick when nothing changed."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from gongkai import __version__

_STAMP = ".collected"


def pending() -> list[str]:
    """Migrations that are not applied yet, as ``app.name``."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def migrate() -> int:
    """Apply what is pending; how many that were."""
    count = len(pending())
    if count:
        call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    return count


def collect_static() -> bool:
    """Collect static files unless they are as they were; whether it was needed."""
    root = Path(settings.STATIC_ROOT)
    stamp, now = root / _STAMP, _fingerprint()
    if stamp.exists() and stamp.read_text(encoding="ascii") == now:
        return False
    # 旧文件留着：正打开的页面还会来取
    root.mkdir(parents=True, exist_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    for folder in (root, *(each for each in root.rglob("*") if each.is_dir())):
        folder.chmod(0o755)
    stamp.write_text(now, encoding="ascii")
    return True


def forget_static() -> None:
    """Throw away what was collected."""
    shutil.rmtree(settings.STATIC_ROOT, ignore_errors=True)


def _fingerprint() -> str:
    found = hashlib.sha256(__version__.encode())
    for finder in get_finders():
        for name, storage in sorted(finder.list(None), key=lambda pair: str(pair[0])):
            try:
                path = Path(storage.path(name))
                state = path.stat()
                found.update(f"{name} {state.st_size} {state.st_mtime_ns}\n".encode())
            except (NotImplementedError, OSError):
                found.update(f"{name} {hashlib.sha256(storage.open(name).read()).hexdigest()}\n".encode())
    return found.hexdigest()
