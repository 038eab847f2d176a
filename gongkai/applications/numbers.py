"""Numbers of applications and the codes by which applicants look them up."""

from __future__ import annotations

import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without signs that look alike when they are read from paper (0 O, 1 I L)."""
LENGTH = 12


def number_of(organ_code: str, year: int, serial: int) -> str:
    """The number by which an application is known everywhere.

    >>> number_of("nongye", 2026, 7)
    'nongye-2026-0007'
    """
    return f"{organ_code}-{year}-{serial:04d}"


def new_query_code() -> str:
    """A code of twelve signs (31 to the 12th, 59 bits) that cannot be guessed."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def shown(code: str) -> str:
    """The code in groups of four, as people write it down.

    >>> shown("ABCD2345WXYZ")
    'ABCD-2345-WXYZ'
    """
    return "-".join(code[place : place + 4] for place in range(0, len(code), 4))


def tidy_number(text: str) -> str:
    """A number as it may have been typed."""
    return "".join(text.split()).lower().replace("—", "-").replace("－", "-").replace("–", "-")


def tidy_code(text: str) -> str:
    """A code as it may have been typed: case, spaces and dashes do not matter."""
    return "".join(sign for sign in text.upper() if sign.isalnum())
