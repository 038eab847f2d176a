"""Draws the page and the picture of the moves in the documentation: ``python -m gongkai.publishing.drawing``."""

from __future__ import annotations

from pathlib import Path

from gongkai.casework.diagram import written
from gongkai.casework.svg import svg
from gongkai.publishing.moves import VERSION

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE = DOCS / "reference" / "publishing.md"
PICTURE = DOCS / "images" / "publishing.svg"


def draw() -> None:
    """Write both anew; what stands around the table in the page stays."""
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8"), {VERSION.name: VERSION}), encoding="utf-8")
    PICTURE.write_text(svg(VERSION), encoding="utf-8")


if __name__ == "__main__":
    draw()
