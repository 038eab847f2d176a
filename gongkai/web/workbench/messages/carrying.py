"""From a form that was filled in to the service that makes the step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from gongkai.applications.details import Details
from gongkai.web.log.actors import Actor
from gongkai.web.messages import services
from gongkai.web.messages.models import Message
from gongkai.web.workbench.messages.forms import MessageMoveForm

Given = Mapping[str, Any]
_BY_MOVE: Mapping[str, Callable[[Message, Given, Actor], Any]] = {
    "assign": lambda case, given, by: services.assign(case, given["to_section"], by=by, note=given["remark"]),
    "ask_section": lambda case, given, by: services.ask_section(case, given["to_section"], by=by),
    "contribute": lambda case, given, by: services.contribute(given["part"], given["text"], by=by),
    "drop_section": lambda case, given, by: services.drop_section(given["part"], given["reason"], by=by),
    "draft": lambda case, given, by: services.draft(case, given["body"], by=by),
    "record_answer": lambda case, given, by: services.record_answer(
        case, answered_on=given["answered_on"], way=given["way"], body=given["body"], by=by
    ),
    "call_back": lambda case, given, by: services.call_back(case, given["score"], given["text"], by=by),
    "reopen": lambda case, given, by: services.reopen(case, given["text"], by=by),
    "merge": lambda case, given, by: services.merge(case, given["into"], by=by),
    "transfer": lambda case, given, by: services.transfer(
        case, given["where"], given["reason"], by=by, organ=given["organ"], to=given["to"]
    ),
    "become_application": lambda case, given, by: services.become_application(
        case, Details(**{name: given[name] for name in ("applicant_name", "phone", "email", "description")}), by=by
    ),
}


def make(message: Message, name: str, form: MessageMoveForm, by: Actor) -> None:
    """Make the step that the form asks for."""
    own = _BY_MOVE.get(name)
    if own is not None:
        own(message, form.cleaned_data, by)
        message.refresh_from_db()
        return
    services.make_move(message, name, by=by, **form.given)
