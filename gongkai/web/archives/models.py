"""How long an organ keeps its files, and the disposal of a file: asked by one person, decided by another."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from gongkai.applications.retention import Period, rules
from gongkai.web.applications.models import Application
from gongkai.web.organs.models import Organ


def kind_choices() -> list[tuple[str, str]]:
    """The kinds of files as forms take them."""
    return list(rules().kinds.items())


class RetentionLine(models.Model):
    """One line of the organ's own 归档范围和保管期限表, in force from a day on. Never changed: a newer line takes its place."""

    organ = models.ForeignKey(Organ, verbose_name="机关", on_delete=models.PROTECT, related_name="retention_lines")
    kind = models.CharField("案卷的种类", max_length=20, choices=kind_choices)
    years = models.PositiveSmallIntegerField(
        "保管年数",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text="永久保管的不填。",
    )
    since = models.DateField("自何日起施行")
    basis = models.CharField("依据", max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = "保管期限"
        ordering = ("kind", "-since", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("organ", "kind", "since"),
                name="retention_once_a_day",
                violation_error_message="这一种案卷从这一天起的保管期限已经填写过。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.period.length}"

    def clean(self) -> None:
        if self.since and self.since > timezone.localdate():
            raise ValidationError({"since": "施行日期还没有到，到了那一天再填写。"})

    @property
    def period(self) -> Period:
        """The line as the rules count it."""
        return Period(self.kind, self.years, self.since, self.basis)


class Disposal(models.Model):
    """The disposal of one file. ``keep_until`` is set when it was refused: until then it is not due again."""

    class State(models.TextChoices):
        ASKED = "asked", "待批准销毁"
        DONE = "done", "已批准并销毁"
        REFUSED = "refused", "继续保管"

    organ = models.ForeignKey(Organ, verbose_name="机关", on_delete=models.PROTECT, related_name="disposals")
    application = models.ForeignKey(
        Application, verbose_name="申请", on_delete=models.PROTECT, related_name="disposals"
    )
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.ASKED, editable=False)
    kind = models.CharField("案卷的种类", max_length=20, choices=kind_choices)
    period = models.CharField("保管期限", max_length=40)
    due_on = models.DateField("期满之日")
    opinion = models.CharField("鉴定意见", max_length=500)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="提请人", on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField("提请时间", default=timezone.now, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="批准人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    decided_at = models.DateTimeField("决定时间", null=True, blank=True, editable=False)
    note = models.CharField("决定的意见", max_length=500, blank=True)
    keep_until = models.DateField("继续保管到", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "档案销毁"
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("application",),
                condition=~Q(state="refused"),
                name="disposal_once_for_a_file",
                violation_error_message="这件案卷已经提请销毁。",
            ),
            models.CheckConstraint(condition=~Q(decided_by=models.F("asked_by")), name="disposal_decided_by_another"),
        )
        indexes = (models.Index(fields=("organ", "state"), name="disposal_state"),)

    def __str__(self) -> str:
        return f"{self.application.number} {self.get_state_display()}"
