"""Screenings of wordings, what people decided about their finds, the offices' words, and what is known of links outside."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from gongkai.checks.words import KINDS
from gongkai.web.organs.models import Organ
from gongkai.web.publishing.models import Version, Wording


class ScreeningWord(models.Model):
    """A word that an office adds to the shipped list or, under the same ``wrong``, replaces there; ``below`` passes it on to the organs below."""

    organ = models.ForeignKey(Organ, verbose_name="机关", on_delete=models.PROTECT, related_name="screening_words")
    below = models.BooleanField("下级机关也用", default=False)
    wrong = models.CharField("不当的写法", max_length=60)
    right = models.CharField("规范的写法", max_length=60, blank=True)
    kind = models.CharField("种类", max_length=20, choices=list(KINDS.items()), default="wrong_word")
    grave = models.BooleanField("送审前必须处理", default=False)
    note = models.CharField("说明、依据", max_length=200, blank=True)
    active = models.BooleanField("在用", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "筛查用词"
        ordering = ("kind", "wrong")
        constraints = (
            models.UniqueConstraint(
                fields=("organ", "wrong"),
                name="screening_word_once_in_organ",
                violation_error_message="词表里已经有这个词，请直接修改那一条。",
            ),
        )

    def __str__(self) -> str:
        return self.wrong

    def clean(self) -> None:
        self.wrong, self.right = self.wrong.strip(), self.right.strip()
        if len(self.wrong) < 2:
            raise ValidationError({"wrong": "请写两个字以上：一个字会在很多无关的地方出现。"})
        if self.wrong == self.right:
            raise ValidationError({"right": "规范的写法和不当的写法一样，请核对。"})


class Screening(models.Model):
    """What the detectors found in a wording as it then stood: ``sha256`` covers its words and attachments. Added, never changed.

    ``hits`` hold no number of a person: quotations are masked, and ``fingerprint`` is a keyed digest of what was found.
    """

    wording = models.ForeignKey(Wording, verbose_name="文稿", on_delete=models.PROTECT, related_name="screenings")
    organ = models.ForeignKey(Organ, verbose_name="机关", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("筛查时间", default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="操作人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    detectors = models.CharField("检测程序版本", max_length=12)
    words_sha256 = models.CharField("词表校验值", max_length=64)
    sha256 = models.CharField("文稿和附件校验值", max_length=64)
    hits: Any = models.JSONField("找到的", default=list, blank=True)
    errors = models.PositiveIntegerField("须处理", default=0)
    warnings = models.PositiveIntegerField("请核对", default=0)
    notices = models.PositiveIntegerField("提示", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "筛查"
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.wording}：{self.errors + self.warnings + self.notices}处"


class Decision(models.Model):
    """What a person decided about a find; holds for the same find in every wording of the version. Added, never changed."""

    class Choice(models.TextChoices):
        FALSE_ALARM = "false_alarm", "属于误报"
        KEPT = "kept", "应当保留"
        MENDED = "mended", "已修改"

    version = models.ForeignKey(Version, verbose_name="版本", on_delete=models.PROTECT, related_name="decisions")
    screening = models.ForeignKey(Screening, verbose_name="筛查", on_delete=models.PROTECT, related_name="decisions")
    fingerprint = models.CharField("标识", max_length=64)
    kind = models.CharField("种类", max_length=20)
    quote = models.CharField("原文（已遮盖）", max_length=200, blank=True)
    choice = models.CharField("处理", max_length=12, choices=Choice.choices)
    reason = models.CharField("理由", max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name="处理人", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "筛查处理"
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(condition=~Q(choice="kept") | ~Q(reason=""), name="decision_to_keep_has_a_reason"),
        )
        indexes = (models.Index(fields=("version", "fingerprint"), name="decision_of_find"),)

    def __str__(self) -> str:
        return f"{self.get_choice_display()}：{self.quote}"


class LinkCheck(models.Model):
    """What is known of an address outside: asked by the background, never by a page. ``checked_at`` empty: not yet."""

    class State(models.TextChoices):
        WAITING = "waiting", "没有查"
        FINE = "fine", "打得开"
        BROKEN = "broken", "打不开"
        REFUSED = "refused", "不查"

    address_sha256 = models.CharField("网址校验值", max_length=64, unique=True)
    address = models.CharField("网址", max_length=2000)
    state = models.CharField("状态", max_length=8, choices=State.choices, default=State.WAITING)
    told = models.CharField("说明", max_length=200, blank=True)
    checked_at = models.DateTimeField("检查时间", null=True, blank=True)
    seen_at = models.DateTimeField("最后用到", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "外部链接"
        ordering = ("id",)
        indexes = (models.Index(fields=("checked_at",), name="link_due"),)

    def __str__(self) -> str:
        return self.address
