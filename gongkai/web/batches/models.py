"""A batch: one kind of work on several applications of one organ, planned by one person, with a line for each application."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse

from gongkai.applications.bulk import Work, works
from gongkai.web.applications.models import Application, Letter
from gongkai.web.organs.models import Organ

WAITING, RUNNING, DONE, TAKEN_BACK = "waiting", "running", "done", "taken_back"
REFUSED, PUT_BACK = "refused", "put_back"
STATES = {WAITING: "等待执行", RUNNING: "正在执行", DONE: "已经执行", TAKEN_BACK: "已经撤回"}
LINE_STATES = {
    WAITING: "等待执行",
    DONE: "已经办理",
    REFUSED: "没有办成",
    TAKEN_BACK: "撤回了，没有办理",
    PUT_BACK: "交办已经撤销",
}


class Batch(models.Model):
    """One batch. ``facts`` is what was filled in for all of it, without personal data; ``key`` makes a plan one that is sent twice.

    ``verified``: the second factor was given when it was planned. ``settled_at``: somebody has dealt with what was refused.
    """

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    organ = models.ForeignKey(Organ, verbose_name="机关", on_delete=models.PROTECT, related_name="batches")
    number = models.PositiveIntegerField("批次", editable=False)
    what = models.CharField("办理事项", max_length=60)
    facts: Any = models.JSONField("填写的内容", default=dict, blank=True)
    state = models.CharField("状态", max_length=12, choices=list(STATES.items()), default=WAITING, editable=False)
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="安排的人", on_delete=models.PROTECT, related_name="+"
    )
    planned_at = models.DateTimeField("安排的时间")
    verified = models.BooleanField("安排时验证过动态口令", default=False)
    executes_at = models.DateTimeField("执行的时间")
    ended_at = models.DateTimeField("执行完的时间", null=True, blank=True, editable=False)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="撤回的人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    settled_at = models.DateTimeField("没有办成的处理完的时间", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "批量办理"
        ordering = ("-id",)
        constraints = (models.UniqueConstraint(fields=("organ", "number"), name="batch_number_once"),)
        indexes = (models.Index(fields=("state", "executes_at"), name="batch_due"),)

    def __str__(self) -> str:
        return f"第{self.number}批（{self.title}）"

    def get_absolute_url(self) -> str:
        """Its page on the workbench."""
        return reverse("workbench:batch", args=[self.pk])

    @property
    def work(self) -> Work | None:
        """What is done; None for what this version does no longer."""
        return works().get(self.what)

    @property
    def title(self) -> str:
        """What is done, in a few words; the bare key for what this version no longer does."""
        return self.work.title if self.work else self.what

    @property
    def tone(self) -> str:
        """How its state is shown."""
        return {WAITING: "info", RUNNING: "info", DONE: "good"}.get(self.state, "neutral")

    @property
    def is_open(self) -> bool:
        """Whether some of it is yet to be done."""
        return self.state in (WAITING, RUNNING)


class BatchLine(models.Model):
    """One application of a batch. ``seen`` is the last event of the case that the planner saw; ``plan`` what the dry run said.

    ``event`` and ``step`` are what it became in the log and in the case, ``letter`` what was made; the earlier assignee is kept so that
    an assignment can be put back.
    """

    batch = models.ForeignKey(Batch, verbose_name="批次", on_delete=models.PROTECT, related_name="lines")
    application = models.ForeignKey(
        Application, verbose_name="申请", on_delete=models.PROTECT, related_name="batch_lines"
    )
    place = models.PositiveIntegerField("次序")
    seen = models.PositiveBigIntegerField("安排时的最后一条记录")
    plan = models.TextField("预演的结果", max_length=1000)
    state = models.CharField("状态", max_length=12, choices=list(LINE_STATES.items()), default=WAITING)
    told = models.TextField("办理的结果", max_length=2000, blank=True)
    done_at = models.DateTimeField("办理的时间", null=True, blank=True)
    event = models.PositiveBigIntegerField("日志条目", null=True, blank=True)
    step = models.PositiveIntegerField("办理步骤", null=True, blank=True)
    letter = models.ForeignKey(
        Letter, verbose_name="文书", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    was_section = models.ForeignKey(
        "organs.Section",
        verbose_name="原来的科室",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    was_officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="原来的承办人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = verbose_name_plural = "批量办理的各件"
        ordering = ("batch", "place")
        constraints = (
            models.UniqueConstraint(fields=("batch", "application"), name="batch_line_once"),
            models.UniqueConstraint(
                fields=("application",), condition=models.Q(state=WAITING), name="batch_waits_for_a_case_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.batch} {self.application}"
