"""Where a wording says that it belongs: classes, themes, audience, further columns, elements of its genre. Part of ``drafting``."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cached_property

from django.db.models import Q, QuerySet

from gongkai.publishing.audiences import audience_titles
from gongkai.publishing.categories import categories
from gongkai.publishing.elements import WrongDetails, checked_details, missing
from gongkai.publishing.pasted_pictures import addresses
from gongkai.publishing.themes import themes
from gongkai.web.organs.models import Organ
from gongkai.web.publishing.models import LocalClass, SiteColumn, Wording


def local_classes(organ: Organ, day: date) -> QuerySet[LocalClass]:
    """The classes in use that an organ may choose from: its own and those of the whole site, each below the one above it."""
    kept = LocalClass.objects.filter(Q(organ=organ) | Q(organ=None)).exclude(closed_on__lte=day)
    return kept.select_related("parent").order_by("parent__order", "parent__id", "order", "id")


class InUse:
    """What an organ may choose from on a day, read once for however many wordings."""

    def __init__(self, organ: Organ, day: date) -> None:
        self.organ, self.day = organ, day

    @cached_property
    def classes(self) -> list[str]:
        """The keys of the local classes, in their order."""
        return list(local_classes(self.organ, self.day).select_related(None).values_list("key", flat=True))

    @cached_property
    def columns(self) -> frozenset[int]:
        """The keys of the columns."""
        there = SiteColumn.objects.filter(organ=self.organ).exclude(closed_on__lte=self.day)
        return frozenset(there.values_list("pk", flat=True))


def settle(wording: Wording, in_use: InUse) -> dict[str, str]:
    """Bring classes, columns and elements into their stored form; a sentence for each field that cannot be right."""
    problems: dict[str, str] = {}
    if wording.theme and wording.theme not in themes():
        problems["theme"] = "没有这一主题分类，请从列出的里面选。"
    if wording.audience and wording.audience not in audience_titles():
        problems["audience"] = "没有这一服务对象，请从列出的里面选。"
    try:
        wording.details = checked_details(wording.genre, wording.details or {})
    except WrongDetails as wrong:
        problems["details"] = str(wrong)
    chosen = _texts(wording.statutory_classes)
    wording.statutory_classes = [key for key in categories() if key in chosen]
    if set(chosen) - set(categories()):
        problems["statutory_classes"] = "没有这一法定类别，请从列出的里面选。"
    problems |= _settle_local(wording, in_use)
    problems |= _settle_columns(wording, in_use)
    return problems


def drop_closed(wording: Wording, organ: Organ, day: date) -> None:
    """Leave out the classes and columns that were closed since the wording was written, so that it can be written on."""
    if wording.local_classes:
        kept = local_classes(organ, day).filter(key__in=wording.local_classes)
        wording.local_classes = list(kept.values_list("key", flat=True))
    if wording.also_in:
        there = SiteColumn.objects.filter(organ=organ, pk__in=wording.also_in).exclude(closed_on__lte=day)
        wording.also_in = sorted(there.values_list("pk", flat=True))


def unready(wording: Wording) -> dict[str, str]:
    """What is still lacking before a wording is laid before the reviewers: a sentence by field, none when nothing is."""
    problems: dict[str, str] = {}
    silent = sum(1 for _, alt in addresses(wording.body_html) if not alt.strip())
    if silent:
        problems["body_html"] = (
            f"正文里有{silent}张图片没有替代文字，看不见图片的人不能了解内容（《条例》第四十三条）。请在修改文稿时点选图片填写。"
        )
    lacking = missing(wording.genre, wording.details)
    if lacking:
        named = "、".join(f"“{each.title}”" for each in lacking)
        problems["details"] = f"{wording.genre_title}还要写明{named}，请补齐以后再送审。"
    return problems


def _settle_local(wording: Wording, in_use: InUse) -> dict[str, str]:
    chosen = set(_texts(wording.local_classes))
    if not chosen:
        wording.local_classes = []
        return {}
    known = [key for key in in_use.classes if key in chosen]
    wording.local_classes = known
    if chosen - set(known):
        return {"local_classes": "选了没有的或者已经停用的组配分类，请从列出的里面选。"}
    return {}


def _settle_columns(wording: Wording, in_use: InUse) -> dict[str, str]:
    chosen = {int(each) for each in wording.also_in or () if str(each).isdecimal()} - {wording.column_id}
    if not chosen:
        wording.also_in = []
        return {}
    found = sorted(chosen & in_use.columns)
    wording.also_in = found
    if chosen - set(found):
        return {"also_in": "同时列入的栏目里有已经停用的或者不是本机关的，请另选。"}
    return {}


def _texts(values: Iterable[object] | None) -> list[str]:
    return list(dict.fromkeys(str(each) for each in values or ()))
