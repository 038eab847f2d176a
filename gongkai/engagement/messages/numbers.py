"""Numbers of messages: organ, year, serial."""

from __future__ import annotations


def number_of(organ_code: str, year: int, serial: int) -> str:
    """The number by which a message is known everywhere.

    >>> number_of("nongye", 2026, 7)
    'nongye-ly-2026-00007'
    """
    return f"{organ_code}-ly-{year}-{serial:05d}"
