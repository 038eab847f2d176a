"""The rules of applications a second time, slowly and plainly: only from the list of moves with their days, day by day.

Written from the articles and from ``docs/reference/applications.md``, not from the program, of which nothing is imported here. A
move is a mapping as the log holds it: ``number``, ``move``, ``on``, ``at``, ``by``, ``facts``, ``amends``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

Record = Mapping[str, Any]
IsWorkday = Callable[[date], bool]

KINDS = ("natural_person", "business", "research", "public_welfare", "legal_service", "other_org")
ROWS = (
    "granted", "partly_granted",
    "refused.state_secret", "refused.forbidden_by_law", "refused.security_stability", "refused.third_party",
    "refused.internal_affairs", "refused.deliberative", "refused.enforcement_file", "refused.registry_query",
    "unavailable.not_held", "unavailable.needs_creation", "unavailable.still_unclear",
    "not_processed.petition", "not_processed.repeat", "not_processed.publication", "not_processed.excessive",
    "not_processed.reconfirmation",
    "other.uncorrected", "other.fee_unpaid", "other.other",
)  # fmt: skip
AFTER_THE_END = {
    "served": {"sign_for", "archive", "reconsider", "litigate"},
    "archived": {"sign_for", "reconsider", "litigate"},
    "deemed_abandoned": {"archive"},
    "withdrawn": {"archive"},
    "merged": {"archive"},
}
"""What may still be done with an application that is over."""

WRITING = ("draft", "refuse_excessive", "find_still_unclear", "conclude_excessive", "conclude_unclear")
WAITING = {
    "ask_correction": "in_correction",
    "ask_fee": "awaiting_payment",
    "consult_third_party": "consulting",
    "consult_co_maker": "consulting",
    "consult_organ": "consulting",
}
"""The moves that stop the reply's clock, and the state in which alone it may stand by each."""

PARTY = {"third_party": 15, "co_maker": 15, "organ": None}
"""Whose opinion is asked, and how many working days they have."""

HEADS = ("extend", "delay", "approve", "waive_fee")


def day_of(text: Any) -> date:
    return date.fromisoformat(str(text))


def as_amended(records: Sequence[Record]) -> list[dict[str, Any]]:
    """The moves as they were put right later, without those struck out."""
    kept: list[dict[str, Any]] = []
    for record in records:
        if record["move"] == "strike":
            kept = [each for each in kept if each["number"] != record["amends"]]
        elif record["move"] == "amend":
            for each in kept:
                if each["number"] == record["amends"]:
                    changes = dict(record["facts"])
                    each["on"] = changes.pop("on", each["on"])
                    each["facts"] = {**each["facts"], **changes}
        else:
            kept.append({**record, "facts": dict(record["facts"])})
    return kept


@dataclass(frozen=True)
class Plain:
    """What table 3 wants to know of one application."""

    kind: str
    received: date | None
    ended: date | None
    row: str


def plain(records: Sequence[Record]) -> Plain:
    """Received when its receipt was settled; ended once, by the first end after that."""
    kind, received, ended, row, written = "", None, None, "", ""
    for each in as_amended(records):
        name, on = each["move"], day_of(each["on"])
        if name == "submit":
            kind = each["facts"]["applicant_kind"]
        if name == "receive":
            received = on
        if name == "draft":
            written = each["facts"]["outcome"]
        if name in ("refuse_excessive", "conclude_excessive"):
            written = "not_processed.excessive"
        if name in ("find_still_unclear", "conclude_unclear"):
            written = "unavailable.still_unclear"
        if received is None or ended is not None:
            continue
        if name == "serve":
            ended, row = day_of(each["facts"].get("posted_on") or on), written
        if name == "lapse_correction":
            ended, row = on, "other.uncorrected"
        if name == "lapse_payment":
            ended, row = on, "other.fee_unpaid"
        if name in ("withdraw", "merge"):
            ended, row = on, "other.other"
    return Plain(kind, received, ended, row)


def table_three(cases: Sequence[Sequence[Record]], year: int, until: date, form: str) -> Counter[tuple[str, str]]:
    """Table 3 of a year, looked at on a day: row and column, nothing where the figure is 0."""
    until = min(until, date(year, 12, 31))
    cells: Counter[tuple[str, str]] = Counter()
    for records in cases:
        case = plain(records)
        if case.received is None or case.received > until:
            continue
        over = case.ended is not None and case.ended <= until
        if over and case.ended is not None and case.ended.year < year:
            continue
        rows = ["received" if case.received.year == year else "carried_in"]
        if over:
            row = case.row
            if form == "2019" and row.startswith("other."):
                row = "other.all"
            rows += [row, "processed_total"]
        else:
            rows.append("carried_out")
        for row in rows:
            cells[row, case.kind] += 1
            cells[row, "total"] += 1
    return cells


def counted_days(after: date, until: date, is_workday: IsWorkday, pauses: Sequence[tuple[date, date]] = ()) -> int:
    """How many working days lie after one day up to another, without those of the pauses."""
    number, day = 0, after + timedelta(days=1)
    while day <= until:
        if is_workday(day) and not any(first <= day <= last for first, last in pauses):
            number += 1
        day += timedelta(days=1)
    return number


@dataclass
class Pause:
    """A stop of the reply's clock; ``delivered`` is the day on which the party got the letter."""

    move: str
    since: date
    party: tuple[str, str] | None
    letter: str
    until: date | None = None
    delivered: date | None = None


