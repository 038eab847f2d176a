"""What a step would send, without taking it: the step is taken and undone, so the preview and the letter cannot differ.

Whatever would refuse the step refuses the preview, in the same words. The applicant is shown masked, as everywhere before somebody
asks for more.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from gongkai.applications.decision import Decision
from gongkai.applications.moves import DRAFTING
from gongkai.letters.kinds import LetterKind
from gongkai.web.applications.letters import compose
from gongkai.web.applications.models import Application, Letter, Reply
from gongkai.web.applications.moving import make_move
from gongkai.web.log.actors import Actor


@dataclass(frozen=True, slots=True)
class Preview:
    """A letter before it is made. ``number`` is the one it would get now; a reply gets its number when it is approved."""

    title: str
    number: str
    addressee: str
    body: str
    decision: Decision | None = None

    @property
    def digest(self) -> str:
        """What stands for the wording, to see whether what is confirmed is what was shown."""
        return hashlib.sha256("\n".join((self.title, self.addressee, self.body)).encode()).hexdigest()


class _Undone(Exception):
    def __init__(self, shown: Preview | None) -> None:
        self.shown = shown


def preview_move(
    application: Application,
    move: str,
    *,
    by: Actor,
    facts: Mapping[str, Any] | None = None,
    on: date | None = None,
    note: str = "",
    asked: Mapping[str, Any] | None = None,
    decision: Decision | None = None,
    at: datetime | None = None,
) -> Preview | None:
    """The letter that a step would send; None for a step without one. Raises what the step would raise."""
    try:
        with transaction.atomic():
            fresh = Application.objects.select_related("organ", "section").get(pk=application.pk)
            event = make_move(fresh, move, by=by, facts=facts, on=on, note=note, asked=asked, decision=decision, at=at)
            made: Letter | Reply | None
            if move in DRAFTING:
                made = fresh.replies.order_by("-number").first()
            else:
                made = fresh.letters.filter(step=event.case_number).order_by("-pk").first()
            raise _Undone(_shown(fresh, made, decision) if made else None)
    except _Undone as undone:
        return undone.shown


def preview_letter(
    application: Application, kind: LetterKind, *, by: Actor, asked: Mapping[str, Any] | None = None
) -> Preview:
    """A letter that goes with no step."""
    try:
        with transaction.atomic():
            raise _Undone(_shown(application, compose(application, kind, asked=asked, by=by), None))
    except _Undone as undone:
        assert undone.shown is not None
        return undone.shown


def _shown(application: Application, made: Letter | Reply, decision: Decision | None) -> Preview:
    def masked(text: str) -> str:
        for name in Application.PERSONAL:
            value = getattr(application, name)
            if len(value) > 1:
                text = text.replace(value, application.masked_name if name == "applicant_name" else "×" * 6)
        return text

    number = made.number if isinstance(made, Letter) else ""
    return Preview(made.title, number, masked(made.addressee), masked(made.body), decision)
