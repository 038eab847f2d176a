"""The chain of digests over a log: each row's digest covers its content and the digest of the row before.

A row that was altered, taken out, put in or moved shows when the chain is verified, offline, from the rows alone. What
the rows alone cannot show is a log that was cut off at its end or written anew from some row on; for that, a *seal* (the
number and digest of a row, kept elsewhere: printed, mailed, in a backup) is compared as well.

What may have to be erased one day must not be hashed as such. ``commitment`` stands for it in the row; value and salt are
kept elsewhere and can be erased, and the chain stays whole.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from gongkai.casework.canonical import digest, frozen, thawed

GENESIS = "0" * 64
"""What the first row gives as the digest before it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a log as stored: its number from 1, the digest before it, its own, and its content as plain JSON."""

    number: int
    previous: str
    digest: str
    content: Mapping[str, Any]

    def sound(self) -> bool:
        """Whether the digest is that of the content, the number and the digest before."""
        try:
            return self.digest == _digest(self.number, self.previous, self.content)
        except (ValueError, TypeError):
            return False

    @classmethod
    def from_json(cls, data: Any) -> Row:
        """The row of an export. Raises ``ValueError`` in Chinese for what is no row; whether it is right, ``verify`` says."""
        if not isinstance(data, Mapping) or set(data) != {"number", "previous", "digest", "content"}:
            raise ValueError("日志的一行应当恰好有 number、previous、digest、content 四项。")
        number, content = data["number"], data["content"]
        texts = all(isinstance(data[name], str) for name in ("previous", "digest"))
        if isinstance(number, bool) or not isinstance(number, int) or not texts or not isinstance(content, Mapping):
            raise ValueError(f"日志里编号为{number!r}的一行，各项的类型不对。")
        return cls(number, data["previous"], data["digest"], content)

    def as_json(self) -> dict[str, Any]:
        """The row as a line of an export."""
        return {
            "number": self.number,
            "previous": self.previous,
            "digest": self.digest,
            "content": thawed(self.content),
        }


@dataclass(frozen=True, slots=True)
class Seal:
    """The number and digest of a row, kept outside the log."""

    number: int
    digest: str


START = Seal(0, GENESIS)


def link(content: Mapping[str, Any], after: Seal = START) -> Row:
    """The row for ``content`` that follows the row with the seal ``after``. Refuses what is not plain JSON."""
    number = after.number + 1
    return Row(number, after.digest, _digest(number, after.digest, content), frozen(content))


def next_seal(content: Mapping[str, Any], after: Seal = START) -> Seal:
    """The seal of the row that ``link`` gives, for those who keep the content themselves. Refuses what is not plain JSON."""
    number = after.number + 1
    return Seal(number, _digest(number, after.digest, content))


def chain(contents: Iterable[Mapping[str, Any]], after: Seal = START) -> Iterator[Row]:
    """The rows for ``contents`` in order."""
    for content in contents:
        row = link(content, after)
        yield row
        after = seal(row)


def seal(row: Row) -> Seal:
    """What to keep elsewhere of a row."""
    return Seal(row.number, row.digest)


def commitment(value: Any, salt: str) -> str:
    """A digest that stands for ``value`` in a row and says nothing about it to anyone without the salt."""
    return digest([salt, value])


def opens(committed: str, value: Any, salt: str) -> bool:
    """Whether ``value`` and ``salt`` are what was committed to."""
    return hmac.compare_digest(committed, commitment(value, salt))


def new_salt() -> str:
    """A salt of 128 bits: short values such as a telephone number could be guessed without one."""
    return secrets.token_hex(16)


def _digest(number: int, previous: str, content: Mapping[str, Any]) -> str:
    return digest({"content": content, "number": number, "previous": previous})
