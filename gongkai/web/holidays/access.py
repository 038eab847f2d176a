"""Who may read and who may enter holiday notices.

A notice moves the deadlines of every organ of the installation, so it is entered where the installation is led: by the 政务公开办 or
the administrator of an organ that has none above it. The record asked about is that organ; whoever has a role anywhere may read.
"""

from __future__ import annotations

from typing import Any

from gongkai.organs.roles import Role
from gongkai.web.organs.authority import Denied, Policy, grant, places_of
from gongkai.web.organs.models import Organ

POLICY = Policy(
    title="放假通知",
    actions={"read": "查看", "enter": "录入放假通知", "withdraw": "撤回放假通知"},
    grants=(
        grant("read", *Role),
        grant("enter", Role.SUPERVISING_OFFICE, Role.ADMINISTRATOR, second_factor=True),
        grant("withdraw", Role.SUPERVISING_OFFICE, Role.ADMINISTRATOR, second_factor=True),
    ),
    states={},
    organ_field="",
    state_field="",
)


def top_organ(person: Any, action: str = "enter") -> Organ | None:
    """The top organ for which the person may do it (the second factor is checked by ``check``); None where there is none."""
    return POLICY.visible(person, Organ.objects.filter(parent=None), action).first()


def reaches_top(person: Any, action: str = "enter") -> bool:
    """Whether there is such an organ, told from the person's roles alone: every menu asks."""
    return any(
        place.role in each.roles and place.organ_path == f"/{place.organ_id}/"
        for each in POLICY.granted[action]
        for place in places_of(person)
    )


def check(person: Any, action: str = "enter") -> Organ:
    """The top organ in whose name the person acts. Raises ``Denied``."""
    organ = top_organ(person, action)
    if organ is None:
        raise Denied("放假通知影响全部机关的期限，由最上级机关的政务公开办或者系统管理员录入、撤回。请把通知转给他们。")
    POLICY.check(person, action, organ)
    return organ
