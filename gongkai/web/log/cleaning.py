"""Validating a record as Django does, without asking the database whether the records that it names are there when they are at hand.

A foreign key that was given as a record was read from the database already; should that record be gone by now, the key itself
refuses. Asked for each, it is a question for every column that points elsewhere, on everything that is saved.
"""

from __future__ import annotations

from collections.abc import Collection

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models


def at_hand(record: models.Model) -> set[str]:
    """The foreign keys whose record is there, stored, and the one that the key names; not those that limit what may be chosen."""
    return {
        each.name
        for each in record._meta.concrete_fields
        if isinstance(each, models.ForeignKey)
        and not each.get_limit_choices_to()
        and each.is_cached(record)
        and _is(each.get_cached_value(record), getattr(record, each.attname), each)
    }


def clean_fields(record: models.Model, exclude: Collection[str] = ()) -> None:
    """As the record's own. Raises ``ValidationError``."""
    record.clean_fields(exclude={*exclude, *at_hand(record)})


def full_clean(record: models.Model, *, alone: bool = False) -> None:
    """As the record's own: fields, the record as a whole, what must be unique, constraints. Raises ``ValidationError``.

    ``alone``: without the last two, which look at other rows and ask the database.
    """
    problems: dict[str, list[ValidationError]] = {}
    bad: set[str] = set()
    steps = [lambda: clean_fields(record), record.clean]
    if not alone:
        steps += [lambda: record.validate_unique(exclude=bad), lambda: record.validate_constraints(exclude=bad)]
    for step in steps:
        try:
            step()
        except ValidationError as problem:
            problems = problem.update_error_dict(problems)
        bad |= {name for name in problems if name != NON_FIELD_ERRORS}
    if problems:
        raise ValidationError(problems)


def _is(other: models.Model | None, key: object, field: models.ForeignKey) -> bool:  # type: ignore[type-arg]
    if other is None or other._state.adding:
        return False
    return bool(key is not None and getattr(other, field.target_field.attname) == key)
