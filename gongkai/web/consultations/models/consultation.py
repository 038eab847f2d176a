"""A consultation or survey: a case, with what the public reads of it.

It is a case, not a plain record, because something falls due: the outcome has to be published in time. Reminders, the calendar, watchers
and the log of steps then come by themselves. Consultations and surveys follow one table and are counted together (征集调查); they differ in
whether opinions on a draft or answers to questions are asked for. That a period has ended is read off ``closes_on``, no step records it.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone

from gongkai.casework import Event, History
from gongkai.engagement.consultations.kinds import HEARING, LOCAL, Kind, kinds, own_limits
from gongkai.engagement.consultations.moves import PUBLIC_STATES, TABLE
from gongkai.engagement.consultations.periods import SHORT, finding
from gongkai.web.casework.models import Case
from gongkai.web.files.models import StoredFile
from gongkai.web.normative.models import NormativeDocument
from gongkai.web.organs.models import Organ

FOLLOWING = (
    "kind", "opened_on", "closes_on", "held_on", "shortened_reason", "changed_reason", "short", "measured", "reported_on",
    "reported_late", "version", "ended_reason",
)  # fmt: skip
LONGEST_TEXT = 200_000
DETAIL: dict[str, Any] = {"max_length": 2000, "blank": True}


def kind_choices() -> list[tuple[str, str]]:
    """The kinds by key."""
    return [(key, each.title) for key, each in kinds().items()]


def setting_choices() -> list[tuple[str, str]]:
    """The periods that an organ may set."""
    return [(key, own_limits()[key][0].title) for key in LOCAL]


class Consultation(Case):
    """One consultation or survey.

    What is entered while it is drafted stands beside what follows from its steps: ``wanted_closes_on`` is the plan, ``closes_on`` what
    holds. ``version`` grows when it was taken back for a correction, which is only possible before anybody answered.
    ``measured`` is how the period was found against what it should be, ``short`` in a word: empty, ``least`` or ``advised``.
    """

    table = TABLE
    main_clock = "result"

    class Asks(models.TextChoices):
        NO = "no", "不问"
        OPTIONAL = "optional", "可以不填"
        REQUIRED = "required", "必须填写"

    organ = models.ForeignKey(Organ, verbose_name="机关", on_delete=models.PROTECT, related_name="consultations")
    section = models.ForeignKey(
        "organs.Section", verbose_name="起草科室", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    number = models.CharField("编号", max_length=60, unique=True, editable=False)
    year = models.PositiveIntegerField("编号年度", editable=False)
    serial = models.PositiveIntegerField("序号", editable=False)
    kind = models.CharField("种类", max_length=24, choices=kind_choices)
    title = models.CharField("标题", max_length=120)
    draft = models.TextField("征求意见稿", max_length=LONGEST_TEXT, blank=True)
    explanation = models.TextField("起草说明", max_length=20_000, blank=True)
    ways = models.TextField("提出意见的其他方式", **DETAIL)
    wanted_closes_on = models.DateField("计划截止的日期", null=True, blank=True)
    wanted_held_on = models.DateField("听证会计划举行的日期", null=True, blank=True)
    hearing_place = models.CharField("听证会的时间和地点", max_length=200, blank=True)
    wanted_reason = models.CharField("缩短时间的理由", max_length=500, blank=True)
    asks_name = models.CharField("称呼", max_length=8, choices=Asks.choices, default=Asks.OPTIONAL)
    asks_contact = models.CharField("联系方式", max_length=8, choices=Asks.choices, default=Asks.OPTIONAL)
    about_year = models.PositiveIntegerField("评议的年度", null=True, blank=True)
    per_address = models.PositiveSmallIntegerField("同一网络地址最多答几份", default=10)
    document = models.ForeignKey(
        NormativeDocument,
        verbose_name="规章、规范性文件的档案",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="consultations",
    )

    opened_on = models.DateField("开启日期", null=True, editable=False)
    closes_on = models.DateField("截止日期", null=True, editable=False)
    held_on = models.DateField("听证会举行的日期", null=True, editable=False)
    shortened_reason = models.CharField("写明的缩短理由", max_length=2000, blank=True, editable=False)
    changed_reason = models.CharField("改定截止日期的理由", max_length=2000, blank=True, editable=False)
    short = models.CharField("时间是否偏短", max_length=8, choices=list(SHORT.items()), blank=True, editable=False)
    measured: Any = models.JSONField("时间的核对", default=dict, blank=True, editable=False)
    reported_on = models.DateField("公布结果的日期", null=True, editable=False)
    reported_late = models.BooleanField("逾期公布结果", default=False, editable=False)
    version = models.PositiveIntegerField("第几版", default=1, editable=False)
    ended_reason = models.CharField("撤回、不再办理的理由", max_length=2000, blank=True, editable=False)
    result = models.TextField("结果", max_length=LONGEST_TEXT, blank=True, editable=False)
    result_counts: Any = models.JSONField("结果里的件数", default=dict, blank=True, editable=False)
    voting_secret = models.CharField(max_length=64, blank=True, editable=False)

    not_logged = ("draft", "explanation", "result", "voting_secret")

    class Meta:
        verbose_name = verbose_name_plural = "征集调查"
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(fields=("organ", "year", "serial"), name="consultation_serial_once_in_a_year"),
        )
        indexes = (
            models.Index(fields=("organ", "opened_on", "kind", "short"), name="consultation_opened"),
            models.Index(fields=("organ", "reported_on"), name="consultation_reported"),
            models.Index(fields=("organ", "ended", "state", "due_on", "closes_on"), name="consultation_due"),
            models.Index(fields=("state", "closes_on", "opened_on"), name="consultation_public"),
        )

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """Its page on the workbench."""
        return reverse("workbench:consultation", args=[self.number])

    @property
    def public_url(self) -> str:
        """Its page on the portal."""
        return reverse("portal:consultation", args=[self.number])

    @property
    def kind_of(self) -> Kind:
        """What its kind asks for."""
        return kinds()[self.kind]

    @property
    def is_survey(self) -> bool:
        """Whether questions are asked."""
        return self.kind_of.is_survey

    @property
    def is_public(self) -> bool:
        """Whether the public may see it: from its opening on; taken back for a correction, it is seen again when it opens again."""
        return self.state in PUBLIC_STATES

    @property
    def is_open(self) -> bool:
        """Whether opinions or answers are taken today."""
        return self.state == "open" and self.closes_on is not None and timezone.localdate() <= self.closes_on

    @property
    def is_closed(self) -> bool:
        """Whether its time is over and no outcome is published yet."""
        return self.state in ("open", "result_review") and not self.is_open

    @property
    def standing(self) -> tuple[str, str]:
        """How it stands for the public: words and tone."""
        if self.is_open:
            return ("征集中" if not self.is_survey else "调查中", "good")
        if self.state == "reported":
            return ("已公布结果", "info")
        if self.state == "withdrawn":
            return ("已撤回", "neutral")
        return ("已截止，等待公布结果", "warn") if self.is_closed else (self.state_title, "neutral")

    @property
    def is_overdue(self) -> bool:
        """Whether its outcome should have been published by now."""
        return not self.ended and self.due_on is not None and self.due_on < timezone.localdate()

    @property
    def finding(self) -> str:
        """What is wrong with its period, as a sentence; empty where nothing is."""
        return finding(self.measured, self.shortened_reason)

    def clean(self) -> None:
        """What was entered fits together; whether the period is long enough is measured when it opens."""
        self.title = " ".join(self.title.split())
        for name in ("draft", "explanation", "ways", "hearing_place", "wanted_reason"):
            setattr(self, name, getattr(self, name).replace("\r\n", "\n").replace("\x00", "").strip())
        found: dict[str, str] = {}
        if len(self.title) < 4:
            found["title"] = "请写标题，例如“青石县农机购置补贴办法（征求意见稿）”。"
        if self.kind in kinds() and self.kind_of.counts_to != HEARING:
            self.wanted_held_on = None
        elif self.wanted_held_on and self.wanted_closes_on and self.wanted_held_on < self.wanted_closes_on:
            found["wanted_held_on"] = "听证会在截止报名、提出意见的日期以前，请核对。"
        if self.section is not None and self.section.organ_id != self.organ_id:
            found["section"] = "请选择本机关的科室。"
        if self.document is not None and self.document.organ_id != self.organ_id:
            found["document"] = "请选择本机关的文件档案。"
        if self.kind == "public_appraisal" and not self.about_year:
            found["about_year"] = "社会评议请写明评议的是哪一年。"
        if self.about_year and not 2000 <= self.about_year <= 2199:
            found["about_year"] = "年度写成四位数，例如 2025。"
        if not 1 <= self.per_address <= 1000:
            found["per_address"] = "同一网络地址最多答几份，填1到1000。"
        if found:
            raise ValidationError(found)

    def follow(self, history: History) -> tuple[str, ...]:
        """Keep the columns as the history says them."""
        self.kind = str(history.effective[0].facts["kind"])
        opened, measured = None, None
        self.reported_late, self.version = False, 1
        self.changed_reason = self.ended_reason = self.shortened_reason = ""
        self.closes_on = self.held_on = self.reported_on = None
        for each in history.effective:
            if each.move in ("open", "change_closing"):
                opened = each.on if each.move == "open" else opened
                measured = each
                self.changed_reason = str(each.facts.get("reason", "")) if each.move == "change_closing" else ""
            elif each.move == "revise":
                opened = measured = None
                self.changed_reason = ""
                self.version += 1
            elif each.move == "publish_result":
                self.reported_on = each.on
                due = date.fromisoformat(str(measured.facts["report_by"])) if measured is not None else each.on
                self.reported_late = each.on > due
            elif each.move in ("withdraw", "abandon"):
                self.ended_reason = str(each.facts.get("reason", ""))
        self.opened_on, self.measured, self.short = opened, {}, ""
        if measured is not None:
            self._measured_by(measured)
        return FOLLOWING

    def _measured_by(self, event: Event) -> None:
        self.closes_on = date.fromisoformat(str(event.facts["closes_on"]))
        held = event.facts.get("held_on")
        self.held_on = date.fromisoformat(str(held)) if held else None
        self.shortened_reason = str(event.facts.get("shortened_reason", ""))
        self.measured = json.loads(str(event.facts.get("measured", "{}")))
        self.short = self.measured.get("short", "")


class ConsultationFile(models.Model):
    """A file that stands below the draft for everybody, once it is open: the draft itself, its explanation, annexes."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="files")
    file = models.ForeignKey(StoredFile, verbose_name="文件", on_delete=models.PROTECT, related_name="+")
    title = models.CharField("名称", max_length=120)
    removed_at = models.DateTimeField("移除时间", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "征求意见的附件"
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("consultation", "file"),
                condition=models.Q(removed_at=None),
                name="consultation_file_once",
                violation_error_message="这个文件已经附上了。",
            ),
        )

    def __str__(self) -> str:
        return self.title


class PeriodSetting(models.Model):
    """A period that an organ sets for itself and those below it, from a day on. Added, never changed."""

    organ = models.ForeignKey(Organ, verbose_name="机关", on_delete=models.PROTECT, related_name="+")
    key = models.CharField("期限", max_length=30, choices=setting_choices)
    since = models.DateField("从哪一天起")
    amount = models.PositiveIntegerField("多少日")
    basis = models.CharField("依据", max_length=200)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="录入人", on_delete=models.PROTECT, related_name="+", editable=False
    )
    made_at = models.DateTimeField("录入时间", default=timezone.now, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "征集调查的期限"
        ordering = ("key", "-since", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("organ", "key", "since"),
                name="consultation_period_once_a_day",
                violation_error_message="这个期限从这一天起的规定已经有了，请另选日期。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_key_display()}{self.amount}日"

    def clean(self) -> None:
        """It says on what it is based."""
        self.basis = " ".join(self.basis.split())
        if len(self.basis) < 4:
            raise ValidationError(
                {"basis": "请写明依据，例如 《青石县政府网站管理办法》第十二条，或者 会议纪要的名称。"}
            )
        if self.amount and not 1 <= self.amount <= 365:
            raise ValidationError({"amount": "填1到365。"})
