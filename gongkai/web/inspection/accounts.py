"""The official accounts on new media (政务新媒体) on a day: when each released something last, and whether that is too long ago."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Q, Subquery

from gongkai.assessment.freshness.judging import ORDER, Standing, dated_standing
from gongkai.assessment.freshness.rules import Indicator
from gongkai.publishing.channels import members
from gongkai.web.inspection.models import Setting
from gongkai.web.organs.models import Organ
from gongkai.web.releases.models import Account, Release

NEW_MEDIA = "new_media"


@dataclass(frozen=True, slots=True)
class AccountState:
    """An account on a day."""

    account: Account
    standing: Standing

    @property
    def organ_id(self) -> int:
        """Whose it is."""
        return int(self.account.organ_id)

    @property
    def title(self) -> str:
        """Platform and name."""
        return f"{self.account.platform_title}“{self.account.name}”"

    @property
    def url(self) -> str:
        """Accounts stand on other sites; there is no page of one here."""
        return ""

    @property
    def subject(self) -> tuple[str, str]:
        """Kind and key of what it is, as problems name it."""
        return "releases.account", str(self.account.pk)

    @property
    def section_id(self) -> None:
        """Accounts name who manages them in words."""
        return

    @property
    def officer_id(self) -> None:
        """As ``section_id``."""
        return

    @property
    def responsible(self) -> str:
        """Who answers for it."""
        return self.account.manager

    @property
    def told(self) -> str:
        """Since when nothing is new."""
        standing = self.standing
        if standing.last is None:
            return "没有登记过发布"
        return f"最近一条{standing.last.isoformat()}，已经{standing.days}天（期限{standing.limit}）"


def accounts_on(
    organs: Collection[Organ], on: date, indicator: Indicator, settings: Mapping[int, Setting]
) -> list[AccountState]:
    """The accounts open on a day, the most pressing first. A release without an account counts for those of its platform."""
    newest = (
        Release.objects.filter(
            Q(account=OuterRef("pk")) | Q(account=None),
            organ=OuterRef("organ"),
            channel=OuterRef("platform"),
            voided_at=None,
            on__lte=on,
        )
        .order_by("-on")
        .values("on")[:1]
    )
    known = {each.pk: each for each in organs}
    rows = Account.objects.filter(
        Q(closed_on=None) | Q(closed_on__gt=on),
        organ__in=known,
        opened_on__lte=on,
        platform__in=sorted(members((NEW_MEDIA,))),
    ).annotate(last=Subquery(newest))
    numbers = indicator.numbers
    found = []
    for each in rows.order_by("organ__order", "platform", "id"):
        days = min(numbers["days"], stricter_days(known[each.organ_id], settings) or numbers["days"])
        last = each.last  # type: ignore[attr-defined]
        found.append(AccountState(each, dated_standing(last, on, days, numbers["amber_days"], indicator.key)))
    return sorted(found, key=lambda each: (ORDER.index(each.standing.colour), -(each.standing.days or 0)))


def stricter_days(organ: Organ, settings: Mapping[int, Setting]) -> int:
    """The shortest period that the organ, or one above it, demands; 0 for none."""
    above = [settings[int(part)] for part in organ.path.strip("/").split("/") if int(part) in settings]
    return min((each.account_days for each in above if each.account_days), default=0)
