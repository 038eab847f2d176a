"""What is written about a public concern: drafts of an answer, and the answers that went out."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from gongkai.engagement.concerns.choices import title_of
from gongkai.web.concerns.models.concern import Concern
from gongkai.web.concerns.models.meeting import PublicMeeting


class Draft(models.Model):
    """One wording of the answer, never changed; the step that drafted it names its number and digest."""

    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="drafts")
    number = models.PositiveIntegerField("第几稿")
    heading = models.CharField("标题", max_length=120)
    body = models.TextField("回应内容", max_length=8000)
    digest = models.CharField("校验值", max_length=64)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="拟稿人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField("拟稿时间", default=timezone.now, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "舆情回应稿"
        ordering = ("concern", "number")
        constraints = (models.UniqueConstraint(fields=("concern", "number"), name="concern_draft_number_once"),)

    def __str__(self) -> str:
        return f"{self.concern}第{self.number}稿"


class Response(models.Model):
    """An answer that went out: when, where, with which wording. ``shown``: the public finds it on the portal until it is withdrawn.

    ``item`` is the published information that says it, ``meeting`` the press conference or interview at which it was said.
    """

    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="responses")
    number = models.PositiveIntegerField("第几次回应")
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("发布的时刻")
    ways = models.CharField("在哪里回应", max_length=200, help_text="各种方式的标识，前后都有逗号，好按一种来数。")
    url = models.URLField("网址", max_length=300, blank=True)
    item = models.ForeignKey(
        "publishing.Item", verbose_name="公开的信息", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    meeting = models.ForeignKey(
        PublicMeeting, verbose_name="发布会、访谈", null=True, blank=True, on_delete=models.PROTECT,
        related_name="concern_responses",
    )  # fmt: skip
    shown = models.BooleanField("在门户上列出", default=True)
    withdrawn_at = models.DateTimeField("撤下时间", null=True, blank=True, editable=False)
    withdrawn_why = models.CharField("撤下的理由", max_length=500, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "舆情回应"
        ordering = ("-at", "-id")
        constraints = (models.UniqueConstraint(fields=("concern", "number"), name="concern_response_number_once"),)
        indexes = (
            models.Index(
                fields=("-at", "-id"),
                condition=models.Q(shown=True, withdrawn_at=None),
                name="concern_response_shown",
            ),
        )

    def __str__(self) -> str:
        return f"{self.concern}第{self.number}次回应"

    def get_absolute_url(self) -> str:
        """Its page on the portal."""
        return reverse("portal:concern", args=[self.pk])

    @property
    def ways_titles(self) -> list[str]:
        """What the ways are called."""
        return [title_of("ways", each) for each in self.ways.strip(",").split(",")]

    @property
    def is_public(self) -> bool:
        """Whether the portal shows it."""
        return self.shown and self.withdrawn_at is None
