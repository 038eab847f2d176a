"""What is written about a proposal: drafts of the reply, talks with the proposers, opinions of co-handlers, files. All encrypted."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from gongkai.engagement.proposals.choices import title_of
from gongkai.web.files.sealing import FileOfCase
from gongkai.web.privacy.fields import EncryptedTextField
from gongkai.web.proposals.models.proposal import Proposal


class Reply(models.Model):
    """One wording of the reply (or of the co-handler's opinion), never changed; the step that drafted it names its number and digest."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="replies")
    number = models.PositiveIntegerField("第几稿")
    body = EncryptedTextField("内容")
    digest = models.CharField("校验值", max_length=64)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="拟稿人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField("拟稿时间", default=timezone.now, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "建议提案答复稿"
        ordering = ("proposal", "number")
        constraints = (models.UniqueConstraint(fields=("proposal", "number"), name="proposal_reply_number_once"),)

    def __str__(self) -> str:
        return f"{self.proposal}第{self.number}稿"


class Contact(models.Model):
    """One talk with the proposers: when, how, and what was said."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="contacts")
    stage = models.CharField("沟通的阶段", max_length=12)
    way = models.CharField("沟通的方式", max_length=12)
    on = models.DateField("日期")
    text = EncryptedTextField("沟通的情况", blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="登记人", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "与代表、委员的沟通"
        ordering = ("proposal", "on", "id")

    def __str__(self) -> str:
        return f"{self.proposal}：{self.stage_title}"

    @property
    def stage_title(self) -> str:
        """What the stage is called."""
        return title_of("stages", self.stage)

    @property
    def way_title(self) -> str:
        """What the way is called."""
        return title_of("ways", self.way)


class CoHandler(models.Model):
    """An organ whose opinion the main one waits for; ``organ`` and ``theirs`` when it works with this site."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="co_handlers")
    name = models.CharField("会办单位", max_length=120)
    organ = models.ForeignKey(
        "organs.Organ", verbose_name="机关", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    theirs = models.OneToOneField(
        Proposal, verbose_name="它的一件", null=True, blank=True, on_delete=models.PROTECT, related_name="asked_by"
    )
    asked_at = models.DateTimeField("请会办的时间", default=timezone.now, editable=False)
    text = EncryptedTextField("会办意见", blank=True)
    digest = models.CharField("校验值", max_length=64, blank=True)
    given_at = models.DateTimeField("收到意见的时间", null=True, blank=True)
    dropped_at = models.DateTimeField("不再等的时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "会办单位"
        ordering = ("proposal", "id")

    def __str__(self) -> str:
        return f"{self.proposal}：{self.name}"

    @property
    def state_title(self) -> str:
        """How far it is."""
        return "已提出意见" if self.given_at else "不再等" if self.dropped_at else "等待意见"


class ProposalPaper(FileOfCase):
    """One file of a proposal, encrypted where it lies."""

    class Role(models.TextChoices):
        PROPOSAL = "proposal", "建议、提案原件"
        OPINION = "opinion", "会办意见"
        REPLY = "reply", "答复函"
        FORM = "form", "意见反馈表"
        OTHER = "other", "其他材料"

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="papers")
    role = models.CharField("种类", max_length=12, choices=Role.choices)

    class Meta:
        verbose_name = verbose_name_plural = "建议提案材料"
        ordering = ("proposal", "id")

    def __str__(self) -> str:
        return f"{self.get_role_display()}{self.pk}"
