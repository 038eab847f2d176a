"""A file of messages from another platform on its way in: looked at first, then entered in portions, with what was wrong line by line."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from gongkai.engagement.messages.channels import title_of
from gongkai.web.files.sealing import SealedFile


class ImportRun(SealedFile):
    """One file. ``done_lines`` is how far it has come; the file itself is destroyed when nothing is left to enter."""

    class State(models.TextChoices):
        CHECKED = "checked", "已核对，未导入"
        RUNNING = "running", "正在导入"
        STOPPED = "stopped", "已暂停"
        DONE = "done", "已导入"
        DROPPED = "dropped", "已放弃"

    organ = models.ForeignKey("organs.Organ", verbose_name="机关", on_delete=models.PROTECT, related_name="+")
    channel = models.CharField("来件渠道", max_length=20)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.CHECKED, editable=False)
    lines = models.PositiveIntegerField("行数", default=0)
    good = models.PositiveIntegerField("可以导入的行数", default=0)
    bad = models.PositiveIntegerField("有错的行数", default=0)
    done_lines = models.PositiveIntegerField("已经办到第几行", default=0)
    entered = models.PositiveIntegerField("新登记的件数", default=0)
    known = models.PositiveIntegerField("以前登记过的件数", default=0)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="导入人", on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField("上传时间")
    finished_at = models.DateTimeField("办完的时间", null=True, blank=True)

    not_logged = ("name", "done_lines", "entered", "known")

    class Meta:
        verbose_name = verbose_name_plural = "留言导入"
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{title_of('channels', self.channel)}导入{self.pk}"

    @property
    def channel_title(self) -> str:
        """What the channel is called."""
        return title_of("channels", self.channel)

    @property
    def percent(self) -> int:
        """How far it has come."""
        return 100 * self.done_lines // self.lines if self.lines else 100


class ImportProblem(models.Model):
    """What is wrong with one line; the sentence holds nothing of what the line says of a person."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="problems")
    line = models.PositiveIntegerField("行")
    text = models.CharField("什么不对", max_length=400)

    class Meta:
        verbose_name = verbose_name_plural = "导入时有错的行"
        ordering = ("run", "line", "id")
        indexes = (models.Index(fields=("run", "line"), name="message_problem_line"),)

    def __str__(self) -> str:
        return f"第{self.line}行：{self.text}"
