"""The files of a dispute, encrypted where they lie."""

from __future__ import annotations

from django.db import models

from gongkai.web.disputes.models.dispute import Dispute
from gongkai.web.files.sealing import FileOfCase


class CasePaper(FileOfCase):
    """One file of a dispute."""

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

    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="papers")
    role = models.CharField("种类", max_length=12, choices=Role.choices)

    class Meta:
        verbose_name = verbose_name_plural = "案件材料"
        ordering = ("dispute", "id")

    def __str__(self) -> str:
        return f"{self.get_role_display()}{self.pk}"
