"""The questions of a survey, the sheets that were filled in, their answers. Counts come out of the answers by one index; words are encrypted."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from gongkai.engagement.consultations.questions import FORM_TITLES, SCALES, Asked
from gongkai.web.consultations.models.consultation import Consultation
from gongkai.web.privacy.fields import EncryptedTextField


class Question(models.Model):
    """One question. ``place`` orders them from 1; what was removed while drafting is marked, never deleted."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="questions")
    place = models.PositiveIntegerField("次序", editable=False)
    form = models.CharField("题型", max_length=8, choices=[(str(key), title) for key, title in FORM_TITLES.items()])
    text = models.CharField("题目", max_length=300)
    help = models.CharField("说明", max_length=300, blank=True)
    options: Any = models.JSONField("选项", default=list, blank=True)
    required = models.BooleanField("必须回答", default=False)
    other = models.BooleanField("有“其他”一项", default=False)
    steps = models.PositiveSmallIntegerField("评分到几分", default=5)
    low = models.CharField("1分是什么意思", max_length=40, blank=True)
    high = models.CharField("最高分是什么意思", max_length=40, blank=True)
    removed_at = models.DateTimeField("移除时间", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "问卷题目"
        ordering = ("place", "id")
        indexes = (models.Index(fields=("consultation", "place"), name="question_of_survey"),)

    def __str__(self) -> str:
        return f"{self.place}. {self.text}"

    @property
    def asked(self) -> Asked:
        """As the rules take it."""
        return Asked(self.form, self.text, tuple(self.options), self.required, self.other, self.steps)

    @property
    def form_title(self) -> str:
        """What its form is called."""
        return self.get_form_display()

    def clean(self) -> None:
        """It can be answered."""
        self.text, self.help = " ".join(self.text.split()), " ".join(self.help.split())
        self.options = [" ".join(str(each).split()) for each in self.options if str(each).strip()]
        if self.form in ("scale", "short", "long"):
            self.options, self.other = [], False
        if self.form != "scale":
            self.low = self.high = ""
            self.steps = SCALES[0] if self.steps is None else self.steps
        found = self.asked.problems
        if found:
            raise ValidationError(found)


class Sheet(models.Model):
    """One filled-in questionnaire. ``address_key`` is a keyed hash of the network address, gone when the survey is over."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="sheets")
    paper = models.BooleanField("纸质，由工作人员录入", default=False)
    filled_on = models.DateField("填写日期")
    at = models.DateTimeField("收到时间", default=timezone.now, editable=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="录入人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    address_key = models.CharField(max_length=64, blank=True, editable=False)
    token = models.CharField(max_length=64, unique=True, null=True, blank=True, editable=False)

    not_logged = ("address_key", "token")

    class Meta:
        verbose_name = verbose_name_plural = "答卷"
        ordering = ("id",)
        indexes = (
            models.Index(fields=("consultation", "paper"), name="sheet_counted"),
            models.Index(
                fields=("consultation", "address_key"), condition=~models.Q(address_key=""), name="sheet_address"
            ),
        )

    def __str__(self) -> str:
        return f"{self.consultation.number}的答卷{self.pk}"


class Answer(models.Model):
    """One thing chosen or written: several rows for several choices. ``chosen`` is the option's number, the mark, -1 for 其他.

    ``first`` marks one row of each sheet and question, so that who answered is counted without comparing sheets.
    """

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    chosen = models.SmallIntegerField("选的", null=True, blank=True)
    words = EncryptedTextField("写的", blank=True)
    written = models.BooleanField("写了字", default=False)
    paper = models.BooleanField(default=False)
    first = models.BooleanField(default=True)

    not_logged = ("words",)

    class Meta:
        verbose_name = verbose_name_plural = "回答"
        ordering = ("id",)
        indexes = (models.Index(fields=("question", "chosen", "paper", "written", "first"), name="answer_counted"),)

    def __str__(self) -> str:
        return f"答卷{self.sheet_id}对第{self.question.place}题"
