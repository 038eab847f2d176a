"""A batch that waits for this case, on the page of the case: who changes the case now takes it out of the batch."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from gongkai.web.batches.access import POLICY
from gongkai.web.batches.models import WAITING, BatchLine
from gongkai.web.batches.queries import waiting_lines
from gongkai.web.workbench.applications.panels import CasePage, Link, Panel, any_of


def asked() -> dict[str, Any]:
    """Whether the case waits in a batch."""
    return {"waiting": any_of(BatchLine.objects.filter(state=WAITING))}


def panel(page: CasePage) -> Panel | None:
    """Nothing where no batch waits, or for who may not read batches."""
    case = page.application
    if not page.known("batches", "waiting") or not POLICY.may_in(page.person, "read", case.organ):
        return None
    line = waiting_lines([case.pk])[case.pk]
    when = timezone.localtime(line.batch.executes_at)
    rows = (("将会怎样", line.plan), ("提示", "现在另办一步的，到时候这一件不随这一批办理。"))
    links = (Link("看这一批，可以撤回", line.batch.get_absolute_url()),)
    title = f"等待批量办理：{line.batch.title}"
    return Panel(title, rows, links, f"{when:%m月%d日 %H:%M}执行", "info", anchor="batch")
