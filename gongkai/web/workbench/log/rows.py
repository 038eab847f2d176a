"""Events as pages show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.urls import reverse

from gongkai.organs.roles import ROLE_TITLES
from gongkai.web.accounts.models import Person
from gongkai.web.casework.models import Case
from gongkai.web.log.models import Event
from gongkai.web.log.snapshots import HIDDEN
from gongkai.web.operation.titles import fact_title, kind_title, model_of, move_title
from gongkai.web.organs.models import Organ, Section

_NAMED: tuple[type[models.Model], ...] = (Organ, Section, Person)
"""Records whose name a page may show; others are told by their number: their names could be those of applicants."""
_BLANK = "（空）"


@dataclass(frozen=True, slots=True)
class Row:
    """One event on a list or a timeline."""

    event: Event
    title: str
    kind: str
    who: str
    name: str = ""

    @property
    def subject(self) -> str:
        """What it happened to: by its name where that may be shown, else by its number."""
        return f"{self.kind} {self.name or self.event.subject_id}"

    @property
    def at(self) -> Any:
        """When it was recorded."""
        return self.event.at

    @property
    def note(self) -> str:
        """The note that was given."""
        return self.event.note

    @property
    def url(self) -> str:
        """The page of the event."""
        return reverse("workbench:log_event", args=[self.event.pk])


def rows_of(events: Sequence[Event]) -> list[Row]:
    """Events with their titles; asks for the names of organs, sections and persons once each."""
    names: dict[tuple[str, str], str] = {}
    for model in _NAMED:
        kind = str(model._meta.label_lower)
        keys = {int(each.subject_id) for each in events if each.subject_kind == kind and each.subject_id.isdecimal()}
        found = model._base_manager.in_bulk(keys) if keys else {}
        names |= {(kind, str(key)): str(each) for key, each in found.items()}
    return [_row(each, names.get((each.subject_kind, each.subject_id), "")) for each in events]


def row_of(event: Event) -> Row:
    """One event with its titles."""
    return rows_of([event])[0]


def _row(event: Event, name: str) -> Row:
    title, kind = move_title(event.subject_kind, event.move), kind_title(event.subject_kind)
    return Row(event, title, kind, event.actor_name, name)


def role_of(event: Event) -> str:
    """In which role it was done."""
    role = str(event.content["event"].get("role", ""))
    return ROLE_TITLES.get(role, {"public": "公众"}.get(role, role))


def differences(event: Event) -> list[tuple[str, str, str]]:
    """What changed: the field's title, the value before and after."""
    before, after = event.before, event.after
    names = list(dict.fromkeys([*before, *after]))
    return [
        (
            fact_title(event.subject_kind, event.move, name),
            _told(event, name, before[name]) if name in before else "",
            _told(event, name, after[name]) if name in after else "",
        )
        for name in names
    ]


def facts(event: Event) -> list[tuple[str, str]]:
    """What was given with it."""
    return [
        (fact_title(event.subject_kind, event.move, name), _told(event, name, value))
        for name, value in event.facts.items()
    ]


def _told(event: Event, name: str, value: Any) -> str:
    model = model_of(event.subject_kind)
    if value is None or value == "" or value == []:
        return _BLANK
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, dict) and set(value) == {"sha256", "characters"}:
        return f"（长文，{value['characters']}字，校验值 {str(value['sha256'])[:12]}…）"
    if isinstance(value, dict):
        return "；".join(f"{key}：{_told(event, key, each)}" for key, each in value.items())
    if isinstance(value, list):
        return "、".join(_told(event, name, each) for each in value)
    if value == HIDDEN:
        return HIDDEN
    if model is not None and name == "state" and issubclass(model, Case):
        return str(model.table.title_of(str(value)))
    return _by_field(model, name, value)


def _by_field(model: type[models.Model] | None, name: str, value: Any) -> str:
    field = next((each for each in model._meta.concrete_fields if each.name == name), None) if model else None
    if field is not None and field.choices:
        return str(dict(field.flatchoices).get(value, value))
    related = getattr(field, "related_model", None)
    if isinstance(related, type) and issubclass(related, models.Model) and isinstance(value, int):
        if related in _NAMED:
            return str(related._base_manager.filter(pk=value).first() or value)
        return f"{related._meta.verbose_name} {value}"
    return str(value)
