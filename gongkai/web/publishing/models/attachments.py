"""Files of a wording: attachments below the text, and pictures within it. Sealed along with it."""

from __future__ import annotations

from urllib.parse import quote

from django.db import models

from gongkai.web.files.models import StoredFile
from gongkai.web.publishing.models.versions import Wording


class Attachment(models.Model):
    """A file that belongs to a wording. ``placed`` says whether it stands below the text or is a picture within it."""

    class Placed(models.TextChoices):
        BELOW = "below", "附件"
        WITHIN = "within", "正文图片"

    wording = models.ForeignKey(Wording, verbose_name="文稿", on_delete=models.PROTECT, related_name="attachments")
    file = models.ForeignKey(StoredFile, verbose_name="文件", on_delete=models.PROTECT, related_name="attachments")
    title = models.CharField("标题", max_length=200)
    placed = models.CharField("位置", max_length=6, choices=Placed.choices, default=Placed.BELOW)
    order = models.PositiveIntegerField("次序", default=10)

    class Meta:
        verbose_name = verbose_name_plural = "附件"
        ordering = ("order", "id")
        constraints = (models.UniqueConstraint(fields=("wording", "file"), name="attachment_once_in_wording"),)

    def __str__(self) -> str:
        return self.title

    @property
    def address(self) -> str:
        """Where the public finds it, once it may."""
        return f"/files/{self.file.key}/{quote(self.file.name)}"
