"""What an applicant hands in and says after applying, how applications hang together, and what was proposed to be published."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models

from gongkai.web.applications.models.application import Application
from gongkai.web.privacy.fields import EncryptedTextField


class Filing(models.Model):
    """What the applicant handed in online while the case was open; ``materials`` are keys of the files that came with it.

    ``taken_step`` is the step by which the office took it up, None while it waits.
    """

    class Kind(models.TextChoices):
        CORRECTION = "correction", "补正"
        REASONS = "reasons", "说明理由"
        WITHDRAWAL = "withdrawal", "撤回申请"

    not_logged = ("text",)

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="filings")
    kind = models.CharField("种类", max_length=12, choices=Kind.choices)
    text = EncryptedTextField("内容", blank=True)
    materials: Any = models.JSONField("材料", default=list, blank=True)
    filed_at = models.DateTimeField("递交时间")
    taken_step = models.PositiveIntegerField("受理的步骤", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "申请人网上递交"
        ordering = ("application", "id")
        indexes = (models.Index(fields=("taken_step", "application"), name="filing_waiting"),)

    def __str__(self) -> str:
        return f"{self.application}（{self.get_kind_display()}）"


class Feedback(models.Model):
    """What the applicant thinks of the answer: once, read by the office, changing nothing in the case."""

    SCORES = ((5, "很满意"), (4, "满意"), (3, "一般"), (2, "不满意"), (1, "很不满意"))
    not_logged = ("text",)

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="feedback")
    score = models.PositiveSmallIntegerField("评价", choices=SCORES)
    text = EncryptedTextField("意见", blank=True)
    given_at = models.DateTimeField("评价时间")

    class Meta:
        verbose_name = verbose_name_plural = "申请人评价"
        constraints = (models.CheckConstraint(condition=models.Q(score__range=(1, 5)), name="feedback_one_to_five"),)

    def __str__(self) -> str:
        return f"{self.application}：{self.score}"


class Tie(models.Model):
    """One application became part of another's story: ``source`` was split and ``target`` is a part, or it was merged into it."""

    class Kind(models.TextChoices):
        SPLIT = "split", "拆分"
        MERGED = "merged", "合并"

    kind = models.CharField("种类", max_length=8, choices=Kind.choices)
    source = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="ties_out")
    target = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="ties_in")
    made_at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "申请的拆分和合并"
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("source", "target"), name="tie_once"),)

    def __str__(self) -> str:
        return f"{self.source}→{self.target}"


class Proposal(models.Model):
    """That what several people asked for be published to all (《条例》第四十四条), and the item drafted for it."""

    organ = models.ForeignKey("organs.Organ", verbose_name="机关", on_delete=models.PROTECT, related_name="+")
    item = models.OneToOneField("publishing.Item", verbose_name="信息", on_delete=models.PROTECT, related_name="+")
    applications = models.ManyToManyField(Application, verbose_name="申请", related_name="proposals")
    reason = models.CharField("理由", max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name="提出人", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "转为主动公开的建议"
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.organ}：{self.item}"
