"""Looking for words within a list: by the index of the search, and by titles and numbers where the index tells nothing."""

from __future__ import annotations

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from gongkai.publishing.document_numbers import document_number
from gongkai.publishing.index_numbers import read_index_number
from gongkai.publishing.search.query import understand
from gongkai.web.publishing.models import Item
from gongkai.web.search.engines import engine_of
from gongkai.web.search.lexicon import lexicon_for
from gongkai.web.search.services import search

MOST_WORDS = 8
MOST_HITS = 500
"""Hits that are taken from the index; where there are more, titles and numbers decide, which narrow enough."""


def matching(items: QuerySet[Item], words: str) -> QuerySet[Item]:
    """Those of the items that the search finds by the words; of very common words, those that have them in the title."""
    today = timezone.localdate()
    query = understand(words, lexicon_for(words, today))
    wanted = query.expression()
    if wanted is None:
        return in_titles(items, words)
    if query.phrases:
        # 词组要拿正文核对，由查找自己做
        found = search(words, size=MOST_HITS, fragments=False)
        keys = [hit.item.pk for hit in found.hits]
        return items.filter(pk__in=keys) if keys and found.total <= MOST_HITS else in_titles(items, words)
    hits = engine_of(connection).scan(wanted, limit=MOST_HITS + 1, day=today).keys
    return items.filter(search_document__in=hits) if 0 < len(hits) <= MOST_HITS else in_titles(items, words)


def in_titles(items: QuerySet[Item], words: str) -> QuerySet[Item]:
    """Items whose title holds every word, or that bear the number; numbers may be written in any brackets."""
    for word in words.split()[:MOST_WORDS]:
        found = Q(title__icontains=word) | Q(document_number=document_number(word))
        number = read_index_number(word)
        if number:
            found |= Q(index_number__iexact=number)
        items = items.filter(found)
    return items
