"""Encrypting a stream with a passphrase: scrypt for the key, AES-256-GCM for pieces of one mebibyte.

Layout: magic, salt (16 bytes), nonce prefix (7), then pieces of ciphertext with their tag. The nonce of a piece is the
prefix, its number (4 bytes) and whether it is the last (1), so that pieces cannot be exchanged, left out or cut off at
the end unnoticed (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár).
"""

from __future__ import annotations

import io
import os
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

MAGIC = b"GONGKAI-ENC-1\n"
_PIECE, _TAG, _SALT, _PREFIX = 1 << 20, 16, 16, 7


class WrongPassphrase(Exception):
    """The first piece does not open: another passphrase, or damaged at its very beginning."""


class Damaged(Exception):
    """What was read is not what was written."""


def _cipher(passphrase: str, salt: bytes) -> AESGCM:
    return AESGCM(Scrypt(salt=salt, length=32, n=1 << 15, r=8, p=1).derive(passphrase.encode()))


def _nonce(prefix: bytes, number: int, last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + bytes([last])


class Sealing(io.RawIOBase):
    """Writes encrypted to ``target``; ``close`` writes the last piece and leaves ``target`` open."""

    def __init__(self, target: IO[bytes], passphrase: str) -> None:
        salt, self._prefix = os.urandom(_SALT), os.urandom(_PREFIX)
        self._target, self._cipher = target, _cipher(passphrase, salt)
        self._rest, self._number = bytearray(), 0
        target.write(MAGIC + salt + self._prefix)

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        self._rest += data  # type: ignore[arg-type]
        while len(self._rest) > _PIECE:
            self._put(bytes(self._rest[:_PIECE]), last=False)
            del self._rest[:_PIECE]
        return len(data)  # type: ignore[arg-type]

    def close(self) -> None:
        if not self.closed:
            self._put(bytes(self._rest), last=True)
            self._rest.clear()
        super().close()

    def _put(self, piece: bytes, *, last: bool) -> None:
        self._target.write(self._cipher.encrypt(_nonce(self._prefix, self._number, last), piece, MAGIC))
        self._number += 1


class Opening(io.RawIOBase):
    """Reads what ``Sealing`` wrote. Raises ``WrongPassphrase``, ``Damaged``."""

    def __init__(self, source: IO[bytes], passphrase: str) -> None:
        head = source.read(len(MAGIC) + _SALT + _PREFIX)
        if len(head) < len(MAGIC) + _SALT + _PREFIX or not head.startswith(MAGIC):
            raise Damaged("文件的开头不完整")
        salt = head[len(MAGIC) : len(MAGIC) + _SALT]
        self._prefix, self._source, self._cipher = head[-_PREFIX:], source, _cipher(passphrase, salt)
        self._ready, self._number, self._over = b"", 0, False
        self._next = source.read(_PIECE + _TAG)
        self._take()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        while not self._ready and not self._over:
            self._take()
        size = min(len(self._ready), len(buffer))  # type: ignore[arg-type]
        buffer[:size], self._ready = self._ready[:size], self._ready[size:]  # type: ignore[index]
        return size

    def _take(self) -> None:
        piece, self._next = self._next, self._source.read(_PIECE + _TAG)
        last = not self._next
        try:
            self._ready = self._cipher.decrypt(_nonce(self._prefix, self._number, last), piece, MAGIC)
        except InvalidTag as problem:
            if self._number == 0:
                raise WrongPassphrase from problem
            raise Damaged("有一段被改动过，或者末尾缺了一截") from problem
        self._number += 1
        self._over = last
