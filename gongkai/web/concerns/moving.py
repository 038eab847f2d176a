"""Making a move of a public concern: judging, grading, drafting, answering, following up, leaving it unanswered."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from gongkai.engagement.concerns.choices import severities
from gongkai.engagement.concerns.conditions import BEGINNINGS, RESPONDING, moment, severity_of
from gongkai.web.casework import services as casework
from gongkai.web.casework.services import history_of
from gongkai.web.concerns.beginning import plain, ruled
from gongkai.web.concerns.models import Concern, Draft, PublicMeeting, Response, packed_ways
from gongkai.web.concerns.telling import one_line, refuse_personal_data, written
from gongkai.web.log.actors import Actor
from gongkai.web.log.services import record, save
from gongkai.web.organs.models import Section
from gongkai.web.publishing.models import Item

if TYPE_CHECKING:
    from gongkai.web.log.models import Event

REGRADING = ("escalate", "lower", "lower_answered", "regrade_major")
BY_THEMSELVES = (*BEGINNINGS, *REGRADING, *RESPONDING, "assess", "draft", "hold_conference", "flare_up")
"""Moves that have a service of their own, as more than a step belongs to them."""
EDITABLE = ("title", "summary", "where_seen")
CONFERENCE = "press_conference"


@transaction.atomic
def make_move(
    concern: Concern,
    move: str,
    *,
    by: Actor,
    facts: Mapping[str, Any] | None = None,
    note: str = "",
    at: datetime | None = None,
) -> Event:
    """Make one of the other moves of the table. Raises ``NotAllowed``, ``ValidationError``."""
    if move in BY_THEMSELVES:
        raise ValidationError("这一步要从它自己的页面办理。")
    return _step(concern, move, facts or {}, by=by, note=note, at=at)


@transaction.atomic
def assess(concern: Concern, finding: str, section: Section, *, by: Actor, at: datetime | None = None) -> Event:
    """Say what the public wants to know, and hand it to the section that drafts."""
    if section.organ_id != concern.organ_id or section.closed_on is not None:
        raise ValidationError({"to_section": "请选择本机关现有的科室。"})
    event = _step(concern, "assess", {"finding": finding.strip(), "section": section.name}, by=by, at=at)
    concern.section = section
    concern.save(update_fields=["section"])
    return event


@transaction.atomic
def regrade(
    concern: Concern,
    severity: str,
    reason: str,
    *,
    by: Actor,
    known_at: datetime | None = None,
    at: datetime | None = None,
) -> Event:
    """Give another grade: the records before stay, the limits move. ``known_at`` is when it was known to be graver."""
    if severity not in severities():
        raise ValidationError({"severity": "请选择等级。"})
    history = history_of(concern)
    now, wanted = severities().get(severity_of(history)), severities()[severity]
    facts: dict[str, Any] = {"severity": severity, "reason": reason.strip()}
    if now is None or now.major == wanted.major:
        move = "regrade_major" if wanted.major else "lower"
    elif wanted.major:
        move, since = "escalate", known_at or at or timezone.now()
        facts |= {"known_at": plain(since)} | ruled(severity, since)
    else:
        move = "lower_answered" if concern.state == "responded" else "lower"
    if move == "lower":
        # 轻了的，从知道这件事的时刻算，不因定级有先后而多得时间
        facts |= ruled(severity, concern.found_at or timezone.now())
    return _step(concern, move, facts, by=by, at=at)


@transaction.atomic
def draft(concern: Concern, heading: str, body: str, *, by: Actor, at: datetime | None = None) -> Event:
    """Write the answer as the public will read it, for another to review."""
    told = written(body, "body", "请写明回应的内容。", 8000)
    title = one_line(heading) or concern.title
    if len(title) > 120:
        raise ValidationError({"heading": f"标题最多120个字，现在有{len(title)}个。"})
    refuse_personal_data({"heading": title})
    last = concern.drafts.order_by("-number").values_list("number", flat=True).first()
    made = Draft.objects.create(
        concern=concern,
        number=(last or 0) + 1,
        heading=title,
        body=told,
        digest=hashlib.sha256(f"{title}\n{told}".encode()).hexdigest(),
        author=by.person,
        written_at=at or timezone.now(),
    )
    return _step(concern, "draft", {"draft": made.number, "digest": made.digest}, by=by, at=at)


@transaction.atomic
def respond(
    concern: Concern,
    *,
    ways: Sequence[str],
    by: Actor,
    responded_at: datetime | None = None,
    item: Item | None = None,
    meeting: PublicMeeting | None = None,
    url: str = "",
    shown: bool = True,
    at: datetime | None = None,
) -> Event:
    """Note that the reviewed answer went out, by which ways, when. At a press conference both clocks end.

    With a published ``item`` or a ``meeting`` the moment is not earlier than theirs; without any moment it is theirs.
    """
    wording = concern.drafts.order_by("-number").first()
    moments = [_at_of_item(concern, item), _at_of_meeting(concern, meeting)]
    known = max((each for each in moments if each is not None), default=None)
    moment_of = responded_at or known or at or timezone.now()
    if known is not None and moment_of < known:
        told = timezone.localtime(known)
        raise ValidationError({"responded_at": f"连着的信息、活动{told:%Y年%m月%d日%H:%M}才发布、开始，回应不会更早。"})
    held = meeting is not None and meeting.kind == CONFERENCE
    if (CONFERENCE in ways) is not held:
        wrong = "在新闻发布会上回应的，请选择是哪一场；没有登记的先登记。"
        raise ValidationError({"meeting": wrong if not held else "连着新闻发布会的，“在哪里回应”里要勾选新闻发布会。"})
    last = concern.responses.order_by("-number").values_list("number", flat=True).first()
    number = (last or 0) + 1
    facts: dict[str, Any] = {"responded_at": plain(moment_of), "ways": list(ways), "response": number}
    move = "respond"
    if held and meeting is not None:
        move, facts = "respond_at_conference", facts | {"meeting": meeting.pk}
    event = _step(concern, move, facts, by=by, at=at)
    assert wording is not None  # 没有稿子，走不到待发布
    made = Response(
        concern=concern, number=number, draft=wording, at=moment_of, ways=packed_ways(ways), url=url.strip(), item=item,
        meeting=meeting, shown=shown,
    )  # fmt: skip
    made.full_clean(exclude=["concern", "draft", "item", "meeting"])
    made.save()
    return event


@transaction.atomic
def hold_conference(concern: Concern, meeting: PublicMeeting, *, by: Actor, at: datetime | None = None) -> Event:
    """Note the press conference that the law asks for, where the answer itself went out otherwise before."""
    held = _at_of_meeting(concern, meeting)
    if held is None or meeting.kind != CONFERENCE:
        raise ValidationError({"meeting": "请选择已经举行的新闻发布会。"})
    facts = {"held_at": plain(held), "meeting": meeting.pk}
    return _step(concern, "hold_conference", facts, by=by, at=at)


@transaction.atomic
def flare_up(
    concern: Concern, reason: str, *, by: Actor, known_at: datetime | None = None, at: datetime | None = None
) -> Event:
    """Take the matter up again when the public asks on: the limit of its grade counts afresh."""
    since = known_at or at or timezone.now()
    facts = {"known_at": plain(since), "reason": reason.strip(), **ruled(concern.severity, since)}
    return _step(concern, "flare_up", facts, by=by, at=at)


@transaction.atomic
def amend_step(
    concern: Concern,
    number: int,
    *,
    by: Actor,
    changes: Mapping[str, Any] | None = None,
    reason: str,
    at: datetime | None = None,
) -> Event:
    """Amend or strike out what was recorded as a step; columns and answers follow. Raises ``NotAllowed``, ``ValidationError``."""
    given = dict(changes or {})
    refuse_personal_data(given, reason)
    event = casework.amend_step(concern, number, by=by, changes=given or None, reason=reason, at=at)
    for each in history_of(concern).effective:
        found = moment(each, "responded_at") if each.move in RESPONDING else None
        if found is not None:
            concern.responses.filter(number=each.facts["response"]).exclude(at=found).update(at=found)
    return event


@transaction.atomic
def edit(concern: Concern, changes: Mapping[str, str], *, by: Actor, at: datetime | None = None) -> Concern:
    """Change what was entered of a concern. What is counted is amended with the step."""
    fresh = Concern.objects.select_for_update(of=("self",)).select_related("organ").get(pk=concern.pk)
    for name, value in changes.items():
        if name not in EDITABLE:
            raise ValidationError(f"“{name}”不能这样改。")
        setattr(fresh, name, value.replace("\x00", "").strip())
    if not fresh.title:
        raise ValidationError({"title": "请写明公众关注什么。"})
    refuse_personal_data({name: getattr(fresh, name) for name in EDITABLE})
    return save(fresh, "edit_concern", by=by, organ=fresh.organ, at=at)


@transaction.atomic
def withdraw_response(response: Response, reason: str, *, by: Actor, at: datetime | None = None) -> Response:
    """Take an answer off the portal; that it was given stays counted."""
    fresh = (
        Response.objects.select_for_update(of=("self",))
        .select_related("concern__organ", "draft", "item", "meeting")
        .get(pk=response.pk)
    )
    if not fresh.is_public:
        raise ValidationError("这次回应没有在门户上列出，不用撤下。")
    if not reason.strip():
        raise ValidationError({"reason": "请写明为什么撤下。"})
    fresh.withdrawn_at, fresh.withdrawn_why = at or timezone.now(), reason.strip()[:500]
    fresh.save(update_fields=["withdrawn_at", "withdrawn_why"])
    facts = {"response": fresh.number, "reason": fresh.withdrawn_why}
    record(fresh.concern, "withdraw_response", by=by, organ=fresh.concern.organ, facts=facts, at=at)
    return fresh


def _step(
    concern: Concern,
    move: str,
    facts: Mapping[str, Any],
    *,
    by: Actor,
    note: str = "",
    at: datetime | None = None,
) -> Event:
    refuse_personal_data(facts, note)
    return casework.act(concern, move, by=by, facts=facts, at=at, note=note)


def _at_of_item(concern: Concern, item: Item | None) -> datetime | None:
    if item is None:
        return None
    if item.organ_id != concern.organ_id or item.published_at is None or item.state == Item.State.UNPUBLISHED:
        raise ValidationError({"item": "请选择本机关已经公开的信息。"})
    return item.published_at


def _at_of_meeting(concern: Concern, meeting: PublicMeeting | None) -> datetime | None:
    if meeting is None:
        return None
    if meeting.organ_id != concern.organ_id or meeting.state != PublicMeeting.State.HELD:
        raise ValidationError({"meeting": "请选择本机关登记的、已经举行的活动。"})
    return meeting.starts_at
