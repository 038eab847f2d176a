"""A version of an item is a case; each wording laid before the reviewers is sealed and stays as it was."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from gongkai.casework import Table
from gongkai.publishing.moves import DISCLOSURE_CLASSES, OPEN, VERSION
from gongkai.web.casework.models import Case
from gongkai.web.publishing.models.columns import SiteColumn
from gongkai.web.publishing.models.items import Item, genre_title, known_genre


class Version(Case):
    """One version of an item from draft to the public. What it says is in its latest wording."""

    table: ClassVar[Table] = VERSION

    item = models.ForeignKey(Item, verbose_name="信息", on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField("版次")
    entered_at = models.DateTimeField("进入本状态的时间", default=timezone.now, editable=False)
    scheduled_at = models.DateTimeField("定时发布", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "版本"
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=("item", "number"), name="version_number_once_in_item"),
            models.UniqueConstraint(fields=("item",), condition=Q(state__in=OPEN), name="one_open_version_of_an_item"),
        )
        indexes = (
            models.Index(fields=("organ", "state", "entered_at"), name="version_waiting"),
            models.Index(
                fields=("scheduled_at",), condition=Q(state="cleared", scheduled_at__isnull=False), name="version_due"
            ),
        )

    def __str__(self) -> str:
        return f"{self.item}（第{self.number}版）"

    def get_absolute_url(self) -> str:
        """Its page in the workbench."""
        return reverse("workbench:item", args=[self.item_id])

    @property
    def wording(self) -> Wording:
        """The latest wording."""
        found = self.wordings.order_by("-number").first()
        if found is None:
            raise LookupError("这一版还没有文稿。")
        return found


class Wording(models.Model):
    """What a version says, with everything that is reviewed along with it. Once ``sealed_at`` is set the database keeps it as it is."""

    version = models.ForeignKey(Version, verbose_name="版本", on_delete=models.PROTECT, related_name="wordings")
    number = models.PositiveIntegerField("第几稿")
    column = models.ForeignKey(SiteColumn, verbose_name="栏目", on_delete=models.PROTECT, related_name="+")
    title = models.CharField("标题", max_length=200)
    body_html = models.TextField("正文")
    genre = models.CharField("体裁", max_length=30)
    disclosure_class = models.CharField(
        "公开属性", max_length=12, choices=list(DISCLOSURE_CLASSES.items()), default="proactive"
    )
    ground = models.CharField("不主动公开的理由和依据", max_length=500, blank=True)
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
    statutory_classes: Any = models.JSONField("法定类别", default=list, blank=True)
    local_classes: Any = models.JSONField("组配分类", default=list, blank=True)
    also_in: Any = models.JSONField("同时列入的栏目", default=list, blank=True)
    details: Any = models.JSONField("体裁要素", default=dict, blank=True)
    earlier_published_on = models.DateField("原平台公开日期", null=True, blank=True)
    earlier_url = models.URLField("原平台网址", max_length=300, blank=True)
    files_sha256 = models.CharField("附件校验值", max_length=64, blank=True, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="起草人", on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField("最后修改", default=timezone.now)
    sealed_at = models.DateTimeField("送审时间", null=True, blank=True)
    sha256 = models.CharField("校验值", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "文稿"
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=("version", "number"), name="wording_number_once_in_version"),
            models.UniqueConstraint(
                fields=("version",), condition=Q(sealed_at=None), name="one_open_wording_of_a_version"
            ),
            models.CheckConstraint(
                condition=Q(disclosure_class="proactive") | ~Q(ground=""),
                name="withholding_has_a_ground",
                violation_error_message="不主动公开的，请填写理由和依据，例如 内部事务信息，《条例》第十六条第一款。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.title}（第{self.number}稿）"

    def clean(self) -> None:
        known_genre(self.genre)

    @property
    def genre_title(self) -> str:
        """What people call its genre."""
        return genre_title(self.genre)
