"""Keeping 组配分类, an organ's own classes and those of the whole site; part of ``services``' family.

add_local_class(organ, *, by, within, **fields) -> LocalClass     organ None: of the whole site; ``within`` is the organ that acts
edit_local_class(kept, *, by, within, **fields) -> LocalClass; close_local_class(kept, *, by, within, on) -> LocalClass
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet

from gongkai.web.log.actors import Actor
from gongkai.web.log.services import save
from gongkai.web.organs.models import Organ
from gongkai.web.publishing.models import LocalClass


def add_local_class(organ: Organ | None, *, by: Actor, within: Organ, **fields: Any) -> LocalClass:
    """Add a class. A key is used once among an organ's classes and those of the site. Raises ``ValidationError``."""
    made = LocalClass(organ=organ, **fields)
    _check(made)
    return save(made, "add_local_class", by=by, organ=within)


@transaction.atomic
def edit_local_class(kept: LocalClass, *, by: Actor, within: Organ, **fields: Any) -> LocalClass:
    """Change title, place or order; the key stays, since items are found by it."""
    if fields.pop("key", kept.key) != kept.key:
        raise ValidationError(
            {"key": "代码用过以后不能改，已经公开的信息按它归类。要换代码的，请停用这一类，另设一类。"}
        )
    for name, value in fields.items():
        setattr(kept, name, value)
    _check(kept)
    return save(kept, "edit_local_class", by=by, organ=within)


def close_local_class(kept: LocalClass, *, by: Actor, within: Organ, on: date) -> LocalClass:
    """Nothing new goes into the class; what is in it stays there."""
    if kept.children.filter(closed_on=None).exists():
        raise ValidationError("这一类下面还有在用的分类，请先停用下级分类。")
    kept.closed_on = on
    return save(kept, "close_local_class", by=by, organ=within)


def shown_to(organ: Organ) -> QuerySet[LocalClass]:
    """The classes that an organ can use, its own and the site's, closed ones too."""
    return LocalClass.objects.filter(Q(organ=organ) | Q(organ=None)).select_related("parent").order_by("order", "id")


def _check(made: LocalClass) -> None:
    others = LocalClass.objects.filter(key=made.key).exclude(pk=made.pk)
    if made.organ_id is not None:
        others = others.filter(Q(organ=None) | Q(organ=made.organ_id))
    if made.key and others.exists():
        raise ValidationError({"key": "这个代码已经用过，请换一个。全站的分类与各机关的分类不能同用一个代码。"})
    if made.parent is not None and made.parent.organ_id != made.organ_id:
        raise ValidationError({"parent": "上级分类和下级分类应当同属一个机关，或者同为全站的分类。"})
    if made.parent is not None and made.pk and made.children.exists():
        raise ValidationError({"parent": "分类最多两级：这一类下面还有分类，不能放到别的分类下面。"})
