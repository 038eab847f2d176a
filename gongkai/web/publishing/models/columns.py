"""Columns of an organ's disclosure catalogue (栏目), with who answers for each (栏目责任分解)."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone

from gongkai.publishing.categories import categories
from gongkai.web.organs.models import Organ, Section
from gongkai.web.organs.models.organ import slug


class SiteColumn(models.Model):
    """A column (栏目). ``update_class`` says how often it must get something new; ``section`` and ``owner`` answer for it."""

    class UpdateClass(models.TextChoices):
        NEWS = "news", "动态要闻类"
        NOTICES = "notices", "通知公告、政策文件类"
        REGULAR = "regular", "定期更新类"
        STANDING = "standing", "内容相对固定类"

    class Kind(models.TextChoices):
        """What a column holds, as annual reports count what the website published."""

        NEWS = "news", "政务动态"
        OVERVIEW = "overview", "概况信息"
        CATALOGUE = "catalogue", "信息公开目录"
        OTHER = "other", "其他"

    organ = models.ForeignKey(Organ, verbose_name="机关", on_delete=models.PROTECT, related_name="site_columns")
    parent = models.ForeignKey(
        "self", verbose_name="上级栏目", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    code = models.CharField("网址标识", max_length=40, validators=[slug])
    title = models.CharField("栏目名称", max_length=60)
    category = models.CharField(
        "法定类别", max_length=20, blank=True, help_text="《条例》第十九条至第二十一条的哪一类。"
    )
    update_class = models.CharField("更新要求", max_length=10, choices=UpdateClass.choices, default=UpdateClass.REGULAR)
    kind = models.CharField("内容类型", max_length=10, choices=Kind.choices, default=Kind.CATALOGUE)
    topic = models.BooleanField("专题专栏", default=False)
    period_days = models.PositiveIntegerField(
        "更新周期（天）", null=True, blank=True, help_text="比更新要求更严的，写多少天内要有更新。"
    )
    section = models.ForeignKey(
        Section, verbose_name="责任科室", null=True, blank=True, on_delete=models.PROTECT, related_name="site_columns"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="责任人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="site_columns",
    )
    about = models.CharField("栏目说明", max_length=200, blank=True)
    order = models.PositiveIntegerField("排列次序", default=100)
    opened_on = models.DateField("开设日期", default=timezone.localdate)
    closed_on = models.DateField("停用日期", null=True, blank=True)
    merged_into = models.ForeignKey(
        "self",
        verbose_name="并入",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="merged",
    )

    class Meta:
        verbose_name = verbose_name_plural = "栏目"
        ordering = ("order", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("organ", "code"),
                name="column_code_once_in_organ",
                violation_error_message="这个网址标识在本机关已经用过，请换一个。",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def category_title(self) -> str:
        """The words of the law for what it holds."""
        found = categories().get(self.category)
        return f"{found.title}（{found.article}）" if found else ""

    def clean(self) -> None:
        if self.category and self.category not in categories():
            raise ValidationError({"category": "没有这一法定类别，请从列出的类别里选。"})
        if self.parent is not None:
            if self.parent.organ_id != self.organ_id:
                raise ValidationError({"parent": "上级栏目不属于这个机关，请另选。"})
            if self.parent.parent_id is not None or (self.pk and self.children.exists()):
                raise ValidationError({"parent": "栏目最多两级，请另选上级栏目。"})
            if self.parent_id == self.pk:
                raise ValidationError({"parent": "上级栏目不能是栏目自己，请另选。"})
        if self.section is not None and self.section.organ_id != self.organ_id:
            raise ValidationError({"section": "这个科室不属于所选的机关，请另选。"})

    def get_absolute_url(self) -> str:
        """Its list on the portal."""
        return reverse("portal:column", args=[self.organ.code, self.code])
