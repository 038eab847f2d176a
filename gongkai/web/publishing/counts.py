"""制发、废止、失效、现行有效 of a row of table 2, as of any day, as lists of items that can be opened.

What was in force on a past day is not changed by what happens later: the days of publication, withdrawal, repeal and term are
taken as they were on that day. A document counts

- from the day on which it was first public, here or on an earlier platform (``earlier_published_on``);
- not while it is withdrawn, nor from the day of its repeal, nor after its term: the term of the wording public on the day, or what
  a later decision set by then (``Relation.Kind.SETS_TERM``); amended and partly repealed documents stay in force;
- as repealed only when the repeal took away at least one day of force: what lapsed before is 失效 and counts there.

The genre is that of the present version: a class that is put right counts from the beginning. Every function takes ``branch`` for
the organ with all organs below it.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from gongkai.publishing.genres import DOCUMENTS, counted_as, counting_on
from gongkai.publishing.validity import Validity, validity
from gongkai.web.organs.models import Organ
from gongkai.web.publishing.models import Item, Publication, Relation

_SETTING = Relation.objects.filter(
    target=OuterRef("pk"), kind=Relation.Kind.SETS_TERM, ended_at=None, effective_on__isnull=False
).order_by("-effective_on", "-id")
_DAY = timedelta(days=1)


def issued(organ: Organ, row: str, since: date, until: date, *, branch: bool = False) -> QuerySet[Item]:
    """Documents of a row of table 2 (``government_rules``, ``normative_documents``) first published in a period: 本年制发件数."""
    here = Q(earlier_published_on=None, published_at__gte=day_start(since), published_at__lt=day_start(until, 1))
    before = Q(earlier_published_on__range=(since, until), published_at__isnull=False)
    return _of(organ, row, branch).filter(here | before)


def repealed(organ: Organ, row: str, since: date, until: date, *, branch: bool = False) -> QuerySet[Item]:
    """Documents of a row repealed in a period: 本年废止件数; those that lapsed only when the choice in force says so."""
    known = _public_by(_of(organ, row, branch), until)
    setting = _SETTING.filter(effective_on__lte=OuterRef("repealed_on"))
    in_time = _term_reaches(F("repealed_on"), "current__review__wording__expires_on")
    gone = Q(repealed_on__range=(since, until)) & in_time
    found = known.alias(**_set_term(setting))
    if counting_on(until).lapse_counts_as_repeal:
        gone |= Q(pk__in=_lapsed_keys(organ, row, since, until, branch))
    return found.filter(gone)


def lapsed(organ: Organ, row: str, since: date, until: date, *, branch: bool = False) -> QuerySet[Item]:
    """Documents of a row whose term ended in a period without repeal (失效)."""
    return _of(organ, row, branch).filter(pk__in=_lapsed_keys(organ, row, since, until, branch))


def amended(organ: Organ, row: str, since: date, until: date, *, branch: bool = False) -> QuerySet[Item]:
    """Documents of a row first amended, or partly repealed, in a period; they stay in force."""
    return _public_by(_of(organ, row, branch), until).filter(amended_on__range=(since, until))


def in_force(organ: Organ, row: str, day: date, *, branch: bool = False) -> QuerySet[Item]:
    """Documents of a row in force at the end of ``day``: 现行有效件数."""
    end = day_start(day, 1)
    found = _of(organ, row, branch).filter(Q(repealed_on=None) | Q(repealed_on__gt=day))
    public = Publication.objects.filter(version__item=OuterRef("pk"), published_at__lt=end).filter(
        Q(version__state="published") | Q(version__entered_at__gte=end)
    )
    first = Publication.objects.filter(version__item=OuterRef("pk"), published_at=OuterRef("published_at"))
    term = Q(review__wording__expires_on=None) | Q(review__wording__expires_on__gte=day)
    elsewhere = Q(earlier_published_on__lte=day, published_at__gte=end)
    found = found.alias(**_set_term(_SETTING.filter(effective_on__lte=day)))
    set_anew = Q(set_term__isnull=False) & (Q(set_until=None) | Q(set_until__gte=day))
    as_written = Q(set_term=None)
    found = found.filter(
        (Q(Exists(public)) & set_anew)
        | (Q(Exists(public.filter(term))) & as_written)
        | (elsewhere & set_anew)
        | (elsewhere & Q(Exists(first.filter(term))) & as_written)
    )
    if counting_on(day).in_force_from == "effect":
        found = found.exclude(effective_on__gt=day)
    return found


def day_start(day: date, later: int = 0) -> datetime:
    """The first moment of a day here, or of one so many days later."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=later), time()))


def _of(organ: Organ, row: str, branch: bool) -> QuerySet[Item]:
    where = Q(organ__path__startswith=organ.path) if branch else Q(organ=organ)
    return Item.objects.filter(where, genre__in=counted_as(row))


