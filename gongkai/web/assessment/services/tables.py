"""Score tables: made for a year from the program's, from an earlier one, edited until they are used."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from gongkai.assessment.yearly.lines import read_grades, read_indicators, read_vetoes
from gongkai.assessment.yearly.tables import KINDS, Table, WrongTable, check, example
from gongkai.web.assessment.models import ScoreTable
from gongkai.web.assessment.services.locking import person_of
from gongkai.web.log.actors import Actor
from gongkai.web.log.services import save
from gongkai.web.organs.models import Organ

State = ScoreTable.State
CHOICES = ("places", "rounding", "ties", "tie_break", "empty")


@transaction.atomic
def make_table(organ: Organ, *, by: Actor, year: int, kind: str, start: ScoreTable | None = None) -> ScoreTable:
    """A draft for a year: a copy of ``start``, else of the table that comes with the program. Raises ``ValidationError``."""
    person, now = person_of(by), timezone.now()
    if kind not in KINDS:
        raise ValidationError({"kind": "请选择考核对象。"})
    if start is not None and (start.organ_id != organ.pk or start.kind != kind):
        raise ValidationError({"start": "只能照抄本机关同一类对象的评分表，请另选。"})
    Organ.objects.select_for_update().get(pk=organ.pk)
    if start is None:
        offered = example(kind, date(min(max(year, 1), 9998), 12, 31))
        title, basis, content = offered.table.title, offered.basis, offered.table.as_json()
    else:
        title, basis, content = start.title, start.basis, start.content
    same = ScoreTable.objects.filter(organ=organ, year=year, kind=kind)
    made = ScoreTable(
        organ=organ,
        year=year,
        kind=kind,
        version=same.count() + 1,
        title=title,
        basis=basis,
        content=content,
        made_by=person,
        made_at=now,
        changed_at=now,
    )
    return save(made, "make_score_table", by=by, organ=organ)


@transaction.atomic
def edit_table(
    found: ScoreTable, *, by: Actor, title: str, basis: str, indicators: str, grades: str, vetoes: str, **choices: Any
) -> ScoreTable:
    """Change a draft. Each sentence of a refusal is set beside its field. Raises ``ValidationError``."""
    row = _draft(found)
    row.title, row.basis, row.changed_at = title, basis, timezone.now()
    table = read_table(row.kind, title, indicators, grades, vetoes, choices)
    row.content = table.as_json()
    return save(row, "edit_score_table", by=by, organ=row.organ)


def read_table(kind: str, title: str, indicators: str, grades: str, vetoes: str, choices: dict[str, Any]) -> Table:
    """A table from what was typed, checked. Raises ``ValidationError`` beside the field that is wrong."""
    parts: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for name, read, text in (
        ("indicators", read_indicators, indicators),
        ("grades", read_grades, grades),
        ("vetoes", read_vetoes, vetoes),
    ):
        try:
            parts[name] = read(text)
        except WrongTable as problem:
            problems[name] = str(problem)
    if problems:
        raise ValidationError(problems)
    made = Table(
        kind=kind, title=title.strip(), **parts, **{name: choices[name] for name in CHOICES if name in choices}
    )
    try:
        check(made)
    except WrongTable as problem:
        raise ValidationError({"indicators": str(problem)}) from problem
    return made


@transaction.atomic
def drop_table(found: ScoreTable, *, by: Actor) -> ScoreTable:
    """Put a draft aside. Raises ``ValidationError``."""
    row = _draft(found)
    row.state = State.DROPPED
    return save(row, "drop_score_table", by=by, organ=row.organ)


def _draft(found: ScoreTable) -> ScoreTable:
    row = ScoreTable.objects.select_for_update(of=("self",)).select_related("organ").get(pk=found.pk)
    if row.state != State.DRAFT:
        raise ValidationError(f"这张评分表现在是“{row.get_state_display()}”，不能再改。要改的，请照它另立一版。")
    return row
