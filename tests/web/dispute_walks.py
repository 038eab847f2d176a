"""Disputes as the pages and the demonstration make them: by the services, on days that the law allows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from test_applications_services import go, moment, under_review

from gongkai.organs.roles import Role
from gongkai.web.disputes import services
from gongkai.web.disputes.models import Dispute
from gongkai.web.disputes.services import Filing

GOVERNMENT, COURT = "青石县人民政府", "青石县人民法院"
REVIEW = Filing(
    about="认为应当主动公开2025年度项目清单", complainant="王小禾", body=GOVERNMENT, body_number="青政复〔2026〕5号"
)
SUIT = replace(REVIEW, body=COURT, body_number="（2026）青01行初12号")
HEADS = ("extend_decision", "decide", "decline", "close_body")


def office(county: Any, organ: Any = None, role: Role = Role.FOI_OFFICER) -> Any:
    from gongkai.web.organs.authority import acting

    where = organ or county.bureau
    return acting(county.person(role, where), where)


def answered(county: Any, on: date = date(2026, 6, 12), outcome: str = "granted", came: date | None = None) -> Any:
    """An application that was answered on a day."""
    application = under_review(county, on=came or date(2026, 6, 1))
    for move in ("draft", "review_secrecy", "approve"):
        go(county, application, move, on, {"outcome": outcome} if move == "draft" else None)
    go(county, application, "serve", on)
    return application


def review(county: Any, on: date, *, application: Any = None, move: str = "receive_copy", **more: Any) -> Dispute:
    """A reconsideration, over an application or over another act."""
    facts = {"act": more.pop("act", "reply" if application else "proactive")}
    filing = replace(REVIEW, application=application, **more)
    return services.register(county.bureau, move, filing, by=office(county), on=on, facts=facts, at=moment(on, 10))


def suit(
    county: Any, on: date, *, application: Any = None, facts: Mapping[str, Any] | None = None, **more: Any
) -> Dispute:
    """A suit; direct unless ``follows`` is given."""
    way = "suit_after_reconsideration" if more.get("follows") else "direct_suit"
    given = {"act": "reply" if application else "proactive", "way": way, "standing": "maker"} | dict(facts or {})
    filing = replace(SUIT, application=application, **more)
    return services.register(
        county.bureau, "receive_suit", filing, by=office(county), on=on, facts=given, at=moment(on, 10)
    )


def step(county: Any, dispute: Dispute, move: str, on: date, **facts: Any) -> Any:
    """Make a move as who may, on a day; a decision is dated that day unless said otherwise."""
    found = dispute.table.move_of[move]
    given = {
        "paper": "答复书",
        "reason": "需要等待另案",
        "done": "已经履行",
        "appellant": "complainant",
        "hearing": "court",
    }
    needed = {field.name: given[field.name] for field in found.needs if field.name in given}
    if any(field.name == "decided_on" for field in found.needs):
        needed["decided_on"] = on.isoformat()
    role = Role.LEADING_GROUP if move in HEADS else Role.FOI_OFFICER
    by = office(county, dispute.organ, role)
    return services.make_move(dispute, move, by=by, facts=needed | facts, on=on, at=moment(on, 11))


def answer(county: Any, dispute: Dispute, on: date) -> None:
    """Hand in the answer or the defence."""
    step(county, dispute, "submit_defence" if dispute.kind == "litigation" else "submit_answer", on)
