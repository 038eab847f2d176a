"""The words in force in an organ: the shipped ones, those of the organs above that pass theirs on, and its own."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from gongkai.checks.words import Word, Words, shipped
from gongkai.web.organs.models import Organ
from gongkai.web.screening.models import ScreeningWord


def words_of(organ: Organ) -> Words:
    """The list by which the texts of an organ are screened. A word taken out of use under its name silences the shipped one."""
    rows = in_force(organ)
    silenced = {row.wrong for row in rows if not row.active}
    known = [word for word in shipped() if word.wrong not in silenced]
    return Words([*known, *_words(rows)])


def in_force(organ: Organ) -> list[ScreeningWord]:
    """The rows that count for an organ, those of organs above first, so that its own have the last word."""
    above = [int(key) for key in organ.path.split("/") if key]
    rows: QuerySet[ScreeningWord] = ScreeningWord.objects.select_related("organ").filter(
        Q(organ=organ) | Q(organ_id__in=above, below=True)
    )
    place = {key: number for number, key in enumerate(above)}
    last: dict[str, ScreeningWord] = {}
    for row in sorted(rows, key=lambda each: place.get(each.organ_id, len(above))):
        last[row.wrong] = row
    return list(last.values())


def _words(rows: Iterable[ScreeningWord]) -> Iterable[Word]:
    return (
        Word(row.wrong, row.right, row.kind, note=row.note, grave=row.grave, basis="本机关的筛查用词")
        for row in rows
        if row.active
    )
