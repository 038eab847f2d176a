"""Heaps of work on the first page: how much, how urgent, where.

A subject's package has a module ``queues`` with ``queues(person, organ) -> list[Queue]``: what waits there for the person.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec

from gongkai.web.accounts.models import Person
from gongkai.web.organs.models import Organ
from gongkai.web.workbench.navigation import SUBJECTS

URGENCY = ("bad", "warn", "info", "neutral")
"""Tones, the most urgent first."""


@dataclass(frozen=True, slots=True)
class Queue:
    """``count`` records wait at ``url``; ``tone`` (neutral, info, warn, bad) says how urgent, ``why`` says it in words."""

    title: str
    url: str
    count: int
    tone: str = "neutral"
    why: str = ""


def by_urgency(queues: Iterable[Queue]) -> list[Queue]:
    """The most urgent first; those of equal urgency as they came."""
    return sorted(queues, key=lambda queue: URGENCY.index(queue.tone) if queue.tone in URGENCY else len(URGENCY))


def queues_of(person: Person, organ: Organ) -> list[Queue]:
    """All that waits for the person in the organ, the most urgent first."""
    return by_urgency(queue for queues in _subjects() for queue in queues(person, organ))


@cache
def _subjects() -> tuple[Callable[[Person, Organ], list[Queue]], ...]:
    """The subjects that have heaps, in the order of the menu. Imported late: their modules take ``Queue`` from here."""
    names = (f"gongkai.web.workbench.{subject}.queues" for subject in SUBJECTS)
    return tuple(import_module(name).queues for name in names if find_spec(name))
