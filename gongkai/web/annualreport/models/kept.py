"""A report that an organ keeps: its own, or that of another organ; what was read of it and what the checks found."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from gongkai.annualreport.exchange import report_from_json
from gongkai.annualreport.model import Report


class ReportState(models.TextChoices):
    """Where a kept report stands. Only ``published`` and ``replaced`` ones are seen by the public."""

    READ = "read", "已读取，待确认"
    KEPT = "kept", "已收存"
    SUBMITTED = "submitted", "待批准公布"
    PUBLISHED = "published", "已公布"
    REPLACED = "replaced", "已由更正后的版本代替"
    WITHDRAWN = "withdrawn", "已撤回"
    DISCARDED = "discarded", "未收存"


class ReportSource(models.TextChoices):
    """How the report came here."""

    PUBLISHED = "published", "本机关的年报文件"
    UPLOADED = "uploaded", "其他机关的年报文件"
    DRAFTED = "drafted", "由台账起草"


class KeptReport(models.Model):
    """``organ`` keeps it; ``organ_name`` says whose it is, ``subject_organ`` is that organ where this installation has it.

    ``content`` is the contract's object without findings, ``content_sha256`` its digest; ``sha256`` is that of the file.
    """

    organ = models.ForeignKey(
        "organs.Organ", verbose_name="收存机关", on_delete=models.PROTECT, related_name="kept_reports"
    )
    subject_organ = models.ForeignKey(
        "organs.Organ",
        verbose_name="报告机关",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="annual_reports",
    )
    organ_name = models.CharField("报告机关名称", max_length=200)
    title = models.CharField("标题", max_length=300)
    year = models.PositiveIntegerField(
        "年度", null=True, blank=True, validators=[MinValueValidator(2000), MaxValueValidator(2100)]
    )
    form = models.CharField("格式", max_length=20)
    version = models.PositiveIntegerField("版次", default=1)
    corrects = models.ForeignKey(
        "self", verbose_name="更正的版本", null=True, blank=True, on_delete=models.PROTECT, related_name="corrections"
    )
    source = models.CharField("来源", max_length=12, choices=ReportSource.choices)
    state = models.CharField("状态", max_length=12, choices=ReportState.choices, default=ReportState.READ)
    sha256 = models.CharField("文件校验值", max_length=64)
    file = models.FileField("文件", max_length=200)
    file_name = models.CharField("文件名", max_length=150)
    file_format = models.CharField("文件格式", max_length=12)
    content = models.JSONField("读出的内容")
    content_sha256 = models.CharField("内容校验值", max_length=64)
    findings = models.JSONField("核对的问题", default=list, blank=True)
    prior = models.ForeignKey(
        "self", verbose_name="核对所用的上年报告", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    engine_version = models.CharField("程序版本", max_length=30)
    note = models.CharField("说明", max_length=500, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="上传人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField("上传时间", auto_now_add=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="送审人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="批准人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    published_at = models.DateTimeField("公布时间", null=True, blank=True)

    not_logged = ("content", "findings")

    class Meta:
        verbose_name = verbose_name_plural = "年度报告"
        ordering = ("-year", "organ_name", "-version")
        constraints = (
            models.UniqueConstraint(
                fields=("organ", "sha256"),
                condition=~Q(state__in=("discarded", "withdrawn")),
                name="report_file_kept_once",
                violation_error_message="这份文件本机关已经收存过。",
            ),
            models.UniqueConstraint(
                fields=("organ", "year"),
                condition=Q(state="published"),
                name="one_published_report_a_year",
                violation_error_message="本机关这一年度已经有公布的年报，要改请用“更正”。",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("published", "replaced", "withdrawn"))
                | Q(published_at__isnull=False, approved_by__isnull=False, year__isnull=False),
                name="published_report_was_approved",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=models.F("submitted_by")),
                name="report_approved_by_another",
                violation_error_message="送审的人不能自己批准，请由另一人批准。",
            ),
        )
        indexes = (
            models.Index(fields=("organ", "state", "-year"), name="kept_report_of_organ"),
            models.Index(fields=("state", "-year"), name="kept_report_public"),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page for staff."""
        return reverse("workbench:kept_report", args=[self.pk])

    @property
    def report(self) -> Report:
        """The report as the engine takes it."""
        return report_from_json(self.content)

    @property
    def public_url(self) -> str:
        """The page for the public; the newest version has the address without a number."""
        code = self.organ.code
        if self.state == ReportState.PUBLISHED:
            return reverse("portal:annual_report", args=[code, self.year])
        return reverse("portal:annual_report_version", args=[code, self.year, self.version])

    def counted(self, severity: str) -> int:
        """How many findings of a severity there are (errors: only those that surely fail)."""
        found: list[dict[str, Any]] = self.findings
        return sum(
            each["severity"] == severity and (severity != "error" or each["verdict"] == "fail") for each in found
        )

    @property
    def errors(self) -> int:
        return self.counted("error")

    @property
    def warnings(self) -> int:
        return self.counted("warning")
