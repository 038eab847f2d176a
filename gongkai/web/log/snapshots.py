"""A record as plain values for the log. Personal data is left out: only that it is there is noted."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.files.base import File
from django.db import models

HIDDEN = "（个人信息，不入日志）"
_LONGEST = 500


def snapshot(record: models.Model) -> dict[str, Any]:
    """The fields of a record by name; keys of other records as numbers; long texts by their digest."""
    leave_out = getattr(record, "not_logged", ())
    return {
        each.name: _plain(each, each.value_from_object(record))
        for each in record._meta.concrete_fields
        if each.name not in leave_out and each.name not in ("id", "password", "last_login")
    }


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Of two snapshots, what differs: the values before and the values after."""
    names = [name for name in after if before.get(name) != after[name]]
    return {name: before[name] for name in names if name in before}, {name: after[name] for name in names}


def personal_changes(old: models.Model | None, new: models.Model) -> dict[str, Any]:
    """The fields with personal data that differ, without their values."""
    names = [each.name for each in new._meta.concrete_fields if getattr(each, "personal", False)]
    return {name: HIDDEN for name in names if old is not None and getattr(old, name) != getattr(new, name)}


def _plain(each: models.Field[Any, Any], value: Any) -> Any:
    if value is None:
        return None
    if getattr(each, "personal", False):
        return HIDDEN if value else ""
    return plain(value)


def plain(value: Any) -> Any:
    """A value as the log can keep it."""
    if isinstance(value, str):
        if len(value) <= _LONGEST:
            return value
        return {"sha256": hashlib.sha256(value.encode()).hexdigest(), "characters": len(value)}
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal | float):
        return str(value)
    if isinstance(value, File):
        return value.name or ""
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(each) for each in value]
    return str(value)
