"""Encryption of personal data (Fernet: AES-128-CBC with HMAC-SHA256), with keys that can be changed.

The newest key encrypts; older ones still decrypt until ``gongkai site rotate-keys`` has written everything anew. A
``blind_index`` finds equal values without telling them: an HMAC under a key of its own.
"""

from __future__ import annotations

import hashlib
import hmac
from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class Undecipherable(Exception):
    """Stored data that none of the keys opens: the secrets file is not that of this database."""


@cache
def _cipher(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def encrypt(text: str) -> str:
    """The ciphertext; another one each time."""
    return _cipher(tuple(settings.PRIVACY_KEYS)).encrypt(text.encode()).decode()


def decrypt(token: str) -> str:
    """The text. Raises ``Undecipherable``."""
    try:
        return _cipher(tuple(settings.PRIVACY_KEYS)).decrypt(token.encode()).decode()
    except InvalidToken as problem:
        raise Undecipherable("密钥与数据库不符：请恢复与数据库同一次备份里的 secrets.json。") from problem


def encrypt_bytes(data: bytes) -> bytes:
    """The ciphertext of a file's bytes; a third longer."""
    return _cipher(tuple(settings.PRIVACY_KEYS)).encrypt(data)


def decrypt_bytes(token: bytes) -> bytes:
    """The bytes. Raises ``Undecipherable``."""
    try:
        return _cipher(tuple(settings.PRIVACY_KEYS)).decrypt(token)
    except InvalidToken as problem:
        raise Undecipherable("密钥与文件不符：请恢复与文件同一次备份里的 secrets.json。") from problem


def blind_index(text: str) -> str:
    """What equal texts have in common, and nothing else; spaces and case do not count."""
    plain = "".join(text.split()).upper()
    return hmac.new(settings.LOOKUP_KEY.encode(), plain.encode(), hashlib.sha256).hexdigest() if plain else ""
