"""The numbers of the dashboard and the records behind them: the same, in whatever scope, year and division."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone

from gongkai.assessment.dashboards.comparing import year_so_far
from gongkai.organs.roles import Role
from gongkai.web.accountability.models import Complaint, Rectification
from gongkai.web.applications.models import Application
from gongkai.web.casework import deadlines
from gongkai.web.concerns.models import Concern, PublicMeeting
from gongkai.web.consultations.models import Consultation
from gongkai.web.dashboards import due
from gongkai.web.dashboards.board import board, division
from gongkai.web.dashboards.counting import divided, figures
from gongkai.web.dashboards.coverage import coverage, covering
from gongkai.web.dashboards.measures import Measure, Rate, Scope, records
from gongkai.web.dashboards.subjects import SUBJECTS, measures
from gongkai.web.disputes.models import Dispute
from gongkai.web.messages.models import Message
from gongkai.web.organs.authority import acting
from gongkai.web.organs.models import Organ
from gongkai.web.proposals.models import Proposal
from gongkai.web.publishing.models import Item, ItemClass, SiteColumn
from gongkai.web.releases.models import Release
from gongkai.web.submissions import services
from gongkai.web.submissions.models import Submission
from tests.web.conftest import County
from tests.web.forced_rows import anything_goes, row

DAY = date(2028, 2, 29)
LAST = date(2027, 2, 28)


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def some_day(dice: random.Random) -> date:
    """Around the edges of the days compared, and anywhere in three years."""
    edges = (
        date(2027, 1, 1),
        LAST,
        LAST + timedelta(days=1),
        date(2027, 12, 31),
        date(2028, 1, 1),
        DAY,
        date(2028, 3, 1),
    )
    return dice.choice(edges) if dice.random() < 0.5 else date(2026, 1, 1) + timedelta(days=dice.randrange(1100))


def at(day: date, dice: random.Random) -> datetime:
    """Some moment of a day here, its first and last minutes too: in UTC it may be another day."""
    moment = dice.choice((time(0, 0), time(7, 59), time(12), time(23, 59, 59)))
    return timezone.make_aware(datetime.combine(day, moment)).astimezone(UTC)


def fill(county: County, dice: random.Random, number: int = 16) -> None:
    """Rows with days everywhere: only counting is tested with them."""
    person = county.person(Role.FOI_OFFICER)
    for organ in (county.government, county.bureau, county.other):
        section = county.section if organ == county.bureau else None
        column = row(SiteColumn, organ, person, {"category": "art20_1", "kind": "news", "section": None, "path": "/1/"})
        for _ in range(number if organ == county.bureau else number // 4):
            days = sorted(some_day(dice) for _ in range(3))
            half = dice.random() < 0.5
            published = at(days[0], dice)
            item = row(
                Item,
                organ,
                person,
                {
                    "section": section,
                    "column": column,
                    "state": "withdrawn" if half else "published",
                    "published_at": published,
                    "withdrawn_at": at(days[1], dice) if half else None,
                    "genre": dice.choice(("interpretations", "normative_documents")),
                },
            )
            row(ItemClass, organ, person, {"item": item, "scheme": "statutory", "key": "art20_1"})
            row(Release, organ, person, {"on": days[0], "channel": dice.choice(("website", "wechat")), "item": item})
            row(
                Application,
                organ,
                person,
                {
                    "section": section,
                    "received_on": days[0] if dice.random() < 0.9 else None,
                    "ended_on": days[1] if half else None,
                    "answer_due_on": days[2] if dice.random() < 0.5 else days[0],
                    "outcome": dice.choice(("granted", "refused.deliberative", "other.other")) if half else "",
                    "channel": "web",
                },
            )
            row(
                Message,
                organ,
                person,
                {
                    "section": section,
                    "received_on": days[0],
                    "answered_on": days[1] if half else None,
                    "ended_on": days[2] if half else None,
                    "in_time": dice.choice((True, False, None)) if half else None,
                    "satisfaction": dice.choice(("", "satisfied")) if half else "",
                    "channel": dice.choice(("website", "hotline")),
                },
            )
            row(
                Dispute,
                organ,
                person,
                {
                    "standing": dice.choice(("maker", "body")),
                    "began_on": days[0],
                    "concluded_on": days[1] if half else None,
                    "outcome": "review.uphold" if half else "",
                    "kind": "reconsideration",
                },
            )
            row(
                Submission,
                organ,
                person,
                {"submitted_on": days[0], "section": section, "state": "adopted", "urgent": half},
            )
            fill_engagement(organ, person, days, half=half)


def fill_engagement(organ: Organ, person: Any, days: list[date], *, half: bool) -> None:
    """A record of each of the subjects in which the public takes part."""
    row(
        Concern,
        organ,
        person,
        {
            "found_on": days[0],
            "responded_on": days[1] if half else None,
            "in_time": half or None,
            "severity": "ordinary",
        },
    )
    row(PublicMeeting, organ, person, {"on": days[0], "state": "held" if half else "cancelled", "kind": "interview"})
    row(
        Consultation,
        organ,
        person,
        {"opened_on": days[0], "reported_on": days[2] if half else None, "reported_late": half, "short": "least"},
    )
    row(Proposal, organ, person, {"handed_on": days[0], "counted": half, "replied_on": days[1], "in_time": True})
    row(
        Complaint,
        organ,
        person,
        {"received_on": days[0], "about": organ, "outcome": "founded" if half else "", "in_time": half},
    )
    row(Rectification, organ, person, {"ordered_on": days[0], "state": "accepted" if half else "ordered"})


@pytest.mark.parametrize("below", (False, True), ids=("alone", "with those below"))
def test_every_number_is_the_size_of_the_list_behind_it(county: County, below: bool) -> None:
    days, wrong = year_so_far(DAY), []
    with anything_goes():
        fill(county, random.Random(7))
        scope = Scope(county.government if below else county.bureau, below)
        found = figures(measures().values(), scope, days)
        for key, measure in measures().items():
            for name, span, count in (("now", days.now, found[key].now), ("before", days.before, found[key].before)):
                if records(measure, scope, span).count() != count:
                    wrong.append((key, name))
            for by in measure.divisions:
                if below != (by == "organ"):
                    continue
                for part in divided([measure], by, scope, days)[:2]:
                    for span, count in zip((days.now, days.before), part.numbers[key], strict=True):
                        if records(measure, scope, span, by=by, value=part.key).count() != count:
                            wrong.append((key, by, part.key))
    assert wrong == []
    leads = [subject.lead for subject in SUBJECTS]
    assert all(found[key].now or found[key].before for key in (*leads, "releases", "messages_open", "meetings_held"))


def test_parts_and_months_add_up_to_the_whole(county: County) -> None:
    days = year_so_far(date(2028, 11, 22))
    with anything_goes():
        fill(county, random.Random(8))
        scope = Scope(county.government, True)
        found = figures(measures().values(), scope, days)
        for key, measure in measures().items():
            figure = found[key]
            if not measure.ended:
                assert sum(filter(None, figure.months)) == figure.now, key
                assert figure.months[10] is not None and figure.months[11] is None
            for by in set(measure.divisions) & {"section", "channel", "outcome", "item_kind", "meeting_kind", "about"}:
                parts = divided([measure], by, scope, days)
                sums = tuple(sum(part.numbers[key][place] for part in parts) for place in (0, 1))
                assert sums == (figure.now, figure.before), (key, by)


def test_the_days_of_the_year_before_that_are_still_to_come_are_not_compared(county: County) -> None:
    person, release = county.person(Role.FOI_OFFICER), measures()["releases"]
    with anything_goes():
        for day in (
            date(2027, 1, 1),
            LAST,
            date(2027, 3, 1),
            date(2027, 12, 31),
            date(2028, 1, 1),
            DAY,
            date(2028, 3, 1),
        ):
            row(Release, county.bureau, person, {"on": day, "item": None, "channel": "wechat"})
        found = figures([release], Scope(county.bureau), year_so_far(DAY))["releases"]
    assert (found.now, found.before) == (2, 2)


def test_counting_asks_no_more_for_many_organs_than_for_one(county: County, django_assert_max_num_queries: Any) -> None:
    days, today = year_so_far(DAY), timezone.localdate()
    with anything_goes():
        fill(county, random.Random(9), 4)
    board(Scope(county.bureau), today, today)
    cache.clear()
    with django_assert_max_num_queries(90) as alone:
        board(Scope(county.bureau), today, today)
    cache.clear()
    with django_assert_max_num_queries(len(alone) + 1):
        board(Scope(county.government, True), today, today)
    with django_assert_max_num_queries(40) as few:
        figures(measures().values(), Scope(county.bureau), days)
    with anything_goes():
        fill(county, random.Random(10), 20)
    with django_assert_max_num_queries(len(few)):
        figures(measures().values(), Scope(county.bureau), days)


def test_what_was_counted_is_kept_until_something_happens_in_the_organ(county: County) -> None:
    today, scope = timezone.localdate(), Scope(county.bureau)
    first = board(scope, today, today)
    assert board(scope, today, today).counted_at == first.counted_at
    assert "submissions" in first.unused and "submissions_submitted" not in first.figures
    by = acting(county.person(Role.INFO_OFFICER), county.bureau)
    services.submit(
        county.bureau, source=county.bureau, section=county.section, by=by, title="春耕", kind="news", body="到村。"
    )  # fmt: skip
    then = board(scope, today, today)
    assert then.figures["submissions_submitted"].now == 1
    assert "submissions" not in then.unused and "submissions" in then.begun


def test_a_subject_without_records_before_this_year_is_not_compared_with_zero(county: County) -> None:
    person, today = county.person(Role.FOI_OFFICER), timezone.localdate()
    scope = Scope(county.bureau)
    with anything_goes():
        row(Release, county.bureau, person, {"on": today, "item": None, "channel": "wechat"})
        assert "publishing" in board(scope, today, today).begun
        cache.clear()
        row(Release, county.bureau, person, {"on": date(2020, 5, 6), "item": None, "channel": "wechat"})
        found = board(scope, today, today)
    assert "publishing" not in found.begun
    assert found.figures["releases"].before == 0


def test_every_kind_of_case_with_a_clock_is_among_what_is_due() -> None:
    lacking = [each for each in deadlines.kinds() if each not in {kind.model for kind in due.kinds()}]
    assert lacking == [], "请在它的 AppConfig.ready 里向 gongkai.web.notes.kinds 登记"


def test_due_and_overdue_are_the_cases_that_can_be_opened(county: County) -> None:
    person, today = county.person(Role.FOI_OFFICER), timezone.localdate()
    soon = due.last_soon(today)
    days = (today - timedelta(days=1), today, soon, soon + timedelta(days=1), None)
    with anything_goes():
        for day in days:
            row(Message, county.bureau, person, {"due_on": day, "clock_status": "running", "ended": False})
        row(Message, county.bureau, person, {"due_on": days[0], "clock_status": "stopped", "ended": True})
        found = next(
            each for each in due.due_rows(Scope(county.bureau), today) if each.label == "public_messages.message"
        )
        counts = {name: due.due_cases(found.label, name, Scope(county.bureau), today).count() for name in due.HEAPS}
    assert found.numbers == counts == {"open": 5, "soon": 2, "overdue": 1}


def test_coverage_counts_what_is_public_and_names_what_is_not(county: County) -> None:
    person = county.person(Role.FOI_OFFICER)
    since, until = date(2028, 1, 1), DAY
    with anything_goes():
        column = row(SiteColumn, county.bureau, person, {"path": "/1/"})
        for day, state in (
            (date(2027, 5, 6), "published"),
            (DAY, "published"),
            (DAY, "withdrawn"),
            (date(2028, 3, 1), "published"),
        ):
            made = timezone.make_aware(datetime.combine(day, time(23, 59)))
            item = row(Item, county.bureau, person, {"column": column, "state": state, "published_at": made})
            row(ItemClass, county.bureau, person, {"item": item, "scheme": "statutory", "key": "art20_7"})
        rows = {each.category.key: each for each in coverage(Scope(county.bureau), since, until)}
        found = rows["art20_7"]
        lists = [covering(Scope(county.bureau), since, until, "art20_7", fresh=each).count() for each in (False, True)]
    assert [found.number, found.fresh] == lists == [2, 1]
    assert found.last == DAY
    assert rows["art20_1"].number == 0 and rows["art20_1"].last is None
    assert len(rows) == 18


def test_measures_have_names_of_their_own_and_say_what_they_count() -> None:
    for subject in SUBJECTS:
        keys = {each.key for each in subject.measures}
        assert subject.lead in keys
        assert all(measure in keys and by in measures()[measure].divisions for measure, by in subject.drawn)
        for each in subject.lines:
            assert each.told.endswith("。"), each.key
            if isinstance(each, Rate):
                assert {each.part, *each.whole} <= keys
            else:
                assert isinstance(each, Measure)


def test_a_subject_page_divides_by_organ_only_with_those_below(county: County) -> None:
    today, subject = timezone.localdate(), SUBJECTS[0]
    with anything_goes():
        row(Release, county.bureau, county.person(Role.FOI_OFFICER), {"on": today, "item": None, "channel": "wechat"})
    assert "organ" not in division(subject, Scope(county.bureau), today).parts
    assert "organ" in division(subject, Scope(county.government, True), today).parts
    assert Organ.objects.filter(path__startswith=county.government.path).count() == 3
