"""Classes of items: local ones that an organ or the whole site keeps (组配分类), and the rows by which public items are found by class."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models

from gongkai.web.organs.models import Organ
from gongkai.web.organs.models.organ import slug
from gongkai.web.publishing.models.columns import SiteColumn
from gongkai.web.publishing.models.items import Item


class LocalClass(models.Model):
    """A class of an organ's own (组配分类), such as 涉企优惠政策; of the whole site when no organ is named. Two levels."""

    organ = models.ForeignKey(
        Organ, verbose_name="机关", null=True, blank=True, on_delete=models.PROTECT, related_name="local_classes"
    )
    parent = models.ForeignKey(
        "self", verbose_name="上级分类", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    key = models.CharField("代码", max_length=40, validators=[slug])
    title = models.CharField("名称", max_length=60)
    order = models.PositiveIntegerField("排列次序", default=100)
    closed_on = models.DateField("停用日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "组配分类"
        ordering = ("order", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("organ", "key"),
                name="local_class_once_in_organ",
                nulls_distinct=False,
                violation_error_message="这个代码已经用过，请换一个。",
            ),
        )

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        if self.parent is not None and (self.parent.parent_id is not None or self.parent_id == self.pk):
            raise ValidationError({"parent": "分类最多两级，请另选上级分类。"})


class ItemClass(models.Model):
    """A class that an item is in, as the version in public says: rewritten when a version is published."""

    class Scheme(models.TextChoices):
        STATUTORY = "statutory", "法定类别"
        LOCAL = "local", "组配分类"
        THEME = "theme", "主题分类"
        AUDIENCE = "audience", "服务对象"

    item = models.ForeignKey(Item, verbose_name="信息", on_delete=models.PROTECT, related_name="classes")
    scheme = models.CharField("分类表", max_length=10, choices=Scheme.choices)
    key = models.CharField("代码", max_length=40)

    class Meta:
        verbose_name = verbose_name_plural = "所属分类"
        constraints = (models.UniqueConstraint(fields=("item", "scheme", "key"), name="item_class_once"),)
        indexes = (models.Index(fields=("scheme", "key", "item"), name="items_of_class"),)

    def __str__(self) -> str:
        return f"{self.get_scheme_display()}：{self.key}"


class Placement(models.Model):
    """A further column in which an item is shown besides its own (同时列入), as the version in public says."""

    item = models.ForeignKey(Item, verbose_name="信息", on_delete=models.PROTECT, related_name="placements")
    column = models.ForeignKey(SiteColumn, verbose_name="栏目", on_delete=models.PROTECT, related_name="placements")

    class Meta:
        verbose_name = verbose_name_plural = "同时列入"
        constraints = (models.UniqueConstraint(fields=("column", "item"), name="placement_once"),)

    def __str__(self) -> str:
        return f"{self.column}"
