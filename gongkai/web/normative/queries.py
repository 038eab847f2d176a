"""Files and documents as pages ask for them: due for evaluation, policies without interpretation, interpretations by form."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from gongkai.publishing.elements import elements_of
from gongkai.publishing.genres import counted_as
from gongkai.publishing.normative import KINDS
from gongkai.publishing.normative_limits import SYNCHRONY, earliest_end, evaluation_from, term_warnings
from gongkai.web.holidays.calendars import calendar_now
from gongkai.web.normative.models import NormativeDocument
from gongkai.web.normative.rules import choice_of, limit_of
from gongkai.web.organs.models import Organ
from gongkai.web.publishing.models import Item, Publication, Relation

INTERPRETATIONS = "interpretations"
_LONG_GONE = timedelta(days=366)
"""What lapsed longer ago is not evaluated any more."""
_LONGEST_NOTICE = timedelta(days=1830)
"""No office asks for an evaluation earlier than five years ahead; narrows what is asked of the database."""


def policies() -> QuerySet[Item]:
    """Public documents of the kinds whose files are kept here."""
    genres = [genre for row in KINDS for genre in counted_as(row)]
    return Item.objects.filter(state="published", genre__in=genres).select_related("organ", "column")


def of_branch(rows: QuerySet[Item], organ: Organ, branch: bool = False) -> QuerySet[Item]:
    """Those of an organ, or of the organ and all below it."""
    return rows.filter(organ__path__startswith=organ.path) if branch else rows.filter(organ=organ)


def due_for_evaluation(organ: Organ, day: date, *, branch: bool = False) -> list[Item]:
    """Documents whose term ends soon, or ended, and that were not evaluated for this term; those that end first come first."""
    rows = of_branch(policies(), organ, branch).filter(expires_on__isnull=False, repealed_on=None)
    rows = rows.filter(expires_on__range=(day - _LONG_GONE, day + _LONGEST_NOTICE)).filter(
        Q(normative_document=None)
        | Q(normative_document__evaluated_for=None)
        | ~Q(normative_document__evaluated_for=F("expires_on"))
    )
    found = list(rows.select_related("normative_document").order_by("expires_on", "id"))
    if not found:
        return []
    limit = limit_of(organ, "evaluate_before_end", day)
    return [item for item in found if item.expires_on and evaluation_from(item.expires_on, limit) <= day]


def warnings_of(document: NormativeDocument) -> tuple[str, ...]:
    """What is unusual about the term of a file's document."""
    item = document.item
    if item is None or not (item.effective_on or item.signed_on):
        return ()
    begins = item.effective_on or item.signed_on
    assert begins is not None
    trial = "暂行" in item.title or "试行" in item.title
    limit = limit_of(document.organ, "longest_trial_term" if trial else "longest_term", begins)
    return term_warnings(item.title, begins, item.expires_on, limit)


@dataclass(frozen=True, slots=True)
class Uninterpreted:
    """A policy without public interpretation: since how many days it is public, until when the interpretation was due."""

    item: Item
    days: int
    due_on: date
    late: bool


def without_interpretation(organ: Organ, *, branch: bool = False) -> QuerySet[Item]:
    """Public policies in force to which no public interpretation leads: 有政策没有解读."""
    interpreting = Relation.objects.filter(
        target=OuterRef("pk"), kind=Relation.Kind.INTERPRETS, ended_at=None, source__state="published"
    )
    rows = of_branch(policies(), organ, branch).filter(~Exists(interpreting))
    today = timezone.localdate()
    gone = Q(repealed_on__lte=today) | Q(expires_on__lt=today)
    return rows.exclude(gone).order_by("-published_at", "-id")


def uninterpreted(items: Iterable[Item], organ: Organ, day: date) -> list[Uninterpreted]:
    """How long each has waited, and whether the limit is over."""
    rows, found = list(items), []
    if not rows:
        return []
    limit, calendar = limit_of(organ, "interpret", day), calendar_now()
    for item in rows:
        assert item.published_at is not None
        on = item.earlier_published_on or timezone.localdate(item.published_at)
        due = earliest_end(on, limit, calendar)
        found.append(Uninterpreted(item, (day - on).days, due, day > due))
    return found


def interpretations(organ: Organ, since: date, until: date, *, form: str = "", branch: bool = False) -> QuerySet[Item]:
    """Interpretations first published in a period, of one form when it is named; withdrawn ones too."""
    from gongkai.web.publishing.counts import day_start

    rows = of_branch(Item.objects.filter(genre=INTERPRETATIONS), organ, branch)
    rows = rows.filter(published_at__gte=day_start(since), published_at__lt=day_start(until, 1))
    return rows.filter(details__form=form) if form else rows


def interpretation_forms() -> dict[str, str]:
    """The forms of interpretation by key."""
    element = next(each for each in elements_of(INTERPRETATIONS) if each.key == "form")
    return dict(element.choices)


def interpretations_by_form(organ: Organ, since: date, until: date, *, branch: bool = False) -> dict[str, int]:
    """How many of each form; the key "" holds those that name none."""
    rows = (
        interpretations(organ, since, until, branch=branch)
        .order_by()
        .values("details__form")
        .annotate(number=Count("pk"))
    )
    counted = {str(row["details__form"] or ""): row["number"] for row in rows}
    return {key: counted.get(key, 0) for key in interpretation_forms()} | ({"": counted[""]} if counted.get("") else {})


@dataclass(frozen=True, slots=True)
class Stage:
    """One of the three steps that document and interpretation take together, with the moment of each."""

    title: str
    document_at: datetime | None
    interpretation_at: datetime | None

    @property
    def same_day(self) -> bool:
        """Whether both were done on the same day."""
        if self.document_at is None or self.interpretation_at is None:
            return False
        return timezone.localdate(self.document_at) == timezone.localdate(self.interpretation_at)


@dataclass(frozen=True, slots=True)
class Synchrony:
    """三同步 of a pair: the label that the organ uses, and the three moments as they are on record."""

    label: str
    stages: tuple[Stage, ...]


def synchrony(document: Item, interpretation: Item) -> Synchrony:
    """The moments of drafting, clearance and first publication of both; they are read off the record and entered by nobody."""
    label = choice_of(document.organ, SYNCHRONY, timezone.localdate()).title
    first: dict[int, datetime] = {}
    rows = Publication.objects.filter(version__item__in=[document, interpretation]).order_by("id")
    for item, at in rows.values_list("version__item", "review__at"):
        first.setdefault(item, at)
    names = [part.removeprefix("同步") for part in label.split("、")]
    titles = names if len(names) == 3 else ["起草", "审签", "发布"]
    moments = (
        (document.created_at, interpretation.created_at),
        (first.get(document.pk), first.get(interpretation.pk)),
        (document.published_at, interpretation.published_at),
    )
    return Synchrony(label, tuple(Stage(title, *pair) for title, pair in zip(titles, moments, strict=True)))


def state_counts(rows: QuerySet[NormativeDocument]) -> dict[str, int]:
    """How many files are in each state."""
    return dict(rows.order_by().values_list("state").annotate(number=Count("pk")))
