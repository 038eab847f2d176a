"""The log only grows: the database itself refuses anything else."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from gongkai.casework.chain_verify import verify
from gongkai.organs.roles import Role
from gongkai.web.log.models import Event
from gongkai.web.log.triggers import lifted, standing


def test_every_change_of_a_record_is_an_event_with_before_and_after(county):
    from gongkai.web.log.actors import actor
    from gongkai.web.log.services import events_of, save

    county.bureau.phone = "0700-1234567"
    save(county.bureau, "edit_organ", by=actor(county.person(Role.ADMINISTRATOR)), organ=county.bureau)
    (event,) = events_of(county.bureau)
    assert (event.before, event.after) == ({"phone": ""}, {"phone": "0700-1234567"})
    assert event.person == county.person(Role.ADMINISTRATOR)


@pytest.mark.parametrize("tamper", ["UPDATE log_event SET by = 'x'", "DELETE FROM log_event"])
def test_the_database_refuses_to_change_or_delete_an_event(county, tamper):
    assert standing(connection)
    with pytest.raises(DatabaseError, match="日志只能追加"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(tamper)


def test_an_altered_event_is_found_by_its_number(county):
    county.staffed()
    rows = Event.objects.filter(chain__organ=county.bureau).order_by("number")
    third = rows[2]
    assert verify([event.row for event in rows.all()]) == ()
    with lifted(connection):
        Event.objects.filter(pk=third.pk).update(content=third.content | {"actor": "别人"})
    assert [found.message for found in verify([event.row for event in rows.all()])] == [
        "第3条记录的内容、编号或者校验值被改动过。"
    ]
