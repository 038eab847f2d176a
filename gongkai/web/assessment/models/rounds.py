"""A round of the assessment of a year, and the sections or subordinate organs that are assessed in it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from gongkai.assessment.yearly.tables import KINDS, Table
from gongkai.web.assessment.models.tables import YEARS, ScoreTable
from gongkai.web.organs.models import Organ, Section

POINTS: dict[str, Any] = {"max_digits": 7, "decimal_places": 2}


def _person(title: str, **more: Any) -> Any:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=title,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        **more,
    )


class Round(models.Model):
    """Opened with a table that is frozen thereby. ``cut_off_on`` is the day as of which records are counted.

    ``content`` is the result as it was sent for approval; the text of the circular may be edited until it is approved.
    """

    class State(models.TextChoices):
        SELF = "self", "自评中"
        REVIEW = "review", "评分中"
        TOLD = "told", "已告知，受理异议"
        SUBMITTED = "submitted", "待批准"
        APPROVED = "approved", "待公布"
        ANNOUNCED = "announced", "已公布"
        DROPPED = "dropped", "不再进行"

    organ = models.ForeignKey(
        Organ, verbose_name="考核机关", on_delete=models.PROTECT, related_name="assessment_rounds"
    )
    year = models.PositiveIntegerField("年度", validators=YEARS)
    kind = models.CharField("考核对象", max_length=10, choices=list(KINDS.items()))
    table = models.ForeignKey(ScoreTable, verbose_name="评分表", on_delete=models.PROTECT, related_name="rounds")
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.SELF, editable=False)
    cut_off_on = models.DateField("数据截止日")
    self_due_on = models.DateField("自评截止日")
    review_due_on = models.DateField("评分截止日")
    objection_due_on = models.DateField("提出异议的截止日")
    opened_by = _person("启动人")
    opened_at = models.DateTimeField("启动时间", default=timezone.now, editable=False)
    counted_at = models.DateTimeField("按记录计算的时间", null=True, editable=False)
    told_at = models.DateTimeField("告知时间", null=True, editable=False)
    content: Any = models.JSONField("结果", default=dict, editable=False)
    text = models.TextField("通报正文", max_length=20_000, blank=True)
    submitted_by = _person("送批人")
    submitted_at = models.DateTimeField("送批时间", null=True, editable=False)
    approved_by = _person("批准人")
    approved_at = models.DateTimeField("批准时间", null=True, editable=False)
    announced_by = _person("公布人")
    announced_on = models.DateField("公布日期", null=True, editable=False)
    number = models.CharField("文号", max_length=60, blank=True, editable=False)
    reason = models.CharField("退回或者不再进行的原因", max_length=300, blank=True, editable=False)

    not_logged = ("content",)

    class Meta:
        verbose_name = verbose_name_plural = "年度考核"
        ordering = ("-year", "kind", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("organ", "year", "kind"),
                condition=~Q(state="dropped"),
                name="assessment_round_once_a_year",
                violation_error_message="这一年度对这一类对象的考核已经启动过。",
            ),
            models.UniqueConstraint(
                fields=("organ", "number"),
                condition=~Q(number=""),
                name="assessment_number_once",
                violation_error_message="这个文号已经用过了。",
            ),
            models.CheckConstraint(
                condition=Q(self_due_on__lte=F("review_due_on")) & Q(review_due_on__lte=F("objection_due_on")),
                name="assessment_timetable_in_order",
                violation_error_message="时间安排要按先后：自评、评分、提出异议。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.year}年度{self.organ.short_name}{self.get_kind_display()}考核"

    def get_absolute_url(self) -> str:
        """Its page on the workbench."""
        return reverse("workbench:assessment_round", args=[self.pk])

    @property
    def scheme(self) -> Table:
        """The table that holds for it."""
        known: Table | None = getattr(self, "_scheme", None)
        if known is None:
            known = self._scheme = self.table.table
        return known

    def clean(self) -> None:
        if self.cut_off_on and self.year and self.cut_off_on.year != self.year:
            raise ValidationError({"cut_off_on": f"数据截止日要在{self.year}年之内。"})


class Subject(models.Model):
    """A section, or a subordinate organ (``target``; ``section`` is empty), within a round of ``organ``.

    ``total``, ``grade`` and ``rank`` are set when the results are told, and again when they are sent for approval.
    """

    class State(models.TextChoices):
        SELF = "self", "自评中"
        HANDED_IN = "handed_in", "已交自评"
        REVIEWED = "reviewed", "已评分"
        TOLD = "told", "已告知结果"
        OBJECTED = "objected", "有异议待答复"
        ANNOUNCED = "announced", "已公布"
        DROPPED = "dropped", "不再进行"

    round = models.ForeignKey(Round, verbose_name="考核", on_delete=models.PROTECT, related_name="subjects")
    organ = models.ForeignKey(
        Organ, verbose_name="考核机关", on_delete=models.PROTECT, related_name="+", editable=False
    )
    target = models.ForeignKey(Organ, verbose_name="对象机关", on_delete=models.PROTECT, related_name="assessed")
    section = models.ForeignKey(
        Section, verbose_name="科室", null=True, blank=True, on_delete=models.PROTECT, related_name="assessed"
    )
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.SELF, editable=False)
    self_reason = models.CharField("退回自评的原因", max_length=300, blank=True, editable=False)
    handed_in_by = _person("交自评的人")
    handed_in_at = models.DateTimeField("交自评的时间", null=True, editable=False)
    reviewed_by = _person("评分人")
    reviewed_at = models.DateTimeField("评分时间", null=True, editable=False)
    confirmed_by = _person("确认结果的人")
    confirmed_at = models.DateTimeField("确认结果的时间", null=True, editable=False)
    total = models.DecimalField("总分", null=True, editable=False, **POINTS)
    grade = models.CharField("等次", max_length=10, blank=True, editable=False)
    rank = models.PositiveIntegerField("名次", null=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "考核对象"
        ordering = ("target__order", "section__order", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("round", "target"), condition=Q(section=None), name="assessed_organ_once_a_round"
            ),
            models.UniqueConstraint(
                fields=("round", "section"), condition=Q(section__isnull=False), name="assessed_section_once_a_round"
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by=None) | Q(handed_in_by=None) | ~Q(reviewed_by=F("handed_in_by")),
                name="assessed_by_another",
                violation_error_message="交自评的人不能给自己的单位评分。",
            ),
        )
        indexes = (models.Index(fields=("target", "section", "state"), name="assessed_by_target"),)

    def __str__(self) -> str:
        return f"{self.round.year}年度{self.title}考核"

    def get_absolute_url(self) -> str:
        """Its page on the workbench."""
        return reverse("workbench:assessed", args=[self.pk])

    @property
    def title(self) -> str:
        """What the object is called within its round."""
        return self.section.name if self.section else self.target.short_name
