"""A heap of work on the first page: how much, how urgent, where."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Queue:
    """``count`` records wait at ``url``; ``tone`` (neutral, info, warn, bad) says how urgent, ``why`` says it in words."""

    title: str
    url: str
    count: int
    tone: str = "neutral"
    why: str = ""
