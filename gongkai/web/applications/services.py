"""All changes of applications. Each does one thing whole: the rule, the record, the event, in one transaction.

    submit(organ, details, *, token="", at=None) -> Application                       the public, on the portal
    register_other_channel(organ, details, channel, *, by, on, received_on=None, evidence="", section=None, at=None) -> Application
    make_move(application, move, *, by, facts=None, on=None, note="", reply="", at=None) -> Event     every move of TABLE
    amend_step(application, number, *, by, changes=None, reason, at=None) -> Event    by another than who recorded it
    assign(application, *, by, section, officer=None, at=None) -> Application
    edit_details(application, details, *, by, at=None) -> Application                 what was corrected (补正)
    read_personal_data(application, *, by) -> None                                    reading is recorded
    erase_personal_data(application, *, by, why, at=None) -> Application              figures and log stay as they are

``details`` is a ``gongkai.applications.details.Details``. ``reply`` is the wording that the moves ``draft``, ``refuse_excessive`` and
``find_still_unclear`` need; ``facts`` of ``draft`` name the ``outcome`` (a row of table 3). ``at`` is now unless given (the
demonstration gives it). Refusals: ``NotAllowed`` (the move), ``ValidationError`` (what was filled in), both in Chinese.

For counting, ``Application`` has the columns ``organ``, ``applicant_kind``, ``received_on``/``received_year``, ``outcome`` (row key, "" while
it is open) and ``ended_on``/``ended_year``; received but withdrawn before the receipt was settled: ``received_year`` is None, not counted.
"""

from __future__ import annotations

from gongkai.web.applications.beginning import register_other_channel, submit
from gongkai.web.applications.materials import add_material, read_material
from gongkai.web.applications.moving import amend_step, make_move
from gongkai.web.applications.personal import assign, edit_details, erase_personal_data, read_personal_data

__all__ = [
    "add_material",
    "amend_step",
    "assign",
    "edit_details",
    "erase_personal_data",
    "make_move",
    "read_material",
    "read_personal_data",
    "register_other_channel",
    "submit",
]
