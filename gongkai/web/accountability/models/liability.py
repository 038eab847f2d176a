"""Who was held responsible (责任追究, 《条例》第四十七条、第五十三条): what was proposed to whom, and what came of it. Nobody is named in the log."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse

from gongkai.assessment.accountability.choices import listed, title_of
from gongkai.casework.events import told
from gongkai.web.accountability.models.complaint import Complaint
from gongkai.web.accountability.models.rectification import Rectification
from gongkai.web.privacy.fields import EncryptedTextField
from gongkai.web.privacy.masks import mask_name


class Liability(models.Model):
    """``orderer`` proposed to a competent body that somebody of ``organ`` be held responsible."""

    orderer = models.ForeignKey(
        "organs.Organ", verbose_name="提出建议的机关", on_delete=models.PROTECT, related_name="+"
    )
    organ = models.ForeignKey(
        "organs.Organ", verbose_name="责任人所在的机关", on_delete=models.PROTECT, related_name="liabilities"
    )
    rectification = models.ForeignKey(
        Rectification,
        verbose_name="整改",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="liabilities",
    )
    complaint = models.ForeignKey(
        Complaint, verbose_name="投诉", null=True, blank=True, on_delete=models.PROTECT, related_name="liabilities"
    )
    person = EncryptedTextField("责任人的姓名", blank=True)
    position = EncryptedTextField("责任人的职务", blank=True)
    what = EncryptedTextField("事由和处理建议")
    body = models.CharField("向谁提出", max_length=12)
    body_named = models.CharField("有权机关的名称", max_length=120)
    proposed_on = models.DateField("提出日期")
    result = models.CharField("结果", max_length=12, blank=True)
    result_on = models.DateField("收到结果的日期", null=True, blank=True)
    result_note = EncryptedTextField("结果的说明", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "责任追究"
        ordering = ("-proposed_on", "-id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(result="", result_on=None)
                | (~models.Q(result="") & models.Q(result_on__isnull=False)),
                name="liability_result_with_its_day",
                violation_error_message="结果和收到结果的日期要一起填写。",
            ),
        )
        indexes = (models.Index(fields=("organ", "proposed_on"), name="liability_of_organ"),)

    def __str__(self) -> str:
        return f"责任追究{self.pk}"

    def get_absolute_url(self) -> str:
        """Its page on the workbench."""
        return reverse("workbench:liability", args=[self.pk])

    def clean(self) -> None:
        if not self.what.strip():
            raise ValidationError({"what": "请写明事由和处理建议。"})
        if self.body not in listed("bodies"):
            raise ValidationError({"body": "请选择向谁提出。"})
        if self.result and self.result not in listed("results"):
            raise ValidationError({"result": "请选择结果。"})
        if self.result_on and self.result_on < self.proposed_on:
            raise ValidationError({"result_on": f"早于提出建议的日期（{told(self.proposed_on)}），请核对。"})

    @property
    def body_title(self) -> str:
        """To whom it was proposed."""
        return title_of("bodies", self.body)

    @property
    def result_title(self) -> str:
        """What came of it."""
        return title_of("results", self.result) if self.result else "还没有结果"

    @property
    def masked_person(self) -> str:
        """The name as pages show it."""
        return mask_name(self.person) if self.person else "（未填）"
