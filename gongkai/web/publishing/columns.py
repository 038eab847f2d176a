"""Opening, changing and closing columns; part of ``services``."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from gongkai.web.log.actors import Actor
from gongkai.web.log.services import save
from gongkai.web.organs.models import Organ
from gongkai.web.publishing.models import SiteColumn


def add_column(organ: Organ, *, by: Actor, code: str, title: str, **fields: Any) -> SiteColumn:
    """Open a column."""
    return save(SiteColumn(organ=organ, code=code, title=title, **fields), "add_column", by=by, organ=organ)


@transaction.atomic
def edit_column(column: SiteColumn, *, by: Actor, **fields: Any) -> SiteColumn:
    """Change a column."""
    for name, value in fields.items():
        setattr(column, name, value)
    return save(column, "edit_column", by=by, organ=column.organ)


def close_column(column: SiteColumn, *, by: Actor, on: date) -> SiteColumn:
    """Close a column: nothing new goes into it, what is in it stays readable."""
    if column.children.filter(closed_on=None).exists():
        raise ValidationError("这个栏目下还有在用的栏目，请先停用下级栏目。")
    return edit_column(column, by=by, closed_on=on)