@dataclass(frozen=True)
class Clock:
    """The reply's clock: working days ``used``, whether it is ``late``; ``ended`` the day it stopped; ``pauses`` of this run."""

    used: int
    late: bool
    last: date
    ended: date | None
    pauses: tuple[Pause, ...]


def reply_clock(records: Sequence[Record], is_workday: IsWorkday, today: date) -> Clock | None:
    """The time for the reply, counted day by day as of ``today``; None before the receipt."""
    start = ended = fixed = None
    limit, own, more = 20, None, 0
    pauses: list[Pause] = []
    got: dict[tuple[str, str], date] = {}
    for each in as_amended(records):
        name, on, facts = each["move"], day_of(each["on"]), each["facts"]
        party = next(((field, facts[field]) for field in PARTY if facts.get(field)), None)
        if name in ("receive", "order_again", "receive_correction", "find_still_unclear", "receive_payment"):
            start, ended, fixed, more, pauses = on, None, None, 0, []
        if name == "order_again":
            own = None
            if isinstance(facts.get("limit"), str):
                fixed = day_of(facts["limit"])
            else:
                own = facts.get("limit")
        if name == "delay":
            fixed, more = day_of(facts["reply_by"]), 0
        if name == "extend":
            more += facts["workdays"]
        if name in WAITING:
            pauses.append(Pause(name, on, party, facts.get("letter", "")))
        if name.startswith("deliver_to_") and party:
            got[party] = on
        over = name in ("serve", "withdraw", "merge", "lapse_correction", "lapse_payment")
        heard = name.startswith(("hear_", "lapse_")) and party is not None
        if over and start is not None:
            ended = day_of(facts.get("posted_on") or on)
        for pause in pauses:
            if pause.until is None and (over or name == "waive_fee" or (heard and pause.party == party)):
                pause.until, pause.delivered = ended if over else on, got.get(pause.party) if pause.party else None
        if heard and party:
            got.pop(party, None)
    if start is None:
        return None
    stretches = []
    for pause in pauses:
        last = pause.until or today
        delivered = pause.delivered if pause.until else got.get(pause.party) if pause.party else None
        allowed = PARTY[pause.party[0]] if pause.party else None
        if delivered is not None and allowed is not None:
            last = min(last, _nth(delivered, allowed, is_workday, ()))
        stretches.append((pause.since, last))
    end = ended or today
    if fixed is not None:
        latest = _nth(fixed, more, is_workday, stretches) if more else fixed
    else:
        latest = _nth(start, (own or limit) + more, is_workday, stretches)
    used = counted_days(start, end, is_workday, stretches)
    return Clock(used, end > latest, latest, ended, tuple(pauses))


def _nth(after: date, number: int, is_workday: IsWorkday, pauses: Sequence[tuple[date, date]]) -> date:
    day = after
    while number:
        day += timedelta(days=1)
        if is_workday(day) and not any(first <= day <= last for first, last in pauses):
            number -= 1
    return day


def unlawful(records: Sequence[Record]) -> list[str]:
    """What of the course of an application as recorded cannot be lawful, whatever its dates."""
    moves = as_amended(records)
    found = []
    for name in ("extend", "ask_correction", "receive"):
        if sum(each["move"] == name for each in moves) > 1:
            found.append(f"{name} twice")
    author, reviewed = None, False
    for each in moves:
        if each["move"] in WRITING:
            author, reviewed = each["by"], False
        if each["move"] in ("review_secrecy", "review_legality", "approve") and each["by"] == author:
            found.append(f"{each['move']} of an own draft")
        if each["move"] == "approve" and not reviewed:
            found.append("approved without review of secrecy")
        reviewed = reviewed or each["move"] == "review_secrecy"
        if each["move"] in HEADS and each["role"] != "leading_group":
            found.append(f"{each['move']} by {each['role']}")
        if each["move"] in WAITING and not str(each["facts"].get("letter") or "").strip():
            found.append(f"{each['move']} without its letter")
    return found


def unlawful_now(records: Sequence[Record], is_workday: IsWorkday) -> list[str]:
    """What of the last move cannot be lawful by the days, looked at when it was made."""
    *earlier, last = records
    name, on, facts = last["move"], day_of(last["on"]), last["facts"]
    moves = as_amended(earlier)

    def latest(*names: str, **given: Any) -> date | None:
        days = [
            day_of(each["on"])
            for each in moves
            if each["move"] in names and all(each["facts"].get(key) == value for key, value in given.items())
        ]
        return days[-1] if days else None

    found = []
    if on > day_of(last["at"][:10]):
        found.append("not yet come")
    if name == "ask_correction" and counted_days(latest("receive") or on, on, is_workday) > 7:
        found.append("correction asked after 7 working days")
    if name == "extend":
        before = reply_clock(earlier, is_workday, on)
        if before is None or before.late or facts["workdays"] > 20:
            found.append("extended too late or too long")
    if name == "lapse_correction":
        asked = [each for each in moves if each["move"] == "ask_correction"][-1]
        if on <= _nth(day_of(asked["on"]), asked["facts"]["workdays"], is_workday, ()):
            found.append("correction not over")
    if name == "lapse_payment":
        told = latest("deliver_fee_notice")
        if told is None or on <= _nth(told, 20, is_workday, ()):
            found.append("payment not over")
    if name.startswith(("lapse_third", "lapse_last_third", "lapse_co_maker", "lapse_last_co_maker")):
        field = "third_party" if "third_party" in name else "co_maker"
        got = latest(f"deliver_to_{field}", **{field: facts[field]})
        if got is None or on <= _nth(got, 15, is_workday, ()):
            found.append("opinion not over")
    return found
