"""Carrying a checked batch out: drafts are made in portions, each whole or not at all, and what was cut off goes on where it stopped."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from gongkai.web.exchange import receiving
from gongkai.web.exchange.models import ImportBatch, ImportLine
from gongkai.web.exchange.planning import State, typed
from gongkai.web.log.actors import Actor
from gongkai.web.log.services import record, save
from gongkai.web.organs.models import Section
from gongkai.web.publishing.bulk import Draft, Refused, draft_many
from gongkai.web.publishing.models import SiteColumn

PORTION = 100
SECONDS = 8.0
"""How long one request goes on; a longer list is gone on with at the press of a button."""


def carry_out(
    batch: ImportBatch, *, by: Actor, without_refused: bool = False, clock: Callable[[], float] = time.monotonic
) -> ImportBatch:
    """Make drafts of the lines that can be, for some seconds; call again until the batch is done. Raises ``ValidationError``.

    While lines are refused nothing begins, unless ``without_refused`` says that they are to be left out.
    """
    _begin(batch, by, without_refused)
    end = clock() + SECONDS
    while _portion(batch.pk, by):
        if clock() >= end:
            break
    batch.refresh_from_db()
    return batch


@transaction.atomic
def drop(batch: ImportBatch, *, by: Actor) -> ImportBatch:
    """Give a dry run up."""
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.state != ImportBatch.State.CHECKED:
        raise ValidationError(f"这一批{batch.get_state_display()}，不能放弃；已经导入的草稿请逐件作废。")
    batch.state = ImportBatch.State.DROPPED
    return save(batch, "drop_import", by=by, organ=batch.organ)


def counts(batch: ImportBatch) -> dict[str, int]:
    """How many lines are in each state."""
    found = batch.lines.order_by().values_list("state").annotate(count=Count("pk"))
    return dict(found)


@transaction.atomic
def _begin(batch: ImportBatch, by: Actor, without_refused: bool) -> None:
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.state == ImportBatch.State.RUNNING:
        return
    if batch.state != ImportBatch.State.CHECKED:
        raise ValidationError(f"这一批{batch.get_state_display()}，不能再导入。")
    found = counts(batch)
    if found.get(State.REFUSED) and not without_refused:
        raise ValidationError(
            f"还有{found[State.REFUSED]}行有错，什么也没有导入。请改好原文件重新上传，或者选择“先导入没有错的”。"
        )
    if not found.get(State.READY) and not found.get(State.CHANGED):
        raise ValidationError("没有可以导入的行。")
    batch.state = ImportBatch.State.RUNNING
    save(batch, "begin_import", by=by, organ=batch.organ)


@transaction.atomic
def _portion(key: int, by: Actor) -> bool:
    """Import the next lines; whether there are more."""
    batch = ImportBatch.objects.select_for_update(of=("self",)).select_related("organ").get(pk=key)
    if batch.state != ImportBatch.State.RUNNING:
        return False
    lines = list(batch.lines.filter(state=State.READY).order_by("number")[:PORTION])
    if lines:
        _drafts(batch, lines, by)
        return True
    changed = batch.lines.filter(state=State.CHANGED).order_by("number").first()
    if changed is not None:
        receiving.renew(batch, changed, by)
        return True
    batch.state, batch.finished_at = ImportBatch.State.DONE, timezone.now()
    save(batch, "finish_import", by=by, organ=batch.organ)
    record(batch, "apply_import", by=by, organ=batch.organ, facts={**counts(batch), "sha256": batch.sha256})
    return False


def _drafts(batch: ImportBatch, lines: list[ImportLine], by: Actor) -> None:
    columns = SiteColumn.objects.in_bulk({line.told["column"] for line in lines})
    sections = Section.objects.in_bulk({line.told["section"] for line in lines if line.told["section"]})
    package = batch.source == ImportBatch.Source.PACKAGE
    told = receiving.localise(batch, lines, by) if package else [line.told["fields"] for line in lines]
    drafts = [
        Draft(
            columns[line.told["column"]], sections.get(line.told["section"]), typed(fields), line.told["index_number"]
        )
        for line, fields in zip(lines, told, strict=True)
    ]
    try:
        with transaction.atomic():
            versions = draft_many(batch.organ, drafts, by=by)
    except Refused as refused:
        # 核对以后栏目停用之类：这几行退出，其余的下一轮照常
        for place, problem in refused.problems.items():
            lines[place].state, lines[place].problems = State.REFUSED, list(problem.messages)
        ImportLine.objects.bulk_update([lines[place] for place in refused.problems], ["state", "problems"])
        return
    for line, version in zip(lines, versions, strict=True):
        line.state, line.item, line.version = State.DONE, version.item, version
    if package:
        receiving.attach_files(batch, lines, by)
    ImportLine.objects.bulk_update(lines, ["state", "item", "version"], batch_size=100)
