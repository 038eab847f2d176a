"""Which applications of one applicant are counted in a calendar month, and what an application costs by each tariff.

The same applicant is who has the same identity or credit code; without one, the same name. Applications of the same name whose
applicant gave no code are listed apart for a person to look at, and not counted: two people may have one name.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from gongkai.applications.fees import PER_PAGE, Fee, NoFee, per_page_fee, per_request_fee, readings
from gongkai.web.applications.models import Application
from gongkai.web.fees.models import LIVE, FeeStatement

NAMELESS = ("", "未写明", "不详", "佚名", "匿名", "（未填）")
"""What a letter without a name is registered under: nobody whose applications could be added up."""

_SHOWN = ("number", "state", "outcome", "received_on", "submitted_at", "organ_id")
"""What counting and its page look at: an applicant may have thousands in a month, and the rest would have to be decrypted."""


@dataclass(frozen=True, slots=True)
class MonthCount:
    """The applications of one applicant in a month, in the order in which they are counted; ``place`` is that of this one."""

    month: date
    applications: tuple[Application, ...]
    place: int
    by_name_only: bool = False
    left_out: tuple[Application, ...] = ()
    doubtful: tuple[Application, ...] = field(default=())

    @property
    def numbers(self) -> list[str]:
        """Those counted up to this one, this one last."""
        return [each.number for each in self.applications[: self.place]]


def month_count(application: Application) -> MonthCount:
    """Who else's place comes before this one's. Raises ``NoFee`` where the applicant or the month is not known."""
    month = month_of(application)
    if month is None:
        raise NoFee("这件申请还没有确定收到日期，不知道计入哪个月，不能核算收费。")
    same = _same_applicant(application)
    if same is None:
        raise NoFee(
            "不知道申请人是谁：没有登记姓名（名称），也没有身份证明号码，无法累计同一申请人当月的申请，不能按件计收。请先补齐申请人的信息。"
        )
    found = list(_in_month(Application.objects.filter(same, organ=application.organ_id), month).only(*_SHOWN))
    paged = set(
        FeeStatement.objects.filter(
            application__in=[each.pk for each in found], tariff=PER_PAGE, state__in=LIVE
        ).values_list("application_id", flat=True)
    )
    without = readings()["charged_per_page"].chosen == "left_out"
    withdrawn = readings()["withdrawn"].chosen == "left_out"
    left_out = [
        each
        for each in found
        if each.pk != application.pk
        and ((without and each.pk in paged) or (withdrawn and each.outcome == "other.other"))
    ]
    counted = [each for each in found if each not in left_out]
    return MonthCount(
        month,
        tuple(counted),
        next(place for place, each in enumerate(counted, start=1) if each.pk == application.pk),
        by_name_only=not application.identity_index,
        left_out=tuple(left_out),
        doubtful=tuple(_doubtful(application, month)),
    )


def month_of(application: Application) -> date | None:
    """The first day of the month in which an application is counted."""
    if readings()["month"].chosen == "submitted":
        return timezone.localdate(application.submitted_at).replace(day=1)
    return application.received_on.replace(day=1) if application.received_on else None


def fee_by_request(application: Application, on: date) -> tuple[Fee, MonthCount]:
    """What the application costs by request. Raises ``NoFee``."""
    count = month_count(application)
    return per_request_fee(count.place, on), count


def fee_by_page(pages: int, on: date) -> Fee:
    """What so many pages cost. Raises ``NoFee``."""
    return per_page_fee(pages, on)


def _same_applicant(application: Application) -> Q | None:
    if application.identity_index:
        return Q(identity_index=application.identity_index)
    if application.name_index and application.applicant_name.strip() not in NAMELESS:
        return Q(name_index=application.name_index, identity_index="")
    return None


def _doubtful(application: Application, month: date) -> QuerySet[Application]:
    if not application.name_index or application.applicant_name.strip() in NAMELESS:
        return Application.objects.none()
    namesakes = Application.objects.filter(organ=application.organ_id, name_index=application.name_index)
    other = ~Q(identity_index="") if not application.identity_index else Q(identity_index="")
    return _in_month(namesakes.filter(other), month).only(*_SHOWN)


def _in_month(records: QuerySet[Application], month: date) -> QuerySet[Application]:
    following = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    if readings()["month"].chosen == "submitted":
        since, until = (timezone.make_aware(datetime(each.year, each.month, 1)) for each in (month, following))
        return records.filter(received_on__isnull=False, submitted_at__gte=since, submitted_at__lt=until).order_by(
            "submitted_at", "id"
        )
    return records.filter(received_on__gte=month, received_on__lt=following).order_by("received_on", "id")
