"""A new key for personal data: made, used for everything, and the old ones dropped only when nothing needs them any more.

An interruption at any point loses nothing: the file of secrets holds the new key and the old ones until every value is
written anew, and running the command again goes on from there.
"""

from __future__ import annotations

import json
import os
from functools import partial
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet
from django.apps import apps
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection, models, transaction

from gongkai.web.files.keeping import store
from gongkai.web.log.actors import SYSTEM
from gongkai.web.log.services import chain_of, record
from gongkai.web.privacy.cipher import Undecipherable, decrypt, decrypt_bytes, encrypt, encrypt_bytes

_CHUNK = 200


class CannotRotate(Exception):
    """The keys cannot be changed from here; the text says why."""


def encrypted_fields() -> list[tuple[type[models.Model], Any]]:
    """Every field with personal data in the site's own tables."""
    return [
        (model, each)
        for model in apps.get_models()
        if not model._meta.proxy and model._meta.managed
        for each in model._meta.local_concrete_fields
        if getattr(each, "personal", False)
    ]


def encrypted_files() -> list[type[models.Model]]:
    """The kinds of records that keep encrypted bytes in the storage; ``encrypted_place`` names the field that says where."""
    return [model for model in apps.get_models() if _place_field(model)]


def _place_field(model: type[models.Model]) -> str:
    return str(getattr(model, "encrypted_place", ""))


def rotate(path: Path | None = None) -> tuple[int, int]:
    """Make a new key and write everything anew; how many fields and values. Raises ``CannotRotate``."""
    if os.environ.get("GONGKAI_SECRET_KEY"):
        raise CannotRotate(
            "密钥由环境变量给出，不在 secrets.json 里。请在 GONGKAI_PRIVACY_KEYS 最前面加上新密钥，重启后再考虑去掉旧的。"
        )
    file = path or settings.HOME / "secrets.json"
    data = json.loads(file.read_text(encoding="utf-8"))
    if not data.get("rotating"):
        data["privacy"] = [Fernet.generate_key().decode(), *data["privacy"]]
        data["rotating"] = True
        _write(file, data)
    before = settings.PRIVACY_KEYS
    settings.PRIVACY_KEYS = tuple(data["privacy"])
    try:
        fields = encrypted_fields()
        try:
            values = sum(_write_anew(model, each) for model, each in fields)
            values += sum(_keep_anew(model) for model in encrypted_files())
        except Undecipherable as problem:
            raise CannotRotate(f"有的数据现有的密钥都打不开，没有换成。{problem}") from problem
        with transaction.atomic():
            record(
                chain_of(None), "rotate_keys", by=SYSTEM, organ=None, facts={"fields": len(fields), "values": values}
            )
    except BaseException:
        settings.PRIVACY_KEYS = before
        raise
    # 正在运行的进程还用着旧密钥，它们新写的数据重启后仍要读得出来：旧密钥保留一代
    data["privacy"] = data["privacy"][:2]
    data.pop("rotating")
    _write(file, data)
    settings.PRIVACY_KEYS = tuple(data["privacy"])
    return len(fields), values


def _write_anew(model: type[models.Model], each: Any) -> int:
    """Decrypt and encrypt every value of a column, past the ORM: rows are not changed in any other way."""
    quote = connection.ops.quote_name
    columns = (model._meta.db_table, each.column, str(model._meta.pk.column))  # type: ignore[union-attr]
    table, column, key = (quote(name) for name in columns)
    done, last = 0, 0
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            # 表名和列名来自模型，不来自外面
            cursor.execute(
                f"SELECT {key}, {column} FROM {table} WHERE {key} > %s AND {column} <> '' ORDER BY {key} LIMIT {_CHUNK}",  # noqa: S608
                [last],
            )
            rows = cursor.fetchall()
            if not rows:
                return done
            for number, old in rows:
                cursor.execute(
                    f"UPDATE {table} SET {column} = %s WHERE {key} = %s AND {column} = %s",  # noqa: S608
                    [encrypt(decrypt(old)), number, old],
                )
                done += cursor.rowcount
            last = rows[-1][0]


def _keep_anew(model: type[models.Model]) -> int:
    """Write every file of a kind of record anew, under a new name; the old bytes go when the record names the new ones."""
    field = _place_field(model)
    done = 0
    for key, place in list(model._default_manager.exclude(**{field: ""}).values_list("pk", field).order_by("pk")):
        try:
            with default_storage.open(place) as stream:
                data = encrypt_bytes(decrypt_bytes(stream.read()))
        except FileNotFoundError:
            # 文件不在了的，site check 会说；不因此停下，别的照换
            continue
        parts = place.split("/")
        with transaction.atomic():
            anew = store(int(parts[1]) if parts[1].isdigit() else 0, data, parts[0])
            if model._default_manager.filter(pk=key, **{field: place}).update(**{field: anew}):
                transaction.on_commit(partial(default_storage.delete, place))
                done += 1
            else:
                transaction.on_commit(partial(default_storage.delete, anew))
    return done


def _write(path: Path, data: dict[str, Any]) -> None:
    """Replace the file whole, readable by its owner only."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(data, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
