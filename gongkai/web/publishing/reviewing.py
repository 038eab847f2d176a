"""Reviewing: each conclusion is a move of the case and a row of evidence; part of ``services``."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from gongkai.publishing.moves import CONCLUSIONS, REVIEW_MOVES, STAGES
from gongkai.web.log.actors import Actor
from gongkai.web.log.cleaning import clean_fields
from gongkai.web.log.models import Event
from gongkai.web.publishing.models import Review, Version
from gongkai.web.publishing.signals import clearing
from gongkai.web.publishing.steps import move, person_of


@transaction.atomic
def review(
    version: Version, *, by: Actor, conclusion: str, opinion: str, basis: str, at: datetime | None = None
) -> Review:
    """Record a reviewer's conclusion on the wording that lies before it. Raises ``NotAllowed``, ``ValidationError``."""
    person = person_of(by)
    version.refresh_from_db(fields=["state"])
    stage = STAGES.get(version.state, "office")
    name = REVIEW_MOVES.get((stage, conclusion))
    if name is None:
        raise ValidationError(
            {"conclusion": f"这一环节不能作出“{CONCLUSIONS.get(conclusion, conclusion)}”的结论，请重新选择。"}
        )
    opinion, basis = opinion.strip(), basis.strip()
    if conclusion == "cleared":
        clearing.send(Version, wording=version.wording, by=by, at=at)
    event = move(version, name, by=by, facts={"opinion": opinion, "basis": basis}, at=at)
    made = Review(
        wording=version.wording,
        stage=stage,
        conclusion=conclusion,
        opinion=opinion,
        basis=basis,
        reviewer=person,
        at=event.at,
    )
    clean_fields(made)
    made.save()
    return made


def refer_legal(version: Version, *, by: Actor, matter: str, at: datetime | None = None) -> Event:
    """Ask for a review of legality and privacy, with what is to be looked at; the wording is not cleared before it passed."""
    return move(version, "refer_legal", by=by, facts={"matter": matter}, at=at)


def hold(version: Version, *, by: Actor, reason: str, at: datetime | None = None) -> Event:
    """Put off what is to be decided or was cleared."""
    return move(version, "hold", by=by, facts={"reason": reason}, at=at)


def resume(version: Version, *, by: Actor, at: datetime | None = None) -> Event:
    """Take up again what was put off; it is decided anew."""
    return move(version, "resume", by=by, at=at)
