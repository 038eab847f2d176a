"""Reminders of limits, each once for a person; where mail goes, which mails went; the key of a person's calendar."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from gongkai.web.organs.models import Organ
from gongkai.web.privacy.fields import EncryptedTextField


class Reminder(models.Model):
    """One person told of one case under one rule. ``expected_on`` is the day on which it was due, ``made_at`` when it was made.

    ``due_on`` is part of what makes it one: when a limit is extended, its rules begin again. ``due_at`` is the moment at which a limit
    in hours ends, and takes its place there; None for limits in days.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="人员", on_delete=models.PROTECT, related_name="reminders"
    )
    organ = models.ForeignKey(Organ, verbose_name="机关", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("类别", max_length=60)
    case = models.PositiveBigIntegerField("案件")
    name = models.CharField("编号", max_length=200)
    url = models.CharField("网址", max_length=300)
    rule = models.CharField("提醒", max_length=20)
    round = models.PositiveIntegerField("第几次", default=0)
    left = models.IntegerField("剩余工作日")
    due_on = models.DateField("最后一日")
    due_at = models.DateTimeField("时限", null=True, blank=True)
    expected_on = models.DateField("应当提醒的日期")
    made_at = models.DateTimeField("提醒时间", default=timezone.now)
    seen_at = models.DateTimeField("看过的时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "提醒"
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("person", "kind", "case", "rule", "round", "due_on"),
                condition=models.Q(due_at=None),
                name="reminded_once_of_each",
            ),
            # 以小时计的，同一天可以有两个时限：先回应，再举行新闻发布会
            models.UniqueConstraint(
                fields=("person", "kind", "case", "rule", "round", "due_at"),
                condition=models.Q(due_at__isnull=False),
                name="reminded_once_of_each_hour",
            ),
        )
        indexes = (models.Index(fields=("person", "seen_at"), name="reminder_unseen"),)

    def __str__(self) -> str:
        return f"{self.name}（{self.rule}）"

    @property
    def after_outage(self) -> bool:
        """Whether the site was not running on the day on which it was due."""
        return timezone.localdate(self.made_at) > self.expected_on


class MailAddress(models.Model):
    """Where a person wants reminders to go besides the screen; empty for nowhere."""

    not_logged = ("calendar_digest",)

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name="人员", on_delete=models.PROTECT, related_name="mail_address"
    )
    address = EncryptedTextField("电子邮箱", blank=True)
    calendar_digest = models.CharField("日历网址的校验值", max_length=64, blank=True, db_index=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "提醒的去处"

    def __str__(self) -> str:
        return f"{self.person}"


class Mailing(models.Model):
    """A day's mail to a person: one a day. It is noted before it is handed over, so that a crash between sends nothing twice."""

    class State(models.TextChoices):
        HANDING = "handing", "正在交出"
        SENT = "sent", "已经交出"
        FAILED = "failed", "没有交出"

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="人员", on_delete=models.PROTECT, related_name="mailings"
    )
    day = models.DateField("日期")
    state = models.CharField("状态", max_length=8, choices=State.choices, default=State.HANDING)
    count = models.PositiveIntegerField("提醒数")
    tries = models.PositiveIntegerField("交出次数", default=0)
    told = models.CharField("邮件服务器的答复", max_length=200, blank=True)
    at = models.DateTimeField("时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "提醒邮件"
        ordering = ("-id",)
        constraints = (models.UniqueConstraint(fields=("person", "day"), name="one_mail_a_day"),)

    def __str__(self) -> str:
        return f"{self.person} {self.day}"
