"""What is written about a complaint: what the organ complained about says, the findings, files. All encrypted."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from gongkai.assessment.accountability.choices import title_of
from gongkai.web.accountability.models.complaint import Complaint
from gongkai.web.files.sealing import FileOfCase
from gongkai.web.privacy.fields import EncryptedTextField


class Account(models.Model):
    """What the organ complained about (``organ``) is asked, and what it says. That is all it sees of the complaint."""

    class State(models.TextChoices):
        ASKED = "asked", "等待说明"
        GIVEN = "given", "已说明"
        WAIVED = "waived", "不再等"

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="accounts")
    organ = models.ForeignKey("organs.Organ", verbose_name="机关", on_delete=models.PROTECT, related_name="+")
    state = models.CharField("状态", max_length=8, choices=State.choices, default=State.ASKED, editable=False)
    question = EncryptedTextField("请说明的事项")
    due_on = models.DateField("最后一日", null=True, blank=True)
    asked_at = models.DateTimeField("请说明的时间", default=timezone.now)
    text = EncryptedTextField("情况说明", blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="填写人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    given_at = models.DateTimeField("说明的时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "投诉的情况说明"
        ordering = ("complaint", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("complaint",), condition=models.Q(state="asked"), name="complaint_account_asked_once"
            ),
        )
        indexes = (models.Index(fields=("organ", "state", "due_on"), name="complaint_account_of_organ"),)

    def __str__(self) -> str:
        return f"{self.complaint}情况说明"

    def get_absolute_url(self) -> str:
        """Its page for the organ that is asked."""
        return reverse("workbench:complaint_account", args=[self.pk])


class Finding(models.Model):
    """One wording of what was found and is told to who complained; never changed. The step that proposed it names its digest."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="findings")
    number = models.PositiveIntegerField("第几稿")
    outcome = models.CharField("处理结果", max_length=12)
    body = EncryptedTextField("处理意见", blank=True)
    digest = models.CharField("校验值", max_length=64)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="拟稿人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField("拟稿时间", default=timezone.now, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "投诉处理意见"
        ordering = ("complaint", "number")
        constraints = (models.UniqueConstraint(fields=("complaint", "number"), name="complaint_finding_once"),)

    def __str__(self) -> str:
        return f"{self.complaint}处理意见第{self.number}稿"

    @property
    def outcome_title(self) -> str:
        """The outcome in words."""
        return title_of("outcomes", self.outcome)


class Paper(FileOfCase):
    """One file of a complaint, encrypted where it lies."""

    class Role(models.TextChoices):
        SENT = "sent", "投诉人附上的"
        ACCOUNT = "account", "被投诉机关提供的"
        OTHER = "other", "办理材料"

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="papers")
    role = models.CharField("种类", max_length=8, choices=Role.choices)

    class Meta:
        verbose_name = verbose_name_plural = "投诉材料"
        ordering = ("complaint", "id")

    def __str__(self) -> str:
        return f"{self.get_role_display()}{self.pk}"
