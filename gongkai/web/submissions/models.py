"""Pieces that sections and lower bureaus submit, where they were adopted, the organ's score rules, the circulars about it all.

A piece is no case: no law sets a limit for handling it. Where the organ's own rules set one, ``due_on`` says the day, and lists and
the first page show what is overdue.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from gongkai.assessment.submissions.periods import KINDS, Period
from gongkai.assessment.submissions.rules import (
    COMBINING,
    TIE_BREAKS,
    TIES,
    Rules,
    WrongRules,
    channels_of,
    check,
    kinds,
    levels,
)
from gongkai.casework.events import told
from gongkai.web.files.models import StoredFile
from gongkai.web.organs.models import Organ, Section
from gongkai.web.publishing.models import Item

POINTS: dict[str, Any] = {"max_digits": 8, "decimal_places": 1, "default": Decimal(0)}


def kind_choices() -> list[tuple[str, str]]:
    """The kinds of pieces."""
    return list(kinds().items())


def level_choices() -> list[tuple[str, str]]:
    """The levels of channels."""
    return list(levels().items())


class RuleVersion(models.Model):
    """The score rules of an organ from a day on. Added, never changed; an organ without one has those that come with the program."""

    organ = models.ForeignKey(Organ, verbose_name="机关", on_delete=models.PROTECT, related_name="submission_rules")
    since = models.DateField("从哪一天起")
    channels: Any = models.JSONField("采用渠道", default=list)
    combining = models.CharField("一篇被几处采用", max_length=10, choices=list(COMBINING.items()))
    ties = models.CharField("并列的名次", max_length=10, choices=list(TIES.items()))
    tie_break = models.CharField("同分", max_length=10, choices=list(TIE_BREAKS.items()), blank=True)
    urgent_hours = models.PositiveIntegerField("紧急信息多少小时内报来", null=True, blank=True)
    handle_workdays = models.PositiveIntegerField("多少个工作日内处理", null=True, blank=True)
    series = models.CharField("通报的发文代字", max_length=30, blank=True)
    basis = models.CharField("依据", max_length=200)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="制定人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField("填写时间", default=timezone.now, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "信息报送计分办法"
        ordering = ("-since",)
        constraints = (
            models.UniqueConstraint(
                fields=("organ", "since"),
                name="submission_rules_once_a_day",
                violation_error_message="从这一天起的办法已经有了，请另选日期。",
            ),
        )

    def __str__(self) -> str:
        return f"从{told(self.since)}起的计分办法"

    @property
    def rules(self) -> Rules:
        """As the rules ask for them."""
        return Rules(
            self.since,
            channels_of(self.channels),
            self.combining,
            self.ties,
            self.tie_break,
            self.urgent_hours,
            self.handle_workdays,
            self.basis,
        )

    def clean(self) -> None:
        self.basis, self.series = self.basis.strip(), self.series.strip()
        if len(self.basis) < 4:
            raise ValidationError({"basis": "请写明依据，例如 局办公会2026年3月2日议定，或者文件的名称和文号。"})
        try:
            check(self.rules)
        except WrongRules as problem:
            raise ValidationError(str(problem)) from problem


class Submission(models.Model):
    """A piece that a section, or a lower organ, submits to the office of ``organ``.

    ``score``, ``late`` and ``returned_times`` repeat what adoptions, times and steps say, for lists and sums; never set by hand.
    ``came_at`` is when the office had it, by telephone perhaps, before it was entered.
    """

    class State(models.TextChoices):
        SUBMITTED = "submitted", "待处理"
        RETURNED = "returned", "已退回"
        ADOPTED = "adopted", "已采用"
        DECLINED = "declined", "未采用"

    organ = models.ForeignKey(
        Organ, verbose_name="报送给", on_delete=models.PROTECT, related_name="received_submissions"
    )
    source = models.ForeignKey(Organ, verbose_name="报送单位", on_delete=models.PROTECT, related_name="submissions")
    section = models.ForeignKey(
        Section, verbose_name="科室", null=True, blank=True, on_delete=models.PROTECT, related_name="submissions"
    )
    number = models.CharField("编号", max_length=60, unique=True, editable=False)
    title = models.CharField("标题", max_length=120)
    author = models.CharField("作者", max_length=40)
    kind = models.CharField("种类", max_length=12, choices=kind_choices)
    body = models.TextField("正文", max_length=20_000, blank=True)
    file = models.ForeignKey(
        StoredFile, verbose_name="附件", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    urgent = models.BooleanField("紧急", default=False)
    happened_at = models.DateTimeField("事情发生的时间", null=True, blank=True)
    came_at = models.DateTimeField("报来的时间")
    wanted_on = models.DateField("要求报送的日期", null=True, blank=True)
    submitted_on = models.DateField("报送日期", editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="报送人", on_delete=models.PROTECT, related_name="+"
    )
    submitted_at = models.DateTimeField("登记时间", default=timezone.now, editable=False)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.SUBMITTED, editable=False)
    due_on = models.DateField("处理期限", null=True, editable=False)
    handled_at = models.DateTimeField("处理时间", null=True, editable=False)
    reason = models.CharField("退回或者不采用的原因", max_length=300, blank=True)
    returned_times = models.PositiveIntegerField("退回次数", default=0, editable=False)
    late = models.BooleanField("迟报", default=False, editable=False)
    score = models.DecimalField("得分", editable=False, **POINTS)

    not_logged = ("body",)

    class Meta:
        verbose_name = verbose_name_plural = "报送的信息"
        ordering = ("-id",)
        indexes = (
            models.Index(
                fields=("organ", "submitted_on", "source", "section", "state", "late", "returned_times", "score"),
                name="submission_counted",
            ),
            models.Index(fields=("organ", "state", "-urgent", "due_on", "id"), name="submission_by_state"),
            models.Index(fields=("source", "-id"), name="submission_of_source"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(urgent=False) | Q(happened_at__lte=F("came_at")),
                name="submission_urgent_says_when",
                violation_error_message="紧急信息请写明事情发生的时间，它不能晚于报来的时间。",
            ),
        )

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """Its page on the workbench."""
        return reverse("workbench:submission", args=[self.number])

    @property
    def unit_title(self) -> str:
        """Who submitted it, as the receiving organ says it."""
        if self.source_id != self.organ_id:
            return self.source.short_name
        return self.section.name if self.section else self.source.short_name

    @property
    def delay(self) -> timedelta | None:
        """How long after the event an urgent piece came."""
        return self.came_at - self.happened_at if self.urgent and self.happened_at else None

    @property
    def delay_words(self) -> str:
        """The delay in words; nothing for one that is not urgent."""
        if self.delay is None:
            return ""
        minutes = int(self.delay.total_seconds()) // 60
        hours, rest = divmod(minutes, 60)
        return f"事发后{hours}小时{rest}分钟报来" if hours else f"事发后{rest}分钟报来"

    @property
    def is_overdue(self) -> bool:
        """Whether the organ's own limit for handling it is over."""
        return bool(
            self.state == self.State.SUBMITTED and self.due_on is not None and self.due_on < timezone.localdate()
        )

    def clean(self) -> None:
        self.title, self.author, self.body = self.title.strip(), self.author.strip(), self.body.strip()
        if self.section is not None and self.section.organ_id != self.source_id:
            raise ValidationError({"section": "这个科室不属于报送的机关，请另选。"})
        if not self.body and self.file is None:
            raise ValidationError({"body": "请填写正文，或者附上文件。"})
        if self.source_id != self.organ_id and self.source.parent_id != self.organ_id:
            raise ValidationError({"organ": "信息报给本机关的办公室，或者直接上级机关的办公室。"})
        if not self.urgent:
            self.happened_at = None
        elif self.happened_at is None:
            raise ValidationError({"happened_at": "紧急信息请写明事情发生的时间。"})
        if self.came_at and self.came_at > timezone.now() + timedelta(minutes=1):
            raise ValidationError({"came_at": "报来的时间还没有到，请核对。"})


