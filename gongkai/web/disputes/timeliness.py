"""From which day the limit of a dispute ran, as the application or the reconsideration before it has it on record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from gongkai.casework.counting import Counting, Uncountable
from gongkai.disputes.timeliness import AFTER, DIRECT, RECONSIDERATION, Came, came, late
from gongkai.web.applications.models import Application
from gongkai.web.casework.services import counting_now, history_of
from gongkai.web.disputes.models import Dispute

_DECIDED = ("receive_decision", "receive_order")


def late_of(dispute: Dispute, history: Any) -> str:
    """What is to be said of a registered dispute; empty when it came in time or nothing is known of it."""
    first = history.effective[0] if history.effective else None
    if first is None:
        return ""
    return late_told(dispute.kind, dispute.application, dispute.follows, first.facts, first.on)


def late_told(
    kind: str, application: Application | None, follows: Dispute | None, facts: Mapping[str, Any], on: date
) -> str:
    """The same of one that is being registered: ``facts`` of the first step, received on the day ``on``."""
    suit = kind == "litigation"
    when = came(on, filed=str(facts.get("filed_on") or ""), accepted=str(facts.get("accepted_on") or ""), suit=suit)
    counting = counting_now()
    try:
        if suit and follows is not None:
            return _late(AFTER, follows.concluded_on, lambda: _decided(follows), when, counting)
        if application is None or facts.get("act") != "reply" or (suit and facts.get("way") != "direct_suit"):
            return ""
        limit = DIRECT if suit else RECONSIDERATION
        return _late(limit, application.ended_on, lambda: _told(application, before=on), when, counting)
    except Uncountable:
        return ""


def _late(
    limit: str,
    earliest: date | None,
    asked: Callable[[], tuple[date, str] | None],
    when: Came,
    counting: Counting,
) -> str:
    """The limit begins no sooner than ``earliest``: what is in time by that needs no look into the records."""
    if earliest is None or not late(limit, earliest, "", when, counting):
        return ""
    found = asked()
    return late(limit, *found, when, counting) if found else ""


def _told(application: Application, *, before: date) -> tuple[date, str] | None:
    """The day on which the applicant knew of the reply: of signing for it, else the day on which it went out."""
    history = history_of(application)
    served = next((each for each in reversed(history.made("serve")) if each.on <= before), None)
    if served is None:
        return None
    signed = next((each for each in history.made("sign_for") if served.number < each.number), None)
    if signed is not None:
        return signed.on, "申请人签收答复是在"
    posted = served.facts.get("posted_on")
    if posted:
        return date.fromisoformat(str(posted)), "申请人签收的日期没有登记，答复交邮是在"
    return served.on, "答复送达是在"


def _decided(follows: Dispute) -> tuple[date, str] | None:
    history = history_of(follows)
    found = next((each for each in reversed(history.effective) if each.move in _DECIDED), None)
    if found is None:
        return None
    received = found.facts.get("complainant_received_on")
    if received:
        return date.fromisoformat(str(received)), "原告收到复议决定是在"
    return found.on, "原告收到复议决定的日期没有登记，本机关收到是在"
