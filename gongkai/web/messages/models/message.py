"""A message from the public: a case, with what was written and by whom. All that a person wrote is encrypted.

The columns for counting (``answered_on``, ``in_time``, ``satisfaction``, ``ended_on`` …) repeat what the events say; figures of a
period are counted from them with one index. What people wrote can be erased without changing any of them.
"""

from __future__ import annotations

from datetime import date

from django.db import models
from django.urls import reverse

from gongkai.casework import Event, History
from gongkai.engagement.messages.channels import scores, title_of
from gongkai.engagement.messages.conditions import first_answer, last_answer
from gongkai.engagement.messages.moves import ANSWERED_STATES, SCORED, TABLE
from gongkai.web.casework.models import Case
from gongkai.web.privacy.fields import EncryptedTextField
from gongkai.web.privacy.masks import mask_name, mask_number

FOLLOWING = (
    "channel", "kind", "received_on", "received_year", "answered_on", "in_time", "satisfaction", "reopened", "ended_on",
)  # fmt: skip


class Message(Case):
    """One message. ``number`` is never given twice; with ``query_code`` who wrote it, and nobody else, looks it up.

    ``source_number`` is the number on the platform it came from, once in each channel of an organ. ``in_time`` says whether the
    first answer came within the limit; ``ended_on`` is the day on which the message came to rest, None while it is being dealt with.
    """

    table = TABLE
    main_clock = "answer"

    organ = models.ForeignKey("organs.Organ", verbose_name="机关", on_delete=models.PROTECT, related_name="messages")
    number = models.CharField("留言编号", max_length=60, unique=True, editable=False)
    year = models.PositiveIntegerField("编号年度", editable=False)
    serial = models.PositiveIntegerField("序号", editable=False)
    query_code = EncryptedTextField("查询码", editable=False)
    submission_token = models.CharField("提交凭据", max_length=64, unique=True, null=True, blank=True, editable=False)
    source_number = models.CharField("来件编号", max_length=80, blank=True)

    channel = models.CharField("来件渠道", max_length=20)
    kind = models.CharField("种类", max_length=20)
    category = models.ForeignKey(
        "public_messages.Category",
        verbose_name="类别",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="messages",
    )
    section = models.ForeignKey(
        "organs.Section", verbose_name="主办科室", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    title = EncryptedTextField("标题", blank=True)
    content = EncryptedTextField("内容", blank=True)
    name = EncryptedTextField("姓名或者称呼", blank=True)
    phone = EncryptedTextField("联系电话", blank=True)
    email = EncryptedTextField("电子邮箱", blank=True)
    phone_index = models.CharField(max_length=64, blank=True, editable=False)
    may_publish = models.BooleanField("同意公开问答（隐去个人信息）", default=False)

    received_on = models.DateField("收到日期", null=True, editable=False)
    received_year = models.PositiveIntegerField("收到年度", null=True, editable=False)
    answered_on = models.DateField("首次答复日期", null=True, blank=True, editable=False)
    in_time = models.BooleanField("按期答复", null=True, blank=True, editable=False)
    satisfaction = models.CharField("满意度", max_length=24, blank=True, editable=False)
    reopened = models.BooleanField("再办过", default=False, editable=False)
    ended_on = models.DateField("不再办理的日期", null=True, blank=True, editable=False)

    came_from = models.ForeignKey(
        "self",
        verbose_name="由哪一件转来",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="went_to",
        db_index=False,
    )
    into = models.ForeignKey(
        "self",
        verbose_name="并入",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="taken_in",
        db_index=False,
    )
    application = models.ForeignKey(
        "applications.Application",
        verbose_name="转成的申请",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    erased_at = models.DateTimeField("个人信息删除时间", null=True, blank=True, editable=False)

    PERSONAL = ("title", "content", "name", "phone", "email")
    not_logged = ("phone_index", "submission_token")

    class Meta:
        verbose_name = verbose_name_plural = "公众留言"
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(fields=("organ", "year", "serial"), name="message_serial_once_in_a_year"),
            models.UniqueConstraint(
                fields=("organ", "channel", "source_number"),
                condition=~models.Q(source_number=""),
                name="message_source_number_once",
                violation_error_message="这个渠道的这个来件编号已经登记过。",
            ),
        )
        indexes = (
            # 一段时间的各项数字：收到的读前一个，答复的读后一个，都只读索引
            models.Index(
                fields=(
                    "organ", "received_on", "channel", "kind", "category", "section", "state", "answered_on", "in_time",
                    "satisfaction",
                ),
                name="message_received",
            ),
            models.Index(
                fields=("organ", "answered_on", "channel", "kind", "category", "section", "in_time", "satisfaction"),
                name="message_answered",
            ),
            models.Index(fields=("organ", "state", "due_on"), name="message_state"),
            models.Index(fields=("organ", "section", "state", "due_on"), name="message_section"),
            models.Index(fields=("organ", "answered_on", "ended_on", "received_on"), name="message_unanswered"),
            # 各堆的件数只读这一个索引，不读整行
            models.Index(fields=("organ", "ended", "state", "due_on", "section", "channel"), name="message_due"),
            # 多数留言没有，空着的不进索引
            models.Index(fields=("came_from",), condition=models.Q(came_from__isnull=False), name="message_came_from"),
            models.Index(fields=("into",), condition=models.Q(into__isnull=False), name="message_into"),
            models.Index(fields=("phone_index",), condition=~models.Q(phone_index=""), name="message_phone"),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """Its page on the workbench."""
        return reverse("workbench:message", args=[self.number])

    def follow(self, history: History) -> tuple[str, ...]:
        """Keep the columns for counting as the history says them."""
        begun, answer = history.effective[0], first_answer(history)
        self.channel, self.kind = str(begun.facts["channel"]), str(begun.facts["kind"])
        self.received_on = date.fromisoformat(str(begun.facts["received_on"]))
        self.received_year = self.received_on.year
        self.answered_on = _day_of(answer) if answer is not None else None
        self.reopened = history.last("reopen") is not None
        if self.answered_on is None or self.due_on is None:
            self.in_time = None
        elif not self.reopened or self.in_time is None:
            # 再办以后期限是新的，首次答复是否按期不再变
            self.in_time = self.answered_on <= self.due_on
        scored = [
            each for each in history.effective if each.move in SCORED and each.facts.get("score") != "unreachable"
        ]
        self.satisfaction = str(scored[-1].facts["score"]) if scored else ""
        rests = last_answer(history) if history.state in ANSWERED_STATES else history.effective[-1]
        self.ended_on = _day_of(rests) if history.ended and rests is not None else None
        return FOLLOWING

    @property
    def channel_title(self) -> str:
        """What the channel is called."""
        return title_of("channels", self.channel)

    @property
    def kind_title(self) -> str:
        """What the kind is called."""
        return title_of("kinds", self.kind)

    @property
    def satisfaction_title(self) -> str:
        """What was thought of the answer; empty when nobody said."""
        return title_of("scores", self.satisfaction) if self.satisfaction else ""

    @property
    def is_satisfied(self) -> bool:
        """Whether what was said of the answer counts as satisfied."""
        found = scores().get(self.satisfaction)
        return bool(found and found.good)

    @property
    def is_answered(self) -> bool:
        """Whether an answer stands."""
        return self.state in ANSWERED_STATES

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


def _day_of(event: Event) -> date:
    """The day of an answer: the one given for an answer made elsewhere, else that of the step."""
    return date.fromisoformat(str(event.facts.get("answered_on") or event.on.isoformat()))
