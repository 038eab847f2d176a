"""The reply as the public reads it: summary first, then the full text; looked at by another person than prepared it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from gongkai.engagement.proposals.choices import title_of
from gongkai.web.proposals.models.proposal import Proposal


class Publication(models.Model):
    """What of a reply is published, or why it is not. ``reply_number`` is the draft that it was made of, 0 for one recorded afterwards.

    A later reply takes the place of an earlier publication (``superseded``) only once it is itself published or withheld.
    """

    class State(models.TextChoices):
        PREPARED = "prepared", "待审查"
        RETURNED = "returned", "已退回"
        PUBLISHED = "published", "已公开"
        WITHHELD = "withheld", "决定不公开"
        WITHDRAWN = "withdrawn", "已撤下"
        SUPERSEDED = "superseded", "已由新的答复代替"

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="publications")
    organ = models.ForeignKey("organs.Organ", verbose_name="机关", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("种类", max_length=20)
    year = models.PositiveIntegerField("年度")
    reply_number = models.PositiveIntegerField("第几稿", default=0)
    state = models.CharField("状态", max_length=12, choices=State.choices, default=State.PREPARED, editable=False)
    attribute = models.CharField("公开属性", max_length=12)
    ground = models.CharField("不全文公开的理由", max_length=500, blank=True)
    title = models.CharField("标题", max_length=200)
    proposers = models.CharField("代表、委员", max_length=200, blank=True)
    summary = models.TextField("摘要", max_length=2000, blank=True)
    body = models.TextField("全文", max_length=20_000, blank=True)
    document = models.CharField("答复的文号", max_length=80, blank=True)
    replied_on = models.DateField("答复日期")
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="整理人", on_delete=models.PROTECT, related_name="+"
    )
    prepared_at = models.DateTimeField("整理时间")
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="审查人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    opinion = models.CharField("审查意见", max_length=500, blank=True)
    published_at = models.DateTimeField("公开时间", null=True, blank=True)
    withdrawn_at = models.DateTimeField("撤下时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "公开的建议提案答复"
        ordering = ("-published_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("proposal", "reply_number"),
                condition=~Q(state__in=("withdrawn", "superseded")),
                name="proposal_published_once",
                violation_error_message="这次答复已经整理过，请在原来的一份上修改。",
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False, reviewed_by__isnull=False),
                name="proposal_published_when_reviewed",
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | ~Q(attribute="withheld"), name="proposal_withheld_not_published"
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by=None) | ~Q(reviewed_by=models.F("prepared_by")),
                name="proposal_reviewed_by_another",
                violation_error_message="整理的人不能自己审查，请由另一人审查。",
            ),
        )
        indexes = (
            models.Index(fields=("state", "-published_at", "-id"), name="proposal_public_newest"),
            models.Index(fields=("organ", "state", "-published_at", "-id"), name="proposal_public_organ_new"),
            models.Index(fields=("state", "year", "kind", "-published_at", "-id"), name="proposal_public_list"),
            models.Index(fields=("organ", "state", "year", "kind", "-published_at"), name="proposal_public_organ"),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page on the workbench."""
        return reverse("workbench:proposal_publication", args=[self.pk])

    @property
    def attribute_title(self) -> str:
        """How much is published."""
        return title_of("attributes", self.attribute)

    @property
    def kind_title(self) -> str:
        """What the kind is called."""
        return title_of("kinds", self.kind)
