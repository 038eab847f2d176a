"""The same through the services and the database: the columns, the log and every figure of table 3 agree with a plain count."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, ClassVar

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from test_applications_services import COMPANY, WANG, moment

sys.path.insert(0, str(Path(__file__).parents[1]))
from applications_plain import plain, reply_clock
from applications_walks import (
    STRAIGHT,
    as_records,
    check_cells,
    check_course,
    check_step,
    fitting,
    likely,
    numbers,
    spoilt,
    three,
)

from gongkai.annualreport.counting import application_cells, period
from gongkai.annualreport.scheme import scheme_of
from gongkai.applications.moves import DRAFTING, TABLE
from gongkai.casework import History, NotAllowed
from gongkai.casework.chain_verify import verify
from gongkai.organs.roles import Role
from gongkai.web.annualreport.ledger import application_groups
from gongkai.web.applications import services
from gongkai.web.applications.models import Application
from gongkai.web.applications.queries import by_columns, by_events
from gongkai.web.casework.services import counting_now, history_of
from gongkai.web.fees import services as fees
from gongkai.web.holidays.calendars import calendar_now
from gongkai.web.log.actors import PUBLIC, Actor
from gongkai.web.log.models import Event
from gongkai.web.organs.authority import acting

STAFF = (
    Role.INFO_OFFICER,
    Role.SECRECY_REVIEWER,
    Role.LEGAL_REVIEWER,
    Role.FOI_OFFICER,
    Role.LEADING_GROUP,
)


class Offices(RuleBasedStateMachine):
    """Applications to two organs, each treated by its own people; what one example writes is undone after it."""

    county: ClassVar[Any]
    people: ClassVar[dict[int, list[Actor]]]
    tally: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.today = date(2025, 11, 17)
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.cases: list[Application] = []
        self.known: dict[int, History] = {}
        self.counting, self.calendar = counting_now(), calendar_now()

    @initialize(start=st.dates(date(2025, 10, 9), date(2025, 12, 31)), number=numbers)
    def first(self, start: date, number: int) -> None:
        self.today = start
        self.submitted(number)
        self.submitted(number // 7)

    def submitted(self, number: int) -> None:
        organ = (self.county.bureau, self.county.other)[number % 5 == 0]
        made = services.submit(organ, (WANG, COMPANY)[number // 5 % 2], at=moment(self.today))
        self.cases.append(made)
        self.known[made.pk] = history_of(made)
        self.onward(len(self.cases) - 1)

    @rule(number=numbers)
    def another(self, number: int) -> None:
        if len(self.cases) < 5:
            self.submitted(number)

    @rule(days=st.sampled_from((1, 3, 8, 15, 30)))
    def wait(self, days: int) -> None:
        self.today += timedelta(days=days)

    @rule(number=numbers)
    def onward(self, number: int) -> None:
        self._likely(*three(number))

    @rule(number=numbers)
    def further(self, number: int) -> None:
        which, choice, dice = three(number)
        for more in range(4):
            self._likely(which, choice // 5**more, dice // 3**more)

    @rule(number=numbers)
    def straight_on(self, number: int) -> None:
        """Towards a reply, mostly by those who hold every role and so could write and approve the same one."""
        which, choice, dice = three(number)
        case = self.cases[which % len(self.cases)]
        for more in range(6):
            names = STRAIGHT.get(case.state, ())
            if not names:
                return
            move = TABLE.move_of[names[(more + choice) % len(names)]]
            by = self.people[case.organ_id][-1 - dice // 3**more % 3]
            facts = fitting(self.known[case.pk], move, self.today, dice)
            on = self.known[case.pk].effective[0].on if move.name == "receive" else self.today
            self._try(case, move.name, by, facts, on)

    def _likely(self, which: int, choice: int, dice: int) -> None:
        case = self.cases[which % len(self.cases)]
        moves = likely(case.state)
        move = moves[choice % len(moves)]
        able = [each for each in self.people[case.organ_id] if each.roles & set(move.who)]
        facts = fitting(self.known[case.pk], move, self.today, dice)
        if move.name == "merge":
            facts["into"] = self.cases[dice % len(self.cases)].number
        if move.name == "ask_fee":
            self._price(case, able[0])
        if move.name == "waive_fee":
            self._ask_waiver(case)
        self._try(case, move.name, able[dice % len(able)], facts, self.today)

    @rule(number=numbers, later=st.integers(-20, 2))
    def anything(self, number: int, later: int) -> None:
        """Any move whatever, by anybody of either organ, on any day, with facts that may be wrong."""
        which, choice, dice = three(number)
        case = self.cases[which % len(self.cases)]
        move = TABLE.moves[1 + choice % (len(TABLE.moves) - 1)]
        if choice % 3 == 0:
            move = likely(case.state)[choice % len(likely(case.state))]
        facts = fitting(self.known[case.pk], move, self.today, dice)
        if dice % 2:
            facts = spoilt(facts, dice // 2)
        actors = [*self.people[case.organ_id], PUBLIC]
        self._try(case, move.name, actors[dice // 11 % len(actors)], facts, self.today + timedelta(days=later))

    @rule(number=numbers, later=st.integers(-6, 6))
    def put_right(self, number: int, later: int) -> None:
        which, choice, dice = three(number)
        case = self.cases[which % len(self.cases)]
        event = self.known[case.pk].events[choice % len(self.known[case.pk].events)]
        changes = {"on": (event.on + timedelta(days=later)).isoformat()} if dice % 3 else None
        actors = self.people[case.organ_id]
        with self._refusals(case):
            services.amend_step(
                case,
                event.number,
                by=actors[dice % len(actors)],
                changes=changes,
                reason="核对原件",
                at=moment(self.today),
            )

    def _price(self, case: Application, by: Actor) -> None:
        with self._refusals(case, quiet=True):
            fees.draw(case, "per_page", pages=250, by=by, on=self.today, at=moment(self.today))

    def _ask_waiver(self, case: Application) -> None:
        officer = next(each for each in self.people[case.organ_id] if each.roles == {"foi_officer"})
        statement = case.fee_statements.exclude(state="cancelled").first()
        if statement is not None:
            with self._refusals(case, quiet=True):
                fees.ask_waiver(statement, by=officer, why="申请人享受最低生活保障", at=moment(self.today))

    def _try(self, case: Application, move: str, by: Actor, facts: dict[str, Any], on: date) -> None:
        reply = "经检索，现将验收结论一并提供。" if move in DRAFTING else ""
        with self._refusals(case):
            services.make_move(case, move, by=by, facts=facts, on=on, reply=reply, at=moment(self.today))

    def _refusals(self, case: Application, *, quiet: bool = False) -> Any:
        return Attempt(self, case, quiet)

    def looked_at(self, case: Application) -> None:
        """What is stored of a case after a step, against its events."""
        before, after = self.known[case.pk], history_of(case)
        self.known[case.pk] = after
        assert len(after.events) == len(before.events) + 1
        check_step(before, after, self.calendar.is_workday)
        check_course(after, self.today, self.counting, self.calendar.is_workday)
        stored = Application.objects.get(pk=case.pk)
        mine = plain(as_records(after))
        assert (stored.state, stored.applicant_kind) == (after.state, mine.kind)
        assert (stored.received_on, stored.ended_on, stored.outcome) == (mine.received, mine.ended, mine.row)
        clock = reply_clock(as_records(after), self.calendar.is_workday, self.today)
        assert (stored.due_on, stored.ended) == (clock.last if clock else None, after.ended)
        for day in (self.today + timedelta(days=number) for number in (0, 2, 9, 30)):
            short = by_columns(stored, self.calendar, day)
            assert short is None or short == by_events(stored, after, self.counting, day)
            self.tally["row by columns" if short else "row by events"] += 1
        assert stored.received_year == (mine.received.year if mine.received else None)
        assert stored.ended_year == (mine.ended.year if mine.ended else None)

    def teardown(self) -> None:
        try:
            if self.cases:
                self._figures()
        finally:
            transaction.set_rollback(True)
            self.undone.__exit__(None, None, None)

    def _figures(self) -> None:
        for organ in (self.county.bureau, self.county.other):
            mine = [as_records(history_of(each)) for each in Application.objects.filter(organ=organ)]
            for year in (2024, 2025, 2026):
                looked = date(year, 1, 1) + timedelta(days=(self.today.toordinal() * 7) % 365)
                for until in (date(year, 12, 31), looked, min(self.today, date(year, 12, 31))):
                    if until.year != year:
                        continue
                    groups = application_groups(organ, period(year, until))
                    for form in ("2019", "2021"):
                        cells = application_cells(groups, scheme_of(form).table("applications"))
                        check_cells(cells, mine, year, until, form)
            rows = [each.row for each in Event.objects.filter(chain__organ=organ).order_by("number")]
            assert verify(rows) == ()


class Attempt:
    """Something that may be refused, in words; when it is, nothing of it has stayed."""

    def __init__(self, office: Offices, case: Application, quiet: bool) -> None:
        self.office, self.case, self.quiet = office, case, quiet

    def __enter__(self) -> None:
        self.inner = transaction.atomic()
        self.inner.__enter__()

    def __exit__(self, kind: Any, refusal: Any, trace: Any) -> bool:
        self.inner.__exit__(kind, refusal, trace)
        self.case.refresh_from_db()
        if kind is None:
            if not self.quiet:
                self.office.tally["taken"] += 1
                self.office.looked_at(self.case)
                self.office.tally[f"state {self.case.state}"] += 1
            return False
        if not issubclass(kind, NotAllowed | ValidationError):
            return False
        self.office.tally["refused"] += 1
        said = refusal.messages if isinstance(refusal, ValidationError) else [str(refusal)]
        assert all(each[0] >= "\u4e00" or each[0] in "“《" for each in said)
        assert history_of(self.case).events == self.office.known[self.case.pk].events
        return True


@pytest.fixture
def offices(county: Any) -> type[Offices]:
    people = {}
    for organ in (county.bureau, county.other):
        one_each = [acting(county.person(role, organ), organ) for role in STAFF]
        every = frozenset(str(role) for role in STAFF)
        both = [replace(one_each[index], roles=every) for index in (1, 2)]
        people[organ.pk] = [*one_each, *both]
        fees.set_how_to_pay(organ, "缴至青石县财政非税收入专户。", "0731-1234567", by=one_each[3])
    return type("Offices", (Offices,), {"county": county, "people": people, "tally": Counter()})


def test_whatever_is_tried_through_the_services_the_log_the_columns_and_table_3_agree(offices):
    run_state_machine_as_test(
        offices,
        settings=settings(
            max_examples=10,
            stateful_step_count=14,
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
            phases=(Phase.generate, Phase.shrink),
        ),
    )
    assert offices.tally["taken"] > 20, offices.tally
    assert offices.tally["refused"] > 20, offices.tally
    assert offices.tally["row by columns"] > 20, offices.tally
