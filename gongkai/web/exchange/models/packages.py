"""Packages of new and changed items handed over to another platform, such as the county portal."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from gongkai.web.organs.models import Organ
from gongkai.web.publishing.models import Item


class HandOver(models.Model):
    """A package: what changed in public between two moments, as a file that stays as it was made."""

    organ = models.ForeignKey(Organ, verbose_name="机关", on_delete=models.PROTECT, related_name="hand_overs")
    number = models.PositiveIntegerField("第几包")
    since = models.DateTimeField("自", null=True, blank=True)
    until = models.DateTimeField("至")
    items = models.PositiveIntegerField("件数")
    sha256 = models.CharField("校验值", max_length=64)
    size = models.PositiveBigIntegerField("大小（字节）")
    place = models.CharField("存放位置", max_length=200)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="制作人", on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField("制作时间", default=timezone.now)
    receipt_at = models.DateTimeField("收到回执的时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "移交包"
        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=("organ", "number"), name="package_number_once_in_organ"),)

    def __str__(self) -> str:
        return f"第{self.number}包"

    def get_absolute_url(self) -> str:
        """Its page in the workbench."""
        return reverse("workbench:hand_over", args=[self.pk])


class HandOverLine(models.Model):
    """An item in a package, and where the other platform shows it, once its receipt came."""

    package = models.ForeignKey(HandOver, verbose_name="移交包", on_delete=models.PROTECT, related_name="lines")
    item = models.ForeignKey(Item, verbose_name="信息", on_delete=models.PROTECT, related_name="hand_over_lines")
    state = models.CharField("移交时的状态", max_length=12)
    digest = models.CharField("校验值", max_length=64)
    url = models.URLField("对方网址", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "移交的信息"
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("package", "item"), name="item_once_in_package"),)

    def __str__(self) -> str:
        return str(self.item)
