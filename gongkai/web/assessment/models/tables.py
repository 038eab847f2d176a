"""A score table of an organ for a year: edited as a draft, frozen once a round is opened with it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone

from gongkai.assessment.yearly.tables import KINDS, Table, WrongTable, check
from gongkai.web.organs.models import Organ

YEARS = (MinValueValidator(2008), MaxValueValidator(2100))


class ScoreTable(models.Model):
    """``content`` is the table as the rules ask for it; never changed once ``frozen``: a change is another version."""

    class State(models.TextChoices):
        DRAFT = "draft", "起草中"
        FROZEN = "frozen", "已经用于考核"
        DROPPED = "dropped", "不用"

    organ = models.ForeignKey(Organ, verbose_name="机关", on_delete=models.PROTECT, related_name="score_tables")
    year = models.PositiveIntegerField("年度", validators=YEARS)
    kind = models.CharField("考核对象", max_length=10, choices=list(KINDS.items()))
    version = models.PositiveIntegerField("第几版", editable=False)
    title = models.CharField("名称", max_length=80)
    basis = models.CharField("依据", max_length=200)
    content: Any = models.JSONField("评分表", default=dict, editable=False)
    state = models.CharField("状态", max_length=8, choices=State.choices, default=State.DRAFT, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="制定人", on_delete=models.PROTECT, related_name="+", editable=False
    )
    made_at = models.DateTimeField("制定时间", default=timezone.now, editable=False)
    changed_at = models.DateTimeField("修改时间", default=timezone.now, editable=False)
    frozen_at = models.DateTimeField("用于考核的时间", null=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "考核评分表"
        ordering = ("-year", "kind", "-version")
        constraints = (
            models.UniqueConstraint(fields=("organ", "year", "kind", "version"), name="score_table_version_once"),
        )

    def __str__(self) -> str:
        return f"{self.year}年度{self.title}（第{self.version}版）"

    def get_absolute_url(self) -> str:
        """Its page on the workbench."""
        return reverse("workbench:score_table", args=[self.pk])

    @property
    def table(self) -> Table:
        """As the rules ask for it."""
        return Table.from_json(self.content)

    def clean(self) -> None:
        self.title, self.basis = self.title.strip(), self.basis.strip()
        if len(self.basis) < 4:
            raise ValidationError(
                {"basis": "请写明依据，例如 县政府办公室《政务公开工作考核办法》，有文号的写上文号。"}
            )
        try:
            check(self.table)
        except WrongTable as problem:
            raise ValidationError({"indicators": str(problem)}) from problem
