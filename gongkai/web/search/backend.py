"""The port of search: what pages ask, and what they get. One class for both engines; they differ in how an index is asked.

The order of hits: those with the number or a title that says just what was typed, titles with all words, numbers, keywords (with
summary and issuer), texts and attachments; among equals what still binds before what does not, and the newer first.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from django.db import connection
from django.db.models import F
from django.utils import timezone

from gongkai.publishing.search.expressions import Expression, Term, both, either
from gongkai.publishing.search.fragments import fragment, marked, words_of
from gongkai.publishing.search.normal import says
from gongkai.publishing.search.query import Query, understand
from gongkai.publishing.search.tokens import is_han, pieces, query_words
from gongkai.web.publishing.models import Item, SiteColumn
from gongkai.web.publishing.queries import LIST_FIELDS
from gongkai.web.search import indexing
from gongkai.web.search.codes import meanings
from gongkai.web.search.documents import unpacked
from gongkai.web.search.engines import engine_of
from gongkai.web.search.facets import DATES, KINDS, PLACE, Rows, columns_in, count, expand, mark
from gongkai.web.search.lexicon import lexicon_for
from gongkai.web.search.models import Document, Words

COUNTED = 5_000
"""Hits that are counted exactly; of more, the newest so many are."""
BLOCK = 200
"""Hits of one kind, newest first, within which what still binds comes before what does not."""
SORTED = 1_000
"""Hits that can be leafed through: fifty pages of twenty."""
VERIFIED = 1_000
READ = 300_000
"""Long texts, and characters of them, in which a phrase is sought, the newest; of more it is said that there may be more."""
PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class Hit:
    """A found item with its title and a piece of its text as HTML, the words marked."""

    item: Item
    title: str
    fragment: str


@dataclass(frozen=True, slots=True)
class FacetValue:
    """``count`` hits have this value; ``more``: at least so many."""

    key: str
    count: int
    more: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """One page of hits. ``total`` is exact unless ``more``: then there are more than that. ``took`` is in seconds."""

    hits: list[Hit]
    total: int
    more: bool
    facets: Mapping[str, list[FacetValue]]
    number: int
    pages: int
    took: float
    query: Query = field(default_factory=Query)


class SearchBackend(Protocol):
    """What a search engine must do for the portal; ``DatabaseBackend`` does it within the site's own database."""

    def index(self, items: Sequence[int]) -> int: ...
    def remove(self, items: Sequence[int]) -> None: ...
    def search(
        self,
        typed: str,
        *,
        filters: Mapping[str, str] | None = None,
        page: int = 1,
        by_date: bool = False,
        day: date | None = None,
    ) -> Page: ...
    def suggest(self, prefix: str, count: int = 8) -> list[str]: ...
    def rebuild(self) -> Iterator[int]: ...
    def size(self) -> tuple[int, int]: ...


