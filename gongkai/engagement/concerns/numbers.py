"""Numbers of public concerns: organ, year, serial."""

from __future__ import annotations


def number_of(organ_code: str, year: int, serial: int) -> str:
    """The number by which a concern is known everywhere.

    >>> number_of("nongye", 2026, 7)
    'nongye-yq-2026-007'
    """
    return f"{organ_code}-yq-{year}-{serial:03d}"
