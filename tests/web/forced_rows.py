"""Rows in any state, for asking what access says about them: written past the services, with constraints and triggers lifted.

Only access is tested with them. No rule of the law can be, for they are cases that the law forbids.
"""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

from django.db import connection, models

from gongkai.web.accounts.models import Person
from gongkai.web.organs.models import Organ

_numbers = itertools.count(1000)
_VALUES: dict[str, Any] = {
    "DateField": date(2024, 5, 6),
    "DateTimeField": datetime(2024, 5, 6, 9, tzinfo=UTC),
    "JSONField": {},
    "BooleanField": False,
    "BinaryField": b"",
    "GenericIPAddressField": "127.0.0.1",
}


@contextmanager
def anything_goes() -> Iterator[None]:
    """No check constraints, no triggers, until the test's transaction is rolled back."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(
                "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE contype = 'c' AND conrelid <> 0"
            )
            for table, name in [
                row for row in cursor.fetchall() if not row[0].startswith(("pg_", "information_schema"))
            ]:
                cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
            cursor.execute("SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal")
            for (table,) in cursor.fetchall():
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name NOT LIKE 'log_%'")
            for (name,) in cursor.fetchall():
                cursor.execute(f'DROP TRIGGER "{name}"')
            cursor.execute("PRAGMA ignore_check_constraints = ON")
    try:
        yield
    finally:
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA ignore_check_constraints = OFF")


def row(model: type[models.Model], organ: Organ, person: Person, known: Mapping[str, Any]) -> Any:
    """A stored row with the ``known`` values (a mapping stands for a row of the field's own model); the rest is filled in."""
    if any(isinstance(field, models.OneToOneField) and field.name == "organ" for field in model._meta.concrete_fields):
        found = model._default_manager.filter(organ=organ).first()
        if found is not None:
            return found
    values: dict[str, Any] = {}
    for field in model._meta.concrete_fields:
        given = known.get(field.name, models.NOT_PROVIDED)
        if isinstance(given, Mapping):
            values[field.name] = row(field.related_model, organ, person, given)
        elif given is not models.NOT_PROVIDED:
            values[field.name] = given
        elif field.is_relation and field.related_model is Organ:
            values[field.name] = organ
        elif field.primary_key or field.null or field.has_default() or getattr(field, "auto_now_add", False):
            continue
        elif field.is_relation:
            values[field.name] = (
                person if field.related_model is Person else row(field.related_model, organ, person, {})
            )
        else:
            values[field.name] = _value(field)
    (made,) = model._default_manager.bulk_create([model(**values)])
    return made


def _value(field: models.Field[Any, Any]) -> Any:
    kind = field.get_internal_type()
    if kind in _VALUES:
        return _VALUES[kind]
    if kind == "UUIDField":
        return uuid.uuid4()
    number = next(_numbers)
    if "Integer" in kind or kind in ("FloatField", "DecimalField"):
        return number
    return str(number)[-(field.max_length or 9) :]
