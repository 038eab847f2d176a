"""An application that is still being written: kept encrypted for some days, found by a code that only the applicant has.

The form's own token finds the files that came with it while it is on the screen; the resume code finds it later. Neither is kept,
only what they are known by. No event is written: nothing has been applied for yet.
"""

from __future__ import annotations

from typing import Any

from django.db import models

from gongkai.web.applications.models.materials import Material
from gongkai.web.files.sealing import SealedFile
from gongkai.web.privacy.fields import EncryptedTextField


class Draft(models.Model):
    """What was typed so far (``content``, JSON, encrypted) and until when it is kept."""

    token_key = models.CharField(max_length=64, unique=True, editable=False)
    code_key = models.CharField(max_length=64, unique=True, null=True, editable=False)
    content = EncryptedTextField("填写的内容", blank=True)
    made_at = models.DateTimeField("保存时间")
    expires_at = models.DateTimeField("保存到", db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "未提交的申请"

    def __str__(self) -> str:
        return f"未提交的申请{self.pk}"


class DraftFile(SealedFile):
    """A file that goes with it."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="files")
    role = models.CharField("种类", max_length=12, choices=Material.Role.choices)
    facts: Any = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "未提交申请的文件"
        ordering = ("id",)

    def __str__(self) -> str:
        return f"未提交申请的文件{self.pk}"

    @property
    def role_title(self) -> str:
        """What it is for."""
        return str(Material.Role(self.role).label)
