"""What belongs to the file of an application: what came with it, what was sent out, what proves it. Encrypted where it lies."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models

from gongkai.web.applications.models.application import Application
from gongkai.web.files.sealing import FileOfCase


class Material(FileOfCase):
    """One file of an application. ``step`` is the number of the event it belongs to, None for none."""

    class Role(models.TextChoices):
        REQUEST = "request", "申请材料"
        IDENTITY = "identity", "身份证明"
        CORRECTION = "correction", "补正材料"
        SOURCE = "source", "拟提供的信息（原件）"
        RELEASED = "released", "提供的信息"
        LETTER = "letter", "发出的文书"
        RECEIVED = "received", "收到的意见和来函"
        SEARCH = "search", "检索记录"
        SERVICE = "service", "送达凭证"
        EVIDENCE = "evidence", "其他凭据"

    not_logged = ("name", "facts")

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="materials")
    role = models.CharField("种类", max_length=12, choices=Role.choices)
    facts: Any = models.JSONField("文件自带的信息", default=dict, blank=True)
    step = models.PositiveIntegerField("所属步骤", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "卷内材料"
        ordering = ("application", "id")
        indexes = (models.Index(fields=("application", "role"), name="material_by_role"),)

    def __str__(self) -> str:
        return f"{self.get_role_display()}{self.pk}"

    def erase(self, at: datetime) -> None:
        """Also what the file said of itself."""
        self.facts = {}
        super().erase(at)
