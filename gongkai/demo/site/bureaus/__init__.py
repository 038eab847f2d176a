"""Five real bureaus with the records behind the figures that their reports state; what they did is made up, the counts are not.

Founded at the end of 2019, before the made-up county; the plan of each is in ``bureaus.yaml``, the words in ``words.yaml``.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from gongkai.casework.events import BEIJING
from gongkai.demo.site.bureaus import (
    channels,
    circulars,
    concerns,
    consultations,
    documents,
    items,
    messages,
    proposals,
    records,
)
from gongkai.demo.site.bureaus.plan import Bureau
from gongkai.demo.site.clock import Diary, moment
from gongkai.demo.site.files import load
from gongkai.demo.site.organisation import Cast, settle
from gongkai.organs.roles import Role

FOUNDED = date(2019, 12, 20)
STAFF = (
    ("", "演示", "办公室", (Role.FOI_OFFICER, Role.ADMINISTRATOR)),
    (".writer", "起草", "科员", (Role.INFO_OFFICER,)),
    (".section", "审核", "科室负责人", (Role.SECTION_HEAD,)),
    (".secrecy", "保密", "保密员", (Role.SECRECY_REVIEWER,)),
    (".head", "组长", "局领导", (Role.LEADING_GROUP,)),
)
"""Suffix of the sign-in name, second part of the made-up name, position, roles."""


def found(cast: Cast, password: str) -> list[Bureau]:
    """Set up the bureaus with their people, columns and classes, on the day of their founding."""
    plans = load("bureaus/bureaus.yaml")
    places = {each["code"]: each for each in load("bureaus/places.yaml")}
    with moment(datetime.combine(FOUNDED, time(9), BEIJING)):
        for number, plan in enumerate(plans):
            place = places[plan["organ"]] | {"sections": plan["sections"], "order": 1000 + 10 * number}
            units = [each for each in places.values() if each.get("parent") == plan["organ"]]
            settle(
                cast,
                [place, *({"order": 1001 + 10 * number, **each} for each in units)],
                _people(plan),
                password,
                FOUNDED,
            )
        bureaus = [Bureau(cast, plan) for plan in plans]
        for bureau in bureaus:
            items.open_columns(bureau)
    return bureaus


def enter(bureaus: list[Bureau], diary: Diary) -> None:
    """Enter in the diary what the bureaus did in the years of their reports."""
    for bureau in bureaus:
        for part in (items, documents, channels, records, messages, circulars, concerns, consultations, proposals):
            part.enter(bureau, diary)


def _people(plan: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "username": plan["prefix"] + suffix,
            "name": plan["surname"] + name,
            "organ": plan["organ"],
            "position": position,
            "roles": [role.value for role in roles],
            "section": plan["sections"][1] if suffix in (".writer", ".section") else "",
            "group": "head" if suffix == ".head" else "",
            "offered": suffix in ("", ".head"),
        }
        for suffix, name, position, roles in STAFF
    ]