class Adoption(models.Model):
    """That a piece was adopted by a channel on a day. Taken back with a reason, never deleted. ``points`` are by the rules of that day."""

    submission = models.ForeignKey(Submission, verbose_name="信息", on_delete=models.PROTECT, related_name="adoptions")
    channel = models.CharField("采用渠道", max_length=40)
    level = models.CharField("级别", max_length=10, choices=level_choices)
    on = models.DateField("采用日期")
    evidence = models.CharField("在哪里可以看到", max_length=200, blank=True, help_text="期号、版面或者网址。")
    item = models.ForeignKey(
        Item, verbose_name="发布的信息", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    points = models.DecimalField("分值", **POINTS)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="登记人", on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField("登记时间", default=timezone.now, editable=False)
    struck_at = models.DateTimeField("撤销时间", null=True, editable=False)
    struck_why = models.CharField("撤销原因", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "采用"
        ordering = ("on", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("submission", "channel"),
                condition=Q(struck_at=None),
                name="adoption_once_by_channel",
                violation_error_message="这个渠道采用这一篇已经登记过了。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.channel}采用“{self.submission.title}”"

    def clean(self) -> None:
        self.evidence = self.evidence.strip()
        if not self.evidence and self.item is None:
            raise ValidationError({"evidence": "请写明在哪里可以看到，例如 第12期，或者网址。"})
        if self.on > timezone.localdate():
            raise ValidationError({"on": "采用日期还没有到，采用以后再登记。"})
        if self.on < self.submission.submitted_on:
            raise ValidationError({"on": f"采用日期早于报送日期（{told(self.submission.submitted_on)}），请核对。"})


class Circular(models.Model):
    """A circular about a period. ``content`` is what was counted when it was drawn up; the text may be edited until it is approved.

    Another drawing of the same period is another version; issued, it replaces the one before, which stays.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "起草中"
        APPROVED = "approved", "待印发"
        ISSUED = "issued", "已印发"
        REPLACED = "replaced", "已由新的一版代替"
        DROPPED = "dropped", "不用"

    organ = models.ForeignKey(Organ, verbose_name="机关", on_delete=models.PROTECT, related_name="submission_circulars")
    kind = models.CharField("期间", max_length=8, choices=list(KINDS.items()))
    year = models.PositiveIntegerField("年度")
    period_number = models.PositiveSmallIntegerField("第几个")
    version = models.PositiveIntegerField("第几版", editable=False)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.DRAFT, editable=False)
    counted_on = models.DateField("统计到哪一天")
    text = models.TextField("正文", max_length=20_000)
    content: Any = models.JSONField("统计结果", default=dict, editable=False)
    number = models.CharField("文号", max_length=60, blank=True, editable=False)
    issued_on = models.DateField("印发日期", null=True, editable=False)
    drawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="起草人", on_delete=models.PROTECT, related_name="+", editable=False
    )
    drawn_at = models.DateTimeField("起草时间", default=timezone.now, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="批准人",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    approved_at = models.DateTimeField("批准时间", null=True, editable=False)

    not_logged = ("content",)

    class Meta:
        verbose_name = verbose_name_plural = "信息报送通报"
        ordering = ("-year", "-issued_on", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("organ", "kind", "year", "period_number", "version"), name="circular_version_once"
            ),
            models.UniqueConstraint(
                fields=("organ", "number"),
                condition=~Q(number=""),
                name="circular_number_once",
                violation_error_message="这个文号已经用过了。",
            ),
            models.CheckConstraint(condition=~Q(approved_by=F("drawn_by")), name="circular_approved_by_another"),
        )
        indexes = (models.Index(fields=("organ", "issued_on"), name="circular_issued"),)

    def __str__(self) -> str:
        return f"{self.period.title}信息报送和采用情况通报（第{self.version}版）"

    def get_absolute_url(self) -> str:
        """Its page on the workbench."""
        return reverse("workbench:circular", args=[self.pk])

    @property
    def period(self) -> Period:
        """What it is about."""
        return Period(self.kind, self.year, self.period_number)
