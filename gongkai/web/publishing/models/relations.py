"""How items belong together: interpretation and document, repeal, amendment, basis; links that both pages show."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from gongkai.web.publishing.models.items import Item


class Relation(models.Model):
    """``source`` does something to ``target``, or to a document outside the site that ``outside_title`` names.

    ``effective_on`` is set once the source is public: from then on ``target`` is repealed, amended or has another term, from
    that day, which may lie ahead. ``marks``: the target's 废止日期 stands on this relation and was not entered by hand. ``until``
    None with 改定有效期 means without end.
    """

    class Kind(models.TextChoices):
        INTERPRETS = "interprets", "解读"
        AMENDS = "amends", "修改"
        REPEALS = "repeals", "废止"
        SUPERSEDES = "supersedes", "代替"
        IMPLEMENTS = "implements", "依据"
        SETS_TERM = "sets_term", "改定有效期"
        RELATED = "related", "相关"

    source = models.ForeignKey(Item, verbose_name="本件", on_delete=models.PROTECT, related_name="relations")
    kind = models.CharField("关系", max_length=10, choices=Kind.choices)
    target = models.ForeignKey(
        Item, verbose_name="相关信息", null=True, blank=True, on_delete=models.PROTECT, related_name="related_from"
    )
    outside_title = models.CharField("站外文件的标题", max_length=200, blank=True)
    outside_url = models.URLField("站外文件的网址", max_length=300, blank=True)
    on = models.DateField("生效日期", null=True, blank=True)
    partly = models.BooleanField("只废止一部分", default=False)
    until = models.DateField("有效期改定至", null=True, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="登记人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField("登记时间", default=timezone.now, editable=False)
    effective_on = models.DateField("发生作用的日期", null=True, blank=True, editable=False)
    marks = models.BooleanField("据此标注", default=False, editable=False)
    ended_at = models.DateTimeField("取消时间", null=True, blank=True, editable=False)
    ended_why = models.CharField("取消的理由", max_length=200, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "相关文件"
        ordering = ("kind", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("source", "kind", "target"),
                condition=Q(target__isnull=False, ended_at=None),
                name="relation_once",
                violation_error_message="这一关系已经登记过了。",
            ),
            models.CheckConstraint(
                condition=Q(target__isnull=False) | ~Q(outside_title=""), name="relation_to_something"
            ),
        )
        indexes = (models.Index(fields=("target", "kind"), condition=Q(ended_at=None), name="relation_of_target"),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.target or self.outside_title}"

    @property
    def works(self) -> bool:
        """Whether it changes if, or until when, the target is in force."""
        return self.kind in (self.Kind.AMENDS, self.Kind.REPEALS, self.Kind.SUPERSEDES, self.Kind.SETS_TERM)

    def clean(self) -> None:
        if self.target_id is not None and self.target_id == self.source_id:
            raise ValidationError({"target": "不能和自己建立关系，请另选一件。"})
        if self.partly and (self.kind != self.Kind.REPEALS or not self.note.strip()):
            raise ValidationError({"note": "只废止一部分的，请在说明里写明是哪些条款，例如 第三条、第五条。"})
