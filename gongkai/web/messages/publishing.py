"""Questions and answers for the public: prepared by one person, reviewed by another, published, withdrawn; the library of frequent ones.

prepare(publication, *, by) -> Publication          personal data is taken out by whoever prepares it; what is left is refused
edit(publication, changes, *, by) -> Publication    returned ones go to review again
review(publication, *, passed, opinion, by)         by another person than prepared it; passing publishes
withdraw(publication, reason, *, by)
from_message(message) -> Publication                what a form begins with, not saved
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from gongkai.applications.details import needless_personal_data
from gongkai.web.log.actors import Actor
from gongkai.web.log.services import save
from gongkai.web.messages.models import Message, Publication

EDITABLE = ("title", "question", "answer", "category", "frequent")
State = Publication.State


def from_message(message: Message) -> Publication:
    """The question and answer as they are, for a person to take personal data out of."""
    reply = message.replies.order_by("-number").first()
    return Publication(
        organ=message.organ,
        message=message,
        kind=message.kind,
        category=message.category.name if message.category else "",
        title=message.title,
        question=message.content,
        answer=reply.body if reply else "",
        asked_on=message.received_on,
        answered_on=message.ended_on or message.answered_on,
        answered_by=message.organ.name,
    )


@transaction.atomic
def prepare(publication: Publication, *, by: Actor, at: datetime | None = None) -> Publication:
    """Hand a question and its answer to review. Raises ``ValidationError``."""
    if by.person is None:
        raise ValueError("问答要由人整理。")
    message = publication.message
    if message is not None:
        if not message.is_answered:
            raise ValidationError(f"这件留言目前“{message.state_title}”，答复以后才能公开问答。")
        if not message.may_publish:
            raise ValidationError("留言人没有同意公开问答。可以另写一条不涉及这件留言的常见问题。")
        if message.organ_id != publication.organ_id:
            raise ValidationError("只能公开本机关的留言。")
    elif not publication.frequent:
        raise ValidationError("没有对应的留言，只能作为常见问题。")
    _tidy(publication)
    _check(publication)
    publication.prepared_by, publication.prepared_at = by.person, at or timezone.now()
    publication.state, publication.reviewed_by, publication.opinion = State.PREPARED, None, ""
    return save(publication, "prepare_question", by=by, organ=publication.organ, at=at)


@transaction.atomic
def edit(
    publication: Publication, changes: Mapping[str, object], *, by: Actor, at: datetime | None = None
) -> Publication:
    """Change what was prepared or returned; whoever changes it is its preparer, and it goes to review again."""
    fresh = _locked(publication)
    if fresh.state not in (State.PREPARED, State.RETURNED):
        raise ValidationError(f"这份问答{fresh.get_state_display()}，不能再改。")
    if by.person is None:
        raise ValueError("问答要由人整理。")
    for name, value in changes.items():
        if name not in EDITABLE:
            raise ValidationError(f"“{name}”不能这样改。")
        setattr(fresh, name, value)
    if fresh.message is None and not fresh.frequent:
        raise ValidationError("没有对应的留言，只能作为常见问题。")
    _tidy(fresh)
    _check(fresh)
    fresh.prepared_by, fresh.prepared_at = by.person, at or timezone.now()
    fresh.state, fresh.reviewed_by = State.PREPARED, None
    return save(fresh, "edit_question", by=by, organ=fresh.organ, at=at)


@transaction.atomic
def review(
    publication: Publication, *, passed: bool, opinion: str = "", by: Actor, at: datetime | None = None
) -> Publication:
    """Publish what holds no secret and no personal data, or return it with what is to be changed."""
    fresh = _locked(publication)
    if fresh.state != State.PREPARED:
        raise ValidationError(f"这份问答{fresh.get_state_display()}，不在待审查。")
    if by.person is None or by.person.pk == fresh.prepared_by_id:
        raise ValidationError("整理的人不能自己审查，请由另一人审查（先审查后公开）。")
    if not passed and not opinion.strip():
        raise ValidationError({"opinion": "退回的，请写明要改什么。"})
    _check(fresh)
    fresh.opinion, fresh.reviewed_by = opinion.strip(), by.person
    if not passed:
        fresh.state = State.RETURNED
        return save(fresh, "return_question", by=by, organ=fresh.organ, at=at)
    fresh.state, fresh.published_at = State.PUBLISHED, at or timezone.now()
    return save(fresh, "publish_question", by=by, organ=fresh.organ, at=at)


@transaction.atomic
def withdraw(publication: Publication, reason: str, *, by: Actor, at: datetime | None = None) -> Publication:
    """Take a question and answer from the public pages; the message stays as it is."""
    fresh = _locked(publication)
    if fresh.state != State.PUBLISHED:
        raise ValidationError(f"这份问答{fresh.get_state_display()}，没有公开。")
    if not reason.strip():
        raise ValidationError({"reason": "请写明为什么撤下。"})
    fresh.state, fresh.withdrawn_at, fresh.opinion = State.WITHDRAWN, at or timezone.now(), reason.strip()
    return save(fresh, "withdraw_question", by=by, organ=fresh.organ, at=at)


def _locked(publication: Publication) -> Publication:
    rows = Publication.objects.select_for_update(of=("self",)).select_related("organ", "message")
    return rows.get(pk=publication.pk)


def _tidy(publication: Publication) -> None:
    publication.title = " ".join(publication.title.split())
    for name in ("question", "answer"):
        setattr(publication, name, getattr(publication, name).replace("\r\n", "\n").replace("\x00", "").strip())


def _check(publication: Publication) -> None:
    """No personal data that a machine can see: numbers, and the name and contact data of who wrote."""
    found: dict[str, str] = {}
    message = publication.message
    secret = [getattr(message, name) for name in ("name", "phone", "email")] if message is not None else []
    for name in ("title", "question", "answer"):
        text = getattr(publication, name)
        if not text:
            found[name] = "请填写这一项。"
            continue
        kinds = needless_personal_data(text)
        if kinds:
            found[name] = f"这里还有{'、'.join(kinds)}，公开以前请删去或者隐去。"
        elif any(len(each) > 1 and "".join(each.split()) in "".join(text.split()) for each in secret):
            found[name] = "这里还有留言人的姓名或者联系方式，公开以前请删去或者隐去。"
    if found:
        raise ValidationError(found)
