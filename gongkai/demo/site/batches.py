"""Bulk work in the demonstration: one batch that has run, and one that waits and can be taken back."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

from gongkai.applications.bulk import works
from gongkai.demo.site.clock import Diary
from gongkai.demo.site.organisation import Cast
from gongkai.web.applications.models import Application
from gongkai.web.batches.models import WAITING, Batch
from gongkai.web.batches.planning import dry_run, opened, plan, seal
from gongkai.web.batches.running import run

ORGAN, OFFICE = "nongye", "gongkai"
HELP = {
    "help_section": "局档案室",
    "help_wanted": "请检索近三年的项目验收档案，3个工作日内书面回复检索的范围、方法和结果",
}
MOST = 3
"""So many cases are in each of them, so that others are left to try it with."""
LONG = timedelta(days=2)
"""The second batch waits longer than the setting says, so that there is time to look at it."""


def enter_year(cast: Cast, diary: Diary) -> None:
    """Enter the two batches into the diary."""
    diary.at(diary.today - timedelta(days=2), partial(_assign, cast), 16, 40)
    diary.at(diary.today - timedelta(days=2), partial(_run, cast), 16, 51)
    diary.at(diary.today - timedelta(days=1), partial(_ask_help, cast), 17, 5)


def _assign(cast: Cast) -> None:
    section = cast.sections[ORGAN, "种植业科"]
    states = ("received", "registered", "under_review")
    _plan(cast, "assign", {"section": section.pk, "officer": cast.people["xinxi"].pk}, section=None, state__in=states)


def _ask_help(cast: Cast) -> None:
    _plan(cast, "letter.help_request", HELP, wait=LONG, state="under_review")


def _run(cast: Cast) -> None:
    for batch in Batch.objects.filter(organ=cast.organs[ORGAN], state=WAITING):
        run(batch.pk)


def _plan(cast: Cast, what: str, facts: dict[str, Any], *, wait: timedelta | None = None, **which: Any) -> None:
    organ, person = cast.organs[ORGAN], cast.people[OFFICE]
    cases = list(Application.objects.filter(organ=organ, **which).select_related("organ", "section", "officer"))[:MOST]
    dry = dry_run(person, organ, works()[what], facts, cases)
    if dry.possible:
        plan(opened(seal(dry), person, organ), by=cast.acting(OFFICE), verified=True, wait=wait)
