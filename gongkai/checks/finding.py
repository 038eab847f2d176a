"""A finding: what is the matter, where, on what ground, and what to do about it, in Chinese sentences."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from gongkai.documents.model import NOWHERE, Place


class Severity(StrEnum):
    """``error`` only for what is surely wrong; ``warning`` for what deserves a look; ``notice`` for the record."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


class Verdict(StrEnum):
    """What came out. A check that passes leaves no finding."""

    FAIL = "fail"
    NOT_ASSESSABLE = "not_assessable"
    NEEDS_OTHER_DATA = "needs_other_data"


@dataclass(slots=True)
class Finding:
    """``cells`` are the addresses to look at (the one wrong cell where it can be told); ``inputs`` all that was read."""

    code: str
    verdict: Verdict
    severity: Severity
    message: str
    remedy: str
    basis: str
    cells: list[str] = field(default_factory=list)
    inputs: list[str] = field(default_factory=list)
    place: Place = NOWHERE
    quote: str = ""
    candidates: list[dict[str, Any]] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def fingerprint(self) -> str:
        """The same for the same finding on the same figures, so that a person's verdict on it survives a second run."""
        told = f"{self.code}|{self.verdict}|{sorted(self.cells)}|{self.quote}|{sorted(self.values.items())}"
        return hashlib.sha256(told.encode()).hexdigest()[:16]

    def as_json(self) -> dict[str, Any]:
        """The finding as the contract's object."""
        return {
            "code": self.code,
            "verdict": str(self.verdict),
            "severity": str(self.severity),
            "message": self.message,
            "remedy": self.remedy,
            "basis": self.basis,
            "cells": self.cells,
            "inputs": self.inputs,
            "place": self.place.as_json(),
            "quote": self.quote,
            "candidates": self.candidates,
            "values": {name: plain(value) for name, value in self.values.items()},
            "fingerprint": self.fingerprint,
        }


def plain(value: Any) -> Any:
    """A figure as JSON takes it."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value
