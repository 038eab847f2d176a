"""What search keeps: a row for each public item, its words, synonyms of the offices' own, and how often nothing was found.

``Document`` is narrow, because a result page counts thousands of its rows; ``Words`` holds what the engines index (on SQLite the
tokens, which triggers hand on to FTS5; on PostgreSQL a ``tsvector`` beside them) and the text that fragments are taken from.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from gongkai.web.organs.models import Organ
from gongkai.web.publishing.models import Item


class Document(models.Model):
    """A public item as search knows it. ``id`` grows with the time of publication, so that the newest are found first.

    Dates are those of a document's validity, empty for what has none: whether it binds is asked of the day of the search.
    ``facets`` is all that counting needs: three codes (``FacetCode``). ``waiting``: the words of an attachment are still to come.
    """

    id = models.BigAutoField(primary_key=True)
    item = models.OneToOneField(Item, verbose_name="信息", on_delete=models.PROTECT, related_name="search_document")
    published_at = models.DateTimeField("首次公开时间")
    effective_on = models.DateField("施行日期", null=True)
    expires_on = models.DateField("有效期至", null=True)
    repealed_on = models.DateField("废止日期", null=True)
    amended_on = models.DateField("修改日期", null=True)
    binding = models.BooleanField("有无有效性", default=False)
    facets = models.CharField("分面", max_length=3)
    digest = models.CharField("内容校验值", max_length=64)
    waiting = models.BooleanField("等附件文字", default=False)
    made_with = models.PositiveIntegerField("编制规则版次", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "检索条目"
        indexes = (
            models.Index(fields=("id",), condition=models.Q(waiting=True), name="search_waiting"),
            models.Index(fields=("made_with",), name="search_made_with"),
        )

    def __str__(self) -> str:
        return str(self.item_id)


class FacetCode(models.Model):
    """What a code in ``Document.facets`` stands for: the code is the character of the row's number. Neither changes ever."""

    said = models.CharField("内容", max_length=600, unique=True)

    class Meta:
        verbose_name = verbose_name_plural = "分面代码"

    def __str__(self) -> str:
        return self.said


class Words(models.Model):
    """The tokens of a document by column, and its text (compressed)."""

    document = models.OneToOneField(Document, primary_key=True, on_delete=models.CASCADE, related_name="words")
    title = models.TextField("标题的词")
    numbers = models.TextField("号码的词")
    keywords = models.TextField("关键词等的词")
    body = models.TextField("正文的词")
    marks = models.TextField("分面的标记")
    text: Any = models.BinaryField("正文和附件的文字")

    class Meta:
        verbose_name = verbose_name_plural = "检索词"

    def __str__(self) -> str:
        return str(self.pk)


class SearchSynonym(models.Model):
    """Terms that mean the same, which an office adds to those of ``synonyms.yaml``; they hold for the whole site."""

    organ = models.ForeignKey(Organ, verbose_name="机关", on_delete=models.PROTECT, related_name="search_synonyms")
    terms = models.CharField("词语", max_length=200, help_text="两个以上，用顿号隔开，例如 便民中心、政务服务中心。")
    basis = models.CharField("说明", max_length=200, blank=True, help_text="为什么是一回事，例如 机构更名。")
    since = models.DateField("起用日期", default=timezone.localdate)
    until = models.DateField("停用日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "检索同义词"
        ordering = ("-since", "-id")

    def __str__(self) -> str:
        return self.terms

    @property
    def words(self) -> tuple[str, ...]:
        """The single terms."""
        return tuple(dict.fromkeys(term.strip() for term in self.terms.split("、") if term.strip()))

    def clean(self) -> None:
        for mark in ",，;；/":
            self.terms = self.terms.replace(mark, "、")
        if len(self.words) < 2 or any(len(word) < 2 for word in self.words):
            raise ValidationError({"terms": "请写至少两个词，每个不少于两个字，用顿号隔开，例如 低保、最低生活保障。"})
        if len(self.words) > 8:
            raise ValidationError({"terms": "一组最多八个词，请分成几组。"})
        self.terms = "、".join(self.words)
        if self.until and self.until < self.since:
            raise ValidationError({"until": "停用日期早于起用日期，请核对。"})


class Missed(models.Model):
    """How often on a day something was looked for and nothing found. No address, no person, no time of day."""

    on = models.DateField("日期")
    words = models.CharField("检索词", max_length=40)
    count = models.PositiveIntegerField("次数", default=1)

    class Meta:
        verbose_name = verbose_name_plural = "没有结果的检索"
        constraints = (models.UniqueConstraint(fields=("on", "words"), name="missed_once_a_day"),)

    def __str__(self) -> str:
        return self.words
