"""A file that was uploaded: what it is by its content, where its bytes lie, what words are in it. Never changed, never executed."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from gongkai.publishing.upload_facts import Told, size_text, told
from gongkai.publishing.uploads import Kind, kinds
from gongkai.web.organs.models import Organ


class StoredFile(models.Model):
    """``kind`` is told by the content, never by the name (keys of ``gongkai.publishing.uploads``). ``key`` stands in addresses.

    ``text`` holds the words in it, for search and screening; ``facts`` what its own metadata says (pages, width, author …).
    Both may name persons and stay out of the log.
    """

    not_logged = ("text", "facts")

    class TextState(models.TextChoices):
        PENDING = "pending", "等待提取"
        DONE = "done", "已提取"
        NONE = "none", "没有文字"
        FAILED = "failed", "没有读出来"

    key = models.UUIDField("标识", default=uuid.uuid4, unique=True, editable=False)
    organ = models.ForeignKey(Organ, verbose_name="机关", on_delete=models.PROTECT, related_name="stored_files")
    name = models.CharField("文件名", max_length=150)
    kind = models.CharField("格式", max_length=12)
    media_type = models.CharField("媒体类型", max_length=100)
    size = models.PositiveBigIntegerField("大小（字节）")
    sha256 = models.CharField("校验值", max_length=64)
    place = models.CharField("存放位置", max_length=200)
    text = models.TextField("文字", blank=True)
    text_state = models.CharField(
        "文字提取", max_length=8, choices=TextState.choices, default=TextState.PENDING, editable=False
    )
    facts: Any = models.JSONField("文件自带的信息", default=dict, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="上传人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField("上传时间", default=timezone.now, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "文件"
        ordering = ("id",)
        indexes = (models.Index(fields=("organ", "sha256"), name="file_same_in_organ"),)

    def __str__(self) -> str:
        return self.name

    @property
    def kind_of_file(self) -> Kind:
        """What its kind is called and how it is shown."""
        return kinds()[self.kind]

    @property
    def is_picture(self) -> bool:
        """Whether it can stand within a text."""
        return self.kind_of_file.family == "picture"

    @property
    def size_text(self) -> str:
        """Its size as people read it."""
        return size_text(self.size)

    @property
    def told(self) -> list[Told]:
        """What it says of itself, in words."""
        return told(self.facts)

    @property
    def pages(self) -> int | None:
        """How many pages it has, as far as that was read."""
        return self.facts.get("pages")

    @property
    def warnings(self) -> list[Told]:
        """What the drafter should look at before it is published."""
        return [line for line in self.told if line.warns]

    @property
    def failure(self) -> str:
        """Why its words could not be read; empty when they were."""
        return str(self.facts.get("failure", "")) if self.text_state == self.TextState.FAILED else ""
