"""What an object says of itself and what the reviewer says, indicator by indicator; evidence, objections, vetoes, appraisals."""

from __future__ import annotations

from fractions import Fraction

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from gongkai.assessment.yearly.measures import MEASURES
from gongkai.web.assessment.models.rounds import POINTS, Round, Subject
from gongkai.web.consultations.models import Question
from gongkai.web.files.sealing import FileOfCase
from gongkai.web.publishing.models import Item


class Score(models.Model):
    """One indicator of one object.

    ``part`` (of ``whole``, for rates) is what was counted from the records on ``counted_on``. ``value`` is what a person filled in
    instead: occurrences or percent. Points are None while there are none, and where ``absent`` says that nothing of the kind happened.
    """

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="scores")
    indicator = models.CharField("指标", max_length=10)
    full = models.DecimalField("满分", **POINTS)
    measure = models.CharField("数据来源", max_length=30, blank=True)
    part = models.PositiveIntegerField("件数", null=True)
    whole = models.PositiveIntegerField("总数", null=True)
    counted_on = models.DateField("计算日期", null=True)
    value = models.DecimalField("自评填写的数", null=True, **POINTS)
    absent = models.BooleanField("没有发生", default=False)
    self_points = models.DecimalField("自评分", null=True, **POINTS)
    note = models.CharField("自评说明", max_length=1000, blank=True)
    item = models.ForeignKey(
        Item, verbose_name="作为佐证的信息", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    points = models.DecimalField("评分", null=True, **POINTS)
    reason = models.CharField("评分理由", max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "考核得分"
        ordering = ("subject", "id")
        constraints = (
            models.UniqueConstraint(fields=("subject", "indicator"), name="score_once"),
            models.CheckConstraint(
                condition=Q(points=None) | (Q(points__gte=0) & Q(points__lte=F("full"))), name="score_within_full"
            ),
            models.CheckConstraint(
                condition=Q(self_points=None) | (Q(self_points__gte=0) & Q(self_points__lte=F("full"))),
                name="self_score_within_full",
            ),
        )

    def __str__(self) -> str:
        return f"{self.subject_id}/{self.indicator}"

    @property
    def counted(self) -> Fraction | None:
        """What was counted, as the rules ask for it: a number, or a rate in percent; None where nothing could be."""
        if self.part is None:
            return None
        if not MEASURES[self.measure].rate:
            return Fraction(self.part)
        return Fraction(100 * self.part, self.whole) if self.whole else None

    @property
    def counted_words(self) -> str:
        """The same in words."""
        if self.part is None:
            return ""
        if not MEASURES[self.measure].rate:
            return f"{self.part}件"
        if not self.whole:
            return "没有发生"
        tenths = round(1000 * self.part / self.whole) / 10
        return f"{self.part}／{self.whole}（{tenths:g}%）"

    @property
    def settled(self) -> bool:
        """Whether the reviewer has said something."""
        return self.points is not None or self.absent


class EvidenceFile(FileOfCase):
    """A file that proves a self-score, encrypted where it lies."""

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="evidence")
    indicator = models.CharField("指标", max_length=10)

    class Meta:
        verbose_name = verbose_name_plural = "考核佐证材料"
        ordering = ("subject", "id")

    def __str__(self) -> str:
        return f"佐证{self.pk}"


class Objection(models.Model):
    """What an object objects to: one indicator, or with ``indicator`` empty the result as a whole (a veto, the sum)."""

    subject = models.ForeignKey(Subject, verbose_name="对象", on_delete=models.PROTECT, related_name="objections")
    indicator = models.CharField("指标", max_length=10, blank=True)
    text = models.CharField("异议和理由", max_length=1000)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="提出人", on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField("提出时间", default=timezone.now, editable=False)
    upheld = models.BooleanField("采纳", null=True, editable=False)
    answer = models.CharField("答复", max_length=1000, blank=True)
    before = models.DecimalField("原来的评分", null=True, editable=False, **POINTS)
    after = models.DecimalField("答复后的评分", null=True, editable=False, **POINTS)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="答复人",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    answered_at = models.DateTimeField("答复时间", null=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "考核异议"
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("subject", "indicator"),
                condition=Q(answered_at=None),
                name="objection_once_at_a_time",
                violation_error_message="对这一项的异议已经提出，正等待答复。",
            ),
            models.CheckConstraint(
                condition=Q(answered_by=None) | ~Q(answered_by=F("made_by")), name="objection_answered_by_another"
            ),
        )

    def __str__(self) -> str:
        return f"异议{self.pk}"


