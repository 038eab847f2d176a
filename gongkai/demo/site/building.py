"""Builds the demonstration from its parts, in the order of time, and says how far it is."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from gongkai.casework.events import BEIJING
from gongkai.demo.site import PASSWORD, applications, items, organisation, reports
from gongkai.demo.site.clock import Diary, moment
from gongkai.demo.site.organisation import Cast
from gongkai.web.accounts.demonstration import write_offer

LIVED_FOR = timedelta(days=1000)
"""How long the demonstration's county has worked with the site."""


def build(home: Path, today: date | None = None) -> None:
    """Build everything in one transaction, so that a build that was cut off leaves nothing behind."""
    now = timezone.now() if today is None else datetime.combine(today, time(18), BEIJING)
    day = timezone.localdate(now)
    cast, diary = Cast(), Diary(day)
    with transaction.atomic():
        with moment(datetime.combine(day - LIVED_FOR, time(9), BEIJING)):
            organisation.found(cast, PASSWORD, day - LIVED_FOR)
            items.open_columns(cast)
        print(f"　机关 {len(cast.organs)} 个，人员 {len(cast.people)} 人", flush=True)
        organisation.enter_year(cast, diary)
        items.enter_year(cast, diary)
        applications.enter_year(cast, diary)
        reports.enter_year(cast, diary)
        print(f"　公开、申请、年报共办理 {diary.run(now)} 步", flush=True)
    write_offer(PASSWORD, cast.entries)
