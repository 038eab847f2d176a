"""Who may read, prove and take away the log. (Here and not in ``log``, which stands below organs and their roles.)"""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from gongkai.organs.roles import Role
from gongkai.web.log.models import Chain
from gongkai.web.organs.authority import Policy, grant, places_of
from gongkai.web.organs.models import Organ

READERS = (Role.AUDITOR, Role.ADMINISTRATOR)
POLICY = Policy(
    title="日志",
    actions={"read": "查阅日志", "verify": "核验日志", "export": "导出日志"},
    grants=(
        grant("read", *READERS),
        grant("verify", *READERS),
        grant("export", *READERS, second_factor=True),
    ),
    states={},
    state_field="",
)
"""About chains: each organ has its own, and its auditors and administrators read no other."""


def sees_installation(person: Any) -> bool:
    """Whether the person reads what belongs to no organ (holiday notices, backups): auditors and administrators at the top."""
    return any(place.role in READERS and place.organ_path == f"/{place.organ_id}/" for place in places_of(person))


def visible_chains(person: Any) -> QuerySet[Chain]:
    """The chains that the person may read."""
    own = POLICY.visible(person, Chain.objects.select_related("organ"))
    if sees_installation(person):
        return own | Chain.objects.select_related("organ").filter(organ=None)
    return own


def may_read(person: Any, organ: Organ) -> bool:
    """Whether the log of an organ is open to the person."""
    return POLICY.may_in(person, "read", organ)
