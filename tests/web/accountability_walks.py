"""Complaints and rectifications brought to where a test needs them, through services; and random ways through the table."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from gongkai.organs.roles import Role
from gongkai.web.accountability import services
from gongkai.web.accountability.models import Complaint, Rectification
from gongkai.web.log.actors import Actor
from gongkai.web.organs.authority import acting
from gongkai.web.organs.models import Organ
from tests.web.conftest import County

NAME, PHONE = "赵问津", "13912345678"
CONTENT = "今年3月提出的申请，到现在没有答复。"


def typed(**given: Any) -> services.Letter:
    """What somebody complains of."""
    known = {"title": "申请逾期没有答复", "content": CONTENT, "name": NAME, "phone": PHONE, "kind": "no_reply"}
    return services.Letter(**known | given)


def office(county: County) -> Actor:
    """The disclosure officer of the government, as the one who acts."""
    return acting(county.person(Role.FOI_OFFICER, county.government), county.government)


def chief(county: County) -> Actor:
    """One of the leading group of the government."""
    return acting(county.person(Role.LEADING_GROUP, county.government), county.government)


def supervisor(county: County) -> Actor:
    """The supervising office of the government."""
    return acting(county.person(Role.SUPERVISING_OFFICE, county.government), county.government)


def respondent(county: County) -> Actor:
    """The disclosure officer of the bureau, which is complained about."""
    return acting(county.person(Role.FOI_OFFICER), county.bureau)


def again(made: Any) -> Any:
    """As it is stored now."""
    return type(made).objects.select_related("organ").get(pk=made.pk)


def submitted(county: County, about: Organ | None = None, **given: Any) -> Complaint:
    """Written on the portal."""
    return services.submit(about or county.bureau, typed(**given))


def accepted(county: County, made: Complaint | None = None) -> Complaint:
    """Taken up."""
    made = made or submitted(county)
    services.make_move(made, "accept", by=office(county))
    return again(made)


def decided(county: County, made: Complaint | None = None, outcome: str = "founded") -> Complaint:
    """Decided, not told yet."""
    made = made or accepted(county)
    services.propose(made, outcome, "经查，3件申请没有登记。", by=office(county))
    services.decide(again(made), by=chief(county))
    return again(made)


def ordered(county: County, **given: Any) -> Rectification:
    """A rectification ordered by the government."""
    orderer = given.pop("orderer", county.government)
    organ = given.pop("organ", county.bureau)
    due: date = given.pop("due_on", timezone.localdate() + timedelta(days=30))
    known = {
        "measure": "urge",
        "source": "complaint" if "complaint" in given else "inspection",
        "title": "逾期答复公开申请",
        "problem": "3件申请没有登记。",
        "requirements": "补登并答复。",
    }
    return services.order(orderer, organ, by=supervisor(county), due_on=due, **known | given)
