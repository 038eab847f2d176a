"""After a batch has run: assignments put back to the earlier assignee, and what was refused said to be dealt with.

    put_back(batch, *, by, line=None, at=None) -> tuple[int, list[str]]    how many, and why others were not
    can_be_put_back(batch, lines) -> set[int]                              keys of lines, by one question
    settle(batch, *, by, at=None) -> Batch

A letter that was made keeps its number and a step that was taken stays on record: those are amended on the case, one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from gongkai.applications.bulk import ASSIGN
from gongkai.web.applications import services
from gongkai.web.applications.access import POLICY as CASES
from gongkai.web.applications.models import Application
from gongkai.web.batches.models import DONE, PUT_BACK, Batch, BatchLine
from gongkai.web.batches.queries import assigned_since
from gongkai.web.batches.working import REFUSALS, assignee_words, check_assignee, in_words
from gongkai.web.log.actors import Actor
from gongkai.web.log.services import record


def put_back(batch: Batch, *, by: Actor, line: int | None = None, at: datetime | None = None) -> tuple[int, list[str]]:
    """Give the cases back to who had them before, one case after the other; those that went on since are left, with the reason."""
    if batch.what != ASSIGN:
        raise ValidationError("这一批办的不是交办。已经办理的步骤和文书不能整批撤销，请在各件上更正。")
    chosen = batch.lines.filter(state=DONE)
    keys = list((chosen if line is None else chosen.filter(pk=line)).values_list("pk", flat=True))
    if not keys:
        raise ValidationError("这一批里没有可以撤销的交办。")
    done, refused = 0, []
    for key in keys:
        try:
            done += _put_back(key, by, at or timezone.now())
        except REFUSALS as problem:
            refused.append(in_words(problem))
    if done:
        record(batch, "put_back_assignments", by=by, organ=batch.organ, facts={"put_back": done}, at=at)
    return done, refused


@transaction.atomic
def _put_back(key: int, by: Actor, at: datetime) -> int:
    lines = BatchLine.objects.select_related("batch", "was_section", "was_officer")
    line = lines.select_for_update(of=("self",)).get(pk=key)
    if line.state != DONE:
        return 0
    locked = Application.objects.select_for_update(of=("self",)).select_related("organ", "section", "officer")
    application = locked.get(pk=line.application_id)
    if by.person is None:
        raise ValueError("撤销交办要由人办理。")
    CASES.check(by.person, "assign", application)
    if application.ended:
        raise ValidationError(f"{application.number}：目前“{application.state_title}”，已经办结，不用撤销交办。")
    if assigned_since([line]):
        now = assignee_words(application.section, application.officer)
        raise ValidationError(f"{application.number}：这一批以后又交办过，现在由{now}承办，没有改动。")
    try:
        check_assignee(application.organ, line.was_section, line.was_officer)
    except ValidationError as gone:
        raise ValidationError(
            f"{application.number}：{in_words(gone).removesuffix('，请另选。')}，不能交回。请另行交办。"
        ) from gone
    services.assign(application, by=by, section=line.was_section, officer=line.was_officer, at=at)
    before = assignee_words(line.was_section, line.was_officer)
    line.state, line.told = PUT_BACK, f"{line.told}交办已由{by.name}撤销，恢复为{before}。"
    line.save(update_fields=["state", "told"])
    return 1


def can_be_put_back(batch: Batch, lines: Sequence[BatchLine]) -> set[int]:
    """The lines of an assignment whose case nobody gave to anybody else since."""
    if batch.what != ASSIGN:
        return set()
    done = [line for line in lines if line.state == DONE and not line.application.ended]
    since = assigned_since(done) if done else set()
    return {line.pk for line in done if line.application_id not in since}


@transaction.atomic
def settle(batch: Batch, *, by: Actor, at: datetime | None = None) -> Batch:
    """Note that what was refused has been dealt with, so that it stands on the first page no more."""
    fresh = Batch.objects.select_for_update(of=("self",)).select_related("organ").get(pk=batch.pk)
    if fresh.state != DONE:
        raise ValidationError("这一批还没有执行，不能标为处理完。")
    if fresh.settled_at is None:
        fresh.settled_at = at or timezone.now()
        fresh.save(update_fields=["settled_at"])
        record(fresh, "settle_batch", by=by, organ=fresh.organ, at=at)
    return fresh
