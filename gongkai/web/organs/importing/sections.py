"""Planning lists of sections. A section is known by its organ and its name."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy

from django.core.exceptions import ValidationError

from gongkai.organs.importing.table import Line
from gongkai.web.organs.importing.plan import Change, Plan, PlannedLine, begin, in_words
from gongkai.web.organs.models import Organ, Section


def plan_lines(plan: Plan, lines: Sequence[Line]) -> list[PlannedLine]:
    """One planned line for each line of the file."""
    organs = {organ.code: organ for organ in Organ.objects.all()}
    known = {(each.organ_id, each.name): each for each in Section.objects.filter(closed_on=None)}
    labels = {each.name: str(each.verbose_name) for each in Section._meta.fields}
    seen: dict[tuple[int, str], int] = {}
    found = []
    for line in lines:
        planned, values = begin(plan.kind, line, line.cells.get("科室名称") or "（没有名称）")
        found.append(planned)
        organ = check_organ(plan, planned, values.pop("organ", ""), organs)
        name = values.get("name")
        if organ is None or not name:
            continue
        planned.subject = f"{organ.short_name}　{name}"
        key = (organ.pk, name)
        if key in seen:
            planned.errors.append(f"和第{seen[key]}行是同一个科室。")
        seen.setdefault(key, planned.number)
        section = known.get(key)
        planned.pk = section.pk if section else None
        planned.values = {"organ": organ, **values}
        probe = copy(section) if section else Section(organ=organ)
        for field, value in values.items():
            before = getattr(probe, field)
            if section is None or before != value:
                planned.changes.append(Change(labels[field], in_words(before) if section else "", in_words(value)))
            setattr(probe, field, value)
        _check(planned, probe)
    return found


def check_organ(plan: Plan, planned: PlannedLine, code: str, organs: dict[str, Organ]) -> Organ | None:
    """The organ that a line names, if it can be touched; else the line says why not."""
    if not code:
        return None
    organ = organs.get(code)
    if organ is None:
        planned.errors.append(f"没有网址标识是“{code}”的机关。请先导入机关，或者核对“机关”一列。")
    elif not plan.within(organ):
        planned.errors.append(f"{organ}不在您管理的范围内。")
    elif not organ.exists_now:
        planned.errors.append(f"{organ}已经撤销，不能再变动。")
    else:
        return organ
    return None


def _check(planned: PlannedLine, probe: Section) -> None:
    try:
        probe.full_clean(exclude=["organ"], validate_unique=False, validate_constraints=False)
    except ValidationError as problem:
        labels = {each.name: str(each.verbose_name) for each in Section._meta.fields}
        for name, messages in problem.message_dict.items():
            planned.errors.extend(f"“{labels.get(name, name)}”：{each}" for each in messages)
