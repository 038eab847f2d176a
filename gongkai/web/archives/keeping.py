"""How long each file is kept, which are to be archived, and which are due for disposal. Lists ask the database a fixed number of times."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from gongkai.applications.moves import TABLE
from gongkai.applications.retention import ANSWERED, DISPUTED, UNANSWERED, Period, kind_of, rules
from gongkai.web.applications.models import Application, Material
from gongkai.web.archives.models import Disposal, RetentionLine
from gongkai.web.organs.models import Organ

TO_ARCHIVE = tuple(state for state in TABLE.final if state != "archived")


@dataclass(frozen=True, slots=True)
class Kept:
    """How long one file is kept: its kind, the period, when it ended, from when disposal may be asked (None: never)."""

    application: Application
    kind: str
    period: Period
    ended_on: date
    due_on: date | None

    @property
    def kind_title(self) -> str:
        """What the kind is called."""
        return rules().kinds[self.kind]

    def is_due(self, today: date) -> bool:
        """Whether its period is over."""
        return self.due_on is not None and self.due_on <= today


def periods(organ: Organ, on: date | None = None) -> dict[str, Period]:
    """The period of each kind of file in an organ on a day: its own line, else the default."""
    day = on or timezone.localdate()
    found: dict[str, Period] = dict(rules().defaults)
    for line in RetentionLine.objects.filter(organ=organ, since__lte=day).order_by("since", "id"):
        found[line.kind] = line.period
    return found


def with_proofs(records: QuerySet[Application]) -> QuerySet[Application]:
    """The records, each with ``proven``: whether a proof of service is in the file."""
    proofs = Material.objects.filter(application=OuterRef("pk"), role=Material.Role.SERVICE)
    return records.annotate(proven=Exists(proofs))


def kept(application: Application, known: Mapping[str, Period]) -> Kept:
    """How long the file of an application is kept."""
    kind = kind_of(application.outcome, disputed=application.disputed)
    ended = application.ended_on or timezone.localdate(application.submitted_at)
    return Kept(application, kind, known[kind], ended, known[kind].ends(ended))


def to_archive(records: QuerySet[Application]) -> QuerySet[Application]:
    """Cases that have ended and are not archived yet, the oldest first."""
    return with_proofs(records.filter(state__in=TO_ARCHIVE)).order_by("ended_on", "id")


def archived(records: QuerySet[Application]) -> QuerySet[Application]:
    """The files that are kept, newest first."""
    return records.filter(state="archived", erased_at=None).order_by("-id")


def due(records: QuerySet[Application], organ: Organ, today: date | None = None) -> QuerySet[Application]:
    """The files of an organ whose period is over: nobody has asked yet, and no longer keeping was decided."""
    day = today or timezone.localdate()
    known = periods(organ, day)
    over, latest = Q(pk__in=[]), date.min
    unanswered = Q(outcome="") | Q(outcome__startswith="other.")
    for kind, condition in (
        (DISPUTED, Q(disputed=True)),
        (ANSWERED, ~unanswered & Q(disputed=False)),
        (UNANSWERED, unanswered & Q(disputed=False)),
    ):
        bound = known[kind].ended_before(day)
        if bound is not None:
            latest = max(latest, bound)
            start = timezone.make_aware(datetime.combine(bound, time()))
            over |= (Q(ended_on__lt=bound) | Q(ended_on=None, submitted_at__lt=start)) & condition
    stays = Disposal.objects.filter(application=OuterRef("pk")).filter(
        ~Q(state=Disposal.State.REFUSED) | Q(keep_until__gt=day)
    )
    # 先按日期筛掉大多数，剩下的才去日志里看有没有复议、诉讼
    old = records.filter(Q(ended_on__lt=latest) | Q(ended_on=None), organ=organ)
    found = archived(old).filter(over)
    return found.exclude(Exists(stays)).order_by("ended_on", "id")
