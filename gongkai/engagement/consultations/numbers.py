"""Numbers of consultations and surveys: organ, year, serial."""

from __future__ import annotations


def number_of(organ_code: str, year: int, serial: int) -> str:
    """The number by which a consultation is known everywhere.

    >>> number_of("nongye", 2026, 7)
    'nongye-zj-2026-007'
    """
    return f"{organ_code}-zj-{year}-{serial:03d}"
