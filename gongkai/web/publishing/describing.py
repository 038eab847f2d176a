"""What a wording says of itself, in words, for reviewers, comparisons and print: labels and values, empty ones left out."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from gongkai.publishing.audiences import audience_title
from gongkai.publishing.categories import category_titles
from gongkai.publishing.elements import described
from gongkai.publishing.themes import theme_title
from gongkai.web.organs.models import Organ
from gongkai.web.publishing.models import LocalClass, SiteColumn, Wording

PLAIN = (
    ("issuer", "发文机关"), ("document_number", "文号"), ("registration_number", "统一编号"), ("signed_on", "成文日期"),
    ("effective_on", "施行日期"), ("expires_on", "有效期至"),
)  # fmt: skip
LAST = (("keywords", "关键词"), ("summary", "内容概述"), ("content_source", "信息来源"))


def particulars(wording: Wording) -> list[tuple[str, str]]:
    """All of them, in the order in which the form asks for them."""
    ground = f"：{wording.ground}" if wording.ground else ""
    rows = [
        ("公开属性", f"{wording.get_disclosure_class_display()}{ground}"),
        ("栏目", str(wording.column)),
        ("同时列入的栏目", "、".join(columns_named(wording.also_in))),
        ("体裁", wording.genre_title),
        *((label, _plain(getattr(wording, name))) for name, label in PLAIN),
        *described(wording.genre, wording.details),
        ("主题分类", theme_title(wording.theme) if wording.theme else ""),
        ("服务对象", audience_title(wording.audience) if wording.audience else ""),
        ("法定类别", "；".join(category_titles().get(key, key) for key in wording.statutory_classes)),
        ("组配分类", "、".join(classes_named(wording.local_classes, wording.column.organ))),
        *((label, _plain(getattr(wording, name))) for name, label in LAST),
    ]
    return [(label, value) for label, value in rows if value]


def columns_named(keys: list[int]) -> list[str]:
    """The titles of columns; no question to the database for none."""
    if not keys:
        return []
    return list(SiteColumn.objects.filter(pk__in=keys).order_by("order", "id").values_list("title", flat=True))


def classes_named(keys: list[str], organ: Organ) -> list[str]:
    """The titles of local classes, closed ones too."""
    if not keys:
        return []
    known = LocalClass.objects.filter(Q(organ=organ) | Q(organ=None), key__in=keys)
    return list(known.order_by("order", "id").values_list("title", flat=True))


def _plain(value: object) -> str:
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    return "" if value is None else str(value)
