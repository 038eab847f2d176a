"""Where a page of the yearly assessment stands, and what it shows of the log."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from gongkai.web.assessment.events import TITLES
from gongkai.web.assessment.models import Round, Subject
from gongkai.web.log.models import Event

TITLE = "年度考核"


def trail(*steps: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    """Where a page stands."""
    here = reverse("workbench:assessments") if steps else None
    return [("工作台", reverse("workbench:home")), (TITLE, here), *steps]


def trail_of_round(found: Round, *steps: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    """Where a page about a round stands."""
    return trail((str(found), found.get_absolute_url() if steps else None), *steps)


def trail_of_subject(
    found: Subject, *steps: tuple[str, str | None], office: bool = False
) -> list[tuple[str, str | None]]:
    """Where a page about an object stands; its own people do not go over the round."""
    over = [(str(found.round), found.round.get_absolute_url())] if office else []
    return trail(*over, (found.title if office else str(found), found.get_absolute_url() if steps else None), *steps)


@dataclass(frozen=True, slots=True)
class Happening:
    """One entry of a timeline."""

    at: datetime
    title: str
    who: str
    note: str


def happenings(log: Iterable[Event]) -> list[Happening]:
    """What happened, in words: with the points that changed."""
    return [Happening(each.at, TITLES.get(each.move, each.move), each.actor_name, _note(each)) for each in log]


def _note(event: Event) -> str:
    content: dict[str, Any] = event.content
    said = str(content.get("event", {}).get("note", "") or "")
    if event.move in ("fill_in_scores", "review_scores"):
        before, after = content.get("before", {}), content.get("after", {})
        changed = [
            f"{title}{f'由{before[title]}改为' if before.get(title) else ''}{words or '清空'}"
            for title, words in after.items()
        ]
        said = "；".join(filter(None, (said, "，".join(changed))))
    return said
