"""Whatever lawful steps are taken, in whatever order: the columns say what the events say, and the log holds together."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_applications_services import MAKERS, WANG, go, moment, who

from gongkai.applications.counted import counted
from gongkai.casework import FieldKind, NotAllowed, read
from gongkai.casework.chain_verify import verify
from gongkai.organs.roles import Role
from gongkai.web.applications import services
from gongkai.web.applications.models import Application
from gongkai.web.applications.queries import CaseFile
from gongkai.web.casework.services import counting_now, history_of
from gongkai.web.log.models import Event

START = date(2026, 3, 2)
GIVEN: dict[str, Any] = {
    "channel": "online",
    "delivery": "direct",
    "outcome": "partly_granted",
    "workdays": 5,
    "co_maker": "县发展改革局",
    "organ": "县财政局",
    "limit": 15,
}


def facts_for(case: CaseFile, move: Any, on: date) -> dict[str, Any]:
    """Something that fits for each field that the move needs."""
    found: dict[str, Any] = {}
    for field in move.needs:
        awaited = case.awaited(field.name)
        if field.name == "third_party" and move.name == "consult_third_party":
            found[field.name] = "某某公司"
        elif awaited:
            found[field.name] = awaited[0]
        elif field.kind is FieldKind.DATE:
            found[field.name] = (on + timedelta(days=60)).isoformat()
        else:
            found[field.name] = GIVEN.get(field.name, "按规定办理")
    return found


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.integers(0, 40), st.integers(0, 9)), min_size=4, max_size=16))
def test_the_columns_are_what_the_events_say_after_any_lawful_steps(county, steps):
    application = services.submit(county.bureau, WANG, at=moment(START))
    day = START
    by_role = {role: who(county, role) for role in Role}
    for choice, later in steps:
        day += timedelta(days=later)
        case = CaseFile(application, today=day)
        moves = [each for each in application.table.moves_from(application.state) if each.name != "submit"]
        if not moves:
            break
        move = moves[choice % len(moves)]
        role = MAKERS.get(move.name, Role.FOI_OFFICER)
        assert str(role) in move.who or role is Role.FOI_OFFICER
        try:
            go(county, application, move.name, day, facts_for(case, move, day))
        except NotAllowed as refusal:
            assert str(refusal).endswith("。")
        except ValidationError as refusal:
            # 别的科目（收费、遮盖、文书）缺了它要的东西，也不办
            assert all(each.endswith("。") or ("。（" in each and each.endswith("）")) for each in refusal.messages), (
                refusal
            )
    assert by_role
    stored = Application.objects.get(pk=application.pk)
    history = history_of(stored)
    found = counted(history)
    assert (stored.state, stored.ended) == (history.state, history.ended)
    for name in ("received_on", "outcome", "ended_on", "applicant_kind", "channel", "received_year", "ended_year"):
        assert getattr(stored, name) == getattr(found, name), name
    assert stored.clock_status == str(history.status("reply"))
    last = history.events[-1].recorded_on
    reading = read(history, "reply", counting_now(), last)
    assert stored.due_on == (reading.due.day if reading.due else None)
    rows = [each.row for each in Event.objects.filter(chain__organ=county.bureau).order_by("number")]
    assert verify(rows) == ()
