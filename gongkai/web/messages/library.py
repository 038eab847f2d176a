"""What the public reads of questions and answers, and which of the frequent ones are like what somebody is about to write."""

from __future__ import annotations

from django.db.models import Case, IntegerField, QuerySet, Value, When

from gongkai.engagement.messages.likeness import most_alike
from gongkai.web.messages.models import Publication
from gongkai.web.organs.models import Organ

LARGEST = 1000
"""How many frequent questions are compared, the newest: an organ has some dozens."""


def public_questions(organ: Organ | None = None, *, frequent: bool | None = None) -> QuerySet[Publication]:
    """What is published now, the newest first."""
    found = Publication.objects.filter(state=Publication.State.PUBLISHED).select_related("organ")
    if organ is not None:
        found = found.filter(organ=organ)
    if frequent is not None:
        found = found.filter(frequent=frequent)
    return found.order_by("-published_at", "-id")


def alike(text: str, organ: Organ | None, most: int = 5) -> list[Publication]:
    """Frequent questions like what is written, those of the organ first among equals."""
    found = public_questions(frequent=True)
    if organ is not None:
        near = Case(When(organ=organ, then=Value(0)), default=Value(1), output_field=IntegerField())
        found = found.order_by(near, "-published_at", "-id")
    known = [(place, *row) for place, row in enumerate(found.values_list("pk", "title", "question")[:LARGEST])]
    chosen = most_alike(text[:2000], ((place, title, question) for place, _, title, question in known), most)
    keys = [known[place][1] for place in chosen]
    rows = public_questions().in_bulk(keys)
    return [rows[key] for key in keys if key in rows]
