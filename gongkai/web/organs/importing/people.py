"""Planning lists of people with their roles. A person is known by the sign-in name and may stand on several lines.

Roles are added, never ended: who left is ended on the person's page, with the day. A new person gets a one-time password.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError

from gongkai.organs.importing.table import Line
from gongkai.organs.roles import Role
from gongkai.web.accounts.models import Person
from gongkai.web.organs.access import current
from gongkai.web.organs.importing.plan import Change, Plan, PlannedLine, begin, in_words
from gongkai.web.organs.importing.sections import check_organ
from gongkai.web.organs.models import Appointment, Organ, Section

MAX_NEW = 100
"""New people in one file: making a password safe to keep takes a moment for each, and the page waits for it."""

_FIELDS = ("name", "position", "office_phone")


@dataclass(slots=True)
class _Known:
    """All that lines are compared with, asked once."""

    organs: dict[str, Organ]
    people: dict[str, Person]
    sections: dict[tuple[int, str], Section]
    held: set[tuple[str, int, int | None, str]]
    reach: dict[int, set[int]]
    first: dict[str, tuple[int, dict[str, Any]]] = field(default_factory=dict)


def plan_lines(plan: Plan, lines: Sequence[Line]) -> list[PlannedLine]:
    """One planned line for each line of the file."""
    appointments = list(Appointment.objects.filter(current(plan.today)).select_related("person"))
    reach: dict[int, set[int]] = {}
    for each in appointments:
        reach.setdefault(each.person_id, set()).add(each.organ_id)
    known = _Known(
        organs={organ.code: organ for organ in Organ.objects.all()},
        people={person.username: person for person in Person.objects.all()},
        sections={(each.organ_id, each.name): each for each in Section.objects.filter(closed_on=None)},
        held={(each.person.username, each.organ_id, each.section_id, each.role) for each in appointments},
        reach=reach,
    )
    found = [_line(plan, line, known) for line in lines]
    new = [line for line in found if line.pk is None and line.values.get("first") and not line.errors]
    for line in new[MAX_NEW:]:
        line.errors.append(f"一次最多新增{MAX_NEW}人，请把后面的人放到下一个文件。")
    return found


def _line(plan: Plan, line: Line, known: _Known) -> PlannedLine:
    name = line.cells.get("姓名") or "（没有姓名）"
    planned, values = begin(plan.kind, line, name)
    organ = check_organ(plan, planned, values.get("organ", ""), known.organs)
    username = values.get("username", "")
    if not username:
        return planned
    person = known.people.get(username)
    planned.subject = f"{name}（{username}）"
    planned.pk = person.pk if person else None
    wanted = {key: values[key] for key in _FIELDS if key in values}
    _compare(plan, planned, person, username, wanted, known)
    if organ is None:
        return planned
    section = _section(planned, organ, values.get("section", ""), known)
    since = values.get("since", plan.today)
    if organ.established_on and since < organ.established_on:
        planned.errors.append(f"任职起日早于{organ}的设立日期（{organ.established_on:%Y-%m-%d}），请核对。")
    new_roles = []
    for role in values.get("roles", ()):
        key = (username, organ.pk, section.pk if section else None, role)
        if key in known.held:
            continue
        known.held.add(key)
        new_roles.append(role)
        where = f"{organ.short_name}{section or ''}"
        planned.changes.append(Change("任职", "", f"{where}{Role(role).label}（{since:%Y-%m-%d}起）"))
    planned.values |= {"organ": organ, "section": section, "roles": new_roles, "since": since, "username": username}
    return planned


def _compare(
    plan: Plan, planned: PlannedLine, person: Person | None, username: str, wanted: dict[str, Any], known: _Known
) -> None:
    """Particulars of a person: those of the first line count, and the others must not say anything else."""
    labels = {each.name: str(each.verbose_name) for each in Person._meta.fields}
    if username in known.first:
        number, before = known.first[username]
        for key, value in wanted.items():
            if before.get(key, value) != value:
                planned.errors.append(f"“{labels[key]}”和第{number}行的不一样，同一个登录名只能是一个人。")
        if person is None:
            planned.notes.append(f"和第{number}行是同一个人，账号只建一次。")
        planned.values = {"first": False, "wanted": {}}
        return
    known.first[username] = (planned.number, wanted)
    planned.values = {"first": True, "wanted": wanted}
    probe = copy(person) if person else Person(username=username)
    if person is not None and not person.active:
        planned.errors.append(f"{person}的账号已经停用。请先在人员页面恢复账号，再导入。")
    for key, value in wanted.items():
        before_value = getattr(probe, key)
        if person is None or before_value != value:
            planned.changes.append(Change(labels[key], in_words(before_value) if person else "", in_words(value)))
        setattr(probe, key, value)
    if person is not None and planned.changes and not _manages(plan, person, known):
        planned.errors.append(
            f"{person.name}还在您管理范围以外的机关任职，姓名、职务和电话请由上级机关的系统管理员修改。"
        )
    try:
        probe.full_clean(exclude=["password"], validate_unique=False, validate_constraints=False)
    except ValidationError as problem:
        for key, messages in problem.message_dict.items():
            planned.errors.extend(f"“{labels.get(key, key)}”：{each}" for each in messages)


def _manages(plan: Plan, person: Person, known: _Known) -> bool:
    by_key = {organ.pk: organ for organ in known.organs.values()}
    return all(plan.within(by_key[key]) for key in known.reach.get(person.pk, ()))


def _section(planned: PlannedLine, organ: Organ, name: str, known: _Known) -> Section | None:
    if not name:
        return None
    section = known.sections.get((organ.pk, name))
    if section is None:
        planned.errors.append(f"{organ}没有“{name}”这个科室。请先导入科室，或者核对“科室”一列。")
    return section
