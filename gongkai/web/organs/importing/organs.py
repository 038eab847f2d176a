"""Planning lists of organs. The code is what an organ is known by; the one above may stand further down in the same file."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from typing import Any

from django.core.exceptions import ValidationError

from gongkai.organs.hierarchy import WrongPlace, check_place, cycle_of
from gongkai.organs.importing.table import Line
from gongkai.organs.levels import KIND_TITLES, LEVEL_TITLES
from gongkai.web.organs.importing.plan import Change, Plan, PlannedLine, begin, in_words
from gongkai.web.organs.models import Organ

_TITLES = {
    "kind": {key.value: title for key, title in KIND_TITLES.items()},
    "level": {key.value: title for key, title in LEVEL_TITLES.items()},
}
_RENAMED = "名称不同，按更正录入错误处理，不记曾用名。机关改名、改变隶属的，请用“机构调整”登记。"


def plan_lines(plan: Plan, lines: Sequence[Line]) -> list[PlannedLine]:
    """One planned line for each line of the file."""
    known = {organ.code: organ for organ in Organ.objects.select_related("parent")}
    read = [(line, *begin(plan.kind, line, line.cells.get("机关全称") or "（没有名称）")) for line in lines]
    seen: dict[str, int] = {}
    by_uscc = {organ.uscc: organ.code for organ in known.values() if organ.uscc}
    above = {code: _code_above(organ) for code, organ in known.items()}
    levels = {code: organ.level for code, organ in known.items()}
    first: set[str] = set()
    for _, _, values in read:
        if (code := values.get("code")) and code not in first:
            first.add(code)
            if "parent" in values or code not in above:
                above[code] = values.get("parent", "")
            levels[code] = values.get("level") or levels.get(code, "")
    for _, planned, values in read:
        code = values.get("code")
        if not code:
            continue
        if code in seen:
            planned.errors.append(f"网址标识“{code}”和第{seen[code]}行重复。")
            continue
        seen[code] = planned.number
        _check_uscc(planned, values, code, by_uscc)
        _check_above(planned, code, above, levels, known)
        _check_within(plan, planned, code, above, known)
        _compare(planned, values, known.get(code), known)
    for _, planned, _ in read:
        planned.values.setdefault("above", above)
    return [planned for _, planned, _ in read]


def in_order(lines: Sequence[PlannedLine]) -> list[PlannedLine]:
    """The lines so that every organ comes after the one above it."""
    waiting = {line.values["code"]: line for line in lines}
    ordered: list[PlannedLine] = []

    def take(code: str) -> None:
        line = waiting.pop(code, None)
        if line is not None:
            take(line.values["above"].get(code, ""))
            ordered.append(line)

    for code in list(waiting):
        take(code)
    return ordered


def _code_above(organ: Organ) -> str:
    return organ.parent.code if organ.parent else ""


def _check_uscc(planned: PlannedLine, values: dict[str, Any], code: str, by_uscc: dict[str, str]) -> None:
    uscc = values.get("uscc")
    if not uscc:
        return
    holder = by_uscc.setdefault(uscc, code)
    if holder != code:
        planned.errors.append(f"统一社会信用代码和“{holder}”的一样，请核对哪一个抄错了。")


def _check_above(
    planned: PlannedLine, code: str, above: dict[str, str], levels: dict[str, str], known: dict[str, Organ]
) -> None:
    superior = above[code]
    if not superior:
        return
    if superior not in above:
        planned.errors.append(f"没有网址标识是“{superior}”的上级机关。请核对，或者在这个文件里加上它。")
        return
    if superior in known and not known[superior].exists_now:
        planned.errors.append(f"上级机关“{superior}”已经撤销，请另填。")
    ring = cycle_of(above, code)
    if ring:
        planned.errors.append(f"上下级绕成了圈：{' → '.join((*ring, code))}。请核对“上级机关”一列。")
    if levels.get(code) and levels.get(superior):
        try:
            check_place(levels[code], levels[superior])
        except WrongPlace as problem:
            planned.errors.append(str(problem))


def _check_within(plan: Plan, planned: PlannedLine, code: str, above: dict[str, str], known: dict[str, Organ]) -> None:
    """Touch only what who imports manages: the organ itself, and where it stands or would stand."""
    if code in known and not plan.within(known[code]):
        planned.errors.append(f"{known[code]}不在您管理的范围内。")
        return
    if code in known and above[code] == _code_above(known[code]):
        return
    superior, steps = above[code], 0
    while superior and superior not in known and steps <= len(above):
        superior, steps = above.get(superior, ""), steps + 1
    if superior in known:
        if not plan.within(known[superior]):
            planned.errors.append(f"上级机关{known[superior]}不在您管理的范围内。")
    elif not plan.roots and not superior:
        planned.errors.append("只有最上一级机关的系统管理员能增设没有上级的机关，请填写“上级机关”。")


def _compare(planned: PlannedLine, values: dict[str, Any], organ: Organ | None, known: dict[str, Organ]) -> None:
    planned.values |= values
    if organ is not None and not organ.exists_now:
        planned.errors.append(f"{organ}已经撤销，资料不再变动。")
    probe = copy(organ) if organ else Organ()
    labels = {each.name: str(each.verbose_name) for each in Organ._meta.fields}
    planned.pk = organ.pk if organ else None
    for name, value in values.items():
        if name == "code":
            continue
        before: Any = getattr(probe, name) if organ else None
        if name == "parent":
            before = organ.parent.code if organ and organ.parent else None
        else:
            setattr(probe, name, value)
        if organ is None or before != value:
            shown_before, shown_after = in_words(before), in_words(value)
            if name in _TITLES:
                shown_before, shown_after = _TITLES[name].get(str(before), "（空）"), _TITLES[name][value]
            planned.changes.append(Change(labels[name], shown_before if organ else "", shown_after))
            if organ is not None and name in ("name", "parent"):
                planned.notes.append(_RENAMED)
    planned.notes = list(dict.fromkeys(planned.notes))
    probe.code = values["code"]
    probe.parent = None
    try:
        probe.full_clean(exclude=["parent", "kind", "level", "path"], validate_unique=False, validate_constraints=False)
    except ValidationError as problem:
        for name, messages in problem.message_dict.items():
            label = labels.get(name)
            if label is None or name in values or name == "code":
                planned.errors.extend(f"“{label}”：{each}" if label else each for each in messages)
