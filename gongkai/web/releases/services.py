"""Everything that changes releases, accounts and platform events. Each raises ``ValidationError`` when a field is wrong.

record_release(organ, *, by, channel, title, on, kind="other", item=None, place="", account=None, evidence=None) -> Release
void_release(release, *, by, reason) -> Release
import_releases(organ, data, *, by) -> list[Release]          all of a file or nothing of it
add_account(organ, *, by, **fields) -> Account; edit_account(account, *, by, **fields); close_account(account, *, by, on, why)
record_event(organ, *, by, kind, on, title, …) -> PlatformEvent; void_event(event, *, by, reason) -> PlatformEvent
website_releases(appeared) -> list[Release]                  by the system, when items are first published

``evidence`` is a file as ``(name, bytes)`` or one that is kept already. ``at`` is now, unless a demonstration or test is built.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from gongkai.publishing.channels import WEBSITE, channels
from gongkai.web.log.actors import SYSTEM, Actor
from gongkai.web.log.services import Entry, append_many, happened, save
from gongkai.web.log.snapshots import changes, snapshot
from gongkai.web.organs.models import Organ
from gongkai.web.publishing.models import Item
from gongkai.web.releases.importing import plan_releases
from gongkai.web.releases.models import Account, PlatformEvent, Release

ONLY_SYSTEM = "网站上的发布由系统在发布的那一刻登记，不由人填写。请起草信息，审查后发布。"


def record_release(
    organ: Organ, *, by: Actor, channel: str, title: str, on: date, at: datetime | None = None, **fields: Any
) -> Release:
    """Record that something was released through a channel; a day to come and the organ's own website are refused."""
    known = channels().get(channel)
    if known is not None and known.by_system:
        raise ValidationError({"channel": ONLY_SYSTEM})
    item = fields.get("item")
    made = Release(
        organ=organ,
        channel=channel,
        title=title.strip() or (item.title if item else ""),
        on=on,
        recorded_by=by.person,
        **fields,
    )
    if at is not None:
        made.recorded_at = at
    return save(made, "record_release", by=by, organ=organ, at=at)


@transaction.atomic
def void_release(release: Release, *, by: Actor, reason: str, at: datetime | None = None) -> Release:
    """Void what was recorded wrongly; it stays readable and counts no more."""
    release = (
        Release.objects.select_for_update(of=("self",)).select_related("organ", "item", "account").get(pk=release.pk)
    )
    if release.channel == WEBSITE:
        raise ValidationError("网站上的发布由系统登记，不能作废。信息不该公开的，请撤下信息。")
    if release.voided_at is not None:
        raise ValidationError("这一条已经作废了。")
    if not reason.strip():
        raise ValidationError({"reason": "请写明作废的理由。"})
    release.voided_at, release.voided_by, release.void_reason = at or timezone.now(), by.person, reason.strip()
    return save(release, "void_release", by=by, organ=release.organ, at=at)


@transaction.atomic
def import_releases(organ: Organ, data: bytes, *, by: Actor) -> list[Release]:
    """Record every line of a file, or none when a line is wrong (the text names it). Raises ``UnreadableList`` as well.

    The lines were checked by the plan, so the rows and their events are written in one go; the constraints still hold.
    """
    lines = plan_releases(organ, data)
    wrong = next((line for line in lines if line.errors), None)
    if wrong is not None:
        raise ValidationError(f"第{wrong.number}行：{wrong.errors[0]}这次没有登记任何一条。")
    made = [Release(organ=organ, recorded_by=by.person, **line.values) for line in lines]
    try:
        with transaction.atomic():
            Release.objects.bulk_create(made)
    except IntegrityError as problem:
        raise ValidationError("有的行刚刚被别人登记过。请重新上传核对，这次没有登记任何一条。") from problem
    append_many([happened(each, "record_release", by=by, after=snapshot(each)) for each in made], by=by, organ=organ)
    return made


@transaction.atomic
def website_releases(appeared: Sequence[tuple[Item, datetime]]) -> list[Release]:
    """Record that items appeared on their organs' websites, each once; those that are recorded already are left out.

    Asks the database about as often for many as for one; the constraints hold as for those recorded by hand.
    """
    items = [item.pk for item, _ in appeared]
    known = set(Release.objects.filter(item__in=items, channel=WEBSITE).values_list("item_id", flat=True))
    made = [
        Release(
            organ=item.organ,
            channel=WEBSITE,
            item=item,
            title=item.title,
            kind=item.column.kind,
            on=timezone.localdate(at),
            recorded_at=at,
        )
        for item, at in appeared
        if item.pk not in known
    ]
    Release.objects.bulk_create(made, batch_size=200)
    by_organ: dict[Organ, list[Entry]] = {}
    for each in made:
        _, after = changes({}, snapshot(each))
        entry = happened(each, "record_website_release", by=SYSTEM, after=after, at=each.recorded_at)
        by_organ.setdefault(each.organ, []).append(entry)
    for organ, entries in by_organ.items():
        append_many(entries, by=SYSTEM, organ=organ)
    return made


def add_account(organ: Organ, *, by: Actor, **fields: Any) -> Account:
    """Enter an official account."""
    return save(Account(organ=organ, **fields), "add_account", by=by, organ=organ)


@transaction.atomic
def edit_account(account: Account, *, by: Actor, **fields: Any) -> Account:
    """Correct what is entered of an account; its platform stays when something was released through it."""
    account = Account.objects.select_for_update(of=("self",)).select_related("organ").get(pk=account.pk)
    if "platform" in fields and fields["platform"] != account.platform and account.releases.exists():
        raise ValidationError({"platform": "这个账号已经登记过发布，不能换平台。另一个平台的账号请另外登记。"})
    for name, value in fields.items():
        setattr(account, name, value)
    return save(account, "edit_account", by=by, organ=account.organ)


def close_account(account: Account, *, by: Actor, on: date, why: str) -> Account:
    """Enter that an account was closed; what was released through it stays."""
    if account.closed_on is not None:
        raise ValidationError(f"这个账号已经在{account.closed_on:%Y-%m-%d}关闭。")
    if not why.strip():
        raise ValidationError({"why": "请写明关闭的原因。"})
    return edit_account(account, by=by, closed_on=on, closed_why=why.strip())


def record_event(organ: Organ, *, by: Actor, at: datetime | None = None, **fields: Any) -> PlatformEvent:
    """Record what happened to the website, an account or a column."""
    made = PlatformEvent(organ=organ, recorded_by=by.person, **fields)
    if at is not None:
        made.recorded_at = at
    return save(made, "record_platform_event", by=by, organ=organ, at=at)


@transaction.atomic
def void_event(event: PlatformEvent, *, by: Actor, reason: str) -> PlatformEvent:
    """Void what was recorded wrongly."""
    event = (
        PlatformEvent.objects.select_for_update(of=("self",))
        .select_related("organ", "account", "column")
        .get(pk=event.pk)
    )
    if event.voided_at is not None:
        raise ValidationError("这一条已经作废了。")
    if not reason.strip():
        raise ValidationError({"reason": "请写明作废的理由。"})
    event.voided_at, event.void_reason = timezone.now(), reason.strip()
    return save(event, "void_platform_event", by=by, organ=event.organ)
