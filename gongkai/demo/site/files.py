"""The demonstration's own texts, kept as YAML beside the code."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent


def load(name: str) -> Any:
    """What a file says."""
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
