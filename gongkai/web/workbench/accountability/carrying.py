"""From a form that was filled in to the service that makes the step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import ValidationError

from gongkai.web.accountability import services
from gongkai.web.accountability.models import Account, Complaint
from gongkai.web.log.actors import Actor
from gongkai.web.workbench.accountability.forms import ComplaintMoveForm

Given = Mapping[str, Any]


def _give(complaint: Complaint, given: Given, by: Actor) -> None:
    account = complaint.accounts.filter(state=Account.State.ASKED).first()
    if account is None:
        raise ValidationError("现在没有在等被投诉机关的情况说明。")
    services.give_account(account, given["text"], by=by)


_BY_MOVE: Mapping[str, Callable[[Complaint, Given, Actor], Any]] = {
    "ask_account": lambda case, given, by: services.ask_account(case, given["question"], by=by, limit=given["days"]),
    "give_account": _give,
    "waive_account": lambda case, given, by: services.waive_account(case, given["reason"], by=by),
    "propose": lambda case, given, by: services.propose(case, given["outcome"], given["body"], by=by),
    "decide": lambda case, given, by: services.decide(case, by=by, opinion=given["opinion"]),
    "hand_over": lambda case, given, by: services.hand_over(
        case, given["reason"], by=by, organ=given["organ"], to=given["to"]
    ),
}


def make(complaint: Complaint, name: str, form: ComplaintMoveForm, by: Actor) -> None:
    """Make the step that the form asks for."""
    own = _BY_MOVE.get(name)
    if own is not None:
        own(complaint, form.cleaned_data, by)
    else:
        services.make_move(complaint, name, by=by, **form.given)
    complaint.refresh_from_db()
