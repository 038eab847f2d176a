"""What an organ is made to set right: a case of that organ, ordered and accepted by the one above it."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse

from gongkai.assessment.accountability.choices import title_of
from gongkai.assessment.accountability.rectification_moves import TABLE
from gongkai.casework import History
from gongkai.web.accountability.models.complaint import Complaint
from gongkai.web.casework.models import Case
from gongkai.web.files.sealing import FileOfCase

FOLLOWING = ("means", "source", "ordered_on", "reported_on", "ended_on")


class Rectification(Case):
    """``organ`` has to set things right by a day, ``orderer`` asked for it. Where it comes from: a complaint, or what is named."""

    table = TABLE
    main_clock = "rectify"

    organ = models.ForeignKey(
        "organs.Organ", verbose_name="整改的机关", on_delete=models.PROTECT, related_name="rectifications"
    )
    orderer = models.ForeignKey(
        "organs.Organ", verbose_name="要求整改的机关", on_delete=models.PROTECT, related_name="rectifications_ordered"
    )
    number = models.CharField("整改通知编号", max_length=60, unique=True, editable=False)
    year = models.PositiveIntegerField("编号年度", editable=False)
    serial = models.PositiveIntegerField("序号", editable=False)
    complaint = models.ForeignKey(
        Complaint, verbose_name="投诉", null=True, blank=True, on_delete=models.PROTECT, related_name="rectifications"
    )
    source_note = models.CharField("由来的说明", max_length=300, blank=True)
    source_url = models.CharField("由来的网址", max_length=300, blank=True)
    title = models.CharField("事由", max_length=120)
    problem = models.TextField("存在的问题", max_length=2000)
    requirements = models.TextField("整改要求", max_length=2000)

    means = models.CharField("方式", max_length=12, editable=False)
    source = models.CharField("由来", max_length=12, editable=False)
    ordered_on = models.DateField("下达日期", null=True, editable=False)
    reported_on = models.DateField("报告日期", null=True, blank=True, editable=False)
    ended_on = models.DateField("办结日期", null=True, blank=True, editable=False)
    erased_at = None

    class Meta:
        verbose_name = verbose_name_plural = "信息公开整改"
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(fields=("orderer", "year", "serial"), name="rectification_serial_once_in_a_year"),
            models.CheckConstraint(
                condition=~models.Q(organ=models.F("orderer")),
                name="rectification_ordered_by_another",
                violation_error_message="机关不能要求自己整改，请选择下级机关。",
            ),
        )
        indexes = (
            models.Index(fields=("organ", "ended", "state", "due_on"), name="rectification_of_organ"),
            models.Index(fields=("orderer", "ordered_on", "means", "state"), name="rectification_ordered"),
        )

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """Its page on the workbench."""
        return reverse("workbench:rectification", args=[self.number])

    def clean(self) -> None:
        for name, missing in _MISSING.items():
            value = getattr(self, name).replace("\r\n", "\n").strip()
            setattr(self, name, value)
            if not value:
                raise ValidationError({name: missing})
        if self.source_url and not self.source_url.startswith(("http://", "https://", "/")):
            raise ValidationError({"source_url": "网址要以 http:// 、https:// 或者 / 开头。"})

    def follow(self, history: History) -> tuple[str, ...]:
        """Keep the columns for counting as the history says them."""
        begun, reported = history.effective[0], history.last("report")
        self.means, self.source = str(begun.facts["measure"]), str(begun.facts["source"])
        self.ordered_on = begun.on
        self.reported_on = reported.on if reported is not None else None
        self.ended_on = history.entered.on if history.ended and history.entered is not None else None
        return FOLLOWING

    @property
    def means_title(self) -> str:
        """By what means it was asked for."""
        return title_of("measures", self.means)

    @property
    def source_title(self) -> str:
        """Where it comes from."""
        return title_of("sources", self.source)


_MISSING = {
    "title": "请写事由，例如“逾期答复公开申请的整改”。",
    "problem": "请写明存在的问题。",
    "requirements": "请写明整改要求。",
}


class Evidence(FileOfCase):
    """One file that shows what was set right, encrypted where it lies."""

    class Role(models.TextChoices):
        OTHER = "other", "证明材料"

    rectification = models.ForeignKey(Rectification, on_delete=models.PROTECT, related_name="papers")
    role = models.CharField("种类", max_length=8, choices=Role.choices)

    class Meta:
        verbose_name = verbose_name_plural = "整改的证明材料"
        ordering = ("rectification", "id")

    def __str__(self) -> str:
        return f"{self.get_role_display()}{self.pk}"
