"""Meetings with the public: announcing, noting that one was held or cancelled, the transcript. Plain records, each change noted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from gongkai.casework.counting import Length, Unit
from gongkai.engagement.concerns.choices import question_limit
from gongkai.web.casework.services import counting_now
from gongkai.web.concerns.models import AskedQuestion, PublicMeeting
from gongkai.web.concerns.telling import one_line, refuse_personal_data, tidy
from gongkai.web.log.actors import Actor
from gongkai.web.log.services import save

State = PublicMeeting.State
TEXTS = ("title", "place", "hosts", "participants", "cancelled_why")
EDITABLE = (
    "section", "kind", "part", "title", "about", "starts_at", "ends_at", "place", "hosts", "participants",
    "head_attended", "takes_questions", "policy", "item", "transcript",
)  # fmt: skip
FIXED = ("kind", "part", "starts_at")
"""What cannot be changed any more once the meeting was held: it has been counted."""


@transaction.atomic
def prepare(meeting: PublicMeeting, *, by: Actor, at: datetime | None = None) -> PublicMeeting:
    """Enter a meeting that is to come, or one that was."""
    meeting.state = State.PREPARED
    _tidy(meeting)
    if not meeting.organ.exists_now:
        raise ValidationError("这个机关已经撤销，不能再登记活动。")
    return save(meeting, "enter_meeting", by=by, organ=meeting.organ, at=at)


@transaction.atomic
def edit(meeting: PublicMeeting, changes: Mapping[str, Any], *, by: Actor, at: datetime | None = None) -> PublicMeeting:
    """Change what was entered; what is counted stays as it was once the meeting was held."""
    fresh = _locked(meeting)
    if fresh.state == State.CANCELLED:
        raise ValidationError("这场活动已经取消，不能再改。")
    for name, value in changes.items():
        if name not in EDITABLE:
            raise ValidationError(f"“{name}”不能这样改。")
        if fresh.state == State.HELD and name in FIXED and value != getattr(fresh, name):
            raise ValidationError(
                {name: "已经举行的活动，种类、组织还是参加、开始的时刻不能改；登错的，撤销以后重新登记。"}
            )
        setattr(fresh, name, value)
    _tidy(fresh)
    return save(fresh, "edit_meeting", by=by, organ=fresh.organ, at=at)


@transaction.atomic
def announce(meeting: PublicMeeting, *, by: Actor, at: datetime | None = None) -> PublicMeeting:
    """Let the public know of a meeting that the organ will hold."""
    fresh, now = _locked(meeting), at or timezone.now()
    if fresh.state != State.PREPARED:
        raise ValidationError(f"这场活动{fresh.get_state_display()}，不能再预告。")
    if fresh.part != PublicMeeting.Part.HELD:
        raise ValidationError("参加别的机关举办的活动，由举办的机关预告；举行以后登记。")
    if fresh.starts_at <= now:
        raise ValidationError("开始的时刻已经过了，不用预告，请登记已经举行。")
    fresh.state, fresh.announced_at = State.ANNOUNCED, now
    return save(fresh, "announce_meeting", by=by, organ=fresh.organ, at=at)


@transaction.atomic
def hold(
    meeting: PublicMeeting, *, by: Actor, transcript: str = "", participants: str = "", at: datetime | None = None
) -> PublicMeeting:
    """Note that it took place. Questions that were not answered there get their last day by the local limit."""
    fresh, now = _locked(meeting), at or timezone.now()
    if fresh.state not in (State.PREPARED, State.ANNOUNCED):
        raise ValidationError(f"这场活动{fresh.get_state_display()}。")
    if fresh.starts_at > now:
        raise ValidationError("开始的时刻还没有到，不能登记已经举行。改了时间的，先修改。")
    fresh.transcript = transcript or fresh.transcript
    fresh.participants = participants or fresh.participants
    fresh.state = State.HELD
    _tidy(fresh)
    done = save(fresh, "hold_meeting", by=by, organ=fresh.organ, at=at)
    _set_limits(done)
    return done


@transaction.atomic
def cancel(meeting: PublicMeeting, reason: str, *, by: Actor, at: datetime | None = None) -> PublicMeeting:
    """It does not take place, or was entered by mistake: no longer counted, with the reason. Announced ones stay to be read as cancelled."""
    fresh = _locked(meeting)
    if fresh.state == State.CANCELLED:
        raise ValidationError("这场活动已经取消。")
    if fresh.concern_responses.exists():
        raise ValidationError("有舆情回应连着这场活动，不能撤销。")
    if not reason.strip():
        raise ValidationError({"reason": "请写明取消、撤销的原因。"})
    fresh.state, fresh.cancelled_why = State.CANCELLED, reason
    _tidy(fresh)
    return save(fresh, "cancel_meeting", by=by, organ=fresh.organ, at=at)


def _set_limits(meeting: PublicMeeting) -> None:
    """By when questions that were not answered live are to be answered."""
    limit = question_limit(meeting.on)
    if limit is None:
        return
    last = counting_now().calendar.last_day(meeting.on, Length(limit.workdays, Unit.WORKDAYS), ()).day
    meeting.questions.filter(live=False).exclude(state=AskedQuestion.State.DECLINED).update(due_on=last)


def _tidy(meeting: PublicMeeting) -> None:
    for name in TEXTS:
        setattr(meeting, name, one_line(getattr(meeting, name)))
    for name in ("about", "transcript"):
        setattr(meeting, name, tidy(getattr(meeting, name)))
    refuse_personal_data({name: getattr(meeting, name) for name in (*TEXTS, "about", "transcript")})


def _locked(meeting: PublicMeeting) -> PublicMeeting:
    rows = PublicMeeting.objects.select_for_update(of=("self",)).select_related("organ", "section", "policy", "item")
    return rows.get(pk=meeting.pk)
