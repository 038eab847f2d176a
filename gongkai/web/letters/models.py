"""Templates of letters as an organ has changed them, in versions that are never changed, and what its letters say of itself."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from gongkai.web.organs.models import Organ


class TemplateVersion(models.Model):
    """One wording of a kind of letter in an organ. The last holds; without any the wording that comes with the program does."""

    organ = models.ForeignKey(
        Organ, verbose_name="机关", on_delete=models.PROTECT, related_name="letter_templates", editable=False
    )
    kind = models.CharField("文书", max_length=60, editable=False)
    number = models.PositiveIntegerField("版次", editable=False)
    title = models.CharField("标题", max_length=120)
    addressee = models.CharField("主送", max_length=120, blank=True)
    body = models.TextField("正文", max_length=20000)
    what_changed = models.CharField("改了什么、依据", max_length=300)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="修改人", on_delete=models.PROTECT, related_name="+", editable=False
    )
    written_at = models.DateTimeField("修改时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "文书模板"
        ordering = ("organ", "kind", "-number")
        constraints = (
            models.UniqueConstraint(fields=("organ", "kind", "number"), name="template_version_number_once"),
        )

    def __str__(self) -> str:
        return f"{self.title}（第{self.number}版）"


class LetterSettings(models.Model):
    """What the letters of an organ need to know of it: the word in its numbers, and where its decisions are reconsidered."""

    organ = models.OneToOneField(
        Organ, verbose_name="机关", on_delete=models.PROTECT, related_name="letter_settings", editable=False
    )
    mark = models.CharField(
        "机关代字", max_length=12, blank=True, help_text="文号里的机关代字，例如 青农。没有填写的，用机关简称。"
    )
    superior = models.CharField(
        "上一级主管部门",
        max_length=120,
        blank=True,
        help_text="只有海关、金融、外汇、税务、国家安全等实行垂直领导的机关填写，向它申请行政复议（《行政复议法》第二十七条）。",
    )
    government = models.CharField(
        "行政复议机关",
        max_length=120,
        blank=True,
        help_text="系统按机关的性质和上级机关得出；上级没有录入的，在这里写明名称。",
    )
    address = models.CharField("行政复议机关的地址、电话", max_length=200, blank=True)
    online = models.CharField(
        "在线申请行政复议的渠道",
        max_length=200,
        blank=True,
        help_text="通过互联网渠道送达的决定，应当告知提交行政复议申请的互联网渠道（《行政复议法》第二十二条第二款）。",
    )
    court = models.CharField("有管辖权的人民法院", max_length=120, blank=True)
    legality_review = models.BooleanField(
        "批准答复以前须作合法性审核", default=False, help_text="勾选以后，没有合法性审核意见的答复不能批准。"
    )

    class Meta:
        verbose_name = verbose_name_plural = "文书设置"

    def __str__(self) -> str:
        return f"{self.organ}的文书设置"
