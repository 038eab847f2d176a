"""Carrying out a plan: all of it or nothing, and only if nothing changed since it was made."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from gongkai.web.accounts.models import Person
from gongkai.web.accounts.services import ReadyPassword, add_person, edit_person, ready_passwords
from gongkai.web.log.actors import Actor
from gongkai.web.organs.importing.organs import in_order
from gongkai.web.organs.importing.plan import Effect, Plan, PlannedLine, plan_import
from gongkai.web.organs.models import Organ, Section
from gongkai.web.organs.services.organs import add_organ, edit_organ
from gongkai.web.organs.services.people import appoint
from gongkai.web.organs.services.sections import add_section, edit_section


class PlanOutdated(ValidationError):
    """The data changed since the plan was shown; ``plan`` is what would be done now."""

    def __init__(self, plan: Plan) -> None:
        super().__init__("在您核对之后，数据又有变动。下面是按现在的数据重新核对的结果，请再看一遍。")
        self.plan = plan


@dataclass(slots=True)
class Applied:
    """What came of it: lines added, changed, left; new people with their one-time passwords, to be shown once."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    passwords: list[tuple[Person, str]] = field(default_factory=list)


def passwords_for(plan: Plan) -> list[ReadyPassword]:
    """The one-time passwords that applying the plan needs; asked for before the transaction, for making them takes long."""
    if not plan.applicable:
        return []
    return ready_passwords(sum(line.pk is None and line.values.get("first", False) for line in plan.lines))


def apply_import(
    plan: Plan, by: Actor, *, fingerprint: str = "", passwords: list[ReadyPassword] | None = None
) -> Applied:
    """Do what the plan says. Raises ``PlanOutdated``, or ``ValidationError`` naming the line that cannot be done.

    ``fingerprint`` is that of the plan which was confirmed; the plan's own when none is given. ``passwords`` are those of
    ``passwords_for``, when the caller has a transaction of its own.
    """
    ready = passwords_for(plan) if passwords is None else passwords
    with transaction.atomic():
        return _applied(plan, by, fingerprint, list(ready))


def _applied(plan: Plan, by: Actor, fingerprint: str, ready: list[ReadyPassword]) -> Applied:
    now = plan_import(plan.kind.key, plan.data, today=plan.today, within=plan.within, roots=plan.roots)
    if now.fingerprint != (fingerprint or plan.fingerprint):
        raise PlanOutdated(now)
    if now.errors:
        raise ValidationError(f"还有{now.errors}行有错，改好文件重新上传后才能导入。这次没有改动任何数据。")
    done = Applied(unchanged=now.count(Effect.UNCHANGED))
    lines = [line for line in now.lines if line.effect in (Effect.NEW, Effect.CHANGED)]
    made: dict[str, Any] = {"": ready}
    for line in in_order(lines) if now.kind.key == "organs" else lines:
        try:
            _APPLY[now.kind.key](line, by, made, done)
        except ValidationError as problem:
            raise ValidationError(
                f"第{line.number}行（{line.subject}）没有导入成：{''.join(problem.messages)}这次没有改动任何数据。"
            ) from problem
        done.added += line.effect is Effect.NEW
        done.changed += line.effect is Effect.CHANGED
    return done


def _organ(line: PlannedLine, by: Actor, made: dict[str, Any], done: Applied) -> None:
    values = {key: value for key, value in line.values.items() if key != "above"}
    if "parent" in values:
        values["parent"] = Organ.objects.get(code=values["parent"])
    if line.pk is None:
        add_organ(by=by, **values)
    else:
        edit_organ(Organ.objects.get(pk=line.pk), by=by, note="批量导入", **values)


def _section(line: PlannedLine, by: Actor, made: dict[str, Any], done: Applied) -> None:
    values = dict(line.values)
    organ = values.pop("organ")
    if line.pk is None:
        add_section(organ, by=by, **values)
    else:
        edit_section(Section.objects.get(pk=line.pk), by=by, **values)


def _person(line: PlannedLine, by: Actor, made: dict[str, Any], done: Applied) -> None:
    values = line.values
    username, organ = values["username"], values["organ"]
    if line.pk is not None:
        person = Person.objects.get(pk=line.pk)
        for name, value in values["wanted"].items():
            setattr(person, name, value)
        if values["wanted"]:
            edit_person(person, by=by, organ=organ)
    elif username in made:
        person = made[username]
    else:
        ready: list[ReadyPassword] = made[""]
        password = ready.pop() if ready else None
        new = add_person(username=username, by=by, organ=organ, ready=password, **values["wanted"])
        person = made[username] = new.person
        done.passwords.append((person, new.one_time_password))
    for role in values["roles"]:
        appoint(person, organ, role, by=by, since=values["since"], section=values["section"])


_APPLY = {"organs": _organ, "sections": _section, "people": _person}
