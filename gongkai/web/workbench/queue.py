"""A heap of work on the first page: how much, how urgent, where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

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