class VetoFound(models.Model):
    """That a veto of the table applies to an object. Lifted with a reason, never deleted. ``counted``: it follows from the records."""

    subject = models.ForeignKey(Subject, verbose_name="对象", on_delete=models.PROTECT, related_name="vetoes")
    title = models.CharField("否决事项", max_length=60)
    reason = models.CharField("事实", max_length=500)
    counted = models.BooleanField("按记录计算", default=False, editable=False)
    found_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="认定人", on_delete=models.PROTECT, related_name="+", editable=False
    )
    found_at = models.DateTimeField("认定时间", default=timezone.now, editable=False)
    lifted_at = models.DateTimeField("撤销时间", null=True, editable=False)
    lifted_why = models.CharField("撤销原因", max_length=300, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "考核否决事项"
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("subject", "title"),
                condition=Q(lifted_at=None),
                name="veto_once",
                violation_error_message="这一否决事项已经认定过。",
            ),
        )

    def __str__(self) -> str:
        return self.title


class Appraisal(models.Model):
    """What the public thinks of one object: how many were asked and how many were satisfied (社会评议，《条例》第四十六条).

    With ``question`` it was counted from a survey on the portal; else a person entered it. One that is wrong stays, struck out with the reason.
    """

    round = models.ForeignKey(Round, verbose_name="考核", on_delete=models.PROTECT, related_name="appraisals")
    subject = models.ForeignKey(Subject, verbose_name="对象", on_delete=models.PROTECT, related_name="appraisals")
    method = models.CharField("方法", max_length=200, help_text="例如 网上问卷、电话抽样、窗口评价，由谁组织。")
    since = models.DateField("从哪一天")
    until = models.DateField("到哪一天")
    sample = models.PositiveIntegerField("有效样本数")
    satisfied = models.PositiveIntegerField("其中满意的")
    evidence = models.CharField("佐证", max_length=300, help_text="报告的名称、存放的地方或者网址。")
    question = models.ForeignKey(
        Question, verbose_name="问卷的题目", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="登记人", on_delete=models.PROTECT, related_name="+", editable=False
    )
    entered_at = models.DateTimeField("登记时间", default=timezone.now, editable=False)
    struck_at = models.DateTimeField("撤销时间", null=True, editable=False)
    struck_why = models.CharField("撤销原因", max_length=300, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "社会评议"
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("subject",),
                condition=Q(struck_at=None),
                name="appraisal_once",
                violation_error_message="这个对象的社会评议已经登记过。要改的，请先撤销原来的登记。",
            ),
            models.CheckConstraint(
                condition=Q(satisfied__lte=F("sample")) & Q(sample__gt=0),
                name="appraisal_within_sample",
                violation_error_message="满意的人数不能超过有效样本数，样本数要大于0。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.subject}社会评议"

    def clean(self) -> None:
        self.method, self.evidence = self.method.strip(), self.evidence.strip()
        if self.since and self.until and self.until < self.since:
            raise ValidationError({"until": "止日早于起日，请核对。"})
        if self.until and self.until > timezone.localdate():
            raise ValidationError({"until": "止日还没有到，评议结束以后再登记。"})
        if self.since and self.since.year < self.round.year:
            year = self.round.year
            raise ValidationError({"since": f"考核的是{year}年度，评议要在{year}年1月1日以后，请核对。"})
