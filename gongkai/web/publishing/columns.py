"""Opening, changing, ordering, moving, merging, closing and re-opening columns; part of ``services``."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from gongkai.web.log.actors import Actor
from gongkai.web.log.services import save
from gongkai.web.organs.models import Organ
from gongkai.web.publishing.models import ColumnAddress, SiteColumn
from gongkai.web.publishing.stamps import turn


@transaction.atomic
def add_column(organ: Organ, *, by: Actor, code: str, title: str, **fields: Any) -> SiteColumn:
    """Open a column."""
    made = save(SiteColumn(organ=organ, code=code, title=title, **fields), "add_column", by=by, organ=organ)
    turn(organ)
    return made


@transaction.atomic
def edit_column(column: SiteColumn, *, by: Actor, **fields: Any) -> SiteColumn:
    """Change a column. Whoever comes by the address that it had is sent on to the new one. Raises ``ValidationError``."""
    found = _locked(column)
    old = found.code
    for name, value in fields.items():
        setattr(found, name, value)
    _saved(found, "edit_column", by=by)
    if found.code != old:
        kept, new = ColumnAddress.objects.get_or_create(organ=found.organ, code=old, defaults={"column": found})
        if not new:
            kept.until = timezone.localdate()
            kept.save(update_fields=["until"])
    return found


@transaction.atomic
def move_column(column: SiteColumn, *, by: Actor, parent: SiteColumn | None) -> SiteColumn:
    """Hang a column, with all below it, under another one or at the top; its address stays. Raises ``ValidationError``."""
    found = _locked(column)
    if found.merged_into_id is not None:
        raise ValidationError(f"栏目“{found}”已经并入“{found.merged_into}”，不能再移动。")
    if parent is not None and not parent.is_open_on(timezone.localdate()):
        raise ValidationError({"parent": f"栏目“{parent}”已经停用，请另选上级栏目。"})
    found.parent = parent
    return _saved(found, "move_column", by=by)


@transaction.atomic
def shift_column(column: SiteColumn, *, by: Actor, steps: int) -> SiteColumn:
    """Move a column up (negative) or down among those beside it; at the end it stays where it is."""
    siblings = list(
        SiteColumn.objects.select_for_update()
        .filter(organ=column.organ_id, parent=column.parent_id, merged_into=None)
        .order_by("order", "id")
    )
    at = next(place for place, each in enumerate(siblings) if each.pk == column.pk)
    moved = siblings.pop(at)
    siblings.insert(min(max(at + steps, 0), len(siblings)), moved)
    for place, each in enumerate(siblings, start=1):
        if each.order != place * 10:
            each.order = place * 10
            save(each, "order_column", by=by, organ=column.organ)
    turn(column.organ)
    return moved


@transaction.atomic
def close_column(column: SiteColumn, *, by: Actor, on: date, reason: str) -> SiteColumn:
    """Close a column: nothing new goes into it, what is in it stays readable."""
    found = _locked(column)
    if found.closed_on is not None:
        raise ValidationError(f"这个栏目已经从{found.closed_on:%Y-%m-%d}起停用。")
    if found.children.filter(closed_on=None).exists():
        raise ValidationError("这个栏目下还有在用的栏目，请先停用下级栏目，或者把它们移到别处。")
    if on < found.opened_on:
        raise ValidationError({"on": f"停用日期早于开设日期（{found.opened_on:%Y-%m-%d}），请核对。"})
    found.closed_on, found.closed_why = on, _reason(reason, "为什么停用，例如 三年没有新的内容")
    return _saved(found, "close_column", by=by, note=found.closed_why)


@transaction.atomic
def reopen_column(column: SiteColumn, *, by: Actor, reason: str) -> SiteColumn:
    """Take a closed column into use again."""
    found = _locked(column)
    if found.merged_into is not None:
        raise ValidationError(f"这个栏目已经并入“{found.merged_into}”，不能重新启用；需要的话请另开一个栏目。")
    if found.closed_on is None:
        raise ValidationError("这个栏目没有停用。")
    if found.parent is not None and found.parent.closed_on is not None:
        raise ValidationError(f"上级栏目“{found.parent}”还停用着，请先启用它，或者把这个栏目移到别处。")
    found.closed_on, found.closed_why = None, ""
    return _saved(found, "reopen_column", by=by, note=_reason(reason, "为什么重新启用"))


@transaction.atomic
def merge_column(column: SiteColumn, *, by: Actor, into: SiteColumn, reason: str) -> SiteColumn:
    """Let ``into`` show all that is in ``column``; those below it move along, its address leads to ``into``. Cannot be undone."""
    found, target = _locked(column), _locked(into)
    today = timezone.localdate()
    if found.merged_into is not None:
        raise ValidationError(f"这个栏目已经并入“{found.merged_into}”。")
    if target.organ_id != found.organ_id:
        raise ValidationError({"into": "只能并入本机关的栏目，请另选。"})
    if target.pk == found.pk or found in target.above:
        raise ValidationError({"into": "不能并入它自己或者它的下级，请另选。"})
    if not target.is_open_on(today):
        raise ValidationError({"into": f"栏目“{target}”已经停用，请另选。"})
    note = _reason(reason, "为什么合并，例如 两个栏目内容重复")
    for each in found.children.filter(merged_into=None).order_by("order", "id"):
        each.parent = target
        try:
            _saved(each, "move_column", by=by, note=f"随“{found}”并入“{target}”")
        except ValidationError as problem:
            told = "；".join(problem.messages)
            raise ValidationError({"into": f"下级栏目“{each}”不能跟着移过去：{told}"}) from problem
    found.merged_into, found.closed_on, found.closed_why = (
        target,
        found.closed_on or today,
        f"并入“{target}”：{note}"[:200],
    )
    return _saved(found, "merge_column", by=by, note=note)


def _locked(column: SiteColumn) -> SiteColumn:
    rows = SiteColumn.objects.select_for_update(of=("self",)).select_related("organ", "parent", "merged_into")
    return rows.get(pk=column.pk)


def _saved(column: SiteColumn, move: str, *, by: Actor, note: str = "") -> SiteColumn:
    saved = save(column, move, by=by, organ=column.organ, note=note)
    turn(column.organ)
    return saved


def _reason(text: str, example: str) -> str:
    text = " ".join(text.split())
    if not text:
        raise ValidationError({"reason": f"请写明理由：{example}。"})
    if len(text) > 180:
        raise ValidationError({"reason": "理由请不要超过180字。"})
    return text
