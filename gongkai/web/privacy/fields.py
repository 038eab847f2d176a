"""Model fields for personal data. What is stored is ciphertext; who has the database without the keys reads nothing."""

from __future__ import annotations

from typing import Any

from django.db import models

from gongkai.web.privacy.cipher import decrypt, encrypt


class EncryptedTextField(models.TextField):  # type: ignore[type-arg]
    """Text that is encrypted on its way to the database. It cannot be searched: keep a ``blind_index`` beside it for that."""

    personal = True

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return encrypt(value) if value else value

    def from_db_value(self, value: Any, *_: Any) -> Any:
        return decrypt(value) if value else value

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name not in ("isnull",):
            raise TypeError("加密的字段不能用来查找；请用它的对照字段（blind_index）。")
        return super().get_lookup(lookup_name)
