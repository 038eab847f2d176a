"""A file that someone uploaded to fill in organs, sections or people, until the plan made from it is confirmed."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from gongkai.web.organs.models.organ import Organ


class ImportFile(models.Model):
    """``fingerprint`` stands for the plan that was shown; confirming applies that plan or nothing. Afterwards the content goes."""

    class Kind(models.TextChoices):
        ORGANS = "organs", "机关"
        SECTIONS = "sections", "科室"
        PEOPLE = "people", "人员与任职"

    organ = models.ForeignKey(Organ, verbose_name="机关", on_delete=models.PROTECT, related_name="import_files")
    kind = models.CharField("种类", max_length=10, choices=Kind.choices)
    name = models.CharField("文件名", max_length=200)
    content = models.BinaryField("内容")
    sha256 = models.CharField("文件校验值", max_length=64)
    fingerprint = models.CharField("核对结果校验值", max_length=64)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="上传人", on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField("上传时间", auto_now_add=True)
    applied_at = models.DateTimeField("导入时间", null=True, blank=True)
    not_logged = ("content",)

    class Meta:
        verbose_name = verbose_name_plural = "导入文件"
        ordering = ("-uploaded_at", "-id")

    def __str__(self) -> str:
        return self.name
