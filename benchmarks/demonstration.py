"""A built demonstration to measure on: in a folder that is thrown away, or in one that is kept (``--home``)."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def demonstration(kept: str = "") -> Iterator[dict[str, float]]:
    """The processor seconds that each part of building took; nothing when the folder holds one already."""
    with tempfile.TemporaryDirectory() as thrown_away:
        home = Path(kept or thrown_away)
        os.environ.update(
            GONGKAI_HOME=str(home),
            GONGKAI_DEMO="1",
            GONGKAI_LOG_LEVEL="ERROR",
            DJANGO_SETTINGS_MODULE="gongkai.web.settings",
        )
        os.environ.pop("DATABASE_URL", None)
        taken = {}
        begun = time.process_time()
        import django

        django.setup()
        taken["装载"] = time.process_time() - begun
        if not (home / "gongkai.sqlite3").exists():
            taken |= _built(home)
        yield taken


def _built(home: Path) -> dict[str, float]:
    from gongkai.demo.site import build
    from gongkai.web.operation.preparing import collect_static, migrate

    parts = {"建表": migrate, "静态文件": collect_static, "演示数据": lambda: build(home)}
    taken = {}
    for name, part in parts.items():
        begun = time.process_time()
        part()
        taken[name] = time.process_time() - begun
    return taken
