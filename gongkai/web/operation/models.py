"""When due work was done last: one row a job, locked while it runs, so that two schedulers at once do no harm."""

from __future__ import annotations

from django.db import models


class Job(models.Model):
    """A kind of due work (``tick.JOBS``)."""

    name = models.CharField("事项", max_length=60, unique=True)
    done_at = models.DateTimeField("上次办完", null=True, blank=True)
    failed_at = models.DateTimeField("上次失败", null=True, blank=True)
    failures = models.PositiveIntegerField("连续失败次数", default=0)
    result = models.CharField("结果", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "定时事项"

    def __str__(self) -> str:
        return self.name
