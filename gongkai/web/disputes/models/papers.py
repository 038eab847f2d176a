"""The files of a dispute, encrypted where they lie."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from gongkai.publishing.uploads import Kind, kinds
from gongkai.web.disputes.models.dispute import Dispute
from gongkai.web.privacy.fields import EncryptedTextField


class CasePaper(models.Model):
    """One file of a dispute, never changed. Its name may name a person and is encrypted like its bytes."""

    class Role(models.TextChoices):
        COMPLAINT = "complaint", "复议申请书、起诉状"
        NOTICE = "notice", "复议机关、法院的通知"
        ANSWER = "answer", "答复书、答辩状"
        EVIDENCE = "evidence", "证据和依据"
        HEARING = "hearing", "听证、庭审材料"
        DECISION = "decision", "决定书、裁判文书"
        APPEAL = "appeal", "上诉、再审材料"
        FULFILMENT = "fulfilment", "履行情况"
        OTHER = "other", "其他"

    not_logged = ("name",)

    key = models.UUIDField("标识", default=uuid.uuid4, unique=True, editable=False)
    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="papers")
    role = models.CharField("种类", max_length=12, choices=Role.choices)
    name = EncryptedTextField("文件名")
    kind = models.CharField("格式", max_length=12)
    media_type = models.CharField("媒体类型", max_length=100)
    size = models.PositiveBigIntegerField("大小（字节）")
    sha256 = models.CharField("校验值", max_length=64)
    place = models.CharField("存放位置", max_length=200)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="存入人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField("存入时间", default=timezone.now, editable=False)
    erased_at = models.DateTimeField("销毁时间", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "案件材料"
        ordering = ("dispute", "id")

    def __str__(self) -> str:
        return f"{self.get_role_display()}{self.pk}"

    @property
    def kind_of_file(self) -> Kind:
        """What its kind is called and how it is shown."""
        return kinds()[self.kind]
