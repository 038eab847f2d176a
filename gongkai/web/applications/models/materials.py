"""What belongs to the file of an application: what came with it, what was sent out, what proves it. Encrypted where it lies."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from gongkai.publishing.uploads import Kind, kinds
from gongkai.web.applications.models.application import Application
from gongkai.web.privacy.fields import EncryptedTextField


class Material(models.Model):
    """One file of a case, never changed. Its name may name a person and is encrypted like its bytes.

    ``sha256`` is that of the bytes before encryption; ``step`` the number of the event it belongs to, None for none.
    """

    encrypted_place = "place"

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

    key = models.UUIDField("标识", default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="materials")
    role = models.CharField("种类", max_length=12, choices=Role.choices)
    name = EncryptedTextField("文件名")
    kind = models.CharField("格式", max_length=12)
    media_type = models.CharField("媒体类型", max_length=100)
    size = models.PositiveBigIntegerField("大小（字节）")
    sha256 = models.CharField("校验值", max_length=64)
    place = models.CharField("存放位置", max_length=200)
    facts: Any = models.JSONField("文件自带的信息", default=dict, blank=True)
    step = models.PositiveIntegerField("所属步骤", null=True, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="存入人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField("存入时间", default=timezone.now, editable=False)
    erased_at = models.DateTimeField("销毁时间", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "卷内材料"
        ordering = ("application", "id")
        indexes = (models.Index(fields=("application", "role"), name="material_by_role"),)

    def __str__(self) -> str:
        return f"{self.get_role_display()}{self.pk}"

    @property
    def kind_of_file(self) -> Kind:
        """What its kind is called and how it is shown."""
        return kinds()[self.kind]
