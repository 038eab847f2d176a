"""Figures of what was published and submitted, of columns, tasks and appraisals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from gongkai.assessment.freshness.judging import Colour
from gongkai.assessment.freshness.rules import rules_on
from gongkai.web.assessment.counting.figures import Asked, Behind, Count, Place, Query, Record, register
from gongkai.web.assessment.models import Appraisal
from gongkai.web.inspection.columns import ColumnState, columns_among, columns_on
from gongkai.web.inspection.newest import newest_on
from gongkai.web.organs.models import Organ, WorkPoint
from gongkai.web.publishing.counts import day_start
from gongkai.web.publishing.models import Item
from gongkai.web.submissions.models import Submission


def items_published(asked: Asked) -> QuerySet[Item]:
    """Items first published in the period."""
    return Item.objects.filter(published_at__gte=day_start(asked.since), published_at__lt=day_start(asked.until, 1))


def _item(found: Item) -> Record:
    day = timezone.localdate(found.published_at) if found.published_at else None
    return Record(found.title, day, found.get_state_display(), reverse("workbench:item", args=[found.pk]))


def submitted(asked: Asked) -> QuerySet[Submission]:
    """Pieces submitted in the period to the organ that assesses."""
    return Submission.objects.filter(organ=asked.organ, submitted_on__range=(asked.since, asked.until)).defer("body")


def _piece(found: Submission) -> Record:
    return Record(found.title, found.submitted_on, found.get_state_display(), found.get_absolute_url())


def points_unfinished(asked: Asked) -> QuerySet[WorkPoint]:
    """Tasks whose last day lies in the period and that were not done by then."""
    last = asked.until - timedelta(days=1)
    rows = WorkPoint.objects.filter(Q(done_on=None) | Q(done_on__gt=F("due_on")))
    return rows.filter(due_on__range=(asked.since, last))


def _point(found: WorkPoint) -> Record:
    told = f"{found.done_on:%Y-%m-%d}完成" if found.done_on else "没有完成"
    return Record(found.title, found.due_on, told)


class Columns:
    """Columns that showed nothing new for too long, or nothing at all, on the cut-off day."""

    def counted(self, asked: Asked) -> Mapping[Place, Count]:
        """As the inspection finds them, for all organs at once."""
        found: dict[Place, Count] = {}
        for each in self._red(asked, asked.organs):
            place = (each.organ_id, each.section_id if asked.by_section else None)
            found[place] = Count(found.get(place, Count()).part + 1)
        return found

    def behind(self, asked: Asked, place: Place) -> Behind:
        """The columns themselves."""
        rows = [each for each in self._red(asked, [place[0]]) if place[1] is None or each.section_id == place[1]]
        return Behind(rows, lambda each: Record(each.title, each.standing.last, each.told, each.url))

    @staticmethod
    def _red(asked: Asked, keys: Iterable[int]) -> list[ColumnState]:
        organs = Organ.objects.in_bulk(list(keys))
        (newest,) = newest_on(organs, [asked.until])
        states = columns_on(columns_among(organs), asked.until, rules_on(asked.until), newest)
        return [each for each in states if not each.parts and each.standing.colour in (Colour.RED, Colour.EMPTY)]


class Appraisals:
    """How many of those asked in the round's appraisals were satisfied."""

    def counted(self, asked: Asked) -> Mapping[Place, Count]:
        """By object."""
        rows = self._rows(asked).values_list("subject__target", "subject__section", "satisfied", "sample")
        return {(organ, section): Count(satisfied, sample) for organ, section, satisfied, sample in rows}

    def behind(self, asked: Asked, place: Place) -> Behind:
        """The appraisal of one object."""
        return Behind(self._rows(asked).filter(subject__target=place[0], subject__section=place[1]), self._shown)

    @staticmethod
    def _rows(asked: Asked) -> QuerySet[Appraisal]:
        return Appraisal.objects.filter(round=asked.round, struck_at=None)

    @staticmethod
    def _shown(found: Appraisal) -> Record:
        told = f"有效样本{found.sample}份，满意{found.satisfied}份；佐证：{found.evidence}"
        return Record(found.method, found.until, told, found.evidence if found.question_id else "")


register("items_published", Query(items_published, _item))
register("submissions_adopted", Query(submitted, _piece, lambda _: Q(state="adopted"), organ="source"))
register("submissions_late", Query(submitted, _piece, lambda _: Q(late=True), organ="source"))
register("points_unfinished", Query(points_unfinished, _point))
register("columns_red", Columns())
register("appraisal", Appraisals())
