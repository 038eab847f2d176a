"""Releasing to the public, taking back, repealing; part of ``services``."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from gongkai.casework import NotAllowed
from gongkai.publishing.genres import DOCUMENTS
from gongkai.publishing.moves import SYSTEM as SYSTEM_ROLE
from gongkai.web.log.actors import SYSTEM, Actor
from gongkai.web.log.models import Event
from gongkai.web.log.services import save
from gongkai.web.publishing.classifying import classify
from gongkai.web.publishing.drafting import show
from gongkai.web.publishing.models import Item, Publication, Review, Version
from gongkai.web.publishing.numbering import next_index_number
from gongkai.web.publishing.signals import changed, published
from gongkai.web.publishing.steps import move

CLOCKWORK = replace(SYSTEM, roles=frozenset({SYSTEM_ROLE}))
"""The site itself, publishing at the time that was set."""

log = logging.getLogger(__name__)


@transaction.atomic
def publish(version: Version, *, by: Actor, at: datetime | None = None) -> Publication:
    """Let the public read a version that was cleared, instead of the one before. Raises ``NotAllowed``."""
    event = move(version, "publish", by=by, at=at)
    item = (
        Item.objects.select_for_update(of=("self",)).select_related("organ", "current__version").get(pk=version.item_id)
    )
    cleared = Review.objects.filter(wording__version=version).select_related("wording__column").latest("id")
    made = Publication.objects.create(
        review=cleared, version=version, conclusion=cleared.conclusion, published_at=event.at
    )
    if item.current is not None and item.is_public:
        move(item.current.version, "supersede", by=by, at=at)
    show(item, cleared.wording)
    first = item.published_at is None
    item.state, item.current = Item.State.PUBLISHED, made
    item.published_at, item.revised_at = item.published_at or event.at, event.at
    item.withdrawn_at, item.withdrawn_why = None, ""
    if item.index_number is None:
        item.index_number = next_index_number(item.organ, timezone.localdate(event.at).year)
    save(item, "publish_item", by=by, organ=item.organ, at=at)
    classify(item, cleared.wording)
    version.item = item
    published.send(Item, item=item, publication=made, first=first, at=event.at)
    return made


def schedule(version: Version, *, by: Actor, publish_at: datetime, at: datetime | None = None) -> Event:
    """Have the site publish a cleared version at a time to come. Raises ``NotAllowed`` for a time in the past."""
    moment = timezone.localtime(publish_at).isoformat()
    return move(version, "schedule", by=by, facts={"publish_at": moment}, at=at)


def unschedule(version: Version, *, by: Actor, at: datetime | None = None) -> Event:
    """Take back the time that was set."""
    return move(version, "unschedule", by=by, at=at)


def publish_due(now: datetime | None = None) -> list[Publication]:
    """Publish what is due, each in a transaction of its own. Running twice, or two at once, publishes once."""
    moment = now or timezone.now()
    due = Version.objects.filter(state="cleared", scheduled_at__lte=moment).order_by("scheduled_at", "id")
    made = []
    for version in due:
        try:
            made.append(publish(version, by=CLOCKWORK, at=now))
        except NotAllowed:
            # 另一进程刚刚发布，或者刚刚被退回、暂缓：不再是“待发布”，跳过即可
            continue
        except Exception:
            log.exception("定时发布没有完成", extra={"version": version.pk})
    return made


@transaction.atomic
def withdraw(item: Item, *, by: Actor, reason: str, at: datetime | None = None) -> Item:
    """Take an item from the public; a note with day and reason stays in its place. Raises ``NotAllowed``."""
    item = Item.objects.select_for_update(of=("self",)).select_related("organ", "current__version").get(pk=item.pk)
    if item.current is None:
        raise ValidationError("这件信息还没有公开，不需要撤下；要停止办理的，请在审查页面退回或者作废。")
    event = move(item.current.version, "withdraw", by=by, facts={"reason": reason.strip()}, at=at)
    item.state, item.withdrawn_at, item.withdrawn_why = Item.State.WITHDRAWN, event.at, reason.strip()
    save(item, "withdraw_item", by=by, organ=item.organ, at=at)
    changed.send(Item, item=item, move="withdraw_item", at=event.at)
    return item


@transaction.atomic
def repeal(item: Item, *, by: Actor, on: date, ground: str, at: datetime | None = None) -> Item:
    """Mark a document as repealed from ``on``, by which document; its page stays and says so (国办发〔2017〕47号)."""
    item = Item.objects.select_for_update(of=("self",)).select_related("organ").get(pk=item.pk)
    problems = {}
    if not item.is_public or item.genre not in DOCUMENTS:
        raise ValidationError("只有已经公开的文件才能标注废止。")
    if item.repealed_on is not None:
        raise ValidationError(f"这份文件已经标注为自{item.repealed_on:%Y-%m-%d}起废止。")
    if not ground.strip():
        problems["ground"] = "请填写废止的依据，例如 青石县人民政府关于废止部分规范性文件的决定（青政发〔2024〕3号）。"
    if item.signed_on and on < item.signed_on:
        problems["on"] = "废止日期早于成文日期，请核对。"
    if problems:
        raise ValidationError(problems)
    item.repealed_on, item.repealed_by = on, ground.strip()
    save(item, "repeal_item", by=by, organ=item.organ, at=at)
    changed.send(Item, item=item, move="repeal_item", at=at or timezone.now())
    return item
