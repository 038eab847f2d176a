"""All detectors over one text; where two find the same place, the graver one speaks."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from pathlib import Path

from gongkai.checks import (
    bank_cards,
    credit_codes,
    dates,
    document_number_forms,
    draft_marks,
    emails,
    home_addresses,
    identity_numbers,
    persons,
    phones,
    plates,
    secrecy_marks,
    travel_documents,
    widths,
    words,
)
from gongkai.checks.hits import Detector, Hit, Severity, kinds
from gongkai.checks.words import Words

DETECTORS: tuple[Detector, ...] = (
    identity_numbers.detect, travel_documents.detect, bank_cards.detect, credit_codes.detect, phones.detect, emails.detect,
    home_addresses.detect, plates.detect, persons.detect, secrecy_marks.detect, draft_marks.detect, words.detect,
    dates.detect, document_number_forms.detect, widths.detect,
)  # fmt: skip
GRAVITY = (Severity.ERROR, Severity.WARNING, Severity.NOTICE)
_NUMBERS = ("identity_number", "bank_card", "mobile", "landline", "credit_code", "travel_document")
_OF_CHARACTERS = {*_NUMBERS, "width", "draft_mark", "wrong_date"}
"""Kinds that say what the same characters are: only one of them can be right."""
MASKED = (*_NUMBERS, "email", "home_address", "plate")
"""Kinds whose text is personal data: shown masked, never stored."""


def detect(text: str, *, day: date, words: Words) -> Iterator[Hit]:
    """Every hit in a text, by place. ``day`` is today: nobody is born after it."""
    found = [hit for each in DETECTORS for hit in each(text, day=day, words=words)]
    yield from sorted(_settled(found), key=lambda hit: (hit.start, hit.end))


def _settled(hits: Iterable[Hit]) -> Iterator[Hit]:
    """Of hits that overlap and speak of the same thing, the graver; numbers before the width of their digits."""
    order = {key: place for place, key in enumerate(kinds())}
    taken: dict[str, set[int]] = {}
    for hit in sorted(hits, key=lambda each: (GRAVITY.index(each.severity), order[each.kind], each.start)):
        places = taken.setdefault("characters" if hit.kind in _OF_CHARACTERS else hit.kind, set())
        covered = range(hit.start, hit.end)
        if places.isdisjoint(covered):
            places.update(covered)
            yield hit


@cache
def detectors_version() -> str:
    """Changes when a detector or its data does: what was screened before that may be screened again."""
    told = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.*")):
        if path.suffix in (".py", ".yaml") and path.name != "words.yaml":
            told.update(path.read_bytes())
    return told.hexdigest()[:12]


def masked(kind: str, text: str) -> str:
    """What was found as it may be shown and stored.

    >>> masked("identity_number", "370602196007082210")
    '370***********2210'
    """
    if kind not in MASKED:
        return text
    keep = {"email": (2, 4), "home_address": (4, 0), "plate": (2, 2)}.get(kind, (3, 4))
    hidden = max(1, len(text) - sum(keep))
    return text[: keep[0]] + "*" * hidden + (text[-keep[1] :] if keep[1] and len(text) > sum(keep) else "")
