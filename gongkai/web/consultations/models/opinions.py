"""Opinions on a draft, and the groups into which they are sorted for the report. What people wrote is encrypted."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from gongkai.engagement.consultations.report import EXPLAINED, VERDICTS
from gongkai.web.consultations.models.consultation import Consultation
from gongkai.web.privacy.fields import EncryptedTextField
from gongkai.web.privacy.masks import mask_name, mask_number

LONGEST = 5000


class OpinionGroup(models.Model):
    """Opinions that say the same: what they say in the office's words, and what was decided. Both are published with the report."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="groups")
    summary = models.CharField("意见的要点", max_length=500)
    verdict = models.CharField("处理", max_length=16, choices=list(VERDICTS.items()))
    answer = models.TextField("说明", max_length=2000, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="归并人", on_delete=models.PROTECT, related_name="+", editable=False
    )
    made_at = models.DateTimeField("归并时间", default=timezone.now, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "归并的意见"
        ordering = ("id",)

    def __str__(self) -> str:
        return self.summary[:40]

    def clean(self) -> None:
        """What is not simply adopted is explained."""
        self.summary = " ".join(self.summary.split())
        self.answer = self.answer.replace("\r\n", "\n").replace("\x00", "").strip()
        if not self.summary:
            raise ValidationError({"summary": "请用一两句话写明意见的要点，公布结果时会公开，不要写提意见人的姓名。"})
        if self.verdict in EXPLAINED and len(self.answer) < 4:
            raise ValidationError({"answer": f"“{VERDICTS[self.verdict]}”的，请说明理由，公布结果时会公开。"})


class Opinion(models.Model):
    """One opinion. ``serial`` numbers those of a consultation; ``token`` keeps one from being taken twice."""

    class Source(models.TextChoices):
        ONLINE = "online", "网上"
        LETTER = "letter", "信函"
        EMAIL = "email", "电子邮件"
        MEETING = "meeting", "座谈会、听证会"
        PHONE = "phone", "电话"
        OTHER = "other", "其他"

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="opinions")
    serial = models.PositiveIntegerField("序号", editable=False)
    source = models.CharField("怎样提出", max_length=8, choices=Source.choices, default=Source.ONLINE)
    content = EncryptedTextField("意见")
    name = EncryptedTextField("称呼", blank=True)
    contact = EncryptedTextField("联系方式", blank=True)
    received_on = models.DateField("收到日期")
    received_at = models.DateTimeField("登记时间", default=timezone.now, editable=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="登记人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    group = models.ForeignKey(
        OpinionGroup, verbose_name="归入", null=True, blank=True, on_delete=models.PROTECT, related_name="opinions"
    )
    token = models.CharField(max_length=64, unique=True, null=True, blank=True, editable=False)

    not_logged = ("token",)

    class Meta:
        verbose_name = verbose_name_plural = "意见"
        ordering = ("-serial",)
        constraints = (models.UniqueConstraint(fields=("consultation", "serial"), name="opinion_serial_once"),)
        indexes = (models.Index(fields=("consultation", "group", "source"), name="opinion_counted"),)

    def __str__(self) -> str:
        return f"{self.consultation.number}第{self.serial}条"

    @property
    def masked_name(self) -> str:
        """The name as pages show it."""
        return mask_name(self.name) if self.name else "（未填）"

    @property
    def masked_contact(self) -> str:
        """How to reach the person, as pages show it."""
        return mask_number(self.contact) if self.contact else "（未填）"
