"""An application for government information: a case, with what the applicant wrote and who the applicant is.

The columns for counting (``applicant_kind``, ``outcome``, ``received_year``, ``ended_year``) repeat what the events say, see
``gongkai.applications.counted``; table 3 is counted from them with one index. What identifies a person is encrypted and can be
erased without changing any of them.
"""

from __future__ import annotations

from contextlib import suppress

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from gongkai.applications.channels import channels
from gongkai.applications.counted import counted
from gongkai.applications.intake import applicant_kinds, title_of, titles
from gongkai.applications.moves import TABLE
from gongkai.applications.outcomes import outcome_title
from gongkai.applications.waiting import longest, waits_of
from gongkai.casework import History
from gongkai.casework.counting import Counting, Uncountable, Unit
from gongkai.casework.reckoning import due
from gongkai.web.casework.models import Case
from gongkai.web.privacy.fields import EncryptedTextField
from gongkai.web.privacy.masks import mask_name, mask_number


def channel_choices() -> list[tuple[str, str]]:
    """The channels as forms take them."""
    return [(each.key, each.title) for each in channels().values()]


def kind_choices() -> list[tuple[str, str]]:
    """The kinds of applicants as forms take them."""
    return titles("applicant_kinds")


class Application(Case):
    """One application. ``number`` is never given twice; ``query_code`` lets the applicant, and nobody else, look it up."""

    table = TABLE
    main_clock = "reply"

    organ = models.ForeignKey(
        "organs.Organ", verbose_name="机关", on_delete=models.PROTECT, related_name="applications"
    )
    number = models.CharField("申请编号", max_length=60, unique=True, editable=False)
    year = models.PositiveIntegerField("编号年度", editable=False)
    serial = models.PositiveIntegerField("序号", editable=False)
    query_code = EncryptedTextField("查询码", editable=False)
    submission_token = models.CharField("提交凭据", max_length=64, unique=True, null=True, blank=True, editable=False)

    channel = models.CharField("收到申请的渠道", max_length=20)
    submitted_at = models.DateTimeField("提交时间")
    received_on = models.DateField("收到申请之日", null=True, blank=True, editable=False)
    received_year = models.PositiveIntegerField("收到年度", null=True, blank=True, editable=False)
    applicant_kind = models.CharField("申请人类别", max_length=20)
    outcome = models.CharField("办理结果", max_length=40, blank=True, editable=False)
    drafted_outcome = models.CharField("拟定的办理结果", max_length=40, blank=True, editable=False)
    ended_on = models.DateField("办结日期", null=True, blank=True, editable=False)
    ended_year = models.PositiveIntegerField("办结年度", null=True, blank=True, editable=False)
    answer_due_on = models.DateField("办结时的最后一日", null=True, blank=True, editable=False)
    answer_workdays = models.PositiveIntegerField("从收到到办结的工作日", null=True, blank=True, editable=False)
    extended = models.BooleanField("延期过", default=False, editable=False)
    corrected = models.BooleanField("要求过补正", default=False, editable=False)
    disputed = models.BooleanField("复议诉讼过", default=False, editable=False)

    waits_for = models.CharField("等待登记的事", max_length=16, blank=True, editable=False)
    waits_since = models.DateField("等待登记起算的日期", null=True, blank=True, editable=False)

    section = models.ForeignKey(
        "organs.Section", verbose_name="承办科室", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="承办人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    description = models.TextField("所需政府信息的名称、文号或者其他特征", max_length=4000, blank=True)
    wanted_form = models.CharField("获取信息的方式", max_length=20, blank=True)
    wanted_route = models.CharField("获取信息的途径", max_length=20, blank=True)

    applicant_name = EncryptedTextField("姓名或者名称", blank=True)
    identity_kind = models.CharField("身份证明的种类", max_length=20, blank=True)
    identity_number = EncryptedTextField("身份证明号码", blank=True)
    uscc = EncryptedTextField("统一社会信用代码", blank=True)
    representative = EncryptedTextField("法定代表人或者联系人", blank=True)
    phone = EncryptedTextField("联系电话", blank=True)
    email = EncryptedTextField("电子邮箱", blank=True)
    address = EncryptedTextField("通信地址", blank=True)
    name_index = models.CharField(max_length=64, blank=True, editable=False)
    identity_index = models.CharField(max_length=64, blank=True, editable=False)
    erased_at = models.DateTimeField("个人信息删除时间", null=True, blank=True, editable=False)

    PERSONAL = (
        "applicant_name",
        "identity_number",
        "uscc",
        "representative",
        "phone",
        "email",
        "address",
    )
    FOLLOWING = (
        "channel", "applicant_kind", "received_on", "received_year", "outcome", "drafted_outcome", "ended_on", "ended_year",
        "extended", "corrected", "disputed", "answer_due_on", "answer_workdays", "waits_for", "waits_since",
    )  # fmt: skip
    """The columns that repeat what the steps say."""
    not_logged = ("description", "submission_token", "name_index", "identity_index")

    class Meta:
        verbose_name = verbose_name_plural = "政府信息公开申请"
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(fields=("organ", "year", "serial"), name="application_serial_once_in_a_year"),
            models.CheckConstraint(
                condition=models.Q(ended_on=None, outcome="")
                | (models.Q(ended_on__isnull=False) & ~models.Q(outcome="")),
                name="application_ended_with_an_outcome",
            ),
        )
        indexes = (
            # 表三：新收、上年结转、结转下年读前一个，办理结果各行读后一个，全年和年中都只读索引，不读记录本身
            models.Index(
                fields=("organ", "received_year", "applicant_kind", "ended_year", "received_on", "ended_on"),
                name="application_counting",
            ),
            models.Index(
                fields=("organ", "ended_year", "outcome", "applicant_kind", "received_year", "ended_on", "received_on"),
                name="application_outcomes",
            ),
            # 统计：各种分法和各个数只读这一个索引
            models.Index(
                fields=(
                    "organ", "received_on", "section", "channel", "applicant_kind", "outcome", "ended_on", "answer_due_on",
                    "answer_workdays", "due_on", "extended", "corrected", "disputed",
                ),
                name="application_statistics",
            ),
            models.Index(fields=("organ", "ended", "due_on"), name="application_due"),
            models.Index(fields=("organ", "state"), name="application_state"),
            models.Index(fields=("organ", "name_index"), name="application_by_name"),
            models.Index(fields=("organ", "identity_index"), name="application_by_identity"),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """Its page on the workbench."""
        return reverse("workbench:application", args=[self.number])

    def follow(self, history: History) -> tuple[str, ...]:
        """Keep the columns for counting as the history says them."""
        found = counted(history)
        self.channel, self.applicant_kind = found.channel, found.applicant_kind
        self.received_on, self.received_year = found.received_on, found.received_year
        self.outcome, self.drafted_outcome = found.outcome, found.drafted
        self.ended_on, self.ended_year = found.ended_on, found.ended_year
        self.extended, self.corrected, self.disputed = found.extended, found.corrected, found.disputed
        return self.FOLLOWING

    def measure(self, history: History, counting: Counting) -> tuple[str, ...]:
        """Keep how long the first end took, and the last day of the limit that it kept or missed; and what is waited for.

        An order to decide again begins another limit and changes neither of the first two.
        """
        legs = (each for each in history.clock(self.main_clock) if each.ended is not None and not each.restarted)
        leg = next(legs, None)
        self.answer_due_on = self.answer_workdays = None
        if leg is not None and leg.ended is not None and self.received_on and self.ended_on:
            with suppress(Uncountable):
                self.answer_due_on = due(history, leg, counting, leg.ended.on).day
                self.answer_workdays = counting.calendar.used(self.received_on, self.ended_on, Unit.WORKDAYS, ())
        wait = None
        with suppress(Uncountable):
            wait = longest(waits_of(history, counting, timezone.localdate()), counting)
        self.waits_for, self.waits_since = (wait.kind, wait.since) if wait else ("", None)
        return ("answer_due_on", "answer_workdays", "waits_for", "waits_since")

    @property
    def is_organisation(self) -> bool:
        """Whether the applicant is a legal person or another organisation."""
        kind = applicant_kinds().get(self.applicant_kind)
        return bool(kind and kind.organisation)

    @property
    def kind_title(self) -> str:
        """The applicant's column of table 3."""
        return title_of("applicant_kinds", self.applicant_kind)

    @property
    def channel_title(self) -> str:
        """How it arrived."""
        found = channels().get(self.channel)
        return found.title if found else self.channel

    @property
    def outcome_title(self) -> str:
        """The row of table 3, once it has ended."""
        return outcome_title(self.outcome) if self.outcome else ""

    @property
    def masked_name(self) -> str:
        """The applicant's name as lists show it."""
        return mask_name(self.applicant_name) if self.applicant_name else "（已删除）" if self.erased_at else "（未填）"

    @property
    def masked_phone(self) -> str:
        """The telephone number as pages show it before anybody asks for more."""
        return mask_number(self.phone)

    @property
    def lacking(self) -> tuple[str, ...]:
        """What an application must have (《条例》第二十九条第二款) and this one has not."""
        if self.erased_at:
            return ()
        identified = self.uscc if self.is_organisation else self.identity_number
        items = (
            ("姓名或者名称", self.applicant_name),
            ("身份证明", identified),
            ("联系方式", self.phone or self.email or self.address),
            ("所需政府信息的名称、文号或者其他特征", self.description.strip()),
            ("获取信息的方式和途径", self.wanted_form and self.wanted_route),
        )
        return tuple(title for title, given in items if not given)
