"""The letters of a case: what was sent out or put on file, as it was made and never changed; personal data encrypted."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse

from gongkai.applications.letters import cited, letter_kinds
from gongkai.casework.chain import opens
from gongkai.letters.kinds import LetterKind
from gongkai.web.applications.models.application import Application
from gongkai.web.applications.models.papers import Reply
from gongkai.web.privacy.fields import EncryptedTextField


class Letter(models.Model):
    """One letter. ``digest`` stands for all of it in the log; ``template`` is None for the wording that comes with the program.

    ``fields`` are the values it was made from, as JSON; ``step`` the number of the step that made it, None for one made by itself.
    """

    organ = models.ForeignKey("organs.Organ", on_delete=models.PROTECT, related_name="+")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="letters")
    kind = models.CharField("文书", max_length=60)
    series = models.CharField("编号系列", max_length=20, blank=True)
    year = models.PositiveIntegerField("年度", null=True, blank=True)
    serial = models.PositiveIntegerField("序号", null=True, blank=True)
    number = models.CharField("文号", max_length=60, blank=True)
    title = models.CharField("标题", max_length=200)
    addressee = EncryptedTextField("主送", blank=True)
    body = EncryptedTextField("正文", blank=True)
    fields = EncryptedTextField("填写项", blank=True)
    salt = models.CharField(max_length=64, editable=False)
    digest = models.CharField("校验值", max_length=64, editable=False)
    template = models.ForeignKey(
        "letters.TemplateVersion",
        verbose_name="模板",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    reply = models.OneToOneField(
        Reply, verbose_name="答复稿", null=True, blank=True, on_delete=models.PROTECT, related_name="letter"
    )
    step = models.PositiveIntegerField("所属步骤", null=True, blank=True)
    dated = models.DateField("成文日期")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="制作人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField("制作时间")

    class Meta:
        verbose_name = verbose_name_plural = "办理文书"
        ordering = ("application", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("organ", "series", "year", "serial"),
                condition=~models.Q(series=""),
                name="letter_number_once_in_a_series",
            ),
        )

    def __str__(self) -> str:
        return cited(self.title, self.number)

    def get_absolute_url(self) -> str:
        """Its page on the workbench."""
        return reverse("workbench:letter", args=[self.application.number, self.pk])

    @property
    def kind_of_letter(self) -> LetterKind:
        """What is known of its kind."""
        return letter_kinds().kinds[self.kind]

    @property
    def values(self) -> dict[str, str]:
        """What it was made from, by key; empty when it was erased."""
        return dict(json.loads(self.fields)) if self.fields else {}

    @property
    def said(self) -> list[Any]:
        """All that the digest stands for."""
        return [self.kind, self.number, self.title, self.addressee, self.body, self.fields, self.dated.isoformat()]

    @property
    def erased(self) -> bool:
        """Whether its text was erased with the personal data."""
        return not self.body

    @property
    def is_intact(self) -> bool:
        """Whether it is what was recorded; one that was erased cannot be compared."""
        return opens(self.digest, self.said, self.salt)
