"""Organs: adding one, correcting its particulars. Renaming, merging and the like are ``reorganisation``."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction

from gongkai.organs.hierarchy import WrongPlace, check_place
from gongkai.web.log.actors import Actor
from gongkai.web.log.services import save
from gongkai.web.organs.models import Organ

Kept = TypeVar("Kept", bound=models.Model)


@transaction.atomic
def add_organ(*, by: Actor, parent: Organ | None = None, note: str = "", **particulars: Any) -> Organ:
    """Add an organ, below ``parent`` when one is given. Raises ``ValidationError`` by field."""
    organ = Organ(parent=parent, **particulars)
    _check_above(organ)
    return save(organ, "add_organ", by=by, organ=organ, note=note)


@transaction.atomic
def edit_organ(organ: Organ, *, by: Actor, note: str = "", **changes: Any) -> Organ:
    """Correct particulars, even a name that was mistyped (no former name is kept). Raises ``ValidationError``."""
    organ = fresh(organ)
    check_exists(organ)
    for name, value in changes.items():
        setattr(organ, name, value)
    if "parent" in changes or "level" in changes:
        organ.clean()
        _check_above(organ)
    return save(organ, "edit_organ", by=by, organ=organ, note=note)


def fresh(record: Kept) -> Kept:
    """The record as it is in the database, locked until the transaction ends."""
    return type(record)._default_manager.select_for_update().get(pk=record.pk)


def check_exists(organ: Organ, on: date | None = None) -> None:
    """Raise ``ValidationError`` when the organ has been dissolved (or will have been on a day)."""
    gone = not organ.exists_now if on is None else organ.dissolved_on is not None and organ.dissolved_on <= on
    if gone:
        raise ValidationError(
            f"{organ}已于{organ.dissolved_on:%Y-%m-%d}撤销，资料不再变动。需要办理的，请在承接其职能的机关办理。"
        )


def _check_above(organ: Organ) -> None:
    if organ.parent is None:
        return
    if not organ.parent.exists_now:
        raise ValidationError({"parent": f"{organ.parent}已经撤销，不能作上级机关，请另选。"})
    try:
        check_place(organ.level, organ.parent.level)
    except WrongPlace as problem:
        raise ValidationError({"level": str(problem)}) from problem
    except ValueError:
        return  # 层级没有选对的，由字段自己的检查来说
    below = organ.children.filter(dissolved_on=None) if organ.pk else ()
    for child in below:
        try:
            check_place(child.level, organ.level)
        except WrongPlace as problem:
            raise ValidationError({"level": f"它的下级有{child}。{problem}"}) from problem
