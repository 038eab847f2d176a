"""Holiday notices that an office entered: for a year newer than the program, or of a local government."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from gongkai.law.notices import Notice, notice_from


class HolidayNotice(models.Model):
    """One notice. ``data`` is what ``gongkai.law.notices`` reads; a wrong one is withdrawn, never changed."""

    year = models.PositiveIntegerField("年度")
    title = models.CharField("通知名称", max_length=200)
    number = models.CharField("文号", max_length=80, blank=True)
    issuer = models.CharField("发文机关", max_length=80)
    kind = models.CharField("种类", max_length=10)
    data = models.JSONField("放假与调休")
    text = models.TextField("通知原文", blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="录入人", on_delete=models.PROTECT, related_name="+"
    )
    entered_at = models.DateTimeField("录入时间", auto_now_add=True)
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True)
    withdrawn_why = models.CharField("撤回原因", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "放假通知"
        ordering = ("-year", "-id")

    def __str__(self) -> str:
        return self.title

    @property
    def notice(self) -> Notice:
        """The notice as rules take it."""
        return notice_from(self.data)
