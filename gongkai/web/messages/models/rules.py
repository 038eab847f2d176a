"""What an organ sets for its messages, with the day since when it holds: limits of its own or of its region, and categories."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models

from gongkai.casework.counting import Length, Unit
from gongkai.engagement.messages.channels import title_of, titles
from gongkai.engagement.messages.limits import LimitRule


def channel_choices() -> list[tuple[str, str]]:
    """The channels as forms take them."""
    return list(titles("channels").items())


def kind_choices() -> list[tuple[str, str]]:
    """The kinds as forms take them."""
    return list(titles("kinds").items())


class LimitVersion(models.Model):
    """A limit for answers that holds for an organ and for those below it, since a day; a later one takes its place."""

    class Unit(models.TextChoices):
        WORKDAYS = "workdays", "个工作日"
        CALENDAR_DAYS = "calendar_days", "日（自然日）"
        MONTHS = "months", "个月"

    organ = models.ForeignKey("organs.Organ", verbose_name="机关", on_delete=models.PROTECT, related_name="+")
    channel = models.CharField("来件渠道", max_length=20)
    kind = models.CharField("种类", max_length=20, blank=True)
    since = models.DateField("从哪天起")
    amount = models.PositiveSmallIntegerField("答复期限")
    unit = models.CharField("单位", max_length=16, choices=Unit.choices, default=Unit.WORKDAYS)
    longest = models.PositiveSmallIntegerField("最多可以延长", default=0)
    window = models.PositiveSmallIntegerField("答复以后可以评价、要求再办的日数", default=15)
    basis = models.CharField("依据", max_length=200)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="录入人", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "留言答复期限"
        ordering = ("channel", "kind", "-since", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("organ", "channel", "kind", "since"),
                name="message_limit_once_a_day",
                violation_error_message="这个渠道、种类从这一天起的期限已经录入过。",
            ),
            models.CheckConstraint(condition=models.Q(amount__gte=1, window__gte=1), name="message_limit_at_least_one"),
        )

    def __str__(self) -> str:
        return f"{title_of('channels', self.channel)}{self.kind_title}：{self.length}"

    def clean(self) -> None:
        if self.channel not in titles("channels"):
            raise ValidationError({"channel": "请选择来件渠道。"})
        if self.kind and self.kind not in titles("kinds"):
            raise ValidationError({"kind": "请选择种类，或者空着表示各种类都适用。"})
        if not self.amount:
            raise ValidationError({"amount": "答复期限不小于1。"})
        if not self.window:
            raise ValidationError({"window": "评价的日数不小于1。"})
        if not self.basis.strip():
            raise ValidationError({"basis": "请写明依据，例如文件名称和文号。"})

    @property
    def channel_title(self) -> str:
        """What the channel is called."""
        return title_of("channels", self.channel)

    @property
    def kind_title(self) -> str:
        """What the kind is called; empty for all."""
        return title_of("kinds", self.kind) if self.kind else ""

    @property
    def length(self) -> Length:
        """The limit."""
        return Length(self.amount, Unit(self.unit))

    def as_rule(self, nearness: int) -> LimitRule:
        """The rule as the law's side takes it."""
        return LimitRule(
            (self.channel,),
            (self.kind,) if self.kind else (),
            self.since,
            self.length,
            Length(self.longest, Unit(self.unit)) if self.longest else None,
            Length(self.window, Unit.CALENDAR_DAYS),
            self.basis,
            "条文",
            nearness,
        )


class Category(models.Model):
    """What messages to an organ are about, in the organ's own words, from a day to a day; a new name is a new category."""

    organ = models.ForeignKey("organs.Organ", verbose_name="机关", on_delete=models.PROTECT, related_name="+")
    name = models.CharField("名称", max_length=60)
    since = models.DateField("从哪天起")
    until = models.DateField("用到哪天", null=True, blank=True)
    order = models.PositiveIntegerField("排列次序", default=100)

    class Meta:
        verbose_name = verbose_name_plural = "留言类别"
        ordering = ("order", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("organ", "name"),
                condition=models.Q(until=None),
                name="message_category_once",
                violation_error_message="已经有同名的类别。",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if self.until and self.until < self.since:
            raise ValidationError({"until": "停用的日期早于启用的日期，请核对。"})
