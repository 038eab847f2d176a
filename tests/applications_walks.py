"""Random lawful and unlawful ways through an application, and what must hold after every step of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any, ClassVar

from applications_plain import (
    AFTER_THE_END,
    KINDS,
    PARTY,
    ROWS,
    WAITING,
    plain,
    reply_clock,
    table_three,
    unlawful,
    unlawful_now,
)
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from gongkai.annualreport.counting import ApplicationRecord, count, period
from gongkai.annualreport.scheme import scheme_of
from gongkai.applications.counted import counted
from gongkai.applications.moves import TABLE
from gongkai.applications.outcomes import outcomes
from gongkai.casework import Act, Event, History, Move, NotAllowed, Status, advance, amend, read, replay
from gongkai.casework.counting import Counting
from gongkai.casework.events import BEIJING
from gongkai.casework.workday_calendar import counting_by
from gongkai.workdays.calendars import national_calendar

CALENDAR = national_calendar()
COUNTING = counting_by(CALENDAR)
STAFF = ("info_officer", "section_head", "secrecy_reviewer", "legal_reviewer", "foi_officer", "leading_group")
PEOPLE: Mapping[str, tuple[str, ...]] = {
    "applicant": ("public",),
    "zhao": ("foi_officer",),
    "qian": ("info_officer",),
    "sun": ("secrecy_reviewer", "legal_reviewer"),
    "li": ("leading_group",),
    "zhou": STAFF,
    "wu": STAFF,
    "zheng": ("section_head",),
}
"""Two who hold every role: they alone could do what two must."""

DRAFTED = [each.key for each in outcomes().values() if each.drafted]
ENDING = ("withdraw", "merge", "lapse_correction", "lapse_payment")
LONG_STAYS = ("extend", "review_legality", "send_back", "sign_for")
STRAIGHT = {
    "submitted": ("receive",),
    "received": ("register",),
    "registered": ("begin_review",),
    "under_review": ("draft",),
    "awaiting_reasons": ("accept_reasons", "refuse_excessive"),
    "in_correction": ("receive_correction", "find_still_unclear"),
    "decision_drafted": ("review_secrecy", "approve"),
    "decision_approved": ("serve",),
    "served": ("reconsider", "litigate"),
    "in_reconsideration": ("order_again",),
    "in_litigation": ("order_again",),
    "redecision_ordered": ("review_again",),
}
"""The straight way to a reply, to a dispute about it and to the next reply."""

CHANNELS = ("online", "mail", "in_person", "email")
NAMES = ("县财政局", "某甲公司", "某乙公司")
"""The same names serve for third parties, co-makers and organs, so that one could be taken for another."""

numbers = st.integers(0, 10**15 - 1)
"""Three choices in one number, for every number drawn takes its time."""


def three(number: int) -> tuple[int, int, int]:
    """The three choices in a number."""
    return number % 1000, number // 1000 % 10**6, number // 10**9


@cache
def likely(state: str) -> tuple[Move, ...]:
    """The moves from a state, those that lead on more often than those that end it."""
    found: list[Move] = []
    for move in TABLE.moves_from(state):
        found += [move] * (1 if move.name in ENDING or move.name in LONG_STAYS else 3)
    return tuple(found)


def awaited(history: History, field: str) -> list[str]:
    """The parties of a kind that the case waits for."""
    legs = history.clock("reply")
    return [
        stand.key
        for stand in (legs[-1].stands if legs else ())
        if stand.until is None and stand.key and TABLE.clock_of[stand.no_longer_than].per == field
    ]


def fitting(history: History, move: Move, on: date, dice: int) -> dict[str, Any]:
    """Facts that fit a move; which of those that do, ``dice`` says."""
    facts: dict[str, Any] = {}
    for each in (*move.needs, *move.takes):
        name = each.name
        if name in PARTY:
            waiting = awaited(history, name)
            asks = move.name.startswith("consult_") or not waiting
            facts[name] = NAMES[dice % len(NAMES)] if asks else waiting[dice % len(waiting)]
        elif name == "channel":
            facts[name] = CHANNELS[dice % len(CHANNELS)]
        elif name == "applicant_kind":
            facts[name] = KINDS[dice // 5 % len(KINDS)]
        elif name == "outcome":
            facts[name] = DRAFTED[dice % len(DRAFTED)]
        elif name == "workdays":
            facts[name] = (3, 10, 20)[dice % 3]
        elif name == "reply_by":
            facts[name] = (on + timedelta(days=dice % 60)).isoformat()
        elif name == "limit":
            facts |= ({}, {name: 15}, {name: (on + timedelta(days=30)).isoformat()})[dice % 3]
        elif name == "delivery":
            facts[name] = "post" if dice % 2 else "direct"
        elif name == "posted_on":
            if dice % 2:
                since = history.entered.on if history.entered else on
                facts[name] = (since + (on - since) * (dice % 3) // 2).isoformat()
        elif name == "amount":
            facts |= {name: 100} if dice % 2 else {}
        else:
            facts[name] = "按规定办理"
    return facts


def spoilt(facts: dict[str, Any], dice: int) -> dict[str, Any]:
    """The same with something wrong: left out, empty, too much, unknown or of another kind."""
    names = sorted(facts)
    name = names[dice % len(names)] if names else "letter"
    kind = dice // 7 % 6
    if kind == 0:
        return {key: value for key, value in facts.items() if key != name}
    if kind == 5:
        return {**facts, "workdays": 21}
    return {**facts, name: ("", 0, "2099-13-41", [1])[kind - 1]}


def as_records(history: History) -> list[dict[str, Any]]:
    """The events as the log keeps them."""
    return [event.as_json() for event in history.events]


def check_course(history: History, today: date, counting: Counting, is_workday: Any = None) -> None:
    """The invariants of one application, after any step."""
    is_workday = is_workday or CALENDAR.is_workday
    records = as_records(history)
    assert unlawful(records) == []
    mine, found = plain(records), counted(history)
    assert (found.applicant_kind, found.received_on) == (mine.kind, mine.received)
    assert (found.ended_on, found.outcome) == (mine.ended, mine.row)
    assert (mine.ended is None) == (mine.row == "")
    assert mine.row in ("", *ROWS)
    clock = reply_clock(records, is_workday, today)
    reading = read(history, "reply", counting, today)
    assert (clock is None) == (reading.status is Status.NEVER)
    if clock is not None:
        assert reading.due is not None
        assert (reading.used, reading.late, reading.due.day) == (clock.used, clock.late, clock.last)
        assert (clock.ended is not None) == (reading.status is Status.STOPPED)
        for pause in clock.pauses:
            assert pause.letter.strip(), "a pause without the letter that began it"
            assert pause.until is not None or WAITING[pause.move] == history.state, "a pause that nobody ended"
    if history.ended:
        going = {name for (name, _), legs in history.legs.items() if legs[-1].going}
        assert going <= {"remedy"}


def check_step(before: History, after: History, is_workday: Any = None) -> None:
    """What must hold of a step that was taken: the first record stays, and the step was lawful when it was made."""
    assert as_records(after)[:-1] == as_records(before)
    event = after.events[-1]
    if event.amends is not None:
        original = next(each for each in before.effective if each.number == event.amends)
        assert event.by != original.by
        assert event.note.strip()
        return
    assert unlawful_now(as_records(after), is_workday or CALENDAR.is_workday) == []
    if before.state in AFTER_THE_END:
        assert event.move in AFTER_THE_END[before.state]


def check_figures(cases: Sequence[History], year: int, until: date) -> None:
    """Table 3 in both forms against the plain count."""
    records = []
    for history in cases:
        found = counted(history)
        if found.received_on is not None:
            records.append(ApplicationRecord(found.applicant_kind, found.received_on, found.ended_on, found.outcome))
    for form in ("2019", "2021"):
        scheme = scheme_of(form)
        cells = count(scheme, period(year, until), records, ())
        check_cells(cells, [as_records(each) for each in cases], year, until, form)


def check_cells(cells: Mapping[str, Any], cases: Sequence[Any], year: int, until: date, form: str) -> None:
    """Each cell of table 3 against the plain count, and nothing counted outside of them."""
    plainly = table_three(cases, year, until, form)
    mine = {f"applications.{row}.{kind}": number for (row, kind), number in plainly.items()}
    theirs = {at: number for at, number in cells.items() if at.startswith("applications.") and number}
    assert theirs == mine, (year, until, form)


class Applications(RuleBasedStateMachine):
    """Up to four applications at once, treated by people of all roles, lawfully and not."""

    tally: ClassVar[Counter[str]] = Counter()
    """How many steps were taken and refused, and which states and moves were reached, in all runs together."""

    def __init__(self) -> None:
        super().__init__()
        self.today = date(2024, 11, 1)
        self.cases: list[History] = []

    @initialize(start=st.dates(date(2024, 9, 2), date(2025, 3, 3)), dice=numbers)
    def first(self, start: date, dice: int) -> None:
        self.today = start
        self.begin(dice)
        self.onward(0)

    def begin(self, dice: int) -> None:
        history = History(TABLE)
        move = TABLE.move_of["submit"]
        self.cases.append(history)
        self._try(len(self.cases) - 1, move, "applicant", fitting(history, move, self.today, dice), self.today)

    @rule(dice=numbers)
    def another(self, dice: int) -> None:
        if len(self.cases) < 4:
            self.begin(dice)

    @rule(days=st.sampled_from((1, 2, 3, 8, 15, 25, 40)))
    def wait(self, days: int) -> None:
        if self.today < date(2026, 6, 1):
            self.today += timedelta(days=days)

    @rule(number=numbers)
    def onward(self, number: int) -> None:
        self._likely(*three(number))

    @rule(number=numbers)
    def further(self, number: int) -> None:
        which, choice, dice = three(number)
        for more in range(3):
            self._likely(which, choice // 5**more, dice // 3**more)

    @rule(number=numbers)
    def straight_on(self, number: int) -> None:
        """Towards a reply, mostly by those who hold every role and so could write and approve the same one."""
        which, choice, dice = three(number)
        place = which % len(self.cases)
        for more in range(8):
            history = self.cases[place]
            names = STRAIGHT.get(history.state, ())
            if not names:
                return
            move = TABLE.move_of[names[(more + choice) % len(names)]]
            who = ("zhou", "wu", "zhou", "li", "sun")[dice // 3**more % 5]
            if not set(PEOPLE[who]) & set(move.who):
                who = "wu"
            on = history.effective[0].on if move.name == "receive" else self.today
            self._try(place, move, who, fitting(history, move, on, dice), on)

    def _likely(self, which: int, choice: int, dice: int) -> None:
        place = which % len(self.cases)
        history = self.cases[place]
        moves = likely(history.state)
        move = moves[choice % len(moves)]
        able = [who for who, roles in PEOPLE.items() if any(role in move.who for role in roles)]
        on = self.today
        if history.entered and dice % 5 == 0:
            on = max(history.entered.on, on - timedelta(days=dice % 4))
        if move.name == "receive" and history.effective[0].facts["channel"] == "in_person":
            on = history.effective[0].on
        self._try(place, move, able[dice % len(able)], fitting(history, move, on, dice), on)

    @rule(number=numbers, later=st.integers(-30, 3))
    def anything(self, number: int, later: int) -> None:
        """Any move whatever, by anybody, on any day, with facts that may be wrong."""
        which, choice, dice = three(number)
        place = which % len(self.cases)
        history = self.cases[place]
        move = (
            TABLE.moves[choice % len(TABLE.moves)]
            if choice % 3
            else likely(history.state)[choice % len(likely(history.state))]
        )
        facts = fitting(history, move, self.today, dice)
        if dice % 2:
            facts = spoilt(facts, dice // 2)
        who = list(PEOPLE)[dice // 11 % len(PEOPLE)]
        self._try(place, move, who, facts, self.today + timedelta(days=later if choice % 2 else 0))

    @rule(number=numbers, later=st.integers(-9, 9))
    def put_right(self, number: int, later: int) -> None:
        """Amend or strike out any record, whether or not that may be."""
        which, choice, dice = three(number)
        place = which % len(self.cases)
        history = self.cases[place]
        event = history.events[choice % len(history.events)]
        rules = TABLE.amendments
        assert rules is not None
        names = rules.fields.get(event.move, ("on",))
        name = names[dice % len(names)]
        value: Any = (event.on + timedelta(days=later)).isoformat()
        if name == "workdays":
            value = 1 + dice % 25
        elif name in ("channel", "applicant_kind", "delivery"):
            value = {"channel": CHANNELS, "applicant_kind": KINDS, "delivery": ("post", "direct")}[name][dice % 2]
        changes = None if event.move in rules.strikes and dice % 3 else {name: value}
        who = ("zhao", "li", "zhou", "qian")[dice % 4]
        act = Act(who, self._moment(), self.today, PEOPLE[who])
        try:
            after = amend(history, event.number, act, changes, reason="核对原件" if dice % 7 else " ")
        except NotAllowed as refusal:
            self._refused(history, refusal)
        else:
            self._taken(place, after, "strike" if changes is None else "amend")

    def _try(self, place: int, move: Move, who: str, facts: Mapping[str, Any], on: date) -> None:
        history = self.cases[place]
        act = Act(who, self._moment(), on, PEOPLE[who])
        try:
            after = advance(history, move.name, act, facts, COUNTING)
        except NotAllowed as refusal:
            self._refused(history, refusal)
        else:
            self._taken(place, after, move.name)

    def _refused(self, history: History, refusal: NotAllowed) -> None:
        self.tally["refused"] += 1
        assert str(refusal).endswith("。")
        assert refusal.reasons

    def _taken(self, place: int, after: History, name: str) -> None:
        before = self.cases[place]
        self.cases[place] = after
        for each in ("taken", f"move {name}", f"state {after.state}"):
            self.tally[each] += 1
        check_step(before, after)
        check_course(after, self.today, COUNTING)

    def _moment(self) -> datetime:
        return datetime.combine(self.today, time(9), BEIJING)

    def teardown(self) -> None:
        if not self.cases:
            return
        self.tally["runs"] += 1
        for history in self.cases:
            again = replay(TABLE, (Event.from_json(each) for each in as_records(history)))
            assert (again.state, again.effective, again.legs) == (history.state, history.effective, history.legs)
            check_course(history, self.today, COUNTING)
        years = {event.on.year for history in self.cases for event in history.events}
        for year in (*years, max(years) + 1):
            looked = date(year, 1, 1) + timedelta(days=(self.today - date(2024, 1, 1)).days % 365)
            for until in (date(year, 12, 31), looked):
                check_figures(self.cases, year, until)
