"""Assessments of what may be published, and what is looked at again once withheld: rows that are added and never changed."""

from __future__ import annotations

import hashlib
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from gongkai.publishing.moves import DISCLOSURE_CLASSES
from gongkai.web.publishing.models import Version, Wording


class Assessment(models.Model):
    """The answers to the questions on one wording, as they read that day, and what they come to.

    ``answers``: a list of number, key, question, option, title, article, reason. ``grounds``: those that count.
    ``disclosure_class`` is empty where the answers lead out of the Regulations.
    """

    version = models.ForeignKey(Version, verbose_name="版本", on_delete=models.PROTECT, related_name="assessments")
    wording = models.ForeignKey(Wording, verbose_name="文稿", on_delete=models.PROTECT, related_name="assessments")
    content_sha256 = models.CharField("所认定内容的校验值", max_length=64)
    table_since = models.DateField("题目自何日起施行")
    answers: Any = models.JSONField("回答", default=list)
    grounds: Any = models.JSONField("成立的事由", default=list, blank=True)
    disclosure_class = models.CharField("公开属性", max_length=12, choices=list(DISCLOSURE_CLASSES.items()), blank=True)
    decided_by = models.CharField("定结果的题", max_length=4)
    mandatory = models.BooleanField("法律没有留选择", default=False)
    partial = models.BooleanField("区分处理", default=False)
    cut = models.CharField("隐去的内容", max_length=1000, blank=True)
    statement = models.CharField("理由和依据", max_length=500, blank=True)
    next = models.CharField("下一步", max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name="认定人", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "公开属性认定"
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"第{self.wording.number}稿的认定：{self.result_title}"

    @property
    def result_title(self) -> str:
        """What it comes to, in words."""
        if not self.disclosure_class:
            return "不按本条例公开"
        title = str(self.get_disclosure_class_display())
        return f"区分处理，其余部分{title}" if self.partial else title

    def made_on(self, wording: Wording) -> bool:
        """Whether the text of ``wording`` is the one that was assessed; 公开属性 and ground may have been set after it."""
        return self.content_sha256 == content_digest(wording)


def content_digest(wording: Wording) -> str:
    """SHA-256 of what the answers are about: title, text and files."""
    said = "\x00".join((wording.title, wording.body_html, wording.files_sha256))
    return hashlib.sha256(said.encode()).hexdigest()


class Reassessment(models.Model):
    """A second look at what was withheld (《条例》第十八条): it stays so, or it is to be disclosed."""

    class Conclusion(models.TextChoices):
        KEEP = "keep", "继续不公开"
        DISCLOSE = "disclose", "转为公开"

    version = models.ForeignKey(Version, verbose_name="版本", on_delete=models.PROTECT, related_name="reassessments")
    conclusion = models.CharField("结论", max_length=10, choices=Conclusion.choices)
    reason = models.CharField("理由", max_length=1000)
    basis = models.CharField("依据", max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name="评估人", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "不公开信息的评估"
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(condition=~Q(reason="") & ~Q(basis=""), name="reassessment_has_reason_and_basis"),
        )

    def __str__(self) -> str:
        return f"{self.version}：{self.get_conclusion_display()}"
