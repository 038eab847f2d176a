"""What an organ goes by: the rule of registration and the local periods nearest to it, else the program's own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import transaction

from gongkai.law.limits import Limit
from gongkai.publishing.normative_limits import BY_LAW, local_choices, normative_limit
from gongkai.web.log.actors import Actor
from gongkai.web.log.services import save
from gongkai.web.normative.models import LocalSetting, RegistrationRule
from gongkai.web.organs.models import Organ


@dataclass(frozen=True, slots=True)
class Taken:
    """A local choice as it holds, in words, with who decided."""

    key: str
    title: str
    basis: str


def above(organ: Organ) -> list[int]:
    """Keys of the organ and those above it, the nearest first."""
    return [int(key) for key in reversed(organ.path.strip("/").split("/")) if key]


def rule_of(organ: Organ, day: date) -> RegistrationRule | None:
    """How documents of an organ that are signed on a day are registered; None while nobody has decided."""
    return rules_of([organ], day)[organ.pk]


def rules_of(organs: Iterable[Organ], day: date) -> dict[int, RegistrationRule | None]:
    """As ``rule_of`` for several organs, with one question."""
    wanted = {organ.pk: above(organ) for organ in organs}
    keys = {key for path in wanted.values() for key in path}
    rows = RegistrationRule.objects.filter(covers__in=keys, since__lte=day).select_related("registrar", "covers")
    latest: dict[int, RegistrationRule] = {}
    for row in rows.order_by("since", "id"):
        latest[row.covers_id] = row
    return {pk: next((latest[key] for key in path if key in latest), None) for pk, path in wanted.items()}


def limit_of(organ: Organ, name: str, day: date) -> Limit:
    """A period as it holds for an organ on a day."""
    found = normative_limit(name, day)
    if name in BY_LAW:
        return found
    setting = _setting(organ, name, day)
    if setting is None or not setting.amount:
        return found
    return replace(found, amount=setting.amount, since=setting.since, basis=setting.basis, checked="本地")


def choice_of(organ: Organ, name: str, day: date) -> Taken:
    """A way of putting things as it holds for an organ on a day."""
    choice = local_choices()[name]
    setting = _setting(organ, name, day)
    if setting is None:
        return Taken(choice.default, choice.options[choice.default], choice.basis)
    return Taken(setting.choice, choice.options[setting.choice], setting.basis)


def _setting(organ: Organ, name: str, day: date) -> LocalSetting | None:
    keys = above(organ)
    rows = LocalSetting.objects.filter(organ__in=keys, key=name, since__lte=day).order_by("since", "id")
    latest = {row.organ_id: row for row in rows}
    return next((latest[key] for key in keys if key in latest), None)


@transaction.atomic
def add_rule(registrar: Organ, *, by: Actor, **fields: Any) -> RegistrationRule:
    """Write down how documents are registered from a day on. Raises ``ValidationError``."""
    made = RegistrationRule(registrar=registrar, made_by=by.person, **fields)
    return save(made, "add_registration_rule", by=by, organ=registrar)


@transaction.atomic
def add_setting(organ: Organ, *, by: Actor, **fields: Any) -> LocalSetting:
    """Write down a local period or way of putting things. Raises ``ValidationError``."""
    made = LocalSetting(organ=organ, made_by=by.person, **fields)
    return save(made, "add_normative_setting", by=by, organ=organ)
