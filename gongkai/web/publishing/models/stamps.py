"""How often what the public sees of an organ has changed: by this number whoever keeps a count or a page knows that it is old."""

from __future__ import annotations

from django.db import models

from gongkai.web.organs.models import Organ


class PublicStamp(models.Model):
    """``number`` grows in the very transaction that publishes, withdraws, marks or re-arranges something of the organ.

    It states nothing by itself and may be set to any larger number at any time; it is no record and has no events.
    """

    organ = models.OneToOneField(Organ, verbose_name="机关", on_delete=models.CASCADE, related_name="public_stamp")
    number = models.PositiveBigIntegerField("序号", default=1)
    at = models.DateTimeField("最近变化", auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = "公开内容的变化序号"

    def __str__(self) -> str:
        return f"{self.organ}：{self.number}"
