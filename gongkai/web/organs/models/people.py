"""Who holds which role where and when, and the leading group (领导小组)."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models

from gongkai.organs.roles import TITLES
from gongkai.web.organs.models.organ import Organ, Section


class Appointment(models.Model):
    """A role that a person holds in an organ, in one section or in all; from and to which day."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="人员", on_delete=models.PROTECT, related_name="appointments"
    )
    organ = models.ForeignKey(Organ, verbose_name="机关", on_delete=models.PROTECT, related_name="appointments")
    section = models.ForeignKey(
        Section, verbose_name="科室", null=True, blank=True, on_delete=models.PROTECT, related_name="appointments"
    )
    role = models.CharField("角色", max_length=20, choices=[(key.value, title) for key, title in TITLES.items()])
    since = models.DateField("起")
    until = models.DateField("止", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "任职"
        ordering = ("organ", "role", "since")
        indexes = (models.Index(fields=("person", "until"), name="appointment_of_person"),)

    def __str__(self) -> str:
        return f"{self.person}：{self.organ.short_name}{self.get_role_display()}"

    def clean(self) -> None:
        if self.section is not None and self.section.organ_id != self.organ_id:
            raise ValidationError({"section": "这个科室不属于所选的机关，请另选。"})
        if self.until and self.until < self.since:
            raise ValidationError({"until": "任职止日早于起日，请核对。"})


class GroupMember(models.Model):
    """A member of the leading group of an organ; not everyone in it signs in, so ``person`` may be empty."""

    class Position(models.TextChoices):
        HEAD = "head", "组长"
        DEPUTY = "deputy", "副组长"
        MEMBER = "member", "成员"

    organ = models.ForeignKey(Organ, verbose_name="机关", on_delete=models.PROTECT, related_name="group_members")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="人员",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="group_places",
    )
    name = models.CharField("姓名", max_length=40)
    post = models.CharField("职务", max_length=60, blank=True)
    position = models.CharField("组内职务", max_length=10, choices=Position.choices)
    since = models.DateField("起")
    until = models.DateField("止", null=True, blank=True)
    order = models.PositiveIntegerField("排列次序", default=100)

    class Meta:
        verbose_name = verbose_name_plural = "领导小组成员"
        ordering = ("order", "id")

    def __str__(self) -> str:
        return f"{self.name}（{self.get_position_display()}）"

    def clean(self) -> None:
        if self.until and self.until < self.since:
            raise ValidationError({"until": "止日早于起日，请核对。"})
