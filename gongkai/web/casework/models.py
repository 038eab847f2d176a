"""What every case in the database has; what happened to it is in the log, and the rest follows from that."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar, NamedTuple

from django.db import models

from gongkai.casework import History, Table
from gongkai.casework.counting import Counting


class Limit(NamedTuple):
    """A limit that goes on: its last day, the moment at which it ends where it is in hours, and what for where it is not the main one."""

    day: date | None
    moment: datetime | None = None
    what: str = ""


class Case(models.Model):
    """A case of a kind given by ``table``. ``state`` and the due date are kept up from its events, for lists; never set by hand.

    ``main_clock`` is the clock whose last day ``due_on`` repeats (None: no such clock, or it does not run).
    """

    table: ClassVar[Table]
    main_clock: ClassVar[str] = ""

    organ = models.ForeignKey("organs.Organ", verbose_name="机关", on_delete=models.PROTECT, related_name="+")
    state = models.CharField("状态", max_length=40, default="", editable=False)
    due_on = models.DateField("最后一日", null=True, blank=True, editable=False)
    due_provisional = models.BooleanField("暂计", default=False, editable=False)
    clock_status = models.CharField("期限状态", max_length=20, blank=True, editable=False)
    ended = models.BooleanField("已办结", default=False, editable=False)

    class Meta:
        abstract = True

    @property
    def ends_at(self) -> datetime | None:
        """The moment at which the main clock ends, where its limit is in hours; None for limits in days."""
        return None

    @classmethod
    def pressed(cls) -> models.Q:
        """Of which cases a limit goes on that people are reminded of: the main one, where a kind has no others."""
        return models.Q(clock_status="running", due_on__isnull=False)

    @property
    def limit(self) -> Limit:
        """The limit that people are reminded of now, of a case that is ``pressed``."""
        return Limit(self.due_on, self.ends_at)

    @property
    def state_title(self) -> str:
        """What people call the state."""
        return self.table.title_of(self.state)

    def follow(self, history: History) -> tuple[str, ...]:
        """Set the subject's own columns that repeat what the history says, and name them; they are saved with the rest."""
        return ()

    def measure(self, history: History, counting: Counting) -> tuple[str, ...]:
        """The same for columns for which days have to be counted; asked after ``follow``."""
        return ()
