"""Where the real reports with hand-checked figures lie, when they are there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

REPORTS = Path(__file__).parents[1].parent / "shared" / "reports"
needs_reports = pytest.mark.skipif(
    not REPORTS.is_dir(), reason=f"没有真实年报的文件夹 {REPORTS.name}，只用自编的报告测试"
)


def names() -> list[str]:
    """The names of all reports with an expected file."""
    return sorted(path.name.removesuffix(".expected.json") for path in REPORTS.glob("*.expected.json"))


def expected(name: str, folder: Path = REPORTS) -> dict[str, Any]:
    return json.loads((folder / f"{name}.expected.json").read_text(encoding="utf-8"))


def source(name: str, folder: Path = REPORTS) -> Path:
    """The file that an expected file speaks of."""
    return folder / expected(name, folder)["file"]