def _public_by(found: QuerySet[Item], day: date) -> QuerySet[Item]:
    """Those that the public could read, here or before, by the end of a day."""
    here = Q(published_at__lt=day_start(day, 1))
    return found.filter(here | Q(earlier_published_on__lte=day, published_at__isnull=False))


def _set_term(setting: QuerySet[Relation]) -> dict[str, Subquery]:
    return {"set_term": Subquery(setting.values("pk")[:1]), "set_until": Subquery(setting.values("until")[:1])}


def _term_reaches(day: F, written: str) -> Q:
    as_written = Q(set_term=None) & (Q(**{written: None}) | Q(**{f"{written}__gte": day}))
    return as_written | (Q(set_term__isnull=False) & (Q(set_until=None) | Q(set_until__gte=day)))


def _lapsed_keys(organ: Organ, row: str, since: date, until: date, branch: bool) -> list[int]:
    """Few documents end in a period; whether a term really ended them is told by their days, one by one."""
    window, over = (since - _DAY, until - _DAY), Q(review__wording__expires_on__lt=until)
    written = Publication.objects.filter(version__item=OuterRef("pk")).filter(
        Q(review__wording__expires_on__range=window)
        | Q(over, published_at__gte=day_start(since), published_at__lt=day_start(until, 1))
    )
    anew = Relation.objects.filter(target=OuterRef("pk"), kind=Relation.Kind.SETS_TERM, ended_at=None).filter(
        Q(until__range=window) | Q(effective_on__range=(since, until), until__lt=F("effective_on"))
    )
    ending = _public_by(_of(organ, row, branch), until).filter(Q(Exists(written)) | Q(Exists(anew)))
    rows = ending.order_by().prefetch_related("versions__publication__review__wording", "related_from")
    return [item.pk for item in rows if any(since <= day <= until for day in lapse_days(item))]


def lapse_days(item: Item) -> list[date]:
    """The first days without force because the term was over; asks nothing of what was fetched beforehand."""
    course = _Course(item)
    turns = {day + _DAY for day in course.terms if day is not None} | course.begins
    return [
        day
        for day in sorted(turns)
        if course.public(day - _DAY) and course.within(day - _DAY) and not course.within(day)
        if item.repealed_on is None or item.repealed_on >= day
    ]


def validity_as_of(item: Item, day: date) -> Validity:
    """The validity of a document on a day with the term as it was then; nothing for what is no document or was not public.

    ``Item.validity_on`` goes by the term that holds now, which a later decision may have set.
    """
    course = _Course(item)
    if item.genre not in DOCUMENTS or not course.public(day):
        return Validity.NONE
    return validity(
        day,
        effective_on=item.effective_on,
        expires_on=course.term(day),
        repealed_on=item.repealed_on,
        amended_on=item.amended_on,
    )


class _Course:
    """When an item was public, and which term it had on each day."""

    def __init__(self, item: Item) -> None:
        shown = sorted(
            ((each.publication.published_at, each) for each in item.versions.all() if hasattr(each, "publication")),
            key=lambda pair: pair[0],
        )
        self.spans = [
            (
                timezone.localdate(at),
                None if each.state == "published" else timezone.localdate(each.entered_at),
                each.publication.wording.expires_on,
            )
            for at, each in shown
        ]
        self.anew = sorted(
            (each.effective_on, each.pk, each.until)
            for each in item.related_from.all()
            if each.kind == Relation.Kind.SETS_TERM and each.ended_at is None and each.effective_on is not None
        )
        self.here = self.spans[0][0] if self.spans else date.max
        self.first = min(self.here, item.earlier_published_on or self.here)

    @property
    def terms(self) -> set[date | None]:
        """Every term that was ever written or set."""
        return {end for *_, end in self.spans} | {until for *_, until in self.anew}

    @property
    def begins(self) -> set[date]:
        """The days on which a term began to hold."""
        return {on for on, *_ in self.spans} | {on for on, *_ in self.anew}

    def term(self, day: date) -> date | None:
        """The last day of force, as things stood on ``day``; None for none."""
        set_by_then = [until for on, _, until in self.anew if on <= day]
        if set_by_then:
            return set_by_then[-1]
        written = [end for on, _, end in self.spans if on <= day or on == self.here]
        return written[-1] if written else None

    def within(self, day: date) -> bool:
        """Whether the term was not over."""
        last = self.term(day)
        return last is None or day <= last

    def public(self, day: date) -> bool:
        """Whether it was public at the end of ``day``, here or on an earlier platform."""
        if self.spans and self.first <= day < self.here:
            return True
        return any(on <= day and (off is None or day < off) for on, off, _ in self.spans)
