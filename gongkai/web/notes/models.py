"""A note on a case (办理备注) and that a person follows a case (关注). Any kind of case: its label and key stand for it.

Both are work inside the organ: no part of the file that is archived or handed out, never public.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from gongkai.casework.chain import opens
from gongkai.web.organs.models import Organ
from gongkai.web.privacy.fields import EncryptedTextField

LONGEST = 2000
"""So many characters a note may have."""


class Note(models.Model):
    """What a colleague noted on a case, never changed: it can be struck by who wrote it, and stays to be read, struck.

    ``digest`` stands for the text in the log. ``addressee`` sees it on the first page until ``seen_at``. ``erased_at``: the text went
    with the personal data of the case.
    """

    not_logged = ("salt",)

    organ = models.ForeignKey(Organ, verbose_name="机关", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("类别", max_length=60, editable=False)
    case = models.PositiveBigIntegerField("案件", editable=False)
    name = models.CharField("编号", max_length=200, editable=False)
    text = EncryptedTextField("备注", blank=True, max_length=LONGEST)
    salt = models.CharField(max_length=64, editable=False)
    digest = models.CharField("校验值", max_length=64, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="写的人", on_delete=models.PROTECT, related_name="notes_written"
    )
    written_at = models.DateTimeField("时间")
    addressee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="请谁看",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="notes_received",
    )
    seen_at = models.DateTimeField("看过的时间", null=True, blank=True, editable=False)
    struck_at = models.DateTimeField("划去的时间", null=True, blank=True, editable=False)
    struck_why = EncryptedTextField("划去的原因", blank=True, max_length=200, editable=False)
    erased_at = models.DateTimeField("个人信息删除时间", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "办理备注"
        ordering = ("id",)
        indexes = (
            models.Index(fields=("kind", "case"), name="note_of_case"),
            models.Index(fields=("addressee", "seen_at"), name="note_unseen"),
        )

    def __str__(self) -> str:
        return f"{self.name}的备注"

    @property
    def is_intact(self) -> bool:
        """Whether the text is the one that was recorded; one that was erased cannot be compared."""
        return opens(self.digest, self.text, self.salt)


class Watch(models.Model):
    """A person follows a case. What happened after ``looked_at`` is new to that person."""

    organ = models.ForeignKey(Organ, verbose_name="机关", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("类别", max_length=60, editable=False)
    case = models.PositiveBigIntegerField("案件", editable=False)
    name = models.CharField("编号", max_length=200, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="人员", on_delete=models.PROTECT, related_name="watches"
    )
    since = models.DateTimeField("关注时间")
    looked_at = models.DateTimeField("上次看过的时间")

    class Meta:
        verbose_name = verbose_name_plural = "关注"
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("person", "kind", "case"), name="watched_once"),)
        indexes = (models.Index(fields=("kind", "case"), name="watch_of_case"),)

    def __str__(self) -> str:
        return f"{self.person}关注{self.name}"
