"""Several organs in one proposal: the main one asks, an organ of this site finds it in its own queue, its opinion comes back by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from gongkai.engagement.proposals.choices import HANDING_IN
from gongkai.engagement.proposals.local import plain
from gongkai.engagement.proposals.moves import CO_ORGAN
from gongkai.web.log.actors import Actor
from gongkai.web.organs.models import Organ
from gongkai.web.proposals.beginning import Handing, hand_over_many
from gongkai.web.proposals.models import CoHandler, Proposal
from gongkai.web.proposals.moving import step
from gongkai.web.proposals.settings import ruled
from gongkai.web.proposals.telling import digest_of, told

if TYPE_CHECKING:
    from gongkai.web.log.models import Event


@transaction.atomic
def ask_co_handler(
    proposal: Proposal, name: str = "", *, to: Organ | None = None, by: Actor, at: datetime | None = None
) -> Event:
    """Ask another organ for its opinion; one of this site gets the proposal in its own queue, once."""
    named = to.name if to is not None else " ".join(name.replace("\x00", "").split())
    if not named:
        raise ValidationError({"name": "请选择会办的机关，或者写明不在本系统的单位的名称。"})
    if len(named) > 120:
        raise ValidationError({"name": "单位的名称最多120个字。"})
    if to is not None and to.pk == proposal.organ_id:
        raise ValidationError({"to": "本机关是主办，请选择别的机关。"})
    if to is not None and not to.exists_now:
        raise ValidationError({"to": "这个机关已经撤销，请选择承接其职能的机关。"})
    day = timezone.localdate(at)
    rule = ruled(proposal.organ).limit("opinion", day)
    if rule is None:
        raise ValidationError("没有会办意见的期限规定，请先录入。")
    event = step(proposal, "ask_co_handler", {"co_handler": named, "opinion_limit": plain(rule.limit)}, by=by, at=at)
    asked = CoHandler.objects.create(proposal=proposal, name=named, organ=to, asked_at=at or timezone.now())
    if to is not None:
        asked.theirs = _theirs(proposal, to, by=by, at=at)
        asked.save(update_fields=["theirs"])
    return event


@transaction.atomic
def hear_co_handler(asked: CoHandler, text: str, *, by: Actor, at: datetime | None = None) -> Event:
    """Note the opinion of a co-handler; it is kept encrypted, the step has its digest."""
    fresh = _waiting(asked)
    plain_text = told(text, "text", "请写明会办意见。")
    digest = digest_of(plain_text)
    event = step(fresh.proposal, "hear_co_handler", {"co_handler": fresh.name, "digest": digest}, by=by, at=at)
    fresh.text, fresh.digest, fresh.given_at = plain_text, digest, at or timezone.now()
    fresh.save()
    return event


@transaction.atomic
def drop_co_handler(asked: CoHandler, reason: str, *, by: Actor, at: datetime | None = None) -> Event:
    """No longer wait for a co-handler."""
    fresh = _waiting(asked)
    event = step(fresh.proposal, "drop_co_handler", {"co_handler": fresh.name, "reason": reason.strip()}, by=by, at=at)
    fresh.dropped_at = at or timezone.now()
    fresh.save(update_fields=["dropped_at"])
    return event


@transaction.atomic
def give_opinion(proposal: Proposal, *, by: Actor, note: str = "", at: datetime | None = None) -> Event:
    """Send the signed opinion; a main organ of this site that waits for it has it at once."""
    event = step(proposal, "give_opinion", {}, by=by, note=note, at=at)
    asked = (
        CoHandler.objects.select_related("proposal__organ")
        .filter(theirs=proposal, given_at=None, dropped_at=None)
        .first()
    )
    reply = proposal.replies.order_by("-number").first()
    if asked is not None and reply is not None and asked.proposal.state in ("received", "assigned"):
        # 在主办机关的记录里，这一步是会办单位办的
        hear_co_handler(asked, reply.body, by=Actor(by.key, by.name, by.person, frozenset({CO_ORGAN})), at=at)
    return event


def _theirs(proposal: Proposal, to: Organ, *, by: Actor, at: datetime | None) -> Proposal | None:
    """The proposal in the co-handler's queue; None where it holds the same number in another part, or was asked before."""
    given = Handing(
        kind=proposal.kind,
        session=proposal.session,
        register_number=proposal.register_number,
        title=proposal.title,
        proposers=proposal.proposers,
        handed_on=timezone.localdate(at),
        role=HANDING_IN,
        group=proposal.group,
        body=proposal.body,
        main_body=proposal.organ.name,
        contact=proposal.contact,
        content=proposal.content,
    )
    known = Proposal.objects.filter(
        organ=to, kind=given.kind, session=given.session, register_number=given.register_number
    ).first()
    if known is None:
        # 这一步由系统替会办机关登记
        office = Actor(by.key, by.name, by.person, by.roles | {"foi_officer"})
        origin = f"由{proposal.organ.name}请本机关会办"
        (known,) = hand_over_many(to, [replace(given)], by=office, origin=origin, at=at)
    if known.role != HANDING_IN or known.ended or CoHandler.objects.filter(theirs=known).exists():
        return None
    return known


def _waiting(asked: CoHandler) -> CoHandler:
    fresh = CoHandler.objects.select_for_update(of=("self",)).select_related("proposal__organ").get(pk=asked.pk)
    if fresh.given_at or fresh.dropped_at:
        raise ValidationError(f"“{fresh.name}”{fresh.state_title}，没有在等它的意见。")
    return fresh
