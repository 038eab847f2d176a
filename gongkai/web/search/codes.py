"""What codes of facets stand for: kept in the database, and remembered by the process, which nothing can make wrong."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from gongkai.web.search.models import FacetCode

REMEMBERED = 50_000
"""Codes that a process remembers, 10 MB at most; with more of them it begins anew."""
_AT_ONCE = 400
_remembered: dict[str, str] = {}


def keep(coded: Iterable[Mapping[str, str]]) -> None:
    """Store what codes stand for. Asks the database even for those remembered: their transaction may have been rolled back."""
    every = {code: said for each in coded for code, said in each.items()}
    rows = [FacetCode(code=code, said=every[code]) for code in sorted(every)]
    FacetCode.objects.bulk_create(rows, batch_size=_AT_ONCE, ignore_conflicts=True)


def meanings(codes: Collection[str]) -> dict[str, str]:
    """What codes stand for."""
    found = {code: said for code in codes if (said := _remembered.get(code)) is not None}
    missing = [code for code in codes if code not in found]
    for start in range(0, len(missing), _AT_ONCE):
        rows = FacetCode.objects.filter(pk__in=missing[start : start + _AT_ONCE]).values_list("code", "said")
        found |= dict(rows)
    if missing:
        if len(_remembered) > REMEMBERED:
            _remembered.clear()
        _remembered.update(found)
    return found
