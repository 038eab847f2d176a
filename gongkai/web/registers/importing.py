"""What a file of matters, decisions, fees or procurement would enter, line by line, without entering anything."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError

from gongkai.publishing.lists import LISTS, Planned, planned
from gongkai.web.organs.models import Organ
from gongkai.web.registers.conflicts import against_record
from gongkai.web.registers.models import Decision, Fee, Matter, ProcurementProject, Registered

MODELS: dict[str, Any] = {
    "matters": Matter, "decisions": Decision, "fees": Fee, "procurement": ProcurementProject,
}  # fmt: skip
SUBJECTS = {"matters": "name", "decisions": "number", "fees": "name", "procurement": "name"}
SAME = {
    "matters": ("kind", "name", "code"),
    "decisions": ("kind", "number"),
    "fees": ("name",),
    "procurement": ("on", "name", "number"),
}
"""By what two lines are the same record; as the constraints of the models say."""


def plan_records(key: str, organ: Organ, data: bytes) -> list[Planned]:
    """Every line with its values or what is wrong with it. Raises ``UnreadableList`` for what is no such list."""
    model = MODELS[key]
    lines = planned(LISTS[key], data, SUBJECTS[key])
    known = _entered(model, organ, SAME[key])
    seen: dict[tuple[Any, ...], int] = {}
    for line in lines:
        if line.errors:
            continue
        same = tuple(line.values.get(name, "") for name in SAME[key])
        if same in seen:
            line.errors.append(f"和第{seen[same]}行是同一条，请删去一行。")
        elif same in known and not line.values.get("removed_on"):
            line.errors.append("这一条已经登记过，请从文件里删去这一行。")
        seen.setdefault(same, line.number)
        _check(model, organ, line)
    return lines


def _entered(model: Any, organ: Organ, names: tuple[str, ...]) -> set[tuple[Any, ...]]:
    rows = model.objects.filter(organ=organ).exclude(state=Registered.State.VOIDED)
    if model in (Matter, Fee):
        rows = rows.filter(removed_on=None)
    return set(rows.values_list(*names))


def _check(model: Any, organ: Organ, line: Planned) -> None:
    """What the model says of the line, and whether a tally counts it already."""
    made = model(organ=organ, **line.values)
    try:
        made.full_clean(validate_unique=False, validate_constraints=False)
    except ValidationError as problem:
        line.errors += problem.messages
        return
    line.errors += against_record(made)
