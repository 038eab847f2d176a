"""The wordings of replies, and the third parties that were asked; both encrypted, the log holds a digest and a label."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.db import models

from gongkai.applications.decision import Decision
from gongkai.applications.outcomes import outcome_title
from gongkai.casework.chain import opens
from gongkai.web.applications.models.application import Application
from gongkai.web.privacy.fields import EncryptedTextField


class Reply(models.Model):
    """One wording of the reply, never changed: a new draft is a new one. ``digest`` stands for it in the case's events.

    ``body`` is composed from ``findings`` (a ``Decision`` as JSON); without them it was written freely, as in cases that were
    registered afterwards, and says nothing of the remedies.
    """

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="replies")
    number = models.PositiveIntegerField("第几稿")
    outcome = models.CharField("办理结果", max_length=40)
    kind = models.CharField("文书", max_length=60, blank=True)
    title = models.CharField("标题", max_length=200, blank=True)
    addressee = EncryptedTextField("主送", blank=True)
    body = EncryptedTextField("答复内容", blank=True)
    findings = EncryptedTextField("认定", blank=True)
    values = EncryptedTextField("填写项", blank=True)
    template = models.ForeignKey(
        "letters.TemplateVersion",
        verbose_name="模板",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    salt = models.CharField(max_length=64, editable=False)
    digest = models.CharField("校验值", max_length=64, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="拟稿人", on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField("拟稿时间")

    class Meta:
        verbose_name = verbose_name_plural = "答复"
        ordering = ("application", "number")
        constraints = (models.UniqueConstraint(fields=("application", "number"), name="reply_number_once"),)

    def __str__(self) -> str:
        return f"{self.application}（第{self.number}稿）"

    @property
    def outcome_title(self) -> str:
        """The row of table 3 that the reply belongs to."""
        return outcome_title(self.outcome)

    @property
    def decision(self) -> Decision | None:
        """What was found on each item; None for a wording that was written freely or was erased."""
        return Decision.from_json(json.loads(self.findings)) if self.findings else None

    @property
    def said(self) -> Any:
        """All that the digest stands for: the wording, with the findings if there are any."""
        return [self.body, self.findings] if self.findings else self.body

    @property
    def is_intact(self) -> bool:
        """Whether the wording is the one that was recorded; one that was erased cannot be compared."""
        return opens(self.digest, self.said, self.salt)


class Party(models.Model):
    """A third party that was asked for its opinion. Events name it by ``label`` only (第三方1)."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="parties")
    label = models.CharField("代号", max_length=20)
    name = EncryptedTextField("名称", blank=True)
    name_index = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "第三方"
        ordering = ("application", "id")
        constraints = (models.UniqueConstraint(fields=("application", "label"), name="party_label_once"),)

    def __str__(self) -> str:
        return self.label
