"""Draws the page and the picture of the documentation anew from the table: ``python -m gongkai.disputes.drawing``."""

from __future__ import annotations

from pathlib import Path

from gongkai.casework.diagram import written
from gongkai.casework.svg import svg
from gongkai.disputes.moves import TABLE

DOCS = Path(__file__).parents[2] / "docs"
PAGE = DOCS / "reference" / "disputes.md"
PICTURE = DOCS / "images" / "disputes.svg"


def draw() -> None:
    """Write both; nothing else of the page changes."""
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8"), {TABLE.name: TABLE}), encoding="utf-8")
    PICTURE.write_text(svg(TABLE), encoding="utf-8")


if __name__ == "__main__":
    draw()
