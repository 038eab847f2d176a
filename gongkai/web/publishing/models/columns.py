"""Columns of an organ's disclosure catalogue (栏目) as a tree, with who answers for each (栏目责任分解)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone

from gongkai.publishing.categories import categories
from gongkai.web.files.models import StoredFile
from gongkai.web.organs.models import Organ, Section
from gongkai.web.organs.models.organ import slug

DEEPEST = 4
"""How many levels of columns there may be; deeper ones nobody finds (a habit, no rule of the law)."""


class SiteColumn(models.Model):
    """A column (栏目). ``update_class`` says how often it must get something new; ``section`` and ``owner`` answer for it.

    ``path`` holds the keys from the top column down to its own. A merged column hangs below the one that took it over,
    so that one question by path finds all that is shown in a column.
    """

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
    introduction = models.TextField("专题导语", max_length=2000, blank=True)
    picture = models.ForeignKey(
        StoredFile,
        verbose_name="专题图片",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="site_columns",
    )
    picture_text = models.CharField("图片说明", max_length=200, blank=True)
    order = models.PositiveIntegerField("排列次序", default=100)
    opened_on = models.DateField("开设日期", default=timezone.localdate)
    closed_on = models.DateField("停用日期", null=True, blank=True)
    closed_why = models.CharField("停用理由", max_length=200, blank=True)
    merged_into = models.ForeignKey(
        "self",
        verbose_name="并入",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="merged",
    )
    path = models.CharField(max_length=200, editable=False, db_index=True, default="")

    not_logged = ("path",)

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

    @property
    def level(self) -> int:
        """1 for a top column. Asks the database for those above it."""
        return len(self.above) + 1

    @property
    def above(self) -> list[SiteColumn]:
        """The columns above it, the top one first. Stops at a loop, which ``clean`` refuses."""
        found: list[SiteColumn] = []
        each = self.parent
        while each is not None and each not in found and each.pk != self.pk:
            found.insert(0, each)
            each = each.parent
        return found

    def is_open_on(self, day: date) -> bool:
        """Whether new items may go into it."""
        return self.merged_into_id is None and (self.closed_on is None or self.closed_on > day)

    def clean(self) -> None:
        if self.category and self.category not in categories():
            raise ValidationError({"category": "没有这一法定类别，请从列出的类别里选。"})
        if self.parent is not None:
            self._check_place(self.parent)
        if self.section is not None and self.section.organ_id != self.organ_id:
            raise ValidationError({"section": "这个科室不属于所选的机关，请另选。"})
        if self.picture is not None and self.picture.organ_id != self.organ_id:
            raise ValidationError({"picture": "这个图片不属于所选的机关，请另选。"})
        if self.picture is not None and not self.picture_text.strip():
            raise ValidationError({"picture_text": "请用一句话说明图片的内容，读屏软件会念出来。"})
        if ColumnAddress.objects.filter(organ=self.organ_id, code=self.code).exclude(column=self.pk).exists():
            raise ValidationError({"code": "这个网址标识是别的栏目用过的，旧网址还要转到那里，请换一个。"})

    def _check_place(self, parent: SiteColumn) -> None:
        if parent.organ_id != self.organ_id:
            raise ValidationError({"parent": "上级栏目不属于这个机关，请另选。"})
        if self.pk and (parent.pk == self.pk or self in parent.above):
            raise ValidationError({"parent": "上级栏目不能是栏目自己或者它的下级，请另选。"})
        if parent.merged_into_id is not None:
            raise ValidationError({"parent": f"栏目“{parent}”已经并入别的栏目，请另选。"})
        if parent.level + self.levels_below > DEEPEST:
            raise ValidationError({"parent": f"栏目最多{DEEPEST}级，请另选上级栏目。"})

    @property
    def levels_below(self) -> int:
        """Its own level and those below it: 1 for a column without any below it. Asks the database once a level."""
        depth, heads = 1, [self.pk] if self.pk else []
        while heads := list(SiteColumn.objects.filter(parent__in=heads, merged_into=None).values_list("pk", flat=True)):
            depth += 1
        return depth

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and keep the paths of what hangs below it right."""
        before = self.path
        super().save(*args, **kwargs)
        over = self.merged_into_id or self.parent_id
        above = SiteColumn.objects.values_list("path", flat=True).get(pk=over) if over else "/"
        path = f"{above}{self.pk}/"
        if path == before:
            return
        self.path = path
        SiteColumn.objects.filter(pk=self.pk).update(path=path)
        if before:
            for below in SiteColumn.objects.filter(path__startswith=before).exclude(pk=self.pk):
                SiteColumn.objects.filter(pk=below.pk).update(path=path + below.path.removeprefix(before))

    def get_absolute_url(self) -> str:
        """Its list on the portal."""
        return reverse("portal:column", args=[self.organ.code, self.code])


class ColumnAddress(models.Model):
    """A part of an address that a column had before it was renamed; whoever comes by it is sent on (permanent addresses)."""

    organ = models.ForeignKey(Organ, verbose_name="机关", on_delete=models.PROTECT, related_name="+")
    column = models.ForeignKey(SiteColumn, verbose_name="栏目", on_delete=models.PROTECT, related_name="old_addresses")
    code = models.CharField("用过的网址标识", max_length=40)
    until = models.DateField("用到哪一天", default=timezone.localdate)

    class Meta:
        verbose_name = verbose_name_plural = "栏目旧网址"
        constraints = (models.UniqueConstraint(fields=("organ", "code"), name="old_address_once_in_organ"),)

    def __str__(self) -> str:
        return self.code
