"""Annual reports that were not published in time, as the yearly assessment counts them (《条例》第四十九条)."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils import timezone

from gongkai.law.deadlines import Deadline, deadline
from gongkai.organs.levels import OrganKind
from gongkai.web.annualreport.models import KeptReport, ReportState
from gongkai.web.assessment.counting import Asked, Behind, Count, Place, Record
from gongkai.web.organs.models import Organ

REPORTING = {
    OrganKind.GOVERNMENT: "annual_report_of_government",
    OrganKind.DEPARTMENT: "annual_report_of_department",
    OrganKind.AUTHORISED: "annual_report_of_department",
}


class LateReports:
    """One for each organ whose report of the year before fell due within the period and was not public by then."""

    def counted(self, asked: Asked) -> Mapping[Place, Count]:
        """Two questions for all organs."""
        return {(organ, None): Count(1) for organ in self._late(asked, asked.organs)}

    def behind(self, asked: Asked, place: Place) -> Behind:
        """What is known of the report."""
        return Behind(list(self._late(asked, [place[0]]).values()), lambda record: record)

    @staticmethod
    def _late(asked: Asked, organs: list[int]) -> dict[int, Record]:
        year, found = asked.since.year - 1, {}
        first = {}
        rows = KeptReport.objects.filter(
            organ__in=organs,
            year=year,
            published_at__isnull=False,
            state__in=(ReportState.PUBLISHED, ReportState.REPLACED),
        )
        for organ, at in rows.order_by("-published_at").values_list("organ", "published_at"):
            first[organ] = timezone.localdate(at)
        for each in Organ.objects.filter(pk__in=organs):
            due = _due(each, year)
            if due is None or not asked.since <= due.last_day < asked.until:
                continue
            day = first.get(each.pk)
            if day is None or day > asked.until:
                found[each.pk] = Record(f"{year}年度报告", due.last_day, f"到截止日没有发布（{due.basis}）")
            elif day > due.last_day:
                found[each.pk] = Record(f"{year}年度报告", due.last_day, f"{day:%Y-%m-%d}才发布（{due.basis}）")
        return found


def _due(organ: Organ, year: int) -> Deadline | None:
    kind = OrganKind(organ.kind)
    if kind not in REPORTING or (organ.established_on and organ.established_on.year > year):
        return None
    return deadline(REPORTING[kind], year)
