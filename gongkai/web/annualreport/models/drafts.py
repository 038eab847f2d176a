"""A report drafted out of the ledger: its text in versions, figures entered by hand and signed by a second person, its snapshot."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

PERSON = settings.AUTH_USER_MODEL


class ReportDraft(models.Model):
    """The draft of an organ for a year. Its figures are never stored here: they are counted whenever they are shown."""

    class State(models.TextChoices):
        DRAFTING = "drafting", "起草中"
        SUBMITTED = "submitted", "待批准"
        PUBLISHED = "published", "已公布"

    organ = models.ForeignKey(
        "organs.Organ", verbose_name="机关", on_delete=models.PROTECT, related_name="report_drafts"
    )
    year = models.PositiveIntegerField("年度", validators=[MinValueValidator(2019), MaxValueValidator(2100)])
    form = models.CharField("格式", max_length=20)
    state = models.CharField("状态", max_length=12, choices=State.choices, default=State.DRAFTING)
    corrects = models.ForeignKey(
        "annualreport.KeptReport",
        verbose_name="更正的版本",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    note = models.CharField("更正说明", max_length=500, blank=True)
    submitted_by = models.ForeignKey(
        PERSON, verbose_name="送审人", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    published = models.OneToOneField(
        "annualreport.KeptReport",
        verbose_name="公布的年报",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="draft",
    )

    class Meta:
        verbose_name = verbose_name_plural = "年报草稿"
        ordering = ("-year", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("organ", "year"),
                condition=~Q(state="published"),
                name="one_open_draft_a_year",
                violation_error_message="这一年度的年报已经在起草，请打开原来的草稿。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.organ}{self.year}年度报告草稿"

    def get_absolute_url(self) -> str:
        """The page of the draft."""
        return reverse("workbench:report_draft", args=[self.pk])


class SectionText(models.Model):
    """One wording of a section; a later number replaces an earlier one and none is changed."""

    draft = models.ForeignKey(ReportDraft, on_delete=models.PROTECT, related_name="texts")
    section = models.CharField("部分", max_length=40)
    number = models.PositiveIntegerField("版次")
    text = models.TextField("文字", max_length=60_000, blank=True)
    written_by = models.ForeignKey(PERSON, verbose_name="起草人", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "年报文字"
        ordering = ("section", "-number")
        constraints = (models.UniqueConstraint(fields=("draft", "section", "number"), name="text_number_once"),)

    def __str__(self) -> str:
        return f"{self.section}（第{self.number}稿）"


class Adjustment(models.Model):
    """A figure entered by hand for a cell without a register (人工填报): with its source and reason, valid when another person signed."""

    draft = models.ForeignKey(ReportDraft, on_delete=models.PROTECT, related_name="adjustments")
    cell = models.CharField("统计格", max_length=120)
    value = models.DecimalField("数字", max_digits=16, decimal_places=4)
    source = models.CharField("数据来源", max_length=200)
    reason = models.CharField("填报理由", max_length=300)
    entered_by = models.ForeignKey(PERSON, verbose_name="填报人", on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField("填报时间", auto_now_add=True)
    signed_by = models.ForeignKey(
        PERSON, verbose_name="核签人", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    signed_at = models.DateTimeField("核签时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "人工填报的数字"
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(signed_by=None) | ~Q(signed_by=F("entered_by")),
                name="adjustment_signed_by_another",
                violation_error_message="填报的人不能自己核签，请由另一人核签。",
            ),
            models.CheckConstraint(
                condition=Q(signed_by=None, signed_at=None) | Q(signed_by__isnull=False, signed_at__isnull=False),
                name="adjustment_signed_whole",
            ),
        )
        indexes = (models.Index(fields=("draft", "cell", "id"), name="adjustment_of_cell"),)

    def __str__(self) -> str:
        return f"{self.cell}＝{self.value.normalize():f}"


class Snapshot(models.Model):
    """What a published figure counted: for each cell the keys of its records, fixed when the draft was submitted.

    ``records`` is by cell ``{"kind": …, "ids": […]}`` for what is counted and ``{"adjustment": id}`` for what was entered;
    sums are left out. ``content`` is the report itself; ``digest`` covers both.
    """

    draft = models.ForeignKey(ReportDraft, on_delete=models.PROTECT, related_name="snapshots")
    taken_at = models.DateTimeField("时间", auto_now_add=True)
    as_of = models.DateField("统计截止")
    content = models.JSONField("报告内容")
    records = models.JSONField("各格的记录")
    digest = models.CharField("校验值", max_length=64)

    not_logged = ("content", "records")

    class Meta:
        verbose_name = verbose_name_plural = "年报快照"
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.draft}（{self.digest[:8]}）"
