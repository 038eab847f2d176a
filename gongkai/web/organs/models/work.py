"""The year's tasks from 政务公开工作要点, and training (《条例》第四十八条)."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils import timezone

from gongkai.web.organs.models.organ import Organ, Section

evidence_link = RegexValidator(
    r"^(https?://\S+|/\S*)$", "佐证链接以 http:// 或者 https:// 开头，或者是本站以 / 开头的地址。"
)


class WorkPoint(models.Model):
    """A task of the year, who answers for it, until when."""

    organ = models.ForeignKey(Organ, verbose_name="机关", on_delete=models.PROTECT, related_name="work_points")
    year = models.PositiveIntegerField("年度", validators=[MinValueValidator(2008), MaxValueValidator(2100)])
    title = models.CharField("任务", max_length=200)
    source = models.CharField("来源", max_length=200, blank=True, help_text="要点的名称、文号和条目。")
    section = models.ForeignKey(
        Section, verbose_name="责任科室", null=True, blank=True, on_delete=models.PROTECT, related_name="work_points"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="责任人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="work_points",
    )
    due_on = models.DateField("完成时限", null=True, blank=True)
    done_on = models.DateField("完成日期", null=True, blank=True)
    result = models.TextField("完成情况", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "要点任务"
        ordering = ("-year", "due_on", "id")

    def __str__(self) -> str:
        return self.title

    @property
    def state(self) -> str:
        """``open`` or ``done``."""
        return "open" if self.done_on is None else "done"

    @property
    def overdue(self) -> bool:
        """Whether it is still open after its last day."""
        return self.done_on is None and self.due_on is not None and self.due_on < timezone.localdate()


class WorkPointProgress(models.Model):
    """What was done for a task, with the address where the evidence can be seen."""

    work_point = models.ForeignKey(WorkPoint, on_delete=models.PROTECT, related_name="progress")
    on = models.DateField("日期")
    what = models.TextField("做了什么")
    link = models.CharField("佐证链接", max_length=300, blank=True, validators=[evidence_link])
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name="登记人", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "要点进展"
        ordering = ("-on", "-id")

    def __str__(self) -> str:
        return self.what[:40]


class Training(models.Model):
    """A training for those who do disclosure work (《条例》第四十八条)."""

    organ = models.ForeignKey(Organ, verbose_name="机关", on_delete=models.PROTECT, related_name="trainings")
    on = models.DateField("日期")
    topic = models.CharField("主题", max_length=200)
    teacher = models.CharField("主讲", max_length=80, blank=True)
    hours = models.DecimalField(
        "学时", max_digits=4, decimal_places=1, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    participants = models.PositiveIntegerField("参训人次", default=0)
    note = models.TextField("内容和效果", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "培训"
        ordering = ("-on", "-id")

    def __str__(self) -> str:
        return self.topic
