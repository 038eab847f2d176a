"""Proposing that what several people asked for be published to all (《条例》第四十四条): a draft in publishing, and what it came from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from gongkai.web.applications.models import Application, Proposal
from gongkai.web.log.actors import Actor
from gongkai.web.log.services import record
from gongkai.web.organs.models import Organ
from gongkai.web.publishing.models import Item, SiteColumn
from gongkai.web.publishing.services import draft_item


@transaction.atomic
def propose(
    organ: Organ,
    applications: Sequence[Application],
    *,
    by: Actor,
    column: SiteColumn,
    title: str,
    body_html: str,
    reason: str,
    genre: str,
    at: datetime | None = None,
) -> Proposal:
    """Draft an item of what was asked for; it goes through review like any other. Raises ``ValidationError``, ``NotAllowed``."""
    if by.person is None:
        raise ValueError("建议要由人提出。")
    mine = [each for each in applications if each.organ_id == organ.pk]
    if not mine:
        raise ValidationError("请选择这项建议所依据的申请。")
    if not reason.strip():
        raise ValidationError({"reason": "请写明理由，例如“3名申请人先后申请，不涉及不予公开的情形”。"})
    version = draft_item(organ, by=by, column=column, title=title, body_html=body_html, genre=genre, at=at)
    made = Proposal.objects.create(
        organ=organ, item=version.item, reason=reason.strip()[:500], by=by.person, at=at or timezone.now()
    )
    made.applications.set(mine)
    facts = {"item": version.item_id, "applications": "、".join(each.number for each in mine)}
    record(made, "propose_disclosure", by=by, organ=organ, facts=facts, note=made.reason, at=at)
    return made


def proposed_items(organ: Organ) -> QuerySet[Item]:
    """The items that came from proposals of an organ; the portal shows those that are public."""
    return Item.objects.filter(pk__in=Proposal.objects.filter(organ=organ).values("item"))


def proposals_of(organ: Organ) -> QuerySet[Proposal]:
    """The proposals of an organ, newest first."""
    return Proposal.objects.filter(organ=organ).select_related("item", "by")
