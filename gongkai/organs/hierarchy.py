"""What stands above what: an organ is never of a higher level than the one above it."""

from __future__ import annotations

from gongkai.organs.levels import Level

RANK = {level: rank for rank, level in enumerate((Level.PROVINCE, Level.CITY, Level.COUNTY, Level.TOWNSHIP))}
"""The highest level first; organs of the same level may stand above one another (a government and its departments)."""


class WrongPlace(ValueError):
    """An organ that cannot stand where it was put; the text says why, in Chinese."""


def check_place(level: str, above: str) -> None:
    """Raise ``WrongPlace`` when ``level`` is higher than the level ``above``.

    >>> check_place("township", "county")
    """
    if RANK[Level(level)] < RANK[Level(above)]:
        raise WrongPlace(f"{Level(level).label}机关不能是{Level(above).label}机关的下级，请核对层级或者上级机关。")


def cycle_of(above: dict[str, str], start: str) -> tuple[str, ...]:
    """The codes that lead from ``start`` back to it by ``above`` (each code's superior); empty when there is no such ring.

    >>> cycle_of({"a": "b", "b": "a"}, "a")
    ('a', 'b')
    >>> cycle_of({"a": "b", "b": ""}, "a")
    ()
    """
    seen: list[str] = []
    code = start
    while code:
        if code in seen:
            return tuple(seen) if code == start else ()
        seen.append(code)
        code = above.get(code, "")
    return ()
