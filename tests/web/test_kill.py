"""``kill -9`` during writes loses nothing that was acknowledged; ``make kill-test N=1000`` does it as often as asked."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

HARNESS = Path(__file__).with_name("kill_site.py")


ROUNDS = 4
"""Besides one through the server; a thousand and more are for ``make kill-test``."""


@pytest.mark.long
def test_nothing_acknowledged_is_lost_by_killing_the_site_again_and_again_during_writes(tmp_path):
    surroundings = {
        name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "COV_CORE_SOURCE")
    }
    done = subprocess.run(
        [sys.executable, str(HARNESS), str(ROUNDS), "--http", "1"],
        env={**surroundings, "GONGKAI_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "gongkai.web.settings"},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "不符 0 处" in done.stdout
