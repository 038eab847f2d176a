"""An item (一件信息): what stays the same while its versions change, and what lists show of the version in public."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from gongkai.publishing.genres import DOCUMENTS, genres
from gongkai.publishing.validity import Validity, validity
from gongkai.web.organs.models import Organ, Section
from gongkai.web.publishing.models.columns import SiteColumn


def known_genre(key: str) -> None:
    """Refuse a genre that ``genres.yaml`` does not have; genres are data and no part of the schema."""
    if key not in genres():
        raise ValidationError({"genre": "没有这种体裁，请从列出的体裁里选。"})


def genre_title(key: str) -> str:
    """What people call a genre."""
    found = genres().get(key)
    return found.title if found else key


class Item(models.Model):
    """``state``, ``current`` and the particulars repeat those of the version in public (before that, of the draft), for lists.

    ``published_at`` is when the public could first read it, ``revised_at`` when it could read the present version; both are
    set by the system at that moment and by nobody (伪造发稿日期是单项否决).
    """

    class State(models.TextChoices):
        UNPUBLISHED = "unpublished", "未公开"
        PUBLISHED = "published", "已公开"
        WITHDRAWN = "withdrawn", "已撤下"

    organ = models.ForeignKey(Organ, verbose_name="机关", on_delete=models.PROTECT, related_name="items")
    section = models.ForeignKey(
        Section, verbose_name="起草科室", null=True, blank=True, on_delete=models.PROTECT, related_name="items"
    )
    column = models.ForeignKey(SiteColumn, verbose_name="栏目", on_delete=models.PROTECT, related_name="items")
    title = models.CharField("标题", max_length=200)
    genre = models.CharField("体裁", max_length=30)
    document_number = models.CharField("文号", max_length=60, blank=True)
    registration_number = models.CharField("统一编号", max_length=60, blank=True)
    signed_on = models.DateField("成文日期", null=True, blank=True)
    effective_on = models.DateField("施行日期", null=True, blank=True)
    expires_on = models.DateField("有效期至", null=True, blank=True)
    keywords = models.CharField("关键词", max_length=200, blank=True)
    summary = models.CharField("内容概述", max_length=500, blank=True)
    content_source = models.CharField("信息来源", max_length=120, blank=True)
    issuer = models.CharField("发文机关", max_length=200, blank=True)
    theme = models.CharField("主题分类", max_length=20, blank=True)
    audience = models.CharField("服务对象", max_length=20, blank=True)
    details: Any = models.JSONField("体裁要素", default=dict, blank=True)
    earlier_published_on = models.DateField("原平台公开日期", null=True, blank=True)
    earlier_url = models.URLField("原平台网址", max_length=300, blank=True)

    index_number = models.CharField("索引号", max_length=60, null=True, unique=True, editable=False)
    state = models.CharField(
        "公开状态", max_length=12, choices=State.choices, default=State.UNPUBLISHED, editable=False
    )
    current = models.OneToOneField(
        "publishing.Publication",
        verbose_name="现行版本",
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    published_at = models.DateTimeField("首次公开时间", null=True, editable=False)
    revised_at = models.DateTimeField("本版公开时间", null=True, editable=False)
    withdrawn_at = models.DateTimeField("撤下时间", null=True, editable=False)
    withdrawn_why = models.CharField("撤下理由", max_length=500, blank=True, editable=False)
    repealed_on = models.DateField("废止日期", null=True, blank=True, editable=False)
    repealed_by = models.CharField("废止依据", max_length=200, blank=True, editable=False)
    amended_on = models.DateField("修改日期", null=True, blank=True, editable=False)
    amended_by = models.CharField("修改依据", max_length=200, blank=True, editable=False)
    created_at = models.DateTimeField("建立时间", default=timezone.now, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "信息"
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=~Q(state="published")
                | (Q(current__isnull=False) & Q(published_at__isnull=False) & Q(index_number__isnull=False)),
                name="item_public_only_by_publication",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_why="")),
                name="item_withdrawn_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(repealed_on=None) | ~Q(repealed_by=""), name="item_repealed_with_ground"
            ),
        )
        indexes = (
            # 条件写成部分索引：列表只查已公开的，按时间倒排
            models.Index(fields=("-published_at", "-id"), condition=Q(state="published"), name="item_public_newest"),
            models.Index(
                fields=("organ", "-published_at", "-id"), condition=Q(state="published"), name="item_public_of_organ"
            ),
            models.Index(
                fields=("column", "-published_at", "-id"), condition=Q(state="published"), name="item_public_in_column"
            ),
            models.Index(
                fields=("genre", "-published_at", "-id"), condition=Q(state="published"), name="item_public_of_genre"
            ),
            models.Index(fields=("organ", "genre", "published_at"), name="item_genre_of_organ"),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page on the portal; only what was published has one."""
        return reverse("portal:item", args=[self.index_number])

    def clean(self) -> None:
        known_genre(self.genre)

    @property
    def genre_title(self) -> str:
        """What people call its genre."""
        return genre_title(self.genre)

    @property
    def is_public(self) -> bool:
        """Whether the public reads it now."""
        return self.state == self.State.PUBLISHED

    def validity_on(self, day: date) -> Validity:
        """Whether it binds on ``day``; nothing for what is no document."""
        if self.genre not in DOCUMENTS:
            return Validity.NONE
        return validity(
            day,
            effective_on=self.effective_on,
            expires_on=self.expires_on,
            repealed_on=self.repealed_on,
            amended_on=self.amended_on,
        )

    @property
    def validity(self) -> Validity:
        """Whether it binds today."""
        return self.validity_on(timezone.localdate())


class IndexCounter(models.Model):
    """The last serial given in an organ and year; locked while the next is taken. Numbers are never given twice."""

    organ = models.ForeignKey(Organ, verbose_name="机关", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveIntegerField("年份")
    front = models.CharField("前段码", max_length=40)
    last = models.PositiveIntegerField("末号", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "索引号流水"
        constraints = (
            models.UniqueConstraint(fields=("organ", "year"), name="counter_once_in_organ_and_year"),
            models.UniqueConstraint(fields=("front", "year"), name="counter_front_once_in_year"),
        )

    def __str__(self) -> str:
        return f"{self.front}/{self.year}"
