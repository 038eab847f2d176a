"""The year-on-year pictures of an organ's reports, each with its table."""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.web.annualreport.queries import Line


def pictures(years: Sequence[int], lines: Sequence[Line]) -> list[str]:
    """None for a single year: there is nothing to compare."""
    return []
