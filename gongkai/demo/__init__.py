"""The demonstration: five bureaus with the figures of their published reports, told in our own sentences.

``sources/`` keeps each report in the layout in which that bureau published it (pipes, tabs, one cell a line, a web page), with the
contradictions of the original, so that reading and checking have something real to do; 青石县 is made up and consistent.
"""

from __future__ import annotations

from pathlib import Path

SOURCES = Path(__file__).parent / "sources"


def sources() -> list[Path]:
    """The demonstration's report files, in order of name."""
    return sorted(SOURCES.iterdir())


def clean_report() -> Path:
    """The made-up report without a fault."""
    return next(path for path in sources() if path.suffix == ".json")
