"""Reorganisations (机构调整): renamed, moved, merged, split, dissolved, from which day and by whose decision.

History stays where it was: an organ that ends keeps its records, its sections are closed and the roles held in it end the
day before. Nothing is re-attributed; ``Succession`` says who took over what. With ``carry_people`` the sections and roles
are set up anew in the successor from that day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from gongkai.web.log.actors import Actor
from gongkai.web.log.services import record, save
from gongkai.web.organs.models import Appointment, Organ, OrganName, Reorganisation, Section, Succession
from gongkai.web.organs.services.closing import close_organ
from gongkai.web.organs.services.organs import add_organ, check_exists, fresh
from gongkai.web.organs.services.people import appoint, check_administrator_remains
from gongkai.web.organs.services.sections import add_section

Kind = Reorganisation.Kind


@dataclass(frozen=True, slots=True)
class NewOrgan:
    """An organ that a reorganisation sets up; what is not said is taken from its predecessor (of several, the highest)."""

    code: str
    name: str
    short_name: str
    parent: Organ | None = None


Part = tuple[Organ | NewOrgan, str]
"""Who takes over, and which functions."""


@transaction.atomic
def rename_organ(
    organ: Organ, *, by: Actor, on: date, basis: str, name: str, short_name: str = "", note: str = ""
) -> Reorganisation:
    """Give an organ another name from a day on; the former one is kept with its last day."""
    organ = _fit(organ, on)
    if name.strip() == organ.name:
        raise ValidationError({"name": "新名称和现在的名称一样。"})
    if Organ.objects.filter(name=name.strip(), dissolved_on=None).exclude(pk=organ.pk).exists():
        raise ValidationError({"name": "已经有另一个机关叫这个名称，请核对。"})
    made = _begin(Kind.RENAME, on, basis, note, by, organ)
    save(
        OrganName(organ=organ, name=organ.name, until=on - timedelta(days=1), basis=basis),
        "keep_name",
        by=by,
        organ=organ,
    )
    before, organ.name, organ.short_name = organ.name, name.strip(), short_name.strip() or organ.short_name
    save(organ, "rename_organ", by=by, organ=organ, note=basis)
    return _succeed(made, [(organ, organ, f"“{before}”更名为“{organ.name}”")], by)


@transaction.atomic
def move_organ(
    organ: Organ, *, by: Actor, on: date, basis: str, parent: Organ | None, note: str = ""
) -> Reorganisation:
    """Put an organ, with all below it, under another superior."""
    organ = _fit(organ, on)
    if organ.parent_id == (parent.pk if parent else None):
        raise ValidationError({"parent": "上级机关没有变，不必登记。"})
    if parent is not None:
        check_exists(parent)
    made = _begin(Kind.MOVE, on, basis, note, by, organ)
    before, organ.parent = organ.parent, parent
    organ.clean()
    save(organ, "move_organ", by=by, organ=organ, note=basis)
    words = f"上级机关由“{before or '无'}”改为“{parent or '无'}”"
    return _succeed(made, [(organ, organ, words)], by)


@transaction.atomic
def merge_organs(
    organs: Sequence[Organ],
    *,
    into: Organ | NewOrgan,
    by: Actor,
    on: date,
    basis: str,
    what: str = "",
    note: str = "",
    carry_people: bool = False,
) -> Reorganisation:
    """Merge organs into one of them, into another that exists, or into a new one. The others end with that day."""
    organs = [_fit(organ, on) for organ in _distinct(organs)]
    if len({organ.pk for organ in organs} | ({into.pk} if isinstance(into, Organ) else set())) < 2:
        raise ValidationError("合并至少要有两个机关，请再选一个。")
    highest = min(organs, key=lambda each: (each.path.count("/"), organs.index(each)))
    successor = _successor(into, highest, on, basis, by)
    made = _begin(Kind.MERGE, on, basis, note, by, successor)
    ending = [organ for organ in organs if organ.pk != successor.pk]
    for organ in ending:
        _check_not_below(successor, organ)
        _end(organ, successor if carry_people else None, on, by)
    return _succeed(made, [(organ, successor, what or "全部职能") for organ in ending], by)


@transaction.atomic
def split_organ(
    organ: Organ,
    *,
    into: Sequence[Part],
    by: Actor,
    on: date,
    basis: str,
    note: str = "",
    stays: bool = False,
) -> Reorganisation:
    """Split an organ into several. With ``stays`` it goes on and gives functions away; else it ends and two or more follow it."""
    organ = _fit(organ, on)
    if len(into) < (1 if stays else 2):
        raise ValidationError("原机关撤销的，至少要分设两个机关；只分出一个的，请选“原机关保留”。")
    parts = [(_successor(each, organ, on, basis, by), what) for each, what in into]
    if len({successor.pk for successor, _ in parts}) < len(parts) or any(part.pk == organ.pk for part, _ in parts):
        raise ValidationError("承接的机关重复，或者就是原机关，请核对。")
    made = _begin(Kind.SPLIT, on, basis, note, by, organ)
    if not stays:
        for successor, _ in parts:
            _check_not_below(successor, organ)
        _end(organ, None, on, by)
    return _succeed(made, [(organ, part, what) for part, what in parts], by)


@transaction.atomic
def dissolve_organ(
    organ: Organ,
    *,
    by: Actor,
    on: date,
    basis: str,
    successor: Organ | None = None,
    what: str = "",
    note: str = "",
    carry_people: bool = False,
) -> Reorganisation:
    """End an organ; ``successor`` takes over its functions, if any does."""
    organ = _fit(organ, on)
    if successor is not None:
        if successor.pk == organ.pk:
            raise ValidationError({"successor": "承接的机关不能是被撤销的机关自己。"})
        successor = _successor(successor, organ, on, basis, by)
        _check_not_below(successor, organ)
    made = _begin(Kind.DISSOLVE, on, basis, note, by, organ)
    _end(organ, successor if carry_people else None, on, by)
    return _succeed(made, [(organ, successor, what)], by)


def _fit(organ: Organ, on: date) -> Organ:
    """The organ, locked, if it can be reorganised on that day."""
    organ = fresh(organ)
    check_exists(organ)
    if on > timezone.localdate():
        raise ValidationError({"on": "生效日期还没有到，请在当天或者以后登记。"})
    if organ.established_on and on < organ.established_on:
        raise ValidationError({"on": f"生效日期早于{organ}的设立日期（{organ.established_on:%Y-%m-%d}），请核对。"})
    return organ


def _successor(into: Organ | NewOrgan, model: Organ, on: date, basis: str, by: Actor) -> Organ:
    if isinstance(into, Organ):
        return _fit(into, on)
    return add_organ(
        by=by,
        parent=into.parent or model.parent,
        note=basis,
        code=into.code,
        name=into.name,
        short_name=into.short_name,
        kind=model.kind,
        level=model.level,
        region_name=model.region_name,
        region_code=model.region_code,
        site_code=model.site_code,
        address=model.address,
        postcode=model.postcode,
        order=model.order,
        established_on=on,
    )


def _distinct(organs: Sequence[Organ]) -> list[Organ]:
    return list({organ.pk: organ for organ in organs}.values())


def _check_not_below(successor: Organ, organ: Organ) -> None:
    if successor.is_below(organ):
        raise ValidationError(f"{successor}是{organ}的下级。请先登记它改变隶属，再由它承接。")


def _begin(kind: str, on: date, basis: str, note: str, by: Actor, organ: Organ) -> Reorganisation:
    if not basis.strip():
        raise ValidationError({"basis": "请写明批准机构调整的文件名称和文号。"})
    return save(Reorganisation(kind=kind, on=on, basis=basis.strip(), note=note), "reorganise", by=by, organ=organ)


def _succeed(made: Reorganisation, rows: Sequence[tuple[Organ, Organ | None, str]], by: Actor) -> Reorganisation:
    """Keep who follows whom, and note it on the chain of each that took part."""
    for predecessor, successor, what in rows:
        row = Succession(reorganisation=made, predecessor=predecessor, successor=successor, what=what)
        save(row, "succeed", by=by, organ=predecessor)
        if successor is not None and successor.pk != predecessor.pk:
            record(row, "succeed", by=by, organ=successor, on=made.on, facts={"predecessor": predecessor.name})
    return made


def _end(organ: Organ, carried_to: Organ | None, on: date, by: Actor) -> None:
    ended = close_organ(organ, on=on, by=by)
    if carried_to is not None:
        _carry(ended, carried_to, on, by)
    check_administrator_remains(ended)


def _carry(ended: Sequence[Appointment], to: Organ, on: date, by: Actor) -> None:
    """Set the roles that ended up anew in the successor, in sections of the same names."""
    sections: dict[str, Section] = {section.name: section for section in to.sections.filter(closed_on=None)}
    for old in ended:
        section = None
        if old.section is not None:
            known = sections.get(old.section.name)
            section = known or add_section(
                to, by=by, name=old.section.name, duties=old.section.duties, phone=old.section.phone
            )
            sections[section.name] = section
        held = to.appointments.filter(person=old.person, role=old.role, section=section, until=None)
        if old.person.active and not held.exists():
            appoint(old.person, to, old.role, by=by, since=max(on, old.since), section=section)
