"""What terms of a query stand for besides themselves: synonyms of the file and of the offices, names of organs.

Asked at the time of the search, so that a renamed organ or a new synonym counts at once and no document has to be indexed again.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from django.db.models import Q

from gongkai.publishing.search.normal import normal
from gongkai.publishing.search.query import Known
from gongkai.publishing.search.synonyms import Synonyms, meanings, synonyms
from gongkai.web.organs.models import Organ, OrganName
from gongkai.web.search.facets import mark
from gongkai.web.search.models import SearchSynonym


def lexicon_for(typed: str, day: date) -> dict[str, Known]:
    """The terms that occur in what was typed. Three questions to the database."""
    plain = "".join(normal(typed).split())
    own = SearchSynonym.objects.filter(Q(until=None) | Q(until__gte=day), since__lte=day)
    groups = [*synonyms(), *(Synonyms(each.words, each.since, each.until) for each in own)]
    found = {term: Known(equal) for term, equal in meanings(groups, day).items() if term in plain}
    for name, organ in _names():
        called = _normal(name)
        if len(called) > 1 and called in plain:
            before = found.get(called, Known())
            found[called] = Known(before.equals, tuple(dict.fromkeys((*before.marks, mark("organ", organ)))))
    return found


@lru_cache(maxsize=20_000)
def _normal(name: str) -> str:
    return normal(name)


def _names() -> list[tuple[str, int]]:
    """Every name of every organ, short and former ones too."""
    found = []
    for key, name, short in Organ.objects.values_list("pk", "name", "short_name"):
        found += [(name, key), (short, key)]
    return found + [(name, key) for key, name in OrganName.objects.values_list("organ_id", "name")]
