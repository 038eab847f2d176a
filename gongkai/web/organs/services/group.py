"""The leading group (领导小组) of an organ: who belongs to it, from and to which day."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from gongkai.web.log.actors import Actor
from gongkai.web.log.services import save
from gongkai.web.organs.models import GroupMember, Organ
from gongkai.web.organs.services.organs import check_exists, fresh


@transaction.atomic
def add_member(organ: Organ, *, by: Actor, **particulars: Any) -> GroupMember:
    """Add a member. Refused: a second head at the same time, the same person twice."""
    organ = fresh(organ)
    check_exists(organ)
    member = GroupMember(organ=organ, **particulars)
    member.full_clean()
    _check_alone(member)
    return save(member, "add_group_member", by=by, organ=organ)


@transaction.atomic
def edit_member(member: GroupMember, *, by: Actor, **changes: Any) -> GroupMember:
    """Correct what was entered wrongly; a change of position is an end and a new beginning."""
    member = fresh(member)
    for name, value in changes.items():
        setattr(member, name, value)
    member.full_clean()
    _check_alone(member)
    return save(member, "edit_group_member", by=by, organ=member.organ)


@transaction.atomic
def end_member(member: GroupMember, *, by: Actor, until: date) -> GroupMember:
    """Let a place end with a day."""
    member = fresh(member)
    if member.until is not None:
        raise ValidationError(f"{member.name}已于{member.until:%Y-%m-%d}离开领导小组。")
    if until < member.since:
        raise ValidationError({"until": f"止日早于起日（{member.since:%Y-%m-%d}），请核对。"})
    member.until = until
    return save(member, "end_group_member", by=by, organ=member.organ)


def _check_alone(member: GroupMember) -> None:
    others = GroupMember.objects.filter(Q(until=None) | Q(until__gte=member.since), organ=member.organ)
    if member.until:
        others = others.filter(since__lte=member.until)
    others = others.exclude(pk=member.pk)
    if others.filter(name=member.name, post=member.post).exists():
        raise ValidationError(
            {"name": f"{member.name}在这段时间已经是领导小组成员。职务有变动的，请先登记原职务的止日。"}
        )
    head = others.filter(position=GroupMember.Position.HEAD).first()
    if member.position == GroupMember.Position.HEAD and head is not None:
        raise ValidationError({"position": f"这段时间领导小组已有组长{head.name}，请先登记其止日。"})
