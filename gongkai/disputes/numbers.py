"""Numbers of disputes: organ, kind, year, serial."""

from __future__ import annotations

_MARKS = {"reconsideration": "fy", "litigation": "ss"}


def number_of(organ_code: str, kind: str, year: int, serial: int) -> str:
    """The number by which a dispute is known in the system (not that of the body or the court).

    >>> number_of("nongye", "reconsideration", 2026, 3)
    'nongye-fy-2026-003'
    """
    return f"{organ_code}-{_MARKS[kind]}-{year}-{serial:03d}"
