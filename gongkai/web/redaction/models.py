"""Covering of the files of a case: what is covered for whom, every version of the marks, what was released of it.

Marks are places and grounds, never words, so nothing here says what was covered. The pages to draw (``place``) lie encrypted,
and are destroyed with the personal data of the case.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from gongkai.redaction.grounds import layers
from gongkai.redaction.marks import Marks, read_marks


def layer_choices() -> list[tuple[str, str]]:
    """The recipients as forms take them."""
    return [(each.key, each.title) for each in layers().values()]


class Redaction(models.Model):
    """The covering of one source for one recipient. ``page_sizes``: width and height of every page in points."""

    encrypted_place = "place"
    not_logged = ("place", "page_sizes")

    application = models.ForeignKey(
        "applications.Application", verbose_name="申请", on_delete=models.PROTECT, related_name="redactions"
    )
    source = models.ForeignKey(
        "applications.Material", verbose_name="原件", on_delete=models.PROTECT, related_name="redactions"
    )
    layer = models.CharField("收件人", max_length=20, choices=layer_choices)
    place = models.CharField("存放位置", max_length=200, editable=False)
    page_sizes: Any = models.JSONField("各页大小", default=list, editable=False)
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="建立人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    begun_at = models.DateTimeField("建立时间", default=timezone.now, editable=False)
    erased_at = models.DateTimeField("销毁时间", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "遮盖"
        ordering = ("application", "id")
        constraints = (models.UniqueConstraint(fields=("source", "layer"), name="redaction_once_for_a_recipient"),)

    def __str__(self) -> str:
        return f"{self.application}（{self.get_layer_display()}）"

    def get_absolute_url(self) -> str:
        """Its page on the workbench."""
        return reverse("workbench:redaction", args=[self.application.number, self.pk])

    @property
    def pages(self) -> int:
        """How many pages the source has."""
        return len(self.page_sizes)


class Marking(models.Model):
    """One version of the marks, never changed. Going back makes a new one that stands for an earlier (``stands_for``)."""

    redaction = models.ForeignKey(Redaction, on_delete=models.PROTECT, related_name="markings")
    number = models.PositiveIntegerField("第几版")
    stands_for = models.PositiveIntegerField("内容同第几版", editable=False)
    parent = models.PositiveIntegerField("改自第几版", editable=False)
    marks: Any = models.JSONField("标注", default=dict, editable=False)
    digest = models.CharField("校验值", max_length=64, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="标注人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    marked_at = models.DateTimeField("标注时间", default=timezone.now, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "遮盖的标注"
        ordering = ("redaction", "number")
        constraints = (models.UniqueConstraint(fields=("redaction", "number"), name="marking_number_once"),)

    def __str__(self) -> str:
        return f"{self.redaction}第{self.number}版"

    def read(self) -> Marks:
        """The marks as they were saved."""
        return read_marks(self.marks, self.redaction.pages)


class Release(models.Model):
    """An attempt to release a version of the marks: the file that passed the gate, or why there is none."""

    class State(models.TextChoices):
        MAKING = "making", "正在生成"
        RELEASED = "released", "已通过核验"
        REFUSED = "refused", "没有通过"

    redaction = models.ForeignKey(Redaction, on_delete=models.PROTECT, related_name="releases")
    marking = models.ForeignKey(Marking, on_delete=models.PROTECT, related_name="releases")
    state = models.CharField("结果", max_length=10, choices=State.choices, default=State.MAKING)
    material = models.OneToOneField(
        "applications.Material", verbose_name="成品", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    sha256 = models.CharField("成品校验值", max_length=64, blank=True)
    pages = models.PositiveIntegerField("成品页数", default=0)
    told: Any = models.JSONField("核验的内容或者没有通过的原因", default=list, blank=True)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="核验人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField("提出时间", default=timezone.now, editable=False)
    ended_at = models.DateTimeField("完成时间", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "遮盖的成品"
        ordering = ("redaction", "id")

    def __str__(self) -> str:
        return f"{self.marking}的成品"
