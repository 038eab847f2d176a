"""工作制度 and 政府信息公开指南 (《条例》第十二条): documents of an organ, kept in versions that are never changed."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models

from gongkai.web.organs.models.organ import Organ, slug


class OrganDocument(models.Model):
    """A rule or guide; what it says is in its versions."""

    class Kind(models.TextChoices):
        GUIDE = "foi_guide", "政府信息公开指南"
        RULES = "foi_rules", "政府信息公开制度"

    organ = models.ForeignKey(Organ, verbose_name="机关", on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField("种类", max_length=12, choices=Kind.choices)
    title = models.CharField("名称", max_length=120)
    code = models.CharField("网址标识", max_length=40, validators=[slug])
    order = models.PositiveIntegerField("排列次序", default=100)

    class Meta:
        verbose_name = verbose_name_plural = "指南与制度"
        ordering = ("kind", "order", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("organ", "code"),
                name="document_code_once_in_organ",
                violation_error_message="这个网址标识在本机关已经用过，请换一个。",
            ),
        )

    def __str__(self) -> str:
        return self.title


class OrganDocumentVersion(models.Model):
    """One wording; published when another person than the author released it (先审查后公开)."""

    document = models.ForeignKey(OrganDocument, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField("版次")
    body = models.TextField("内容", help_text="一行一段；以“一、”“（一）”“第一条”开头的行排成标题或者条目。")
    what_changed = models.CharField("修订说明", max_length=200, blank=True)
    effective_on = models.DateField("施行日期")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="起草人", on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField("起草时间", auto_now_add=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="批准人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    published_at = models.DateTimeField("公布时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "指南与制度的版本"
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=("document", "number"), name="version_number_once_in_document"),
            models.CheckConstraint(
                condition=models.Q(published_at=None, released_by=None)
                | (models.Q(published_at__isnull=False) & models.Q(released_by__isnull=False)),
                name="document_published_by_someone",
            ),
            models.CheckConstraint(
                condition=models.Q(released_by=None) | ~models.Q(released_by=models.F("author")),
                name="document_released_by_another",
                violation_error_message="起草人不能自己批准公布，请由另一人批准。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.document}（第{self.number}版）"

    @property
    def state(self) -> str:
        """``draft`` until it is released, ``released`` ever after."""
        return "draft" if self.published_at is None else "released"

    def clean(self) -> None:
        if self.pk and type(self).objects.filter(pk=self.pk, published_at__isnull=False).exists():
            raise ValidationError(f"《{self.document}》第{self.number}版已经公布，不能再改。要修改的，请起草新的一版。")
