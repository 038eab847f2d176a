"""What other pages use of search, and what changes it.

``search(typed, *, organ="", column="", genre="", theme="", year="", validity="", page=1, by_date=False, size=20, fragments=True) -> Page``
    for the portal, the library of policies, the page of what was not found, the API. Filters as text, as they stand in addresses;
    what means nothing is ignored. Never raises for what was typed.
``suggest(prefix) -> list[str]``         titles that continue what is being typed
``advice(typed, filters) -> Advice``     for a search without hits: what to leave out or to try instead
``add_synonyms(organ, *, by, terms, basis, since=None)``, ``end_synonyms(synonym, *, by, until)``
``note_missed(typed)``                   counts that nothing was found; no address, no person, nothing that looks like personal data
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Sum
from django.utils import timezone

from gongkai.publishing.search.query import LONGEST, Query, understand
from gongkai.publishing.search.tokens import is_han
from gongkai.publishing.validity import Validity
from gongkai.web.log.actors import Actor
from gongkai.web.log.services import save
from gongkai.web.organs.models import Organ
from gongkai.web.search.backend import Page, backend
from gongkai.web.search.lexicon import lexicon_for
from gongkai.web.search.models import Missed, SearchSynonym

KEPT_DAYS = 90
MISSED_A_DAY = 2_000
"""Different words kept of a day; more would be somebody trying everything."""
SHOWN_FROM = 3
"""Words that were looked for less often are not shown: they might be somebody's name."""
_PERSONAL = re.compile(r"\d{6,}|@|\d{3}[- ]\d{4}")


@dataclass(frozen=True, slots=True)
class Advice:
    """``queries`` with how many hits each has, ``equals`` that were looked for as well."""

    queries: list[tuple[str, int, bool]]
    equals: list[str]


def search(
    typed: str = "",
    *,
    organ: object = "",
    column: object = "",
    genre: str = "",
    theme: str = "",
    year: object = "",
    validity: str = "",
    page: int = 1,
    by_date: bool = False,
    day: date | None = None,
    size: int = 20,
    fragments: bool = True,
) -> Page:
    """One page of public items. See the top of this module."""
    given = {
        "organ": _number(organ),
        "column": _number(column),
        "genre": genre.strip()[:40],
        "theme": theme.strip()[:40],
        "year": _number(year),
        "validity": validity if validity in set(Validity) else "",
    }
    filters = {kind: key for kind, key in given.items() if key}
    return backend().search(
        typed[:LONGEST], filters=filters, page=page, by_date=by_date, day=day, size=size, fragments=fragments
    )


def suggest(prefix: str) -> list[str]:
    """Titles of public items in which the words stand; nothing for less than two characters."""
    words = prefix.strip()[:40]
    return backend().suggest(words) if len(words) > 1 else []


def advice(typed: str, filters: Mapping[str, str] | None = None) -> Advice:
    """What else to look for when nothing was found: without a filter, without one of the words, by a part of a word."""
    query = understand(typed[:LONGEST], lexicon_for(typed, timezone.localdate()))
    tried: dict[str, None] = {}
    if filters:
        tried[query.typed] = None
    texts = [unit.text for unit in query.wanted]
    if len(texts) > 1:
        tried |= dict.fromkeys(" ".join([*texts[:place], *texts[place + 1 :]]) for place in range(len(texts))[:5])
        tried |= dict.fromkeys(texts[:5])
    for text in texts if len(texts) < 3 else ():
        if is_han(text) and len(text) > 2:
            tried |= dict.fromkeys((text[:-1], text[1:], text[:2], text[-2:]))
    if query.unwanted and texts:
        tried[" ".join(texts)] = None
    found = []
    for words in list(tried)[:10]:
        page = backend().search(words, size=1, fragments=False)
        if page.total:
            found.append((words, page.total, page.more))
    equals = [text for unit in query.wanted for text in unit.known.equals]
    return Advice(found[:5], list(dict.fromkeys(equals)))


def add_synonyms(organ: Organ, *, by: Actor, terms: str, basis: str = "", since: date | None = None) -> SearchSynonym:
    """Let terms stand for each other from a day on. Raises ``ValidationError``."""
    made = SearchSynonym(organ=organ, terms=terms, basis=basis.strip(), since=since or timezone.localdate())
    return save(made, "add_search_synonyms", by=by, organ=organ)


@transaction.atomic
def end_synonyms(synonyms: SearchSynonym, *, by: Actor, until: date) -> SearchSynonym:
    """Let them stand for each other until a day, included. Raises ``ValidationError``."""
    found = SearchSynonym.objects.select_for_update(of=("self",)).select_related("organ").get(pk=synonyms.pk)
    if found.until is not None:
        raise ValidationError(f"“{found}”已经停用（{found.until:%Y-%m-%d}）。")
    found.until = until
    return save(found, "end_search_synonyms", by=by, organ=found.organ)


def note_missed(query: Query, on: date | None = None) -> None:
    """Count that nothing was found for these words today."""
    words = query.typed[:40].strip()
    if not words or not query or _PERSONAL.search(words):
        return
    day = on or timezone.localdate()
    with transaction.atomic():
        if Missed.objects.filter(on=day, words=words).update(count=F("count") + 1):
            return
        if Missed.objects.filter(on=day).count() < MISSED_A_DAY:
            Missed.objects.bulk_create([Missed(on=day, words=words)], ignore_conflicts=True)


def missed(since: date) -> list[tuple[str, int]]:
    """What was looked for in vain since a day, the most frequent first; rare words are left out."""
    rows = Missed.objects.filter(on__gte=since).values("words").annotate(times=Sum("count"))
    return list(rows.filter(times__gte=SHOWN_FROM).order_by("-times", "words").values_list("words", "times")[:100])


def forget_missed(now: datetime) -> int:
    """Delete counts that are older than ``KEPT_DAYS``; for the tick."""
    old = timezone.localdate(now) - timedelta(days=KEPT_DAYS)
    return Missed.objects.filter(on__lt=old).delete()[0]


def _number(given: object) -> str:
    text = str(getattr(given, "pk", given) or "")
    return str(int(text)) if re.fullmatch(r"[0-9]{1,12}", text) else ""


__all__ = ["Advice", "Page", "add_synonyms", "advice", "end_synonyms", "missed", "note_missed", "search", "suggest"]
