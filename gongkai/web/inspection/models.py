"""What an office says for the check of its site, what a person found, self-inspections with their versions, problems to be set right."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from gongkai.assessment.freshness.moves import TABLE
from gongkai.assessment.freshness.rules import HOWS, versions
from gongkai.web.casework.models import Case
from gongkai.web.organs.models import Organ, Section
from gongkai.web.publishing.models import Item
from gongkai.web.screening.models import LinkCheck


def indicator_choices() -> list[tuple[str, str]]:
    """Every veto of every version of the rules."""
    return list({each.key: each.title for rules in versions() for each in rules.indicators.values()}.items())


def asked_choices() -> list[tuple[str, str]]:
    """Those that a person is asked."""
    found = {each.key: each.title for rules in versions() for each in rules.indicators.values() if not each.by_program}
    return list(found.items())


class Setting(models.Model):
    """What the check asks of an organ. An organ without one has public services and the national limits."""

    organ = models.OneToOneField(
        Organ, verbose_name="机关", on_delete=models.PROTECT, related_name="inspection_setting"
    )
    public_services = models.BooleanField(
        "有对外服务职能", default=True, help_text="没有对外服务职能的机关，不查办事服务的两项。"
    )
    account_days = models.PositiveIntegerField(
        "新媒体账号多少天内要有更新",
        null=True,
        blank=True,
        validators=[MinValueValidator(2), MaxValueValidator(14)],
        help_text="国家的指标是14天。上级规定更严的（例如10天）填在这里，本机关和下级机关都按它数。",
    )
    account_basis = models.CharField("更严的规定见于", max_length=200, blank=True, help_text="通知的名称和文号。")

    class Meta:
        verbose_name = verbose_name_plural = "网站检查设置"

    def __str__(self) -> str:
        return f"{self.organ}的网站检查设置"

    def clean(self) -> None:
        self.account_basis = self.account_basis.strip()
        if self.account_days and not self.account_basis:
            raise ValidationError({"account_basis": "填了更严的天数，请写明哪个文件规定的。"})


class Answer(models.Model):
    """What a person found about a veto that a program cannot see, on a day. Added, never changed; the newest holds for a while."""

    class Finding(models.TextChoices):
        CLEAR = "clear", "检查过，没有发现"
        FOUND = "found", "发现了问题"

    organ = models.ForeignKey(Organ, verbose_name="机关", on_delete=models.PROTECT, related_name="inspection_answers")
    indicator = models.CharField("检查项目", max_length=30, choices=asked_choices)
    on = models.DateField("检查日期", default=timezone.localdate)
    finding = models.CharField("结论", max_length=8, choices=Finding.choices, blank=True)
    visits = models.PositiveIntegerField("一周访问的次数", null=True, blank=True)
    failed = models.PositiveIntegerField("其中打不开的次数", null=True, blank=True)
    note = models.CharField("怎样检查的、发现了什么", max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name="检查人", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("填写时间", default=timezone.now, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "人工检查的结论"
        ordering = ("-on", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(failed=None) | Q(failed__lte=F("visits")),
                name="answer_failed_within_visits",
                violation_error_message="打不开的次数不能多于访问的次数，请核对。",
            ),
            models.CheckConstraint(condition=~Q(finding="") | Q(visits__isnull=False), name="answer_says_something"),
        )
        indexes = (models.Index(fields=("organ", "indicator", "-on"), name="answer_newest"),)

    def __str__(self) -> str:
        return f"{self.get_indicator_display()}：{self.words}"

    @property
    def words(self) -> str:
        """The conclusion in words."""
        if self.visits is not None:
            return f"访问{self.visits}次，打不开{self.failed}次"
        return self.get_finding_display()

    def clean(self) -> None:
        self.note = self.note.strip()
        if self.on and self.on > timezone.localdate():
            raise ValidationError({"on": "检查日期还没有到。检查以后再填写。"})
        if len(self.note) < 4:
            raise ValidationError({"note": "请写明怎样检查的，例如 逐栏打开看过，扫描工具没有报警。"})
        known = next((rules.indicators.get(self.indicator) for rules in reversed(versions())), None)
        if known is None or known.by_program:
            raise ValidationError({"indicator": "没有这一项，请从列出的项目里选。"})
        if known.how == "visits":
            if self.visits is None or self.failed is None or not self.visits:
                raise ValidationError({"visits": "请填写一周访问了多少次、其中多少次打不开。"})
            self.finding = ""
        else:
            self.visits = self.failed = None
            if not self.finding:
                raise ValidationError({"finding": "请选择结论。"})


class SelfInspection(models.Model):
    """A self-inspection of a quarter. ``content`` is what was found when it was drawn up, and never changes; another drawing is another version."""

    class State(models.TextChoices):
        DRAWN = "drawn", "待办公室审签"
        CHECKED = "checked", "待领导小组签发"
        SIGNED = "signed", "已签发"
        REPLACED = "replaced", "已由新的一版代替"

    organ = models.ForeignKey(Organ, verbose_name="机关", on_delete=models.PROTECT, related_name="self_inspections")
    year = models.PositiveIntegerField("年度")
    quarter = models.PositiveSmallIntegerField("季度", validators=[MinValueValidator(1), MaxValueValidator(4)])
    version = models.PositiveIntegerField("第几版", editable=False)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.DRAWN, editable=False)
    on = models.DateField("检查时点", default=timezone.localdate)
    measures = models.TextField("检查的组织和做法", max_length=2000, blank=True)
    next_steps = models.TextField("下一步打算", max_length=2000, blank=True)
    content: Any = models.JSONField("检查结果", default=dict, editable=False)
    sha256 = models.CharField("校验值", max_length=64, editable=False)
    drawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="编制人", on_delete=models.PROTECT, related_name="+", editable=False
    )
    drawn_at = models.DateTimeField("编制时间", default=timezone.now, editable=False)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="办公室审签人",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    checked_at = models.DateTimeField("审签时间", null=True, editable=False)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="领导小组签发人",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    signed_at = models.DateTimeField("签发时间", null=True, editable=False)

    not_logged = ("content",)

    class Meta:
        verbose_name = verbose_name_plural = "自查报告"
        ordering = ("-year", "-quarter", "-version")
        constraints = (
            models.UniqueConstraint(
                fields=("organ", "year", "quarter", "version"), name="self_inspection_version_once"
            ),
            models.CheckConstraint(condition=~Q(signed_by=F("drawn_by")), name="self_inspection_signed_by_another"),
        )

    def __str__(self) -> str:
        return f"{self.year}年第{self.quarter}季度网站自查报告（第{self.version}版）"

    def get_absolute_url(self) -> str:
        """Its page on the workbench."""
        return reverse("workbench:self_inspection", args=[self.pk])

    @property
    def is_signed(self) -> bool:
        """Whether the leading group has signed it."""
        return self.signed_at is not None


class Problem(Case):
    """A problem to be set right by a day, by whoever answers for it; checked before it is struck off (销号)."""

    table = TABLE
    main_clock = "set_right"

    organ = models.ForeignKey(Organ, verbose_name="机关", on_delete=models.PROTECT, related_name="inspection_problems")
    number = models.CharField("编号", max_length=60, unique=True, editable=False)
    inspection = models.ForeignKey(
        SelfInspection,
        verbose_name="自查报告",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="problems",
    )
    indicator = models.CharField("检查项目", max_length=30, choices=indicator_choices)
    subject = models.CharField("什么有问题", max_length=200)
    what = models.CharField("问题", max_length=500)
    subject_kind = models.CharField("对象的种类", max_length=60, blank=True, editable=False)
    subject_id = models.CharField("对象", max_length=40, blank=True, editable=False)
    section = models.ForeignKey(
        Section, verbose_name="责任科室", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="责任人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="inspection_problems",
    )
    raised_on = models.DateField("提出日期", default=timezone.localdate)

    class Meta:
        verbose_name = verbose_name_plural = "网站检查问题"
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("organ", "indicator", "subject_kind", "subject_id"),
                condition=Q(ended=False) & ~Q(subject_id=""),
                name="problem_open_once",
                violation_error_message="这个问题已经提出过，正在整改。",
            ),
        )
        indexes = (
            models.Index(fields=("organ", "ended", "due_on"), name="problem_of_organ"),
            models.Index(fields=("officer", "ended"), name="problem_of_officer"),
        )

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """Its page on the workbench."""
        return reverse("workbench:problem", args=[self.number])

    @property
    def how_title(self) -> str:
        """How the veto is seen."""
        known = next((rules.indicators.get(self.indicator) for rules in reversed(versions())), None)
        return HOWS[known.how] if known else ""

    def clean(self) -> None:
        self.what = self.what.strip()
        self.subject = self.subject.strip()
        if self.section is not None and self.section.organ_id != self.organ_id:
            raise ValidationError({"section": "这个科室不属于所选的机关，请另选。"})


class LinkUse(models.Model):
    """An address outside that a public item leads to, as its present version says; rewritten when a version is published."""

    item = models.ForeignKey(Item, verbose_name="信息", on_delete=models.PROTECT, related_name="link_uses")
    link = models.ForeignKey(LinkCheck, verbose_name="外部链接", on_delete=models.PROTECT, related_name="uses")

    class Meta:
        verbose_name = verbose_name_plural = "信息里的外部链接"
        constraints = (models.UniqueConstraint(fields=("link", "item"), name="link_use_once"),)

    def __str__(self) -> str:
        return f"{self.item}"
