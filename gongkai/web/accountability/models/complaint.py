"""A complaint about disclosure work: a case of the organ that decides on it, which is never the organ complained about."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.urls import reverse

from gongkai.assessment.accountability.choices import FOUNDED, listed, title_of
from gongkai.assessment.accountability.complaint_moves import TABLE
from gongkai.casework import History
from gongkai.web.casework.models import Case
from gongkai.web.privacy.fields import EncryptedTextField
from gongkai.web.privacy.masks import mask_name, mask_number

FOLLOWING = ("channel", "kind", "received_on", "outcome", "decided_on", "in_time", "ended_on")


class Complaint(Case):
    """``about`` is the organ complained about where the site has it, ``about_named`` what it is called. With ``query_code``
    whoever complained, and nobody else, looks it up. All that the person wrote is encrypted.
    """

    table = TABLE
    main_clock = "decide"

    organ = models.ForeignKey(
        "organs.Organ", verbose_name="受理的机关", on_delete=models.PROTECT, related_name="complaints"
    )
    number = models.CharField("投诉编号", max_length=60, unique=True, editable=False)
    year = models.PositiveIntegerField("编号年度", editable=False)
    serial = models.PositiveIntegerField("序号", editable=False)
    query_code = EncryptedTextField("查询码", editable=False)
    submission_token = models.CharField("提交凭据", max_length=64, unique=True, null=True, blank=True, editable=False)

    about = models.ForeignKey(
        "organs.Organ",
        verbose_name="被投诉的机关",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="complained_about",
    )
    about_named = models.CharField("被投诉机关的名称", max_length=120)
    receiver = models.CharField("向谁投诉", max_length=12, blank=True)
    application = models.ForeignKey(
        "applications.Application",
        verbose_name="涉及的申请",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    title = EncryptedTextField("标题", blank=True)
    content = EncryptedTextField("事实和理由", blank=True)
    application_number = EncryptedTextField("涉及的申请编号", blank=True)
    name = EncryptedTextField("姓名或者名称", blank=True)
    phone = EncryptedTextField("联系电话", blank=True)
    email = EncryptedTextField("电子邮箱", blank=True)
    address = EncryptedTextField("通信地址", blank=True)
    phone_index = models.CharField(max_length=64, blank=True, editable=False)

    channel = models.CharField("怎样来的", max_length=12, editable=False)
    kind = models.CharField("投诉什么", max_length=20, editable=False)
    received_on = models.DateField("收到日期", null=True, editable=False)
    outcome = models.CharField("处理结果", max_length=12, blank=True, editable=False)
    decided_on = models.DateField("处理日期", null=True, blank=True, editable=False)
    in_time = models.BooleanField("按期处理", null=True, blank=True, editable=False)
    ended_on = models.DateField("办结日期", null=True, blank=True, editable=False)
    came_from = models.ForeignKey(
        "self", verbose_name="由哪一件转来", null=True, blank=True, on_delete=models.PROTECT, related_name="went_to"
    )
    erased_at = models.DateTimeField("个人信息删除时间", null=True, blank=True, editable=False)

    PERSONAL = ("title", "content", "application_number", "name", "phone", "email", "address")
    not_logged = ("phone_index", "submission_token")

    class Meta:
        verbose_name = verbose_name_plural = "信息公开投诉举报"
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(fields=("organ", "year", "serial"), name="complaint_serial_once_in_a_year"),
            models.CheckConstraint(
                condition=models.Q(about=None) | ~models.Q(about=models.F("organ")),
                name="complaint_not_decided_by_itself",
                violation_error_message="不能由被投诉的机关自己处理，要由它的上一级机关或者主管部门处理（《条例》第五十一条）。",
            ),
        )
        indexes = (
            # 一段时间的各项数字只读这一个索引
            models.Index(
                fields=(
                    "organ", "received_on", "about_named", "kind", "outcome", "state", "ended", "in_time", "about",
                ),
                name="complaint_received",
            ),
            models.Index(fields=("about", "received_on"), name="complaint_about"),
            models.Index(fields=("organ", "ended", "state", "due_on"), name="complaint_due"),
            models.Index(fields=("phone_index",), condition=~models.Q(phone_index=""), name="complaint_phone"),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """Its page on the workbench."""
        return reverse("workbench:complaint", args=[self.number])

    def follow(self, history: History) -> tuple[str, ...]:
        """Keep the columns for counting as the history says them."""
        begun, decided = history.effective[0], history.last("decide")
        self.channel, self.kind = str(begun.facts["channel"]), str(begun.facts["kind"])
        self.received_on = date.fromisoformat(str(begun.facts["received_on"]))
        self.outcome = str(decided.facts["outcome"]) if decided is not None else ""
        self.decided_on = decided.on if decided is not None else None
        self.in_time = self.decided_on <= self.due_on if self.decided_on and self.due_on else None
        self.ended_on = history.entered.on if history.ended and history.entered is not None else None
        return FOLLOWING

    @property
    def own_words(self) -> tuple[str, ...]:
        """What the person wrote on the portal, which nobody else changes; also after it was handed over."""
        typed_here = {each.key for each in listed("channels").values() if not each.flag}
        return () if self.channel in typed_here and self.came_from_id is None else ("title", "content")

    @property
    def kind_title(self) -> str:
        """What the kind is called."""
        return title_of("kinds", self.kind)

    @property
    def channel_title(self) -> str:
        """How it came."""
        return title_of("channels", self.channel)

    @property
    def outcome_title(self) -> str:
        """The outcome in words; empty before there is one."""
        return title_of("outcomes", self.outcome) if self.outcome else ""

    @property
    def is_founded(self) -> bool:
        """Whether the decision says that it is right, at least in part."""
        return self.outcome in FOUNDED

    @property
    def masked_name(self) -> str:
        """The name as pages show it."""
        return mask_name(self.name) if self.name else "（已删除）" if self.erased_at else "（未填）"

    @property
    def masked_phone(self) -> str:
        """The telephone number as pages show it."""
        return mask_number(self.phone) if self.phone else "（未填）"

    @property
    def shown_title(self) -> str:
        """The title as lists show it."""
        return self.title or ("（已删除）" if self.erased_at else "（没有标题）")
