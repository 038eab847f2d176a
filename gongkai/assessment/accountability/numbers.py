"""Numbers of complaints and of orders to set things right: organ, year, serial."""

from __future__ import annotations


def complaint_number(organ_code: str, year: int, serial: int) -> str:
    """The number of a complaint with the organ that decides on it.

    >>> complaint_number("qingshi", 2026, 7)
    'qingshi-ts-2026-0007'
    """
    return f"{organ_code}-ts-{year}-{serial:04d}"


def rectification_number(organ_code: str, year: int, serial: int) -> str:
    """The number of a rectification with the organ that orders it.

    >>> rectification_number("qingshi", 2026, 7)
    'qingshi-zgd-2026-0007'
    """
    return f"{organ_code}-zgd-{year}-{serial:04d}"
