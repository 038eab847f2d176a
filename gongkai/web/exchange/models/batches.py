"""A list of items on its way in: what each line would become, and what it became."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from gongkai.web.organs.models import Organ
from gongkai.web.publishing.models import Item, Version


class ImportBatch(models.Model):
    """An uploaded list. ``checked`` is the dry run; from ``running`` it goes on line by line until ``done``, however often cut off."""

    class State(models.TextChoices):
        CHECKED = "checked", "已核对，还没有导入"
        RUNNING = "running", "正在导入"
        DONE = "done", "已导入"
        DROPPED = "dropped", "已放弃"

    class Source(models.TextChoices):
        LIST = "list", "清单"
        PACKAGE = "package", "移交包"

    organ = models.ForeignKey(Organ, verbose_name="机关", on_delete=models.PROTECT, related_name="import_batches")
    source = models.CharField("来源", max_length=8, choices=Source.choices, default=Source.LIST)
    name = models.CharField("文件名", max_length=200)
    sha256 = models.CharField("文件校验值", max_length=64)
    state = models.CharField("状态", max_length=8, choices=State.choices, default=State.CHECKED)
    place = models.CharField("存放位置", max_length=200, blank=True)
    facts: Any = models.JSONField("移交说明", default=dict, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="上传人", on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField("上传时间", default=timezone.now)
    finished_at = models.DateTimeField("完成时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "导入批次"
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its page in the workbench."""
        return reverse("workbench:item_import", args=[self.pk])


class ImportLine(models.Model):
    """A line of a list: ``told`` is what it says (fields of a draft), ``problems`` what keeps it out, ``version`` what it became."""

    class State(models.TextChoices):
        READY = "ready", "可以导入"
        CHANGED = "changed", "有改动，作为新版本"
        KNOWN = "known", "以前导入过，不重复"
        GONE = "gone", "对方已撤下，请核对"
        REFUSED = "refused", "有错"
        DONE = "done", "已导入"

    batch = models.ForeignKey(ImportBatch, verbose_name="批次", on_delete=models.PROTECT, related_name="lines")
    number = models.PositiveIntegerField("行")
    title = models.CharField("标题", max_length=200)
    known_as = models.CharField("识别码", max_length=64)
    digest = models.CharField("内容校验值", max_length=64)
    told: Any = models.JSONField("内容", default=dict)
    problems: Any = models.JSONField("错误", default=list)
    notes: Any = models.JSONField("提示", default=list)
    state = models.CharField("状态", max_length=8, choices=State.choices)
    item = models.ForeignKey(
        Item, verbose_name="信息", null=True, on_delete=models.PROTECT, related_name="import_lines"
    )
    version = models.ForeignKey(
        Version, verbose_name="版本", null=True, on_delete=models.PROTECT, related_name="import_lines"
    )

    class Meta:
        verbose_name = verbose_name_plural = "导入的行"
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("batch", "number"), name="import_line_once_in_batch"),)
        indexes = (
            models.Index(fields=("batch", "state", "number"), name="import_line_to_do"),
            models.Index(fields=("known_as",), condition=models.Q(state="done"), name="import_line_known"),
        )

    def __str__(self) -> str:
        return self.title
