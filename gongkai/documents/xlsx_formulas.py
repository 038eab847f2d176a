"""Whether the stored result of a formula is the one that the sheet shows.

Programs that write sheets without computing them store 0 for every formula and ask Excel to compute on opening. Such a 0 is
no figure. Sums and differences of cells of the same sheet are worked out here to tell a true 0 from a missing result; what
is worked out is only compared, never read as the figure.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, DecimalException

TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<sum>SUM)\s*\(|(?P<ref>\$?[A-Z]{1,3}\$?\d{1,7})(?:\s*:\s*(?P<end>\$?[A-Z]{1,3}\$?\d{1,7}))?|(?P<sign>[+\-*/(),]))",
    re.IGNORECASE,
)
MAX_DEPTH = 30
MAX_STEPS = 100_000
Cells = Mapping[tuple[int, int], "str | Decimal"]


class NotWorkable(Exception):
    """A formula of another kind than sums and differences of cells."""


class Formulas:
    """The formulas and plain values of a sheet, by row and column from 1."""

    def __init__(self, formulas: Mapping[tuple[int, int], str], values: Mapping[tuple[int, int], Decimal]) -> None:
        self._formulas, self._values = formulas, values
        self._known: dict[tuple[int, int], Decimal] = {}
        self._steps = 0

    def holds(self, at: tuple[int, int], stored: Decimal) -> bool:
        """Whether ``stored`` is what the formula at ``at`` gives. One that cannot be worked out is believed, unless 0."""
        try:
            return abs(self._at(at, 0) - stored) < Decimal("0.0000001")
        except (NotWorkable, DecimalException):
            return stored != 0

    def _at(self, at: tuple[int, int], depth: int) -> Decimal:
        if at in self._known:
            return self._known[at]
        formula = self._formulas.get(at)
        if formula is None:
            return self._values.get(at, Decimal(0))
        if depth > MAX_DEPTH:
            raise NotWorkable
        tokens = _tokens(formula)
        found, rest = self._sum(tokens, 0, depth)
        if rest != len(tokens):
            raise NotWorkable
        self._known[at] = found
        return found

    def _sum(self, tokens: list[re.Match[str]], at: int, depth: int) -> tuple[Decimal, int]:
        total, at = self._product(tokens, at, depth)
        while at < len(tokens) and tokens[at]["sign"] in ("+", "-"):
            sign = tokens[at]["sign"]
            term, at = self._product(tokens, at + 1, depth)
            total = total + term if sign == "+" else total - term
        return total, at

    def _product(self, tokens: list[re.Match[str]], at: int, depth: int) -> tuple[Decimal, int]:
        total, at = self._term(tokens, at, depth)
        while at < len(tokens) and tokens[at]["sign"] in ("*", "/"):
            sign = tokens[at]["sign"]
            term, at = self._term(tokens, at + 1, depth)
            total = total * term if sign == "*" else total / term
        return total, at

    def _term(self, tokens: list[re.Match[str]], at: int, depth: int) -> tuple[Decimal, int]:
        if at >= len(tokens) or depth > MAX_DEPTH:
            raise NotWorkable
        token = tokens[at]
        if token["number"]:
            return Decimal(token["number"]), at + 1
        if token["sum"]:
            return self._arguments(tokens, at + 1, depth)
        if token["ref"] and not token["end"]:
            return self._at(place(token["ref"]), depth + 1), at + 1
        if token["sign"] in ("+", "-"):
            value, at = self._term(tokens, at + 1, depth + 1)
            return (value if token["sign"] == "+" else -value), at
        if token["sign"] == "(":
            value, at = self._sum(tokens, at + 1, depth + 1)
            return value, self._closed(tokens, at)
        raise NotWorkable

    def _arguments(self, tokens: list[re.Match[str]], at: int, depth: int) -> tuple[Decimal, int]:
        total = Decimal(0)
        while True:
            if at < len(tokens) and tokens[at]["end"]:
                total += self._range(place(tokens[at]["ref"]), place(tokens[at]["end"]), depth)
                at += 1
            else:
                value, at = self._sum(tokens, at, depth + 1)
                total += value
            if at < len(tokens) and tokens[at]["sign"] == ",":
                at += 1
                continue
            return total, self._closed(tokens, at)

    def _closed(self, tokens: list[re.Match[str]], at: int) -> int:
        if at >= len(tokens) or tokens[at]["sign"] != ")":
            raise NotWorkable
        return at + 1

    def _range(self, first: tuple[int, int], last: tuple[int, int], depth: int) -> Decimal:
        self._steps += (abs(last[0] - first[0]) + 1) * (abs(last[1] - first[1]) + 1)
        if self._steps > MAX_STEPS:
            raise NotWorkable
        rows = range(min(first[0], last[0]), max(first[0], last[0]) + 1)
        columns = range(min(first[1], last[1]), max(first[1], last[1]) + 1)
        return sum((self._at((row, column), depth + 1) for row in rows for column in columns), Decimal(0))


def place(reference: str) -> tuple[int, int]:
    """Row and column from 1 of a reference such as ``B3`` or ``$AA$10``.

    >>> place("B3"), place("$AA$10")
    ((3, 2), (10, 27))
    """
    found = re.fullmatch(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})", reference)
    if found is None:
        raise NotWorkable
    column = 0
    for letter in found.group(1).upper():
        column = column * 26 + ord(letter) - 64
    return int(found.group(2)), column


def _tokens(formula: str) -> list[re.Match[str]]:
    tokens: list[re.Match[str]] = []
    at = 0
    text = formula.strip().removeprefix("=")
    while at < len(text):
        found = TOKEN.match(text, at)
        if found is None or len(tokens) > 500:
            raise NotWorkable
        tokens.append(found)
        at = found.end()
    return tokens