class DatabaseBackend:
    """Search within the database, and therefore within its transactions and its backups."""

    def index(self, items: Sequence[int]) -> int:
        """Let the index say what these items say; how many of them are public."""
        return indexing.index_items(items)

    def remove(self, items: Sequence[int]) -> None:
        """Take items out."""
        indexing.remove_items(items)

    def rebuild(self) -> Iterator[int]:
        """Make the whole index anew in steps; see ``indexing.rebuild``."""
        return indexing.rebuild()

    def size(self) -> tuple[int, int]:
        """Documents, and bytes of the index with what is stored for it."""
        return Document.objects.count(), engine_of(connection).size()

    def search(
        self,
        typed: str,
        *,
        filters: Mapping[str, str] | None = None,
        page: int = 1,
        by_date: bool = False,
        day: date | None = None,
        size: int = PAGE_SIZE,
        fragments: bool = True,
    ) -> Page:
        """One page of what is public. ``filters`` by the keys of ``facets.KINDS``; nothing typed: all that the filters leave."""
        begun = time.perf_counter()
        today = day or timezone.localdate()
        query = understand(typed, lexicon_for(typed, today)) if typed.strip() else Query()
        asked = _Asked(query, dict(filters or {}), today)
        rows, more = asked.found()
        facets = asked.facets(rows, more)
        pages = max(1, -(-min(len(rows), SORTED) // size))
        number = min(max(1, page), pages)
        ordered = asked.ordered(rows, by_date=by_date, upto=number * size)
        shown = ordered[(number - 1) * size : number * size]
        hits = _hits(shown, query, fragments=fragments)
        return Page(hits, len(rows), more, facets, number, pages, time.perf_counter() - begun, query)

    def suggest(self, prefix: str, count: int = 8) -> list[str]:
        """Titles of public items in which the words stand, the newest first."""
        query = understand(prefix)
        tiers = list(query.tiers())
        if not tiers:
            return []
        engine, day = engine_of(connection), timezone.localdate()
        keys: dict[int, None] = {}
        for tier in tiers[:2]:
            keys |= dict.fromkeys(engine.scan(tier, limit=count * 3, day=day).keys)
        found = Item.objects.filter(state="published", search_document__in=list(keys)[: count * 3])
        titles = dict(found.values_list("search_document", "title"))
        return list(dict.fromkeys(titles[key] for key in keys if key in titles))[:count]


class _Asked:
    """One query on its way through the index."""

    def __init__(self, query: Query, filters: Mapping[str, str], day: date) -> None:
        self.query, self.day = query, day
        self.engine = engine_of(connection)
        self.filters = {kind: key for kind, key in filters.items() if kind in KINDS and key}
        self.validity = self.filters.pop("validity", "")
        self.parents = _parents(self.filters.get("column", ""))

    def found(self) -> tuple[Rows, bool]:
        """The newest hits, and whether there are more than are counted. A phrase is verified where the index cannot tell."""
        if not self.query.phrases:
            rows = self._scan(self.query.expression(), COUNTED + 1)
            return (rows.newest(COUNTED), True) if len(rows) > COUNTED else (rows, False)
        *_, widest = self.query.tiers()
        exact = self._scan(widest, COUNTED + 1)
        sure = set(exact.keys)
        rows = self._scan(self.query.expression(), VERIFIED + len(sure) + 1)
        unsure = [key for key in rows.keys if key not in sure]
        right, read = self._verified(unsure[:VERIFIED])
        found = exact.joined(rows.among(right))
        return found.newest(COUNTED), read < len(unsure) or len(found) > COUNTED

    def facets(self, rows: Rows, more: bool) -> dict[str, list[FacetValue]]:
        """How many of the hits have each value, the most frequent first; years by their order. Columns are those of one organ."""
        counted, parents = rows.counted(), None
        known = meanings({code for codes in counted for code in codes})
        if {"organ", "column"} & set(self.filters):
            some = sorted(columns_in(counted[PLACE], known))[:900]
            parents = dict(SiteColumn.objects.filter(pk__in=some).values_list("pk", "parent_id")) if some else {}
        found = {}
        for kind, values in count(counted, self.day, known, parents).items():
            by = sorted(values.items(), key=lambda pair: (-pair[1], pair[0]))
            if kind == "year":
                by = sorted(values.items(), reverse=True)
            found[kind] = [FacetValue(key, times, more) for key, times in by]
        return found

    def ordered(self, rows: Rows, *, by_date: bool, upto: int) -> list[int]:
        """Keys of the first hits in the order in which they are shown."""
        found: dict[int, None] = {}
        upto = min(upto, len(rows))
        tiers = list(dict.fromkeys(self.query.tiers())) if not by_date else []
        for place, tier in enumerate(tiers):
            blocks = -(-(upto - len(found)) // BLOCK)
            found |= dict.fromkeys(self._in_blocks(self._scan(tier, blocks * BLOCK)))
            if len(found) >= upto:
                break
            if place == 0:
                # 标题以外没有的（整句标题常常如此），中间几档不必再问
                widest = self._scan(tiers[-1], BLOCK)
                if len(widest) < BLOCK and found.keys() >= set(widest.keys):
                    break
        if len(found) < upto:
            rest = rows.newest(SORTED + len(found))
            found |= dict.fromkeys(self._in_blocks(rest) if self.query.wanted and not by_date else rest.keys)
        if self.query.phrases:
            # 词组：标题里有的、正文核对过的才算
            allowed = set(rows.keys)
            return [key for key in found if key in allowed][:SORTED]
        return list(found)[:SORTED]

    def _in_blocks(self, rows: Rows) -> Iterator[int]:
        return rows.binding_first(self.day, meanings(set(rows.part(DATES))), BLOCK)

    def _scan(self, wanted: Expression | None, limit: int) -> Rows:
        marks: list[Expression] = [
            either([Term((each,), ("marks",)) for each in expand(kind, key, self.parents)])
            for kind, key in self.filters.items()
        ]
        if self.validity:
            # 标记只说“可能是”，日期由引擎核对
            marks.append(Term((mark("validity", self.validity),), ("marks",)))
        unwanted = self.query.unwanted_expression() if wanted is None else None
        expression = both([*([wanted] if wanted else []), *marks]) if wanted or marks else None
        return self.engine.scan(expression, limit=limit, unwanted=unwanted, validity=self.validity, day=self.day)

    def _verified(self, keys: Sequence[int]) -> tuple[set[int], int]:
        """Those whose text has every phrase just so, and how many were read: from the newest, until enough has been read."""
        phrases = [unit.text for unit in self.query.phrases]
        about = ("document__item__title", "document__item__summary", "document__item__keywords")
        rows = Words.objects.filter(pk__in=keys).order_by("-pk").values_list("pk", "text", *about)
        found, count, length = set(), 0, 0
        for key, packed, *said in rows.iterator(chunk_size=100):
            if length > READ:
                break
            text = "\n".join((*said, unpacked(packed)))
            count, length = count + 1, length + len(text)
            if all(says(text, phrase) for phrase in phrases):
                found.add(key)
        return found, count


def _parents(column: str) -> dict[int, int | None]:
    """The columns below one, each with it."""
    if not column.isdigit() or len(column) > 12:
        return {}
    return dict(SiteColumn.objects.filter(parent=int(column)).values_list("pk", "parent_id"))


def _hits(keys: Sequence[int], query: Query, *, fragments: bool) -> list[Hit]:
    """The items, as they are in public at this moment, with fragments."""
    rows = Item.objects.filter(state="published", search_document__in=keys).select_related("organ", "column")
    rows = rows.only(*LIST_FIELDS, "summary").annotate(found_as=F("search_document__id"))
    items = {item.found_as: item for item in rows}
    texts = dict(Words.objects.filter(pk__in=list(items)).values_list("pk", "text")) if fragments else {}
    shown = [text for unit in query.wanted for text in unit.shown()]
    split = [word for text in shown for piece in pieces(text) if is_han(piece) for word in query_words(piece)]
    words = words_of([*query.chunks, *shown], split)
    return [
        Hit(item, marked(item.title, words), fragment(unpacked(texts[key]), words) if key in texts else "")
        for key in keys
        if (item := items.get(key)) is not None
    ]


def backend() -> DatabaseBackend:
    """The backend of this installation."""
    return DatabaseBackend()


__all__ = [
    "COUNTED",
    "PAGE_SIZE",
    "SORTED",
    "DatabaseBackend",
    "FacetValue",
    "Hit",
    "Page",
    "SearchBackend",
    "backend",
    "datetime",
]
