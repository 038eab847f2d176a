"""From a form that was filled in to the service that makes the step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from gongkai.web.concerns import services
from gongkai.web.concerns.models import Concern
from gongkai.web.concerns.moving import CONFERENCE, REGRADING
from gongkai.web.log.actors import Actor
from gongkai.web.workbench.concerns.forms import ConcernMoveForm

Given = Mapping[str, Any]


def _respond(concern: Concern, given: Given, by: Actor) -> Any:
    ways = [*given["ways"], *((CONFERENCE,) if given["meeting"] and given["meeting"].kind == CONFERENCE else ())]
    names = ("responded_at", "item", "meeting", "url", "shown")
    return services.respond(concern, ways=ways, by=by, **{name: given[name] for name in names})


_BY_MOVE: Mapping[str, Callable[[Concern, Given, Actor], Any]] = {
    "assess": lambda case, given, by: services.assess(case, given["finding"], given["to_section"], by=by),
    "draft": lambda case, given, by: services.draft(case, given["heading"], given["body"], by=by),
    "respond": _respond,
    "respond_at_conference": _respond,
    "hold_conference": lambda case, given, by: services.hold_conference(case, given["meeting"], by=by),
    "flare_up": lambda case, given, by: services.flare_up(case, given["reason"], by=by, known_at=given["known_at"]),
}


def make(concern: Concern, name: str, form: ConcernMoveForm, by: Actor) -> None:
    """Make the step that the form asks for."""
    given = form.cleaned_data
    if name in REGRADING:
        services.regrade(concern, given["severity"], given["reason"], by=by, known_at=given.get("known_at"))
    elif name in _BY_MOVE:
        _BY_MOVE[name](concern, given, by)
    else:
        services.make_move(concern, name, by=by, facts=form.facts)
    concern.refresh_from_db()
