"""Builds the demonstration from its parts, in the order of time, and says how far it is."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from gongkai.casework.events import BEIJING
from gongkai.demo.site import (
    PASSWORD,
    accountability,
    applications,
    assessment,
    batches,
    bureaus,
    concerns,
    consultations,
    disputes,
    inspection,
    items,
    messages,
    normative,
    organisation,
    proposals,
    reports,
    submissions,
    work,
)
from gongkai.demo.site.clock import Diary, moment
from gongkai.demo.site.organisation import Cast
from gongkai.web.accounts.demonstration import write_offer

LIVED_FOR = timedelta(days=1000)
"""How long the demonstration's county has worked with the site."""


@contextmanager
def collecting_rarely() -> Iterator[None]:
    """Within, memory is looked through for circles far more rarely: building makes thousands of records and hardly any circle."""
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(200_000, 20, 20)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()


def build(home: Path, today: date | None = None, *, with_bureaus: bool = True, with_county: bool = True) -> None:
    """Build everything in one transaction, so that a build that was cut off leaves nothing behind.

    ``with_bureaus``: also the five real bureaus, whose years are the same whatever day it is. ``with_county``: also the county.
    """
    now = timezone.now() if today is None else datetime.combine(today, time(18), BEIJING)
    cast, diary = Cast(), Diary(timezone.localdate(now))
    with collecting_rarely(), transaction.atomic():
        if with_bureaus:
            bureaus.enter(bureaus.found(cast, PASSWORD), diary)
            reports.enter_sources(cast, diary, bureaus.FOUNDED)
        theirs = list(cast.entries)
        cast.entries.clear()
        since = datetime.combine(diary.today - LIVED_FOR, time(9), BEIJING)
        print(f"　五个局在{bureaus.FOUNDED:%Y年}以后办理 {diary.run(since)} 步", flush=True)
        if with_county:
            _county(Cast(people=cast.people, homes=cast.homes, entries=cast.entries), diary, since)
        print(f"　公开、申请、年报共办理 {diary.run(now)} 步", flush=True)
    write_offer(PASSWORD, cast.entries + theirs)


def _county(county: Cast, diary: Diary, since: datetime) -> None:
    """Set up the county's organs, and enter what they do from then on."""
    founded = timezone.localdate(since)
    with moment(since):
        organisation.found(county, PASSWORD, founded)
        items.open_columns(county)
    print(f"　青石县机关 {len(county.organs)} 个，全部人员 {len(county.people)} 人", flush=True)
    organisation.enter_year(county, diary)
    items.enter_year(county, diary)
    normative.enter_year(county, diary)
    work.enter_year(county, diary)
    applications.enter_year(county, diary)
    disputes.enter_year(county, diary)
    messages.enter_year(county, diary)
    proposals.enter_year(county, diary)
    concerns.enter_year(county, diary)
    consultations.enter_year(county, diary)
    inspection.enter_year(county, diary)
    accountability.enter_year(county, diary)
    submissions.enter_year(county, diary)
    assessment.enter_year(county, diary)
    batches.enter_year(county, diary)
    reports.enter_sources(county, diary, founded + timedelta(days=10))
    reports.enter_year(county, diary)
