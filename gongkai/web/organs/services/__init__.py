"""Changing organs, people and their work; each service validates, saves and notes its event in one transaction.

Whether the one who asks may, the page has asked before (``gongkai.web.organs.access``). A refusal is a ``ValidationError``
with a sentence, by field where a form has one.
"""

from gongkai.web.organs.services.documents import (
    add_document,
    discard_draft,
    edit_document,
    release_version,
    write_version,
)
from gongkai.web.organs.services.group import add_member, edit_member, end_member
from gongkai.web.organs.services.organs import add_organ, edit_organ
from gongkai.web.organs.services.people import appoint, deactivate_person, end_appointment
from gongkai.web.organs.services.reorganisation import (
    NewOrgan,
    dissolve_organ,
    merge_organs,
    move_organ,
    rename_organ,
    split_organ,
)
from gongkai.web.organs.services.sections import add_section, close_section, edit_section
from gongkai.web.organs.services.training import add_training, edit_training
from gongkai.web.organs.services.work import (
    add_work_point,
    edit_work_point,
    finish_work_point,
    record_progress,
    reopen_work_point,
)

__all__ = [
    "NewOrgan",
    "add_document",
    "add_member",
    "add_organ",
    "add_section",
    "add_training",
    "add_work_point",
    "appoint",
    "close_section",
    "deactivate_person",
    "discard_draft",
    "dissolve_organ",
    "edit_document",
    "edit_member",
    "edit_organ",
    "edit_section",
    "edit_training",
    "edit_work_point",
    "end_appointment",
    "end_member",
    "finish_work_point",
    "merge_organs",
    "move_organ",
    "record_progress",
    "release_version",
    "rename_organ",
    "reopen_work_point",
    "split_organ",
    "write_version",
]
