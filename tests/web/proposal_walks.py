"""Proposals on their way, set up through services: for the tests of proposals."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from gongkai.organs.roles import Role
from gongkai.web.organs.authority import acting
from gongkai.web.proposals import publishing, services
from gongkai.web.proposals.models import Proposal, Publication
from gongkai.web.proposals.services import Handing

DAY = date(2026, 3, 2)
BODY = "您提出的建议收悉。2026年安排高标准农田建设2.3万亩，资金已经到位，十月底以前完工。"


def moment(day: date, hour: int = 10) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))


def who(county: Any, role: Role = Role.FOI_OFFICER, organ: Any = None) -> Any:
    organ = organ or county.bureau
    return acting(county.person(role, organ), organ)


def handing(**given: Any) -> Handing:
    return Handing(**{
        "kind": "deputy_proposal",
        "session": "十七届人大三次会议",
        "register_number": "123",
        "title": "关于加快高标准农田建设的建议",
        "proposers": "李清和",
        "handed_on": DAY,
        "role": "sole",
        "contact": "13900000000",
        "content": "建议加大投入，优先安排沿河几个村。",
    } | given)  # fmt: skip


def handed(county: Any, organ: Any = None, **given: Any) -> Proposal:
    """A proposal registered on the day on which it was handed over."""
    what = handing(**given)
    return services.hand_over(organ or county.bureau, what, by=who(county, organ=organ), at=moment(what.handed_on))


def assigned(county: Any, **given: Any) -> Proposal:
    proposal = handed(county, **given)
    services.assign(proposal, county.section, by=who(county), at=moment(proposal.handed_on, 11))
    return proposal


def talk(county: Any, proposal: Proposal, day: date, stage: str = "before") -> None:
    services.contact(proposal, stage, "phone", "说明了今年的安排。", by=who(county), at=moment(day, 13))


def drafted(
    county: Any, day: date = date(2026, 4, 1), attribute: str = "full", ground: str = "", **given: Any
) -> Proposal:
    proposal = assigned(county, **given)
    writer = who(county, Role.INFO_OFFICER)
    services.draft(proposal, BODY, "B", attribute, ground, by=writer, at=moment(day))
    return proposal


def signed(county: Any, day: date = date(2026, 4, 1), **given: Any) -> Proposal:
    proposal = drafted(county, day, **given)
    services.make_move(proposal, "approve", by=who(county, Role.SECTION_HEAD), at=moment(day, 11))
    head = who(county, Role.LEADING_GROUP)
    services.make_move(proposal, "sign", by=head, facts={"document": "青农函〔2026〕12号"}, at=moment(day, 12))
    return proposal


def replied(county: Any, day: date = date(2026, 4, 1), **given: Any) -> Proposal:
    proposal = signed(county, day, **given)
    talk(county, proposal, day, "during")
    services.make_move(proposal, "reply", by=who(county), at=moment(day, 15))
    return proposal


def rated(county: Any, attitude: str = "satisfied", day: date = date(2026, 4, 10), **given: Any) -> Proposal:
    proposal = replied(county, **given)
    facts = {"attitude": attitude, "returned_on": day.isoformat()}
    services.make_move(proposal, "rate", by=who(county), facts=facts, at=moment(day))
    return proposal


def published(county: Any, day: date = date(2026, 4, 20), **given: Any) -> Publication:
    proposal = replied(county, **given)
    made = publishing.from_proposal(proposal)
    made.summary = made.summary or "2026年安排高标准农田建设，十月底以前完工。"
    publishing.prepare(made, by=who(county), at=moment(day))
    secrecy = who(county, Role.SECRECY_REVIEWER)
    return publishing.review(made, passed=True, opinion="不涉及国家秘密和个人信息。", by=secrecy, at=moment(day, 11))
