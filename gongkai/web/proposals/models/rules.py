"""What a region sets for proposals, with the day since when it holds: limits, and how results are classified."""

from __future__ import annotations

from collections import Counter

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models

from gongkai.casework.counting import UNIT_TITLES, Length, Unit
from gongkai.engagement.proposals.choices import Scheme
from gongkai.engagement.proposals.local import Version, rules


class LocalRule(models.Model):
    """A limit that holds for an organ and for those below it, since a day; a later one takes its place."""

    class Unit(models.TextChoices):
        WORKDAYS = "workdays", "个工作日"
        CALENDAR_DAYS = "calendar_days", "日（自然日）"
        MONTHS = "months", "个月"

    organ = models.ForeignKey("organs.Organ", verbose_name="机关", on_delete=models.PROTECT, related_name="+")
    name = models.CharField("哪一项期限", max_length=12)
    since = models.DateField("从哪天起")
    amount = models.PositiveSmallIntegerField("多长")
    unit = models.CharField("单位", max_length=16, choices=Unit.choices, default=Unit.WORKDAYS)
    basis = models.CharField("依据", max_length=200)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="录入人", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "建议提案的期限"
        ordering = ("name", "-since", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("organ", "name", "since"),
                name="proposal_rule_once_a_day",
                violation_error_message="这一项从这一天起的期限已经录入过。",
            ),
            models.CheckConstraint(condition=models.Q(amount__gte=1), name="proposal_rule_at_least_one"),
        )

    def __str__(self) -> str:
        return f"{self.title}：{self.length}"

    def clean(self) -> None:
        if self.name not in rules():
            raise ValidationError({"name": "请选择哪一项期限。"})
        if not self.amount:
            raise ValidationError({"amount": "期限不小于1。"})
        if not self.basis.strip():
            raise ValidationError({"basis": "请写明依据，例如文件名称和文号。"})

    @property
    def title(self) -> str:
        """What limit it is."""
        return rules()[self.name].title if self.name in rules() else self.name

    @property
    def length(self) -> str:
        """How long, in words."""
        return f"{self.amount}{UNIT_TITLES[Unit(self.unit)]}"

    def as_version(self, nearness: int) -> Version:
        """As the rules take it."""
        return Version(self.name, self.since, Length(self.amount, Unit(self.unit)), self.basis, nearness)


class ResultScheme(models.Model):
    """How results are classified in an organ and those below it, since a day: ``classes`` are pairs of key and title."""

    organ = models.ForeignKey("organs.Organ", verbose_name="机关", on_delete=models.PROTECT, related_name="+")
    since = models.DateField("从哪天起")
    classes = models.JSONField("分类")
    basis = models.CharField("依据", max_length=200)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="录入人", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "建议提案办理结果的分类"
        ordering = ("-since", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("organ", "since"),
                name="proposal_scheme_once_a_day",
                violation_error_message="从这一天起的分类已经录入过。",
            ),
        )

    def __str__(self) -> str:
        return "、".join(key for key, _ in self.classes)

    def clean(self) -> None:
        pairs = self.classes if isinstance(self.classes, list) else []
        if not pairs:
            raise ValidationError({"classes": "请至少写一类，一行一类，例如 A 已经解决。"})
        keys = Counter(str(key) for key, _ in pairs)
        if twice := [key for key, times in keys.items() if times > 1]:
            raise ValidationError({"classes": f"“{'、'.join(twice)}”写了两次。"})
        for key, title in pairs:
            if not 0 < len(key) <= 20 or not 0 < len(title) <= 120:
                raise ValidationError({"classes": f"“{key} {title}”：代号最多20个字，说明最多120个字，都不能空着。"})
        if not self.basis.strip():
            raise ValidationError({"basis": "请写明依据，例如文件名称和文号。"})

    def as_scheme(self, nearness: int) -> Scheme:
        """As the rules take it."""
        return Scheme(self.since, {str(key): str(title) for key, title in self.classes}, self.basis, nearness)
