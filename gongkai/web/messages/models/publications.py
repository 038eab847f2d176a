"""Questions and answers for everybody: of a message, with personal data taken out by a person and looked at by another, or frequent ones."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse

from gongkai.web.messages.models.message import Message


class Publication(models.Model):
    """A question and its answer as the public reads them. The message itself stays as it was.

    ``frequent`` ones make up the library of frequent questions and need no message. Whoever prepared it does not release it.
    """

    class State(models.TextChoices):
        PREPARED = "prepared", "待审查"
        RETURNED = "returned", "已退回"
        PUBLISHED = "published", "已公开"
        WITHDRAWN = "withdrawn", "已撤下"

    organ = models.ForeignKey("organs.Organ", verbose_name="机关", on_delete=models.PROTECT, related_name="+")
    message = models.ForeignKey(
        Message, verbose_name="留言", null=True, blank=True, on_delete=models.PROTECT, related_name="publications"
    )
    frequent = models.BooleanField("常见问题", default=False)
    state = models.CharField("状态", max_length=12, choices=State.choices, default=State.PREPARED, editable=False)
    kind = models.CharField("种类", max_length=20, blank=True)
    category = models.CharField("类别", max_length=60, blank=True)
    title = models.CharField("标题", max_length=120)
    question = models.TextField("问", max_length=4000)
    answer = models.TextField("答", max_length=8000)
    asked_on = models.DateField("来信日期", null=True, blank=True)
    answered_on = models.DateField("答复日期", null=True, blank=True)
    answered_by = models.CharField("答复单位", max_length=120, blank=True)
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
        verbose_name = verbose_name_plural = "公开的问答"
        ordering = ("-published_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("message", "frequent"),
                condition=models.Q(message__isnull=False) & ~models.Q(state="withdrawn"),
                name="message_published_once",
                violation_error_message="这件留言的问答已经整理过，请在原来的一份上修改。",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="published")
                | (models.Q(published_at__isnull=False) & models.Q(reviewed_by__isnull=False)),
                name="question_published_when_reviewed",
            ),
            models.CheckConstraint(
                condition=models.Q(reviewed_by=None) | ~models.Q(reviewed_by=models.F("prepared_by")),
                name="question_reviewed_by_another",
                violation_error_message="整理的人不能自己审查，请由另一人审查。",
            ),
            models.CheckConstraint(
                condition=models.Q(frequent=True) | models.Q(message__isnull=False), name="question_of_a_message"
            ),
        )
        indexes = (
            models.Index(fields=("state", "frequent", "-published_at", "-id"), name="question_list"),
            models.Index(fields=("organ", "state", "frequent", "-published_at", "-id"), name="question_of_organ"),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page on the workbench."""
        return reverse("workbench:publication", args=[self.pk])
