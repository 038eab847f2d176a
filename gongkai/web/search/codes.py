"""Codes of facets: one character for each different thing that facets say, allotted when it is first said, never changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from django.db import connection

from gongkai.web.search.models import FacetCode

REMEMBERED = 50_000
"""Codes that a process remembers, about 10 MB; with more of them it begins anew."""
_FIRST, _SURROGATES, _BEYOND, _LAST = 0x4E00, 0xD800, 0x10000, 0x10FFFF
_AT_ONCE = 400
_remembered: dict[str, dict[str, str]] = {}
"""By database, what was read outside of transactions: rows that are there to stay."""


def character(number: int) -> str:
    """The code of a row. The characters would be used up after a million; what is then new has one code together, not counted.

    >>> character(1), ord(character(0x8A00)) == 0x10000
    ('丁', True)
    """
    point = _FIRST + number
    return chr(point if point < _SURROGATES else min(point - _SURROGATES + _BEYOND, _LAST))


def codes_of(parts: Iterable[Sequence[str]]) -> list[str]:
    """The codes of what facets say; what was never said before gets one."""
    listed = [tuple(each) for each in parts]
    wanted = sorted({said for each in listed for said in each})
    known: dict[str, str] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        known |= _stored(some)
        new = [said for said in some if said not in known]
        if new:
            # 同时公开的另一件可能刚刚存了一样的
            FacetCode.objects.bulk_create([FacetCode(said=said) for said in new], ignore_conflicts=True)
            known |= _stored(new)
    return ["".join(known[said] for said in each) for each in listed]


def _stored(said: Sequence[str]) -> dict[str, str]:
    rows = FacetCode.objects.filter(said__in=said).values_list("said", "pk")
    return {each: character(number) for each, number in rows}


def meanings(codes: Collection[str]) -> dict[str, str]:
    """What codes stand for."""
    memory = _remembered.setdefault(str(connection.settings_dict["NAME"]), {})
    found = {code: said for code in codes if (said := memory.get(code)) is not None}
    missing = [_number(code) for code in codes if code not in found]
    for start in range(0, len(missing), _AT_ONCE):
        rows = FacetCode.objects.filter(pk__in=missing[start : start + _AT_ONCE]).values_list("pk", "said")
        found |= {character(number): said for number, said in rows}
    if missing and not connection.in_atomic_block:
        # 事务里读到的可能还会撤回，号码会再用，所以不记
        if len(memory) > REMEMBERED:
            memory.clear()
        memory.update(found)
    return found


def _number(code: str) -> int:
    point = ord(code)
    return point - _FIRST if point < _SURROGATES else point - _BEYOND + _SURROGATES - _FIRST
