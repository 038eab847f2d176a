"""Fee statements (收费核算单): what one application costs by one tariff, how that came about, and what became of it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from gongkai.applications.fees import tariffs
from gongkai.web.applications.models import Application
from gongkai.web.organs.models import Organ

STATES = {
    "drawn": "已核算，没有告知",
    "notified": "已告知，等待缴费",
    "paid": "已缴费",
    "waived": "已减免",
    "lapsed": "逾期未缴",
    "closed": "申请撤回或者并案，不再收取",
    "cancelled": "核算作废",
}
LIVE = ("drawn", "notified", "paid", "waived", "lapsed", "closed")
"""A statement that was cancelled leaves room for another one."""


def tariff_choices() -> list[tuple[str, str]]:
    """The two tariffs as forms take them."""
    return [(each.key, each.title) for each in tariffs().values()]


class FeeStatement(models.Model):
    """One statement. ``units``: pages, or the place of the application in its month; amounts are yuan.

    ``counted`` lists the numbers of the applications of the same applicant in that month that were counted, the last of them
    this one. The dates repeat what the case says (``following``): the notice, its arrival, the payment.
    """

    organ = models.ForeignKey(Organ, verbose_name="机关", on_delete=models.PROTECT, related_name="fee_statements")
    application = models.ForeignKey(
        Application, verbose_name="申请", on_delete=models.PROTECT, related_name="fee_statements"
    )
    state = models.CharField("状态", max_length=12, choices=list(STATES.items()), default="drawn", editable=False)
    tariff = models.CharField("计收标准", max_length=12, choices=tariff_choices)
    on = models.DateField("核算日期")
    month = models.DateField("计入的自然月（第一日）", null=True, blank=True)
    units = models.PositiveIntegerField("件数位次或者页数")
    amount = models.PositiveIntegerField("数额（元）")
    standard = models.CharField("适用的标准", max_length=400)
    basis = models.CharField("依据", max_length=200)
    counted: Any = models.JSONField("计入的申请", default=list, blank=True)
    drawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="核算人", on_delete=models.PROTECT, related_name="+"
    )
    drawn_at = models.DateTimeField("核算时间", default=timezone.now, editable=False)

    notified_on = models.DateField("告知日期", null=True, blank=True, editable=False)
    delivered_on = models.DateField("申请人收到通知的日期", null=True, blank=True, editable=False)
    paid_on = models.DateField("缴费日期", null=True, blank=True, editable=False)
    receipt = models.CharField("财政票据号码", max_length=60, blank=True, editable=False)
    ended_on = models.DateField("减免、逾期或者不再收取的日期", null=True, blank=True, editable=False)

    waiver_reason = models.CharField("减免的理由", max_length=500, blank=True)
    waiver_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="提请减免的人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    waiver_decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="批准减免的人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    cancel_reason = models.CharField("作废的理由", max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "信息处理费核算单"
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("application",),
                condition=~Q(state="cancelled"),
                name="fee_once_for_an_application",
                violation_error_message="这件申请已经核算过收费，一件申请只能按一种标准收一次费。",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0, units__gt=0), name="fee_is_owed"),
            models.CheckConstraint(
                condition=~Q(waiver_decided_by=models.F("waiver_asked_by")), name="fee_waived_by_another"
            ),
        )
        indexes = (
            models.Index(fields=("organ", "notified_on"), name="fee_notified"),
            models.Index(fields=("organ", "paid_on"), name="fee_paid"),
            models.Index(fields=("organ", "state"), name="fee_state"),
        )

    def __str__(self) -> str:
        return f"{self.application.number} {self.amount}元"

    def get_absolute_url(self) -> str:
        """The fee page of its application."""
        return reverse("workbench:processing_fee", args=[self.application.number])

    @property
    def tariff_title(self) -> str:
        """What its tariff is called."""
        return tariffs()[self.tariff].title if self.tariff in tariffs() else self.tariff

    @property
    def waiver_asked(self) -> bool:
        """Whether somebody asked to waive it and nobody has decided yet."""
        return self.waiver_asked_by_id is not None and self.state in ("drawn", "notified")


class FeeSetting(models.Model):
    """How fees are paid to an organ: what the notice must say (缴纳方式), given by the organ itself."""

    organ = models.OneToOneField(Organ, verbose_name="机关", on_delete=models.PROTECT, related_name="fee_setting")
    how_to_pay = models.TextField(
        "缴纳方式",
        max_length=1000,
        help_text="写进收费通知：收款单位、账号、可以在哪里缴、缴费后怎样取得财政票据。信息处理费全额上缴同级国库。",
    )
    contact = models.CharField("咨询电话和地址", max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = "信息处理费的缴纳方式"

    def __str__(self) -> str:
        return str(self.organ)
