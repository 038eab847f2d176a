"""One row for each thing that happened, in a chain of digests for each organ. Rows are never changed nor deleted.

``content`` is what the digest covers (see ``gongkai.casework.chain``); the other columns repeat parts of it for lists and
counts, and verifying compares them. Personal data is never in it: a field that holds such data is noted as changed only.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from gongkai.casework.chain import GENESIS, Row, Seal


class Chain(models.Model):
    """The end of the chain of an organ, or of the installation (``organ`` empty); locked while an event is added."""

    organ = models.OneToOneField(
        "organs.Organ", verbose_name="机关", null=True, blank=True, on_delete=models.PROTECT, related_name="chain"
    )
    key = models.CharField("链", max_length=40, unique=True)
    length = models.PositiveBigIntegerField("条数", default=0)
    head = models.CharField("末条校验值", max_length=64, default=GENESIS)

    class Meta:
        verbose_name = verbose_name_plural = "日志链"

    def __str__(self) -> str:
        return self.organ.name if self.organ else "本系统"

    @property
    def seal(self) -> Seal:
        """Number and digest of the last event."""
        return Seal(self.length, self.head)


class Event(models.Model):
    """What happened: ``subject`` is the record it happened to, ``move`` what was done, ``on`` the day that counts in law."""

    chain = models.ForeignKey(Chain, verbose_name="链", on_delete=models.PROTECT, related_name="events")
    number = models.PositiveBigIntegerField("编号")
    previous = models.CharField("前一条校验值", max_length=64)
    digest = models.CharField("校验值", max_length=64)
    content = models.JSONField("内容")
    at = models.DateTimeField("记录时刻")
    on = models.DateField("日期")
    by = models.CharField("办理人标识", max_length=60)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="办理人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="events",
    )
    subject_kind = models.CharField("对象种类", max_length=60)
    subject_id = models.CharField("对象编号", max_length=40)
    move = models.CharField("事项", max_length=60)
    case_number = models.PositiveIntegerField("办理记录编号", null=True, blank=True)
    """The number of the event in its case; empty for what is no step of a case."""

    class Meta:
        verbose_name = verbose_name_plural = "日志"
        constraints = (
            models.UniqueConstraint(fields=("chain", "number"), name="event_number_once_in_a_chain"),
            models.UniqueConstraint(
                fields=("subject_kind", "subject_id", "case_number"), name="step_number_once_in_a_case"
            ),
        )
        indexes = (
            models.Index(fields=("subject_kind", "subject_id", "id"), name="event_of_subject"),
            models.Index(fields=("chain", "-id"), name="event_newest"),
            models.Index(fields=("person", "-id"), name="event_of_person"),
            models.Index(fields=("chain", "move", "on"), name="event_move_on"),
            models.Index(fields=("chain", "at"), name="event_at"),
        )

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_id} {self.move}"

    @property
    def row(self) -> Row:
        """The row as chains are verified."""
        return Row(self.number, self.previous, self.digest, self.content)

    @property
    def note(self) -> str:
        """The note that was given with it."""
        return str(self.content["event"]["note"])

    @property
    def facts(self) -> dict[str, object]:
        """What was given with the move."""
        found = self.content["event"]["facts"]
        return dict(found)

    @property
    def before(self) -> dict[str, object]:
        """Of what changed, the values before."""
        return dict(self.content.get("before", {}))

    @property
    def after(self) -> dict[str, object]:
        """Of what changed, the values after."""
        return dict(self.content.get("after", {}))

    @property
    def actor_name(self) -> str:
        """Who did it, as it was called then."""
        return str(self.content["actor"])
