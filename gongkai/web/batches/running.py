"""Running batches: by the tick, each case in a transaction of its own, so that a kill or a second tick loses and doubles nothing.

    run_due(now) -> int                   the tick's job: batches whose time has come
    run(batch, *, portion=None) -> int    lines dealt with now

The planner acts, with the authority held at that moment; a case that changed since it was planned is left alone. Whatever
stands in the way is noted on the line in words, and the next line goes on.
"""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import OperationalError, transaction
from django.utils import timezone

from gongkai.applications.bulk import Work
from gongkai.web.applications.access import POLICY as CASES
from gongkai.web.applications.models import Application
from gongkai.web.batches.models import DONE, REFUSED, RUNNING, WAITING, Batch, BatchLine
from gongkai.web.batches.queries import changed_since, happening
from gongkai.web.batches.working import REFUSALS, Effect, in_words, work_on
from gongkai.web.log.actors import SYSTEM
from gongkai.web.log.services import record
from gongkai.web.organs.authority import Denied, acting

PORTION = 50
"""So many cases are dealt with in one go, so that other due work is not kept waiting."""
FAULT = "程序出错，这一件没有办理。错误已经记入运行日志，请告诉系统管理员；这一件可以单独办理。"
_log = logging.getLogger("gongkai.batches")


def run_due(now: datetime) -> int:
    """Run what is due, once the tick's own transaction is over: every case has its own."""
    keys = list(
        Batch.objects.filter(state__in=(WAITING, RUNNING), executes_at__lte=now)
        .order_by("executes_at", "pk")
        .values_list("pk", flat=True)
    )
    if keys:
        transaction.on_commit(lambda: run_portion(keys))
    return len(keys)


def run_portion(keys: list[int]) -> int:
    """Deal with so many cases of these batches; the rest at the next tick."""
    left = PORTION
    for key in keys:
        left -= run(key, portion=left)
        if left <= 0:
            break
    return PORTION - left


def run(batch: int, *, portion: int | None = None) -> int:
    """Deal with the waiting lines of a batch; how many were dealt with."""
    count = 0
    while (portion is None or count < portion) and _next_line(batch):
        count += 1
    return count


@transaction.atomic
def _next_line(key: int) -> bool:
    """Deal with one line. The batch is locked, so that nobody deals with the same line and nobody takes it back meanwhile."""
    now = timezone.now()
    batch = Batch.objects.select_for_update(of=("self",)).select_related("organ", "planned_by").get(pk=key)
    if not batch.is_open or batch.executes_at > now:
        return False
    line = batch.lines.filter(state=WAITING).first()
    if line is None:
        _end(batch, now)
        return False
    line.state, line.told = REFUSED, ""
    try:
        with transaction.atomic():
            effect = _done(batch, line, now)
    except REFUSALS as problem:
        line.told = in_words(problem)
    except OperationalError:
        # 库暂时不能用，不是这一件的错：留着，下一次再办
        raise
    except Exception:
        _log.exception("batch line failed", extra={"batch": batch.pk, "line": line.pk})
        line.told = FAULT
    else:
        line.state, line.told = DONE, effect.sentence
        line.event, line.step, line.letter = effect.event, effect.step, effect.letter
        line.was_section, line.was_officer = effect.was_section, effect.was_officer
    line.done_at = now
    line.save()
    if not batch.lines.filter(state=WAITING).exists():
        _end(batch, now)
    elif batch.state == WAITING:
        batch.state = RUNNING
        batch.save(update_fields=["state"])
    return True


def _done(batch: Batch, line: BatchLine, now: datetime) -> Effect:
    work = batch.work
    if work is None:
        raise Denied("这一版程序不再批量办理这一项，请单独办理。")
    locked = Application.objects.select_for_update(of=("self",)).select_related("organ", "section", "officer")
    application = locked.get(pk=line.application_id)
    _check_planner(batch, work, application)
    changed = changed_since(line)
    if changed is not None:
        when, who = f"{timezone.localtime(changed.at):%m月%d日 %H:%M}", changed.content.get("actor", "")
        raise Denied(
            f"安排以后，这件又办了“{happening(changed)}”（{who}，{when}），没有照原来的安排办理。请看过以后单独办理。"
        )
    by = acting(batch.planned_by, batch.organ)
    return work_on(application, work, batch.facts, by=by, at=now, note=f"批量办理第{batch.number}批")


def _check_planner(batch: Batch, work: Work, application: Application) -> None:
    """The authority is asked again; the second factor was given when it was planned. That the state forbids it, its table says."""
    person = batch.planned_by
    try:
        CASES.check(person, work.action, application)
    except Denied as denied:
        if denied.moved_on or (denied.second_factor and batch.verified):
            return
        what = CASES.actions[work.action]
        raise Denied(
            f"执行的时候，安排这一批的{person.name}没有“{what}”的权限，没有办理。请由有权限的人办理。"
        ) from denied


def _end(batch: Batch, now: datetime) -> None:
    batch.state, batch.ended_at = DONE, now
    batch.save(update_fields=["state", "ended_at"])
    lines = batch.lines
    facts = {"done": lines.filter(state=DONE).count(), "refused": lines.filter(state=REFUSED).count()}
    record(batch, "run_batch", by=SYSTEM, organ=batch.organ, facts=facts, at=now)
