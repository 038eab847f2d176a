"""What is written about a message: drafts of the answer, parts of other sections, what the person says of it, files. All encrypted."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from gongkai.engagement.messages.channels import title_of
from gongkai.web.files.sealing import FileOfCase
from gongkai.web.messages.models.message import Message
from gongkai.web.privacy.fields import EncryptedTextField


class Reply(models.Model):
    """One wording of the answer, never changed; the step that drafted it names its number and digest."""

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="replies")
    number = models.PositiveIntegerField("第几稿")
    body = EncryptedTextField("答复内容", blank=True)
    digest = models.CharField("校验值", max_length=64)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="拟稿人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField("拟稿时间", default=timezone.now, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "留言答复稿"
        ordering = ("message", "number")
        constraints = (models.UniqueConstraint(fields=("message", "number"), name="message_reply_number_once"),)

    def __str__(self) -> str:
        return f"{self.message}第{self.number}稿"


class Contribution(models.Model):
    """The part of another section in a joint answer; ``digest`` is empty until it is given."""

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="contributions")
    section = models.ForeignKey(
        "organs.Section", verbose_name="会办科室", null=True, on_delete=models.PROTECT, related_name="+"
    )
    text = EncryptedTextField("会办意见", blank=True)
    digest = models.CharField("校验值", max_length=64, blank=True)
    asked_at = models.DateTimeField("请会办的时间")
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="提出人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    given_at = models.DateTimeField("提出的时间", null=True, blank=True)
    dropped_at = models.DateTimeField("不再会办的时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "会办意见"
        ordering = ("message", "id")
        indexes = (
            models.Index(
                fields=("section",), condition=models.Q(given_at=None, dropped_at=None), name="contribution_waiting"
            ),
        )

    def __str__(self) -> str:
        return f"{self.message}：{self.section}"

    @property
    def state(self) -> str:
        """``waiting``, ``given`` or ``dropped``."""
        return "given" if self.given_at else "dropped" if self.dropped_at else "waiting"

    @property
    def state_title(self) -> str:
        """What people call it."""
        return {"waiting": "等待意见", "given": "已提出意见", "dropped": "不再会办"}[self.state]


class Voice(models.Model):
    """What the person said of the answer: a rating, on being called back, or why the matter is to be taken up again."""

    class Kind(models.TextChoices):
        RATE = "rate", "评价"
        CALL_BACK = "call_back", "回访"
        REOPEN = "reopen", "要求再办"

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="voices")
    kind = models.CharField("种类", max_length=12, choices=Kind.choices)
    score = models.CharField("满意度", max_length=24, blank=True)
    text = EncryptedTextField("说了什么", blank=True)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "评价、回访和再办的理由"
        ordering = ("message", "id")

    def __str__(self) -> str:
        return f"{self.message}：{self.get_kind_display()}"

    @property
    def score_title(self) -> str:
        """The score in words."""
        return title_of("scores", self.score) if self.score else ""


class Paper(FileOfCase):
    """One file of a message, encrypted where it lies."""

    class Role(models.TextChoices):
        SENT = "sent", "留言人附上的"
        OTHER = "other", "办理材料"

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="papers")
    role = models.CharField("种类", max_length=8, choices=Role.choices)

    class Meta:
        verbose_name = verbose_name_plural = "留言附件"
        ordering = ("message", "id")

    def __str__(self) -> str:
        return f"{self.get_role_display()}{self.pk}"
