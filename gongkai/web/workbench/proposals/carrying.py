"""From a form that was filled in to the service that makes the step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from gongkai.web.log.actors import Actor
from gongkai.web.proposals import services
from gongkai.web.proposals.models import Proposal
from gongkai.web.workbench.proposals.forms import ProposalMoveForm

Given = Mapping[str, Any]
_BY_MOVE: Mapping[str, Callable[[Proposal, Given, Actor], Any]] = {
    "assign": lambda case, given, by: services.assign(case, given["to_section"], by=by, note=given["remark"]),
    "resume": lambda case, given, by: services.resume(case, given["handed_on"], given["role"], by=by),
    "ask_co_handler": lambda case, given, by: services.ask_co_handler(case, given["name"], to=given["to"], by=by),
    "hear_co_handler": lambda case, given, by: services.hear_co_handler(given["asked"], given["text"], by=by),
    "drop_co_handler": lambda case, given, by: services.drop_co_handler(given["asked"], given["reason"], by=by),
    "contact": lambda case, given, by: services.contact(
        case, given["stage"], given["way"], given["text"], on=given["talked_on"], by=by
    ),
    "extend": lambda case, given, by: services.extend(case, given["reason"], given["noticed_on"], by=by),
    "draft": lambda case, given, by: services.draft(
        case, given["body"], given["result"], given["attribute"], given["ground"], by=by
    ),
    "draft_opinion": lambda case, given, by: services.draft_opinion(case, given["body"], by=by),
    "give_opinion": lambda case, given, by: services.give_opinion(case, by=by),
    "record_reply": lambda case, given, by: services.record_reply(
        case, given["replied_on"], given["result"], given["attribute"], given["ground"], given["document"], by=by
    ),
    "redo": lambda case, given, by: services.redo(case, given["returned_on"], given["reason"], by=by),
}


def make(proposal: Proposal, name: str, form: ProposalMoveForm, by: Actor) -> None:
    """Make the step that the form asks for."""
    own = _BY_MOVE.get(name)
    if own is not None:
        own(proposal, form.cleaned_data, by)
        proposal.refresh_from_db()
        return
    services.make_move(proposal, name, by=by, **form.given)
